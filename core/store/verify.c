#include "core/store/judge_index.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/store/fork.h"
#include "core/store/witness.h"

/* So many problems of a chain are told one by one, so that no ledger is ever too large to be
 * told of: fewer where there are many chains, for all of them together to be not many more.
 * The first of each code is told besides, so that nothing hides behind what is trivial. */
enum { TOLD_MOST = 1000, TOLD_LEAST = 10, TOLD_IN_ALL = 10000 };

/* What is told of one chain, or of what belongs to none. */
struct told {
	struct problem *items;
	size_t count, most;
	uint64_t codes;			/* that were told: a bit for each of `reasons` */
	int64_t *more;			/* than that, of each code: only counted; NULL: none */
};

struct auditing {
	struct audit *out;
	struct arena *arena;
	pthread_mutex_t lock;		/* of the arena, while chains are walked */
	struct ledger *ledger;
	struct told trust;
	struct chain_audit *chains;	/* of the index, while they are walked */
	size_t chain_count;
	struct checkpoints checkpoints;
};

/* What is found on one chain, by whichever thread. */
struct chain_audit {
	struct auditing *of;
	struct chain_report report;
	struct told told;
	int64_t remembered;
	bool has_checkpoint;
	struct oid checkpoint;		/* the newest that counts, of those judged now */
};

/* As it was told just before? Many that come together say the same. */
static const char *
text_like(const char *before, struct arena *arena, const char *text)
{
	return before != NULL && strcmp(before, text) == 0 ? before : arena_text(arena, text);
}

static void
push_problem(struct problem **list, size_t *count, struct arena *arena,
	     const struct problem *problem)
{
	struct problem *copy, *before;

	*list = arena_grow(arena, *list, *count, sizeof **list);
	copy = &(*list)[(*count)++];
	before = *count > 1 ? copy - 1 : NULL;
	*copy = *problem;
	copy->ref = text_like(before == NULL ? NULL : before->ref, arena, problem->ref);
	copy->detail = text_like(before == NULL ? NULL : before->detail, arena,
				 problem->detail);
}

static void
add_problem(struct auditing *a, const struct problem *problem)
{
	push_problem(&a->out->problems, &a->out->problem_count, a->arena, problem);
}

/* What is told of one chain comes from one thread. */
static void
told_add(struct auditing *a, struct told *told, const struct problem *problem)
{
	size_t number = reason_place(reason_find(problem->code));
	uint64_t code = UINT64_C(1) << number;
	bool is_told = told->count < told->most || !(told->codes & code);

	told->codes |= code;
	if (is_told || told->more == NULL) {
		pthread_mutex_lock(&a->lock);
		if (is_told)
			push_problem(&told->items, &told->count, a->arena, problem);
		else
			told->more = arena_array(a->arena, reason_count + 1, sizeof *told->more);
		pthread_mutex_unlock(&a->lock);
	}
	if (!is_told)
		told->more[number]++;
}

/* `and 501 more of this chain: 500 missing, 1 fork` */
static const char *
say_more(struct arena *arena, const struct told *told)
{
	bool is_trust = strcmp(told->items[0].ref, LEDGER_TRUST) == 0;
	struct buf text = { 0 };
	const char *between = ":", *said;
	int64_t all = 0;

	for (size_t i = 0; i <= reason_count; i++)
		all += told->more[i];
	buf_printf(&text, "and %" PRId64 " more of %s", all,
		   is_trust ? "the trust chain" : "this chain");
	for (size_t i = 0; i <= reason_count; i++) {
		if (told->more[i] == 0)
			continue;
		buf_printf(&text, "%s %" PRId64 " %s", between, told->more[i],
			   i == reason_count ? "others" : reasons[i].code);
		between = ",";
	}
	said = arena_text(arena, text.data);
	buf_close(&text);
	return said;
}

/* What was told of it goes to the rest, and how much was not. */
static void
told_report(struct auditing *a, const struct told *told)
{
	struct problem last = { .code = "too-many", .seq = -1 };

	for (size_t i = 0; i < told->count; i++)
		add_problem(a, &told->items[i]);
	if (told->more == NULL)
		return;
	last.ref = told->items[0].ref;
	last.detail = say_more(a->arena, told);
	add_problem(a, &last);
}

static struct problem
problem_of(const struct entry *entry)
{
	return (struct problem){ .ref = entry->ref, .code = entry->code,
				 .detail = entry->detail, .has_commit = true,
				 .commit = entry->oid, .seq = entry->seq };
}

