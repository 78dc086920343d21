#include "core/desk/inspect.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/crew.h"
#include "core/base/when.h"
#include "core/store/witness.h"

enum { KID_SHOWN = 8 };

/* ---- from an audit ---- */

static int
by_reason(const void *a, const void *b)
{
	const struct inspected *x = a, *y = b;
	size_t first = reason_place(x->reason), second = reason_place(y->reason);
	int order;

	if (first != second)
		return first < second ? -1 : 1;
	order = strcmp(x->chain, y->chain);
	return order != 0 ? order
		: (x->problem->seq > y->problem->seq) - (x->problem->seq < y->problem->seq);
}

/* `a-lind/<kid>` of a log's ref, `trust` of the trust chain's. */
static const char *
chain_of(const char *ref)
{
	size_t before = strlen(LEDGER_LOG);

	if (strcmp(ref, LEDGER_TRUST) == 0)
		return "trust";
	return strncmp(ref, LEDGER_LOG, before) == 0 ? ref + before : ref;
}

static const char *
actor_of(struct arena *arena, const char *ref)
{
	struct span rest = span_of(chain_of(ref)), actor;

	if (strncmp(ref, LEDGER_LOG, strlen(LEDGER_LOG)) != 0)
		return NULL;
	actor = span_cut(&rest, '/');
	return arena_copy(arena, actor.data, actor.len);
}

void
inspect_take(struct inspection *out, const struct arena *arena, const struct audit *audit)
{
	*out = (struct inspection){ .arena = *arena, .audit = *audit };
	out->items = arena_array(&out->arena, audit->problem_count, sizeof *out->items);
	for (size_t i = 0; i < audit->problem_count; i++) {
		const struct problem *problem = &audit->problems[i];

		out->items[out->count++] = (struct inspected){ .problem = problem,
			.reason = reason_find(problem->code),
			.chain = chain_of(problem->ref),
			.actor = actor_of(&out->arena, problem->ref) };
	}
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_reason);
}

int
inspect_run(struct inspection *out, const struct workspace *workspace, bool full,
	    const struct progress *progress, struct err *err)
{
	const struct audit_how how = { .id = workspace->ledger_id, .full = full,
		.state = workspace->visiting ? NULL : workspace->places.state,
		.threads = crew_online() };
	struct arena arena = { 0 };
	struct audit audit;

	*out = (struct inspection){ 0 };
	if (workspace->ledger_path == NULL) {
		audit_unsafe(&audit, &arena, workspace->closed);
		inspect_take(out, &arena, &audit);
		out->full = full;
		return 0;
	}
	if (audit_run(&audit, &arena, workspace->ledger_path, &how, progress, err) != 0) {
		arena_close(&arena);
		return -1;
	}
	if (!workspace->visiting)
		audit_remember_at(&audit, workspace->ledger_path, &how);
	inspect_take(out, &arena, &audit);
	out->full = full;
	return 0;
}

void
inspect_close(struct inspection *inspection)
{
	arena_close(&inspection->arena);
	*inspection = (struct inspection){ 0 };
}

/* ---- once more through the ledger ---- */

struct looking {
	struct inspection *of;
	struct inspected **sorted;	/* those at a commit, by it */
	size_t count;
	struct inspected **first;	/* of those at one commit: there may be thousands */
	size_t first_count;
	struct witness witness;
};

static int
by_commit(const void *a, const void *b)
{
	const struct inspected *const *x = a, *const *y = b;

	return memcmp(&(*x)->problem->commit, &(*y)->problem->commit, sizeof(struct oid));
}

static void
sort(struct looking *looking)
{
	struct inspection *of = looking->of;

	looking->sorted = arena_array(&of->arena, of->count, sizeof *looking->sorted);
	for (size_t i = 0; i < of->count; i++)
		if (of->items[i].problem->has_commit)
			looking->sorted[looking->count++] = &of->items[i];
	if (looking->count > 1)
		qsort(looking->sorted, looking->count, sizeof *looking->sorted, by_commit);
	looking->first = arena_array(&of->arena, looking->count, sizeof *looking->first);
	for (size_t i = 0; i < looking->count; i++)
		if (i == 0 || by_commit(&looking->sorted[i - 1], &looking->sorted[i]) != 0)
			looking->first[looking->first_count++] = looking->sorted[i];
}

