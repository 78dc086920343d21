/* assay rubric check|try|show|publish. */
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/desk/programme.h"
#include "tui/cli/line.h"

#define USAGE                                                                            \
	"rubric check FILE... | try FILE SHEET | show ID|FILE | publish ID|FILE "        \
	"[--json]"

static void
add_faults(struct json *row, const char *key, const struct faults *faults)
{
	struct json *list = json_list(row, key);

	for (size_t i = 0; i < faults->count; i++) {
		struct json *item = json_map(list, NULL);

		json_number(item, "line", faults->items[i].at.line);
		json_number(item, "column", faults->items[i].at.column);
		json_text(item, "message", faults->items[i].text);
	}
}

static void
print_faults(const struct faults *faults, const char *word)
{
	for (size_t i = 0; i < faults->count; i++)
		cli_warn("%s:%d:%d: %s%s\n", faults->path, faults->items[i].at.line,
			 faults->items[i].at.column, word, faults->items[i].text);
	if (faults->more != 0)
		cli_warn("%s: and %zu more\n", faults->path, faults->more);
}

static void
report(struct json *files, const char *path, const struct rubric *rubric,
       struct faults *faults, struct faults *warnings)
{
	char sha256[DIGEST_HEX], structure[DIGEST_HEX];
	struct json *row;

	fault_sort(faults);
	fault_sort(warnings);
	if (files == NULL) {
		print_faults(faults, "");
		print_faults(warnings, "warning: ");
		if (rubric != NULL)
			cli_print("%s: ok, %zu criteria\n", path,
				  rubric->criterion_count);
		return;
	}
	row = json_map(files, NULL);
	json_text(row, "path", path);
	json_bool(row, "ok", rubric != NULL);
	if (rubric != NULL) {
		digest_hex(sha256, &rubric->sha256);
		digest_hex(structure, &rubric->structure);
	}
	json_text(row, "sha256", rubric == NULL ? NULL : sha256);
	json_text(row, "structure", rubric == NULL ? NULL : structure);
	json_number(row, "criteria",
		    rubric == NULL ? 0 : (int64_t)rubric->criterion_count);
	add_faults(row, "faults", faults);
	add_faults(row, "warnings", warnings);
}

static int
check_file(struct cli *cli, struct json *files, const char *path, struct err *err)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = path };
	struct faults warnings = { .arena = &arena, .path = path };
	const struct rubric *rubric = NULL;
	struct span bytes;
	int failed = file_read(&bytes, &arena, path, RUBRIC_BYTES, err);

	if (failed != 0 && err->code == ERR_LIMIT) {
		fault_add(&faults, (struct place){ 1, 1 }, "expected at most 1 MiB");
		failed = 0;
	} else if (failed == 0) {
		rubric = rubric_parse(&arena, &faults, &warnings, bytes);
	}
	if (failed == 0) {
		report(files, path, rubric, &faults, &warnings);
		if (rubric == NULL)
			cli->status = 1;
	}
	arena_close(&arena);
	return failed;
}

static int
rubric_check(struct cli *cli, struct err *err)
{
	struct json *page = cli->json ? json_document() : NULL;
	struct json *files = page == NULL ? NULL : json_list(page, "files");
	struct buf text = { 0 };
	int failed = 0;

	for (size_t i = 1; i < cli->count && failed == 0; i++)
		failed = check_file(cli, files, cli->words[i], err);
	if (page != NULL) {
		json_close(&text, page);
		if (failed == 0)
			cli_print_raw(&text);
		buf_close(&text);
	}
	return failed;
}

/* A file if there is one of that name, else an id of the programme's rubrics. */
static const struct rubric *
rubric_named(struct cli *cli, const char *name, struct err *err)
{
	const struct rubric *rubric;
	struct workspace workspace;

	if (file_exists(name))
		return rubric_file(&cli->arena, name, err);
	if (!is_rubric_id(span_of(name))) {
		err_set(err, ERR_NOT_FOUND, "%s: no such file, and no id of a rubric",
			name);
		return NULL;
	}
	if (cli_workspace(&workspace, cli, err) != 0
	    || workspace_rubric(&rubric, NULL, &cli->arena, &workspace, name, err) != 0)
		return NULL;
	return rubric;
}

static void
add_texts(struct json *page, const char *key, const char *const *items, size_t count)
{
	struct json *list = json_list(page, key);

	for (size_t i = 0; i < count; i++)
		json_text(list, NULL, items[i]);
}