static bool
add_trust(void *who, const struct entry *entry)
{
	struct auditing *a = who;
	struct problem problem = problem_of(entry);

	a->out->records++;
	a->out->valid += entry->counts;
	if (entry->code != NULL)
		told_add(a, &a->trust, &problem);
	return true;
}

static void
add_claim(void *who, const struct problem *problem)
{
	struct chain_audit *chain = who;

	told_add(chain->of, &chain->told, problem);
}

static bool
add_record(void *who, const struct entry *entry)
{
	struct chain_audit *chain = who;
	struct problem problem = problem_of(entry);

	chain->report.records++;
	chain->report.valid += entry->counts;
	if (entry->counts && entry->record->type == RECORD_CHECKPOINT) {
		chain->has_checkpoint = true;
		chain->checkpoint = entry->oid;
	}
	if (entry->code != NULL)
		add_claim(chain, &problem);
	return true;
}

static void *
begin_chain(void *who, const struct chain *chain, size_t at)
{
	struct auditing *a = who;

	(void)chain;
	return &a->chains[at];
}

static size_t
most_of_each(const struct ledger_index *index)
{
	size_t most = TOLD_IN_ALL / (1 + index->read_count);

	return most > TOLD_MOST ? TOLD_MOST : most < TOLD_LEAST ? TOLD_LEAST : most;
}

/* The index may be gone when its chains are walked. */
static void
open_chains(struct auditing *a, const struct ledger_index *index)
{
	size_t most = most_of_each(index);

	a->chain_count = index->chain_count + 1;
	a->chains = calloc(a->chain_count, sizeof *a->chains);
	if (a->chains == NULL)
		abort();
	for (size_t i = 0; i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];
		int64_t remembered = (int64_t)chain->old_count;

		a->chains[i].of = a;
		a->chains[i].told.most = most;
		a->chains[i].remembered = remembered;
		a->chains[i].report = (struct chain_report){
			.ref = arena_text(a->arena, chain->name.ref),
			.actor = arena_text(a->arena, chain->name.actor),
			.kid = arena_text(a->arena, chain->name.kid),
			.records = remembered, .valid = remembered, .has_head = true,
			.head = chain->head };
	}
	a->chains[index->chain_count].of = a;		/* what belongs to none of them */
	a->chains[index->chain_count].told.most = SIZE_MAX;
}

/* The chains in order of their refs, whichever was walked first. */
static void
add_chains(struct auditing *a)
{
	struct audit *out = a->out;

	out->chain_count = a->chain_count - 1;
	out->chains = arena_array(a->arena, a->chain_count, sizeof *out->chains);
	for (size_t i = 0; i < a->chain_count; i++) {
		struct chain_audit *found = &a->chains[i];

		told_report(a, &found->told);
		if (i == out->chain_count)
			break;
		out->chains[i] = found->report;
		if (found->has_checkpoint)
			checkpoints_add(&a->checkpoints, a->arena, out->chains[i].ref,
					&found->checkpoint);
		out->records += found->report.records;
		out->valid += found->report.valid;
		out->remembered += found->remembered;
	}
}

static int
audit_logs(struct auditing *a, const struct progress *progress, struct err *err)
{
	struct ledger_index *index;
	struct walk_sink sink = { .record = add_record, .problem = add_claim,
				  .chain = begin_chain, .who = a };
	int status = ledger_index(&index, a->ledger, progress, err);

	if (status != 0)
		return -1;
	open_chains(a, index);
	sink.pins = &a->chains[index->chain_count];
	status = judge_logs(a->ledger, index, progress, &sink, err);
	if (status == 0)
		add_chains(a);
	free(a->chains);
	return status;
}

static void
audit_foreign(struct auditing *a, const struct ledger_index *index)
{
	for (size_t i = 0; i < index->foreign_count; i++)
		add_problem(a, &(struct problem){
				       .ref = index->foreign[i],
				       .code = "path-mismatch",
				       .detail = "this ref does not belong in a ledger",
				       .has_commit =
					       !oid_is_none(&index->foreign_oids[i]),
				       .commit = index->foreign_oids[i],
				       .seq = -1 });
}

