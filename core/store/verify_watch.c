/* What an audit found, for who is to look on: unwatched ledgers, and marks for the next. */
#include "core/store/judge_index.h"

#include "core/store/fork.h"

enum { DAY = 24 * 60 * 60 };

bool
audit_is_unwatched(struct buf *out, const struct audit *audit, int64_t now)
{
	int64_t age = now - audit->checkpoint_time;

	if (audit->checkpoint_days <= 0 || audit->people < 2)
		return false;
	if (!audit->has_checkpoint) {
		buf_text(out, "nobody made a checkpoint yet: a witness or a moderator says "
			 "`assay checkpoint`, so that nothing can be taken back unseen");
		return true;
	}
	if (age <= audit->checkpoint_days * DAY)
		return false;
	buf_printf(out, "the newest checkpoint, by %s, is %lld days old, and the policy wants "
		   "one every %lld: a witness or a moderator says `assay checkpoint`",
		   audit->checkpoint_actor, (long long)(age / DAY),
		   (long long)audit->checkpoint_days);
	return true;
}

static const char *
mark_of(struct arena *arena, const char *ref)
{
	return arena_printf(arena, LEDGER_MARK "%s", ref + strlen("refs/heads/assay/v1/"));
}

/* Forward only: where it stood must be on the way to where it stands. */
static int
move_mark(struct ledger *ledger, const struct chain *chain, const char *ref, struct err *err)
{
	struct arena scratch = { 0 };
	const char *mark = mark_of(&scratch, ref);
	struct oid old;
	int status = repo_ref_read(&old, ledger->repo, mark, err);

	if (status != 0 && err->code == ERR_NOT_FOUND)
		status = repo_ref_move(ledger->repo, mark, &chain->head, NULL,
				       "assay: verified", err);
	else if (status == 0 && !oid_equal(&old, &chain->head) && chain_holds(chain, &old))
		status = repo_ref_move(ledger->repo, mark, &chain->head, &old,
				       "assay: verified", err);
	arena_close(&scratch);
	return status;
}

static int
move_trust_mark(struct ledger *ledger, struct err *err)
{
	struct arena scratch = { 0 };
	struct chain trust = { .head = ledger->trust_head };
	int status = chain_collect(&trust, NULL, &scratch, ledger->repo, err);

	if (status == 0)
		status = move_mark(ledger, &trust, LEDGER_TRUST, err);
	arena_close(&scratch);
	return status;
}

static int
keep_forks(struct ledger *ledger, struct err *err)
{
	struct arena scratch = { 0 };
	struct fork *forks;
	size_t count;
	int status = forks_find(&forks, &count, &scratch, ledger, err);

	for (size_t i = 0; status == 0 && i < count; i++)
		status = fork_keep(ledger, &forks[i], err);
	arena_close(&scratch);
	return status;
}

int
audit_remember(const struct audit *audit, struct ledger *ledger, struct err *err)
{
	struct ledger_index *index;

	if (keep_forks(ledger, err) != 0 || ledger_index(&index, ledger, NULL, err) != 0)
		return -1;
	for (size_t i = 0; i < audit->chain_count; i++) {
		const struct chain_report *said = &audit->chains[i];
		const struct chain *chain = index_chain(index, said->actor, said->kid);

		if (chain != NULL && said->records == said->valid
		    && oid_equal(&chain->head, &said->head)
		    && move_mark(ledger, chain, said->ref, err) != 0)
			return -1;
	}
	return ledger->trust_code != NULL ? 0 : move_trust_mark(ledger, err);
}

void
audit_remember_at(const struct audit *audit, const char *path, const struct audit_how *how)
{
	struct ledger ledger;
	struct err ignored;

	if (ledger_open(&ledger, path, how->id, &ignored) != 0)
		return;
	ledger.state = how->state;
	(void)!audit_remember(audit, &ledger, &ignored);
	ledger_close(&ledger);
}
