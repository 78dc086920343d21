/*
 * What lies on the desk while somebody works: the programme, its ledger, the one portfolio
 * that is open, and where in it they are. All views share it; it is the app's to lend and
 * the caller's to fill.
 */
#ifndef TUI_APP_DESK_H
#define TUI_APP_DESK_H

#include "core/desk/inbox.h"
#include "core/desk/session.h"
#include "core/desk/veil.h"
#include "core/store/ledger.h"
#include "tui/app/reader.h"

enum { DESK_MARKS = 26, DESK_WORDS = 3 };

struct call;
struct moderating;
struct signer;

/* A line somebody wants to come back to. */
struct bookmark {
	size_t item;
	int64_t line;			/* 0: not set */
};

/* An open portfolio put by while another one is looked at. */
struct put_by {
	struct session *session;
	size_t criterion;
	struct bookmark place;
	struct bookmark marks[DESK_MARKS];
};

struct desk {
	/* Lent by whoever starts the workstation. */
	const struct workspace *workspace;
	struct ledger *ledger;		/* all zero: opened once the screen stands */
	int64_t (*now)(void);		/* UTC seconds */
	const char *who;		/* "pid 4711 on pts/3": told to a second session */
	const char *editor;		/* $VISUAL, $EDITOR or vi; may hold options */
	bool look;			/* view only */
	const char *self;		/* the path of this program; NULL: nothing is read
					   while keys are waited for */
	bool timer;			/* count how long one works: tui/app/worktime.h */
	bool stays;			/* a first judgement goes on to no other criterion */

	struct veil veil;		/* over the portfolio looked at last; of whoever lends
					   the rest to close */
	const struct inbox *inbox;	/* of a large programme, as last read; NULL */
	struct session *session;	/* the open portfolio; NULL: none */
	bool begun;			/* it shows the beginning of its evidence: desk_read_on
					   is wanted before anything else */
	int64_t worked, worked_at;	/* seconds; and the last time something was done */
	size_t criterion;		/* at hand; below rubric->criterion_count */
	size_t judged;			/* the criterion left by judging it, */
	unsigned long judged_at;	/* by this command (app->runs); 0: none was */
	unsigned judged_words;		/* what was said of it directly after (judging.h), */
	struct buf judged_before;	/* and the address of what one looked at then */
	struct reader_words own_words;	/* lent to it: */
	struct reader reader;		/* on the piece of evidence at hand */
	int64_t *left;			/* the line one left each piece at; 0: never read */
	size_t left_count;
	struct bookmark marks[DESK_MARKS];	/* a … z; of the open portfolio */
	struct arena outside;		/* of a piece that lies open in another program: */
	const char *outside_folder, *outside_file;	/* its copy */
	const char *outside_argv[DESK_WORDS];		/* or what opens a link */
	struct put_by *put_by;		/* comes back when the open one is closed; NULL */
	struct moderating *moderating;	/* the case that is open; lent by its screen; NULL */
	bool lent;			/* the open portfolio is a case's, which closes it */
	int (*act)(struct call *c, struct signer *signer);	/* what the key that is asked
					   for is to do (signing.h) */
	char about[40], saying[512];	/* a portfolio, and what is said of it once the key is
					   there (sharing.h) */
	char noting[80];		/* what the note being written is on: an id, `overall` */
};

/* Open a portfolio, after closing the one that was; its evidence and criteria from the
 * start. `look`: to see, not to judge. On failure none is open. */
MUST int desk_open(struct desk *desk, const char *portfolio, bool look, struct err *err);
/* The ledger, opened if it is not yet. */
MUST int desk_ledger(const struct desk *desk, struct err *err);
/*
 * Open the ledger, without which the workstation is left, and read what a large portfolio was
 * opened without: the first screen waited for neither. True: it shows more now. Where the rest
 * cannot be read, that is said, and nothing can be judged.
 */
bool desk_read_on(struct call *c);
/* Open the portfolio that a record judged, as it was then (core/desk/judged.h), over the one
 * that is open, which comes back when this one is closed. On failure nothing changed. */
MUST int desk_open_judged(struct desk *desk, const char *sha256, struct err *err);
/* The same with the evidence of a case (core/desk/moderate.h), to be judged: lent, and put away
 * when it is closed. */
MUST int desk_open_case(struct desk *desk, struct session *session, struct err *err);
/* The score screen on what was just opened, which is closed again where that cannot be. */
MUST int desk_show(struct call *c);
/* The queue: read now, or of a large programme as it was read last. */
MUST int desk_inbox(struct inbox *out, const struct desk *desk, struct arena *arena,
		    struct err *err);
/*
 * Open the next portfolio of the queue (`by` 1) or the one before it (-1) in the place of the
 * open one, at the same criterion; `unsigned_only` passes over what is signed. ERR_NOT_FOUND
 * at its ends; then, and where it may not be left, the open one stays.
 */
MUST int desk_step(struct desk *desk, int by, bool unsigned_only, struct err *err);
/* Close the open portfolio; what was put by for it is open again. */
void desk_close(struct desk *desk);
/* Where one is in the open portfolio is written down, for whoever comes back. */
void desk_keep_place(const struct desk *desk);
/* Cover whose a portfolio is, from now on and until another is. */
void desk_veil(struct desk *desk, const char *portfolio);
/* The person is there: told to whoever finds the portfolio open. */
void desk_touch(const struct desk *desk);
/* Was this session asked to leave, by somebody who takes the portfolio over? */
bool desk_is_wanted(const struct desk *desk);

const struct criterion *desk_criterion(const struct desk *desk);	/* the one at hand */
/* Say a verb of the open session. */
MUST int desk_say(struct desk *desk, struct err *err, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Say what one should know before judging: that the portfolio moved on, what was cut off. */
void desk_greet(struct call *c);
/* For views about the open portfolio. Their `open`: -1 with c->err when there is none. */
MUST int desk_ready(struct call *c);
/* A guard: nothing is said of a portfolio that is open to look at only. */
int desk_ready_change(struct call *c);
/* Their `shown`: closes the view when it was signed meanwhile. */
void desk_shown(struct call *c);
/* Turn to an item of the dossier at a line; to the line alone where it is open already. */
void desk_go(struct desk *desk, struct bookmark place);
/* Turn to an item of the dossier, where one left it; at its first line when never. */
void desk_piece(struct desk *desk, size_t item);
/* The next item after the one at hand that feeds this criterion, round and round; or -1. */
ptrdiff_t desk_feeding(const struct desk *desk, size_t criterion);
/*
 * Go on to a criterion, and with the evidence: whoever read what feeds the one before reads
 * what feeds this one. Who reads something else on purpose stays there.
 */
void desk_go_on(struct desk *desk, size_t criterion);
/* Turn to what an address names: item and line. ERR_NOT_FOUND. */
MUST int desk_turn(struct desk *desk, const char *address, struct err *err);

#endif