/* Is this one of its records? Told by its digest, so that the chain need not be gone down. */
static bool
is_on(struct auditing *a, const struct ledger_index *index, const struct chain *chain,
      const struct oid *mark)
{
	struct arena scratch = { 0 };
	struct missed missed = { 0 };
	struct record_place at = { NULL, 0 };
	char hex[DIGEST_HEX];
	struct digest sha256;
	struct span raw;
	struct err ignored;

	if (oid_equal(&chain->head, mark))
		return true;
	if (repo_read(&raw, &scratch, a->ledger->repo, mark, OBJECT_COMMIT, COMMIT_BYTES,
		      &ignored) == 0) {
		sha256 = digest_sha256(raw);
		digest_hex(hex, &sha256);
		at = index_find(index, &missed, hex);
	}
	arena_close(&scratch);
	arena_close(&missed.arena);
	return at.chain == chain;
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

	if (chain != NULL && chain_holds(chain, mark))
		return 0;
	if (chain != NULL
	    && chain_collect(&marked, NULL, &scratch, a->ledger->repo, err) != 0) {
		arena_close(&scratch);
		return -1;
	}
	if (chain != NULL && chain->name.kid != NULL && a->ledger->trust != NULL
	    && fork_is_settled(a->ledger->trust, chain->name.kid)) {
		arena_close(&scratch);
		return 0;
	}
	behind = chain == NULL || marked.count == 0
		 || !marked.links[marked.count - 1].has_raw
		 || chain_holds(&marked, &chain->head);
	problem.code = behind ? "rollback" : strcmp(ref, LEDGER_TRUST) == 0 ? "trust-fork"
		: "fork";
	problem.detail = chain == NULL ? "the chain is gone; it stood at this commit"
		: behind ? "the chain ends before this commit, where it stood"
		: "the chain once stood at this commit, and no longer holds it";
	add_problem(a, &problem);
	arena_close(&scratch);
	return 0;
}

static void
add_fork(struct auditing *a, const struct fork *fork)
{
	struct problem problem = { .code = "fork", .seq = fork->seq, .has_commit = true,
		.commit = fork->beside,
		.ref = arena_printf(a->arena, LEDGER_LOG "%s/%s", fork->actor, fork->kid),
		.detail = arena_printf(a->arena, "two different records %lld, both signed, "
			"are known here: `assay alarm` tells the others",
			(long long)fork->seq) };

	for (size_t i = 0; i < a->out->problem_count; i++)
		if (strcmp(a->out->problems[i].code, "fork") == 0
		    && a->out->problems[i].has_commit
		    && oid_equal(&a->out->problems[i].commit, &fork->beside))
			return;		/* told already, of where the chain stood */
	add_problem(a, &problem);
}

static int
audit_trust_mark(struct auditing *a, const struct oid *mark, struct err *err)
{
	struct arena scratch = { 0 };
	struct chain trust = { .head = a->ledger->trust_head };
	int status = chain_collect(&trust, NULL, &scratch, a->ledger->repo, err);

	if (status == 0)
		status = audit_mark(a, LEDGER_TRUST, mark, &trust, err);
	arena_close(&scratch);
	return status;
}

static int
audit_log_mark(struct auditing *a, const struct ledger_index *index, const char *ref,
	       const struct chain_name *name, const struct oid *mark, struct err *err)
{
	const struct chain *chain = index_chain(index, name->actor, name->kid);

	if (chain != NULL && (chain->unread.code != NULL || is_on(a, index, chain, mark)))
		return 0;
	return audit_mark(a, ref, mark, chain, err);
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
			status = audit_log_mark(a, index, ref, &name, &refs[i].oid, err);
		else
			add_problem(a, &(struct problem){ .ref = refs[i].name,
				.code = "path-mismatch", .has_commit = true,
				.commit = refs[i].oid, .seq = -1,
				.detail = "it marks no chain that there can be" });
	}
	arena_close(&scratch);
	return status;
}