/* What was told of the first at a commit holds for the others. */
static void
spread(struct looking *looking)
{
	for (size_t i = 1; i < looking->count; i++) {
		const struct inspected *before = looking->sorted[i - 1];
		struct inspected *item = looking->sorted[i];

		if (by_commit(&looking->sorted[i - 1], &looking->sorted[i]) != 0)
			continue;
		item->readable = before->readable;
		item->portfolio = before->portfolio;
		item->attempt = before->attempt;
	}
}

static void
tell(struct inspected *item, struct arena *arena, const struct entry *entry)
{
	const char *portfolio;

	item->readable = entry->commit != NULL;
	if (entry->record == NULL)
		return;
	portfolio = record_about(entry->record);
	item->portfolio = portfolio == NULL ? NULL : arena_text(arena, portfolio);
	if (entry->record->decision != NULL)
		item->attempt = entry->record->decision->attempt;
}

static bool
look_at(void *who, const struct entry *entry)
{
	struct looking *looking = who;
	struct inspection *of = looking->of;
	const struct problem at = { .commit = entry->oid };
	const struct inspected sought = { .problem = &at }, *key = &sought;
	struct inspected **hit = looking->first_count == 0 ? NULL
		: bsearch(&key, looking->first, looking->first_count, sizeof key, by_commit);

	witness_add(&looking->witness, entry);
	blind_add(&of->blind, &of->arena, entry);
	if (hit != NULL && !(*hit)->readable)
		tell(*hit, &of->arena, entry);
	return true;
}

/* A head that others saw stands for all below it. */
static void
count_witnessed(struct looking *looking)
{
	struct inspection *of = looking->of;

	for (size_t i = 0; i < of->audit.chain_count; i++) {
		const struct chain_report *chain = &of->audit.chains[i];
		int64_t low = 0, high = chain->valid;

		while (low < high) {
			int64_t at = low + (high - low) / 2;

			if (witness_of(&looking->witness, RECORD_DECISION, chain->actor,
				       chain->kid, at).persons != 0)
				low = at + 1;
			else
				high = at;
		}
		of->witnessed += low;
	}
}

static int
walk(struct looking *looking, struct ledger *ledger, const struct progress *progress,
     struct err *err)
{
	int failed;

	witness_open(&looking->witness, ledger);
	failed = ledger_walk(ledger, progress, look_at, looking, err);
	if (failed == 0)
		count_witnessed(looking);
	witness_close(&looking->witness);
	return failed;
}

int
inspect_look(struct inspection *inspection, const char *path, const char *actor,
	     const struct progress *progress, struct err *err)
{
	struct looking looking = { .of = inspection };
	struct ledger ledger;
	struct err ignored;
	int failed;

	if (path == NULL || ledger_open(&ledger, path, NULL, &ignored) != 0)
		return 0;
	sort(&looking);
	inspection->blind.actor = actor;
	failed = walk(&looking, &ledger, progress, err);
	ledger_close(&ledger);
	if (failed != 0 && err->code == ERR_UNSAFE)
		failed = 0;		/* it was told as a problem */
	spread(&looking);
	blind_settle(&inspection->blind);
	for (size_t i = 0; i < inspection->count; i++) {
		struct inspected *item = &inspection->items[i];

		item->blind = blind_covers(&inspection->blind, item->portfolio, item->attempt);
	}
	inspection->looked = failed == 0;
	return failed;
}

/* ---- looking for some of it ---- */

enum { COLUMN_CODE, COLUMN_CHAIN, COLUMN_ACTOR, COLUMN_PORTFOLIO, COLUMN_SEQ, COLUMN_COMMIT,
       COLUMN_DETAIL, COLUMNS };

const char *const inspect_columns[] = { "code", "chain", "actor", "portfolio", "seq", "commit",
	"detail", NULL };
_Static_assert(sizeof inspect_columns / sizeof *inspect_columns == COLUMNS + 1,
	       "one a column");

bool
inspect_passes(const struct inspected *item, const struct filter *filter)
{
	const struct problem *problem = item->problem;
	char seq[24] = "", hex[OID_HEX] = "";
	const char *values[COLUMNS] = {
		[COLUMN_CODE] = problem->code, [COLUMN_CHAIN] = item->chain,
		[COLUMN_ACTOR] = item->actor, [COLUMN_PORTFOLIO] = item->portfolio,
		[COLUMN_SEQ] = seq, [COLUMN_COMMIT] = hex,
		[COLUMN_DETAIL] = item->blind ? NULL : problem->detail };

	if (problem->seq >= 0)
		snprintf(seq, sizeof seq, "%lld", (long long)problem->seq);
	if (problem->has_commit)
		oid_hex(hex, &problem->commit);
	return filter_passes(filter, values);
}

