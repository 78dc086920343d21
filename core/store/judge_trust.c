#include "core/store/judge_index.h"

#include <inttypes.h>
#include <stdio.h>

/* Going up the trust chain: `now` is the newest version that holds. */
struct climb {
	struct ledger *ledger;
	struct trust_chain *out;
	bool is_given;			/* the ledger's id was given */
	struct arena now_arena;
	const struct trust *now;
	struct standing below;
};

/* Version 1 is what the ledger's id is the digest of. */
static void
check_first(struct climb *climb, struct exam *exam)
{
	struct digest id;

	if (!climb->is_given && exam->commit.seq == 0)
		snprintf(climb->out->id, sizeof climb->out->id, "%s",
			 exam->commit.ledger);
	if (exam->commit.seq == 0 && digest_from_hex(&id, span_of(climb->out->id))
	    && !digest_equal(&id, &exam->commit.record_sha256))
		verdict_set(&exam->early, exam->arena, "wrong-ledger",
			    "version 1 of the trust"
			    " file is not what the ledger is named after");
}

static void
check_own_version(struct exam *exam)
{
	const struct commit *commit = &exam->commit;

	if (commit->trust_version != commit->seq + 1
	    || !digest_equal(&commit->trust_sha256, &commit->record_sha256))
		verdict_set(&exam->early, exam->arena, "trust-version",
			    "it does not cite itself, version %" PRId64, commit->seq + 1);
}

/* The generated file, made again. */
static void
check_signers(struct exam *exam)
{
	struct buf again = { 0 };
	bool same = false;

	trust_signers(&again, exam->trust);
	for (size_t i = 0; i < exam->commit.attachment_count; i++)
		if (strcmp(exam->commit.attachments[i].name, "allowed_signers") == 0)
			same = span_equal(exam->attached[i], buf_span(&again));
	if (!same)
		verdict_set(&exam->late, exam->arena, "bad-tree",
			    "allowed_signers is not what the trust file makes it");
	buf_close(&again);
}

/* sigs/<kid>.sig: the armour and one LF. */
static size_t
signatures_of(struct trust_signature **out, struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	struct trust_signature *list;
	size_t count = 0;

	list = arena_array(exam->arena, commit->attachment_count, sizeof *list);
	for (size_t i = 0; i < commit->attachment_count; i++) {
		const char *name = commit->attachments[i].name;
		struct span file = exam->attached[i];

		if (strncmp(name, "sigs/", 5) != 0)
			continue;
		if (file.len != 0 && file.data[file.len - 1] == '\n')
			file.len--;
		else
			file.len = 0;
		list[count++] = (struct trust_signature){
			arena_copy(exam->arena, name + 5, 32), file };
	}
	*out = list;
	return count;
}

static struct verdict
check_content(struct climb *climb, struct exam *exam)
{
	const struct trust *under = climb->now == NULL ? exam->trust : climb->now;
	struct trust_signature *signatures;
	struct verdict verdict = { 0 };
	struct err err;
	const char *code;
	size_t count;

	check_signers(exam);
	if (exam->late.code != NULL)
		return exam->late;
	if (!trust_is_root(under, exam->commit.kid))
		verdict_set(&verdict, exam->arena, "unauthorised",
			    "the key %s is no root key", exam->commit.kid);
	count = signatures_of(&signatures, exam);
	if (trust_follows(&code, exam->trust, climb->now, signatures, count, &err) != 0)
		verdict_set(&verdict, exam->arena, code, "%s", err.text);
	return verdict;
}

static struct verdict
judge_version(struct climb *climb, struct exam *exam)
{
	struct verdict verdict;

	if (!exam->is_read)
		return exam->early;
	check_first(climb, exam);
	if (climb->now != NULL || exam->trust != NULL)
		examine_key(exam, climb->now == NULL ? exam->trust : climb->now);
	if (exam->early.code != NULL)
		return exam->early;
	verdict = judge_links(&climb->below, exam);
	if (verdict.code != NULL)
		return verdict;
	check_own_version(exam);
	if (exam->early.code != NULL)
		return exam->early;
	return exam->late.code != NULL ? exam->late : check_content(climb, exam);
}

