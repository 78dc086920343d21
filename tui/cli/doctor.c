/* assay doctor: every check there is, each with its remedy. */
#include <inttypes.h>
#include <langinfo.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/process.h"
#include "core/base/when.h"
#include "core/desk/seal.h"
#include "core/desk/shelf.h"
#include "core/desk/timeline.h"
#include "core/trust/agent.h"
#include "tui/app/config.h"
#include "tui/cli/cli.h"

struct doctor {
	struct cli *cli;
	struct workspace workspace;
	struct ledger ledger;
	bool has_workspace, has_ledger;
};

/* A check answers with what it saw; -1 with what is wrong, and in err->text the remedy. */
struct check {
	const char *name;
	int (*run)(struct buf *saw, struct doctor *doctor, struct err *err);
};

static int
check_program(struct buf *saw, const char *const argv[], const char *package,
	      struct err *err)
{
	struct process process = { .argv = argv,
				   .output_limit = 65536,
				   .timeout_ms = 10000 };
	struct buf out = { 0 };
	struct span first, rest;
	int status;

	if (process_run(&status, &out, &out, &process, err) != 0) {
		buf_close(&out);
		return err_set(err, ERR_MISSING_PROGRAM, "install it: apt install %s",
			       package);
	}
	rest = buf_span(&out);
	first = span_cut(&rest, '\n');
	buf_put(saw, first.data, first.len);
	buf_close(&out);
	return 0;
}

static int
check_git(struct buf *saw, struct doctor *doctor, struct err *err)
{
	static const char *const argv[] = { "git", "--version", NULL };

	(void)doctor;
	return check_program(saw, argv, "git", err);
}

static int
check_ssh(struct buf *saw, struct doctor *doctor, struct err *err)
{
	static const char *const argv[] = { "ssh", "-V", NULL };

	(void)doctor;
	return check_program(saw, argv, "openssh-client", err);
}

static int
check_locale(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *codeset = nl_langinfo(CODESET);

	(void)doctor;
	buf_text(saw, codeset);
	if (strcmp(codeset, "UTF-8") == 0)
		return 0;
	return err_set(err, ERR_REFUSED, "letters outside ASCII are shown as ?; set "
		       "LANG=C.UTF-8");
}

static int
check_terminal(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *term = getenv("TERM");

	buf_text(saw, term == NULL ? "none" : term);
	if (!doctor->cli->asks)
		buf_text(saw, ", and stdin is no terminal: line mode is used");
	else if (!doctor->cli->screen)
		return err_set(err, ERR_REFUSED,
			       "this terminal can only do line mode; set TERM "
			       "to what it is, as in xterm-256color");
	return 0;
}

static int
check_link(struct buf *saw, struct doctor *doctor, struct err *err)
{
	(void)doctor;
	(void)err;
	if (getenv("SSH_CONNECTION") == NULL)
		buf_text(saw, "local");
	else
		buf_text(saw,
			 "ssh; on a slow link put into ~/.ssh/config: Compression yes, "
			 "ObscureKeystrokeTiming no, ServerAliveInterval 60");
	return 0;
}

/* Every fault of the configuration, each on a line; what it says beside them holds. */
static int
check_config(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct config *config = doctor->cli->config;
	const struct faults *faults = &config->faults;

	buf_text(saw, config->path);
	if (!config->there)
		buf_text(saw, ": none, so all is as usual; `assay help config`");
	else if (config->keymap.count != 0)
		buf_printf(saw, ", keys of %zu commands", config->keymap.count);
	for (size_t i = 0; i < faults->count; i++)
		buf_printf(saw, "\n      %s:%d:%d: %s", path_name(config->path),
			   faults->items[i].at.line, faults->items[i].at.column,
			   faults->items[i].text);
	return faults->count == 0 ? 0
		: err_set(err, ERR_SYNTAX, "the usual is used in their place; `assay help config` "
			  "says what there is");
}

static int
check_space(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *dir = doctor->cli->places.state;
	struct statvfs fs;
	int64_t free_bytes;

	if (file_make_dirs(dir, 0700, err) != 0)
		return -1;
	if (access(dir, W_OK) != 0 || statvfs(dir, &fs) != 0)
		return err_errno(err, "drafts cannot be kept in %s", dir);
	free_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	buf_printf(saw, "%s, %" PRId64 " MiB free", dir, free_bytes >> 20);
	if (free_bytes < 16 << 20)
		return err_set(err, ERR_IO,
			       "make room: under 16 MiB are left for drafts");
	return 0;
}

static int
check_programme(struct buf *saw, struct doctor *doctor, struct err *err)
{
	if (cli_workspace(&doctor->workspace, doctor->cli, err) != 0)
		return -1;
	doctor->has_workspace = true;
	buf_printf(saw, "%s, in %s, as %s", doctor->workspace.name, doctor->workspace.dir,
		   doctor->workspace.actor);
	return 0;
}

