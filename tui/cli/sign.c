/* assay sign PORTFOLIO, and what line mode's `sign` does. */
#include "core/desk/seal.h"
#include "tui/cli/line.h"

static void
print_sealed(const struct workspace *workspace, const struct seal *seal,
	     const struct sealed *sealed)
{
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &sealed->appended.oid);
	cli_print("%s %s\n", sealed->appended.was_there ? "recorded already" : "recorded",
		  hex);
	if (sealed->outcome_oid[0] != '\0')
		cli_print("released to the learner: %s on assay/outcomes\n",
			  sealed->outcome_oid);
	else if (!seal->releases)
		cli_print("released after moderation, as this programme's policy says\n");
	if (sealed->release_trouble != NULL)
		cli_print("recorded, but not released: %s; mend that and sign again: it "
			  "will "
			  "not be recorded twice\n",
			  sealed->release_trouble);
	buf_text(&text, "check it with stock git:\n");
	seal_how_to_check(&text, workspace, &sealed->appended.oid, 0);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static int
seal_and_sign(struct cli *cli, struct seal *seal, struct err *err)
{
	const struct workspace *workspace = seal->session->workspace;
	struct sealed sealed;
	struct signer signer;
	int failed;

	if (cli_signer(&signer, cli, workspace, err) != 0)
		return -1;
	failed = seal_sign(&sealed, seal, &signer, cli->now(), err);
	signer_close(&signer);
	if (failed != 0)
		return err_within(err, "nothing is lost, and a retry records it once");
	print_sealed(workspace, seal, &sealed);
	if (sealed.release_trouble != NULL)
		cli->status = 1;
	return 0;
}

int
cli_sign(struct cli *cli, struct session *session, struct ledger *ledger, struct err *err)
{
	struct cli_progress progress;
	struct seal seal;
	struct sshkey key;
	bool sealed;
	int failed;

	if (cli_survey(cli, session, err) != 0 || session_ready(session, err) != 0
	    || seal_peek_signer(&key, &sealed, session->workspace, err) != 0)
		return -1;
	cli_progress_open(&progress, cli, "reading the evidence");
	failed = seal_prepare(&seal, session, ledger, &key, &progress.progress, err);
	cli_progress_close(&progress);
	if (failed != 0)
		return -1;
	cli_print_outcome(session);
	failed = seal_and_sign(cli, &seal, err);
	seal_close(&seal);
	return failed;
}

int
run_sign(struct cli *cli, struct err *err)
{
	struct ledger ledger;
	struct session_options options = { .who = cli_who(cli), .ledger = &ledger };
	struct workspace workspace;
	struct session session;
	int failed;

	if (cli_options(cli, NULL, 0, 1, 1, "sign PORTFOLIO", err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = cli_session(&session, &workspace, cli->words[0], &options, err);
	if (failed == 0) {
		failed = cli_sign(cli, &session, &ledger, err);
		session_close(&session);
	}
	ledger_close(&ledger);
	return failed;
}
