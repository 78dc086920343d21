/*
 * Records: the first byte chooses the type. A decision that is accepted is printed, and
 * what is printed reads back and prints the same.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/digest.h"
#include "core/model/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_again(struct arena *arena, const struct record *record)
{
	struct faults faults = { .arena = arena, .path = "again" };
	struct buf text = { 0 }, again = { 0 };
	const struct record *read;
	bool newer;

	decision_print(&text, record, record->decision);
	read = record_read(arena, &faults, &newer, RECORD_DECISION, buf_span(&text));
	if (read == NULL) {
		assert(text.len > RECORD_BYTES);	/* escapes made it longer */
	} else {
		decision_print(&again, read, read->decision);
		assert(span_equal(buf_span(&text), buf_span(&again)));
	}
	buf_close(&text);
	buf_close(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data + 1, size - 1 };
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "record.yaml" };
	const struct record *record;
	struct notes notes;
	bool newer;

	if (size == 0 || digest_init() < 0)
		return 0;
	if (data[0] % (RECORD_TYPES + 1) == RECORD_TYPES) {
		assert(notes_read(&notes, &arena, &faults, bytes) == 0
		       || faults.count != 0);
	} else {
		record = record_read(&arena, &faults, &newer,
				     (enum record_type)(data[0] % (RECORD_TYPES + 1)),
				     bytes);
		assert((record != NULL) + (faults.count != 0) + newer >= 1);
		if (record != NULL && record->decision != NULL)
			check_again(&arena, record);
	}
	arena_close(&arena);
	return 0;
}
