#include "core/store/judge_index.h"

#include <stdio.h>

struct auditing {
	struct audit *out;
	struct arena *arena;
	struct ledger *ledger;
	struct chain_report *chain;	/* the one being walked; NULL: trust */
};

static void
add_problem(void *who, const struct problem *problem)
{
	struct auditing *a = who;
	struct audit *out = a->out;
	struct problem *copy;

	out->problems = arena_grow(a->arena, out->problems, out->problem_count,
				   sizeof *out->problems);
	copy = &out->problems[out->problem_count++];
	*copy = *problem;
	copy->ref = arena_text(a->arena, problem->ref);
	copy->detail = arena_text(a->arena, problem->detail);
}

static bool
add_record(void *who, const struct entry *entry)
{
	struct auditing *a = who;

	a->out->records++;
	a->out->valid += entry->counts;
	if (a->chain != NULL) {
		a->chain->records++;
		a->chain->valid += entry->counts;
	}
	if (entry->code != NULL)
		add_problem(a, &(struct problem){ .ref = entry->ref, .code = entry->code,
			.detail = entry->detail, .has_commit = true, .commit = entry->oid,
			.seq = entry->seq });
	return true;
}

static void
add_chain(void *who, const struct chain *chain)
{
	struct auditing *a = who;
	struct audit *out = a->out;

	out->chains =
		arena_grow(a->arena, out->chains, out->chain_count, sizeof *out->chains);
	a->chain = &out->chains[out->chain_count++];
	*a->chain = (struct chain_report){ .ref = arena_text(a->arena, chain->name.ref),
		.actor = arena_text(a->arena, chain->name.actor),
		.kid = arena_text(a->arena, chain->name.kid), .has_head = true,
		.head = chain->head };
}

static void
audit_foreign(struct auditing *a, const struct ledger_index *index)
{
	static const struct oid none;

	for (size_t i = 0; i < index->foreign_count; i++)
		add_problem(a, &(struct problem){
				       .ref = index->foreign[i],
				       .code = "path-mismatch",
				       .detail = "this ref does not belong in a ledger",
				       .has_commit =
					       !oid_equal(&index->foreign_oids[i], &none),
				       .commit = index->foreign_oids[i],
				       .seq = -1 });
}

static bool
holds(const struct chain *chain, const struct oid *oid)
{
	for (size_t i = chain->count; i-- > 0; )
		if (oid_equal(&chain->links[i].oid, oid))
			return true;
	return false;
}

/* Where a chain once stood, against where it stands now (`chain` NULL: it is gone). */
static int
audit_mark(struct auditing *a, const char *ref, const struct oid *mark,
	   const struct chain *chain, struct err *err)
{
	struct arena scratch = { 0 };
	struct chain marked = { .head = *mark };
	struct problem problem = {
		.ref = ref, .has_commit = true, .commit = *mark, .seq = -1
	};
	bool behind;

	if (chain != NULL && holds(chain, mark))
		return 0;
	if (chain_collect(&marked, NULL, &scratch, a->ledger->repo, NULL, err) != 0) {
		arena_close(&scratch);
		return -1;
	}
	behind = chain == NULL || marked.count == 0
		 || !marked.links[marked.count - 1].has_raw
		 || holds(&marked, &chain->head);
	problem.code = behind ? "rollback" : strcmp(ref, LEDGER_TRUST) == 0 ? "trust-fork"
		: "fork";
	problem.detail = chain == NULL ? "the chain is gone; it stood at this commit"
		: behind ? "the chain ends before this commit, where it stood"
		: "the chain once stood at this commit, and no longer holds it";
	add_problem(a, &problem);
	arena_close(&scratch);
	return 0;
}

static int
audit_trust_mark(struct auditing *a, const struct oid *mark, struct err *err)
{
	struct arena scratch = { 0 };
	struct chain trust = { .head = a->ledger->trust_head };
	int status = chain_collect(&trust, NULL, &scratch, a->ledger->repo, NULL, err);

	if (status == 0)
		status = audit_mark(a, LEDGER_TRUST, mark, &trust, err);
	arena_close(&scratch);
	return status;
}

static int
audit_marks(struct auditing *a, const struct ledger_index *index, struct err *err)
{
	struct arena scratch = { 0 };
	struct ref *refs;
	size_t count;
	int status = repo_ref_list(&refs, &count, &scratch, a->ledger->repo, LEDGER_MARK,
				   LEDGER_REFS, err);

	for (size_t i = 0; status == 0 && i < count; i++) {
		const char *ref = arena_printf(&scratch, "refs/heads/assay/v1/%s",
					       refs[i].name + strlen(LEDGER_MARK));
		struct chain_name name;

		if (strcmp(ref, LEDGER_TRUST) == 0)
			status = audit_trust_mark(a, &refs[i].oid, err);
		else if (chain_name_parse(&name, &scratch, ref))
			status =
				audit_mark(a, ref, &refs[i].oid,
					   index_chain(index, name.actor, name.kid), err);
	}
	arena_close(&scratch);
	return status;
}

/* The trust chain; without one, nothing else can be
 * judged, but all is still looked at. */
static int
audit_trust(struct auditing *a, const char *id, struct err *err)
{
	struct trust_chain chain;
	int status = judge_trust_chain(&chain, a->ledger, id, add_record, a, err);

	if (status != 0 && err->code != ERR_NOT_FOUND && err->code != ERR_INVALID)
		return -1;
	if (status != 0) {
		add_problem(a, &(struct problem){ .ref = LEDGER_TRUST, .code = "missing",
			.detail = "the ledger has no trust chain", .seq = -1 });
		snprintf(a->ledger->id, sizeof a->ledger->id, "%s", id == NULL ? "" : id);
		return 0;
	}
	ledger_take_trust(a->ledger, &chain);
	return 0;
}

static int
audit_all(struct auditing *a, const char *id, const struct progress *progress,
	  struct err *err)
{
	struct walk_sink sink = { .record = add_record, .problem = add_problem,
				  .chain = add_chain, .who = a };
	struct ledger_index *index;

	if (audit_trust(a, id, err) != 0
	    || judge_logs(a->ledger, progress, &sink, err) != 0
	    || ledger_index(&index, a->ledger, progress, err) != 0)
		return -1;
	audit_foreign(a, index);
	return audit_marks(a, index, err);
}

static void
conclude(struct auditing *a, const char *id)
{
	const struct ledger *ledger = a->ledger;
	struct audit *out = a->out;

	if (ledger->id[0] != '\0')
		out->ledger = arena_text(a->arena, ledger->id);
	out->trust_version = ledger->trust == NULL ? 0 : ledger->trust->version;
	out->id_checked = id != NULL && ledger->trust != NULL;
	out->ok = out->problem_count == 0;
}

int
audit_run(struct audit *out, struct arena *arena, const char *path, const char *id,
	  const struct progress *progress, struct err *err)
{
	struct ledger ledger = { 0 };
	struct auditing a = { .out = out, .arena = arena, .ledger = &ledger };
	int status;

	*out = (struct audit){ 0 };
	ledger.path = arena_text(arena, path);
	status = repo_open_ledger(&ledger.repo, path, err);
	if (status == 0) {
		status = audit_all(&a, id, progress, err);
	} else if (err->code == ERR_UNSAFE) {
		add_problem(&a, &(struct problem){ .ref = "-",
						   .code = "unsafe-repository",
						   .detail = err->text,
						   .seq = -1 });
		status = 0;
	}
	conclude(&a, id);
	ledger_close(&ledger);
	return status;
}
