/* The rows of the inbox: looked for, put in order, counted. */
#include <stdio.h>
#include <stdlib.h>

#include "core/desk/inbox.h"

enum { COLUMN_PORTFOLIO, COLUMN_STATE, COLUMN_WHY, COLUMN_RUBRIC, COLUMN_TITLE,
       COLUMN_ATTEMPT, COLUMN_JUDGED, COLUMNS };

const char *const inbox_columns[] = { "portfolio", "state", "why", "rubric", "title",
	"attempt", "judged", NULL };
_Static_assert(sizeof inbox_columns / sizeof *inbox_columns == COLUMNS + 1, "one a column");

const char *
inbox_reason_word(size_t bit)
{
	static const char *const words[INBOX_REASONS] = { "back", "lease", "gap", "second",
							  "again", "moved", "case" };

	return words[bit];
}

bool
inbox_passes(const struct inbox_item *item, const struct filter *filter)
{
	char attempt[24], judged[48], why[512];
	const char *values[COLUMNS] = {
		[COLUMN_PORTFOLIO] = item->portfolio,
		[COLUMN_STATE] = inbox_state_word(item->state), [COLUMN_WHY] = why,
		[COLUMN_RUBRIC] = item->rubric, [COLUMN_TITLE] = item->title,
		[COLUMN_ATTEMPT] = attempt, [COLUMN_JUDGED] = judged };
	size_t len;

	if (filter->count == 0)
		return true;
	snprintf(attempt, sizeof attempt, "%lld", (long long)item->attempt);
	snprintf(judged, sizeof judged, "%zu/%zu", item->scored, item->criteria);
	len = (size_t)snprintf(why, sizeof why, "%.400s", item->why);
	for (size_t i = 0; i < INBOX_REASONS; i++)
		if (item->reasons & 1u << i)
			len += (size_t)snprintf(why + len, sizeof why - len, " %s",
						inbox_reason_word(i));
	return filter_passes(filter, values);
}

/* ---- order ---- */

/* Most urgent first: the lowest bit is the highest. */
static int
urgency(const struct inbox_item *item)
{
	if (item->state == INBOX_SIGNED && (item->reasons & INBOX_CASE) == 0)
		return 2 * INBOX_REASONS;
	for (int i = 0; i < INBOX_REASONS; i++)
		if (item->reasons & 1u << i)
			return i;
	return item->state == INBOX_DRAFTING ? INBOX_REASONS : INBOX_REASONS + 1;
}

static int
compare_column(const struct inbox_item *x, const struct inbox_item *y, int column)
{
	size_t a = x->scored * (y->criteria + 1), b = y->scored * (x->criteria + 1);

	switch (column) {
	case COLUMN_PORTFOLIO:
		return strcmp(x->portfolio, y->portfolio);
	case COLUMN_STATE:
		return (int)x->state - (int)y->state;
	case COLUMN_WHY:
		return urgency(x) - urgency(y);
	case COLUMN_RUBRIC:
		return strcmp(x->rubric, y->rubric);
	case COLUMN_TITLE:
		return strcmp(x->title, y->title);
	case COLUMN_ATTEMPT:
		return (x->attempt < y->attempt) - (x->attempt > y->attempt);
	case COLUMN_JUDGED:
		return (a < b) - (a > b);
	}
	return 0;
}

/* Merged, so that what is equal stays in its neutral order. */
static void
merge(const struct inbox_item **items, const struct inbox_item **spare, size_t count,
      int column)
{
	size_t half = count / 2, left = 0, right = half;

	if (count < 2)
		return;
	merge(items, spare, half, column);
	merge(items + half, spare, count - half, column);
	memcpy(spare, items, count * sizeof *items);
	for (size_t i = 0; i < count; i++)
		if (right == count || (left < half && compare_column(spare[left],
								     spare[right], column)
				       <= 0))
			items[i] = spare[left++];
		else
			items[i] = spare[right++];
}

void
inbox_sort(const struct inbox_item **items, size_t count, int column)
{
	struct arena scratch = { 0 };

	merge(items, arena_array(&scratch, count, sizeof *items), count, column);
	arena_close(&scratch);
}

/* ---- counts ---- */

static int
by_rubric(const void *a, const void *b)
{
	const struct inbox_count *x = a, *y = b;

	return strcmp(x->rubric, y->rubric);
}

static struct inbox_count *
tally_of(struct inbox_count **tallies, size_t *count, struct arena *arena,
	 const struct inbox_item *item)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp((*tallies)[i].rubric, item->rubric) == 0)
			return &(*tallies)[i];
	*tallies = arena_grow(arena, *tallies, *count, sizeof **tallies);
	(*tallies)[*count] = (struct inbox_count){
		.rubric = arena_text(arena, item->rubric),
		.title = arena_text(arena, item->title) };
	return &(*tallies)[(*count)++];
}

size_t
inbox_tally(struct inbox_count **out, struct arena *arena, const struct inbox *inbox)
{
	size_t count = 0;

	*out = NULL;
	for (size_t i = 0; i < inbox->count; i++) {
		const struct inbox_item *item = &inbox->items[i];
		struct inbox_count *tally = tally_of(out, &count, arena, item);

		tally->states[item->state]++;
		for (size_t k = 0; k < INBOX_REASONS; k++)
			tally->reasons[k] += item->reasons >> k & 1;
	}
	if (count > 1)
		qsort(*out, count, sizeof **out, by_rubric);
	return count;
}

void
inbox_print_tally(struct buf *out, const struct inbox_count *tally)
{
	const char *between = "";

	for (int i = INBOX_READY; i <= INBOX_SIGNED; i++) {
		if (tally->states[i] == 0)
			continue;
		buf_printf(out, "%s%zu %s", between, tally->states[i],
			   inbox_state_word((enum inbox_state)i));
		between = ", ";
	}
	between = "; ";
	for (size_t i = 0; i < INBOX_REASONS; i++) {
		if (tally->reasons[i] == 0)
			continue;
		buf_printf(out, "%s%zu %s", between, tally->reasons[i],
			   inbox_reason_word(i));
		between = ", ";
	}
}

const char *
inbox_neighbour(const struct inbox *inbox, const char *portfolio, int by, bool unsigned_only)
{
	const struct inbox_item *items = inbox->items;
	size_t at = 0;

	while (at < inbox->count && strcmp(items[at].portfolio, portfolio) != 0)
		at++;
	while (at < inbox->count && (by > 0 ? at + 1 < inbox->count : at > 0)) {
		at = by > 0 ? at + 1 : at - 1;
		if (!unsigned_only || items[at].state != INBOX_SIGNED)
			return items[at].portfolio;
	}
	return NULL;
}
