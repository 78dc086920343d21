#include "core/store/judge_index.h"

#include "core/model/record_body.h"
#include "core/store/judge_basis.h"
#include "core/store/tree.h"

#define BIT(type) (1u << (type))
#define DECIDED (BIT(RECORD_DECISION) | BIT(RECORD_MODERATION))
#define RELIED (DECIDED | BIT(RECORD_SEALED) | BIT(RECORD_REVEAL) | BIT(RECORD_CLAIM) \
		| BIT(RECORD_ASSIGNMENT))

enum { KNOWN_RUBRICS = 256 };

/* One reference of a record: what it may point to. */
struct reference {
	const char *field, *sha256;	/* sha256: `none` points nowhere */
	unsigned types;			/* bits of enum record_type */
};

struct references {
	struct arena *arena;
	struct reference *items;
	size_t count;
};

static void
add(struct references *all, const char *field, const char *sha256, unsigned types)
{
	if (sha256 == NULL || strcmp(sha256, "none") == 0)
		return;
	all->items = arena_grow(all->arena, all->items, all->count, sizeof *all->items);
	all->items[all->count++] = (struct reference){ field, sha256, types };
}

static void
add_decision(struct references *all, const void *body)
{
	const struct decision *said = body;

	add(all, "assignment", said->assignment, BIT(RECORD_ASSIGNMENT));
	add(all, "rubric.published", said->rubric.published, BIT(RECORD_RUBRIC));
	for (size_t i = 0; i < said->basis_count; i++)
		add(all, "basis", said->basis[i], RELIED);
}

static void
add_moderation(struct references *all, const void *body)
{
	const struct moderation *said = body;

	for (size_t i = 0; i < said->of_count; i++)
		add(all, "of", said->of[i], DECIDED | BIT(RECORD_REVEAL));
}

static void
add_assignment(struct references *all, const void *body)
{
	const struct assignment *said = body;

	add(all, "rubric.published", said->rubric.published, BIT(RECORD_RUBRIC));
}

static void
add_claim(struct references *all, const void *body)
{
	const struct claim *said = body;

	add(all, "rubric.published", said->rubric.published, BIT(RECORD_RUBRIC));
	add(all, "releases", said->releases, BIT(RECORD_CLAIM));
}

static void
add_reveal(struct references *all, const void *body)
{
	const struct reveal *said = body;

	add(all, "of", said->of, BIT(RECORD_SEALED));
}

static void (*const adders[RECORD_TYPES])(struct references *all, const void *body) = {
	[RECORD_DECISION] = add_decision,
	[RECORD_MODERATION] = add_moderation,
	[RECORD_ASSIGNMENT] = add_assignment,
	[RECORD_CLAIM] = add_claim,
	[RECORD_REVEAL] = add_reveal,
};

static struct references
references_of(struct arena *arena, const struct record *record)
{
	struct references all = { .arena = arena };

	if (adders[record->type] != NULL)
		adders[record->type](&all, record->body);
	return all;
}

bool
has_references(const struct record *record)
{
	struct arena scratch = { 0 };
	bool any = references_of(&scratch, record).count != 0
		|| (record->decision != NULL && record->decision->supersedes_count != 0);

	arena_close(&scratch);
	return any;
}

/* NULL: not at hand. */
static struct link *
link_at(struct record_place at)
{
	return at.chain == NULL ? NULL : chain_link(at.chain, at.at);
}

static void
check_types(struct verdict *out, const struct chain_place *place,
	    const struct exam *exam)
{
	struct references all = references_of(exam->arena, exam->record);

	for (size_t i = 0; i < all.count; i++) {
		struct record_place at =
			index_find(place->index, place->missed, all.items[i].sha256);
		const struct link *link = link_at(at);
		unsigned type = link == NULL ? 0 : BIT(link->type);

		if (link != NULL && !(type & all.items[i].types))
			verdict_set(out, exam->arena, "bad-record",
				    "%s points to a record of another type",
				    all.items[i].field);
	}
}

static int
read_attachment(struct span *out, struct arena *arena, struct repo *repo,
		const struct commit *commit, const struct attachment *named,
		struct err *err)
{
	struct digest digest;
	struct oid folder, blob;

	if (tree_find(&folder, MODE_TREE, arena, repo, &commit->tree, "attach",
			err) != 0
	    || tree_find(&blob, MODE_FILE, arena, repo, &folder, named->name, err) != 0
	    || repo_read(out, arena, repo, &blob, OBJECT_BLOB, RECORD_ATTACHMENT, err)
		       != 0)
		return -1;
	digest = digest_sha256(*out);
	if (!digest_equal(&digest, &named->sha256))
		return err_set(err, ERR_INVALID, "attach/%s is not what was signed",
			       named->name);
	return 0;
}

