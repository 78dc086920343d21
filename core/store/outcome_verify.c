#include "core/store/outcome_verify.h"

#include <stdio.h>

#include "core/model/record_body.h"
#include "core/store/evidence.h"
#include "core/store/judge_basis.h"

struct checking {
	struct arena *arena;
	struct repo *repo;
	const struct progress *progress;
	struct exam exam;		/* of the outcome being judged */
	const struct trust *trust;	/* the newest version it proves */
	const struct outcome_record *said;
	const struct decision *decision;	/* it relies on this one alone; else NULL */
	const struct moderation_result *result;	/* a moderator put this in its place; NULL */
};

static struct span
part_named(const struct checking *at, const char *name)
{
	const struct commit *commit = &at->exam.commit;

	for (size_t i = 0; i < commit->attachment_count; i++)
		if (strcmp(commit->attachments[i].name, name) == 0)
			return at->exam.attached[i];
	return (struct span){ NULL, 0 };
}

static void PRINTF_LIKE(3, 4)
fault(struct checking *at, const char *code, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	verdict_set(&at->exam.late, at->arena, code, "%s", text);
}

/* The signatures over one version of trust, as the proof holds them. */
static size_t
signatures_of(struct trust_signature **out, struct checking *at, int64_t version)
{
	const struct commit *commit = &at->exam.commit;
	const char *prefix =
		arena_printf(at->arena, "proof/trust-%lld-", (long long)version);
	size_t count = 0, skip = strlen(prefix);

	*out = arena_array(at->arena, commit->attachment_count, sizeof **out);
	for (size_t i = 0; i < commit->attachment_count; i++) {
		const char *name = commit->attachments[i].name;
		struct span armour = at->exam.attached[i];

		if (strncmp(name, prefix, skip) != 0 || strlen(name + skip) != 32 + 4)
			continue;
		if (armour.len > 0 && armour.data[armour.len - 1] == '\n')
			armour.len--;
		(*out)[count++] = (struct trust_signature){
			arena_copy(at->arena, name + skip, 32), armour };
	}
	return count;
}

static const struct trust *
next_trust(struct checking *at, const struct trust *now, int64_t version)
{
	const char *name =
		arena_printf(at->arena, "proof/trust-%lld.yaml", (long long)version);
	struct faults faults = { .arena = at->arena, .path = name };
	struct trust_signature *signatures;
	struct span bytes = part_named(at, name);
	const struct trust *next;
	const char *code;
	struct err err;
	bool newer = false;
	size_t count;

	if (bytes.data == NULL) {
		fault(at, "missing", "%s is not in the proof", name);
		return NULL;
	}
	next = trust_read(at->arena, &faults, &newer, bytes);
	if (next == NULL) {
		fault(at, newer ? "newer-format" : "bad-record", "%s cannot be read",
		      name);
		return NULL;
	}
	count = signatures_of(&signatures, at, version);
	if (trust_follows(&code, next, now, signatures, count, &err) != 0) {
		fault(at, code, "%s: %s", name, err.text);
		return NULL;
	}
	return next;
}

static void
check_trust(struct checking *at)
{
	const struct commit *commit = &at->exam.commit;
	const struct trust *trust = NULL;
	char id[DIGEST_HEX];

	for (int64_t version = 1; version <= commit->trust_version; version++) {
		trust = next_trust(at, trust, version);
		if (trust == NULL)
			return;
		digest_hex(id, &trust->sha256);
		if (version == 1 && strcmp(id, commit->ledger) != 0) {
			fault(at, "wrong-ledger",
			      "the trust in the proof is of another ledger");
			return;
		}
	}
	if (trust == NULL || !digest_equal(&trust->sha256, &commit->trust_sha256))
		fault(at, "trust-version",
		      "it cites a trust that the proof does not hold");
	else
		at->trust = trust;
}

