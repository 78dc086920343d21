#include "core/store/append.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/store/journal.h"
#include "core/store/judge_index.h"

enum { LOOK_BACK = 10000 };

/* One record on its way to the head of its chain. */
struct appending {
	struct arena arena;
	struct ledger *ledger;
	struct signer *signer;
	const struct append *what;
	struct journal journal;
	struct chain_name chain;
	bool has_head;
	struct oid head;		/* where the chain was when we looked */
	struct chain_place place;	/* where it will stand */
	struct oid parent;		/* the head, or the genesis made for it */
	struct digest parent_sha256;
	int64_t parent_seq;
};

/* The ledger could not take it: say so first, whatever libgit2 calls it. */
static int
unwritable(struct appending *a, struct err *err)
{
	err->code = ERR_IO;
	return err_within(err, "the ledger at %s cannot be written", a->ledger->path);
}

static int
check_key(struct appending *a, struct err *err)
{
	const struct trust_key *key = trust_key(a->ledger->trust, a->signer->key.kid);

	if (key == NULL)
		return err_set(err, ERR_REFUSED, "unknown-key: the key %s is not in this"
			       " ledger's trust file; ask an administrator to add it",
			       a->signer->key.kid);
	if (strcmp(key->actor, a->what->actor) != 0)
		return err_set(err, ERR_REFUSED,
			       "path-mismatch: the key %s is %s's, not %s's", key->kid,
			       key->actor, a->what->actor);
	return 0;
}

/* Read by its own table before anything is written; the subject follows from it. */
static int
check_record(const char **subject, struct appending *a, struct err *err)
{
	struct faults faults = { .arena = &a->arena, .path = "record.yaml" };
	struct buf text = { 0 };
	struct record *record;
	bool newer;

	record = record_read(&a->arena, &faults, &newer, a->what->type, a->what->record);
	if (record == NULL) {
		if (fault_check(&faults, err) == 0)
			err_set(err, ERR_REFUSED, "of a newer format");
		err->code = ERR_REFUSED;
		return err_within(err, "bad-record");
	}
	if (strcmp(record->id, a->what->record_id) != 0)
		return err_set(err, ERR_REFUSED,
			       "bad-record: the record's id is %s, not %s", record->id,
			       a->what->record_id);
	record_finding(&text, record);
	*subject = record->type == RECORD_GENESIS ? a->what->actor
		: arena_copy(&a->arena, text.data, text.len);
	buf_close(&text);
	return 0;
}

static int
check_trust_head(struct appending *a, struct err *err)
{
	struct oid now;

	if (repo_ref_read(&now, a->ledger->repo, LEDGER_TRUST, err) != 0)
		return -1;
	if (!oid_equal(&now, &a->ledger->trust_head))
		return err_set(err, ERR_CONFLICT,
			       "the trust file changed since the ledger was"
			       " opened: open it again");
	return ledger_trust_ready(a->ledger, err);
}

static int
read_exam(struct exam *exam, struct appending *a, struct arena *arena,
	  const struct oid *oid, struct err *err)
{
	*exam = (struct exam){ .arena = arena, .repo = a->ledger->repo,
		.ledger = a->ledger->id, .chain = a->chain, .oid = *oid };
	return examine(exam, err);
}

