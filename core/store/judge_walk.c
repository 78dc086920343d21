#include "core/store/judge_index.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/model/record_body.h"

enum { TICK = 64 };

struct walk {
	struct ledger *ledger;
	struct ledger_index *index;
	const struct progress *progress;
	const struct walk_sink *sink;
	int64_t done, total;
};

static void PRINTF_LIKE(3, 4)
tell(struct walk *w, struct problem problem, const char *fmt, ...)
{
	char detail[300];
	va_list ap;

	if (w->sink->problem == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(detail, sizeof detail, fmt, ap);
	va_end(ap);
	problem.detail = detail;
	w->sink->problem(w->sink->who, &problem);
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

/* NULL: the record a key was frozen at is where the trust file says; else the code. */
static const char *
pin_code(const struct chain *chain, const struct trust_until *until)
{
	int64_t seq = trust_until_seq(until);
	char hex[DIGEST_HEX];

	if (seq < 0)
		return NULL;
	if (chain == NULL || seq >= (int64_t)chain->count || !chain->links[seq].has_raw)
		return "missing";
	digest_hex(hex, &chain->links[seq].sha256);
	return strcmp(hex, until->sha256) == 0 ? NULL : "fork";
}

/* Does every record count that a closed grant rests on? */
static bool
has_its_pins(const struct trust *trust, const struct chain *chain)
{
	for (size_t i = 0; trust != NULL && i < trust->grant_count; i++)
		if (trust->grants[i].until != NULL
		    && strcmp(trust->grants[i].kid, chain->name.kid) == 0
		    && pin_code(chain, trust->grants[i].until) != NULL)
			return false;
	return true;
}

static void
tell_pin(struct walk *w, const struct trust_grant *grant)
{
	const struct trust_key *key = trust_key(w->ledger->trust, grant->kid);
	const struct chain *chain = key == NULL ? NULL
		: index_chain(w->index, key->actor, key->kid);
	const char *code = pin_code(chain, grant->until);
	struct arena scratch = { 0 };
	struct problem problem = { .code = code, .seq = trust_until_seq(grant->until) };

	if (key == NULL || code == NULL)
		return;
	problem.ref = arena_printf(&scratch, LEDGER_LOG "%s/%s", key->actor, key->kid);
	if (chain != NULL && strcmp(code, "fork") == 0) {
		problem.has_commit = true;
		problem.commit = chain->links[problem.seq].oid;
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
	struct problem problem = { .ref = entry->ref, .has_commit = true,
				   .commit = entry->oid, .seq = entry->seq };
	char hex[DIGEST_HEX];

	if (chain == NULL || seen->seq >= (int64_t)chain->count
	    || !chain->links[seen->seq].has_raw) {
		problem.code = "missing";
		tell(w, problem, "it saw record %" PRId64 " of %s/%s, which is not here",
		     seen->seq, seen->actor, seen->kid);
		return;
	}
	digest_hex(hex, &chain->links[seen->seq].sha256);
	if (strcmp(hex, seen->sha256) == 0)
		return;
	problem.code = "fork";
	tell(w, problem, "it saw another record %" PRId64 " of %s/%s than stands here",
	     seen->seq, seen->actor, seen->kid);
}

static void
check_claims(struct walk *w, const struct entry *entry)
{
	const struct checkpoint *checkpoint = entry->record->body;

	if (w->sink->problem == NULL)
		return;
	for (size_t i = 0; i < entry->record->seen_count; i++)
		check_seen(w, entry, &entry->record->seen[i]);
	if (entry->record->type != RECORD_CHECKPOINT)
		return;
	for (size_t i = 0; i < checkpoint->head_count; i++)
		check_seen(w, entry, &checkpoint->heads[i]);
}

static int
walk_record(struct walk *w, struct chain_place *place, size_t at, bool *counts,
	    struct err *err)
{
	struct arena arena = { 0 };
	struct exam exam = { .arena = &arena,
			     .repo = w->ledger->repo,
			     .ledger = w->ledger->id,
			     .chain = place->chain->name,
			     .oid = place->chain->links[at].oid };
	struct verdict verdict;
	struct entry entry;
	int status = examine(&exam, err);

	if (status == 0)
		status = judge_in_place(&verdict, place, &exam, err);
	if (status == 0) {
		entry = exam_entry(&exam, verdict);
		*counts &= verdict.code == NULL;
		entry.counts = *counts;
		if (!w->sink->record(w->sink->who, &entry))
			status = 1;
		else if (verdict.code == NULL)
			check_claims(w, &entry);
	}
	arena_close(&arena);
	return status;
}

/* 1: the visitor has seen enough. */
static int
walk_chain(struct walk *w, const struct chain *chain, struct err *err)
{
	struct chain_place place = { .ledger = w->ledger,
				     .index = w->index,
				     .chain = chain };
	bool counts = has_its_pins(w->ledger->trust, chain);
	int status = 0;

	if (w->sink->chain != NULL)
		w->sink->chain(w->sink->who, chain);
	if (chain->is_too_long)
		tell(w,
		     (struct problem){ .ref = chain->name.ref,
				       .code = "bad-sequence",
				       .has_commit = true,
				       .commit = chain->head,
				       .seq = -1 },
		     "more than %d records", CHAIN_RECORDS);
	for (size_t i = 0; i < chain->count && status == 0; i++) {
		if (w->done++ % TICK == 0
		    && !progress_tick(w->progress, w->done, w->total))
			status = err_set(err, ERR_CANCELLED, "stopped");
		else
			status = walk_record(w, &place, i, &counts, err);
	}
	place_close(&place);
	return status;
}

int
judge_logs(struct ledger *ledger, const struct progress *progress,
	   const struct walk_sink *sink, struct err *err)
{
	struct walk w = { .ledger = ledger, .progress = progress, .sink = sink };
	int status = ledger_index(&w.index, ledger, progress, err);

	if (status != 0)
		return -1;
	for (size_t i = 0; i < w.index->chain_count; i++)
		w.total += (int64_t)w.index->chains[i].count;
	for (size_t i = 0; i < w.index->chain_count && status == 0; i++)
		status = walk_chain(&w, &w.index->chains[i], err);
	if (status == 0)
		tell_pins(&w);
	return status < 0 ? -1 : 0;
}
