#include "core/store/judge_index.h"

#include <stdlib.h>

#include "core/model/record_body.h"
#include "core/store/keyring.h"
#include "core/store/tree.h"

struct visitor {
	bool (*visit)(void *who, const struct entry *entry);
	void *who;
	bool is_enough;
};

static bool
visit_trust(void *who, const struct entry *entry)
{
	struct visitor *visitor = who;

	visitor->is_enough = !visitor->visit(visitor->who, entry);
	return !visitor->is_enough;
}

int
ledger_walk(struct ledger *ledger, const struct progress *progress,
	    bool (*visit)(void *who, const struct entry *entry), void *who,
	    struct err *err)
{
	struct visitor visitor = { .visit = visit, .who = who };
	struct walk_sink sink = { .record = visit, .who = who, .all = true };
	struct ledger_index *index;
	struct trust_chain trust;

	if (judge_trust_chain(&trust, ledger, ledger->id, visit_trust, &visitor, err)
	    != 0)
		return visitor.is_enough ? 0 : -1;
	arena_close(&trust.arena);
	return ledger_index(&index, ledger, progress, err) != 0 ? -1
		: judge_logs(ledger, index, progress, &sink, err);
}

int
ledger_walk_about(struct ledger *ledger, const char *portfolio,
		  const struct progress *progress,
		  bool (*visit)(void *who, const struct entry *entry), void *who,
		  struct err *err)
{
	uint8_t about[MARK_NAME];
	struct walk_sink sink = { .record = visit, .who = who, .all = true,
				  .about = mark_rubrics };
	struct ledger_index *index;

	if (portfolio != NULL && hex_decode(about, MARK_NAME, span_of(portfolio)))
		sink.about = about;
	return ledger_index(&index, ledger, progress, err) != 0 ? -1
		: judge_logs(ledger, index, progress, &sink, err);
}

/* Where the record below stands, from its raw bytes. */
static int
stand_on_parent(struct standing *below, const struct ledger *ledger, struct arena *arena,
		const struct exam *above, struct err *err)
{
	struct exam parent = { .arena = arena, .repo = ledger->repo,
			       .oid = above->commit.parents[0] };
	const char *code;

	if (above->commit.parent_count == 0)
		return 0;
	if (repo_read(&parent.raw, arena, ledger->repo, &parent.oid, OBJECT_COMMIT,
		      COMMIT_BYTES, err)
	    != 0)
		return err->code == ERR_IO ? -1 : 0;
	parent.sha256 = digest_sha256(parent.raw);
	parent.is_read = commit_read(&parent.commit, &code, arena, parent.raw, err) == 0;
	standing_pass(below, ledger, &parent, NULL);
	return 0;
}

/* A trust commit is judged with all below it. */
struct sought {
	const struct oid *oid;
	struct arena *arena;
	struct verdict verdict;
	bool counts, is_there;
};

static bool
is_sought(void *who, const struct entry *entry)
{
	struct sought *sought = who;

	if (!oid_equal(&entry->oid, sought->oid))
		return true;
	sought->is_there = true;
	sought->counts = entry->counts;
	if (entry->code != NULL)
		verdict_set(&sought->verdict, sought->arena, entry->code, "%s",
			    entry->detail);
	return false;
}

static int
trust_entry(struct entry *out, struct arena *arena, struct ledger *ledger,
	    struct exam *exam, struct err *err)
{
	struct sought sought = { .oid = &exam->oid, .arena = arena };
	struct trust_chain chain;

	if (judge_trust_chain(&chain, ledger, ledger->id, is_sought, &sought, err) == 0)
		arena_close(&chain.arena);
	else if (!sought.is_there)
		return -1;
	if (!sought.is_there)
		return err_set(err, ERR_NOT_FOUND, "the trust chain has no such commit");
	if (examine(exam, err) != 0)
		return -1;
	*out = exam_entry(exam, sought.verdict);
	out->counts = sought.counts;
	return 0;
}

