#include "core/store/pack_parse.h"

#define SIZE_LIMIT (INT64_C(1) << 50)

/* --------------------------------------------------------------------------------- entries */

/* One byte off the front. */
static bool
take(unsigned *byte, struct span *rest)
{
	if (rest->len == 0)
		return false;
	*byte = (unsigned char)*rest->data;
	*rest = (struct span){ rest->data + 1, rest->len - 1 };
	return true;
}

/* Seven bits a byte, the lowest first, on top of `shift` bits that are there. */
static bool
take_size(int64_t *size, int shift, struct span *rest)
{
	unsigned c;

	do {
		if (shift > 49 || !take(&c, rest))
			return false;
		*size |= (int64_t)(c & 0x7f) << shift;
		shift += 7;
	} while ((c & 0x80) != 0);
	return *size < SIZE_LIMIT;
}

/* How far back the base lies: the highest bits first, one added a byte. */
static bool
take_distance(int64_t *distance, struct span *rest)
{
	unsigned c;

	if (!take(&c, rest))
		return false;
	*distance = c & 0x7f;
	while ((c & 0x80) != 0) {
		if (*distance >= SIZE_LIMIT || !take(&c, rest))
			return false;
		*distance = (*distance + 1) * 128 + (c & 0x7f);
	}
	return true;
}

bool
pack_entry_parse(struct pack_entry *out, struct span head, int64_t offset)
{
	struct span rest = head;
	unsigned c;
	int64_t distance;

	if (offset < PACK_HEADER || !take(&c, &rest))
		return false;
	*out = (struct pack_entry){ .type = c >> 4 & 7, .size = c & 15 };
	if ((c & 0x80) != 0 && !take_size(&out->size, 4, &rest))
		return false;
	if (out->type == PACK_BY_OFFSET) {
		if (!take_distance(&distance, &rest) || distance <= 0
		    || distance > offset - PACK_HEADER)
			return false;
		out->base = offset - distance;
	} else if (out->type == PACK_BY_ID) {
		if (rest.len < OID_SIZE)
			return false;
		memcpy(out->base_id.bytes, rest.data, OID_SIZE);
		rest = (struct span){ rest.data + OID_SIZE, rest.len - OID_SIZE };
	}
	out->data = offset + (rest.data - head.data);
	return out->type != 0 && out->type != 5;
}

/* ---------------------------------------------------------------------------------- deltas */

bool
pack_delta_sizes(int64_t *base, int64_t *result, struct span *delta)
{
	*base = *result = 0;
	return take_size(base, 0, delta) && take_size(result, 0, delta);
}

/* The bytes of a number that are not zero, as the bits of the command tell. */
static bool
take_number(size_t *number, unsigned command, int bits, struct span *delta)
{
	unsigned c;

	*number = 0;
	for (int i = 0; i < bits; i++, command >>= 1)
		if ((command & 1) != 0) {
			if (!take(&c, delta))
				return false;
			*number |= (size_t)c << (8 * i);
		}
	return true;
}

/* A piece of `from`, onto the end of what is written. */
static bool
give(char **out, size_t *left, struct span from, size_t start, size_t count)
{
	if (start > from.len || count > from.len - start || count > *left)
		return false;
	memcpy(*out, from.data + start, count);
	*out += count;
	*left -= count;
	return true;
}

bool
pack_delta_apply(char *out, size_t len, struct span base, struct span delta)
{
	unsigned command;
	size_t start, count;

	while (take(&command, &delta)) {
		if (command == 0)
			return false;
		if ((command & 0x80) == 0) {
			if (!give(&out, &len, delta, 0, command))
				return false;
			delta = (struct span){ delta.data + command, delta.len - command };
			continue;
		}
		if (!take_number(&start, command, 4, &delta)
		    || !take_number(&count, command >> 4 & 7, 3, &delta)
		    || !give(&out, &len, base, start, count == 0 ? 0x10000 : count))
			return false;
	}
	return len == 0;
}
