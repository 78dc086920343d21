#include "core/desk/inbox_facts.h"

#include <stdlib.h>

#include "core/base/when.h"
#include "core/model/record_body.h"

struct moderated {			/* one `of` of a moderation */
	const char *sha256, *actor;
	int action, result;		/* an outcome, -1: none */
	int64_t seconds;
};

struct folding {
	struct facts *facts;
	const struct taken *taken;
	size_t count, *records;
	struct arena *arena;
	const char *actor;
	struct ledger *ledger;
	struct moderated *moderated;
	size_t moderated_count;
	struct verdict_said **all;	/* of every portfolio */
	size_t all_count;
	const char **superseded;
	size_t superseded_count;
	struct err *err;
	int failed;
};

static int
by_portfolio(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;

	return strcmp(x->portfolio, y->portfolio);
}

static struct facts *
facts_of(const struct folding *folding, const char *portfolio, int64_t *attempt)
{
	struct taken sought = { .portfolio = portfolio };
	const struct taken *found = folding->count == 0 ? NULL
		: bsearch(&sought, folding->taken, folding->count, sizeof sought,
			  by_portfolio);

	if (found == NULL)
		return NULL;
	*attempt = found->attempt;
	return &folding->facts[found - folding->taken];
}

static void
add_decision(struct folding *folding, const struct entry *entry)
{
	const struct decision *said = entry->record->decision;
	struct arena *arena = folding->arena;
	int64_t attempt;
	struct facts *facts = facts_of(folding, said->portfolio, &attempt);
	struct verdict_said *one;

	if (facts == NULL)
		return;
	if (said->attempt < attempt) {
		folding->failed |= past_add(&facts->past, arena, folding->ledger, entry,
					    folding->err);
		return;
	}
	if (said->attempt != attempt)
		return;
	one = arena_alloc(arena, sizeof *one);
	*one = (struct verdict_said){ .sha256 = arena_text(arena, entry->sha256),
		.actor = arena_text(arena, entry->commit->actor),
		.commit = arena_text(arena, said->evidence.commit),
		.seconds = entry->commit->time, .seq = entry->seq,
		.outcome = said->outcome, .result = -1, .at_gate = said->stage != NULL,
		.own = strcmp(entry->commit->actor, folding->actor) == 0,
		.next = facts->said };
	facts->said = one;
	folding->all = arena_grow(arena, folding->all, folding->all_count,
				  sizeof *folding->all);
	folding->all[folding->all_count++] = one;
	for (size_t i = 0; i < said->supersedes_count; i++) {
		folding->superseded = arena_grow(arena, folding->superseded,
						 folding->superseded_count,
						 sizeof *folding->superseded);
		folding->superseded[folding->superseded_count++] =
			arena_text(arena, said->supersedes[i]);
	}
}

static void
add_moderation(struct folding *folding, const struct entry *entry)
{
	const struct moderation *said = entry->record->body;
	struct arena *arena = folding->arena;

	for (size_t i = 0; i < said->of_count; i++) {
		folding->moderated = arena_grow(arena, folding->moderated,
						folding->moderated_count,
						sizeof *folding->moderated);
		folding->moderated[folding->moderated_count++] = (struct moderated){
			.sha256 = arena_text(arena, said->of[i]),
			.actor = arena_text(arena, entry->commit->actor),
			.action = said->action, .seconds = entry->commit->time,
			.result = said->result == NULL ? -1 : said->result->outcome };
	}
}

/* The last claim of this actor: one that ends when it was made gives the work back. */
static void
add_claim(struct folding *folding, const struct entry *entry)
{
	const struct claim *said = entry->record->body;
	int64_t attempt, ends;
	struct facts *facts = facts_of(folding, said->portfolio, &attempt);

	if (facts == NULL || said->attempt != attempt
	    || strcmp(entry->commit->actor, folding->actor) != 0
	    || !when_parse(&ends, span_of(said->expires))
	    || entry->commit->time < facts->claim_time)
		return;
	facts->claim_time = entry->commit->time;
	facts->claim_ends = ends;
	facts->claimed = ends > entry->commit->time;
}

