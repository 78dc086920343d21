/*
 * A program to drive: shows the bytes of each key, and misbehaves on request.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

struct toy {
	unsigned long long read;	/* bytes of input consumed */
	int mute;			/* no idle mark any more */
};

/* Only to interrupt the wait for a key. */
static void
on_signal(int number)
{
	(void)number;
}

/* Signals come only while it waits, or one could come just before and be missed. */
static void
catch_signals(sigset_t *open)
{
	static const int caught[] = { SIGWINCH, SIGCONT, SIGALRM };
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t shut;

	sigemptyset(&shut);
	for (size_t i = 0; i < sizeof(caught) / sizeof(*caught); i++) {
		sigaddset(&shut, caught[i]);
		sigaction(caught[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &shut, open);
}

static void
say(const char *text)
{
	if (write(1, text, strlen(text)) < 0)
		_exit(1);
}

static void
say_size(void)
{
	struct winsize size = { 0 };
	char text[64];

	ioctl(0, TIOCGWINSZ, &size);
	snprintf(text, sizeof(text), "\r\nsize %dx%d", size.ws_col, size.ws_row);
	say(text);
}

static const struct {
	char key;
	const char *text;
} answers[] = {
	{ 'b', "0123456789" }, { 'f', "\033[5n" }, { 'o', "\033]0;title\a" },
	{ 'r', "\r\n\033[1;7mbold\033[0m \033[31;44mred\033[0m" },
	{ 'w', "\r\n\346\274\242!" },
	{ 'R', "-\033[9b" }, { 'B', "\342\200\256" }, { 'C', "\302\233" },
	{ 'I', "\377" },
	{ 'c', "\033c" }, { 'P', "\033Pq\033\\" }, { 'L', "\a" }, { 'N', "\033[6n" },
	{ 'a', "\033[?1h" }, { 'S', "\033)0\016\017\033[4l\0337\0338\033[22;0;0t" },
	{ 'd', "\r\nrecord 1a2b3c of today" },
};

static void
obey(struct toy *toy, unsigned char key)
{
	char text[16];

	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		if (answers[i].key == key) {
			say(answers[i].text);
			return;
		}
	if (key == 'q' || key == 'Q')
		exit(key == 'q' ? 0 : 3);
	if (key == 'k')
		abort();
	if (key == 'm')
		toy->mute = 1;
	if (key == 'T')
		alarm(1);
	if (key == 0x1a)
		raise(SIGTSTP);
	snprintf(text, sizeof(text), "[%02x]", key);
	say(text);
}

static void
idle(const struct toy *toy)
{
	char text[64];

	snprintf(text, sizeof(text), "\033]7777;idle;%llu\a", toy->read);
	if (!toy->mute && getenv("ASSAY_IDLE_MARK"))
		say(text);
}

int
main(void)
{
	struct toy toy = { 0 };
	struct termios mode;
	sigset_t open;

	signal(SIGHUP, SIG_IGN);	/* leaves when the terminal does, with 129 */
	catch_signals(&open);
	tcgetattr(0, &mode);
	cfmakeraw(&mode);
	tcsetattr(0, TCSANOW, &mode);
	say_size();
	for (;;) {
		unsigned char keys[64];
		ssize_t got;
		fd_set input;

		idle(&toy);
		FD_ZERO(&input);
		FD_SET(0, &input);
		if (pselect(1, &input, NULL, NULL, NULL, &open) < 0 && errno == EINTR) {
			say_size();
			continue;
		}
		got = read(0, keys, sizeof(keys));
		if (got <= 0)
			return 129;
		toy.read += (unsigned long long)got;
		for (ssize_t i = 0; i < got; i++)
			obey(&toy, keys[i]);
	}
}
