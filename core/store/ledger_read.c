#include "core/store/fresh.h"

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
	return chains_fresh(ledger, looked.index, looked.own, looked.seen, err);
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
	return chains_fresh(ledger, looked.index, looked.own, looked.seen, err);
}
