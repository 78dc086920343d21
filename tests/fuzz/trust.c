/*
 * Trust files: two versions, parted by a line of `%`. What is read follows or is refused
 * with a code; whoever signs for nobody is never let through.
 */
#include <assert.h>
#include <stdint.h>

#include "core/trust/trust.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct trust *
read_one(struct arena *arena, struct span bytes)
{
	struct faults faults = { .arena = arena, .path = "trust.yaml" };
	struct trust *trust;
	bool newer;

	trust = trust_read(arena, &faults, &newer, bytes);
	assert(trust != NULL || newer || faults.count != 0);
	return trust;
}

static void
ask(const struct trust *trust)
{
	struct buf signers = { 0 };

	trust_signers(&signers, trust);
	for (size_t i = 0; i < trust->key_count; i++) {
		const char *kid = trust->keys[i].kid;

		for (unsigned roles = 0; roles < 32; roles++)
			if (trust_allows(trust, kid, roles, "welding-1", trust->version)
			    && trust->keys[i].added <= trust->version)
				assert(trust_judge(trust, kid, roles, "welding-1",
						   trust->version, INT64_C(1) << 50)
				       == TRUST_YES);
		assert(trust_key(trust, kid) == &trust->keys[i]);
	}
	buf_close(&signers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size }, first;
	struct arena arena = { 0 };
	struct trust *now, *next;
	const char *code = NULL;
	struct err err = { 0 };

	if (digest_init() < 0)
		return 0;
	first = span_cut(&bytes, '%');
	now = read_one(&arena, first);
	next = read_one(&arena, bytes);
	if (now != NULL)
		ask(now);
	if (next != NULL) {
		int status = trust_follows(&code, next, now, NULL, 0, &err);

		assert(status == -1 && code != NULL && err.code != ERR_NONE);
	}
	arena_close(&arena);
	return 0;
}
