/*
 * A program under test, with pipes or on a terminal. Between the driver and the program
 * stands a leader, as a shell would: it owns the session, so that ^Z can stop the program
 * and a hangup reaches it, and it reports each change of state down a pipe. Everything
 * there is to wait for is then a descriptor to poll.
 */
#ifndef TESTS_DRIVER_CHILD_H
#define TESTS_DRIVER_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "tests/driver/bytes.h"

enum child_state { CHILD_NONE, CHILD_RUNS, CHILD_STOPPED, CHILD_ENDED };

struct child {
	pid_t leader, pid;
	int report;		/* to poll for changes; -1 when there are none to come */
	enum child_state state;
	int status;		/* as from waitpid, once ended */
	bool asked;		/* the script has looked at `status` */
};

struct child_plan {
	char **argv, **env;
	const char *dir;
	int fds[3];
	bool tty;		/* fds are a terminal to control it by */
};

bool child_start(struct child *c, const struct child_plan *plan);

/* Read what the leader has reported; does not block. */
void child_look(struct child *c);

/* End the program's process group and its leader, whatever they are doing. */
void child_close(struct child *c);

/* "exit 3", "signal KILL": append what a script would say. */
void status_print(struct bytes *out, int status);

/* Does `words` ("3", or "signal" "KILL") say this status? false, unparsable: *known. */
bool status_matches(int status, char **words, size_t count, bool *known);

/* The number of a signal, 0 when there is none of this name. */
int signal_number(const char *name);

#endif
