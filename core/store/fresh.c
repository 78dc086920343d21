#include "core/store/fresh.h"

#include <stdlib.h>

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
 * many commits at most are looked at of all chains whose keys are in no trust file here. */
enum { FRESH_DEEP = 500, FRESH_STRANGE = 2000, FRESH_SLOTS = 4096 };

/* A commit on the chain of a stranger: whose it says it is, and what is below. */
struct strange {
	struct oid oid, below;
	bool has_below;
	const char *actor, *kid;	/* NULL: it is no record */
};

/* All that were met, each read once, however many refs lead to it. */
struct strangers {
	struct arena arena;
	uint8_t key[DIGEST_SIZE];
	struct strange items[FRESH_STRANGE];
	size_t count;
	uint16_t table[FRESH_SLOTS];	/* open addressing, by oid: which item + 1 */
};

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
		       "chain first; if there is none, " ASK_THEM, commit->kid, ours, theirs);
}

/* *found: a record that its key signed, and that rests on a trust file that is here. */
static int
check_at(bool *found, const struct oid *at, struct ledger *ledger, const struct chain *chain,
	 struct err *err)
{
	struct arena scratch = { 0 };
	struct exam exam = { .arena = &scratch, .repo = ledger->repo, .ledger = ledger->id,
		.chain = chain->name, .oid = *at };
	int status = examine(&exam, err);

	*found = status == 0 && is_signed(&exam, ledger->trust);
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

static uint16_t *
entry_of(struct strangers *met, const struct oid *oid)
{
	size_t slot = digest_short(met->key, (struct span){ (const char *)oid, sizeof *oid });
	uint16_t *entry;

	while (*(entry = &met->table[slot % FRESH_SLOTS]) != 0
	       && !oid_equal(&met->items[*entry - 1].oid, oid))
		slot++;
	return entry;
}

/* Also of one that breaks a rule of its format: it may be signed all the same. */
static int
read_strange(struct strange *out, struct arena *arena, struct repo *repo, struct err *err)
{
	struct arena scratch = { 0 };
	struct commit commit = { 0 };
	struct err why = { 0 };
	const char *code;
	struct span raw;
	bool is_here = repo_read(&raw, &scratch, repo, &out->oid, OBJECT_COMMIT, COMMIT_BYTES,
				 &why) == 0;
	bool failed = !is_here && why.code == ERR_IO;

	if (failed)
		*err = why;
	out->has_below = is_here && commit_below(&out->below, raw);
	if (is_here && (commit_read(&commit, &code, &scratch, raw, &why) == 0
			|| (commit.actor != NULL && commit.kid != NULL))) {
		out->actor = arena_text(arena, commit.actor);
		out->kid = arena_text(arena, commit.kid);
	}
	arena_close(&scratch);
	return failed ? -1 : 0;
}

/* NULL: the disk failed, or there are too many. */
static const struct strange *
meet(struct strangers *met, const struct oid *oid, struct ledger *ledger,
     const struct chain *chain, struct err *err)
{
	uint16_t *entry = entry_of(met, oid);
	struct strange *item;

	if (*entry != 0)
		return &met->items[*entry - 1];
	if (met->count == FRESH_STRANGE) {
		err_set(err, ERR_REFUSED, "unknown-key: there are too many records here of keys "
			"that the trust file does not know, of %s and others, to look for a newer "
			"one in them: " ASK_THEM, chain->name.ref);
		return NULL;
	}
	item = &met->items[met->count];
	item->oid = *oid;
	if (read_strange(item, &met->arena, ledger->repo, err) != 0)
		return NULL;
	*entry = (uint16_t)++met->count;
	return item;
}

/* One that the index does not read: its key may be in a trust file that is not here yet. What
 * that key did not sign says nothing, for anybody can put it there under any name. */
static int
check_strange(struct ledger *ledger, const struct chain *chain, struct strangers *met,
	      struct err *err)
{
	struct oid oid = chain->head;
	bool found = false, more = true;

	for (int i = 0; i < FRESH_DEEP && more && !found; i++) {
		const struct strange *at = meet(met, &oid, ledger, chain, err);

		if (at == NULL)
			return -1;
		if (at->kid != NULL && strcmp(at->kid, chain->name.kid) == 0
		    && strcmp(at->actor, chain->name.actor) == 0
		    && check_at(&found, &oid, ledger, chain, err) != 0)
			return -1;
		more = at->has_below;
		oid = at->below;
	}
	return 0;
}

/* Not asked once the root persons said that the version in force is the one that holds: there
 * is no end to what strangers can sign. */
static int
check_strangers(struct ledger *ledger, const struct ledger_index *index, struct err *err)
{
	struct strangers *met;
	bool settled;
	int status = 0;

	if (index->read_count == index->chain_count)
		return 0;
	if (look_settled(&settled, ledger, ledger->trust->version, err) != 0)
		return -1;
	if (settled)
		return 0;
	met = calloc(1, sizeof *met);
	if (met == NULL)
		abort();
	random_bytes(met->key, sizeof met->key);
	for (size_t i = 0; status == 0 && i < index->chain_count; i++)
		if (index->chains[i].unread.code != NULL)
			status = check_strange(ledger, &index->chains[i], met, err);
	arena_close(&met->arena);
	free(met);
	return status;
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

		if (link == NULL)
			return ledger_index_unmark(ledger, err);
		if (check_at(&found, &link->oid, ledger, chain, err) != 0)
			return -1;
	}
	return found || (at <= floor && !chain->is_too_long) ? 0 : is_hidden(chain, err);
}

int
chains_fresh(struct ledger *ledger, const struct ledger_index *index, const struct chain *own,
	     const int64_t *seen, struct err *err)
{
	for (size_t i = 0; i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];

		if (&index->chains[i] != own && chain->unread.code == NULL
		    && check_fresh(ledger, chain, seen == NULL ? -1 : seen[i], err) != 0)
			return -1;
	}
	return check_strangers(ledger, index, err);
}

int
ledger_trust_fresh(struct ledger *ledger, struct err *err)
{
	struct ledger_index *index;

	if (ledger_trust_ready(ledger, err) != 0
	    || ledger_index(&index, ledger, NULL, err) != 0)
		return -1;
	return chains_fresh(ledger, index, NULL, NULL, err);
}
