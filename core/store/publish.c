/* A version of trust becomes a commit of the trust chain. */
#include <inttypes.h>

#include "core/store/append.h"
#include "core/store/journal.h"
#include "core/store/judge_index.h"

struct publishing {
	struct arena arena;
	struct ledger *ledger;
	struct signer *signer;
	const char *actor;
	const struct trust *next;
	const struct trust_signature *signatures;
	size_t count;
	int64_t now;
	struct journal journal;
};

static int
check(struct publishing *p, struct err *err)
{
	const char *code;

	if (p->count + 1 > COMMIT_ATTACHMENTS)
		return err_set(err, ERR_LIMIT, "a version holds at most %d signatures",
			       COMMIT_ATTACHMENTS - 1);
	if (p->ledger->trust_code != NULL)
		return err_set(err, ERR_REFUSED, "%s: the trust chain does not hold above"
			       " version %" PRId64 ": %s; nothing was added to it",
			       p->ledger->trust_code, p->ledger->trust->version,
			       p->ledger->trust_detail);
	if (!trust_is_root(p->ledger->trust, p->signer->key.kid))
		return err_set(err, ERR_REFUSED,
			       "unauthorised: only a root person of version %" PRId64
			       " can publish, and the key %s is none of theirs",
			       p->ledger->trust->version, p->signer->key.kid);
	if (trust_follows(&code, p->next, p->ledger->trust, p->signatures, p->count, err)
	    == 0)
		return 0;
	err->code = ERR_REFUSED;
	return err_within(err, "%s", code);
}

/* Nobody published since we looked. */
static int
check_head(struct publishing *p, struct err *err)
{
	struct oid head;

	if (repo_ref_read(&head, p->ledger->repo, LEDGER_TRUST, err) != 0)
		return -1;
	if (oid_equal(&head, &p->ledger->trust_head))
		return 0;
	return err_set(err, ERR_CONFLICT, "another version of the trust file was "
		       "published meanwhile: look at it with `assay trust show`");
}

/* allowed_signers, and sigs/<kid>.sig: the armour and one LF. */
static struct blob_to_write *
list_files(struct publishing *p)
{
	struct blob_to_write *files =
		arena_array(&p->arena, p->count + 1, sizeof *files);
	struct buf signers = { 0 };

	trust_signers(&signers, p->next);
	files[0] = (struct blob_to_write){ "allowed_signers",
					   arena_span(&p->arena, buf_span(&signers)) };
	buf_close(&signers);
	for (size_t i = 0; i < p->count; i++) {
		const struct trust_signature *signature = &p->signatures[i];
		char *text = arena_printf(&p->arena, "%.*s\n",
					  (int)signature->armour.len,
					  signature->armour.data);

		files[i + 1] = (struct blob_to_write){
			arena_printf(&p->arena, "sigs/%s.sig", signature->kid),
			span_of(text) };
	}
	return files;
}

static int
write_version(struct oid *out, struct publishing *p, struct err *err)
{
	struct ledger *ledger = p->ledger;
	struct commit commit = commit_next(ledger, RECORD_TRUST, p->actor,
					   p->signer->key.kid, p->now);
	struct digest sha256;
	struct span head;

	if (repo_read(&head, &p->arena, ledger->repo, &ledger->trust_head, OBJECT_COMMIT,
		      COMMIT_BYTES, err) != 0)
		return -1;
	sha256 = digest_sha256(head);
	commit_follow(&commit, &ledger->trust_head, ledger->trust->version - 1, &sha256);
	commit.trust_version = p->next->version;
	commit.trust_sha256 = p->next->sha256;
	commit.subject = arena_printf(&p->arena, "version %" PRId64, p->next->version);
	return commit_write(out, &sha256, &p->arena, ledger->repo, p->signer, &commit,
			    p->next->bytes, list_files(p), p->count + 1, err);
}

static int
verify(struct publishing *p, const struct oid *oid, struct err *err)
{
	struct verdict verdict;

	if (judge_next_trust(&verdict, p->ledger, &p->arena, oid, err) != 0)
		return -1;
	if (verdict.code != NULL)
		return err_set(err, ERR_REFUSED, "%s: %s", verdict.code, verdict.detail);
	return 0;
}

/* Under the lock. */
static int
publish(struct oid *out, struct publishing *p, struct err *err)
{
	struct repo *repo = p->ledger->repo;
	int status = -1;

	if (check_head(p, err) != 0 || ledger_trust_fresh(p->ledger, err) != 0
	    || write_version(out, p, err) != 0
	    || journal_begin(&p->journal, repo_dir(repo), LEDGER_TRUST, err) != 0)
		return -1;
	if (repo_ref_hold(repo, LEDGER_TRUST, out, &p->ledger->trust_head, err) == 0
	    && repo_flush(repo, -1, err) == 0 && verify(p, out, err) == 0)
		status = repo_ref_put(repo, arena_printf(&p->arena, "assay: trust %" PRId64,
							 p->next->version - 1), err);
	repo_ref_let_go(repo);
	journal_end(&p->journal);
	return status;
}

static int
look_again(struct ledger *ledger, struct err *err)
{
	struct trust_chain chain;

	if (judge_trust_chain(&chain, ledger, ledger->id, NULL, NULL, err) != 0)
		return -1;
	ledger_index_forget(ledger);
	ledger_take_trust(ledger, &chain);
	return 0;
}

int
ledger_publish_trust(struct oid *out, struct ledger *ledger, struct signer *signer,
		     const char *actor, const struct trust *next,
		     const struct trust_signature *signatures, size_t count, int64_t now,
		     struct err *err)
{
	struct publishing p = { .ledger = ledger, .signer = signer, .actor = actor,
				.next = next, .signatures = signatures, .count = count,
				.now = now };
	int status = check(&p, err);

	if (status == 0)
		status = journal_open(&p.journal, repo_dir(ledger->repo),
				      signer->key.kid, err);
	if (status == 0) {
		status = publish(out, &p, err);
		journal_close(&p.journal);
	}
	arena_close(&p.arena);
	return status == 0 ? look_again(ledger, err) : -1;
}
