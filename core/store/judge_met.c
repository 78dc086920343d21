#include "core/store/judge.h"

#include <stdlib.h>

static size_t
slot_of(const struct met *met, const uint8_t name[16])
{
	return digest_short(met->key, (struct span){ (const char *)name, 16 })
		& (met->slots - 1);
}

static bool
is_free(const uint8_t name[16])
{
	static const uint8_t none[16];

	return memcmp(name, none, 16) == 0;
}

/* Where the name is, or would go. */
static uint8_t *
find(const struct met *met, const uint8_t name[16])
{
	size_t slot = slot_of(met, name);

	while (!is_free(met->names[slot]) && memcmp(met->names[slot], name, 16) != 0)
		slot = (slot + 1) & (met->slots - 1);
	return met->names[slot];
}

static void
grow(struct met *met)
{
	struct met larger = *met;

	larger.slots = met->slots == 0 ? 64 : 2 * met->slots;
	larger.names = calloc(larger.slots, sizeof *larger.names);
	if (larger.names == NULL)
		abort();
	for (size_t i = 0; i < met->slots; i++)
		if (!is_free(met->names[i]))
			memcpy(find(&larger, met->names[i]), met->names[i], 16);
	free(met->names);
	*met = larger;
}

/* The first 16 bytes of a hexadecimal name. All zero is a name like any other: it is
 * moved aside, for a free slot is all zero. */
static void
read_name(uint8_t out[16], const char *hex)
{
	if (!hex_decode(out, 16, (struct span){ hex, 32 }))
		abort();	/* names come from records that read well */
	if (is_free(out))
		memset(out, 0xFF, 16);
}

bool
met_add(struct met *met, const char *hex)
{
	uint8_t name[16], *slot;

	read_name(name, hex);
	if (met->slots == 0)
		random_bytes(met->key, sizeof met->key);
	if (2 * met->count >= met->slots)
		grow(met);
	slot = find(met, name);
	if (!is_free(slot))
		return true;
	memcpy(slot, name, 16);
	met->count++;
	return false;
}

void
met_close(struct met *met)
{
	free(met->names);
	*met = (struct met){ 0 };
}
