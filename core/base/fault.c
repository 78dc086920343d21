#include "core/base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int
fault_add(struct faults *faults, struct place at, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	if (faults->count == FAULT_MAX) {
		faults->more++;
		return -1;
	}
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	faults->items = arena_grow(faults->arena, faults->items, faults->count,
				   sizeof *faults->items);
	faults->items[faults->count++] =
		(struct fault){ .at = at, .text = arena_text(faults->arena, text) };
	return -1;
}

static int
compare(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;

	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	return (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

void
fault_sort(struct faults *faults)
{
	if (faults->count > 1)	/* glibc's qsort is stable for arrays this small */
		qsort(faults->items, faults->count, sizeof *faults->items, compare);
}

int
fault_check(const struct faults *faults, struct err *err)
{
	const struct fault *first = faults->items;
	size_t others = faults->count + faults->more - 1;
	char place[40] = "", more[40] = "";

	if (faults->count == 0)
		return 0;
	if (first->at.line != 0)
		snprintf(place, sizeof place, "%d:%d:", first->at.line, first->at.column);
	if (others != 0)
		snprintf(more, sizeof more, " (and %zu more)", others);
	return err_set(err, ERR_SYNTAX, "%s:%s %s%s", faults->path, place, first->text, more);
}
