/* assay checkpoint: a witness or a moderator signs where every chain stands. */
#include <stdlib.h>

#include "core/base/crew.h"
#include "core/desk/watch.h"
#include "tui/cli/speak.h"

/* What is worse than before is not vouched for unasked. */
static int
check_audit(const struct audit *audit, bool anyway, struct err *err)
{
	struct err why;

	return anyway || watch_ready(audit, &why) == 0 ? 0
		: err_set(err, ERR_REFUSED, "%.400s; see `assay audit`, or say --anyway",
			  why.text);
}

static int
audit_here(struct audit *out, struct cli *cli, const struct workspace *workspace,
	   struct err *err)
{
	const struct audit_how how = { .id = workspace->ledger_id,
		.state = cli->places.state, .threads = crew_online() };
	struct cli_progress progress;
	int failed;

	cli_progress_open(&progress, cli, "auditing");
	failed = audit_run(out, &cli->arena, workspace->ledger_path, &how,
			   &progress.progress, err);
	cli_progress_close(&progress);
	return failed;
}

static void
say(const struct speaking *speaking, const struct watched *watched, const struct audit *audit)
{
	if (watched->alarms != 0)
		cli_print("alarm: %zu of two records signed in one place; see `assay log "
			  "--type alarm`\n", watched->alarms);
	speak_print("checkpoint", &watched->checkpoint);
	cli_print("it says where %zu chains of others stand, and version %lld of the trust "
		  "file\n", watched->heads, (long long)speaking->ledger.trust->version);
	if (audit->problem_count != 0)
		cli_print("it says what stands there, not that all of it is good: `assay "
			  "audit` tells of %zu problems\n", audit->problem_count);
}

static int
checkpoint(struct cli *cli, const struct audit *audit, struct err *err)
{
	struct speaking speaking;
	struct watched watched;
	struct err why;
	int failed;

	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	failed = watch_checkpoint(&watched, &speaking.by, err);
	if (failed == 0) {
		say(&speaking, &watched, audit);
		if (audit_remember(audit, &speaking.ledger, &why) != 0)
			cli_warn("assay: where the chains stand is not remembered here: %s\n",
				 why.text);
	}
	speak_close(&speaking);
	return failed;
}

int
run_checkpoint(struct cli *cli, struct err *err)
{
	bool anyway = false;
	const struct option options[] = { { .name = "--anyway", .flag = &anyway } };
	struct workspace workspace;
	struct audit audit;

	if (cli_options(cli, options, 1, 0, 0, "checkpoint [--anyway]", err) != 0
	    || cli_workspace(&workspace, cli, err) != 0
	    || audit_here(&audit, cli, &workspace, err) != 0
	    || check_audit(&audit, anyway, err) != 0)
		return -1;
	return checkpoint(cli, &audit, err);
}
