/* Any bytes as the inbox of last time: refused, or the same once written and read again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/desk/inbox_cache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct workspace workspace = {
		.ledger_id = "00000000000000000000000000000000"
			"00000000000000000000000000000000",
		.actor = "a-one" };
	struct arena arena = { 0 };
	struct buf written = { 0 }, again = { 0 };
	struct inbox inbox;
	struct err err;

	if (inbox_decode(&inbox, &arena, (struct span){ (const char *)data, size }, &workspace,
			 &err) == 0) {
		assert(inbox.count <= INBOX_CACHE_ROWS);
		inbox_encode(&written, &inbox, &workspace);
		assert(inbox_decode(&inbox, &arena, buf_span(&written), &workspace, &err) == 0);
		inbox_encode(&again, &inbox, &workspace);
		assert(written.len == again.len
		       && memcmp(written.data, again.data, again.len) == 0);
	}
	buf_close(&again);
	buf_close(&written);
	arena_close(&arena);
	return 0;
}
