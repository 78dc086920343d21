#include "core/desk/timeline.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/when.h"
#include "core/desk/blind.h"
#include "core/model/record_body.h"
#include "core/store/fork.h"
#include "core/store/git.h"
#include "core/store/witness.h"

enum { LEAST_COMMIT = 4, LEAST_ID = 8, LONGEST = 64 };	/* digits of a name */

struct reading {
	struct arena *arena;
	struct timeline *timeline;
	struct blind blind;
	struct witness witness;
	const char *ref, *actor, *kid;	/* of the entry before: most are the same again */
};

static const char *
copy(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_text(arena, text);
}

static const char *
again(const char **last, struct arena *arena, const char *text)
{
	if (text == NULL)
		return NULL;
	if (*last == NULL || strcmp(*last, text) != 0)
		*last = arena_text(arena, text);
	return *last;
}

static void
take_of(struct moment *moment, struct arena *arena, const char *const *of, size_t count)
{
	moment->of = arena_array(arena, count, sizeof *moment->of);
	for (size_t i = 0; i < count; i++)
		moment->of[moment->of_count++] = arena_text(arena, of[i]);
}

static void
take_place(struct moment *moment, struct arena *arena, const char *portfolio,
	   int64_t attempt, const struct record_rubric *rubric,
	   const struct record_evidence *evidence)
{
	moment->portfolio = arena_text(arena, portfolio);
	moment->attempt = attempt;
	moment->rubric = arena_text(arena, rubric->id);
	if (evidence != NULL)
		moment->evidence = arena_text(arena, evidence->commit);
}

/* ---- what each type says ---- */

static void
tell_decision(struct moment *moment, struct arena *arena, const struct record *record)
{
	const struct decision *said = record->decision;

	take_place(moment, arena, said->portfolio, said->attempt, &said->rubric,
		   &said->evidence);
	moment->outcome = outcome_word((enum outcome)(said->outcome + OUTCOME_PASS));
	take_of(moment, arena, said->supersedes, said->supersedes_count);
	if (said->stage != NULL)
		moment->said = "at the gate";
	else if (said->role != ROLE_PRIMARY)
		moment->said = role_word((enum role)said->role);
}

static void
tell_moderation(struct moment *moment, struct arena *arena, const struct record *record)
{
	static const char *const words[] = { "confirms it", "adjusts it", "returns it",
					     "escalates it", "resolves it" };
	const struct moderation *said = record->body;

	take_of(moment, arena, said->of, said->of_count);
	moment->said = words[said->action];
	if (said->result != NULL)
		moment->outcome = outcome_word(
			(enum outcome)(said->result->outcome + OUTCOME_PASS));
}

static void
tell_assignment(struct moment *moment, struct arena *arena, const struct record *record)
{
	const struct assignment *said = record->body;
	struct buf text = { 0 };

	take_place(moment, arena, said->portfolio, said->attempt, &said->rubric,
		   &said->evidence);
	for (size_t i = 0; i < said->marker_count; i++)
		buf_printf(&text, "%s%s", i == 0 ? "to " : ", ", said->markers[i]);
	if (said->mode == ASSIGNMENT_SEALED)
		buf_text(&text, ", sealed");
	moment->said = copy(arena, text.data);
	buf_close(&text);
}

static void
tell_claim(struct moment *moment, struct arena *arena, const struct record *record)
{
	const struct claim *said = record->body;

	take_place(moment, arena, said->portfolio, said->attempt, &said->rubric, NULL);
	moment->said = strcmp(said->releases, "none") != 0 ? "given back"
		: arena_printf(arena, "until %.16s", said->expires);
}

static void
tell_rubric(struct moment *moment, struct arena *arena, const struct record *record)
{
	const struct record_rubric *said = record->body;

	moment->rubric = arena_text(arena, said->id);
	moment->said = arena_printf(arena, "%s@%lld", said->id, (long long)said->version);
}

static void
tell_erasure(struct moment *moment, struct arena *arena, const struct record *record)
{
	const struct erasure *said = record->body;

	moment->portfolio = arena_text(arena, said->portfolio);
	moment->said = arena_text(arena, said->ground);
	moment->destroyer_count = said->destroyer_count;
	moment->destroyers = arena_array(arena, said->destroyer_count,
					 sizeof *moment->destroyers);
	for (size_t i = 0; i < said->destroyer_count; i++)
		moment->destroyers[i] = arena_text(arena, said->keys_destroyed_by[i]);
	moment->erased = arena_printf(arena, "%s, ground: %s", said->evidence_deleted
				      ? "with the evidence" : "without evidence",
				      said->ground);
}

