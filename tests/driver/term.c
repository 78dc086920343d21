#include "tests/driver/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "tests/driver/clean.h"

enum { REPEAT_MOST = 1000 };

bool
term_start(struct term *t, struct child_plan *plan, int rows, int columns,
	   struct bytes *why)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
				.ws_col = (unsigned short)columns };
	int slave;
	bool fine;

	*t = (struct term){ .pty = -1, .due = true, .child.report = -1 };
	if (openpty(&t->pty, &slave, NULL, NULL, &size) != 0) {
		bytes_print(why, "no terminal: %s", strerror(errno));
		return false;
	}
	fcntl(t->pty, F_SETFL, O_NONBLOCK);
	for (int i = 0; i < 3; i++)
		plan->fds[i] = slave;
	plan->tty = true;
	t->screen = screen_new(rows, columns);
	fine = child_start(&t->child, plan);
	close(slave);
	if (!fine)
		bytes_print(why, "cannot start: %s", strerror(errno));
	return fine;
}

void
term_close(struct term *t)
{
	child_close(&t->child);
	term_hangup(t);
	screen_free(t->screen);
	bytes_free(&t->raw);
	bytes_free(&t->queue);
	bytes_free(&t->before);
	*t = (struct term){ .pty = -1, .child.report = -1 };
}

static void
enqueue(struct term *t, const char *at, size_t len)
{
	bytes_add(&t->queue, at, len);
	t->sent += len;
}

/* What happens from here on is measured and has to be answered by a mark. */
static void
begin(struct term *t)
{
	if (t->counted) {
		t->base = t->shown;
		bytes_clear(&t->before);
		screen_text(&t->before, t->screen);
	}
	t->counted = false;
}

static void
take_mark(struct term *t, unsigned long long count)
{
	t->marked = count;
	t->due = false;
	if (t->counted || count < t->sent)
		return;
	t->cost = t->shown - t->base;
	t->counted = true;
}

/* CSI N b: libvterm does not know it, and curses sends it to an xterm. */
static bool
repeat_letter(struct term *t, const char *at)
{
	char *end;
	long count = strtol(at + 2, &end, 10);

	if (*end != 'b' || count < 0 || count > REPEAT_MOST)
		return false;
	for (count += count == 0; count > 0; count--)
		screen_write(t->screen, t->letter, strlen(t->letter));
	return true;
}

static bool
is_sequence(const char *at, struct token token, const char *sequence)
{
	return token.len == strlen(sequence) && memcmp(at, sequence, token.len) == 0;
}

static void
take_csi(struct term *t, const char *at, struct token token)
{
	if (is_sequence(at, token, "\033[5n")) {
		if (!t->silent)
			enqueue(t, "\033[0n", 4);
		return;
	}
	if (is_sequence(at, token, "\033[?1h"))
		t->application = true;
	if (is_sequence(at, token, "\033[?1l"))
		t->application = false;
	if (at[token.len - 1] != 'b' || !repeat_letter(t, at))
		screen_write(t->screen, at, token.len);
}

static void
take_token(struct term *t, const char *at, struct token token)
{
	unsigned long long count;

	if (token_is_idle(at, token, &count)) {
		take_mark(t, count);
		return;
	}
	t->shown += token.len;
	if (token.kind == TOKEN_CSI) {
		take_csi(t, at, token);
		return;
	}
	if (token.kind == TOKEN_LETTER) {
		memcpy(t->letter, at, token.len);
		t->letter[token.len] = '\0';
	}
	screen_write(t->screen, at, token.len);
}

static void
parse(struct term *t)
{
	while (t->parsed < t->raw.len) {
		const char *at = t->raw.at + t->parsed;
		struct token token = token_next(at, t->raw.len - t->parsed);

		if (token.kind == TOKEN_PARTIAL)
			return;
		take_token(t, at, token);
		t->parsed += token.len;
	}
}

