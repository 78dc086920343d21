/*
 * Exact numbers: points, weights, means and percentages are fractions, never floats.
 * Arithmetic that would overflow, or divide by nothing, gives the undefined number, which
 * compares false with everything.
 */
#ifndef CORE_MODEL_RATIO_H
#define CORE_MODEL_RATIO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/span.h"

struct ratio {
	__int128 num, den;	/* in lowest terms, den > 0; den == 0: undefined */
};

enum rounding { ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN };

struct ratio ratio_of(int64_t num, int64_t den);
struct ratio ratio_undefined(void);
bool ratio_is_defined(struct ratio r);
struct ratio ratio_add(struct ratio a, struct ratio b);
struct ratio ratio_subtract(struct ratio a, struct ratio b);
struct ratio ratio_multiply(struct ratio a, struct ratio b);
struct ratio ratio_divide(struct ratio a, struct ratio b);
/* In lowest terms, as all of these are; only comparing and printing do not need it. */
struct ratio ratio_reduced(struct ratio r);
/* -1, 0, 1; *ok false when either is undefined. */
int ratio_compare(struct ratio a, struct ratio b, bool *ok);

/* `-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?`; with `canonical`, no trailing zeros and no -0. */
bool ratio_parse(struct ratio *out, struct span text, bool canonical);
/* A decimal of at most `decimals` (0 … 9) places, rounded by the rule, no trailing zeros. */
void ratio_print(struct buf *out, struct ratio r, int decimals, enum rounding rounding);

#endif
