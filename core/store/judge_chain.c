#include "core/store/judge_index.h"

#include <inttypes.h>

#include "core/model/record_body.h"

#define BIT(role) (1u << (role))
#define SCORER (BIT(TRUST_ASSESSOR) | BIT(TRUST_MODERATOR))

/* Who may say what; 0: any key in trust. */
static const unsigned sayers[RECORD_TYPES] = {
	[RECORD_DECISION] = SCORER,
	[RECORD_SEALED] = SCORER,
	[RECORD_REVEAL] = SCORER,
	[RECORD_CLAIM] = SCORER,
	[RECORD_MODERATION] = BIT(TRUST_MODERATOR) | BIT(TRUST_IQA),
	[RECORD_RUBRIC] = BIT(TRUST_ADMIN),
	[RECORD_ASSIGNMENT] = BIT(TRUST_ADMIN),
	[RECORD_ERASURE] = BIT(TRUST_ADMIN),
	[RECORD_CHECKPOINT] = BIT(TRUST_WITNESS) | BIT(TRUST_MODERATOR),
};

static struct verdict
fine(void)
{
	return (struct verdict){ NULL, NULL };
}

struct verdict
judge_links(const struct standing *below, const struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	struct verdict verdict = fine();

	if (below->has_sha256 && (!commit->has_prev
				  || !digest_equal(&commit->prev, &below->sha256)))
		verdict_set(&verdict, exam->arena, "bad-link",
			    "Assay-Prev is not the digest of the record below");
	if (below->has_seq && commit->seq != below->seq + 1)
		verdict_set(&verdict, exam->arena, "bad-sequence",
			    "expected number %" PRId64 ", found %" PRId64, below->seq + 1,
			    commit->seq);
	if (commit->type != RECORD_TRUST
	    && (commit->type == RECORD_GENESIS) != (commit->seq == 0))
		verdict_set(&verdict, exam->arena, "bad-sequence",
			    "a chain begins with its genesis record, and has one");
	if (below->retired)
		verdict_set(&verdict, exam->arena, "bad-sequence",
			    "the chain was retired before this");
	return verdict;
}

static bool
is_known_trust(const struct ledger *ledger, const struct commit *commit)
{
	return ledger->trust != NULL && commit->trust_version <= ledger->trust->version
		&& digest_equal(&commit->trust_sha256,
				&ledger->versions[commit->trust_version - 1]);
}

static struct verdict
judge_trust_version(const struct ledger *ledger, const struct standing *below,
		    const struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	struct verdict verdict = fine();

	if (below->stale)
		verdict_set(&verdict, exam->arena, "trust-version",
			    "a record below rests on a trust file that is not here");
	else if (commit->trust_version < below->trust_version)
		verdict_set(&verdict, exam->arena, "trust-version",
			    "it cites version %" PRId64 " after version %" PRId64,
			    commit->trust_version, below->trust_version);
	else if (!is_known_trust(ledger, commit))
		verdict_set(&verdict, exam->arena, "trust-version",
			    ledger->trust != NULL
			    && commit->trust_version <= ledger->trust->version
			    ? "it rests on another version %" PRId64 " of the trust file than"
			      " the one that is here"
			    : "the version %" PRId64 " of the trust file that it cites is not"
			      " here: fetch it", commit->trust_version);
	return verdict;
}

/* The rubric a record is about, for grants of limited scope; NULL: none. */
static const char *
rubric_of(const struct record *record)
{
	if (record->decision != NULL)
		return record->decision->rubric.id;
	if (record->type == RECORD_RUBRIC)
		return ((const struct record_rubric *)record->body)->id;
	if (record->type == RECORD_ASSIGNMENT)
		return ((const struct assignment *)record->body)->rubric.id;
	if (record->type == RECORD_CLAIM)
		return ((const struct claim *)record->body)->rubric.id;
	return NULL;
}

static struct verdict
judge_authority(const struct ledger *ledger, const struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	struct verdict verdict = fine();
	enum trust_answer answer =
		trust_judge(ledger->trust, commit->kid, sayers[commit->type],
			    rubric_of(exam->record), commit->trust_version, commit->seq);

	if (answer == TRUST_FROZEN)
		verdict_set(&verdict, exam->arena, "after-freeze",
			    "the key %s counts only up to an earlier record",
			    commit->kid);
	else if (answer == TRUST_NO)
		verdict_set(&verdict, exam->arena, "unauthorised",
			    "the key %s may not say this"
			    " under version %" PRId64 " of the trust file",
			    commit->kid, commit->trust_version);
	return verdict;
}

static bool
is_in_mark(const struct chain *chain, const char *id)
{
	uint8_t name[MARK_NAME];

	return chain != NULL && chain->old_count != 0
		&& hex_decode(name, sizeof name, span_of(id))
		&& marks_has_id(chain->marks, chain->marked, name);
}

/* What only the chain can tell of a record that reads well. */
static struct verdict
judge_record(struct chain_place *place, const struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	const struct record *record = exam->record;
	const struct genesis *genesis = record->body;
	struct verdict verdict = fine();

	if (is_in_mark(place->chain, record->id) || met_add(&place->ids, record->id))
		verdict_set(&verdict, exam->arena, "bad-record",
			    "the id %s stands in this chain already",
			    record->id);
	if (record->type == RECORD_GENESIS && (strcmp(genesis->actor, commit->actor) != 0
					       || strcmp(genesis->kid, commit->kid) != 0))
		verdict_set(&verdict, exam->arena, "bad-record",
			    "it begins another chain than this");
	for (size_t i = 0; i < record->seen_count; i++)
		if (strcmp(record->seen[i].kid, commit->kid) == 0)
			verdict_set(&verdict, exam->arena, "bad-record",
				    "it says that it saw its own chain");
	return verdict;
}

static struct verdict
judge_before_references(struct chain_place *place, struct exam *exam)
{
	struct verdict verdict;

	if (exam->is_read)
		examine_key(exam, place->ledger->trust);
	if (exam->early.code != NULL)
		return exam->early;
	verdict = judge_links(&place->below, exam);
	if (verdict.code == NULL)
		verdict = judge_trust_version(place->ledger, &place->below, exam);
	if (verdict.code == NULL)
		verdict = exam->late;
	if (verdict.code == NULL)
		verdict = judge_record(place, exam);
	if (verdict.code == NULL)
		verdict = judge_authority(place->ledger, exam);
	return verdict;
}

int
judge_in_place(struct verdict *out, struct chain_place *place, struct exam *exam,
	       struct err *err)
{
	*out = judge_before_references(place, exam);
	if (out->code == NULL && judge_references(out, place, exam, err) != 0)
		return -1;
	standing_pass(&place->below, place->ledger, exam, out->code);
	return 0;
}

void
place_close(struct chain_place *place)
{
	met_close(&place->ids);
	met_close(&place->superseded);
}

void
standing_pass(struct standing *standing, const struct ledger *ledger,
	      const struct exam *exam, const char *code)
{
	const struct commit *commit = &exam->commit;

	standing->has_sha256 = exam->raw.len != 0;
	standing->sha256 = exam->sha256;
	standing->has_seq = exam->is_read;
	if (!exam->is_read)
		return;
	standing->seq = commit->seq;
	standing->stale |= exam->early.code == NULL && !is_known_trust(ledger, commit);
	if (code != NULL)
		return;
	standing->trust_version = commit->trust_version;
	standing->retired = commit->type == RECORD_RETIRE;
}
