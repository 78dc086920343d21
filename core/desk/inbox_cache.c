#include "core/desk/inbox_cache.h"

#include "core/base/file.h"

#define FIRST_WORDS "assay-queue 1"
#define LAST_LINE "end\n"

bool
inbox_is_large(const struct inbox *inbox)
{
	return inbox->count + inbox->records > INBOX_LARGE;
}

bool
inbox_may_be_large(const struct workspace *workspace)
{
	struct arena scratch = { 0 };
	struct err ignored;
	char **names;
	size_t count;
	bool large = file_list(&names, &count, &scratch,
			       path_join(&scratch, workspace->dir, "portfolios"),
			       2 * INBOX_CACHE_ROWS, &ignored) == 0
		&& count > INBOX_LARGE;

	arena_close(&scratch);
	return large;
}

/* Foreign text between tabs: what would end it is a space. */
static void
put_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		buf_char(out, *text == '\t' || *text == '\n' ? ' ' : *text);
}

void
inbox_encode(struct buf *out, const struct inbox *inbox, const struct workspace *workspace)
{
	buf_printf(out, FIRST_WORDS " %s %s %zu %zu\n", workspace->ledger_id,
		   workspace->actor, inbox->count, inbox->records);
	for (size_t i = 0; i < inbox->count; i++) {
		const struct inbox_item *item = &inbox->items[i];

		buf_printf(out, "%s %lld %d %u %d %zu %zu %s\t", item->portfolio,
			   (long long)item->attempt, (int)item->state, item->reasons,
			   item->returned, item->scored, item->criteria, item->rubric);
		put_text(out, item->title);
		buf_char(out, '\t');
		put_text(out, item->why);
		buf_char(out, '\n');
	}
	buf_text(out, LAST_LINE);
}

/* A number of at most 9 digits that is at most `most`. */
static bool
take_number(size_t *out, struct span *rest, size_t most)
{
	struct span digits = span_cut(rest, ' ');

	*out = 0;
	if (digits.len == 0 || digits.len > 9)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		*out = *out * 10 + (size_t)(digits.data[i] - '0');
	}
	return *out <= most;
}

/* A part of the text that `base` owns, ended in its place: what stood after it was a stop. */
static const char *
end_text(char *base, struct span all, struct span part)
{
	char *text = base + (part.data - all.data);

	text[part.len] = '\0';
	return text;
}

static bool
read_row(struct inbox_item *out, char *base, struct span all, struct span line)
{
	size_t attempt, state, reasons, returned;
	struct span portfolio = span_cut(&line, ' '), rubric, title;

	if (!is_hex32(portfolio) || !take_number(&attempt, &line, 1000000)
	    || !take_number(&state, &line, INBOX_SIGNED)
	    || !take_number(&reasons, &line, (1u << INBOX_REASONS) - 1)
	    || !take_number(&returned, &line, 1)
	    || !take_number(&out->scored, &line, 1000000)
	    || !take_number(&out->criteria, &line, 1000000))
		return false;
	rubric = span_cut(&line, '\t');
	if (!is_rubric_id(rubric) || memchr(line.data, '\t', line.len) == NULL
	    || memchr(line.data, '\0', line.len) != NULL)
		return false;
	title = span_cut(&line, '\t');
	out->portfolio = end_text(base, all, portfolio);
	out->attempt = (int64_t)attempt;
	out->state = (enum inbox_state)state;
	out->reasons = (unsigned)reasons;
	out->returned = returned != 0;
	out->rubric = end_text(base, all, rubric);
	out->title = end_text(base, all, title);
	out->why = end_text(base, all, line);
	return true;
}

static bool
read_head(struct inbox *out, size_t *count, struct span line,
	  const struct workspace *workspace)
{
	if (!span_starts(line, FIRST_WORDS " "))
		return false;
	line.data += strlen(FIRST_WORDS " ");
	line.len -= strlen(FIRST_WORDS " ");
	return span_is(span_cut(&line, ' '), workspace->ledger_id)
		&& span_is(span_cut(&line, ' '), workspace->actor)
		&& take_number(count, &line, INBOX_CACHE_ROWS)
		&& take_number(&out->records, &line, 999999999) && line.len == 0;
}

/* A picture in memory of `arena`, which is taken apart where it lies. */
static int
decode(struct inbox *out, struct arena *arena, char *base, size_t len,
       const struct workspace *workspace, struct err *err)
{
	const struct span all = { base, len };
	struct span text = all;
	size_t count = 0;
	bool whole;

	*out = (struct inbox){ 0 };
	whole = read_head(out, &count, span_cut(&text, '\n'), workspace)
		&& count <= text.len / 32;	/* each row is longer: before room is made */
	if (whole)
		out->items = arena_array(arena, count, sizeof *out->items);
	for (; whole && out->count < count; out->count++)
		whole = read_row(&out->items[out->count], base, all, span_cut(&text, '\n'));
	if (whole && span_is(text, LAST_LINE))
		return 0;
	*out = (struct inbox){ 0 };
	return err_set(err, ERR_INVALID, "this is no picture of this queue");
}

int
inbox_decode(struct inbox *out, struct arena *arena, struct span text,
	     const struct workspace *workspace, struct err *err)
{
	return decode(out, arena, arena_copy(arena, text.data, text.len), text.len, workspace,
		      err);
}

static char *
cache_path(struct arena *arena, const struct workspace *workspace)
{
	return arena_printf(arena, "%s/queue/%.16s.%s", workspace->places.cache,
			    workspace->ledger_id, workspace->actor);
}

int
inbox_cache_read(struct inbox *out, struct arena *arena, const struct workspace *workspace,
		 struct err *err)
{
	struct arena scratch = { 0 };
	struct span text;
	int failed;

	if (workspace->places.cache == NULL)
		return err_set(err, ERR_NOT_FOUND, "nothing is kept");
	failed = file_read(&text, arena, cache_path(&scratch, workspace), INBOX_CACHE_BYTES,
			   err);
	if (failed == 0)
		failed = decode(out, arena, (char *)text.data, text.len, workspace, err);
	arena_close(&scratch);
	return failed;
}

void
inbox_cache_keep(const struct inbox *inbox, const struct workspace *workspace)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	struct err ignored;

	if (workspace->places.cache == NULL || !inbox_is_large(inbox))
		return;
	inbox_encode(&text, inbox, workspace);
	if (file_make_dirs(path_join(&scratch, workspace->places.cache, "queue"), 0700,
			   &ignored) == 0)
		(void)!file_write(cache_path(&scratch, workspace), buf_span(&text), 0600,
				  &ignored);
	buf_close(&text);
	arena_close(&scratch);
}
