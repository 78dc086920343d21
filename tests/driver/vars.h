/*
 * The variables of a script: they are also the whole environment of what it runs.
 */
#ifndef TESTS_DRIVER_VARS_H
#define TESTS_DRIVER_VARS_H

#include <stdbool.h>
#include <stddef.h>

struct vars {
	char **list;	/* NAME=VALUE, then NULL; NULL when there are none */
	size_t count;
};

bool vars_is_name(const char *name);
const char *vars_get(const struct vars *v, const char *name, size_t len);
void vars_set(struct vars *v, const char *name, const char *value);
void vars_unset(struct vars *v, const char *name);
void vars_free(struct vars *v);

#endif
