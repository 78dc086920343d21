/* The side of a fence inside it: private to fence.c and fence_inside.c. */
#ifndef CORE_BASE_FENCE_INSIDE_H
#define CORE_BASE_FENCE_INSIDE_H

#include "core/base/fence.h"

struct fence_inside {
	const struct fence *fence;
	const struct fence_limits *limits;
	const char *program, *folder;	/* may be read */
};

/* Between fork and exec, for struct process: limits, spaces, Landlock and the filter, as far
 * as the fence has them. The caller goes on as the innermost of three processes. */
int fence_enter(void *inside);
bool fence_has_landlock(void);
bool fence_has_filter(void);

#endif
