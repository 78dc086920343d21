#include "tests/driver/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { IN, OUT, ERR, REPORT, ENDS };

struct pipes {
	struct pollfd ends[ENDS];	/* ours; fd -1 once closed */
	int theirs[3];
};

static void
shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
close_pipes(struct pipes *p)
{
	for (int i = 0; i < 3; i++) {
		shut(&p->ends[i].fd);
		shut(&p->theirs[i]);
	}
}

static bool
open_pipe(struct pipes *p, int which)
{
	int ends[2];
	bool in = which == IN;

	if (pipe(ends) != 0)
		return false;
	p->ends[which].fd = ends[in];
	p->ends[which].events = in ? POLLOUT : POLLIN;
	p->theirs[which] = ends[!in];
	return fcntl(ends[in], F_SETFL, O_NONBLOCK) == 0;
}

static bool
open_pipes(struct pipes *p, bool input)
{
	for (int i = 0; i < 3; i++)
		p->ends[i].fd = p->theirs[i] = -1;
	if (input)
		return open_pipe(p, IN) && open_pipe(p, OUT) && open_pipe(p, ERR);
	p->theirs[IN] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return p->theirs[IN] >= 0 && open_pipe(p, OUT) && open_pipe(p, ERR);
}

/* A program may end without reading all it is given: that is its business. */
static void
feed(int *fd, const char **input)
{
	ssize_t put = **input ? write(*fd, *input, strlen(*input)) : 0;

	if (put > 0)
		*input += put;
	if (!**input || (put < 0 && errno != EAGAIN && errno != EINTR))
		shut(fd);
}

static bool
drain(int *fd, struct bytes *into, struct bytes *why)
{
	long got = bytes_take(into, *fd);

	if (got < 0 && errno == EFBIG) {
		bytes_print(why, "the program wrote over %d bytes", BYTES_MOST);
		return false;
	}
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		shut(fd);
	return true;
}

/* One turn of the loop; false ends it as a failure. */
static bool
turn(struct run *r, struct pipes *p, const char **input, int deadline,
     struct bytes *why)
{
	int ready = poll(p->ends, ENDS, deadline);

	if (ready == 0) {
		bytes_print(why, "the program %s for %d ms",
			    p->ends[REPORT].fd < 0 ? "left its output open, silent,"
			    : "did not end, silent,", deadline);
		return false;
	}
	if (ready < 0)
		return errno == EINTR;
	if (p->ends[IN].fd >= 0 && p->ends[IN].revents)
		feed(&p->ends[IN].fd, input);
	if (p->ends[OUT].fd >= 0 && p->ends[OUT].revents
	    && !drain(&p->ends[OUT].fd, &r->out, why))
		return false;
	return p->ends[ERR].fd < 0 || !p->ends[ERR].revents
	       || drain(&p->ends[ERR].fd, &r->err, why);
}

bool
run_command(struct run *r, struct child_plan *plan, const char *input,
	    int deadline, struct bytes *why)
{
	struct child child = { .report = -1 };
	struct pipes p = { 0 };
	bool fine;

	bytes_clear(&r->out);
	bytes_clear(&r->err);
	fine = open_pipes(&p, input != NULL);
	memcpy(plan->fds, p.theirs, sizeof(p.theirs));
	fine = fine && child_start(&child, plan);
	if (!fine)
		bytes_print(why, "cannot start: %s", strerror(errno));
	for (int i = 0; i < 3; i++)
		shut(&p.theirs[i]);
	p.ends[REPORT] = (struct pollfd){ .fd = child.report, .events = POLLIN };
	while (fine
	       && (p.ends[OUT].fd >= 0 || p.ends[ERR].fd >= 0 || child.report >= 0)) {
		fine = turn(r, &p, &input, deadline, why);
		child_look(&child);
		p.ends[REPORT].fd = child.report;
	}
	r->status = child.status;
	child_close(&child);
	close_pipes(&p);
	return fine;
}

void
run_free(struct run *r)
{
	bytes_free(&r->out);
	bytes_free(&r->err);
}
