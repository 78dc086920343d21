/*
 * What a program draws, measured beside the least it could have drawn: for tests/bench. Other
 * people's programs write no idle mark, so here, and only here, a silence is waited for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/driver/checks.h"

/* Rows of a text, without their newlines; both arrays are the caller's to free. */
struct rows {
	const char **at;
	size_t *len, count;
};

static struct rows
cut_rows(const struct bytes *text)
{
	struct rows rows = { 0 };
	const char *at = bytes_str(text);

	while (*at) {
		size_t len = strcspn(at, "\n");

		rows.at = more(rows.at, rows.count + 1, sizeof(*rows.at));
		rows.len = more(rows.len, rows.count + 1, sizeof(*rows.len));
		rows.at[rows.count] = at;
		rows.len[rows.count++] = len;
		at += len + (at[len] == '\n');
	}
	return rows;
}

/* Bytes of `b` between what it has in common with `a` at both ends. */
static size_t
changed(const struct rows *a, size_t from, const struct rows *b, size_t to)
{
	const char *old = from < a->count ? a->at[from] : "", *new = b->at[to];
	size_t old_len = from < a->count ? a->len[from] : 0, len = b->len[to], head = 0, tail = 0;

	while (head < len && head < old_len && old[head] == new[head])
		head++;
	while (old_len == len && tail < len - head
	       && old[old_len - 1 - tail] == new[len - 1 - tail])
		tail++;
	return len - head - tail;
}

/* The text that changed, if what stood there may be moved up or down by some rows for
 * nothing. */
static size_t
floor_of(const struct bytes *before, const struct bytes *after)
{
	struct rows a = cut_rows(before), b = cut_rows(after);
	size_t least = (size_t)-1;

	for (size_t by = 0; by <= 2 * b.count; by++) {
		size_t sum = 0;

		for (size_t row = 0; row < b.count; row++) {
			size_t stayed = changed(&a, row, &b, row);
			size_t moved = changed(&a, row + by - b.count, &b, row);

			sum += moved < stayed ? moved : stayed;
		}
		least = sum < least ? sum : least;
	}
	free(a.at);
	free(a.len);
	free(b.at);
	free(b.len);
	return b.count == 0 ? 0 : least;
}

/* `settle N`: until nothing has been written for so many milliseconds. */
static bool
do_settle(struct call *c)
{
	struct term *term = &c->t->term;
	struct bytes ignored = { 0 };
	long milliseconds;

	if (!call_number(c, c->args[0], 1, 60000, &milliseconds))
		return false;
	while (!term_quiet(term, (int)milliseconds, &ignored))
		bytes_clear(&ignored);
	bytes_free(&ignored);
	term->cost = term->shown - term->base;
	term->counted = true;
	return true;
}

/* `tell LABEL`: bytes written since the latest keys, or the start, and the least there is. */
static bool
do_tell(struct call *c)
{
	struct term *term = &c->t->term;
	struct bytes after = { 0 };

	screen_text(&after, term->screen);
	printf("bytes\t%s\t%zu\t%zu\n", c->args[0], term->cost,
	       floor_of(&term->before, &after));
	bytes_free(&after);
	return true;
}

/* `snap FILE`: what is on the screen, for a script to look at. */
static bool
do_snap(struct call *c)
{
	struct bytes text = { 0 }, path = { 0 };
	bool fine;

	term_look(&c->t->term);
	screen_text(&text, c->t->term.screen);
	bytes_print(&path, "%s/%s", bytes_str(&c->t->dir), c->args[0]);
	fine = bytes_save(path.at, bytes_str(&text), text.len);
	bytes_free(&path);
	bytes_free(&text);
	return fine || fail(c->t, "%s was not written", c->args[0]);
}

/* `report TEXT`: a line of the table. */
static bool
do_report(struct call *c)
{
	printf("report\t%s\n", c->args[0]);
	return true;
}

const struct command measure_commands[] = {
	{ "settle", 1, 1, true, do_settle },
	{ "tell", 1, 1, true, do_tell },
	{ "snap", 1, 1, true, do_snap },
	{ "report", 1, 1, false, do_report },
	{ NULL, 0, 0, false, NULL },
};
