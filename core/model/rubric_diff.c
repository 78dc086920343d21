#include "core/model/rubric_diff.h"

#include <stdlib.h>

#include "core/model/rubric_facts.h"

enum { IDS = RUBRIC_CRITERIA };		/* no list of ids is longer */

struct changes {
	struct arena *arena;
	struct rubric_change *items;
	size_t count;
};

static int
by_place(const void *a, const void *b)
{
	return strcmp(((const struct fact *)a)->what, ((const struct fact *)b)->what);
}

static int
by_order(const void *a, const void *b)
{
	size_t x = ((const struct fact *)a)->order, y = ((const struct fact *)b)->order;

	return (x > y) - (x < y);
}

static const struct fact *
find(const struct facts *sorted, const struct fact *fact)
{
	return sorted->count == 0 ? NULL
		: bsearch(fact, sorted->items, sorted->count, sizeof *fact, by_place);
}

static void
sort(struct facts *facts, int (*order)(const void *a, const void *b))
{
	if (facts->count > 1)
		qsort(facts->items, facts->count, sizeof *facts->items, order);
}

static void
push(struct changes *changes, struct rubric_change change)
{
	changes->items = arena_grow(changes->arena, changes->items, changes->count,
				    sizeof *changes->items);
	changes->items[changes->count++] = change;
}

static size_t
split(struct span *out, const char *ids)
{
	struct span rest = span_of(ids);
	size_t count = 0;

	while (rest.len != 0 && count < IDS) {
		out[count] = span_cut(&rest, ',');
		if (rest.len != 0)
			rest = (struct span){ rest.data + 1, rest.len - 1 };
		count++;
	}
	return count;
}

static size_t
place_of(const struct span *ids, size_t count, struct span id)
{
	size_t at = 0;

	while (at < count && !span_equal(ids[at], id))
		at++;
	return at;
}

/* Which of these places (IDS: of none) rise with the most others: the rest has moved. */
static void
find_steady(bool *steady, const size_t *places, size_t count)
{
	size_t run[IDS], before[IDS], best = IDS;

	for (size_t i = 0; i < count; i++) {
		steady[i] = false;
		run[i] = 1;
		before[i] = IDS;
		if (places[i] == IDS)
			continue;
		for (size_t k = 0; k < i; k++)
			if (places[k] < places[i] && run[k] >= run[i]) {
				run[i] = run[k] + 1;
				before[i] = k;
			}
		if (best == IDS || run[i] > run[best])
			best = i;
	}
	for (; best != IDS; best = before[best])
		steady[best] = true;
}

static const char *
stands(struct arena *arena, const struct span *ids, size_t at)
{
	if (at == 0)
		return "first";
	return arena_printf(arena, "after %.*s", (int)ids[at - 1].len, ids[at - 1].data);
}

/* What is in both lists, but not where it was among the others. */
static void
push_moves(struct changes *changes, const struct fact *old, const struct fact *now)
{
	struct span was[IDS], is[IDS];
	size_t was_count = split(was, old->value), is_count = split(is, now->value);
	size_t places[IDS];
	bool steady[IDS];

	for (size_t i = 0; i < is_count; i++) {
		size_t place = place_of(was, was_count, is[i]);

		places[i] = place == was_count ? IDS : place;
	}
	find_steady(steady, places, is_count);
	for (size_t i = 0; i < is_count; i++)
		if (places[i] != IDS && !steady[i])
			push(changes, (struct rubric_change){
				.what = arena_printf(changes->arena, "%s %.*s, place",
						     now->what, (int)is[i].len, is[i].data),
				.old = stands(changes->arena, was, places[i]),
				.now = stands(changes->arena, is, i),
				.matter = MATTER_STRUCTURE });
}

/* What is told of a thing by telling that it is new or gone: all but its label. */
static bool
is_implied(struct arena *arena, const struct fact *fact, const struct facts *other)
{
	const char *comma = strchr(fact->what, ','), *at = strstr(fact->what, " at ");
	const char *end = at != NULL && (comma == NULL || at < comma) ? at : comma;
	struct fact owner;

	if (end == NULL || strcmp(end, ", label") == 0)
		return false;
	owner.what = arena_copy(arena, fact->what, (size_t)(end - fact->what));
	return strchr(owner.what, ' ') != NULL && find(other, &owner) == NULL;
}

size_t
rubric_diff(struct rubric_change **out, struct arena *arena, const struct rubric *old,
	    const struct rubric *now)
{
	struct facts was = rubric_facts(arena, old), is = rubric_facts(arena, now);
	struct changes changes = { .arena = arena };

	sort(&was, by_place);
	for (size_t i = 0; i < is.count; i++) {
		const struct fact *fact = &is.items[i], *before = find(&was, fact);

		if (fact->is_order) {
			if (before != NULL)
				push_moves(&changes, before, fact);
		} else if (before == NULL ? !is_implied(arena, fact, &was)
			   : strcmp(before->value, fact->value) != 0) {
			push(&changes, (struct rubric_change){
				fact->what, before == NULL ? NULL : before->value,
				fact->value, fact->matter });
		}
	}
	sort(&was, by_order);
	sort(&is, by_place);
	for (size_t i = 0; i < was.count; i++)
		if (!was.items[i].is_order && find(&is, &was.items[i]) == NULL
		    && !is_implied(arena, &was.items[i], &is))
			push(&changes, (struct rubric_change){
				was.items[i].what, was.items[i].value, NULL,
				was.items[i].matter });
	*out = changes.items;
	return changes.count;
}

enum rubric_likeness
rubric_likeness(const struct rubric *old, const struct rubric *now)
{
	if (digest_equal(&old->sha256, &now->sha256))
		return RUBRIC_SAME;
	return digest_equal(&old->structure, &now->structure) ? RUBRIC_COMPARABLE
							      : RUBRIC_OTHER;
}
