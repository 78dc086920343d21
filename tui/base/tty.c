#include "tui/base/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	ESCAPE_DELAY = 25, ESCAPE_DELAY_SLOW = 250,	/* ms until ESC alone is Esc */
	FENCE_BYTES = 200, FENCE_WAIT = 4000,
	FENCE_SLOW = 150,	/* ms of round trip from which small frames are fenced too */
	FENCE_HASTE = 300,	/* ms between keys that come fast */
	ROOM_MS = 1000,		/* how often to look whether we were asked to leave */
};

static int signal_pipe[2] = { -1, -1 };
static volatile sig_atomic_t asked_to_leave;

static const int signals[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT };

static void
on_signal(int number)
{
	int saved = errno;
	char byte = (char)number;

	if (number == SIGHUP || number == SIGTERM)
		asked_to_leave = 1;
	if (write(signal_pipe[1], &byte, 1) < 0)
		errno = 0;		/* full: enough of them wait already */
	errno = saved;
}

static void
handle_signal(int number, void (*handler)(int number))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
tty_is_leaving(const struct tty *tty)
{
	return tty->gone || asked_to_leave;
}

void
tty_raw(struct tty *tty)
{
	struct termios raw = tty->before;

	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | ISTRIP | BRKINT);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	handle_signal(SIGTSTP, on_signal);
	tty->raw = true;
}

void
tty_cooked(struct tty *tty)
{
	if (tty->raw)
		tcsetattr(STDIN_FILENO, tty_is_leaving(tty) ? TCSANOW : TCSADRAIN,
			  &tty->before);
	handle_signal(SIGTSTP, SIG_DFL);	/* whoever has the terminal may stop us too */
	tty->raw = false;
}

void
tty_size(int *rows, int *columns)
{
	struct winsize size;
	bool told = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0
		&& size.ws_col > 0;

	*rows = told ? size.ws_row : 24;
	*columns = told ? size.ws_col : 80;
}

static void
close_pipe(void)
{
	for (int i = 0; i < 2; i++) {
		if (signal_pipe[i] >= 0)
			close(signal_pipe[i]);
		signal_pipe[i] = -1;
	}
}

/* Our own way to the terminal: whoever shares stdout with us must not find it changed. */
static int
open_out(void)
{
	const char *name = ttyname(STDOUT_FILENO);
	int own = name == NULL ? -1
		: open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat ours, shared;

	if (own >= 0 && fstat(own, &ours) == 0 && fstat(STDOUT_FILENO, &shared) == 0
	    && ours.st_rdev == shared.st_rdev)
		return own;
	if (own >= 0)
		close(own);
	return STDOUT_FILENO;
}

int
tty_open(struct tty *tty, struct err *err)
{
	*tty = (struct tty){ .fence_works = true, .round_trip = -1, .mark_due = true,
		.watched = -1 };
	tty->marks = getenv("ASSAY_IDLE_MARK") != NULL;
	asked_to_leave = 0;
	if (tcgetattr(STDIN_FILENO, &tty->before) != 0)
		return err_errno(err, "stdin is no terminal");
	if (pipe(signal_pipe) != 0)
		return err_errno(err, "no pipe for signals");
	for (int i = 0; i < 2; i++) {
		fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
	}
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		handle_signal(signals[i], on_signal);
	tty->out = open_out();
	tty_raw(tty);
	return 0;
}

void
tty_close(struct tty *tty)
{
	bool leaving = tty_is_leaving(tty);

	tty_cooked(tty);
	if (leaving)
		handle_signal(SIGHUP, SIG_IGN);	/* it may come again */
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (signals[i] != SIGHUP || !leaving)
			handle_signal(signals[i], SIG_DFL);
	close_pipe();
	if (tty->out != STDOUT_FILENO)
		close(tty->out);
}

/* ---- out ---- */

/*
 * Until there is room. The other end may be dead, and we asked to leave meanwhile: then what
 * finds room at once is still said, as the terminal may live, and nothing is waited for.
 */
static bool
wait_for_room(const struct tty *tty)
{
	struct pollfd out = { .fd = tty->out, .events = POLLOUT };
	int got;

	do {
		got = poll(&out, 1, asked_to_leave ? 0 : ROOM_MS);
		if (got < 0 && errno != EINTR)
			return false;
	} while (got <= 0 && !asked_to_leave);
	return got > 0;
}

