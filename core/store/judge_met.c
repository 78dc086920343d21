#include "core/store/judge.h"

#include <stdlib.h>

/* Where the name is, or would go. */
static uint32_t *
find(const struct met *met, const uint8_t name[16])
{
	size_t slot = digest_short(met->key, (struct span){ (const char *)name, 16 });
	uint32_t *entry;

	while (*(entry = &met->table[slot & (met->slots - 1)]) != 0
	       && memcmp(met->names[*entry - 1], name, 16) != 0)
		slot++;
	return entry;
}

static void
grow_table(struct met *met)
{
	met->slots = met->slots == 0 ? 64 : 2 * met->slots;
	free(met->table);
	met->table = calloc(met->slots, sizeof *met->table);
	if (met->table == NULL)
		abort();
	for (size_t i = 0; i < met->count; i++)
		*find(met, met->names[i]) = (uint32_t)(i + 1);
}

static void
grow_names(struct met *met)
{
	met->room = met->room == 0 ? 32 : met->room + met->room / 2;
	met->names = realloc(met->names, met->room * sizeof *met->names);
	if (met->names == NULL)
		abort();
}

bool
met_add(struct met *met, const char *hex)
{
	uint8_t name[16];
	uint32_t *entry;

	if (!hex_decode(name, sizeof name, (struct span){ hex, 2 * sizeof name }))
		abort();	/* names come from records that read well */
	if (met->slots == 0)
		random_bytes(met->key, sizeof met->key);
	if (4 * met->count >= 3 * met->slots)
		grow_table(met);
	entry = find(met, name);
	if (*entry != 0)
		return true;
	if (met->count == met->room)
		grow_names(met);
	memcpy(met->names[met->count++], name, sizeof name);
	*entry = (uint32_t)met->count;
	return false;
}

void
met_close(struct met *met)
{
	free(met->names);
	free(met->table);
	*met = (struct met){ 0 };
}