static void
tell_alarm(struct moment *moment, struct arena *arena, const struct record *record)
{
	moment->said = copy(arena, ((const struct alarm *)record->body)->kind);
}

static void
tell_retire(struct moment *moment, struct arena *arena, const struct record *record)
{
	moment->said = copy(arena, ((const struct retire *)record->body)->why);
}

/* Of the other types nothing is told but that they are there. */
static void (*const tell[RECORD_TYPES])(struct moment *moment, struct arena *arena,
					const struct record *record) = {
	[RECORD_DECISION] = tell_decision, [RECORD_MODERATION] = tell_moderation,
	[RECORD_ASSIGNMENT] = tell_assignment, [RECORD_CLAIM] = tell_claim,
	[RECORD_RUBRIC] = tell_rubric, [RECORD_ERASURE] = tell_erasure,
	[RECORD_ALARM] = tell_alarm, [RECORD_RETIRE] = tell_retire,
};

/* ---- reading ---- */

static struct moment
moment_of(struct reading *reading, const struct entry *entry)
{
	struct arena *arena = reading->arena;
	const struct commit *commit = entry->commit;
	struct moment moment = { .type = -1,
				 .seq = entry->seq,
				 .ref = again(&reading->ref, arena, entry->ref),
				 .unread = entry->unread,
				 .sha256 = entry->sha256[0] == '\0' ? "?"
					 : arena_text(arena, entry->sha256),
				 .verdict = entry->code == NULL ? "valid" : entry->code,
				 .detail = copy(arena, entry->detail) };
	char hex[OID_HEX], when[WHEN_TEXT];

	oid_hex(hex, &entry->oid);
	moment.commit = arena_text(arena, hex);
	if (commit != NULL) {
		when_print(when, commit->time);
		moment.time = arena_text(arena, when);
		moment.seconds = commit->time;
		moment.type = (int)commit->type;
		moment.actor = again(&reading->actor, arena, commit->actor);
		moment.kid = again(&reading->kid, arena, commit->kid);
	}
	if (entry->record != NULL)
		moment.id = copy(arena, entry->record->id);
	if (entry->record != NULL && tell[entry->record->type] != NULL)
		tell[entry->record->type](&moment, arena, entry->record);
	return moment;
}

static void
push(struct reading *reading, const struct entry *entry)
{
	struct timeline *timeline = reading->timeline;

	timeline->moments = arena_grow(reading->arena, timeline->moments, timeline->count,
				       sizeof *timeline->moments);
	timeline->moments[timeline->count++] = moment_of(reading, entry);
}

static bool
read_entry(void *who, const struct entry *entry)
{
	struct reading *reading = who;

	blind_add(&reading->blind, reading->arena, entry);
	witness_add(&reading->witness, entry);
	push(reading, entry);
	return true;
}

