/*
 * What is sealed, and a key wrapped for a box, as foreign bytes: what is read is spelt as it
 * would be written, and what was altered does not open.
 */
#include <assert.h>

#include "core/model/record.h"
#include "core/trust/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sealkey *
one_key(void)
{
	static struct sealkey key;

	if (key.bytes == NULL)
		key = sealkey_make();
	return &key;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, text;
	struct arena arena = { 0 };
	struct envelope envelope;
	struct err err = { 0 };

	if (digest_init() < 0)
		return 0;
	if (envelope_parse(&envelope, &arena, in, &err) == 0) {
		assert(envelope_is(in));
		assert(is_hex32(span_of(envelope.portfolio)) && is_hex32(span_of(envelope.key)));
		assert((envelope.body.len - 24 - 16) % 256 == 0);
		assert(envelope_open(&text, &arena, &envelope, one_key(), "notes.yaml", &err)
		       != 0);
		memcpy(envelope.key, one_key()->id, sizeof envelope.key);
		assert(envelope_open(&text, &arena, &envelope, one_key(), "notes.yaml", &err)
		       != 0);
	} else {
		assert(err.code != ERR_NONE && err.text[0] != '\0');
	}
	assert(!sealkey_is_wrap(in) || size == SEALKEY_WRAPPED);
	arena_close(&arena);
	return 0;
}