static int
check_key(struct buf *saw, struct doctor *doctor, struct err *err)
{
	struct sshkey key;
	bool sealed;

	if (!doctor->has_workspace)
		return err_set(err, ERR_NOT_FOUND, "begin a programme first");
	if (seal_peek_signer(&key, &sealed, &doctor->workspace, err) != 0)
		return -1;
	buf_printf(saw, "%s, kid %s%s", doctor->workspace.key, key.kid,
		   sealed ? "" : ", without a passphrase");
	return 0;
}

static int
check_agent(struct buf *saw, struct doctor *doctor, struct err *err)
{
	struct agent_key *keys;
	size_t count;

	if (doctor->cli->places.agent == NULL) {
		buf_text(saw, "none (not needed)");
		return 0;
	}
	if (agent_list(&keys, &count, &doctor->cli->arena, doctor->cli->places.agent, err)
	    != 0)
		return -1;
	buf_printf(saw, "%zu ed25519 keys", count);
	return 0;
}

static int
check_ledger(struct buf *saw, struct doctor *doctor, struct err *err)
{
	if (!doctor->has_workspace)
		return err_set(err, ERR_NOT_FOUND, "begin a programme first");
	if (workspace_ledger(&doctor->ledger, &doctor->workspace, err) != 0)
		return -1;
	doctor->has_ledger = true;
	buf_printf(saw, "%s, trust version %" PRId64, doctor->ledger.path,
		   doctor->ledger.trust->version);
	return 0;
}

static int
check_records(struct buf *saw, struct doctor *doctor, struct err *err)
{
	struct timeline timeline;
	size_t bad = 0;

	if (!doctor->has_ledger)
		return err_set(err, ERR_NOT_FOUND, "open the ledger first");
	if (timeline_read(&timeline, &doctor->cli->arena, &doctor->ledger, NULL, err)
	    != 0)
		return -1;
	for (size_t i = 0; i < timeline.count; i++)
		bad += strcmp(timeline.moments[i].verdict, "valid") != 0;
	buf_printf(saw, "%zu, %zu of them not valid", timeline.count, bad);
	if (bad != 0)
		return err_set(err, ERR_INVALID, "see `assay audit`");
	if (timeline.count != 0 && timeline.moments[0].seconds > doctor->cli->now() + 300)
		return err_set(err, ERR_REFUSED,
			       "the newest record says %s, which is later than "
			       "this clock: set the clock",
			       timeline.moments[0].time);
	return 0;
}

/* Two texts of one id and version, wherever they lie: which was meant by a result? */
static int
check_rubrics(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct shelf_item *clash;
	struct shelf shelf;

	if (!doctor->has_ledger)
		return err_set(err, ERR_NOT_FOUND, "open the ledger first");
	if (shelf_read(&shelf, &doctor->cli->arena, &doctor->workspace, &doctor->ledger, err)
	    != 0)
		return -1;
	buf_printf(saw, "%zu, in the folder and the ledger", shelf.count);
	clash = shelf_clash(&shelf);
	if (clash != NULL && clash->commit != NULL && clash[-1].commit != NULL)
		return err_set(err, ERR_INVALID, "%s@%" PRId64 " was published with two texts, "
			       "in %.12s and %.12s: publish a higher version, and say which "
			       "results stand on which", clash->id, clash->version,
			       clash[-1].commit, clash->commit);
	if (clash != NULL)
		return err_set(err, ERR_INVALID, "there are two texts of %s@%" PRId64
			       ": raise `version` in the one that is not published",
			       clash->id, clash->version);
	if (shelf.unread_count != 0)
		return err_set(err, ERR_SYNTAX, "%s is no rubric: `assay rubric check` says why",
			       shelf.unread[0]);
	return 0;
}

int
run_doctor(struct cli *cli, struct err *err)
{
	static const struct check checks[] = {
		{ "git", check_git }, { "ssh", check_ssh }, { "locale", check_locale },
		{ "terminal", check_terminal }, { "link", check_link },
		{ "configuration", check_config },
		{ "drafts", check_space }, { "programme", check_programme },
		{ "key", check_key }, { "ssh-agent", check_agent }, { "ledger", check_ledger },
		{ "records and clock", check_records },
		{ "rubrics", check_rubrics },
	};
	struct doctor doctor = { .cli = cli };

	if (cli_options(cli, NULL, 0, 0, 0, "doctor", err) != 0)
		return -1;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		struct buf saw = { 0 };
		struct err why = { 0 };
		int failed = checks[i].run(&saw, &doctor, &why);

		cli_print("%s: %s%s%s\n", failed == 0 ? "ok" : "look", checks[i].name,
			  saw.len == 0 ? "" : ": ", saw.len == 0 ? "" : saw.data);
		if (failed != 0) {
			cli_print("      %s\n", why.text);
			cli->status = 1;
		}
		buf_close(&saw);
	}
	if (doctor.has_ledger)
		ledger_close(&doctor.ledger);
	return 0;
}