int
ledger_entry(struct entry *out, struct arena *arena, struct ledger *ledger,
	     const char *ref, const struct oid *oid, struct err *err)
{
	struct chain_place place = { .ledger = ledger };
	struct exam *exam = arena_alloc(arena, sizeof *exam);
	struct verdict verdict;
	int status;

	*exam = (struct exam){ .arena = arena, .repo = ledger->repo, .ledger = ledger->id,
			       .oid = *oid };
	exam->chain.ref = LEDGER_TRUST;
	if (strcmp(ref, LEDGER_TRUST) == 0)
		return trust_entry(out, arena, ledger, exam, err);
	if (!chain_name_parse(&exam->chain, arena, ref))
		return err_set(err, ERR_USAGE, "%s is no chain of records", ref);
	verdict = chain_name_judge(arena, ledger->trust, &exam->chain);
	if (verdict.code != NULL) {
		*out = chain_entry_unread(&exam->chain, oid, &verdict);
		return 0;
	}
	status = examine(exam, err);
	if (status == 0 && exam->is_read)
		status = stand_on_parent(&place.below, ledger, arena, exam, err);
	if (status == 0)
		status = judge_in_place(&verdict, &place, exam, err);
	if (status == 0) {
		*out = exam_entry(exam, verdict);
		out->counts = verdict.code == NULL;
	}
	place_close(&place);
	return status;
}

int
ledger_file(struct span *out, struct arena *arena, struct ledger *ledger,
	    const struct entry *entry, struct err *err)
{
	const char *name = entry->commit != NULL && entry->commit->type == RECORD_TRUST
		? "trust.yaml" : "record.yaml";
	struct oid blob;

	if (entry->commit == NULL)
		return err_set(err, ERR_NOT_FOUND, "the record cannot be read");
	if (tree_find(&blob, MODE_FILE, arena, ledger->repo, &entry->commit->tree, name,
		      err) != 0)
		return -1;
	return repo_read(out, arena, ledger->repo, &blob, OBJECT_BLOB, RECORD_BYTES, err);
}

int
ledger_attachment(struct span *out, struct arena *arena, struct ledger *ledger,
		  const struct entry *entry, const char *name, struct err *err)
{
	if (entry->commit == NULL)
		return err_set(err, ERR_NOT_FOUND, "the record cannot be read");
	if (attachment_read(out, arena, ledger->repo, entry->commit, name, err) != 0)
		return -1;
	return !envelope_is(*out) ? 0
		: keyring_read(out, arena, ledger->keys, *out, name, entry->commit->actor,
			       entry->record == NULL ? NULL : record_about(entry->record),
			       err);
}

int
ledger_envelope(struct envelope *out, struct arena *arena, struct ledger *ledger,
		const struct entry *entry, const char *name, struct err *err)
{
	struct span bytes;

	if (attachment_read(&bytes, arena, ledger->repo, entry->commit, name, err) != 0)
		return -1;
	return envelope_is(bytes) ? envelope_parse(out, arena, bytes, err)
		: err_set(err, ERR_NOT_FOUND, "%s is not sealed", name);
}

/* What this key last said it saw of each chain; -1: nothing yet. */
struct looked {
	struct arena *arena;
	const struct ledger_index *index;
	const struct chain *own;
	int64_t *seen;			/* one a chain of the index */
	size_t open;			/* chains of which nothing was said yet */
	size_t most;			/* that are to be listed */
};

static void
note_seen(struct looked *looked, const struct seen *seen)
{
	const struct chain *chain = index_chain(looked->index, seen->actor, seen->kid);
	size_t at;

	if (chain == NULL || chain->count == 0)
		return;			/* it has nothing to speak of */
	at = (size_t)(chain - looked->index->chains);
	if (looked->seen[at] >= 0)
		return;
	looked->seen[at] = seen->seq;
	looked->open--;
}

/* From the newest own record down, until every chain was spoken of: a checkpoint speaks of
 * all that there were. */
static int
look_back(struct looked *looked, struct repo *repo, struct err *err)
{
	bool all = false;

	for (size_t i = looked->own == NULL ? 0 : looked->own->count;
	     i-- > 0 && looked->open > 0 && !all;) {
		struct arena scratch = { 0 };
		const struct link *link = chain_link(looked->own, i);
		struct exam exam = { .arena = &scratch, .repo = repo,
			.chain = looked->own->name };
		int status;

		if (link == NULL)
			return 0;
		exam.oid = link->oid;
		status = examine(&exam, err);

		for (size_t k = 0; exam.record != NULL && k < exam.record->seen_count;
		     k++)
			note_seen(looked, &exam.record->seen[k]);
		if (exam.record != NULL && exam.record->type == RECORD_CHECKPOINT) {
			const struct checkpoint *said = exam.record->body;

			for (size_t k = 0; k < said->head_count; k++)
				note_seen(looked, &said->heads[k]);
			all = true;
		}
		arena_close(&scratch);
		if (status != 0)
			return -1;
	}
	return 0;
}

