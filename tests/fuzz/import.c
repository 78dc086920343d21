/*
 * Any bytes as the export of another program, the first byte choosing the format, the
 * second a rule of passing: faults, or rubrics that our own reader takes, and no more memory
 * than an import may have.
 */
#include <assert.h>
#include <stdint.h>

#include "core/import/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_MAX = 64 << 20 };

static void
check_written(struct import_rubric *rubric, const char *pass, struct faults *faults)
{
	const struct import_wishes wishes = { .pass = pass };
	struct faults warnings = { .arena = rubric->arena };
	struct err err = { .code = ERR_NONE };
	struct buf yaml = { 0 };
	size_t before = faults->count + faults->more;

	if (import_write(&yaml, rubric, &wishes, faults, &warnings, &err) != 0)
		assert(faults->count + faults->more != before || err.code == ERR_INVALID);
	else
		assert(yaml.len != 0 && rubric->note_count != 0);
	for (size_t i = before; i < faults->count; i++)
		assert(strstr(faults->items[i].text, "no rubric can be made") == NULL);
	buf_close(&yaml);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const rules[] = { NULL, "sum(rubric) >= 1", "all(p1 >= 1" };
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	struct import import;
	size_t format, rule;

	if (size < 2 || digest_init() != 0)
		return 0;
	format = data[0] % import_format_count;
	rule = data[1] % (sizeof rules / sizeof *rules);
	if (import_read(&import, &import_formats[format], &arena, &faults,
			(struct span){ (const char *)data + 2, size - 2 }) != 0)
		assert(faults.count != 0);
	for (size_t i = 0; faults.count == 0 && i < import.rubric_count && i < 3; i++)
		check_written(&import.rubrics[i], rules[rule], &faults);
	assert(arena.used < ARENA_MAX);
	arena_close(&arena);
	return 0;
}
