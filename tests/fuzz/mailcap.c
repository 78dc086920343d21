/*
 * Any bytes as a mailcap: what is taken from it is words with the file among them, and none
 * that a shell would have to read.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/mailcap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct span bytes, bool copious)
{
	struct arena arena = { 0 };
	struct mailcap found;
	size_t files = 0;

	mailcap_find(&found, &arena, bytes, "text/plain", copious);
	for (size_t i = 0; found.argv != NULL && found.argv[i] != NULL; i++) {
		bool is_file = strcmp(found.argv[i], MAILCAP_HERE) == 0;

		assert(i < MAILCAP_WORDS);
		assert(is_file || strpbrk(found.argv[i], "$`\\\"'%") == NULL);
		files += is_file;
	}
	assert(found.argv == NULL || files == 1);
	arena_close(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };

	check(bytes, true);
	check(bytes, false);
	return 0;
}
