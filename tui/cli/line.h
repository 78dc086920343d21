/*
 * Line mode: the whole of an assessment in plain lines on stdin and stdout. The face for
 * screen readers, braille lines, teletypes and the slowest links, so everything that can be
 * done can be said here. A refused line answers `no: why` and changes nothing.
 */
#ifndef TUI_CLI_LINE_H
#define TUI_CLI_LINE_H

#include <stdio.h>

#include "core/desk/session.h"
#include "core/store/lines.h"
#include "tui/cli/cli.h"

struct line {
	struct cli *cli;
	struct session *session;
	struct ledger *ledger;
	FILE *in;
	bool echo;			/* show each line before its answer: a script is played */
	bool refused;			/* a line was */
	bool done;			/* signed, or `quit` */
	const char *next;		/* the portfolio to go on with, in the cli's arena */
};

/* The portfolio after this one in the queue, or before it: `next [unsigned]`, `previous`. */
int line_next(struct line *line, struct span rest, struct err *err);
int line_previous(struct line *line, struct span rest, struct err *err);

/* Be told of a hang-up, which a session is asked to leave by, in place of ending at once. */
void line_listen(void);
/* The next byte of `in`, or EOF at its end, and once the line was hung up. */
int line_getc(FILE *in);
/* Was it? Then it was said why one leaves, as far as anybody listens. */
bool line_was_hung_up(const struct session *session);

/* Read lines of `in` until `quit`, `sign` or the end of input. */
MUST int line_run(struct line *line, struct err *err);

struct line_command {
	const char *word, *arguments, *help;
	int (*run)(struct line *line, struct span rest, struct err *err);
};

/* Every word line mode knows beside the verbs; for help pages and for the parity test. */
extern const struct line_command line_commands[];
extern const size_t line_command_count;

/* What the words do that look at evidence (line_evidence.c). */
int line_evidence(struct line *line, struct span rest, struct err *err);
int line_read(struct line *line, struct span rest, struct err *err);
int line_search(struct line *line, struct span rest, struct err *err);
int line_cites(struct line *line, struct span rest, struct err *err);

/* `read` of a table (line_table.c): the rows on the lines an address names. */
MUST int line_table(struct blob *blob, struct lines *lines, const struct address *address,
		    bool tabs, struct err *err);

/* What is no text: what it is and how it could be shown; and shown (line_convert.c). */
void line_print_offer(struct line *line, size_t item, struct span head, int64_t size);
int line_convert(struct line *line, struct span rest, struct err *err);
int line_picture(struct line *line, struct span rest, struct err *err);
int line_outside(struct line *line, struct span rest, struct err *err);

/* The comment bank (line_comments.c). */
int line_comments(struct line *line, struct span rest, struct err *err);
int line_comment(struct line *line, struct span rest, struct err *err);
int line_bank(struct line *line, struct span rest, struct err *err);
int line_unbank(struct line *line, struct span rest, struct err *err);

/* Whose it is (reveal.c). */
int line_reveal(struct line *line, struct span rest, struct err *err);

/* What changed since the attempt before (line_changes.c). */
int line_changes(struct line *line, struct span rest, struct err *err);

/* What was recorded of the portfolio, and decisions on it side by side (line_past.c). */
int line_log(struct line *line, struct span rest, struct err *err);
int line_compare(struct line *line, struct span rest, struct err *err);
/* The rows of a history, as `assay log` prints them (log.c). */
struct timeline;
void cli_print_moments(const struct timeline *timeline);

/* And at Markdown (line_markdown.c). */
int line_outline(struct line *line, struct span rest, struct err *err);
int line_links(struct line *line, struct span rest, struct err *err);
int line_browse(struct line *line, struct span rest, struct err *err);

/* The gate: what `checks` does, and what it prints; and looking it over first (gate.c). */
int line_checks(struct line *line, struct span rest, struct err *err);
void cli_print_gate(const struct session *session);
MUST int cli_survey(struct cli *cli, struct session *session, struct err *err);

/* Seal, sign, record, and say so; what `assay sign` does too (sign.c). What is missing, or left
 * open, is told first. */
MUST int cli_sign(struct cli *cli, struct session *session, struct ledger *ledger,
		  struct err *err);
/* What would be signed, and what the learner would read; nothing is. */
MUST int cli_sign_page(struct cli *cli, struct session *session, struct ledger *ledger,
		       struct err *err);

/* The sheet as a person reads it: what `show` and `assay draft show` print (sheet.c). */
void cli_print_sheet(const struct session *session);
void cli_print_jotting(const struct session *session);
void cli_print_gaps(const struct session *session);
void cli_print_outcome(const struct session *session);
void cli_print_criterion(const struct rubric *rubric, size_t criterion);
void cli_print_rubric(const struct rubric *rubric);

#endif
