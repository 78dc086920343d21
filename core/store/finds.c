#include "core/store/finds.h"

#include <stdlib.h>

enum { TICK = 1 << 20 };

struct finds {
	struct blob *blob;
	struct pattern *pattern;	/* lent */
	struct arena arena;
	struct find *found;
	size_t count;
	int64_t looked;			/* all that begins before here is found */
	bool midway;			/* `looked` is inside a line */
	char piece[FINDS_PIECE];
};

struct finds *
finds_open(struct blob *blob, struct pattern *pattern)
{
	struct finds *finds = calloc(1, sizeof *finds);

	if (finds == NULL)
		abort();
	finds->blob = blob;
	finds->pattern = pattern;
	return finds;
}

void
finds_close(struct finds *finds)
{
	if (finds == NULL)
		return;
	arena_close(&finds->arena);
	free(finds);
}

static void
remember(struct finds *finds, int64_t offset, size_t len)
{
	finds->found = arena_grow(&finds->arena, finds->found, finds->count,
				  sizeof *finds->found);
	finds->found[finds->count++] = (struct find){ offset, (int64_t)len };
}

/* What begins in [from, end) of a line at `base`; the place after the last of them, or `end`. */
static size_t
look_at_line(struct finds *finds, int64_t base, struct span line, size_t from, size_t end,
	     bool begins, bool ends)
{
	size_t at = from, len;

	if (ends && line.len != 0 && line.data[line.len - 1] == '\r')
		line.len--;
	while (finds->count < FINDS_MOST
	       && pattern_find(&at, &len, finds->pattern, line, begins, ends) && at < end) {
		remember(finds, base + (int64_t)at, len);
		at += len;
		from = at;
	}
	return from > end ? from : end;
}

/* No letter begins in the middle of another. */
static size_t
letter_before(const char *text, size_t at)
{
	for (int i = 0; i < 3 && at > 1 && ((unsigned char)text[at] & 0xC0) == 0x80; i++)
		at--;
	return at;
}

/* A line longer than the piece: its beginning, or what follows it. */
static void
look_at_part(struct finds *finds, size_t have, bool last)
{
	struct span line = { finds->piece, have };
	size_t end = last ? have : letter_before(finds->piece, have - FINDS_OVERLAP);

	finds->looked += (int64_t)look_at_line(finds, finds->looked, line, 0, end,
					       !finds->midway, last);
	finds->midway = !last;
}

/* The lines that end in the piece. False: none does. */
static bool
look_at_lines(struct finds *finds, size_t have)
{
	struct span rest = { finds->piece, have };
	const char *lf;

	while (rest.len != 0 && (lf = memchr(rest.data, '\n', rest.len)) != NULL) {
		struct span line = span_cut(&rest, '\n');

		look_at_line(finds, finds->looked + (line.data - finds->piece), line, 0,
			     line.len, !finds->midway || line.data != finds->piece, true);
		finds->midway = false;
	}
	finds->looked += rest.data - finds->piece;
	return rest.data != finds->piece;
}

/* Plain words have no LF in them: they are sought across the lines. */
static void
look_at_words(struct finds *finds, size_t have, bool last)
{
	size_t len = finds->pattern->text.len;

	finds->looked += (int64_t)look_at_line(finds, finds->looked,
		(struct span){ finds->piece, have }, 0, last ? have : have - len + 1, true,
		false);
}

static int
look_on(struct finds *finds, struct err *err)
{
	int64_t size = blob_size(finds->blob);
	size_t have;
	bool last;

	if (blob_read(&have, finds->piece, FINDS_PIECE, finds->blob, finds->looked, err) != 0)
		return -1;
	last = finds->looked + (int64_t)have >= size;
	if (finds->pattern->plain)
		look_at_words(finds, have, last);
	else if (!look_at_lines(finds, have))
		look_at_part(finds, have, last);
	if (finds->looked > size)
		finds->looked = size;
	return 0;
}

int
finds_reach(struct finds *finds, int64_t offset, int64_t until, const struct progress *progress,
	    struct err *err)
{
	int64_t told = finds->looked, size = blob_size(finds->blob);

	while (finds->looked < until && finds_from(finds, offset) == finds->count) {
		if (finds->count >= FINDS_MOST)
			return err_set(err, ERR_LIMIT, "it stands there %d times or more",
				       FINDS_MOST);
		if (finds->looked >= size)
			break;
		if (finds->looked - told >= TICK) {
			told = finds->looked;
			if (!progress_tick(progress, told, size))
				return err_set(err, ERR_CANCELLED, "stopped");
		}
		if (look_on(finds, err) != 0)
			return -1;
	}
	return 0;
}

size_t
finds_known(const struct finds *finds, bool *all)
{
	*all = finds->looked >= blob_size(finds->blob) && finds->count < FINDS_MOST;
	return finds->count;
}

int64_t
finds_looked(const struct finds *finds)
{
	return finds->looked;
}

struct find
finds_at(const struct finds *finds, size_t index)
{
	return finds->found[index];
}

size_t
finds_from(const struct finds *finds, int64_t offset)
{
	size_t low = 0, high = finds->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (finds->found[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