/* What proves a fork, and is kept here: nobody's word, however good it is by itself. */
static int
read_beside(struct reading *reading, struct ledger *ledger, struct err *err)
{
	struct fork *forks;
	struct entry entry;
	size_t count;

	if (forks_find(&forks, &count, reading->arena, ledger, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *ref = arena_printf(reading->arena, LEDGER_LOG "%s/%s",
					       forks[i].actor, forks[i].kid);
		struct oid oid = object_hash(OBJECT_COMMIT, forks[i].raw[1]);

		if (ledger_entry(&entry, reading->arena, ledger, ref, &oid, err) != 0)
			return -1;
		if (entry.code == NULL) {
			entry.code = "fork";
			entry.detail = "it is kept beside its chain, which has another record "
				"of this number";
		}
		push(reading, &entry);
	}
	return 0;
}

static int
by_sha256(const void *a, const void *b)
{
	const struct moment *const *x = a, *const *y = b;

	return strcmp((*x)->sha256, (*y)->sha256);
}

static struct moment *
moment_with(struct moment *const *sorted, size_t count, const char *sha256)
{
	struct moment sought = { .sha256 = sha256 };
	const struct moment *key = &sought;
	struct moment *const *found =
		count == 0 ? NULL : bsearch(&key, sorted, count, sizeof *sorted, by_sha256);

	return found == NULL ? NULL : *found;
}

/* What a record says of others: a moderation speaks of their portfolio, a decision
 * supersedes them. */
static void
relate(struct moment *moment, struct moment *const *sorted, size_t count)
{
	for (size_t i = 0; i < moment->of_count; i++) {
		struct moment *other = moment_with(sorted, count, moment->of[i]);

		if (other == NULL)
			continue;
		if (moment->type == RECORD_DECISION)
			other->superseded |= strcmp(moment->verdict, "valid") == 0;
		if (moment->portfolio != NULL || moment->type != RECORD_MODERATION)
			continue;
		moment->portfolio = other->portfolio;
		moment->attempt = other->attempt;
		moment->rubric = other->rubric;
		moment->evidence = other->evidence;
	}
}

/* Moderations of moderations: the earlier one is told first. */
static int
oldest_first(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	return (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

/* A record that says that the one who wrote it destroyed their keys tells more than another. */
static void
name_erasure(struct moment *moment, const struct moment *erasure)
{
	bool named = false;

	for (size_t i = 0; i < erasure->destroyer_count && moment->actor != NULL; i++)
		named |= strcmp(erasure->destroyers[i], moment->actor) == 0;
	if (named || !moment->shredded)
		moment->erased_by = erasure->commit;
	moment->shredded |= named;
}

/* Whatever else speaks of the portfolio says so too. */
static void
tell_erased(struct timeline *timeline, struct arena *arena)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct moment *erasure = &timeline->moments[i];
		const char *text;

		if (erasure->type != RECORD_ERASURE || erasure->portfolio == NULL
		    || strcmp(erasure->verdict, "valid") != 0)
			continue;
		text = arena_printf(arena, "%.10s, %s", erasure->time, erasure->erased);
		for (size_t k = 0; k < timeline->count; k++) {
			struct moment *other = &timeline->moments[k];

			if (other->portfolio == NULL || other->type == RECORD_ERASURE
			    || strcmp(other->portfolio, erasure->portfolio) != 0)
				continue;
			other->erased = text;
			name_erasure(other, erasure);
		}
	}
}

static void
relate_all(struct timeline *timeline)
{
	struct arena scratch = { 0 };
	size_t count = timeline->count;
	struct moment **sorted = arena_array(&scratch, count, sizeof *sorted);

	if (count > 1)
		qsort(timeline->moments, count, sizeof *timeline->moments, oldest_first);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &timeline->moments[i];
	if (count > 1)
		qsort(sorted, count, sizeof *sorted, by_sha256);
	for (size_t i = 0; i < count; i++)
		relate(&timeline->moments[i], sorted, count);
	arena_close(&scratch);
}

/* It decides, or may, and nobody can say of which portfolio. */
static bool
is_placeless(const struct moment *moment)
{
	return moment->type >= 0 && moment->portfolio == NULL
		&& (moment->type == RECORD_MODERATION
		    || (moment->id == NULL && moment->type != RECORD_TRUST));
}

static void
cover(struct timeline *timeline, const struct blind *blind)
{
	bool any = blind_any(blind);

	for (size_t i = 0; i < timeline->count; i++) {
		struct moment *moment = &timeline->moments[i];

		moment->wary = any;
		moment->blind = is_placeless(moment) ? any
			: (moment->outcome != NULL || moment->type == RECORD_MODERATION)
			  && blind_covers(blind, moment->portfolio, moment->attempt);
		if (!moment->blind)
			continue;
		moment->outcome = NULL;
	}
}

static int
newest_first(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;
	int order;

	if (x->seconds != y->seconds)
		return x->seconds > y->seconds ? -1 : 1;
	order = strcmp(x->ref, y->ref);
	if (order != 0)
		return order;
	return (y->seq > x->seq) - (y->seq < x->seq);
}

static void
vouch(struct timeline *timeline, const struct witness *witness)
{
	for (size_t i = 0; i < timeline->count; i++) {
		struct moment *moment = &timeline->moments[i];
		struct seen_by vouched;

		if (moment->type < 0 || strcmp(moment->verdict, "valid") != 0)
			continue;
		vouched = witness_of(witness, (enum record_type)moment->type, moment->actor,
				     moment->kid, moment->seq);
		moment->witnesses = vouched.persons;
		moment->certified = vouched.certified;
	}
}

static int
read_all(struct reading *reading, struct ledger *ledger, struct err *err)
{
	int failed;

	witness_open(&reading->witness, ledger);
	failed = ledger_walk(ledger, NULL, read_entry, reading, err);
	if (failed == 0)
		vouch(reading->timeline, &reading->witness);
	witness_close(&reading->witness);
	return failed;
}

static int
read_timeline(struct timeline *out, struct arena *arena, struct ledger *ledger,
	      const char *actor, bool beside, struct err *err)
{
	struct reading reading = { .arena = arena, .timeline = out,
				   .blind = { .actor = actor } };

	*out = (struct timeline){ 0 };
	if (read_all(&reading, ledger, err) != 0
	    || (beside && read_beside(&reading, ledger, err) != 0))
		return -1;
	blind_settle(&reading.blind);
	relate_all(out);
	tell_erased(out, arena);
	cover(out, &reading.blind);
	if (out->count > 1)
		qsort(out->moments, out->count, sizeof *out->moments, newest_first);
	return 0;
}

int
timeline_read(struct timeline *out, struct arena *arena, struct ledger *ledger,
	      const char *actor, struct err *err)
{
	return read_timeline(out, arena, ledger, actor, false, err);
}

/* ---- looking for some of it ---- */

enum { COLUMN_TIME, COLUMN_ACTOR, COLUMN_TYPE, COLUMN_PORTFOLIO, COLUMN_OUTCOME,
       COLUMN_RUBRIC, COLUMN_ATTEMPT, COLUMN_SAID, COLUMN_VERDICT, COLUMN_COMMIT, COLUMN_CHAIN,
       COLUMNS };

const char *const timeline_columns[] = { "time", "actor", "type", "portfolio", "outcome",
	"rubric", "attempt", "said", "verdict", "commit", "chain", NULL };
_Static_assert(sizeof timeline_columns / sizeof *timeline_columns == COLUMNS + 1,
	       "one a column");

static bool
passes(const struct filter *filter, const struct moment *moment, struct buf *said)
{
	char attempt[24] = "";
	const char *values[COLUMNS] = {
		[COLUMN_TIME] = moment->time, [COLUMN_ACTOR] = moment->actor,
		[COLUMN_TYPE] = moment_type(moment), [COLUMN_PORTFOLIO] = moment->portfolio,
		[COLUMN_OUTCOME] = moment->outcome, [COLUMN_RUBRIC] = moment->rubric,
		[COLUMN_ATTEMPT] = attempt, [COLUMN_VERDICT] = moment->verdict,
		[COLUMN_COMMIT] = moment->commit,
		[COLUMN_CHAIN] = moment->ref + strlen("refs/heads/assay/v1/") };

	if (moment->attempt != 0)
		snprintf(attempt, sizeof attempt, "%lld", (long long)moment->attempt);
	buf_clear(said);
	moment_print(said, moment);
	values[COLUMN_SAID] = said->data;
	return filter_passes(filter, values);
}

void
timeline_keep(struct timeline *timeline, const struct filter *filter)
{
	struct buf said = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < timeline->count; i++)
		if (passes(filter, &timeline->moments[i], &said))
			timeline->moments[kept++] = timeline->moments[i];
	timeline->count = kept;
	buf_close(&said);
}