static int
compare_seen(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = strcmp(x->actor, y->actor);

	return order != 0 ? order : strcmp(x->kid, y->kid);
}

static void
list_moved(struct seen **out, size_t *count, const struct looked *looked)
{
	const struct ledger_index *index = looked->index;

	*out = arena_array(looked->arena, index->chain_count, sizeof **out);
	*count = 0;
	for (size_t i = 0; i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];
		int64_t head = (int64_t)chain->count - 1;
		const struct link *link;
		char hex[DIGEST_HEX];

		if (chain == looked->own || head < 0 || looked->seen[i] >= head
		    || *count == looked->most)
			continue;
		link = chain_link(chain, (size_t)head);
		if (link == NULL || !link->has_raw)
			continue;
		digest_hex(hex, &link->sha256);
		(*out)[(*count)++] = (struct seen){ .seq = head,
			.actor = arena_text(looked->arena, chain->name.actor),
			.kid = arena_text(looked->arena, chain->name.kid),
			.sha256 = arena_text(looked->arena, hex) };
	}
	if (*count > 1)
		qsort(*out, *count, sizeof **out, compare_seen);
}

static int
look(struct looked *out, struct arena *arena, struct ledger *ledger, const char *actor,
     const char *kid, size_t most, struct err *err)
{
	struct ledger_index *index;

	if (ledger_index(&index, ledger, NULL, err) != 0)
		return -1;
	*out = (struct looked){ .arena = arena, .index = index, .most = most,
		.own = index_chain(index, actor, kid),
		.seen = arena_array(arena, index->chain_count, sizeof *out->seen) };
	for (size_t i = 0; i < index->chain_count; i++) {
		out->seen[i] = -1;
		out->open += index->chains[i].count != 0 && &index->chains[i] != out->own;
	}
	return 0;
}

#define MARK LEDGER_MARK "trust"
#define ASK_THEM "ask the root persons for the digest of the one they signed; if it is that of " \
	"`assay trust show`, say `assay trust settle DIGEST`"

static int
read_mark(struct oid *out, bool *has, struct ledger *ledger, const char *ref, struct err *err)
{
	*has = repo_ref_read(out, ledger->repo, ref, err) == 0;
	return *has || err->code == ERR_NOT_FOUND ? 0 : -1;
}

int
ledger_trust_ready(struct ledger *ledger, struct err *err)
{
	struct chain trust = { .head = ledger->trust_head };
	struct arena scratch = { 0 };
	struct oid mark;
	bool has;
	int status = read_mark(&mark, &has, ledger, MARK, err);

	if (status != 0 || !has || oid_equal(&mark, &trust.head))
		return status;
	status = chain_collect(&trust, NULL, &scratch, ledger->repo, err);
	if (status == 0 && !chain_holds(&trust, &mark))
		status = err_set(err, ERR_REFUSED, "trust-fork: the trust file is not the one "
				 "that was found good here before, nor one that follows it: "
				 ASK_THEM);
	arena_close(&scratch);
	return status;
}

/* Where trust stands is held by this ref. */
static int
hold_trust(struct ledger *ledger, const char *ref, struct err *err)
{
	struct oid old;
	bool has;

	if (read_mark(&old, &has, ledger, ref, err) != 0)
		return -1;
	if (has && oid_equal(&old, &ledger->trust_head))
		return 0;
	return repo_ref_move(ledger->repo, ref, &ledger->trust_head, has ? &old : NULL,
			     "assay: settled", err);
}

