/* How line mode goes on to another portfolio, and how it leaves when it is asked to. */
#define _GNU_SOURCE		/* ppoll */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/desk/inbox.h"
#include "tui/cli/line.h"

/* ---- to the next portfolio ---- */

static int
go(struct line *line, int by, bool unsigned_only, struct err *err)
{
	const struct session *session = line->session;
	struct inbox inbox;
	const char *portfolio;

	if (session->judged != NULL)
		return err_set(err, ERR_REFUSED, "this is how it was judged: quit first");
	if (inbox_read(&inbox, &line->cli->arena, session->workspace, line->ledger,
		       line->cli->now(), err) != 0)
		return -1;
	portfolio = inbox_neighbour(&inbox, session->taken.portfolio, by, unsigned_only);
	if (portfolio == NULL)
		return err_set(err, ERR_NOT_FOUND, "the queue ends here");
	line->next = portfolio;
	line->done = true;
	return 0;
}

int
line_next(struct line *line, struct span rest, struct err *err)
{
	if (rest.len != 0 && !span_is(rest, "unsigned"))
		return err_set(err, ERR_USAGE, "say next, or next unsigned");
	return go(line, 1, rest.len != 0, err);
}

int
line_previous(struct line *line, struct span rest, struct err *err)
{
	(void)rest;
	return go(line, -1, false, err);
}

/* ---- hung up ---- */

static volatile sig_atomic_t hung_up;

static void
on_hangup(int number)
{
	(void)number;
	hung_up = 1;
}

void
line_listen(void)
{
	struct sigaction action = { .sa_handler = on_hangup, .sa_flags = SA_RESTART };

	sigemptyset(&action.sa_mask);
	sigaction(SIGHUP, &action, NULL);
	setvbuf(stdin, NULL, _IONBF, 0);	/* what was read is not waited for */
}

/* Blocked but while it waits: no signal comes between the look and the wait. */
static void
wait_for_input(void)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t hangup, before;

	sigemptyset(&hangup);
	sigaddset(&hangup, SIGHUP);
	sigprocmask(SIG_BLOCK, &hangup, &before);
	while (!hung_up && ppoll(&fd, 1, NULL, &before) < 0 && errno == EINTR)
		continue;
	sigprocmask(SIG_SETMASK, &before, NULL);
}

int
line_getc(FILE *in)
{
	if (in == stdin)
		wait_for_input();
	return hung_up ? EOF : getc(in);
}

bool
line_was_hung_up(const struct session *session)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	if (hung_up && poll(&out, 1, 0) > 0 && (out.revents & POLLOUT) != 0)
		cli_print("%s\n", draft_is_wanted(&session->draft)
			  ? "this portfolio was taken over from another terminal; nothing is lost"
			  : "the line was hung up, or assay was asked to end; nothing is lost");
	return hung_up;
}