static bool
begins(const char *whole, const char *name, size_t len)
{
	return whole != NULL && strncmp(whole, name, len) == 0;
}

/* By its commit, as git has it; or by the id inside, or the digest others speak of it by. */
static bool
is_called(const struct moment *moment, const char *name, size_t len)
{
	return begins(moment->commit, name, len)
		|| (len >= LEAST_ID && (begins(moment->id, name, len)
					|| begins(moment->sha256, name, len)));
}

static int
find(struct moment *out, struct arena *arena, struct ledger *ledger, const char *actor,
     const char *name, bool beside, struct err *err)
{
	size_t len = strlen(name), hits = 0;
	struct timeline timeline;

	if (len < LEAST_COMMIT || len > LONGEST || !hex_is((struct span){ name, len }, len))
		return err_set(err, ERR_NOT_FOUND, "'%.80s' is no record: expected its commit "
			       "or at least %d digits of it, or its id or SHA-256 or %d digits "
			       "of it; see `assay log`", name, LEAST_COMMIT, LEAST_ID);
	if (read_timeline(&timeline, arena, ledger, actor, beside, err) != 0)
		return -1;
	for (size_t i = 0; i < timeline.count; i++) {
		const struct moment *moment = &timeline.moments[i];

		if (!is_called(moment, name, len)
		    || (hits != 0 && strcmp(moment->commit, out->commit) == 0))
			continue; /* one commit on two chains is still one */
		if (hits++ == 0)
			*out = *moment;
	}
	if (hits == 1)
		return 0;
	if (hits == 0)
		return err_set(err, ERR_NOT_FOUND,
			       "no record begins with %s; see `assay log`", name);
	return err_set(err, ERR_NOT_FOUND, "%zu records begin with %s; give more digits",
		       hits, name);
}

int
timeline_find(struct moment *out, struct arena *arena, struct ledger *ledger,
	      const char *actor, const char *name, struct err *err)
{
	struct buf why = { 0 };

	if (find(out, arena, ledger, actor, name, false, err) != 0)
		return -1;
	moment_print_unread(&why, out);
	if (why.len != 0)
		err_set(err, ERR_REFUSED, "%s: %s", out->verdict, why.data);
	buf_close(&why);
	return out->unread ? -1 : 0;
}

int
timeline_find_any(struct moment *out, struct arena *arena, struct ledger *ledger,
		  const char *actor, const char *name, struct err *err)
{
	return find(out, arena, ledger, actor, name, true, err);
}
