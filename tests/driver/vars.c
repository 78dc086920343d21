#include "tests/driver/vars.h"

#include <stdlib.h>
#include <string.h>

#include "tests/driver/bytes.h"

bool
vars_is_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz_0123456789";

	return *name && !strchr("0123456789", *name) && !name[strspn(name, letters)];
}

static char **
find(const struct vars *v, const char *name, size_t len)
{
	for (size_t i = 0; i < v->count; i++)
		if (strncmp(v->list[i], name, len) == 0 && v->list[i][len] == '=')
			return &v->list[i];
	return NULL;
}

const char *
vars_get(const struct vars *v, const char *name, size_t len)
{
	char **found = find(v, name, len);

	return found ? *found + len + 1 : NULL;
}

void
vars_set(struct vars *v, const char *name, const char *value)
{
	struct bytes text = { 0 };

	bytes_print(&text, "%s=%s", name, value);	/* `value` may be the old one */
	vars_unset(v, name);
	v->list = more(v->list, v->count + 2, sizeof(*v->list));
	v->list[v->count++] = text.at;
	v->list[v->count] = NULL;
}

void
vars_unset(struct vars *v, const char *name)
{
	char **found = find(v, name, strlen(name));

	if (!found)
		return;
	free(*found);
	*found = v->list[--v->count];
	v->list[v->count] = NULL;
}

void
vars_free(struct vars *v)
{
	for (size_t i = 0; i < v->count; i++)
		free(v->list[i]);
	free(v->list);
	*v = (struct vars){ 0 };
}
