#include "core/desk/words.h"

#include "core/base/text.h"
#include "core/store/git.h"

/* A text cut into words, and the same with one word a line. */
struct cut {
	struct span text;
	struct span *words;
	size_t count;
	struct buf lines;
};

/* The line being put together, and those that changed. */
struct weaving {
	struct word_changes *out;
	struct arena *arena;
	struct buf text;
	struct words_mark *marks;
	size_t mark_count, line;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static size_t
word_end(struct span text, size_t at)
{
	while (at < text.len && !is_blank(text.data[at])) {
		char c = text.data[at++];

		if (c == ',' || c == ';')
			break;
	}
	return at;
}

static int
cut(struct cut *out, struct arena *arena, struct span text, struct err *err)
{
	*out = (struct cut){ .text = text };
	if (text.len > WORDS_BYTES)
		return err_set(err, ERR_LIMIT,
			       "it is too long to be compared word by word");
	if (memchr(text.data, '\0', text.len) != NULL || !text_is_utf8(text))
		return err_set(err, ERR_REFUSED, "it is not text");
	for (size_t at = 0; at < text.len; ) {
		size_t end = word_end(text, at);

		if (end == at) {
			at++;
			continue;
		}
		if (out->count == WORDS_MOST)
			return err_set(err, ERR_LIMIT,
				       "it has too many words to be compared");
		out->words =
			arena_grow(arena, out->words, out->count, sizeof *out->words);
		out->words[out->count++] = (struct span){ text.data + at, end - at };
		buf_put(&out->lines, text.data + at, end - at);
		buf_char(&out->lines, '\n');
		at = end;
	}
	return 0;
}

static void
end_line(struct weaving *w)
{
	struct word_changes *out = w->out;

	if (w->mark_count != 0) {
		out->lines = arena_grow(w->arena, out->lines, out->count,
					sizeof *out->lines);
		out->lines[out->count++] = (struct words_line){
			w->line, arena_span(w->arena, buf_span(&w->text)), w->marks,
			w->mark_count };
	}
	buf_clear(&w->text);
	w->marks = NULL;
	w->mark_count = 0;
	w->line++;
}

static void
put_marked(struct weaving *w, struct span text, bool added)
{
	struct words_mark mark = { .from = w->text.len, .added = added };

	buf_text(&w->text, added ? "{+" : "[-");
	for (size_t i = 0; i < text.len; i++)
		buf_char(&w->text, text.data[i] == '\n' ? ' ' : text.data[i]);
	buf_text(&w->text, added ? "+}" : "-]");
	mark.to = w->text.len;
	w->marks = arena_grow(w->arena, w->marks, w->mark_count, sizeof *w->marks);
	w->marks[w->mark_count++] = mark;
}

static void
put_same(struct weaving *w, struct span text)
{
	while (text.len != 0) {
		bool ends = memchr(text.data, '\n', text.len) != NULL;
		struct span line = span_cut(&text, '\n');

		buf_put(&w->text, line.data, line.len);
		if (ends)
			end_line(w);
	}
}

/* What came stands on lines of its own where it came so. */
static void
put_added(struct weaving *w, struct span text)
{
	while (text.len != 0) {
		bool ends = memchr(text.data, '\n', text.len) != NULL;
		struct span line = span_cut(&text, '\n');

		if (line.len != 0)
			put_marked(w, line, true);
		if (ends)
			end_line(w);
	}
}

static size_t
offset_of(const struct cut *cut, size_t word, bool after)
{
	return (size_t)(cut->words[word].data - cut->text.data)
		+ (after ? cut->words[word].len : 0);
}

static struct span
words_of(const struct cut *cut, size_t first, size_t count)
{
	size_t from = offset_of(cut, first, false);

	return (struct span){ cut->text.data + from,
			      offset_of(cut, first + count - 1, true) - from };
}

/* What is gone stands behind the word it followed, what replaces it in its place. */
static void
put_run(struct weaving *w, size_t *at, const struct cut *old, const struct cut *new,
	const struct text_run *run)
{
	size_t to = run->new_count != 0 ? offset_of(new, run->new_first, false)
		: run->new_first != 0 ? offset_of(new, run->new_first - 1, true) : 0;

	put_same(w, (struct span){ new->text.data + *at, to - *at });
	if (run->old_count != 0) {
		if (run->new_count == 0 && to != 0)
			buf_char(&w->text, ' ');
		put_marked(w, words_of(old, run->old_first, run->old_count), false);
		if (run->new_count == 0 && to == 0)
			buf_char(&w->text, ' ');
	}
	if (run->new_count != 0) {
		put_added(w, words_of(new, run->new_first, run->new_count));
		to = offset_of(new, run->new_first + run->new_count - 1, true);
	}
	*at = to;
	w->out->added += run->new_count;
	w->out->removed += run->old_count;
}

static int
weave(struct word_changes *out, struct arena *arena, const struct cut *old,
      const struct cut *new, struct err *err)
{
	struct weaving w = { .out = out, .arena = arena, .line = 1 };
	struct text_run *runs;
	size_t count, at = 0;

	if (text_diff(&runs, &count, arena, buf_span(&old->lines), buf_span(&new->lines),
		      err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		put_run(&w, &at, old, new, &runs[i]);
	put_same(&w, (struct span){ new->text.data + at, new->text.len - at });
	end_line(&w);
	buf_close(&w.text);
	return 0;
}

int
words_compare(struct word_changes *out, struct arena *arena, struct span old,
	      struct span new, struct err *err)
{
	struct cut before = { .count = 0 }, now = { .count = 0 };
	int failed = -1;

	*out = (struct word_changes){ .count = 0 };
	if (cut(&before, arena, old, err) == 0 && cut(&now, arena, new, err) == 0)
		failed = weave(out, arena, &before, &now, err);
	buf_close(&before.lines);
	buf_close(&now.lines);
	return failed;
}
