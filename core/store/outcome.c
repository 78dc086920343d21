#include "core/store/outcome.h"

#include <stdlib.h>

#include "core/store/branch.h"
#include "core/store/tree.h"

struct piece {
	const char *name;		/* path from the root */
	struct span bytes;
};

struct placing {
	struct arena arena;
	struct repo *repo;		/* the learner's */
	struct ledger *ledger;
	const struct outcome_page *page;
	struct piece *parts;		/* everything in the tree */
	size_t count;
	bool has_head;
	struct oid head;
	struct commit last;		/* the outcome before this one */
	struct digest last_sha256;
};

static void
add(struct placing *placing, const char *name, struct span bytes)
{
	placing->parts = arena_grow(&placing->arena, placing->parts, placing->count,
				    sizeof *placing->parts);
	placing->parts[placing->count++] = (struct piece){ name, bytes };
}

/* The record of a decision, or of its moderation, and the raw commit that signs it. */
static int
add_decision(struct placing *placing, const struct outcome_proof *proof, struct err *err)
{
	struct arena *arena = &placing->arena;
	struct repo *ledger = placing->ledger->repo;
	struct commit commit;
	const char *code;
	struct span raw, bytes;
	struct oid record;

	if (repo_read(&raw, arena, ledger, &proof->oid, OBJECT_COMMIT, COMMIT_BYTES, err)
		    != 0
	    || commit_read(&commit, &code, arena, raw, err) != 0
	    || tree_find(&record, MODE_FILE, arena, ledger, &commit.tree, "record.yaml",
			 err)
		       != 0
	    || repo_read(&bytes, arena, ledger, &record, OBJECT_BLOB, RECORD_BYTES, err)
		       != 0)
		return -1;
	add(placing, arena_printf(arena, "proof/%s.commit", proof->sha256), raw);
	add(placing, arena_printf(arena, "proof/%s.record.yaml", proof->sha256), bytes);
	return 0;
}

/* All but outcome.yaml is attached. */
static bool
fits(const struct placing *placing)
{
	size_t bytes = 0;

	for (size_t i = 0; i < placing->count; i++)
		bytes += placing->parts[i].bytes.len;
	return placing->count - 1 <= COMMIT_ATTACHMENTS && bytes <= RECORD_TOTAL;
}

/* Last of all: where there is no room for it, the ledger alone has it. */
static int
add_basis(struct placing *placing, struct err *err)
{
	const struct outcome_page *page = placing->page;
	size_t before = placing->count;

	for (size_t i = 0; i < page->basis_count; i++)
		if (add_decision(placing, &page->basis[i], err) != 0)
			return -1;
	if (!fits(placing))
		placing->count = before;
	return 0;
}

static int
add_signatures(struct placing *placing, int64_t version, const struct oid *sigs,
	       struct err *err)
{
	struct arena *arena = &placing->arena;
	struct tree_entry *entries;
	struct span bytes;
	size_t count;

