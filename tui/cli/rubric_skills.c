/* assay rubric skills: which skills rubrics stand for, and which they leave out. */
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/desk/shelf.h"
#include "core/import/skills.h"
#include "core/model/names.h"
#include "tui/cli/rubric.h"

#define USAGE "rubric skills [RUBRIC...] [--json]"
#define USAGE_IMPORT                                                                     \
	"rubric skills import --from FORMAT FILE [--id ID] [-o OUT.yaml] [--force]"

enum { FILES = 1000 };

/* The libraries and rubrics to be compared. */
struct shown {
	struct skill_library **libraries;
	size_t library_count;
	const struct rubric **rubrics;
	size_t rubric_count;
	struct skill_use *uses;
	size_t use_count;
};

static bool
is_yaml(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static int
add_library(struct shown *shown, struct cli *cli, const char *path, struct err *err)
{
	struct faults faults = { .arena = &cli->arena, .path = path };
	struct skill_library *library;
	struct span bytes;

	if (file_read(&bytes, &cli->arena, path, SKILLS_BYTES, err) != 0)
		return -1;
	library = skills_parse(&cli->arena, &faults, bytes);
	if (library == NULL)
		return fault_check(&faults, err);
	for (size_t i = 0; i < shown->library_count; i++)
		if (strcmp(shown->libraries[i]->id, library->id) == 0)
			return 0;
	shown->libraries = arena_grow(&cli->arena, shown->libraries, shown->library_count,
				      sizeof *shown->libraries);
	shown->libraries[shown->library_count++] = library;
	return 0;
}

/* A folder that is not there holds no library. */
static int
add_libraries(struct shown *shown, struct cli *cli, const char *above, struct err *err)
{
	const char *dir = path_join(&cli->arena, above, "rubrics/skills");
	char **names;
	size_t count;

	if (!file_is_dir(dir))
		return 0;
	if (file_list(&names, &count, &cli->arena, dir, FILES, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_yaml(names[i])
		    && add_library(shown, cli, path_join(&cli->arena, dir, names[i]), err) != 0)
			return -1;
	return 0;
}

static int
add_rubric(struct shown *shown, struct cli *cli, const char *name, struct err *err)
{
	const struct rubric *rubric = rubric_named(cli, name, err);

	if (rubric == NULL)
		return -1;
	shown->rubrics = arena_grow(&cli->arena, shown->rubrics, shown->rubric_count,
				    sizeof *shown->rubrics);
	shown->rubrics[shown->rubric_count++] = rubric;
	return 0;
}

/* The newest version of each rubric of the programme. */
static int
add_shelf(struct shown *shown, struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct ledger ledger;
	struct shelf shelf;
	int failed;

	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = shelf_read(&shelf, &cli->arena, &workspace, &ledger, err);
	ledger_close(&ledger);
	for (size_t i = 0; failed == 0 && i < shelf.count; i++) {
		const struct shelf_item *item = &shelf.items[i];

		if (item->newest)
			failed = add_rubric(shown, cli, item->path != NULL ? item->path
				: arena_printf(&cli->arena, "%s@%lld", item->id,
					       (long long)item->version), err);
	}
	return failed;
}

static int
gather(struct shown *shown, struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct err none = { .code = ERR_NONE };

	if (cli_workspace(&workspace, cli, &none) == 0
	    && add_libraries(shown, cli, workspace.dir, err) != 0)
		return -1;
	if (add_libraries(shown, cli, cli->data, err) != 0)
		return -1;
	for (size_t i = 1; i < cli->count; i++)
		if (add_rubric(shown, cli, cli->words[i], err) != 0)
			return -1;
	if (cli->count == 1 && add_shelf(shown, cli, err) != 0)
		return -1;
	shown->uses = skills_uses(&shown->use_count, &cli->arena, shown->rubrics,
				  shown->rubric_count, shown->libraries,
				  shown->library_count);
	return 0;
}

static bool
is_unaligned(const struct criterion *criterion)
{
	return criterion->scale != NULL && criterion->skill_count == 0;
}

static void
put_use(struct json *list, const struct skill_use *use, bool skill)
{
	struct json *row = json_map(list, NULL);

	json_text(row, "rubric", use->rubric->id);
	json_text(row, "criterion", use->criterion == NULL ? NULL : use->criterion->id);
	if (!skill)
		return;
	json_text(row, "id", use->skill->id);
	json_text(row, "name", use->skill->name);
	json_text(row, "url", use->skill->url);
}

static void
put_library(struct json *list, const struct shown *shown, const struct skill_library *library)
{
	struct json *row = json_map(list, NULL), *skills;

	json_text(row, "id", library->id);
	json_text(row, "title", library->title);
	skills = json_list(row, "skills");
	for (size_t i = 0; i < library->skill_count; i++) {
		const struct rich_skill *skill = &library->skills[i];
		struct json *item = json_map(skills, NULL), *aligned;

		json_text(item, "id", skill->id);
		json_text(item, "name", skill->name);
		json_text(item, "url", skill->url);
		aligned = json_list(item, "aligned");
		for (size_t u = 0; u < shown->use_count; u++)
			if (shown->uses[u].found == skill)
				put_use(aligned, &shown->uses[u], false);
	}
}

static void
print_json(const struct shown *shown)
{
	struct json *page = json_document(), *list = json_list(page, "libraries");

	for (size_t i = 0; i < shown->library_count; i++)
		put_library(list, shown, shown->libraries[i]);
	list = json_list(page, "unknown");
	for (size_t u = 0; u < shown->use_count; u++)
		if (shown->uses[u].found == NULL)
			put_use(list, &shown->uses[u], true);
	list = json_list(page, "unaligned");
	for (size_t r = 0; r < shown->rubric_count; r++)
		for (size_t c = 0; c < shown->rubrics[r]->criterion_count; c++)
			if (is_unaligned(&shown->rubrics[r]->criteria[c]))
				put_use(list, &(struct skill_use){
					shown->rubrics[r], &shown->rubrics[r]->criteria[c],
					NULL, NULL }, false);
	cli_print_json(page);
}

/* `rubric: c1 c2`, or `rubric` alone where it stands for the whole. */
static void
print_aligned(const struct shown *shown, const struct rich_skill *skill)
{
	const struct rubric *rubric = NULL;

	for (size_t u = 0; u < shown->use_count; u++) {
		const struct skill_use *use = &shown->uses[u];

		if (use->found != skill)
			continue;
		if (use->rubric != rubric)
			cli_print("%s    %s", rubric == NULL ? "" : "\n", use->rubric->id);
		rubric = use->rubric;
		if (use->criterion != NULL)
			cli_print(" %s", use->criterion->id);
	}
	cli_print(rubric == NULL ? "    no rubric stands for it\n" : "\n");
}

static void
print_unknown(const struct shown *shown)
{
	bool any = false;

	for (size_t u = 0; u < shown->use_count; u++) {
		const struct skill_use *use = &shown->uses[u];

		if (use->found != NULL)
			continue;
		cli_print("%s  %s%s%s: %s%s%s\n", any ? "" : "skills that are in no library\n",
			  use->rubric->id, use->criterion == NULL ? "" : " ",
			  use->criterion == NULL ? "" : use->criterion->id, use->skill->id,
			  use->skill->name == NULL ? "" : ", ",
			  use->skill->name == NULL ? "" : use->skill->name);
		any = true;
	}
}

static void
print_unaligned(const struct shown *shown)
{
	bool any = false;

	for (size_t r = 0; r < shown->rubric_count; r++) {
		const struct rubric *rubric = shown->rubrics[r];
		bool here = false;

		for (size_t c = 0; c < rubric->criterion_count; c++) {
			if (!is_unaligned(&rubric->criteria[c]))
				continue;
			if (!here)
				cli_print("%s  %s", any ? "" : "criteria that stand for no skill\n",
					  rubric->id);
			cli_print(" %s", rubric->criteria[c].id);
			here = any = true;
		}
		cli_print(here ? "\n" : "");
	}
}

static void
print_page(const struct shown *shown)
{
	for (size_t i = 0; i < shown->library_count; i++) {
		const struct skill_library *library = shown->libraries[i];

		cli_print("%s: %s\n", library->id, library->title);
		for (size_t s = 0; s < library->skill_count; s++) {
			cli_print("  %s: %s\n", library->skills[s].id, library->skills[s].name);
			print_aligned(shown, &library->skills[s]);
		}
	}
	if (shown->library_count == 0)
		cli_print("there is no library of skills yet: see `assay rubric skills import`\n");
	print_unknown(shown);
	print_unaligned(shown);
}

static int
unknown_format(const char *name, struct err *err)
{
	cli_warn("the formats there are:\n");
	for (size_t i = 0; i < skills_format_count; i++)
		cli_warn("  %-12s %s\n", skills_formats[i].name, skills_formats[i].help);
	if (name == NULL)
		return err_set(err, ERR_USAGE, "--from is wanted; usage: assay " USAGE_IMPORT);
	return err_set(err, ERR_USAGE, "there is no format '%.40s' to import from", name);
}

static int
bring(struct cli *cli, const struct skills_format *format, const char *id,
      const struct rubric_out *out, struct span bytes, struct err *err)
{
	struct faults faults = { .arena = &cli->arena, .path = cli->words[1] };
	struct skills_import import = { .arena = &cli->arena, .faults = &faults };
	struct buf yaml = { 0 };
	int failed = 0;

	if (skills_import(&yaml, &import, format, id, bytes) != 0) {
		rubric_print_faults(&faults);
		cli->status = 1;
	} else {
		rubric_print_notes(cli->words[1], &import.notes);
		failed = rubric_deliver(out, &yaml, err);
		if (failed == 0)
			cli_warn("put it into rubrics/skills/ of the programme, name its ids under "
				 "`skills` of your rubrics, then: assay rubric skills\n");
	}
	buf_close(&yaml);
	return failed;
}

static int
run_import(struct cli *cli, struct err *err)
{
	const char *from = NULL, *id = NULL;
	struct rubric_out out = { 0 };
	const struct option options[] = {
		{ .name = "--from", .value = "FORMAT", .text = &from },
		{ .name = "--id", .value = "ID", .text = &id },
		{ .name = "-o", .value = "OUT.yaml", .text = &out.path },
		{ .name = "--force", .flag = &out.force },
	};
	const struct skills_format *format;
	struct span bytes;

	cli->words++;
	cli->count--;
	if (cli_options(cli, options, sizeof options / sizeof *options, 2, 2, USAGE_IMPORT,
			err) != 0)
		return -1;
	format = from == NULL ? NULL : skills_format(from);
	if (format == NULL)
		return unknown_format(from, err);
	if (id != NULL && !is_rubric_id(span_of(id)))
		return err_set(err, ERR_USAGE, "--id wants lower case letters, digits, . and -");
	if (file_read(&bytes, &cli->arena, cli->words[1], IMPORT_BYTES, err) != 0)
		return -1;
	return bring(cli, format, id, &out, bytes, err);
}

int
run_rubric_skills(struct cli *cli, struct err *err)
{
	struct shown shown = { 0 };

	if (cli->count > 1 && strcmp(cli->words[1], "import") == 0)
		return run_import(cli, err);
	if (rubric_options(cli, 1, SIZE_MAX, USAGE, err) != 0 || gather(&shown, cli, err) != 0)
		return -1;
	if (cli->json)
		print_json(&shown);
	else
		print_page(&shown);
	return 0;
}