int
attachment_read(struct span *out, struct arena *arena, struct repo *repo,
		const struct commit *commit, const char *name, struct err *err)
{
	for (size_t i = 0; i < commit->attachment_count; i++)
		if (strcmp(commit->attachments[i].name, name) == 0)
			return read_attachment(out, arena, repo, commit,
					       &commit->attachments[i], err);
	return err_set(err, ERR_NOT_FOUND, "the record has no attachment %s", name);
}

/* A published rubric: its bytes' digest as signed, and itself where it can be read. */
static int
read_rubric(struct known_rubric *known, struct arena *arena, struct repo *repo,
	    const struct link *link, struct err *err)
{
	struct faults faults = { .arena = arena, .path = "rubric.yaml" };
	struct commit commit;
	struct span raw, bytes;
	const char *code;

	if (repo_read(&raw, arena, repo, &link->oid, OBJECT_COMMIT, COMMIT_BYTES,
		      err) != 0
	    || commit_read(&commit, &code, arena, raw, err) != 0
	    || attachment_read(&bytes, arena, repo, &commit, "rubric.yaml", err) != 0)
		return err->code == ERR_IO ? -1 : 0;
	known->sha256 = digest_sha256(bytes);
	known->is_here = true;
	known->rubric = rubric_parse(arena, &faults, NULL, bytes);
	return 0;
}

/* Each is read once; past KNOWN_RUBRICS, the first makes room. */
static int
know_rubric(const struct known_rubric **out, struct rubrics *index,
	    struct repo *repo, const struct link *link, struct err *err)
{
	struct known_rubric *known;

	for (size_t i = 0; i < index->count; i++)
		if (oid_equal(&index->items[i].oid, &link->oid)) {
			*out = &index->items[i];
			return 0;
		}
	if (index->count == KNOWN_RUBRICS)
		rubrics_close(index);
	index->items = arena_grow(&index->arena, index->items, index->count,
				  sizeof *known);
	known = &index->items[index->count];
	*known = (struct known_rubric){ .oid = link->oid };
	if (read_rubric(known, &index->arena, repo, link, err) != 0)
		return -1;
	index->count++;
	*out = known;
	return 0;
}

/* What is said of a rubric against the rubric itself. */
static void
check_named_rubric(struct verdict *out, struct arena *arena,
		   const struct record_rubric *said, const struct digest *sha256,
		   const struct rubric *rubric)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, sha256);
	if (strcmp(hex, said->sha256) != 0)
		verdict_set(out, arena, "digest-mismatch",
			    "rubric.yaml is not the rubric that the record names");
	else if (rubric != NULL && (strcmp(rubric->id, said->id) != 0
				    || rubric->version != said->version))
		verdict_set(out, arena, "bad-record", "rubric.yaml is %s, version %lld",
			    rubric->id, (long long)rubric->version);
}

static struct record *
read_decision_at(struct arena *arena, struct repo *repo, const struct chain *chain,
		 size_t at, struct err *err)
{
	const struct link *link = chain_link(chain, at);
	struct exam exam = { .arena = arena, .repo = repo, .chain = chain->name };

	if (link == NULL || link->type != RECORD_DECISION)
		return NULL;
	exam.oid = link->oid;
	if (examine(&exam, err) != 0)
		return NULL;
	return exam.record;
}

/* A decision of the ledger, for whoever rests on it. */
struct looking {
	struct arena *arena;
	struct chain_place *place;
	struct repo *repo;
};

static int
find_decision(void *who, const struct decision **out, bool *here, const char *sha256,
	      struct err *err)
{
	struct looking *looking = who;
	struct record_place at =
		index_find(looking->place->index, looking->place->missed, sha256);
	const struct link *link = link_at(at);
	struct record *record;

	*out = NULL;
	*here = link != NULL;
	if (link == NULL || link->type != RECORD_DECISION)
		return 0;
	err->code = ERR_NONE;
	record = read_decision_at(looking->arena, looking->repo, at.chain, at.at, err);
	*here = record != NULL;
	*out = record == NULL ? NULL : record->decision;
	return err->code == ERR_IO ? -1 : 0;
}

/* The rule on what a decision says, as the attempt it is. */
static int
check_finding(struct verdict *out, struct chain_place *place, const struct exam *exam,
	      const struct rubric *rubric, struct err *err)
{
	struct looking looking = { exam->arena, place, exam->repo };
	const struct basis_source source = { find_decision, &looking };
	const struct decision *said = exam->record->decision;
	struct attempt attempt;
	bool known;

	if (judge_attempt(&attempt, &known, out, exam->arena, rubric, said, &source,
			  err) != 0)
		return -1;
	if (out->code == NULL)
		*out = judge_finding(exam->arena, rubric, said,
				     known ? &attempt : NULL);
	return 0;
}