int
ledger_trust_settle(struct ledger *ledger, const char *sha256, struct err *err)
{
	char hex[DIGEST_HEX];

	if (ledger->trust_code != NULL)
		return err_set(err, ERR_REFUSED, "%s: the trust chain does not hold above "
			       "version %lld: %s; fetch the one that the root persons have, "
			       "then settle", ledger->trust_code,
			       (long long)ledger->trust->version, ledger->trust_detail);
	digest_hex(hex, &ledger->trust->sha256);
	if (strcmp(hex, sha256) != 0)
		return err_set(err, ERR_REFUSED, "the trust file that is here has the digest "
			       "%s: fetch the one that they signed", hex);
	return hold_trust(ledger, MARK, err) != 0 || hold_trust(ledger, LEDGER_SETTLED, err) != 0
		? -1 : 0;
}

/* *settled: the root persons were asked which version of this number holds, and it is the one
 * that is here. */
static int
look_settled(bool *settled, struct ledger *ledger, int64_t version, struct err *err)
{
	struct chain trust = { .head = ledger->trust_head };
	struct arena scratch = { 0 };
	struct oid mark;
	int status = read_mark(&mark, settled, ledger, LEDGER_SETTLED, err);

	if (status != 0 || !*settled)
		return status;
	status = chain_collect(&trust, NULL, &scratch, ledger->repo, err);
	*settled = false;
	for (size_t i = (size_t)version - 1; status == 0 && i < trust.count; i++)
		*settled = *settled || oid_equal(&trust.links[i].oid, &mark);
	arena_close(&scratch);
	return status;
}

/* So far down a chain that nobody signed is looked for a record that somebody did; and so
 * many records at most are looked at of all chains whose keys are in no trust file here. */
enum { FRESH_DEEP = 500, FRESH_STRANGE = 2000 };

/* Signed with the key the chain is named after, whether or not we know whose that is: else
 * anybody could write a number. */
static bool
is_signed(struct exam *exam, const struct trust *trust)
{
	const struct commit *commit = &exam->commit;

	if (exam->is_read)
		examine_key(exam, trust);
	if (!exam->is_read || exam->early.code == NULL)
		return exam->is_read;
	return strcmp(exam->early.code, "unknown-key") == 0
	       && strcmp(commit->signature.key.kid, commit->kid) == 0
	       && commit_verify(commit, exam->raw);
}

/* Who signed under another version of this number than ours was shown another trust file. */
static int
check_same(struct ledger *ledger, const struct exam *exam, struct err *err)
{
	const struct commit *commit = &exam->commit;
	bool settled, known = exam->early.code == NULL;

	if (digest_equal(&commit->trust_sha256, &ledger->versions[commit->trust_version - 1]))
		return 0;
	if (look_settled(&settled, ledger, commit->trust_version, err) != 0)
		return -1;
	return settled ? 0 : err_set(err, ERR_REFUSED, "trust-fork: %s%s said record %lld under "
		"another version %lld of the trust file than the one that is here: " ASK_THEM
		", else fetch theirs", known ? "" : "the key ",
		known ? commit->actor : commit->kid, (long long)commit->seq,
		(long long)commit->trust_version);
}

/* Whoever signed under a newer trust file than is here knows better who may say what. */
static int
check_version(struct ledger *ledger, const struct exam *exam, struct err *err)
{
	const struct commit *commit = &exam->commit;
	long long theirs = commit->trust_version, ours = ledger->trust->version;

	if (theirs <= ours)
		return check_same(ledger, exam, err);
	if (exam->early.code == NULL)
		return err_set(err, ERR_CONFLICT, "trust-version: %s said record %lld under "
			       "version %lld of the trust file, and here is version %lld: "
			       "fetch the trust chain first",
			       commit->actor, (long long)commit->seq, theirs, ours);
	return err_set(err, ERR_CONFLICT, "trust-version: the key %s, which version %lld of the "
		       "trust file does not know, signed under version %lld: fetch the trust "
		       "chain first; if the root persons know no such key either, take %s "
		       "away", commit->kid, ours, theirs, exam->chain.ref);
}

/* *found: a record that its key signed, and that rests on a trust file that is here. *more:
 * there is one below it, now in *at. */
