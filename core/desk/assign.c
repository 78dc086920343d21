#include "core/desk/assign.h"

#include "core/base/when.h"
#include "core/desk/dossier.h"
#include "core/desk/pin.h"
#include "core/desk/programme.h"
#include "core/desk/sealing.h"
#include "core/desk/seal.h"

enum { JUDGES = 1u << TRUST_ASSESSOR | 1u << TRUST_MODERATOR, HOUR = 60 * 60 };

/* What is said of a portfolio and its rubric, the same for both. */
struct subject {
	struct arena *arena;
	struct taken taken;
	const struct rubric *rubric;
	struct record_rubric said;
};

static int
find_subject(struct subject *out, struct arena *arena, const struct speaker *by,
	     const struct workspace *workspace, const char *portfolio, struct err *err)
{
	struct appended published;
	bool hit;

	*out = (struct subject){ .arena = arena };
	if (workspace_portfolio(&out->taken, arena, workspace, portfolio, err) != 0
	    || workspace_rubric(&out->rubric, NULL, arena, workspace, out->taken.rubric, err)
		       != 0
	    || programme_published(&published, &hit, by->ledger, out->rubric, err) != 0)
		return -1;
	out->said = pin_rubric(arena, out->rubric,
			       hit ? arena_text(arena, published.sha256) : NULL);
	return 0;
}

/* ---- assignments ---- */

static int
check_people(const char *const *actors, size_t count, const struct trust *trust,
	     const char *rubric, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < i; k++)
			if (strcmp(actors[i], actors[k]) == 0)
				return err_set(err, ERR_USAGE, "%.40s is named twice",
					       actors[i]);
		if (!trust_allows_person(trust, actors[i], JUDGES, rubric))
			return err_set(err, ERR_REFUSED, "%.40s may not judge by %s; see "
				       "`assay person list`", actors[i], rubric);
	}
	return 0;
}

/* Who is to open what is sealed: those named, or every moderator of the rubric. */
static void
choose_openers(struct assignment *said, struct arena *arena, const struct trust *trust)
{
	for (size_t i = 0; i < trust->key_count; i++) {
		const char *actor = trust->keys[i].actor;
		bool known = false;

		for (size_t k = 0; k < said->seal_to_count; k++)
			known |= strcmp(said->seal_to[k], actor) == 0;
		if (known || !trust_allows_person(trust, actor, 1u << TRUST_MODERATOR, said->rubric.id))
			continue;
		said->seal_to = arena_grow(arena, said->seal_to, said->seal_to_count,
					   sizeof *said->seal_to);
		said->seal_to[said->seal_to_count++] = actor;
	}
}

static int
check_sealing(struct assignment *said, const struct assigning *how, struct arena *arena,
	      const struct trust *trust, struct err *err)
{
	if (how->mode == ASSIGNMENT_OPEN)
		return how->seal_to_count == 0 ? 0
			: err_set(err, ERR_USAGE, "--seal-to goes with --sealed");
	said->seal_to = how->seal_to;
	said->seal_to_count = how->seal_to_count;
	if (how->seal_to_count == 0)
		choose_openers(said, arena, trust);
	if (check_people(said->seal_to, said->seal_to_count, trust, said->rubric.id, err) != 0)
		return -1;
	if ((int64_t)said->seal_to_count >= trust->seal_recipients_min)
		return 0;
	return err_set(err, ERR_REFUSED, "sealed work is to be opened by %lld persons at least, "
		       "and %zu are named: the policy is seal_recipients_min",
		       (long long)trust->seal_recipients_min, said->seal_to_count);
}

/* The newest commit of it: what is to be judged. */
static int
pin_newest(struct record_evidence *out, const struct subject *subject,
	   const struct progress *progress, struct err *err)
{
	const char *ref = subject->taken.ref;
	struct dossier dossier;
	int failed;

	if (dossier_open(&dossier, subject->taken.repo, *ref == '\0' ? NULL : ref,
			 subject->taken.path, subject->rubric, NULL, err) != 0)
		return -1;
	failed = pin_evidence(out, subject->arena, &dossier.evidence, progress, err);
	out->path = subject->taken.path;	/* the dossier's goes with it */
	dossier_close(&dossier);
	return failed;
}

int
assign_portfolio(struct appended *out, const struct speaker *by,
		 const struct workspace *workspace, const char *portfolio,
		 const struct assigning *how, const struct progress *progress,
		 struct err *err)
{
	const struct trust *trust = by->ledger->trust;
	struct arena scratch = { 0 };
	struct assignment said = { .markers = how->markers,
		.marker_count = how->marker_count, .mode = (int)how->mode };
	struct subject subject;
	int failed = find_subject(&subject, &scratch, by, workspace, portfolio, err);

	if (failed == 0) {
		said.portfolio = subject.taken.portfolio;
		said.attempt = subject.taken.attempt;
		said.rubric = subject.said;
		failed = check_people(how->markers, how->marker_count, trust,
				      subject.rubric->id, err);
	}
	if (failed == 0)
		failed = check_sealing(&said, how, &scratch, trust, err);
	if (failed == 0)
		failed = pin_newest(&said.evidence, &subject, progress, err);
	if (failed == 0)
		failed = statement_record(out, by, RECORD_ASSIGNMENT, &said, NULL, 0, err);
	arena_close(&scratch);
	return failed;
}