bool
inspect_passes_chain(const struct chain_report *chain, const struct filter *filter)
{
	char hex[OID_HEX] = "";
	const char *values[COLUMNS] = { [COLUMN_CHAIN] = chain_of(chain->ref),
		[COLUMN_ACTOR] = chain->actor, [COLUMN_COMMIT] = hex };

	if (chain->has_head)
		oid_hex(hex, &chain->head);
	return filter_passes(filter, values);
}

size_t
inspect_reasons(const struct inspection *inspection)
{
	size_t count = 0;

	for (size_t i = 0; i < inspection->count; i++)
		count += i == 0 || strcmp(inspection->items[i].problem->code,
					  inspection->items[i - 1].problem->code) != 0;
	return count;
}

/* ---- in words ---- */

void
inspect_print_chain(struct buf *out, const char *chain)
{
	struct span rest = span_of(chain_of(chain)), actor = span_cut(&rest, '/');
	bool is_log = rest.len == 32 && hex_is(rest, 32);

	if (is_log)
		buf_printf(out, "%.*s/%.*s", (int)actor.len, actor.data, KID_SHOWN, rest.data);
	else
		buf_text(out, chain_of(chain));
}

void
inspect_print_detail(struct buf *out, const struct inspected *item)
{
	if (item->blind)
		buf_text(out, "you are to judge it blind: what is wrong with it is told once "
			 "yours is signed");
	else
		buf_text(out, item->problem->detail == NULL ? "" : item->problem->detail);
}

void
inspect_print_reason(struct buf *out, const struct inspected *item)
{
	if (item->reason == NULL)
		buf_text(out, "This assay knows no such reason: upgrade it, then audit again.");
	else
		buf_printf(out, "%s %s", item->reason->sentence, item->reason->remedy);
}

void
inspect_print_whole(struct buf *out, const struct inspected *item)
{
	const struct problem *problem = item->problem;
	char hex[OID_HEX];

	inspect_print_detail(out, item);
	buf_printf(out, "\n%s", problem->ref);
	if (problem->seq >= 0)
		buf_printf(out, ", number %lld", (long long)problem->seq);
	oid_hex(hex, &problem->commit);
	if (problem->has_commit)
		buf_printf(out, "\ncommit %s", hex);
	if (item->portfolio != NULL)
		buf_printf(out, "\nabout %s", item->portfolio);
	buf_text(out, "\n");
	inspect_print_reason(out, item);
}

static void
print_records(struct buf *out, const struct inspection *inspection)
{
	const struct audit *audit = &inspection->audit;
	int64_t certified = 0;

	for (size_t i = 0; i < audit->chain_count; i++)
		certified += audit->chains[i].certified;
	buf_printf(out, "%lld of %lld records are valid, on %zu chains and that of the trust "
		   "file, version %lld.", (long long)audit->valid, (long long)audit->records,
		   audit->chain_count, (long long)audit->trust_version);
	if (inspection->looked)
		buf_printf(out, " Others have seen %lld of them,",
			   (long long)inspection->witnessed);
	buf_printf(out, " %s%lld stand%s under their checkpoints.\n",
		   inspection->looked ? "and " : "", (long long)certified,
		   certified == 1 ? "s" : "");
}

static void
print_checkpoint(struct buf *out, const struct audit *audit, int64_t now)
{
	char when[WHEN_TEXT];
	struct buf amiss = { 0 };

	if (audit->has_checkpoint) {
		when_print(when, audit->checkpoint_time);
		buf_printf(out, "The newest checkpoint is by %s, of %.16s.\n",
			   audit->checkpoint_actor, when);
	}
	if (audit_is_unwatched(&amiss, audit, now))
		buf_printf(out, "But: %s.\n", amiss.data);
	buf_close(&amiss);
}

void
inspect_print_checked(struct buf *out, const struct inspection *inspection, int64_t now)
{
	const struct audit *audit = &inspection->audit;

	print_records(out, inspection);
	buf_printf(out, "The ledger is %.16s%s.\n", audit->ledger == NULL ? "unknown"
		   : audit->ledger, audit->id_checked ? ", which is the id it must have"
		   : "; it was checked against no id");
	if (audit->remembered != 0)
		buf_printf(out, "%lld of the records were judged by an audit before this, and "
			   "only built on now: a full one judges each of them again, and alone "
			   "sees what was changed on this disk since.\n",
			   (long long)audit->remembered);
	else
		buf_text(out, "Every one of them was judged now.\n");
	print_checkpoint(out, audit, now);
}