static int
check_published(struct verdict *out, struct chain_place *place, const struct exam *exam,
		const struct record_rubric *said, struct err *err)
{
	const struct known_rubric *known;
	struct record_place at =
		index_find(place->index, place->missed, said->published);
	const struct link *link = link_at(at);

	if (out->code != NULL || link == NULL)
		return 0;
	if (know_rubric(&known, place->rubrics, exam->repo, link, err) != 0)
		return -1;
	if (!known->is_here)
		return 0;
	check_named_rubric(out, exam->arena, said, &known->sha256, known->rubric);
	if (out->code != NULL || known->rubric == NULL || exam->record->decision == NULL)
		return 0;
	return check_finding(out, place, exam, known->rubric, err);
}

static int
check_own_rubric(struct verdict *out, const struct exam *exam, struct err *err)
{
	struct faults faults = { .arena = exam->arena, .path = "rubric.yaml" };
	struct span bytes;
	struct digest sha256;

	if (attachment_read(&bytes, exam->arena, exam->repo, &exam->commit, "rubric.yaml",
			    err) != 0)
		return -1;
	sha256 = digest_sha256(bytes);
	check_named_rubric(out, exam->arena, exam->record->body, &sha256,
			   rubric_parse(exam->arena, &faults, NULL, bytes));
	return 0;
}

static bool
same_case(const struct decision *a, const struct decision *b)
{
	return strcmp(a->portfolio, b->portfolio) == 0 && a->attempt == b->attempt
		&& a->role == b->role;
}

/* One of `supersedes`: earlier, own chain, the same case, not yet superseded. */
static void
check_superseded(struct verdict *out, struct chain_place *place, const struct exam *exam,
		 const char *sha256)
{
	struct record_place at = index_find(place->index, place->missed, sha256);
	const struct link *link = link_at(at);
	struct record *record;
	struct err err;

	if (link == NULL) {
		verdict_set(out, exam->arena, "missing",
			    "it supersedes %.16s…, which is not here",
			    sha256);
		return;
	}
	record = at.chain != place->chain ? NULL
		: read_decision_at(exam->arena, exam->repo, at.chain, at.at, &err);
	if (record == NULL || !same_case(record->decision, exam->record->decision))
		verdict_set(out, exam->arena, "bad-record",
			    "it supersedes %.16s…, which is not an"
			    " own decision on the same attempt in the same role",
			    sha256);
	else if (link->superseded || met_add(&place->superseded, sha256))
		verdict_set(out, exam->arena, "bad-record",
			    "%.16s… was superseded already", sha256);
}

int
place_look_back(struct chain_place *place, struct err *err)
{
	const struct chain *chain = place->chain;

	for (size_t i = chain == NULL ? 0 : chain->old_count;
	     chain != NULL && i < chain->count; i++) {
		struct arena scratch = { 0 };
		struct record *record = read_decision_at(&scratch, place->ledger->repo,
							 chain, i, err);

		for (size_t k = 0;
		     record != NULL && k < record->decision->supersedes_count; k++)
			met_add(&place->superseded, record->decision->supersedes[k]);
		arena_close(&scratch);
	}
	return 0;
}

static void
check_checkpoint(struct verdict *out, struct chain_place *place, const struct exam *exam)
{
	const struct checkpoint *said = exam->record->body;
	const struct ledger *ledger = place->ledger;
	char hex[DIGEST_HEX];

	if (said->trust_version > ledger->trust->version)
		return;
	digest_hex(hex, &ledger->versions[said->trust_version - 1]);
	if (strcmp(hex, said->trust_sha256) != 0)
		verdict_set(out, exam->arena, "trust-version",
			    "it saw another version %lld of the trust file",
			    (long long)said->trust_version);
}

static const struct record_rubric *
rubric_named(const struct record *record)
{
	if (record->decision != NULL)
		return &record->decision->rubric;
	if (record->type == RECORD_ASSIGNMENT)
		return &((const struct assignment *)record->body)->rubric;
	if (record->type == RECORD_CLAIM)
		return &((const struct claim *)record->body)->rubric;
	return NULL;
}

int
judge_references(struct verdict *out, struct chain_place *place, const struct exam *exam,
		 struct err *err)
{
	const struct record *record = exam->record;
	const struct decision *said = record->decision;
	const struct record_rubric *rubric = rubric_named(record);

	if (record->type == RECORD_RUBRIC && check_own_rubric(out, exam, err) != 0)
		return -1;
	if (record->type == RECORD_CHECKPOINT)
		check_checkpoint(out, place, exam);
	if (place->index == NULL)
		return 0;
	for (size_t i = 0; said != NULL && i < said->supersedes_count; i++)
		check_superseded(out, place, exam, said->supersedes[i]);
	check_types(out, place, exam);
	return rubric == NULL ? 0 : check_published(out, place, exam, rubric, err);
}
