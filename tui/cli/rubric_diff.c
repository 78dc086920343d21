/* assay rubric diff: are results by two rubrics comparable, and what changed? */
#include "core/base/json.h"
#include "core/out/rubric_changes.h"
#include "tui/cli/rubric.h"

static void
add_rubric(struct json *page, const char *key, const struct rubric *rubric)
{
	struct json *row = json_map(page, key);
	char hex[DIGEST_HEX];

	json_text(row, "id", rubric->id);
	json_number(row, "version", rubric->version);
	digest_hex(hex, &rubric->sha256);
	json_text(row, "sha256", hex);
	digest_hex(hex, &rubric->structure);
	json_text(row, "structure", hex);
}

static void
add_change(struct json *list, const struct rubric_change *change)
{
	static const char *const matters[] = { "structure", "conduct", "wording" };
	struct json *row = json_map(list, NULL);

	json_text(row, "what", change->what);
	json_bool(row, "structure", change->matter == MATTER_STRUCTURE);
	json_text(row, "matter", matters[change->matter]);
	json_text(row, "old", change->old);
	json_text(row, "new", change->now);
}

static void
print_json(const struct rubric *old, const struct rubric *now)
{
	static const char *const words[] = { "none", "wording", "structure" };
	enum rubric_likeness likeness = rubric_likeness(old, now);
	struct json *page = json_document(), *list;
	struct arena scratch = { 0 };
	struct rubric_change *changes;
	size_t count = rubric_diff(&changes, &scratch, old, now);

	json_text(page, "change", words[likeness]);
	json_bool(page, "comparable", likeness != RUBRIC_OTHER);
	json_text(page, "verdict", rubric_verdict(likeness, changes, count));
	add_rubric(page, "old", old);
	add_rubric(page, "new", now);
	list = json_list(page, "changes");
	for (size_t i = 0; i < count; i++)
		add_change(list, &changes[i]);
	cli_print_json(page);
	arena_close(&scratch);
}

int
run_rubric_diff(struct cli *cli, struct err *err)
{
	const struct rubric *old, *now;
	struct buf text = { 0 };

	if (rubric_options(cli, 3, 3, "rubric diff OLD NEW [--json]; each is a file, an id, "
			   "or ID@VERSION", err) != 0
	    || (old = rubric_named(cli, cli->words[1], err)) == NULL
	    || (now = rubric_named(cli, cli->words[2], err)) == NULL)
		return -1;
	if (cli->json) {
		print_json(old, now);
	} else {
		rubric_changes_print(&text, old, now);
		cli_print_clean(buf_span(&text));
		buf_close(&text);
	}
	if (rubric_likeness(old, now) == RUBRIC_OTHER)
		cli->status = 1;
	return 0;
}
