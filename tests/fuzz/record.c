/*
 * Records: the first byte chooses the type. What is accepted of a type that assay
 * writes is printed, and what is printed reads back and prints the same.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/digest.h"
#include "core/model/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of an alarm what is free is not kept, and outcomes are printed from decisions. */
static bool
is_written(enum record_type type)
{
	return type != RECORD_SEALED && type != RECORD_REVEAL && type != RECORD_ALARM
		&& type != RECORD_OUTCOME && type != RECORD_TRUST;
}

static void
check_again(struct arena *arena, const struct record *record)
{
	struct faults faults = { .arena = arena, .path = "again" };
	struct buf text = { 0 }, again = { 0 };
	const struct record *read;
	bool newer;

	record_print(&text, record);
	read = record_read(arena, &faults, &newer, record->type, buf_span(&text));
	if (read == NULL) {
		assert(text.len > RECORD_BYTES);	/* escapes made it longer */
	} else {
		record_print(&again, read);
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
		if (record != NULL && is_written(record->type))
			check_again(&arena, record);
	}
	arena_close(&arena);
	return 0;
}
