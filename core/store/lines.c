#include "core/store/lines.h"

#include <stdlib.h>

enum {
	APART = 64 << 10,	/* bytes between remembered lines: 256 KiB of index a GiB */
	TICK = 1 << 20,
};

struct mark {
	int64_t line, offset;
};

struct lines {
	struct blob *blob;
	int64_t size;
	struct mark last;		/* whose beginning is known; line 0: none */
	int64_t scanned;		/* no LF lies between last.offset and here */
	struct arena arena;
	struct mark *marks;
	size_t count;
	struct mark near;		/* the line asked for last */
	int64_t clear;			/* no LF lies between near.offset and here */
	bool ended;			/* and here it ends */
};

struct lines *
lines_open(struct blob *blob)
{
	struct lines *lines = calloc(1, sizeof *lines);

	if (lines == NULL)
		abort();
	lines->blob = blob;
	lines->size = blob_size(blob);
	if (lines->size > 0) {
		lines->last = lines->near = (struct mark){ 1, 0 };
		lines->marks = arena_grow(&lines->arena, NULL, 0, sizeof *lines->marks);
		lines->marks[lines->count++] = lines->last;
	}
	return lines;
}

void
lines_close(struct lines *lines)
{
	if (lines == NULL)
		return;
	arena_close(&lines->arena);
	free(lines);
}

int64_t
lines_known(const struct lines *lines, bool *all)
{
	*all = lines->scanned == lines->size;
	return lines->last.line;
}

/* ---------------------------------------------------------------------------- going forward */

/* The first LF at or after *at and before `end`: true and *at is it, or false and *at is end. */
static int
find_lf(bool *found, int64_t *at, struct lines *lines, int64_t end,
	const struct progress *progress, struct err *err)
{
	int64_t told = *at;
	struct span window;
	const char *lf;

	for (*found = false; *at < end; *at += (int64_t)window.len) {
		if (*at - told >= TICK) {
			told = *at;
			if (!progress_tick(progress, *at, lines->size))
				return err_set(err, ERR_CANCELLED, "stopped");
		}
		if (blob_window(&window, lines->blob, *at, err) != 0)
			return -1;
		if ((int64_t)window.len > end - *at)
			window.len = (size_t)(end - *at);
		lf = memchr(window.data, '\n', window.len);
		if (lf != NULL) {
			*at += lf - window.data;
			*found = true;
			return 0;
		}
	}
	return 0;
}

static void
line_begins(struct lines *lines, int64_t offset)
{
	lines->scanned = offset;
	if (offset == lines->size)
		return;
	lines->last = (struct mark){ lines->last.line + 1, offset };
	if (offset - lines->marks[lines->count - 1].offset < APART)
		return;
	lines->marks = arena_grow(&lines->arena, lines->marks, lines->count,
				  sizeof *lines->marks);
	lines->marks[lines->count++] = lines->last;
}

/* Until `line` is known and all that begins at or before `offset`, or the end. */
static int
reach(struct lines *lines, int64_t line, int64_t offset, const struct progress *progress,
      struct err *err)
{
	int64_t told = lines->scanned;

	while (lines->scanned < lines->size
	       && (lines->last.line < line || lines->scanned <= offset)) {
		bool found;
		int64_t at = lines->scanned;
		int status = find_lf(&found, &at, lines, lines->size, progress, err);

		if (status != 0 || !found)
			lines->scanned = at;
		else
			line_begins(lines, at + 1);
		if (status != 0)
			return -1;
		if (lines->scanned - told < TICK)
			continue;
		told = lines->scanned;
		if (!progress_tick(progress, told, lines->size))
			return err_set(err, ERR_CANCELLED, "stopped");
	}
	return 0;
}

int
lines_reach(struct lines *lines, int64_t line, const struct progress *progress,
	    struct err *err)
{
	return reach(lines, line, -1, progress, err);
}

/* ----------------------------------------------------------------------------- finding back */

