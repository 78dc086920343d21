#include <stdlib.h>
#include <string.h>

#include "core/store/git_inside.h"

int
ref_compare(const void *a, const void *b)
{
	return strcmp(((const struct ref *)a)->name, ((const struct ref *)b)->name);
}

bool
pushed_find(struct oid *out, const struct pushed_refs *pushed, const char *name)
{
	const struct ref sought = { .name = name }, *found = pushed->count == 0 ? NULL
		: bsearch(&sought, pushed->refs, pushed->count, sizeof sought, ref_compare);

	if (found != NULL)
		*out = found->oid;
	return found != NULL;
}

size_t
pushed_merge(struct ref **list, size_t count, struct arena *arena,
	     const struct pushed_refs *pushed, const char *folder)
{
	size_t kept = 0;

	if (pushed->count == 0)
		return count;
	for (size_t i = 0; i < count; i++) {
		struct oid ignored;

		if (!pushed_find(&ignored, pushed, (*list)[i].name))
			(*list)[kept++] = (*list)[i];
	}
	for (size_t i = 0; i < pushed->count; i++) {
		if (strncmp(pushed->refs[i].name, folder, strlen(folder)) != 0)
			continue;
		*list = arena_grow(arena, *list, kept, sizeof **list);
		(*list)[kept++] = pushed->refs[i];
	}
	return kept;
}