	if (repo_read(&bytes, arena, placing->ledger->repo, sigs, OBJECT_TREE,
		      RECORD_TOTAL, err)
		    != 0
	    || tree_parse(&entries, &count, arena, bytes, COMMIT_ATTACHMENTS, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (repo_read(&bytes, arena, placing->ledger->repo, &entries[i].oid,
			      OBJECT_BLOB, RECORD_BYTES, err)
		    != 0)
			return -1;
		add(placing,
		    arena_printf(arena, "proof/trust-%lld-%s", (long long)version,
				 entries[i].name),
		    bytes);
	}
	return 0;
}

/* One version of trust; *at moves to the commit of the one before. */
static int
add_trust_version(struct placing *placing, struct oid *at, bool *more, struct err *err)
{
	struct arena *arena = &placing->arena;
	struct repo *ledger = placing->ledger->repo;
	struct oid yaml, sigs;
	struct commit commit;
	const char *code;
	struct span raw, bytes;

	if (repo_read(&raw, arena, ledger, at, OBJECT_COMMIT, COMMIT_BYTES, err) != 0
	    || commit_read(&commit, &code, arena, raw, err) != 0
	    || tree_find(&yaml, MODE_FILE, arena, ledger, &commit.tree, "trust.yaml", err)
		       != 0
	    || tree_find(&sigs, MODE_TREE, arena, ledger, &commit.tree, "sigs", err) != 0
	    || repo_read(&bytes, arena, ledger, &yaml, OBJECT_BLOB, RECORD_BYTES, err)
		       != 0)
		return -1;
	add(placing,
	    arena_printf(arena, "proof/trust-%lld.yaml", (long long)commit.seq + 1),
	    bytes);
	*more = commit.parent_count != 0;
	if (*more)
		*at = commit.parents[0];
	return add_signatures(placing, commit.seq + 1, &sigs, err);
}

static int
add_trust(struct placing *placing, struct err *err)
{
	struct oid at;
	bool more = true;

	if (repo_ref_read(&at, placing->ledger->repo, LEDGER_TRUST, err) != 0)
		return -1;
	while (more)
		if (add_trust_version(placing, &at, &more, err) != 0)
			return -1;
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* What is signed of each part, and the two trees that hold them. */
static int
write_parts(struct commit *commit, struct placing *placing, struct err *err)
{
	struct tree_entry *root =
		arena_array(&placing->arena, placing->count + 1, sizeof *root);
	struct tree_entry *proof =
		arena_array(&placing->arena, placing->count, sizeof *proof);
	size_t roots = 0, proofs = 0;
	struct buf bytes = { 0 };
	int failed = 0;

	commit->attachments = arena_array(&placing->arena, placing->count,
					  sizeof *commit->attachments);
	qsort(placing->parts, placing->count, sizeof *placing->parts, by_name);
	for (size_t i = 0; i < placing->count && failed == 0; i++) {
		const struct piece *part = &placing->parts[i];
		bool inside = strncmp(part->name, "proof/", 6) == 0;
		struct tree_entry *entry = inside ? &proof[proofs++] : &root[roots++];

		entry->mode = MODE_FILE;
		entry->name = inside ? part->name + 6 : part->name;
		failed = repo_write(&entry->oid, placing->repo, OBJECT_BLOB, part->bytes,
				    err);
		if (strcmp(part->name, "outcome.yaml") == 0) {
			commit->record_sha256 = digest_sha256(part->bytes);
			commit->record_bytes = (int64_t)part->bytes.len;
			continue;
		}
		commit->attachments[commit->attachment_count++] =
			(struct attachment){ digest_sha256(part->bytes),
					     (int64_t)part->bytes.len, part->name };
	}
	root[roots] = (struct tree_entry){ .mode = MODE_TREE, .name = "proof" };
	tree_encode(&bytes, proof, proofs);
	if (failed == 0)
		failed = repo_write(&root[roots].oid, placing->repo, OBJECT_TREE,
				    buf_span(&bytes), err);
	buf_clear(&bytes);
	tree_encode(&bytes, root, roots + 1);
	if (failed == 0)
		failed = repo_write(&commit->tree, placing->repo, OBJECT_TREE,
				    buf_span(&bytes), err);
	buf_close(&bytes);
	return failed;
}

static struct commit
new_commit(const struct placing *placing, const struct signer *signer, int64_t now)
{
	const struct ledger *ledger = placing->ledger;
	struct commit commit = {
		.time = now,
		.ledger = ledger->id,
		.actor = placing->page->actor,
		.kid = signer->key.kid,
		.type = RECORD_OUTCOME,
		.subject = placing->page->subject,
		.trust_version = ledger->trust->version,
		.trust_sha256 = ledger->trust->sha256,
	};

	if (placing->has_head) {
		commit.seq = placing->last.seq + 1;
		commit.has_prev = true;
		commit.prev = placing->last_sha256;
		commit.parents[commit.parent_count++] = placing->head;
	}
	commit.parents[commit.parent_count++] = placing->page->evidence;
	return commit;
}

static int
write_commit(struct oid *out, struct placing *placing, struct signer *signer, int64_t now,
	     struct err *err)
{
	struct commit commit = new_commit(placing, signer, now), again;
	struct buf payload = { 0 }, armour = { 0 }, raw = { 0 };
	const char *code;
	int failed = write_parts(&commit, placing, err);

	if (failed == 0) {
		commit_payload(&payload, &commit);
		failed =
			sshsig_sign(&armour, signer, SSHSIG_GIT, buf_span(&payload), err);
	}
	if (failed == 0) {
		commit_assemble(&raw, buf_span(&payload), buf_span(&armour));
		failed = commit_read(&again, &code, &placing->arena, buf_span(&raw), err);
	}
	if (failed == 0 && !commit_verify(&again, buf_span(&raw)))
		failed = err_set(err, ERR_INVALID, "our own signature does not verify");
	if (failed == 0)
		failed = repo_write(out, placing->repo, OBJECT_COMMIT, buf_span(&raw),
				    err);
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&raw);
	return failed;
}

/*
 * On an outcome of another ledger, or one that no key of ours signed, nothing can stand:
 * ours would be refused with it.
 */
static int
check_last(const struct placing *placing, struct span raw, struct err *err)
{
	const struct commit *last = &placing->last;
	const struct trust_key *key = trust_key(placing->ledger->trust, last->kid);

	if (strcmp(last->ledger, placing->ledger->id) != 0)
		return err_set(err, ERR_REFUSED,
			       "the branch assay/outcomes holds outcomes of "
			       "another ledger, %.16s",
			       last->ledger);
	if (last->type != RECORD_OUTCOME || key == NULL
	    || strcmp(key->actor, last->actor) != 0 || !commit_verify(last, raw))
		return err_set(err, ERR_REFUSED,
			       "the branch assay/outcomes ends in a commit "
			       "that this ledger never made; see `assay verify`");
	return 0;
}

/* Where the branch stands, and whether its tip already proves this decision. */
static int
read_head(struct placing *placing, bool *done, struct err *err)
{
	const struct outcome_page *page = placing->page;
	const char *wanted = arena_printf(&placing->arena, "proof/%s.commit",
					  page->moderation.sha256 != NULL
					  ? page->moderation.sha256 : page->decision.sha256);
	const char *code;
	struct span raw;

	*done = false;
	if (repo_ref_read(&placing->head, placing->repo, OUTCOME_REF, err) != 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	placing->has_head = true;
	if (repo_read(&raw, &placing->arena, placing->repo, &placing->head, OBJECT_COMMIT,
		      COMMIT_BYTES, err) != 0
	    || commit_read(&placing->last, &code, &placing->arena, raw, err) != 0)
		return err_within(err,
				  "the branch assay/outcomes is not ours to go on with");
	if (check_last(placing, raw, err) != 0)
		return -1;
	placing->last_sha256 = digest_sha256(raw);
	for (size_t i = 0; i < placing->last.attachment_count; i++)
		*done |= strcmp(placing->last.attachments[i].name, wanted) == 0;
	return 0;
}

static int
place(struct oid *out, struct placing *placing, struct signer *signer, int64_t now,
      struct err *err)
{
	const struct outcome_page *page = placing->page;
	bool done;

	if (read_head(placing, &done, err) != 0)
		return -1;
	if (done) {
		*out = placing->head;
		return 0;
	}
	add(placing, "outcome.yaml", page->outcome);
	add(placing, "rubric.yaml", page->rubric);
	add(placing, "feedback.md", page->feedback);
	if (add_decision(placing, &page->decision, err) != 0
	    || (page->moderation.sha256 != NULL
		&& add_decision(placing, &page->moderation, err) != 0)
	    || add_trust(placing, err) != 0 || add_basis(placing, err) != 0
	    || write_commit(out, placing, signer, now, err) != 0)
		return -1;
	return branch_move(placing->repo, OUTCOME_REF, out,
			   placing->has_head ? &placing->head : NULL, placing->ledger,
			   signer->key.kid, "assay: outcome released", err);
}

int
outcome_place(struct oid *out, const char *path, struct ledger *ledger,
	      struct signer *signer, const struct outcome_page *page, int64_t now,
	      struct err *err)
{
	struct placing placing = { .ledger = ledger, .page = page };
	int failed;

	if (repo_open(&placing.repo, path, err) != 0)
		return -1;
	failed = place(out, &placing, signer, now, err);
	repo_close(placing.repo);
	arena_close(&placing.arena);
	return failed;
}
