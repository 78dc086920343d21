/* Commits: whatever is accepted is exactly what would be written again. */
#include <assert.h>
#include <stdint.h>

#include "core/store/commit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_again(const struct commit *commit, struct span raw)
{
	struct buf payload = { 0 }, armour = { 0 }, again = { 0 };

	commit_payload(&payload, commit);
	sshsig_armour(&armour, &commit->signature, SSHSIG_GIT);
	commit_assemble(&again, buf_span(&payload), buf_span(&armour));
	assert(span_equal(buf_span(&again), raw));
	assert(commit->attachment_count <= COMMIT_ATTACHMENTS);
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span raw = { (const char *)data, size };
	struct arena arena = { 0 };
	struct commit commit;
	const char *code = NULL;
	struct err err = { 0 };

	if (digest_init() < 0)
		return 0;
	if (commit_read(&commit, &code, &arena, raw, &err) == 0) {
		check_again(&commit, raw);
		(void)commit_verify(&commit, raw);
	} else {
		assert(code != NULL && err.code != ERR_NONE);
		if (strcmp(code, "bad-signature") == 0 || strcmp(code, "bad-record") == 0)
			check_again(&commit, raw);
	}
	arena_close(&arena);
	return 0;
}
