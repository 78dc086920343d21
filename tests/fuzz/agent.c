/* What an ssh-agent answers: read within its bytes, as keys and as a signature. */
#include <assert.h>

#include "core/base/digest.h"
#include "core/trust/agent_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_keys(const struct agent_key *keys, size_t count, struct span reply)
{
	struct sshkey again;

	assert(count <= AGENT_KEYS_MAX && 51 * count <= reply.len);
	for (size_t i = 0; i < count; i++) {
		sshkey_from_bytes(&again, keys[i].key.bytes);
		assert(strcmp(again.kid, keys[i].key.kid) == 0);
		assert(strlen(keys[i].comment) <= reply.len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span reply = { (const char *)data, size };
	struct arena arena = { 0 };
	uint8_t signature[SIGNATURE_SIZE];
	struct agent_key *keys;
	size_t count;
	struct err err = { 0 };

	if (digest_init() < 0)
		return 0;
	if (agent_read_list(&keys, &count, &arena, reply, &err) == 0)
		check_keys(keys, count, reply);
	else
		assert(err.code != ERR_NONE);
	err = (struct err){ 0 };
	if (agent_read_signature(signature, reply, &err) == 0)
		assert(size == 88 && memcmp(signature, data + 24, SIGNATURE_SIZE) == 0);
	else
		assert(err.code == ERR_INVALID || err.code == ERR_REFUSED);
	arena_close(&arena);
	return 0;
}
