#include "core/store/judge_index.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/turns.h"
#include "core/model/record_body.h"
#include "core/store/fork.h"

enum { ALONE = 512 };	/* fewer records than this are not worth a thread */

/* What a thread has for itself. */
struct hand {
	struct repo *repo;
	struct arena scratch;		/* of the record that is looked at */
	struct rubrics rubrics;
	struct missed missed;
};

struct walking {
	struct ledger *ledger;
	struct ledger_index *index;
	const struct walk_sink *sink;
	struct crew crew;
	struct walk *walks;		/* of all chains */
	size_t turn;			/* records of a chain that are walked in one go */
	struct hand hands[CREW_MAX];
	const struct link **about;	/* rows of the mark to be told, lowest first */
	size_t about_count;
};

/* One chain of it. */
struct walk {
	struct ledger *ledger;
	struct ledger_index *index;
	const struct walk_sink *sink;
	struct walking *all;
	struct hand *hand;		/* of this turn */
	void *who;
	struct chain *chain;
	struct chain_place place;
	size_t at;			/* the next of its records */
	/* what is told of the chain at last: threads that write side by side wait for one
	 * another */
	size_t good;
	int64_t good_version;
	bool good_retired;
	bool begun, counts;
	bool flawed;			/* something was told that is not good */
};