static char *
number(struct cli *cli, const struct rubric *rubric, struct ratio value)
{
	struct buf text = { 0 };
	char *copy;

	ratio_print(&text, value, rubric->decimals, rubric->rounding);
	copy = arena_text(&cli->arena, text.data);
	buf_close(&text);
	return copy;
}

static void
print_try_json(struct cli *cli, const struct rubric *rubric,
	       const struct decision_result *result, const char *const *unfinished)
{
	struct json *page = json_document(), *totals;
	struct buf text = { 0 };

	json_text(page, "outcome", outcome_word(result->outcome));
	totals = json_map(page, "totals");
	json_text(totals, "points", number(cli, rubric, result->points));
	json_text(totals, "max", number(cli, rubric, result->max));
	add_texts(page, "why", result->why, result->why_count);
	add_texts(page, "unfinished", unfinished, result->unfinished_count);
	json_close(&text, page);
	cli_print_raw(&text);
	buf_close(&text);
}

static void
print_try(struct cli *cli, const struct rubric *rubric,
	  const struct decision_result *result, const char *const *unfinished)
{
	cli_print("outcome: %s, points %s of %s\n", outcome_phrase(result->outcome),
		  number(cli, rubric, result->points), number(cli, rubric, result->max));
	for (size_t i = 0; i < result->why_count; i++)
		cli_print("  %s\n", result->why[i]);
	for (size_t i = 0; i < result->unfinished_count; i++)
		cli_print("  %s is not judged\n", unfinished[i]);
}

static int
rubric_try(struct cli *cli, struct err *err)
{
	const struct rubric *rubric;
	struct faults faults = { .arena = &cli->arena };
	struct decision_result result;
	const char **unfinished;
	struct sheet sheet;
	struct span bytes;

	if (cli->count != 3)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	faults.path = cli->words[2];
	if ((rubric = rubric_file(&cli->arena, cli->words[1], err)) == NULL
	    || file_read(&bytes, &cli->arena, cli->words[2], RUBRIC_BYTES, err) != 0)
		return -1;
	if (sheet_parse(&sheet, &cli->arena, &faults, rubric, bytes) != 0)
		return fault_check(&faults, err) != 0 ? -1
			: err_set(err, ERR_SYNTAX, "%s: not a sheet", cli->words[2]);
	result = sheet_decide(&cli->arena, &sheet);
	unfinished =
		arena_array(&cli->arena, result.unfinished_count, sizeof *unfinished);
	for (size_t i = 0; i < result.unfinished_count; i++)
		unfinished[i] = rubric->criteria[result.unfinished[i]].id;
	if (cli->json)
		print_try_json(cli, rubric, &result, unfinished);
	else
		print_try(cli, rubric, &result, unfinished);
	return 0;
}

static int
rubric_show(struct cli *cli, struct err *err)
{
	const struct rubric *rubric = rubric_named(cli, cli->words[1], err);

	if (rubric == NULL)
		return -1;
	cli_print_rubric(rubric);
	return 0;
}

static int
rubric_publish(struct cli *cli, struct err *err)
{
	const struct rubric *rubric = rubric_named(cli, cli->words[1], err);
	struct workspace workspace;
	struct appended appended;
	struct ledger ledger;
	struct signer signer;
	char hex[OID_HEX];
	int failed;

	if (rubric == NULL || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = cli_signer(&signer, cli, &workspace, err);
	if (failed == 0) {
		failed = programme_keep_rubric(&workspace, rubric, err);
		if (failed == 0)
			failed = programme_publish(&appended, &ledger, &signer,
						   workspace.actor, rubric, cli->now(),
						   err);
		signer_close(&signer);
	}
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	oid_hex(hex, &appended.oid);
	cli_print("%s %s version %lld: %s\n", appended.was_there ? "published already"
		  : "published", rubric->id, (long long)rubric->version, hex);
	return 0;
}

int
run_rubric(struct cli *cli, struct err *err)
{
	static const struct {
		const char *word;
		int (*run)(struct cli *cli, struct err *err);
	} table[] = {
		{ "check", rubric_check }, { "try", rubric_try }, { "show", rubric_show },
		{ "publish", rubric_publish },
	};
	const struct option options[] = { { .name = "--json", .flag = &cli->json } };

	if (cli_options(cli, options, 1, 2, SIZE_MAX, USAGE, err) != 0)
		return -1;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(cli->words[0], table[i].word) == 0)
			return table[i].run(cli, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