static void
flush(struct term *t)
{
	ssize_t put = write(t->pty, t->queue.at, t->queue.len);

	if (put < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (put < 0 || (size_t)put >= t->queue.len) {
		bytes_clear(&t->queue);		/* all is out, or nobody reads there */
		return;
	}
	memmove(t->queue.at, t->queue.at + put, t->queue.len - (size_t)put);
	t->queue.len -= (size_t)put;
}

static bool
take_output(struct term *t, struct bytes *why)
{
	long got = bytes_take(&t->raw, t->pty);

	if (got < 0 && errno == EFBIG) {
		bytes_print(why, "the program wrote over %d bytes", BYTES_MOST);
		return false;
	}
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		term_hangup(t);		/* EIO: nobody holds the terminal any more */
	parse(t);
	return true;
}

/* Take in the next thing to happen: 1, or 0 when `timeout` is over first, or -1. */
static int
pump(struct term *t, int timeout, struct bytes *why)
{
	struct pollfd ends[2] = {
		{ .fd = t->pty, .events = t->queue.len ? POLLIN | POLLOUT : POLLIN },
		{ .fd = t->child.report, .events = POLLIN },
	};
	int ready = poll(ends, 2, timeout);

	if (ready <= 0)
		return ready < 0 && errno == EINTR;
	if (ends[1].revents)
		child_look(&t->child);
	if (ends[0].revents & POLLOUT)
		flush(t);
	if (ends[0].revents & (POLLIN | POLLHUP | POLLERR) && !take_output(t, why))
		return -1;
	return 1;
}

void
term_look(struct term *t)
{
	struct bytes ignored = { 0 };

	while (pump(t, 0, &ignored) == 1)
		;
	bytes_free(&ignored);
}

static bool
say_ended(struct term *t, struct bytes *why)
{
	term_look(t);	/* its last words belong on the screen */
	bytes_text(why, "the program has ended: ");
	status_print(why, t->child.status);
	return false;
}

static bool
say_no_mark(const struct term *t, int deadline, struct bytes *why)
{
	bytes_print(why, "no idle mark for %d ms: ", deadline);
	if (t->due)
		bytes_text(why, "none at all since the start, a resize or a signal");
	else
		bytes_print(why, "%llu bytes were sent and the latest says %llu",
			    t->sent, t->marked);
	return false;
}

bool
term_wait(struct term *t, int deadline, struct bytes *why)
{
	term_look(t);
	while (t->due || t->marked < t->sent) {
		int got;

		if (t->child.state == CHILD_ENDED)
			return say_ended(t, why);
		got = pump(t, deadline, why);
		if (got < 0)
			return false;
		if (got == 0)
			return say_no_mark(t, deadline, why);
	}
	return true;
}

bool
term_send(struct term *t, const char *at, size_t len, int deadline,
	  struct bytes *why)
{
	term_look(t);
	begin(t);
	enqueue(t, at, len);
	while (t->queue.len && t->pty >= 0) {
		int got = pump(t, deadline, why);

		if (got < 0)
			return false;
		if (got == 0) {
			bytes_print(why, "the program reads no keys for %d ms", deadline);
			return false;
		}
	}
	return true;
}

bool
term_until(struct term *t, enum child_state state, int deadline, struct bytes *why)
{
	while (t->child.state != state) {
		int got;

		if (t->child.state == CHILD_ENDED)
			return say_ended(t, why);
		got = pump(t, deadline, why);
		if (got < 0)
			return false;
		if (got == 0) {
			bytes_print(why, "the program did not %s for %d ms",
				    state == CHILD_STOPPED ? "stop" : "end", deadline);
			return false;
		}
	}
	term_look(t);
	return true;
}

static long
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool
term_quiet(struct term *t, int milliseconds, struct bytes *why)
{
	long end, left = milliseconds;
	size_t before;

	term_look(t);
	before = t->raw.len;
	for (end = now() + left; left > 0 && t->raw.len == before; left = end - now())
		if (pump(t, (int)left, why) < 0)
			return false;
	if (t->raw.len == before)
		return true;
	bytes_print(why, "the program wrote %zu bytes: `", t->raw.len - before);
	bytes_show(why, t->raw.at + before, t->raw.len - before);
	bytes_text(why, "`");
	return false;
}

void
term_resize(struct term *t, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
				.ws_col = (unsigned short)columns };

	term_look(t);
	begin(t);
	t->due = true;
	screen_resize(t->screen, rows, columns);
	ioctl(t->pty, TIOCSWINSZ, &size);
}

void
term_signal(struct term *t, int number)
{
	term_look(t);
	begin(t);
	t->due = true;
	if (t->child.state != CHILD_ENDED)
		kill(t->child.pid, number);
}

void
term_hangup(struct term *t)
{
	if (t->pty >= 0)
		close(t->pty);
	t->pty = -1;
	bytes_clear(&t->queue);
}
