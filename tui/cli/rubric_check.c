/* assay rubric check: every fault of a file, and every doubt, with its place. */
#include "core/base/file.h"
#include "core/base/json.h"
#include "tui/cli/rubric.h"

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

int
run_rubric_check(struct cli *cli, struct err *err)
{
	struct json *page, *files;
	int failed = 0;

	if (rubric_options(cli, 2, SIZE_MAX, "rubric check FILE... [--json]", err) != 0)
		return -1;
	page = cli->json ? json_document() : NULL;
	files = page == NULL ? NULL : json_list(page, "files");
	for (size_t i = 1; i < cli->count && failed == 0; i++)
		failed = check_file(cli, files, cli->words[i], err);
	if (page != NULL) {
		if (failed == 0)
			cli_print_json(page);
		else
			json_drop(page);
	}
	return failed;
}
