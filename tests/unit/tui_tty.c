/* The line to the terminal when nobody reads at its other end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/base/tty.h"

enum { MUCH = 4 << 20, LEFT = 7 };

/* More than any terminal takes in unread; then tell whether the line is known to be gone. */
static void
write_much(void)
{
	char *bytes = calloc(1, MUCH);
	struct tty tty;
	struct err err;
	int status = 1;

	if (bytes != NULL && tty_open(&tty, &err) == 0) {
		tty_send(&tty, bytes, MUCH);
		status = tty.gone ? LEFT : 2;
		tty_close(&tty);
	}
	free(bytes);
	_exit(status);
}

static int
status_after(int number)
{
	int master, status = -1;
	pid_t child = forkpty(&master, NULL, NULL, NULL);

	assert_true(child >= 0);
	if (child == 0)
		write_much();
	/* Something has come: it is in the middle of writing, and there it stays. */
	assert_int_equal(read(master, &(char){ 0 }, 1), 1);
	assert_int_equal(kill(child, number), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	close(master);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
a_session_whose_terminal_is_dead_leaves_when_it_is_asked_to(void **state)
{
	(void)state;
	assert_int_equal(status_after(SIGHUP), LEFT);
	assert_int_equal(status_after(SIGTERM), LEFT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_whose_terminal_is_dead_leaves_when_it_is_asked_to),
	};

	alarm(60);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