static void
check_authority(struct checking *at)
{
	unsigned on_sign = 1u << TRUST_ASSESSOR | 1u << TRUST_MODERATOR;
	unsigned later = 1u << TRUST_MODERATOR | 1u << TRUST_ADMIN;
	unsigned roles = at->trust->release == RELEASE_ON_SIGN ? on_sign : later;

	if (!trust_allows(at->trust, at->exam.commit.kid, roles, at->said->rubric.id,
			  at->exam.commit.trust_version))
		fault(at, "unauthorised", "%s may not release outcomes of this rubric",
		      at->exam.commit.actor);
}

/* One record relied on: of this type, signed by a key in trust that may say it. */
static const struct record *
check_relied(struct checking *at, const char *sha256, enum record_type type, unsigned roles)
{
	const char *name = arena_printf(at->arena, "proof/%s.commit", sha256);
	struct span raw = part_named(at, name), bytes;
	struct faults faults = { .arena = at->arena, .path = "record.yaml" };
	const struct record *record;
	const struct trust_key *key;
	struct commit commit;
	struct digest digest;
	const char *code;
	char hex[DIGEST_HEX];
	struct err err;
	bool newer;

	bytes = part_named(at, arena_printf(at->arena, "proof/%s.record.yaml", sha256));
	if (raw.data == NULL || bytes.data == NULL) {
		fault(at, "missing", "the %s %.12s is not in the proof",
		      record_type_word(type), sha256);
		return NULL;
	}
	digest = digest_sha256(raw);
	digest_hex(hex, &digest);
	if (strcmp(hex, sha256) != 0
	    || commit_read(&commit, &code, at->arena, raw, &err) != 0) {
		fault(at, "digest-mismatch", "%s is not what it is named after", name);
		return NULL;
	}
	key = trust_key(at->trust, commit.kid);
	digest = digest_sha256(bytes);
	if (key == NULL || strcmp(key->actor, commit.actor) != 0
	    || strcmp(commit.ledger, at->exam.commit.ledger) != 0)
		fault(at, "unknown-key", "the %s is by a key this ledger does not know",
		      record_type_word(type));
	else if (!commit_verify(&commit, raw))
		fault(at, "bad-signature", "the signature of the %s does not hold",
		      record_type_word(type));
	else if (!digest_equal(&digest, &commit.record_sha256))
		fault(at, "digest-mismatch", "the record of the %s is not what was signed",
		      record_type_word(type));
	else if (trust_judge(at->trust, commit.kid, roles, at->said->rubric.id,
			     commit.trust_version, commit.seq) != TRUST_YES)
		fault(at, "unauthorised", "%s may not judge this rubric", commit.actor);
	record = record_read(at->arena, &faults, &newer, type, bytes);
	if (record == NULL || commit.type != type)
		fault(at, "bad-record", "what it relies on is no %s", record_type_word(type));
	return at->exam.late.code != NULL ? NULL : record;
}

static const struct decision *
check_decision(struct checking *at, const char *sha256)
{
	const struct record *record = check_relied(at, sha256, RECORD_DECISION,
		1u << TRUST_ASSESSOR | 1u << TRUST_MODERATOR);

	return record == NULL ? NULL : record->decision;
}

static bool
is_of(const struct moderation *said, const char *sha256)
{
	for (size_t i = 0; i < said->of_count; i++)
		if (strcmp(said->of[i], sha256) == 0)
			return true;
	return false;
}

/* `proof/<sha256>.commit` of a moderation: that digest; NULL. */
static const char *
moderation_named(struct checking *at, size_t attachment)
{
	struct span name = span_of(at->exam.commit.attachments[attachment].name);
	struct commit commit;
	const char *code;
	struct err ignored;

	if (name.len != 6 + 64 + 7 || !span_starts(name, "proof/")
	    || strcmp(name.data + 6 + 64, ".commit") != 0
	    || commit_read(&commit, &code, at->arena, at->exam.attached[attachment],
			   &ignored) != 0
	    || commit.type != RECORD_MODERATION)
		return NULL;
	return arena_copy(at->arena, name.data + 6, 64);
}