/* Where the chain stands now; what is above an unreadable head cannot be linked. */
static int
read_head(struct appending *a, struct err *err)
{
	struct exam exam = { .arena = &a->arena, .is_read = true };
	const char *code;

	if (repo_ref_read(&a->head, a->ledger->repo, a->chain.ref, err) != 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	a->has_head = true;
	if (repo_read(&exam.raw, &a->arena, a->ledger->repo, &a->head, OBJECT_COMMIT,
		      COMMIT_BYTES, err) != 0
	    || commit_read(&exam.commit, &code, &a->arena, exam.raw, err) != 0)
		return err_within(
			err, "the head of %s is not good: nothing can be added to it",
			a->chain.ref);
	exam.sha256 = digest_sha256(exam.raw);
	standing_pass(&a->place.below, a->ledger, &exam, NULL);
	a->parent = a->head;
	a->parent_sha256 = exam.sha256;
	a->parent_seq = exam.commit.seq;
	return 0;
}

/* Nothing is put on top of what others would not count, whoever moved the ref there. */
static int
check_chain(struct appending *a, struct err *err)
{
	struct verdict verdict;
	int64_t seq;

	if (!a->has_head || ledger_vouches(a->ledger, a->chain.ref, &a->head))
		return 0;
	if (judge_own_chain(&verdict, &seq, a->ledger, &a->chain, err) != 0)
		return -1;
	if (verdict.code != NULL && seq < 0)
		return err_set(err, ERR_REFUSED, "%s: your own chain does not hold: %s; nothing"
			       " was added to it", verdict.code, verdict.detail);
	if (verdict.code != NULL)
		return err_set(err, ERR_REFUSED, "%s: record %" PRId64 " of your own chain does"
			       " not hold: %s; nothing was added to it", verdict.code, seq,
			       verdict.detail);
	return 0;
}

static void
tell(struct appended *out, const struct exam *exam, bool was_there)
{
	*out = (struct appended){ .oid = exam->oid, .seq = exam->commit.seq,
				  .was_there = was_there };
	digest_hex(out->sha256, &exam->sha256);
}

/*
 * From the head down to where it was before the id was first tried. An id that the
 * journal does not know was not tried; only where there is no journal is the head itself
 * asked.
 */
static int
find_again(struct appended *out, bool *found, struct appending *a, struct err *err)
{
	const struct journal_line *line = journal_find(&a->journal, a->what->record_id);
	struct oid at = a->head;
	size_t limit = line != NULL ? LOOK_BACK : a->journal.count == 0 ? 1 : 0;
	bool more = a->has_head;

	for (size_t i = 0; more && !*found && i < limit; i++) {
		struct arena scratch = { 0 };
		struct exam exam;

		if (line != NULL && line->had_head && oid_equal(&at, &line->head))
			break;
		if (read_exam(&exam, a, &scratch, &at, err) != 0) {
			arena_close(&scratch);
			return -1;
		}
		*found = exam.record != NULL
			 && strcmp(exam.record->id, a->what->record_id) == 0;
		if (*found)
			tell(out, &exam, true);
		more = exam.is_read && exam.commit.parent_count != 0;
		at = exam.commit.parents[0];
		arena_close(&scratch);
	}
	return 0;
}

/* A new chain begins with its genesis; both stand before the ref does. */
static int
begin_chain(struct appending *a, struct err *err)
{
	struct exam exam;

	if (genesis_write(&a->parent, &a->parent_sha256, &a->arena, a->ledger, a->signer,
			  a->what->actor, a->what->now, err) != 0
	    || repo_flush(a->ledger->repo, -1, err) != 0)
		return -1;
	if (read_exam(&exam, a, &a->arena, &a->parent, err) != 0)
		return -1;
	standing_pass(&a->place.below, a->ledger, &exam, NULL);
	return 0;
}

static int
write_record(struct oid *out, struct appending *a, const char *subject, struct err *err)
{
	const struct append *what = a->what;
	struct commit commit = commit_next(a->ledger, what->type, what->actor,
					   a->signer->key.kid, what->now);
	struct digest sha256;

	if (what->type != RECORD_GENESIS) {
		if (!a->has_head && begin_chain(a, err) != 0)
			return -1;
		commit_follow(&commit, &a->parent, a->parent_seq, &a->parent_sha256);
	}
	commit.subject = subject;
	return commit_write(out, &sha256, &a->arena, a->ledger->repo, a->signer, &commit,
			    what->record, what->attachments, what->attachment_count, err);
}

/* The other records it speaks of are looked up only when it does. */
static int
look_around(struct appending *a, const struct record *record, struct err *err)
{
	struct chain_place *place = &a->place;
	struct ledger_index *index;

	if (record == NULL || !has_references(record))
		return 0;
	if (ledger_index(&index, a->ledger, NULL, err) != 0)
		return -1;
	place->index = index;
	place->missed = &index->missed;
	place->rubrics = &index->rubrics;
	place->chain = index_chain(place->index, a->chain.actor, a->chain.kid);
	if (record->decision == NULL || record->decision->supersedes_count == 0)
		return 0;
	return place_look_back(place, err);
}

/* As a stranger would, from the bytes on disk. */
static int
verify_own(struct exam *exam, struct appending *a, const struct oid *oid, struct err *err)
{
	struct verdict verdict;

	if (read_exam(exam, a, &a->arena, oid, err) != 0
	    || look_around(a, exam->record, err) != 0
	    || judge_in_place(&verdict, &a->place, exam, err) != 0)
		return -1;
	if (marks_bad(a->ledger->marks))
		return ledger_index_unmark(a->ledger, err);
	if (verdict.code != NULL)
		return err_set(err, ERR_REFUSED, "%s: %s", verdict.code, verdict.detail);
	return 0;
}

/*
 * All that is new waits until the head is held, so that all of it goes to disk together
 * (git_move.c); nothing moves that a stranger would not accept.
 */
static int
write_and_hold(struct oid *oid, struct appending *a, const char *subject, struct err *err)
{
	struct repo *repo = a->ledger->repo;

	if (journal_add(&a->journal, a->what->record_id, a->has_head ? &a->head : NULL,
			err) != 0
	    || journal_begin(&a->journal, repo_dir(repo), a->chain.ref, err) != 0)
		return unwritable(a, err);
	if (write_record(oid, a, subject, err) != 0
	    || repo_ref_hold(repo, a->chain.ref, oid, a->has_head ? &a->head : NULL, err) != 0
	    || repo_flush(repo, a->journal.line, err) != 0)
		return err->code == ERR_IO ? unwritable(a, err) : -1;
	return 0;
}

static int
record_it(struct appended *out, struct appending *a, const char *subject, struct err *err)
{
	struct repo *repo = a->ledger->repo;
	struct exam exam;
	struct oid oid;
	char message[64];
	int status = write_and_hold(&oid, a, subject, err);

	if (status == 0)
		status = verify_own(&exam, a, &oid, err);
	if (status == 0) {
		snprintf(message, sizeof message, "assay: %s %" PRId64,
			 record_type_word(a->what->type), exam.commit.seq);
		status = repo_ref_put(repo, message, err);
		if (status != 0 && err->code == ERR_IO)
			unwritable(a, err);
	}
	repo_ref_let_go(repo);
	journal_end(&a->journal);
	if (status != 0)
		return -1;
	tell(out, &exam, false);
	ledger_vouch(a->ledger, a->chain.ref, &oid);
	return 0;
}

/* Under the lock. */
static int
append(struct appended *out, struct appending *a, const char *subject, struct err *err)
{
	bool found = false;

	if (check_trust_head(a, err) != 0 || read_head(a, err) != 0
	    || check_chain(a, err) != 0 || find_again(out, &found, a, err) != 0)
		return -1;
	return found ? 0 : record_it(out, a, subject, err);
}

int
ledger_append(struct appended *out, struct ledger *ledger, struct signer *signer,
	      const struct append *what, struct err *err)
{
	struct appending a = { .ledger = ledger, .signer = signer, .what = what,
			       .place = { .ledger = ledger } };
	const char *subject = "";
	int status;

	a.chain = (struct chain_name){ .actor = what->actor, .kid = signer->key.kid,
		.ref = arena_printf(&a.arena, LEDGER_LOG "%s/%s", what->actor,
				    signer->key.kid) };
	status = check_key(&a, err);
	if (status == 0)
		status = check_record(&subject, &a, err);
	if (status == 0) {
		status = journal_open(&a.journal, repo_dir(ledger->repo), signer->key.kid,
				      err);
		if (status != 0 && err->code != ERR_CONFLICT)
			unwritable(&a, err);
	}
	if (status == 0) {
		status = append(out, &a, subject, err);
		journal_close(&a.journal);
	}
	place_close(&a.place);
	arena_close(&a.arena);
	return status;
}