/* ---- claims ---- */

/* The last claim of each person on this attempt; what ended by itself is no claim. */
struct lease {
	const char *actor, *sha256;
	int64_t made, ends;
};

struct leases {
	struct arena *arena;
	const struct taken *taken;
	struct lease *items;
	size_t count;
};

static struct lease *
lease_of(struct leases *leases, const char *actor)
{
	for (size_t i = 0; i < leases->count; i++)
		if (strcmp(leases->items[i].actor, actor) == 0)
			return &leases->items[i];
	leases->items = arena_grow(leases->arena, leases->items, leases->count,
				   sizeof *leases->items);
	leases->items[leases->count] = (struct lease){ .made = INT64_MIN,
		.actor = arena_text(leases->arena, actor) };
	return &leases->items[leases->count++];
}

static bool
note_claim(void *who, const struct entry *entry)
{
	struct leases *leases = who;
	const struct claim *said;
	struct lease *lease;

	if (!entry->counts || entry->record == NULL || entry->record->type != RECORD_CLAIM)
		return true;
	said = entry->record->body;
	if (strcmp(said->portfolio, leases->taken->portfolio) != 0
	    || said->attempt != leases->taken->attempt)
		return true;
	lease = lease_of(leases, entry->commit->actor);
	if (entry->commit->time < lease->made
	    || !when_parse(&lease->ends, span_of(said->expires)))
		return true;
	lease->made = entry->commit->time;
	lease->sha256 = arena_text(leases->arena, entry->sha256);
	if (lease->ends <= lease->made)
		lease->ends = INT64_MIN;	/* given back */
	return true;
}

/* One's own, and the first of another's that runs; NULL where there is none. */
static int
find_leases(const struct lease **own, const struct lease **other, struct leases *leases,
	    const struct speaker *by, struct err *err)
{
	*own = *other = NULL;
	if (ledger_walk_about(by->ledger, leases->taken->portfolio, NULL, note_claim, leases,
			      err) != 0)
		return -1;
	for (size_t i = 0; i < leases->count; i++) {
		const struct lease *lease = &leases->items[i];

		if (lease->ends <= by->now)
			continue;
		if (strcmp(lease->actor, by->actor) == 0)
			*own = lease;
		else if (*other == NULL)
			*other = lease;
	}
	return 0;
}

static int
say_claim(struct claimed *out, const struct subject *subject, const struct speaker *by,
	  const struct workspace *workspace, const char *conflict, const char *releases,
	  struct err *err)
{
	const struct sealing sealing = { workspace, by->ledger, subject->taken.portfolio,
					 subject->rubric->id };
	char expires[WHEN_TEXT];
	bool none = strcmp(conflict, "none") == 0;
	const struct claim said = { .portfolio = subject->taken.portfolio,
		.attempt = subject->taken.attempt, .rubric = subject->said,
		.expires = expires, .conflict = none ? "none" : "attach/" SEAL_CONFLICT,
		.releases = releases };
	struct blob_to_write attached = { SEAL_CONFLICT, span_of(conflict) };

	when_print(expires, out->ends);
	if (sealing_put(&attached, !none, subject->arena, &sealing, err) != 0
	    || statement_record(&out->appended, by, RECORD_CLAIM, &said, &attached, !none,
				err) != 0)
		return -1;
	if (!none)
		out->keys_trouble = sealing_hand_over(subject->arena, &sealing,
						      by->signer->key.kid, by->now);
	return 0;
}

/* The portfolio, and whose claims on it run. */
static int
find_claims(struct subject *subject, const struct lease **own, const struct lease **other,
	    struct arena *arena, const struct speaker *by, const struct workspace *workspace,
	    const char *portfolio, struct err *err)
{
	struct leases leases = { .arena = arena, .taken = &subject->taken };

	return find_subject(subject, arena, by, workspace, portfolio, err) != 0 ? -1
		: find_leases(own, other, &leases, by, err);
}

int
claim_portfolio(struct claimed *out, struct arena *arena, const struct speaker *by,
		const struct workspace *workspace, const char *portfolio, int64_t hours,
		const char *conflict, struct err *err)
{
	const struct lease *own, *other;
	struct subject subject;

	*out = (struct claimed){ .ends = by->now + hours * HOUR };
	if (find_claims(&subject, &own, &other, arena, by, workspace, portfolio, err) != 0)
		return -1;
	if (other != NULL)
		out->also = other->actor;
	return say_claim(out, &subject, by, workspace, conflict, "none", err);
}

int
claim_release(struct claimed *out, struct arena *arena, const struct speaker *by,
	      const struct workspace *workspace, const char *portfolio, struct err *err)
{
	const struct lease *own, *other;
	struct subject subject;

	*out = (struct claimed){ .ends = by->now };
	if (find_claims(&subject, &own, &other, arena, by, workspace, portfolio, err) != 0)
		return -1;
	if (own == NULL)
		return err_set(err, ERR_NOT_FOUND, "you have no claim on %.8s that still runs",
			       subject.taken.portfolio);
	return say_claim(out, &subject, by, workspace, "none", own->sha256, err);
}