static void
add_assignment(struct folding *folding, const struct entry *entry)
{
	const struct assignment *said = entry->record->body;
	int64_t attempt;
	struct facts *facts = facts_of(folding, said->portfolio, &attempt);

	if (facts == NULL || said->attempt != attempt
	    || entry->commit->time < facts->assigned_time)
		return;
	facts->assigned_time = entry->commit->time;
	facts->assigned = false;
	for (size_t i = 0; i < said->marker_count; i++)
		facts->assigned |= strcmp(said->markers[i], folding->actor) == 0;
	facts->sealed = facts->assigned && said->mode == ASSIGNMENT_SEALED;
	facts->assigned_commit = facts->assigned
		? arena_text(folding->arena, said->evidence.commit) : NULL;
}

static void (*const add[RECORD_TYPES])(struct folding *folding,
				       const struct entry *entry) = {
	[RECORD_DECISION] = add_decision, [RECORD_MODERATION] = add_moderation,
	[RECORD_CLAIM] = add_claim, [RECORD_ASSIGNMENT] = add_assignment,
};

static bool
fold(void *who, const struct entry *entry)
{
	struct folding *folding = who;

	++*folding->records;
	if (entry->counts && entry->record != NULL && add[entry->record->type] != NULL)
		add[entry->record->type](folding, entry);
	return folding->failed == 0;
}

/* ---- once all is known ---- */

static int
by_sha256(const void *a, const void *b)
{
	const struct verdict_said *const *x = a, *const *y = b;

	return strcmp((*x)->sha256, (*y)->sha256);
}

static struct verdict_said *
find(const struct folding *folding, const char *sha256)
{
	struct verdict_said sought = { .sha256 = sha256 }, *key = &sought;
	struct verdict_said **found = folding->all_count == 0 ? NULL
		: bsearch(&key, folding->all, folding->all_count, sizeof key, by_sha256);

	return found == NULL ? NULL : *found;
}

static void
relate(struct folding *folding)
{
	if (folding->all_count > 1)
		qsort(folding->all, folding->all_count, sizeof *folding->all, by_sha256);
	for (size_t i = 0; i < folding->superseded_count; i++) {
		struct verdict_said *old = find(folding, folding->superseded[i]);

		if (old != NULL)
			old->superseded = true;
	}
	for (size_t i = 0; i < folding->moderated_count; i++) {
		const struct moderated *now = &folding->moderated[i];
		struct verdict_said *said = find(folding, now->sha256);

		if (said == NULL || now->seconds < said->moderated)
			continue;
		said->moderated = now->seconds;
		said->moderator = now->actor;
		said->action = now->action;
		said->result = now->result;
		said->back_by = now->action == MODERATION_RETURN ? now->actor : NULL;
	}
}

int
facts_read(struct facts *facts, size_t *records, struct arena *arena,
	   const struct taken *taken, size_t count, const char *actor,
	   struct ledger *ledger, struct err *err)
{
	struct folding folding = { .facts = facts, .taken = taken, .count = count,
				   .records = records, .arena = arena, .actor = actor,
				   .ledger = ledger, .err = err };

	*records = 0;
	for (size_t i = 0; i < count; i++)
		facts[i].past.portfolio = taken[i].portfolio;
	if (ledger_walk(ledger, NULL, fold, &folding, err) != 0 || folding.failed != 0)
		return -1;
	relate(&folding);
	return 0;
}

const struct verdict_said *
facts_last(const struct facts *facts, bool own)
{
	const struct verdict_said *last = NULL;

	for (const struct verdict_said *at = facts->said; at != NULL; at = at->next)
		if (at->own == own && !at->superseded
		    && (last == NULL || at->seconds > last->seconds
			|| (at->seconds == last->seconds && at->seq > last->seq)))
			last = at;
	return last;
}