int
judge_next_trust(struct verdict *out, struct ledger *ledger, struct arena *arena,
		 const struct oid *oid, struct err *err)
{
	struct trust_chain chain = { .head = ledger->trust_head };
	struct climb climb = { .ledger = ledger, .out = &chain, .is_given = true,
			       .now = ledger->trust };
	struct exam below = { .arena = arena, .repo = ledger->repo,
			      .ledger = ledger->id, .oid = ledger->trust_head,
			      .chain = { .ref = LEDGER_TRUST } };
	struct exam exam = below;

	memcpy(chain.id, ledger->id, sizeof chain.id);
	exam.oid = *oid;
	if (examine(&below, err) != 0 || examine(&exam, err) != 0)
		return -1;
	standing_pass(&climb.below, ledger, &below, NULL);
	*out = judge_version(&climb, &exam);
	return 0;
}

/* It holds: it is what the next one must follow. The arena goes with it. */
static void
take_version(struct climb *climb, struct arena *arena, const struct trust *trust)
{
	struct trust_chain *out = climb->out;
	size_t count = (size_t)trust->version - 1;

	out->versions =
		arena_grow(&out->arena, out->versions, count, sizeof *out->versions);
	out->versions[count] = trust->sha256;
	arena_close(&climb->now_arena);
	climb->now_arena = *arena;
	*arena = (struct arena){ 0 };
	climb->now = trust;
}

static int
climb_step(struct climb *climb, const struct oid *oid,
	   bool (*visit)(void *who, const struct entry *entry), void *who,
	   struct err *err)
{
	struct trust_chain *out = climb->out;
	struct arena arena = { 0 };
	struct exam exam = { .arena = &arena,
			     .repo = climb->ledger->repo,
			     .oid = *oid,
			     .ledger = out->id[0] == '\0' ? NULL : out->id,
			     .chain = { .ref = LEDGER_TRUST } };
	struct verdict verdict;
	struct entry entry;
	int status = examine(&exam, err);

	if (status == 0) {
		verdict = judge_version(climb, &exam);
		standing_pass(&climb->below, climb->ledger, &exam, verdict.code);
		entry = exam_entry(&exam, verdict);
		entry.counts = verdict.code == NULL && out->fault.code == NULL;
		out->records++;
		out->valid += entry.counts;
		if (visit != NULL && !visit(who, &entry))
			status = err_set(err, ERR_CANCELLED, "stopped");
		if (verdict.code != NULL)
			verdict_set(&out->fault, &out->arena, verdict.code, "%s",
				    verdict.detail);
		else
			take_version(climb, &arena, exam.trust);
	}
	arena_close(&arena);
	return status;
}

/* One copy that lives with the chain. */
static void
keep_trust(struct trust_chain *out, const struct trust *now)
{
	struct faults faults = { .arena = &out->arena, .path = "trust.yaml" };
	bool newer;

	if (now != NULL)
		out->trust = trust_read(&out->arena, &faults, &newer,
					arena_span(&out->arena, now->bytes));
}

int
judge_trust_chain(struct trust_chain *out, struct ledger *ledger, const char *id,
		  bool (*visit)(void *who, const struct entry *entry), void *who,
		  struct err *err)
{
	struct climb climb = { .ledger = ledger, .out = out, .is_given = id != NULL };
	struct chain chain = { .name = { .ref = LEDGER_TRUST } };
	struct arena scratch = { 0 };
	int status;

	*out = (struct trust_chain){ 0 };
	snprintf(out->id, sizeof out->id, "%s", id == NULL ? "" : id);
	status = repo_ref_read(&chain.head, ledger->repo, LEDGER_TRUST, err);
	if (status == 0)
		status = chain_collect(&chain, NULL, &scratch, ledger->repo, err);
	out->head = chain.head;
	for (size_t i = 0; i < chain.count && status == 0; i++)
		status = climb_step(&climb, &chain.links[i].oid, visit, who, err);
	keep_trust(out, climb.now);
	arena_close(&climb.now_arena);
	arena_close(&scratch);
	if (status != 0)
		arena_close(&out->arena);
	return status;
}

void
ledger_take_trust(struct ledger *ledger, struct trust_chain *chain)
{
	arena_close(&ledger->trust_arena);
	ledger->vouched = NULL;		/* under another trust, nobody is */
	ledger->vouched_count = 0;
	ledger->trust_arena = chain->arena;
	ledger->trust = chain->trust;
	ledger->versions = chain->versions;
	ledger->trust_head = chain->head;
	ledger->trust_code = chain->fault.code;
	ledger->trust_detail = chain->fault.detail;
	memcpy(ledger->id, chain->id, sizeof ledger->id);
}