/* Where the proof holds a moderation of what it relies on, that is what stands. */
static void
check_moderation(struct checking *at)
{
	for (size_t i = 0; i < at->exam.commit.attachment_count; i++) {
		const char *sha256 = moderation_named(at, i);
		const struct record *record;
		const struct moderation *said;

		if (sha256 == NULL)
			continue;
		record = check_relied(at, sha256, RECORD_MODERATION,
				      1u << TRUST_MODERATOR | 1u << TRUST_IQA);
		if (record == NULL)
			return;
		said = record->body;
		for (size_t k = 0; k < at->said->decision_count; k++)
			if (!is_of(said, at->said->decisions[k]))
				fault(at, "bad-record", "the moderation in the proof is of "
				      "another decision");
		at->result = said->result;
	}
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Does it show what the moderator put in the decision's place? */
static void
check_result(struct checking *at)
{
	const struct moderation_result *result = at->result;
	const struct outcome_record *said = at->said;
	bool same = result == NULL || (result->outcome == said->outcome
				       && result->score_count == said->score_count);

	for (size_t i = 0; result != NULL && same && i < said->score_count; i++)
		same = same_text(result->scores[i].criterion, said->scores[i].criterion)
			&& same_text(result->scores[i].level, said->scores[i].level)
			&& same_text(result->scores[i].code, said->scores[i].code);
	if (!same)
		fault(at, "outcome-mismatch", "the moderation it relies on says something "
		      "else");
}

static void
check_decisions(struct checking *at)
{
	const struct outcome_record *said = at->said;

	if (said->decision_count == 0)
		fault(at, "bad-record", "it relies on no decision");
	check_moderation(at);
	check_result(at);
	if (at->exam.late.code != NULL)
		return;
	for (size_t i = 0; i < said->decision_count; i++) {
		const struct decision *decision = check_decision(at, said->decisions[i]);

		if (decision == NULL)
			return;
		if (strcmp(decision->portfolio, said->portfolio) != 0
		    || decision->attempt != said->attempt
		    || strcmp(decision->rubric.sha256, said->rubric.sha256) != 0
		    || strcmp(decision->evidence.tree256, said->evidence.tree256) != 0
		    || (said->decision_count == 1 && at->result == NULL
			&& decision->outcome != said->outcome))
			fault(at, "outcome-mismatch",
			      "the decision it relies on says something "
			      "else");
		at->decision = said->decision_count == 1 ? decision : NULL;
	}
}

/* A decision that the one relied on rests on, judged as that one is, if it is here. */
static int
find_basis(void *who, const struct decision **out, bool *here, const char *sha256,
	   struct err *err)
{
	struct checking *at = who;
	const char *name = arena_printf(at->arena, "proof/%s.commit", sha256);

	(void)err;
	*here = part_named(at, name).data != NULL;
	*out = *here ? check_decision(at, sha256) : NULL;
	return 0;
}

/* NULL: what it rests on is not in the proof. */
static const struct attempt *
attempt_of(struct checking *at, const struct rubric *rubric)
{
	const struct basis_source source = { find_basis, at };
	struct attempt *attempt = arena_alloc(at->arena, sizeof *attempt);
	struct err never;
	bool known;

	if (at->decision == NULL
	    || judge_attempt(attempt, &known, &at->exam.late, at->arena, rubric,
			     at->decision, &source, &never) != 0)
		return NULL;
	return known ? attempt : NULL;
}

static void
check_outcome_of(struct checking *at, const struct sheet *sheet,
		 const struct attempt *attempt)
{
	bool asked;
	struct decision_result result = judge_sheet(&asked, at->arena, sheet,
						    at->said->attempt, attempt);

	if (asked && result.outcome != (enum outcome)(at->said->outcome + OUTCOME_PASS))
		fault(at, "outcome-mismatch",
		      "the rule makes something else of these scores");
}

/* Returned at the gate: no scores, and no rule to go by. */
static void
check_return(struct checking *at, const struct rubric *rubric)
{
	struct verdict verdict = judge_finding(at->arena, rubric, at->decision, NULL);

	if (verdict.code != NULL)
		fault(at, verdict.code, "%s", verdict.detail);
	else if (at->said->score_count != 0)
		fault(at, "outcome-mismatch",
		      "it shows scores, and the decision was none on the work");
}

/* The rule of the rubric beside it, on the scores it shows. */
static void
check_rule(struct checking *at)
{
	const struct outcome_record *said = at->said;
	struct span bytes = part_named(at, "rubric.yaml");
	struct faults faults = { .arena = at->arena, .path = "rubric.yaml" };
	const struct attempt *attempt;
	const struct rubric *rubric;
	struct verdict scores;
	struct sheet sheet;
	char sha256[DIGEST_HEX];

	rubric =
		bytes.data == NULL ? NULL : rubric_parse(at->arena, &faults, NULL, bytes);
	if (rubric == NULL) {
		fault(at, "bad-record", "rubric.yaml cannot be read");
		return;
	}
	digest_hex(sha256, &rubric->sha256);
	if (strcmp(sha256, said->rubric.sha256) != 0) {
		fault(at, "digest-mismatch",
		      "rubric.yaml is not the rubric that was used");
		return;
	}
	if (at->decision != NULL && at->decision->stage != NULL && at->result == NULL) {
		check_return(at, rubric);
		return;
	}
	if (rubric->manual)
		return;
	scores = judge_scores(&sheet, at->arena, rubric, said->scores, said->score_count);
	attempt = attempt_of(at, rubric);
	if (scores.code == NULL)
		scores = judge_carried(at->arena, &sheet, attempt);
	if (scores.code != NULL)
		fault(at, scores.code, "%s", scores.detail);
	else
		check_outcome_of(at, &sheet, attempt);
}

/* The evidence commit it names stands beneath it: is it what was judged? */
static void
check_evidence(struct checking *at)
{
	const struct commit *commit = &at->exam.commit;
	const struct oid *last = &commit->parents[commit->parent_count - 1];
	struct evidence evidence;
	struct digest tree256;
	char hex[DIGEST_HEX];
	struct err err = { 0 };
	int64_t bytes;

	oid_hex(hex, last);
	if (strcmp(hex, at->said->evidence.commit) != 0) {
		fault(at, "bad-link", "its last parent is not the evidence it names");
		return;
	}
	if (evidence_open(&evidence, at->arena, at->repo, last, at->said->evidence.path,
			  NULL, &err) != 0
	    || evidence_tree256(&tree256, &bytes, &evidence, at->progress, &err) != 0) {
		fault(at, err.code == ERR_NOT_FOUND ? "missing" : "evidence-changed",
		      "the evidence: %s", err.text);
		return;
	}
	digest_hex(hex, &tree256);
	if (strcmp(hex, at->said->evidence.tree256) != 0
	    || bytes != at->said->evidence.bytes
	    || (int64_t)evidence.count != at->said->evidence.files)
		fault(at, "evidence-changed", "the evidence is not what was judged");
}

static void
check_key(struct checking *at)
{
	examine_key(&at->exam, at->trust);
	if (at->exam.early.code == NULL && at->exam.late.code == NULL)
		check_authority(at);
}

/* Everything about one outcome but its links. */
static void
check_outcome(struct checking *at)
{
	static void (*const steps[])(struct checking *at) = {
		check_trust, check_key, check_decisions, check_rule, check_evidence,
	};

	at->decision = NULL;
	at->result = NULL;
	if (at->exam.record != NULL)
		at->said = at->exam.record->body;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (at->exam.early.code == NULL && at->exam.late.code == NULL)
			steps[i](at);
}

/* What the one above said of the commit now being judged. */
struct above {
	bool any;
	int64_t seq;
	struct digest prev;
	char ledger[DIGEST_HEX];
};

static void
check_links(struct checking *at, const struct above *above)
{
	const struct commit *commit = &at->exam.commit;
	size_t parents = commit->seq == 0 ? 1 : 2;

	if (commit->parent_count != parents || commit->has_prev != (commit->seq != 0))
		fault(at, "bad-link", "it has another number of parents than it should");
	if (!above->any)
		return;
	if (commit->seq != above->seq - 1)
		fault(at, "bad-sequence", "expected outcome %lld of the branch",
		      (long long)above->seq - 1);
	if (!digest_equal(&at->exam.sha256, &above->prev))
		fault(at, "bad-link", "it is not the outcome that the next one follows");
	if (strcmp(commit->ledger, above->ledger) != 0)
		fault(at, "wrong-ledger", "the next outcome is of another ledger");
}

static void
tell_newest(struct outcome_report *out, struct arena *arena, const struct checking *at)
{
	const struct outcome_record *said = at->said;
	const struct commit *commit = &at->exam.commit;

	out->ledger = arena_text(arena, commit->ledger);
	out->actor = out->name = arena_text(arena, commit->actor);
	out->time = commit->time;
	if (at->trust != NULL)
		out->name = arena_text(arena, trust_name(at->trust, commit->actor));
	if (said == NULL)
		return;
	out->portfolio = arena_text(arena, said->portfolio);
	out->rubric = arena_text(arena, said->rubric.id);
	out->evidence = arena_text(arena, said->evidence.commit);
	out->outcome = outcome_word((enum outcome)(said->outcome + OUTCOME_PASS));
	out->attempt = said->attempt;
}

static void
tell_fault(struct outcome_report *out, struct arena *arena, const struct checking *at)
{
	const struct verdict *verdict = at->exam.early.code != NULL ? &at->exam.early
		: &at->exam.late;

	if (verdict->code == NULL)
		return;
	out->code = verdict->code;
	out->detail = arena_text(arena, verdict->detail);
	out->at = at->exam.oid;
}

static int
check_one(struct checking *at, const struct above *above, struct err *err)
{
	if (examine(&at->exam, err) != 0)
		return -1;
	if (!at->exam.is_read)
		return 0;
	check_links(at, above);
	check_outcome(at);
	return 0;
}

/* From the tip down, until a fault or the first outcome. */
static int
walk(struct outcome_report *out, struct arena *arena, struct repo *repo,
     const char *ledger, const struct progress *progress, struct err *err)
{
	struct above above = { 0 };
	struct oid oid = out->head;
	bool more = true;

	while (more) {
		struct arena scratch = { 0 };
		struct checking at = { .arena = &scratch,
				       .repo = repo,
				       .progress = progress,
				       .exam = { .arena = &scratch,
						 .repo = repo,
						 .ledger = ledger,
						 .oid = oid,
						 .chain = { .ref = OUTCOME_REF,
							    .is_outcomes = true } } };
		int failed = check_one(&at, &above, err);

		if (failed == 0 && at.exam.is_read && !above.any)
			tell_newest(out, arena, &at);
		if (failed == 0)
			tell_fault(out, arena, &at);
		out->outcomes++;
		more = failed == 0 && out->code == NULL && at.exam.commit.seq > 0;
		if (more) {
			oid = at.exam.commit.parents[0];
			above = (struct above){ .any = true, .seq = at.exam.commit.seq,
						.prev = at.exam.commit.prev };
			snprintf(above.ledger, sizeof above.ledger, "%s",
				 at.exam.commit.ledger);
		}
		arena_close(&scratch);
		if (failed != 0)
			return -1;
		if (!progress_tick(progress, out->outcomes, 0))
			return err_set(err, ERR_CANCELLED, "stopped");
	}
	return 0;
}

int
outcome_verify(struct outcome_report *out, struct arena *arena, const char *path,
	       const char *ledger, const struct progress *progress, struct err *err)
{
	struct repo *repo;
	int failed;

	*out = (struct outcome_report){ .id_checked = ledger != NULL };
	if (repo_open(&repo, path, err) != 0)
		return -1;
	failed = repo_ref_read(&out->head, repo, OUTCOME_REF, err);
	if (failed != 0 && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "%s holds no outcome: there is no branch "
			"assay/outcomes", path);
	if (failed == 0)
		failed = walk(out, arena, repo, ledger, progress, err);
	repo_close(repo);
	return failed;
}
