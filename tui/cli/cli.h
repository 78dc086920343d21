/*
 * A subcommand of assay: what was typed, where things are, and where answers go.
 *
 * Each is a row of one table (commands.c) and a file of its own. It returns 0, or -1 with an
 * error that main prints as `assay: …` and turns into the exit status of cli.md; a command
 * whose answer is "no" sets cli->status to 1 and returns 0.
 */
#ifndef TUI_CLI_CLI_H
#define TUI_CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/progress.h"
#include "core/desk/session.h"
#include "core/store/ledger.h"
#include "core/trust/keyfile.h"

struct config;
struct view;

struct cli {
	struct arena arena;		/* of this command */
	struct places places;
	const char *dir;		/* -C, or "." */
	const char *data;		/* where samples/ and rubrics/ are */
	const char *editor;		/* $VISUAL, $EDITOR, or vi */
	const struct config *config;	/* how this person wants assay */
	const struct view *const *views;	/* the screens there are */
	size_t view_count;
	bool slow;			/* --slow, or configured */
	bool plain;			/* --plain, or a terminal that cannot do more */
	bool json;
	bool asks;			/* stdin is a terminal: a person can be asked */
	bool screen;			/* stdin and stdout are terminals that can do curses */
	int passphrase_fd;		/* --passphrase-fd, or -1 */
	int64_t (*now)(void);		/* UTC seconds; the one clock */
	char **words;			/* what follows the subcommand, options taken out */
	size_t count;
	int status;			/* 0, or 1 for an answer that is no */
};

struct words {
	const char **items;		/* in the command's arena */
	size_t count;
};

struct option {
	const char *name;		/* `--rubric` */
	const char *value;		/* what it takes, for usage; NULL: a flag */
	const char **text;		/* set for a value; the last one given counts */
	struct words *words;		/* or: for all words up to the next option */
	bool *flag;			/* set for a flag */
};

/*
 * Take the options out of cli->words (`--` ends them) and hold what is left against least …
 * most words. ERR_USAGE names the command's usage line.
 */
MUST int cli_options(struct cli *cli, const struct option *options, size_t option_count,
		     size_t least, size_t most, const char *usage, struct err *err);

/* Open a session and cover whose it is, first of all. */
MUST int cli_session(struct session *out, const struct workspace *workspace,
		     const char *portfolio, const struct session_options *options,
		     struct err *err);
/* Cover whose this portfolio is in all that is printed from now on: its pseudonym, or the
 * beginning of it; NULL or one there is not: nothing more than before. */
void cli_veil(const struct workspace *workspace, const char *portfolio);
void cli_unveil(void);

/* Print to stdout, or to stderr: cleaned of whatever a terminal must not see. */
void cli_print(const char *fmt, ...) PRINTF_LIKE(1, 2);
void cli_warn(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* Print what was built as it is (JSON, a signers file), or cleaned (a page). */
void cli_print_raw(const struct buf *text);
/* The document, veiled as every line is; it is freed. */
struct json;
void cli_print_json(struct json *document);
void cli_print_clean(struct span text);

/* The programme meant by -C, the folder we stand in, or the last one used. */
MUST int cli_workspace(struct workspace *out, struct cli *cli, struct err *err);
/* And its ledger, verified against the id in assay.yaml. Close it with ledger_close. */
MUST int cli_ledger(struct ledger *out, struct workspace *workspace, struct cli *cli,
		    struct err *err);

/*
 * A passphrase, from --passphrase-fd or asked for without echo (twice when `again`). Where
 * nobody can be asked: ERR_PASSPHRASE, which says which option would answer.
 */
MUST int cli_passphrase(struct passphrase *out, struct cli *cli, const char *prompt, bool again,
			struct err *err);
/* Take the N of --passphrase-fd N. ERR_USAGE. */
MUST int cli_passphrase_fd(struct cli *cli, const char *number, struct err *err);
/* The workspace's key, opened; asks only if it is sealed. */
MUST int cli_signer(struct signer *out, struct cli *cli, const struct workspace *workspace,
		    struct err *err);

/* A new programme for `workspace`, with its key made if it is not there (init.c). */
MUST int cli_begin(struct workspace *workspace, struct cli *cli, enum release release,
		   bool no_passphrase, struct err *err);

/* A line on stderr that says how far it is, on a terminal, after a second. */
struct cli_progress {
	struct progress progress;
	const char *what;
	struct cli *cli;
	int64_t started;
	int64_t shown;
};
void cli_progress_open(struct cli_progress *out, struct cli *cli, const char *what);
void cli_progress_close(struct cli_progress *progress);

/* "pid 4711 on pts/3 at host": for a second session. */
const char *cli_who(struct cli *cli);

struct subcommand {
	const char *name, *arguments, *help;
	int (*run)(struct cli *cli, struct err *err);
};

extern const struct subcommand subcommands[];
extern const size_t subcommand_count;

int run_alarm(struct cli *cli, struct err *err);
int run_assign(struct cli *cli, struct err *err);
int run_audit(struct cli *cli, struct err *err);
int run_checkpoint(struct cli *cli, struct err *err);
int run_claim(struct cli *cli, struct err *err);
int run_compare(struct cli *cli, struct err *err);
int run_demo(struct cli *cli, struct err *err);
int run_doctor(struct cli *cli, struct err *err);
int run_draft(struct cli *cli, struct err *err);
int run_erase(struct cli *cli, struct err *err);
int run_export(struct cli *cli, struct err *err);
int run_help(struct cli *cli, struct err *err);
int run_hook(struct cli *cli, struct err *err);
int run_init(struct cli *cli, struct err *err);
int run_key(struct cli *cli, struct err *err);
int run_log(struct cli *cli, struct err *err);
int run_moderate(struct cli *cli, struct err *err);
int run_person(struct cli *cli, struct err *err);
int run_portfolio(struct cli *cli, struct err *err);
int run_queue(struct cli *cli, struct err *err);
int run_retire(struct cli *cli, struct err *err);
int run_reveal(struct cli *cli, struct err *err);
int run_rubric(struct cli *cli, struct err *err);
int run_seal(struct cli *cli, struct err *err);
int run_say(struct cli *cli, struct err *err);
int run_score(struct cli *cli, struct err *err);
int run_show(struct cli *cli, struct err *err);
int run_sign(struct cli *cli, struct err *err);
int run_trust(struct cli *cli, struct err *err);
int run_verify(struct cli *cli, struct err *err);

#endif