/* The trust chain; without one, nothing else can be judged, and every chain is told once. */
static int
audit_trust(struct auditing *a, const char *id, struct err *err)
{
	struct trust_chain chain;
	int status;

	a->trust.most = TOLD_MOST;
	status = judge_trust_chain(&chain, a->ledger, id, add_trust, a, err);
	told_report(a, &a->trust);
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

/* What was kept beside a chain and is not settled. */
static int
audit_kept(struct auditing *a, const struct ledger_index *index, struct err *err)
{
	struct arena scratch = { 0 };
	struct fork *forks;
	size_t count;
	int status;

	if (a->ledger->trust == NULL)
		return 0;
	status = forks_beside(&forks, &count, &scratch, a->ledger, index, err);
	for (size_t i = 0; status == 0 && i < count; i++)
		if (!fork_is_settled(a->ledger->trust, forks[i].kid))
			add_fork(a, &forks[i]);
	arena_close(&scratch);
	return status;
}

/* How much of each chain others put under a checkpoint. */
static int
audit_witness(struct auditing *a, struct err *err)
{
	struct audit *out = a->out;
	struct witness witness;
	int status;

	if (a->ledger->trust == NULL)
		return 0;
	witness_open(&witness, a->ledger);
	status = checkpoints_read(&witness, &a->checkpoints, err);
	for (size_t i = 0; status == 0 && i < out->chain_count; i++) {
		struct chain_report *chain = &out->chains[i];
		int64_t certified = witness_certified(&witness, chain->actor, chain->kid);

		chain->certified = certified < chain->valid ? certified : chain->valid;
	}
	out->has_checkpoint = witness.any;
	out->checkpoint_time = witness.newest;
	out->checkpoint_actor = arena_text(a->arena, witness.actor);
	witness_close(&witness);
	return status;
}

static int
audit_all(struct auditing *a, const struct audit_how *how,
	  const struct progress *progress, struct err *err)
{
	struct ledger_index *index;

	if (audit_trust(a, how->id, err) != 0)
		return -1;
	a->ledger->threads = how->threads;
	a->ledger->mark_after = how->mark_after;
	a->ledger->state = how->full ? NULL : how->state;
	if (audit_logs(a, progress, err) != 0)
		return -1;
	index = a->ledger->index;
	if (index == NULL && ledger_index(&index, a->ledger, progress, err) != 0)
		return -1;
	audit_foreign(a, index);
	if (audit_marks(a, index, err) != 0 || audit_kept(a, index, err) != 0
	    || audit_witness(a, err) != 0)
		return -1;
	if (marks_bad(a->ledger->marks))	/* what rests on it was told for nothing */
		return ledger_index_unmark(a->ledger, err);
	if (how->full) {
		a->ledger->state = how->state;
		ledger_index_mark(a->ledger);
	}
	return 0;
}

/* Persons, not keys. */
static size_t
people_of(const struct trust *trust)
{
	size_t people = 0;

	for (size_t i = 0; i < trust->key_count; i++) {
		size_t k = 0;

		while (k < i && strcmp(trust->keys[k].actor, trust->keys[i].actor) != 0)
			k++;
		people += k == i;
	}
	return people;
}

static void
conclude(struct auditing *a, const char *id)
{
	const struct ledger *ledger = a->ledger;
	struct audit *out = a->out;

	if (ledger->id[0] != '\0')
		out->ledger = arena_text(a->arena, ledger->id);
	out->trust_version = ledger->trust == NULL ? 0 : ledger->trust->version;
	if (ledger->trust != NULL) {
		out->checkpoint_days = ledger->trust->checkpoint_max_age_days;
		out->people = people_of(ledger->trust);
	}
	out->id_checked = id != NULL && ledger->trust != NULL;
	out->ok = out->problem_count == 0;
}

void
audit_unsafe(struct audit *out, struct arena *arena, const char *why)
{
	*out = (struct audit){ 0 };
	push_problem(&out->problems, &out->problem_count, arena,
		     &(struct problem){ .ref = "-", .code = "unsafe-repository",
					.detail = why, .seq = -1 });
}

static int
try(struct audit *out, struct arena *arena, const char *path,
    const struct audit_how *how, const struct progress *progress, struct err *err)
{
	struct ledger ledger = { 0 };
	struct auditing a = { .out = out, .arena = arena, .ledger = &ledger,
			      .lock = PTHREAD_MUTEX_INITIALIZER };
	int status;

	*out = (struct audit){ 0 };
	ledger.path = arena_text(arena, path);
	status = repo_open_ledger(&ledger.repo, path, err);
	if (status == 0)
		status = audit_all(&a, how, progress, err);
	if (status != 0 && err->code == ERR_UNSAFE) {
		audit_unsafe(out, arena, err->text);
		status = 0;
	}
	conclude(&a, how->id);
	ledger_close(&ledger);
	return status;
}

int
audit_run(struct audit *out, struct arena *arena, const char *path,
	  const struct audit_how *how, const struct progress *progress, struct err *err)
{
	struct audit_how whole = *how;
	int status = try(out, arena, path, how, progress, err);

	if (status == 0 || err->code != ERR_INVALID || how->full)
		return status;
	whole.full = true;		/* what was remembered turned out to be damaged */
	return try(out, arena, path, &whole, progress, err);
}
