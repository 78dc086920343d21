/*
 * Tree objects from anyone: refused, or encoded again to the very same bytes.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/store/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };
	struct arena arena = { 0 };
	struct buf again = { 0 };
	struct tree_entry *entries;
	struct err err = { 0 };
	size_t count;

	if (tree_parse(&entries, &count, &arena, bytes, 1000, &err) == 0) {
		tree_encode(&again, entries, count);
		if (!span_equal(buf_span(&again), bytes))
			abort();
	} else if (err.code == ERR_NONE) {
		abort();
	}
	buf_close(&again);
	arena_close(&arena);
	return 0;
}