static void PRINTF_LIKE(3, 4)
tell(struct walk *w, struct problem problem, const char *fmt, ...)
{
	char detail[300];
	va_list ap;

	w->flawed = true;
	if (w->sink->problem == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(detail, sizeof detail, fmt, ap);
	va_end(ap);
	problem.detail = detail;
	w->sink->problem(w->who, &problem);
}

/* The same end on several grants of a key is told once. */
static bool
is_first_of(const struct trust *trust, size_t grant)
{
	const struct trust_grant *this = &trust->grants[grant];

	for (size_t i = 0; i < grant; i++) {
		const struct trust_grant *other = &trust->grants[i];

		if (other->until != NULL && strcmp(other->kid, this->kid) == 0
		    && strcmp(other->until->sha256, this->until->sha256) == 0)
			return false;
	}
	return true;
}

/* The record of this number; NULL: it is not here. */
static const struct link *
link_at(const struct chain *chain, int64_t seq)
{
	const struct link *link = NULL;

	if (chain != NULL && seq >= 0 && seq < (int64_t)chain->count)
		link = chain_link(chain, (size_t)seq);
	return link == NULL || !link->has_raw ? NULL : link;
}

const char *
chain_pin_code(const struct chain *chain, const struct trust_until *until)
{
	int64_t seq = trust_until_seq(until);
	const struct link *link;
	char hex[DIGEST_HEX];

	if (seq < 0)
		return NULL;
	link = link_at(chain, seq);
	if (link == NULL)
		return "missing";
	digest_hex(hex, &link->sha256);
	return strcmp(hex, until->sha256) == 0 ? NULL : "fork";
}

/* Does every record count that a closed grant rests on? */
static bool
has_its_pins(const struct trust *trust, const struct chain *chain)
{
	for (size_t i = 0; trust != NULL && i < trust->grant_count; i++)
		if (trust->grants[i].until != NULL
		    && strcmp(trust->grants[i].kid, chain->name.kid) == 0
		    && chain_pin_code(chain, trust->grants[i].until) != NULL)
			return false;
	return true;
}

static void
tell_pin(struct walk *w, const struct trust_grant *grant)
{
	const struct trust_key *key = trust_key(w->ledger->trust, grant->kid);
	const struct chain *chain = key == NULL ? NULL
		: index_chain(w->index, key->actor, key->kid);
	const char *code = chain_pin_code(chain, grant->until);
	struct arena scratch = { 0 };
	struct problem problem = { .code = code, .seq = trust_until_seq(grant->until) };

	if (key == NULL || code == NULL)
		return;
	problem.ref = arena_printf(&scratch, LEDGER_LOG "%s/%s", key->actor, key->kid);
	if (chain != NULL && strcmp(code, "fork") == 0) {
		problem.has_commit = true;
		problem.commit = link_at(chain, problem.seq)->oid;
	}
	tell(w, problem,
	     strcmp(code, "fork") == 0
		     ? "another record %" PRId64
		       " stands here than the trust file froze this key at"
		     : "the record %" PRId64
		       " at which the trust file froze this key is not here",
	     problem.seq);
	arena_close(&scratch);
}

static void
tell_pins(struct walk *w)
{
	const struct trust *trust = w->ledger->trust;

	for (size_t i = 0; trust != NULL && i < trust->grant_count; i++)
		if (trust->grants[i].until != NULL && is_first_of(trust, i))
			tell_pin(w, &trust->grants[i]);
}

/* One head that a record says it saw, against what is here. */
static void
check_seen(struct walk *w, const struct entry *entry, const struct seen *seen)
{
	const struct chain *chain = index_chain(w->index, seen->actor, seen->kid);
	const struct link *link = link_at(chain, seen->seq);
	struct problem problem = { .ref = entry->ref, .has_commit = true,
				   .commit = entry->oid, .seq = entry->seq };
	char hex[DIGEST_HEX];

	/* That nobody reads it is told of itself. It is in no mark, so neither is who claims to
	 * have seen it. */
	if (chain != NULL && chain->unread.code != NULL) {
		w->flawed = true;
		return;
	}
	if (link == NULL) {
		problem.code = "missing";
		tell(w, problem, "it saw record %" PRId64 " of %s/%s, which is not here",
		     seen->seq, seen->actor, seen->kid);
		return;
	}
	digest_hex(hex, &link->sha256);
	if (strcmp(hex, seen->sha256) == 0)
		return;
	problem.code = "fork";
	tell(w, problem, "it saw another record %" PRId64 " of %s/%s than stands here",
	     seen->seq, seen->actor, seen->kid);
}

/* An alarm that holds two records in one place: whoever reads it can see that. */
static int
check_alarm(struct walk *w, const struct exam *exam, const struct entry *entry,
	    struct err *err)
{
	struct problem problem = { .ref = entry->ref, .code = "fork", .has_commit = true,
				   .commit = entry->oid, .seq = entry->seq };
	struct fork fork;
	bool proves;

	if (alarm_proves(&fork, &proves, exam->arena, w->ledger, exam->repo, &exam->commit,
			 err) != 0)
		return -1;
	if (proves)
		tell(w, problem, "it proves that %s signed two different records %" PRId64
		     " with the key %s", fork.actor, fork.seq, fork.kid);
	return 0;
}

static int
check_claims(struct walk *w, const struct exam *exam, const struct entry *entry,
	     struct err *err)
{
	const struct checkpoint *checkpoint = entry->record->body;

	for (size_t i = 0; i < entry->record->seen_count; i++)
		check_seen(w, entry, &entry->record->seen[i]);
	if (entry->record->type == RECORD_ALARM)
		return check_alarm(w, exam, entry, err);
	for (size_t i = 0; entry->record->type == RECORD_CHECKPOINT
	     && i < checkpoint->head_count; i++)
		check_seen(w, entry, &checkpoint->heads[i]);
	return 0;
}

/* Only what good records supersede is so for a mark. */
static void
note_superseded(struct walk *w, const struct decision *said)
{
	for (size_t i = 0; said != NULL && i < said->supersedes_count; i++) {
		struct record_place at =
			index_find(w->index, &w->hand->missed, said->supersedes[i]);

		if (at.chain != NULL && chain_link(at.chain, at.at) != NULL)
			chain_link(at.chain, at.at)->superseded_now = true;
	}
}

/* What is to be known of a good record when nobody reads it again. */
static void
note_good(struct walk *w, const struct exam *exam)
{
	struct link *link = chain_link(w->chain, w->at);
	const char *about;

	if (w->flawed || w->good != w->at)
		return;
	about = record_about(exam->record);
	if (!hex_decode(link->id, MARK_NAME, span_of(exam->record->id)))
		abort();	/* it was read as such */
	if (exam->record->type == RECORD_RUBRIC)
		memcpy(link->about, mark_rubrics, MARK_NAME);
	else if (exam->record->type == RECORD_CHECKPOINT)
		memcpy(link->about, mark_checkpoints, MARK_NAME);
	else if (about == NULL || !hex_decode(link->about, MARK_NAME, span_of(about)))
		memset(link->about, 0, MARK_NAME);
	note_superseded(w, exam->record->decision);
	w->good = w->at + 1;
	w->good_version = exam->commit.trust_version;
	w->good_retired = exam->commit.type == RECORD_RETIRE;
}

static int
walk_record(struct walk *w, struct err *err)
{
	const struct link *link = chain_link(w->chain, w->at);
	struct exam exam = { .arena = &w->hand->scratch,
			     .repo = w->hand->repo,
			     .ledger = w->ledger->id,
			     .chain = w->chain->name,
			     .oid = link->oid,
			     .known = link->has_raw ? &link->sha256 : NULL };
	struct verdict verdict;
	struct entry entry;
	int status = examine(&exam, err);

	if (status == 0)
		status = judge_in_place(&verdict, &w->place, &exam, err);
	if (status == 0) {
		entry = exam_entry(&exam, verdict);
		w->counts &= verdict.code == NULL;
		entry.counts = w->counts;
		w->flawed |= !w->counts;
		if (!w->sink->record(w->who, &entry))
			status = 1;
		else if (verdict.code == NULL)
			status = check_claims(w, &exam, &entry, err);
		if (status == 0)
			note_good(w, &exam);
	}
	arena_reset(exam.arena);
	return status;
}

/* A record that a mark covers: read again, and held against what was judged. */
static int
tell_marked(struct walk *w, size_t at, struct err *err)
{
	const struct link *link = chain_link(w->chain, at);
	struct arena *arena = &w->hand->scratch;
	struct exam exam = { .arena = arena, .repo = w->hand->repo,
			     .ledger = w->ledger->id, .chain = w->chain->name };
	struct verdict verdict = { 0 };
	struct entry entry;
	int status;

	if (link == NULL)	/* it is put away when nobody walks any more */
		return err_set(err, ERR_INVALID, "what was remembered is damaged");
	exam.oid = link->oid;
	status = examine(&exam, err);
	if (status == 0) {
		verdict = exam.early.code != NULL ? exam.early : exam.late;
		if (verdict.code == NULL && !digest_equal(&exam.sha256, &link->sha256))
			verdict_set(&verdict, arena, "digest-mismatch",
				    "it is not what stood here when it was judged");
		w->counts &= verdict.code == NULL;
		entry = exam_entry(&exam, verdict);
		entry.counts = w->counts;
		status = w->sink->record(w->who, &entry) ? 0 : 1;
	}
	arena_reset(arena);
	return status;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct link *const *x = a, *const *y = b;

	return (*x > *y) - (*x < *y);
}

static void
list_about(struct walking *all, struct arena *arena, const uint8_t about[MARK_NAME])
{
	struct marks *marks = all->index->marks;
	const struct link *row = marks_about(marks, about);

	for (; row != NULL; row = marks_below(marks, row)) {
		all->about = arena_grow(arena, all->about, all->about_count,
					sizeof *all->about);
		all->about[all->about_count++] = row;
	}
}

static int
walk_marked(struct walk *w, struct err *err)
{
	const struct walking *all = w->all;
	const struct chain *chain = w->chain;
	int status = 0;

	for (size_t i = 0; w->sink->about == NULL && i < chain->old_count && status == 0;
	     i++)
		status = tell_marked(w, i, err);
	for (size_t i = 0; i < all->about_count && status == 0; i++)
		if (all->about[i] >= chain->old
		    && all->about[i] < chain->old + chain->old_count)
			status = tell_marked(w, (size_t)(all->about[i] - chain->old), err);
	return status;
}

static void
walk_open(struct walk *w, struct walking *all, size_t number)
{
	struct chain *chain = &all->index->chains[number];

	*w = (struct walk){ .ledger = all->ledger, .index = all->index, .sink = all->sink,
			    .all = all, .who = all->sink->who, .chain = chain,
			    .at = chain->old_count,
			    .counts = chain->unread.code == NULL
			    && has_its_pins(all->ledger->trust, chain) };
	w->place = (struct chain_place){ .ledger = w->ledger, .index = w->index,
					 .chain = chain, .below = chain_standing(chain) };
	w->flawed = !w->counts;
	w->good = w->counts ? chain->old_count : 0;
	if (w->sink->chain != NULL)
		w->who = w->sink->chain(w->who, chain, number);
	if (chain->is_too_long)
		tell(w, (struct problem){ .ref = chain->name.ref, .code = "bad-sequence",
					  .has_commit = true, .commit = chain->head,
					  .seq = -1 },
		     "more than %d records", CHAIN_RECORDS);
}

static void
walk_close(struct walk *w)
{
	w->chain->good = w->good;
	w->chain->good_version = w->good_version;
	w->chain->good_retired = w->good_retired;
	place_close(&w->place);
}

/* Once, at its head. */
static int
tell_unread(struct walk *w)
{
	const struct chain *chain = w->chain;
	struct entry entry = chain_entry_unread(&chain->name, &chain->head, &chain->unread);

	return w->sink->record(w->who, &entry) ? 0 : 1;
}

/* Its next turn. 1: the visitor has seen enough. */
static int
walk_on(struct walk *w, struct err *err)
{
	size_t left = w->all->turn;
	int status = 0;

	if (!w->begun && w->chain->unread.code != NULL)
		status = tell_unread(w);
	else if (w->sink->all && !w->begun)
		status = walk_marked(w, err);
	w->begun = true;
	for (; w->at < w->chain->count && left > 0 && status == 0; w->at++, left--)
		status = !crew_tick(&w->all->crew, err) ? -1 : walk_record(w, err);
	return status;
}

static int
take_turn(void *who, size_t hand, size_t number, bool *more, struct err *err)
{
	struct walking *all = who;
	struct walk *w = &all->walks[number];
	int status;

	w->hand = &all->hands[hand];
	w->place.missed = &w->hand->missed;
	w->place.rubrics = &w->hand->rubrics;
	if (ledger_hand(&w->hand->repo, all->ledger, hand, err) != 0)
		return -1;
	status = walk_on(w, err);
	*more = w->at < w->chain->count;
	return status;
}

/* What was missed by anyone, the ledger's index keeps. */
static void
close_hands(struct walking *all)
{
	struct missed *kept = &all->index->missed;

	for (size_t i = 0; i < CREW_MAX; i++) {
		struct hand *hand = &all->hands[i];

		for (size_t k = 0; k < hand->missed.count; k++) {
			kept->items = arena_grow(&kept->arena, kept->items, kept->count,
						 sizeof *kept->items);
			kept->items[kept->count++] = hand->missed.items[k];
		}
		arena_close(&hand->scratch);
		arena_close(&hand->missed.arena);
		rubrics_close(&hand->rubrics);
	}
}

static void
tell_all_pins(struct walking *all)
{
	struct walk w = { .ledger = all->ledger, .index = all->index, .sink = all->sink,
			  .all = all, .who = all->sink->pins != NULL
			  ? all->sink->pins : all->sink->who };

	tell_pins(&w);
}

/* For a visitor who is not told of chains, one after the other. */
static int
walk_chains(struct walking *all, struct arena *arena, struct err *err)
{
	size_t count = all->index->chain_count;
	int status;

	all->turn = all->sink->chain == NULL ? SIZE_MAX : index_turn(all->index);
	all->walks = arena_array(arena, count, sizeof *all->walks);
	for (size_t i = 0; i < count; i++)
		walk_open(&all->walks[i], all, i);
	status = crew_take_turns(&all->crew, count, take_turn, err);
	for (size_t i = 0; i < count; i++)
		walk_close(&all->walks[i]);
	return status;
}

static int
walk_all(struct walking *all, struct arena *arena, struct err *err)
{
	int status;

	if (all->sink->about != NULL && all->index->marks != NULL) {
		list_about(all, arena, all->sink->about);
		if (all->sink->about != mark_rubrics)
			list_about(all, arena, mark_rubrics);
		if (all->about_count > 1)
			qsort(all->about, all->about_count, sizeof *all->about,
			      compare_rows);
	}
	status = walk_chains(all, arena, err);
	close_hands(all);
	if (status == 0)
		tell_all_pins(all);
	if (marks_bad(all->index->marks))
		return ledger_index_unmark(all->ledger, err);
	return status;
}

int
judge_logs(struct ledger *ledger, struct ledger_index *index,
	   const struct progress *progress, const struct walk_sink *sink,
	   struct err *err)
{
	struct walking *all = calloc(1, sizeof *all);
	struct arena arena = { 0 };
	int status;

	if (all == NULL)
		abort();
	all->ledger = ledger;
	all->sink = sink;
	all->index = index;
	for (size_t i = 0; i < index->chain_count; i++)
		all->crew.total += (int64_t)(index->chains[i].count
					     - index->chains[i].old_count);
	all->crew.threads = all->crew.total < ALONE ? 1 : ledger->threads;
	all->crew.progress = progress;
	all->crew.who = all;
	status = walk_all(all, &arena, err);
	if (status == 0)
		ledger_index_mark(ledger);
	arena_close(&arena);
	free(all);
	return status < 0 ? -1 : 0;
}