/* The last mark that is not beyond: by line, or by offset where `line` is 0. */
static struct mark
mark_before(const struct lines *lines, int64_t line, int64_t offset)
{
	size_t low = 0, high = lines->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		const struct mark *mark = &lines->marks[middle];

		if (line != 0 ? mark->line <= line : mark->offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return lines->marks[low];
}

static void
go_near(struct lines *lines, struct mark mark)
{
	if (lines->near.line == mark.line)
		return;
	lines->near = mark;
	lines->clear = mark.offset;
	lines->ended = false;
}

/* On to the line after; its beginning is known to be there. */
static int
step(struct mark *mark, struct lines *lines, struct err *err)
{
	int64_t at = mark->offset;
	bool found;

	if (find_lf(&found, &at, lines, lines->size, NULL, err) != 0)
		return -1;
	*mark = (struct mark){ mark->line + 1, at + 1 };
	return 0;
}

/* Make `line` the near one; it must be there. */
static int
approach(struct lines *lines, int64_t line, const struct progress *progress, struct err *err)
{
	struct mark mark;

	if (lines_reach(lines, line, progress, err) != 0)
		return -1;
	if (line < 1 || line > lines->last.line)
		return err_set(err, ERR_NOT_FOUND, "there is no line %lld", (long long)line);
	mark = mark_before(lines, line, 0);
	if (lines->near.line <= line && lines->near.line > mark.line)
		mark = lines->near;
	if (lines->last.line == line)
		mark = lines->last;
	while (mark.line < line)
		if (step(&mark, lines, err) != 0)
			return -1;
	go_near(lines, mark);
	return 0;
}

/* Know of the near line as much as lies before `offset`. */
static int
clear_to(struct lines *lines, int64_t offset, const struct progress *progress, struct err *err)
{
	int64_t end = offset < lines->size ? offset : lines->size;

	if (lines->ended || lines->clear >= end)
		return 0;
	return find_lf(&lines->ended, &lines->clear, lines, end, progress, err);
}

int
lines_begin(int64_t *offset, struct lines *lines, int64_t line,
	    const struct progress *progress, struct err *err)
{
	if (approach(lines, line, progress, err) != 0)
		return -1;
	*offset = lines->near.offset;
	return 0;
}

int
lines_find(int64_t *offset, int64_t *len, struct lines *lines, int64_t line,
	   const struct progress *progress, struct err *err)
{
	if (approach(lines, line, progress, err) != 0
	    || clear_to(lines, lines->size, progress, err) != 0)
		return -1;
	*offset = lines->near.offset;
	*len = lines->clear - lines->near.offset;
	return 0;
}

int
lines_read(size_t *got, char *out, size_t len, struct lines *lines, int64_t line,
	   int64_t from, struct err *err)
{
	int64_t start, left;

	*got = 0;
	if (approach(lines, line, NULL, err) != 0)
		return -1;
	if (from >= lines->size - lines->near.offset || len == 0)
		return 0;
	start = lines->near.offset + from;
	left = lines->size - start;
	if ((int64_t)len > left)
		len = (size_t)left;
	if (clear_to(lines, start + (int64_t)len, NULL, err) != 0)
		return -1;
	left = lines->clear - start;
	if (left <= 0)
		return 0;
	return blob_read(got, out, (int64_t)len < left ? len : (size_t)left, lines->blob, start,
			 err);
}

int
lines_at(int64_t *line, int64_t *start, struct lines *lines, int64_t offset,
	 const struct progress *progress, struct err *err)
{
	struct mark mark, next;

	if (offset < 0 || offset >= lines->size)
		return err_set(err, ERR_NOT_FOUND, "there is no byte %lld", (long long)offset);
	if (reach(lines, 0, offset, progress, err) != 0)
		return -1;
	mark = mark_before(lines, 0, offset);
	if (lines->last.offset <= offset)
		mark = lines->last;
	for (next = mark; next.offset <= offset && next.line <= lines->last.line; ) {
		mark = next;
		if (step(&next, lines, err) != 0)
			return -1;
	}
	go_near(lines, mark);
	*line = mark.line;
	*start = mark.offset;
	return 0;
}
