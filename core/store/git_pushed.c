#include <string.h>

#include "core/store/git_inside.h"

bool
pushed_find(struct oid *out, const struct pushed_refs *pushed, const char *name)
{
	for (size_t i = 0; i < pushed->count; i++)
		if (strcmp(pushed->refs[i].name, name) == 0) {
			*out = pushed->refs[i].oid;
			return true;
		}
	return false;
}

static void
put(struct ref **list, size_t *count, struct arena *arena, const struct ref *ref)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp((*list)[i].name, ref->name) == 0) {
			(*list)[i].oid = ref->oid;
			return;
		}
	*list = arena_grow(arena, *list, *count, sizeof **list);
	(*list)[(*count)++] = *ref;
}

size_t
pushed_merge(struct ref **list, size_t count, struct arena *arena,
	     const struct pushed_refs *pushed, const char *prefix)
{
	for (size_t i = 0; i < pushed->count; i++)
		if (strncmp(pushed->refs[i].name, prefix, strlen(prefix)) == 0)
			put(list, &count, arena, &pushed->refs[i]);
	return count;
}
