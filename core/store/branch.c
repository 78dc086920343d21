#include "core/store/branch.h"

#include "core/store/journal.h"

int
branch_move(struct repo *repo, const char *ref, const struct oid *to, const struct oid *old,
	    struct ledger *ledger, const char *kid, const char *message, struct err *err)
{
	struct journal journal;
	int failed;

	if (journal_open(&journal, repo_dir(ledger->repo), kid, err) != 0)
		return -1;
	failed = journal_begin(&journal, repo_dir(repo), ref, err);
	if (failed == 0) {
		failed = repo_ref_move(repo, ref, to, old, message, err);
		journal_end(&journal);
	}
	journal_close(&journal);
	return failed;
}
