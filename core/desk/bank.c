#include "core/desk/bank.h"

#include "core/base/buf.h"
#include "core/base/file.h"

/* One line of the file: criterion, level, text, a tab between; a newline in it is `\n`. */
struct line {
	struct span criterion, level, text;
};

static bool
next_line(struct line *out, struct span *rest)
{
	struct span line;

	while (rest->len != 0) {
		line = span_cut(rest, '\n');
		out->criterion = span_cut(&line, '\t');
		out->level = span_cut(&line, '\t');
		out->text = line;
		if (out->text.len != 0)
			return true;
	}
	return false;
}

static void
encode(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\n')
			buf_text(out, "\\n");
		else if (*text == '\\')
			buf_text(out, "\\\\");
		else
			buf_char(out, *text == '\t' ? ' ' : *text);
}

static char *
decode(struct arena *arena, struct span text)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '\\' && i + 1 < text.len)
			out[len++] = text.data[++i] == 'n' ? '\n' : text.data[i];
		else
			out[len++] = text.data[i];
	out[len] = '\0';
	return out;
}

static char *
bank_path(struct arena *arena, const struct places *places, const struct rubric *rubric)
{
	return arena_printf(arena, "%s/comments/%s", places->data, rubric->id);
}

/* No file is an empty bank. */
static int
read_file(struct span *out, struct arena *arena, const struct places *places,
	  const struct rubric *rubric, struct err *err)
{
	const char *path = bank_path(arena, places, rubric);

	*out = (struct span){ "", 0 };
	return file_exists(path) ? file_read(out, arena, path, BANK_BYTES, err) : 0;
}

static void
add(struct bank_comment **items, size_t *count, struct arena *arena, const char *level,
    const char *text)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp((*items)[i].text, text) == 0)
			return;
	*items = arena_grow(arena, *items, *count, sizeof **items);
	(*items)[(*count)++] = (struct bank_comment){ level, text };
}

static void
add_ready(struct bank_comment **items, size_t *count, struct arena *arena,
	  const struct criterion *criterion, const char *level, bool of_level)
{
	size_t levels = criterion->scale == NULL ? 0 : criterion->scale->level_count;

	for (size_t i = 0; i < levels; i++) {
		const struct descriptor *means = criterion_descriptor(criterion, i);
		const char *label = criterion->scale->levels[i].label;

		if (means == NULL || of_level != (level != NULL && strcmp(label, level) == 0))
			continue;
		for (size_t k = 0; k < means->statement_count; k++)
			add(items, count, arena, label, means->statements[k]);
	}
}

int
bank_read(struct bank_comment **out, size_t *count, struct arena *arena,
	  const struct places *places, const struct rubric *rubric,
	  const struct criterion *criterion, const char *level, struct err *err)
{
	struct bank_comment *used = NULL;
	size_t used_count = 0;
	struct span rest;
	struct line line;

	*out = NULL;
	*count = 0;
	if (read_file(&rest, arena, places, rubric, err) != 0)
		return -1;
	while (next_line(&line, &rest)) {
		if (!span_is(line.criterion, criterion->id))
			continue;
		used = arena_grow(arena, used, used_count, sizeof *used);
		used[used_count++] = (struct bank_comment){
			decode(arena, line.level), decode(arena, line.text) };
	}
	while (used_count-- > 0)
		add(out, count, arena, used[used_count].level, used[used_count].text);
	add_ready(out, count, arena, criterion, level, true);
	add_ready(out, count, arena, criterion, level, false);
	return 0;
}

/* All lines but those of this comment; how many those were. */
static size_t
without(struct buf *out, struct span rest, const struct criterion *criterion, struct span text)
{
	struct line line;
	size_t gone = 0;

	while (next_line(&line, &rest))
		if (span_is(line.criterion, criterion->id) && span_equal(line.text, text))
			gone++;
		else
			buf_printf(out, "%.*s\t%.*s\t%.*s\n", (int)line.criterion.len,
				   line.criterion.data, (int)line.level.len, line.level.data,
				   (int)line.text.len, line.text.data);
	return gone;
}

static int
write_file(struct arena *arena, const struct places *places, const struct rubric *rubric,
	   const struct buf *text, struct err *err)
{
	const char *path = bank_path(arena, places, rubric);

	if (text->len > BANK_BYTES)
		return err_set(err, ERR_LIMIT, "the bank is full: take comments out that you do "
			       "not use");
	if (file_make_dirs(arena_printf(arena, "%s/comments", places->data), 0700, err) != 0)
		return -1;
	return file_write(path, text->len == 0 ? (struct span){ "", 0 } : buf_span(text), 0600,
			  err);
}

int
bank_use(const struct places *places, const struct rubric *rubric,
	 const struct criterion *criterion, const char *level, const char *text, struct err *err)
{
	struct arena scratch = { 0 };
	struct buf kept = { 0 }, coded = { 0 };
	struct span file;
	int failed = 0;

	if (text == NULL || text[0] == '\0' || strlen(text) > BANK_COMMENT)
		return err_set(err, ERR_LIMIT, "a comment has 1 to %d bytes", BANK_COMMENT);
	encode(&coded, text);
	failed = read_file(&file, &scratch, places, rubric, err);
	if (failed == 0) {
		without(&kept, file, criterion, buf_span(&coded));
		buf_printf(&kept, "%s\t", criterion->id);
		encode(&kept, level == NULL ? "" : level);
		buf_printf(&kept, "\t%s\n", coded.data);
		failed = write_file(&scratch, places, rubric, &kept, err);
	}
	buf_close(&kept);
	buf_close(&coded);
	arena_close(&scratch);
	return failed;
}

int
bank_drop(const struct places *places, const struct rubric *rubric,
	  const struct criterion *criterion, const char *text, struct err *err)
{
	struct arena scratch = { 0 };
	struct buf kept = { 0 }, coded = { 0 };
	struct span file;
	int failed;

	encode(&coded, text);
	failed = read_file(&file, &scratch, places, rubric, err);
	if (failed == 0 && without(&kept, file, criterion, buf_span(&coded)) == 0)
		failed = err_set(err, ERR_NOT_FOUND, "that is not yours: the rubric has it ready");
	if (failed == 0)
		failed = write_file(&scratch, places, rubric, &kept, err);
	buf_close(&kept);
	buf_close(&coded);
	arena_close(&scratch);
	return failed;
}

const char *
bank_join(struct arena *arena, const char *note, const char *comment)
{
	return note == NULL ? comment : arena_printf(arena, "%s\n%s", note, comment);
}
