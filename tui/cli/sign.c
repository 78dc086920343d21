/* assay sign PORTFOLIO, and what line mode's `sign` does: the sign page in lines. */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/desk/gate.h"
#include "core/desk/seal.h"
#include "tui/cli/line.h"

/* ---- what is open though it may be signed ---- */

static void
print_unseen(const struct session *session)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	size_t *items, count = session_unseen(&items, &scratch, session);

	for (size_t i = 0; i < count; i++) {
		buf_text(&text, i == 0 ? "never opened, though it feeds a criterion: " : ", ");
		text_line(&text, span_of(session->dossier.items[items[i]].path), 0);
	}
	buf_text(&text, count == 0 ? "" : "\n");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	arena_close(&scratch);
}

static void
print_unticked(const struct session *session)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < session->rubric->gate_count; i++)
		if (gate_state(&session->scoring, i) == GATE_UNSAID)
			buf_printf(&text, "%s%s", text.len == 0 ? "not ticked at the gate: "
				   : ", ", session->rubric->gate[i].id);
	if (text.len != 0)
		cli_print("%s\n", text.data);
	buf_close(&text);
}

static void
print_open(const struct session *session)
{
	if (session->scoring.returned)
		return;
	print_unseen(session);
	print_unticked(session);
}

/* ---- signing ---- */

static void
print_sealed(const struct workspace *workspace, const struct seal *seal,
	     const struct sealed *sealed)
{
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &sealed->appended.oid);
	cli_print("%s %s\n", sealed->appended.was_there ? "recorded already" : "recorded",
		  hex);
	cli_print("record %s, number %lld of your chain\n", seal->id,
		  (long long)sealed->appended.seq);
	if (seal->readers != NULL)
		cli_print("notes are sealed; to be opened by %s\n", sealed->keys_trouble == NULL
			  ? seal->readers : seal->session->workspace->actor);
	if (sealed->keys_trouble != NULL)
		cli_print("%s\n", sealed->keys_trouble);
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

/* Asked where the sign page asks. Who cannot be asked, a script, is taken at its word. */
static int
may_sign(struct cli *cli, const struct seal *seal, bool asks_anyway, struct err *err)
{
	const struct scoring *scoring = &seal->session->scoring;
	bool doubtful = seal->releases || (!scoring->returned && gate_unsaid(scoring) != 0);
	int answer, rest;

	if (!cli->asks || asks_anyway || !doubtful)
		return 0;
	tcflush(STDIN_FILENO, TCIFLUSH);	/* what was typed before it is asked is no answer */
	cli_print("%sy signs: ", seal->releases ? "it goes to the learner at once; " : "");
	fflush(stdout);
	answer = rest = getc(stdin);
	while (rest != '\n' && rest != EOF)
		rest = getc(stdin);
	return answer == 'y' ? 0
		: err_set(err, ERR_CANCELLED, "not signed, and nothing is lost");
}

/* With all that is missing before the refusal. */
static int
ready(struct cli *cli, struct session *session, struct err *err)
{
	if (cli_survey(cli, session, err) != 0)
		return -1;
	if (session_ready(session, err) == 0)
		return 0;
	if (err->code == ERR_REFUSED)
		cli_print_gaps(session);
	return -1;
}

static int
prepare(struct seal *out, bool *asks, struct cli *cli, struct session *session,
	struct ledger *ledger, struct err *err)
{
	struct cli_progress progress;
	struct sshkey key;
	int failed;

	if (seal_peek_signer(&key, asks, session->workspace, err) != 0)
		return -1;
	cli_progress_open(&progress, cli, "reading the evidence");
	failed = seal_prepare(out, session, ledger, &key, &progress.progress, err);
	cli_progress_close(&progress);
	return failed;
}

int
cli_sign(struct cli *cli, struct session *session, struct ledger *ledger, struct err *err)
{
	struct seal seal;
	bool asks;
	int failed;

	if (ready(cli, session, err) != 0
	    || prepare(&seal, &asks, cli, session, ledger, err) != 0)
		return -1;
	cli_print_outcome(session);
	print_open(session);
	failed = may_sign(cli, &seal, asks, err) != 0 ? -1 : seal_and_sign(cli, &seal, err);
	seal_close(&seal);
	return failed;
}

int
cli_sign_page(struct cli *cli, struct session *session, struct ledger *ledger,
	      struct err *err)
{
	const char *conflict = session->scoring.conflict;
	struct seal seal;
	bool asks;

	if (cli_survey(cli, session, err) != 0)
		return -1;
	cli_print_gaps(session);
	print_open(session);
	cli_print("conflict of interest: %s\n", conflict == NULL ? "not declared" : conflict);
	cli_print_sheet(session);
	if (session_ready(session, err) != 0)
		return 0;		/* the gaps say so */
	if (prepare(&seal, &asks, cli, session, ledger, err) != 0)
		return -1;
	if (seal.readers != NULL)
		cli_print("notes will be sealed; to be opened by %s, and you\n", seal.readers);
	cli_print("what the learner will read, %s:\n",
		  seal.releases ? "at once" : "after moderation");
	cli_print_clean(seal.feedback);
	seal_close(&seal);
	return 0;
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
