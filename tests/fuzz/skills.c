/*
 * Any bytes as a library of skills: faults, or skills that are each there once and found by
 * their id and by their url. A first byte of 1 to 3 makes the rest an export of another
 * program: what is written of it is read by the same reader.
 */
#include <assert.h>
#include <stdint.h>

#include "core/import/skills.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_MAX = 64 << 20 };

static void
check_library(const struct skill_library *library)
{
	for (size_t i = 0; i < library->skill_count; i++) {
		const struct rich_skill *skill = &library->skills[i];
		const struct skill by_id = { .id = skill->id }, by_url = { .url = skill->url };

		assert(*skill->name != '\0' && *skill->statement != '\0');
		assert(skills_find(library, &by_id) == skill);
		if (skill->url != NULL && *skill->url != '\0')
			assert(skills_find(library, &by_url) == skill);
	}
}

static void
check_import(struct arena *arena, struct faults *faults, struct span bytes, size_t format)
{
	struct skills_import import = { .arena = arena, .faults = faults };
	struct faults none = { .arena = arena };
	struct buf yaml = { 0 };

	if (skills_import(&yaml, &import, &skills_formats[format], NULL, bytes) == 0) {
		const struct skill_library *library =
			skills_parse(arena, &none, buf_span(&yaml));

		assert(library != NULL
		       && library->skill_count == import.library.skill_count);
		check_library(library);
	} else {
		assert(faults->count != 0);
	}
	buf_close(&yaml);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	struct span bytes = { (const char *)data, size };
	const struct skill_library *library;

	if (size > 0 && data[0] >= 1 && data[0] <= skills_format_count) {
		bytes = (struct span){ bytes.data + 1, size - 1 };
		check_import(&arena, &faults, bytes, data[0] - 1u);
	} else {
		library = skills_parse(&arena, &faults, bytes);
		assert((library == NULL) == (faults.count != 0));
		if (library != NULL)
			check_library(library);
	}
	assert(arena.used < ARENA_MAX);
	arena_close(&arena);
	return 0;
}
