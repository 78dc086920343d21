/* Searching the piece at hand. */
#include "tui/app/layout.h"

enum { COUNT_BYTES = 8 << 20 };	/* counted after each search */

/* The same words in another piece are looked for anew. */
static int
begin(struct reader *reader, const char *text, struct err *err)
{
	struct pattern pattern;

	if (text != NULL) {
		if (pattern_open(&pattern, span_of(text), err) != 0)
			return -1;
		finds_close(reader->finds);
		reader->finds = NULL;
		reader->found_at = (struct spot){ 0 };
		pattern_close(&reader->sought);
		reader->sought = pattern;
	}
	if (reader->sought.text.len == 0)
		return err_set(err, ERR_USAGE, "nothing was searched for yet");
	if (reader->lines == NULL)
		return err_set(err, ERR_NOT_FOUND, "there is no text to search here");
	if (reader->finds == NULL)
		reader->finds = finds_open(reader->blob, &reader->sought);
	return 0;
}

/* Which one comes next; *round: past an end. None is ERR_NOT_FOUND. */
static int
next_find(size_t *out, bool *round, struct reader *reader, int64_t from,
	  const struct progress *progress, struct err *err)
{
	size_t count;
	bool all;

	if (finds_reach(reader->finds, from, INT64_MAX, progress, err) != 0)
		return -1;
	count = finds_known(reader->finds, &all);
	if (count == 0)
		return err_set(err, ERR_NOT_FOUND, "'%.200s' is not in it",
			       reader->sought.text.data);
	*out = finds_from(reader->finds, from);
	*round = *out == count;
	*out = *round ? 0 : *out;
	return 0;
}

static int
previous_find(size_t *out, bool *round, struct reader *reader, int64_t before,
	      const struct progress *progress, struct err *err)
{
	size_t index;
	bool all;

	if (finds_reach(reader->finds, before, INT64_MAX, progress, err) != 0)
		return -1;
	index = finds_from(reader->finds, before);
	*round = index == 0;
	if (*round && finds_reach(reader->finds, INT64_MAX, INT64_MAX, progress, err) != 0)
		return -1;
	if (*round)
		index = finds_known(reader->finds, &all);
	if (index == 0)
		return err_set(err, ERR_NOT_FOUND, "'%.200s' is not in it",
			       reader->sought.text.data);
	*out = index - 1;
	return 0;
}

/* Where to look from: past the one at hand, or from the row at hand on. */
static int
start_of(int64_t *out, struct reader *reader, bool backward, const struct progress *progress,
	 struct err *err)
{
	int64_t start;

	if (reader_is_at_found(reader)) {
		*out = finds_at(reader->finds, reader->found).offset + (backward ? 0 : 1);
		return 0;
	}
	if (lines_begin(&start, reader->lines, reader->at.line, progress, err) != 0)
		return -1;
	*out = start + reader->layout->byte(reader, reader->at);
	return 0;
}

static int
go_to_found(struct reader *reader, size_t index, const struct progress *progress,
	    struct err *err)
{
	struct find find = finds_at(reader->finds, index);
	int64_t line, start;

	if (lines_at(&line, &start, reader->lines, find.offset, progress, err) != 0)
		return -1;
	reader->at = reader->layout->place(reader, line, find.offset - start);
	reader->found = index;
	reader->found_at = reader->at;
	return 0;
}

/* How many there are: on with counting, as long as nobody has to wait for it. */
static void
say_count(struct buf *said, struct reader *reader, bool round, bool backward)
{
	int64_t until = finds_looked(reader->finds) + COUNT_BYTES;
	struct err err;
	bool stopped = finds_reach(reader->finds, INT64_MAX, until, NULL, &err) != 0, all;
	size_t count = finds_known(reader->finds, &all);

	buf_printf(said, "%zu/%zu%s", reader->found + 1, count, all && !stopped ? "" : "+");
	if (round)
		buf_printf(said, ", from the %s again", backward ? "end" : "top");
	if (reader->sought.unformed)
		buf_text(said, ", as plain words: it is no expression");
}

int
reader_search(struct buf *said, struct reader *reader, const char *text, bool backward,
	      const struct progress *progress, struct err *err)
{
	int64_t from;
	size_t index = 0;
	bool round = false;

	if (begin(reader, text, err) != 0
	    || start_of(&from, reader, backward, progress, err) != 0
	    || (backward ? previous_find : next_find)(&index, &round, reader, from, progress,
						      err) != 0
	    || go_to_found(reader, index, progress, err) != 0)
		return -1;
	say_count(said, reader, round, backward);
	return 0;
}