void
tty_send(struct tty *tty, const char *data, size_t len)
{
	while (len > 0 && !tty->gone) {
		ssize_t sent = wait_for_room(tty) ? write(tty->out, data, len) : 0;

		if (sent < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (sent <= 0) {
			tty->gone = true;
			return;
		}
		data += sent;
		len -= (size_t)sent;
	}
}

/* Would a frame of so many bytes be sent with a fence? */
static bool
wants_fence(const struct tty *tty, size_t len)
{
	if (!tty->fence_works || len == 0)
		return false;
	return tty->fence_wanted || len > FENCE_BYTES || (tty->haste && tty->round_trip >= FENCE_SLOW);
}

void
tty_frame(struct tty *tty, struct buf *frame)
{
	tty->held_back = false;
	tty->fence_closed = wants_fence(tty, frame->len);
	tty->fence_wanted = false;
	if (tty->fence_closed)
		buf_text(frame, "\033[5n");
	tty->fence_since = now_ms();
	tty_send(tty, frame->data, frame->len);
}

static void
write_mark(struct tty *tty)
{
	char text[64];
	int len;

	if (!tty->marks || !tty->mark_due || tty->held_back || tty->watched >= 0)
		return;
	len = snprintf(text, sizeof text, "\033]7777;idle;%llu\a", tty->consumed);
	tty_send(tty, text, (size_t)len);
	tty->mark_due = false;
}

/* ---- in ---- */

static const struct {
	int number;
	struct term_event event;
} meanings[] = {
	{ SIGWINCH, { .kind = TERM_RESIZED } },	{ SIGTSTP, { .kind = TERM_STOP } },
	{ SIGCONT, { .kind = TERM_CONTINUED } },	{ SIGINT, { .kind = TERM_KEY, .key = KEY_CTRL('c') } },
	{ SIGHUP, { .kind = TERM_GONE } },		{ SIGTERM, { .kind = TERM_GONE } },
};

static struct term_event
take_signal(struct tty *tty)
{
	char number;

	if (read(signal_pipe[0], &number, 1) != 1)
		return (struct term_event){ .kind = TERM_NOTHING };
	tty->mark_due = true;
	if (number == SIGINT && !tty->raw)
		return (struct term_event){ .kind = TERM_NOTHING };	/* meant for another program */
	if (number == SIGCONT && tty->raw)
		tty_raw(tty);		/* a shell may have set its own */
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (meanings[i].number == number)
			return meanings[i].event;
	return (struct term_event){ .kind = TERM_NOTHING };
}

static void
open_fence(struct tty *tty, bool answered)
{
	if (answered)
		tty->round_trip = now_ms() - tty->fence_since;
	tty->fence_works = tty->round_trip >= 0;
	tty->fence_closed = false;
}

/* How long to wait, in ms; -1 for ever. */
static int
patience(const struct tty *tty, bool wait)
{
	int64_t left = FENCE_WAIT - (now_ms() - tty->fence_since);

	if (tty->decoder.len != 0)
		return tty->slow || tty->round_trip > FENCE_SLOW ? ESCAPE_DELAY_SLOW : ESCAPE_DELAY;
	if (!wait)
		return 0;
	return !tty->fence_closed ? -1 : left > 0 ? (int)left : 0;
}

static void
read_keys(struct tty *tty)
{
	char bytes[sizeof tty->decoder.waiting];
	ssize_t got = read(STDIN_FILENO, bytes, keys_room(&tty->decoder));

	if (got <= 0) {
		tty->gone = got == 0 || (errno != EINTR && errno != EAGAIN);
		return;
	}
	keys_feed(&tty->decoder, bytes, (size_t)got);
	explicit_bzero(bytes, sizeof bytes);	/* it may be a passphrase */
	tty->consumed += (unsigned long long)got;
	tty->mark_due = true;
}

/* Wait for bytes or a signal; false when nothing came. */
static bool
listen(struct tty *tty, bool wait)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signal_pipe[0], .events = POLLIN },
		{ .fd = tty->watched, .events = POLLIN },
	};
	int got, timeout = patience(tty, wait);

	if (wait && timeout != 0 && tty->decoder.len == 0)
		write_mark(tty);
	got = poll(fds, 3, timeout);
	if (got < 0 && errno != EINTR)
		tty->gone = true;
	if (got > 0 && fds[1].revents == 0 && fds[0].revents != 0)
		read_keys(tty);
	tty->watched_ready = got > 0 && fds[2].revents != 0;
	return got != 0;
}

static struct term_event
took_key(struct tty *tty, int key)
{
	int64_t now = now_ms();

	tty->haste = now - tty->last_key < FENCE_HASTE;
	tty->last_key = now;
	return (struct term_event){ TERM_KEY, key, tty->decoder.mouse };
}

/* A key, if there is one. The terminal's answer opens the fence and is none. */
static int
next_key(struct tty *tty, bool last)
{
	int key;

	while ((key = keys_next(&tty->decoder, last)) == KEY_ANSWER)
		if (tty->fence_closed)
			open_fence(tty, true);
	return key;
}

struct term_event
tty_next(struct tty *tty, bool wait)
{
	static const struct term_event nothing = { .kind = TERM_NOTHING };
	bool last = false;

	for (;;) {
		struct term_event event = take_signal(tty);
		int key;

		if (event.kind != TERM_NOTHING)
			return event;
		if ((key = next_key(tty, last)) != KEY_NONE)
			return took_key(tty, key);
		if (tty->gone)
			return (struct term_event){ .kind = TERM_GONE };
		if (tty->held_back && !tty->fence_closed)
			return nothing;
		if (tty->watched_ready) {
			tty->watched_ready = false;
			return (struct term_event){ .kind = TERM_CHILD };
		}
		last = false;
		if (listen(tty, wait))
			continue;
		last = tty->decoder.len != 0;
		if (!last && !wait)
			return nothing;
		if (!last && tty->fence_closed)
			open_fence(tty, false);
	}
}
