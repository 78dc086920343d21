#include "core/desk/blind.h"

#include <stdlib.h>

#include "core/model/record_body.h"

static void
push(struct blind_place **items, size_t *count, struct arena *arena,
     const char *portfolio, int64_t attempt)
{
	*items = arena_grow(arena, *items, *count, sizeof **items);
	(*items)[(*count)++] =
		(struct blind_place){ arena_text(arena, portfolio), attempt };
}

static bool
names(const struct assignment *said, const char *actor)
{
	for (size_t i = 0; i < said->marker_count; i++)
		if (strcmp(said->markers[i], actor) == 0)
			return true;
	return false;
}

void
blind_add(struct blind *blind, struct arena *arena, const struct entry *entry)
{
	const struct record *record = entry->record;

	if (blind->actor == NULL || record == NULL || !entry->counts)
		return;
	if (record->decision != NULL) {
		if (strcmp(entry->commit->actor, blind->actor) == 0)
			push(&blind->signed_own, &blind->signed_count, arena,
			     record->decision->portfolio, record->decision->attempt);
	} else if (record->type == RECORD_ASSIGNMENT) {
		const struct assignment *said = record->body;

		if (said->mode == ASSIGNMENT_SEALED && names(said, blind->actor))
			push(&blind->named, &blind->named_count, arena, said->portfolio,
			     said->attempt);
	}
}

static int
compare(const void *a, const void *b)
{
	const struct blind_place *x = a, *y = b;
	int order = strcmp(x->portfolio, y->portfolio);

	return order != 0 ? order
		: (x->attempt > y->attempt) - (x->attempt < y->attempt);
}

void
blind_settle(struct blind *blind)
{
	if (blind->named_count > 1)
		qsort(blind->named, blind->named_count, sizeof *blind->named, compare);
	if (blind->signed_count > 1)
		qsort(blind->signed_own, blind->signed_count, sizeof *blind->signed_own,
		      compare);
}

static bool
is_among(const struct blind_place *items, size_t count, const struct blind_place *place)
{
	return count != 0 && bsearch(place, items, count, sizeof *items, compare) != NULL;
}

bool
blind_covers(const struct blind *blind, const char *portfolio, int64_t attempt)
{
	struct blind_place place = { portfolio, attempt };

	return portfolio != NULL && is_among(blind->named, blind->named_count, &place)
		&& !is_among(blind->signed_own, blind->signed_count, &place);
}

bool
blind_any(const struct blind *blind)
{
	for (size_t i = 0; i < blind->named_count; i++)
		if (!is_among(blind->signed_own, blind->signed_count, &blind->named[i]))
			return true;
	return false;
}

int
blind_refuse(const char *portfolio, int64_t attempt, struct err *err)
{
	if (portfolio == NULL)
		return err_set(err, ERR_REFUSED, "of which attempt this speaks cannot be told "
			       "here, and you are to judge one blind: sign yours first, then "
			       "it can be seen");
	return err_set(err, ERR_REFUSED,
		       "you are to judge attempt %lld of %.8s blind: sign yours first, then "
		       "what others made of it can be seen",
		       (long long)attempt, portfolio);
}
