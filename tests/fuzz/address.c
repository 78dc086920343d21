/* Any bytes as an address: what is accepted prints as something that reads the same. */
#include <assert.h>
#include <stdint.h>

#include "core/model/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct address address, again;
	struct buf text = { 0 };
	struct err err;

	if (address_parse(&address, &arena, (struct span){ (const char *)data, size }, &err)
	    == 0) {
		address_print(&text, &address);
		assert(address_parse(&again, &arena, buf_span(&text), &err) == 0);
		assert(strcmp(address.path, again.path) == 0);
		assert(address.kind == again.kind);
		assert(address.first == again.first && address.last == again.last);
	}
	buf_close(&text);
	arena_close(&arena);
	return 0;
}
