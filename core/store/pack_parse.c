#include "core/store/pack_parse.h"

enum {
	HEAD = 8,		/* magic and version */
	FANOUT = 4 * 256,
	TRAILER = 2 * OID_SIZE,	/* the pack's checksum and the index's own */
	NEAR = 16,		/* rows around where a name should be */
};

#define SIZE_LIMIT (INT64_C(1) << 50)

/* -------------------------------------------------------------------------------- the index */

static uint32_t
read32(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool
is_index(struct span index, size_t *count)
{
	if (index.len < HEAD + FANOUT + TRAILER || memcmp(index.data, "\377tOc", 4) != 0
	    || read32(index.data + 4) != 2)
		return false;
	*count = read32(index.data + HEAD + FANOUT - 4);
	return *count <= (index.len - HEAD - FANOUT - TRAILER) / (OID_SIZE + 8);
}

static int
compare(const struct oid *oid, const char *oids, size_t row)
{
	return memcmp(oid->bytes, oids + OID_SIZE * row, OID_SIZE);
}

/* Names are spread evenly, so it is near where it would be if all had the same distance;
 * where they are not, twice as far around it is looked at each time. */
static void
narrow(size_t *low, size_t *high, const char *oids, const struct oid *oid)
{
	uint64_t share = read32((const char *)oid->bytes + 1);
	size_t at = *low + (size_t)((*high - *low) * share >> 32);

	for (size_t reach = NEAR; reach < *high - *low; reach *= 2) {
		size_t from = at - *low > reach ? at - reach : *low;
		size_t to = *high - at > reach ? at + reach : *high;

		if ((from == *low || compare(oid, oids, from) >= 0)
		    && (to == *high || compare(oid, oids, to) < 0)) {
			*low = from;
			*high = to;
			return;
		}
	}
}

/* The row of `oid` among `count` sorted ones. */
static bool
find_row(size_t *row, struct span index, size_t count, const struct oid *oid)
{
	const char *fanout = index.data + HEAD, *oids = fanout + FANOUT;
	size_t first = oid->bytes[0];
	size_t low = first == 0 ? 0 : read32(fanout + 4 * (first - 1));
	size_t high = read32(fanout + 4 * first);

	if (high > count || low > high)
		return false;
	narrow(&low, &high, oids, oid);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(oid, oids, middle);

		if (order == 0) {
			*row = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

bool
pack_index_find(int64_t *offset, struct span index, const struct oid *oid)
{
	size_t count, row, larger;
	const char *offsets, *far;
	uint32_t value;
	uint64_t wide;

	if (!is_index(index, &count) || !find_row(&row, index, count, oid))
		return false;
	offsets = index.data + HEAD + FANOUT + (OID_SIZE + 4) * count;
	far = offsets + 4 * count;
	larger = (size_t)(index.data + index.len - TRAILER - far) / 8;
	value = read32(offsets + 4 * row);
	*offset = value;
	if ((value & 0x80000000u) == 0)
		return true;
	value &= 0x7fffffffu;
	if (value >= larger)
		return false;
	far += 8 * (size_t)value;
	wide = (uint64_t)read32(far) << 32 | read32(far + 4);
	*offset = (int64_t)(wide & INT64_MAX);
	return wide <= INT64_MAX;
}

struct span
pack_index_sum(struct span index)
{
	return (struct span){ index.data + index.len - TRAILER, OID_SIZE };
}

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
