/* assay rubric diff: are results by two rubrics comparable, and what changed? */
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/model/rubric_diff.h"
#include "tui/cli/rubric.h"

enum { QUOTED = 160 };			/* columns of a text that is told */

static const char *const verdicts[] = {
	[RUBRIC_SAME] = "the same",
	[RUBRIC_COMPARABLE] = "the structure is the same: results stay comparable",
	[RUBRIC_OTHER] = "the structure changed: results are not comparable",
};

static void
print_json(enum rubric_likeness likeness, const struct rubric_change *changes,
	   size_t count)
{
	static const char *const words[] = { "none", "wording", "structure" };
	struct json *page = json_document(), *list;
	struct buf text = { 0 };

	json_text(page, "change", words[likeness]);
	json_bool(page, "comparable", likeness != RUBRIC_OTHER);
	list = json_list(page, "changes");
	for (size_t i = 0; i < count; i++) {
		struct json *row = json_map(list, NULL);

		json_text(row, "what", changes[i].what);
		json_bool(row, "structure", changes[i].structure);
		json_text(row, "old", changes[i].old);
		json_text(row, "new", changes[i].now);
	}
	json_close(&text, page);
	cli_print_raw(&text);
	buf_close(&text);
}

static void
put_quoted(struct buf *out, const char *before, const char *text)
{
	if (text == NULL)
		return;
	buf_text(out, before);
	text_line(out, span_of(text), QUOTED);
	buf_text(out, "\n");
}

static void
print_change(const struct rubric_change *change)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s%s\n", change->what, change->old == NULL ? " is new"
		   : change->now == NULL ? " is gone" : "");
	put_quoted(&text, "  - ", change->old);
	put_quoted(&text, "  + ", change->now);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static void
print_page(enum rubric_likeness likeness, const struct rubric_change *changes,
	   size_t count)
{
	static const char *const titles[] = { "\nwhat the outcome depends on:\n",
					      "\nwhat it does not:\n" };

	cli_print("%s\n", verdicts[likeness]);
	for (int wording = 0; wording < 2; wording++) {
		bool told = false;

		for (size_t i = 0; i < count; i++) {
			if (changes[i].structure == (wording != 0))
				continue;
			if (!told)
				cli_print("%s", titles[wording]);
			told = true;
			print_change(&changes[i]);
		}
	}
}

int
run_rubric_diff(struct cli *cli, struct err *err)
{
	const struct rubric *old, *now;
	struct rubric_change *changes;
	enum rubric_likeness likeness;
	size_t count;

	if (rubric_options(cli, 3, 3, "rubric diff OLD NEW [--json]; each is a file, an id, "
			   "or ID@VERSION", err) != 0
	    || (old = rubric_named(cli, cli->words[1], err)) == NULL
	    || (now = rubric_named(cli, cli->words[2], err)) == NULL)
		return -1;
	likeness = rubric_likeness(old, now);
	count = rubric_diff(&changes, &cli->arena, old, now);
	if (cli->json)
		print_json(likeness, changes, count);
	else
		print_page(likeness, changes, count);
	if (likeness == RUBRIC_OTHER)
		cli->status = 1;
	return 0;
}