static int
check_at(bool *found, bool *more, struct oid *at, struct ledger *ledger,
	 const struct chain *chain, struct err *err)
{
	struct arena scratch = { 0 };
	struct exam exam = { .arena = &scratch, .repo = ledger->repo, .ledger = ledger->id,
		.chain = chain->name, .oid = *at };
	int status = examine(&exam, err);

	*found = status == 0 && is_signed(&exam, ledger->trust);
	*more = status == 0 && commit_below(at, exam.raw);
	if (*found)
		status = check_version(ledger, &exam, err);
	arena_close(&scratch);
	return status;
}

static int
is_hidden(const struct chain *chain, struct err *err)
{
	return err_set(err, ERR_REFUSED, "bad-signature: the newest %d records of %s are not "
		       "signed with its key, and hide what is below: ask who keeps the ledger "
		       "to put it back to its last good record", FRESH_DEEP, chain->name.ref);
}

/* One that the index does not read: its key may be in a trust file that is not here yet. */
static int
check_strange(struct ledger *ledger, const struct chain *chain, int *looks, struct err *err)
{
	struct oid at = chain->head;
	bool found = false, more = true;

	for (int i = 0; i < FRESH_DEEP && more && !found; i++) {
		if (++*looks > FRESH_STRANGE)
			return err_set(err, ERR_REFUSED, "unknown-key: there are too many "
				       "records here of keys that the trust file does not know, "
				       "of %s and others: ask who keeps the ledger to take what "
				       "is nobody's away", chain->name.ref);
		if (check_at(&found, &more, &at, ledger, chain, err) != 0)
			return -1;
	}
	return found || !more ? 0 : is_hidden(chain, err);
}

/* From the head down to the first record that somebody signed, for what anybody can put on
 * top hides nothing; not below `seen`, for that was looked at when it was seen. */
static int
check_fresh(struct ledger *ledger, const struct chain *chain, int64_t seen, struct err *err)
{
	size_t at = chain->count, floor = (size_t)(seen + 1);
	bool found = false;

	for (size_t i = 0; i < FRESH_DEEP && at > floor && !found; i++) {
		const struct link *link = chain_link(chain, --at);
		struct oid oid;
		bool more;

		if (link == NULL)
			return ledger_index_unmark(ledger, err);
		oid = link->oid;
		if (check_at(&found, &more, &oid, ledger, chain, err) != 0)
			return -1;
	}
	return found || (at <= floor && !chain->is_too_long) ? 0 : is_hidden(chain, err);
}

static int
check_all_fresh(struct ledger *ledger, const struct looked *looked, struct err *err)
{
	int looks = 0, status = 0;

	for (size_t i = 0; status == 0 && i < looked->index->chain_count; i++) {
		const struct chain *chain = &looked->index->chains[i];

		if (chain->unread.code != NULL)
			status = check_strange(ledger, chain, &looks, err);
		else if (chain != looked->own)
			status = check_fresh(ledger, chain, looked->seen[i], err);
	}
	return status;
}

int
ledger_trust_fresh(struct ledger *ledger, struct err *err)
{
	struct arena scratch = { 0 };
	struct looked looked;
	int status = ledger_trust_ready(ledger, err);

	if (status == 0)
		status = look(&looked, &scratch, ledger, "", "", 0, err);
	if (status == 0)
		status = check_all_fresh(ledger, &looked, err);
	arena_close(&scratch);
	return status;
}

int
ledger_seen(struct seen **out, size_t *count, struct arena *arena, struct ledger *ledger,
	    const char *actor, const char *kid, struct err *err)
{
	struct looked looked;

	if (look(&looked, arena, ledger, actor, kid, LEDGER_SEEN, err) != 0
	    || look_back(&looked, ledger->repo, err) != 0)
		return -1;
	list_moved(out, count, &looked);
	if (marks_bad(ledger->marks))
		return ledger_index_unmark(ledger, err);
	return check_all_fresh(ledger, &looked, err);
}

int
ledger_heads(struct seen **out, size_t *count, struct arena *arena, struct ledger *ledger,
	     const char *actor, const char *kid, struct err *err)
{
	struct looked looked;

	if (look(&looked, arena, ledger, actor, kid, SIZE_MAX, err) != 0)
		return -1;
	list_moved(out, count, &looked);
	if (marks_bad(ledger->marks))
		return ledger_index_unmark(ledger, err);
	return check_all_fresh(ledger, &looked, err);
}
