#include "core/desk/jotting.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/desk/scoring.h"

#define FIRST_LINE "assay-jotting 1"
enum { HEADING = 256 };		/* bytes of its first three lines, at most */

static char *
path_of(struct arena *arena, const struct draft *draft)
{
	return arena_printf(arena, "%s.note", draft->path);
}

static char *
paper_of(struct arena *arena, const struct draft *draft)
{
	return arena_printf(arena, "%s.note.md", draft->path);
}

/* What follows this word on the next line; nothing when it is another line. */
static struct span
value_of(struct span *rest, const char *word)
{
	struct span line = span_cut(rest, '\n');
	size_t len = strlen(word);

	if (!span_starts(line, word))
		return (struct span){ 0 };
	return (struct span){ line.data + len, line.len - len };
}

static bool
parse(struct jotting *out, struct arena *arena, struct span rest)
{
	struct span on, at;
	char *end;

	if (!span_is(span_cut(&rest, '\n'), FIRST_LINE))
		return false;
	on = value_of(&rest, "on ");
	at = value_of(&rest, "at ");
	if (on.len == 0 || at.len == 0 || memchr(rest.data, '\0', rest.len) != NULL)
		return false;
	out->at = strtoul(arena_copy(arena, at.data, at.len), &end, 10);
	out->text = arena_copy(arena, rest.data, rest.len);
	out->on = arena_copy(arena, on.data, on.len);
	return *end == '\0' && out->at <= rest.len;
}

/* What an editor was left with, without the ends of lines that editors add. */
static bool
read_paper(struct jotting *out, struct arena *arena, const struct draft *draft)
{
	struct span text;
	struct err why;

	if (file_read(&text, arena, paper_of(arena, draft), SCORING_NOTE, &why) != 0)
		return why.code == ERR_NOT_FOUND;
	if (memchr(text.data, '\0', text.len) != NULL)
		return false;
	while (text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	out->text = arena_copy(arena, text.data, text.len);
	out->at = text.len;
	return true;
}

void
jotting_read(struct jotting *out, struct arena *arena, const struct draft *draft)
{
	struct span bytes;
	struct err none;

	*out = (struct jotting){ 0 };
	if (file_read(&bytes, arena, path_of(arena, draft), SCORING_NOTE + HEADING, &none) != 0
	    || !parse(out, arena, bytes) || !read_paper(out, arena, draft))
		*out = (struct jotting){ 0 };
}

static int
write_down(struct arena *arena, const struct draft *draft, const struct jotting *jotting,
	   struct err *err)
{
	struct buf bytes = { 0 };
	int failed;

	buf_printf(&bytes, FIRST_LINE "\non %s\nat %zu\n", jotting->on, jotting->at);
	buf_text(&bytes, jotting->text);
	failed = file_write_over(path_of(arena, draft), buf_span(&bytes), 0600, err);
	buf_close(&bytes);
	return failed == 0 ? 0 : err_within(err, "what you write is not kept");
}

int
jotting_keep(const struct draft *draft, const struct jotting *jotting, struct err *err)
{
	struct arena scratch = { 0 };
	int failed = write_down(&scratch, draft, jotting, err);

	if (failed == 0 && file_shred(paper_of(&scratch, draft), err) != 0)
		failed = err->code == ERR_NOT_FOUND ? 0
			: err_within(err, "the paper of your editor");
	arena_close(&scratch);
	return failed;
}

void
jotting_drop(const struct draft *draft)
{
	struct arena scratch = { 0 };
	struct err ignored;

	(void)!file_shred(path_of(&scratch, draft), &ignored);
	(void)!file_shred(paper_of(&scratch, draft), &ignored);
	arena_close(&scratch);
}

int
jotting_hand_out(char **paper, struct arena *arena, const struct draft *draft,
		 const struct jotting *jotting, struct err *err)
{
	*paper = paper_of(arena, draft);
	if (jotting_keep(draft, jotting, err) != 0)
		return -1;
	return file_write(*paper, span_of(jotting->text), 0600, err);
}
