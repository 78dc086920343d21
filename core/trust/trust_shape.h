/*
 * The table that reads trust.yaml. Private to core/trust.
 */
#ifndef CORE_TRUST_TRUST_SHAPE_H
#define CORE_TRUST_TRUST_SHAPE_H

#include "core/base/schema.h"

extern const struct shape trust_shape;
extern const char *const trust_releases[], *const trust_roles[], *const trust_ends[];
bool is_rubric_glob(struct span text);	/* what a grant's scope may hold */

#endif
