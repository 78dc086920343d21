#include "core/out/rubric_changes.h"

#include "core/base/text.h"

enum { QUOTED = 160 };			/* columns of a text that is told */

static size_t
count_of(const struct rubric_change *changes, size_t count, enum rubric_matter matter)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += changes[i].matter == matter;
	return found;
}

const char *
rubric_verdict(enum rubric_likeness likeness, const struct rubric_change *changes,
	       size_t count)
{
	if (likeness == RUBRIC_SAME)
		return "same";
	if (likeness == RUBRIC_OTHER)
		return "structure changed: results are not comparable";
	return count_of(changes, count, MATTER_CONDUCT) == 0
		? "wording only: results stay comparable"
		: "structure unchanged: results stay comparable";
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
put_change(struct buf *out, const struct rubric_change *change)
{
	buf_printf(out, "%s%s\n", change->what, change->old == NULL ? " is new"
		   : change->now == NULL ? " is gone" : " changed");
	put_quoted(out, "  - ", change->old);
	put_quoted(out, "  + ", change->now);
}

void
rubric_changes_print(struct buf *out, const struct rubric *old, const struct rubric *now)
{
	static const char *const titles[MATTERS] = {
		[MATTER_STRUCTURE] = "structure, on which outcomes depend",
		[MATTER_CONDUCT] = "conduct: what is asked for and how it is run",
		[MATTER_WORDING] = "wording",
	};
	enum rubric_likeness likeness = rubric_likeness(old, now);
	struct arena scratch = { 0 };
	struct rubric_change *changes;
	size_t count = rubric_diff(&changes, &scratch, old, now);

	buf_printf(out, "%s\n", rubric_verdict(likeness, changes, count));
	if (count == 0 && likeness != RUBRIC_SAME)
		buf_text(out, "only comments, spaces or the order of keys differ\n");
	for (int matter = 0; matter < MATTERS; matter++) {
		if (count_of(changes, count, (enum rubric_matter)matter) == 0)
			continue;
		buf_printf(out, "\n%s\n", titles[matter]);
		for (size_t i = 0; i < count; i++)
			if (changes[i].matter == (enum rubric_matter)matter)
				put_change(out, &changes[i]);
	}
	arena_close(&scratch);
}
