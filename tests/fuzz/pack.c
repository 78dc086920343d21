/*
 * Packs from anyone, over memory: an index, entry headers and a delta. The first byte chooses.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/store/flate.h"
#include "core/store/pack_parse.h"
#include "core/store/pack_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A table may say what the index does not; what it finds of what is there is the same. */
static void
try_table(struct pack_index *index, const struct oid *oid, int64_t offset)
{
	struct pack_table *table = pack_table_read(index, SIZE_MAX);
	int64_t guessed;
	enum pack_guess guess;

	if (table == NULL)
		return;
	guess = pack_table_find(&guessed, table, oid);
	if (offset >= 0 && (guess == GUESS_NONE
			    || (guess == GUESS_HERE && guessed != offset)))
		abort();
	pack_table_close(table);
}

static void
try_index(struct span in)
{
	struct oid oid = { { 0 } };
	struct pack_index index;
	int64_t offset = -1;
	char sum[OID_SIZE];

	if (in.len < OID_SIZE)
		return;
	memcpy(oid.bytes, in.data, OID_SIZE);
	in = (struct span){ in.data + OID_SIZE, in.len - OID_SIZE };
	index = pack_index_over(in);
	if (pack_index_find(&offset, &index, &oid)
	    && (offset < 0 || !pack_index_sum(sum, &index)))
		abort();
	try_table(&index, &oid, offset);
}

static void
try_entries(struct span in)
{
	struct unpacker *unpacker = unpacker_open();
	char out[4096];
	struct pack_entry entry;
	struct err err;
	size_t got;

	for (int64_t at = PACK_HEADER; at < (int64_t)in.len; at = entry.data) {
		if (!pack_entry_parse(&entry, (struct span){ in.data + at,
							     in.len - (size_t)at }, at))
			break;
		if (entry.data <= at || (size_t)entry.data > in.len || entry.size < 0
		    || (entry.type == PACK_BY_OFFSET && (entry.base < PACK_HEADER
							 || entry.base >= at)))
			abort();
		(void)!unpacker_run(&got, out, sizeof out, unpacker, (struct span){
			in.data + entry.data, in.len - (size_t)entry.data }, -1, 0, 0, &err);
	}
	unpacker_close(unpacker);
}

/* The second byte is how long the base is; what follows the base is the delta. */
static void
try_delta(struct span in)
{
	size_t cut = in.len == 0 ? 0 : (unsigned char)in.data[0];
	struct span base, delta;
	int64_t before, after;
	char *out;

	if (cut >= in.len)
		return;
	base = (struct span){ in.data + 1, cut };
	delta = (struct span){ in.data + 1 + cut, in.len - 1 - cut };
	if (!pack_delta_sizes(&before, &after, &delta) || after > 1 << 20)
		return;
	out = malloc((size_t)after + 1);
	if (out == NULL)
		abort();
	(void)pack_delta_apply(out, (size_t)after, base, delta);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const tries[])(struct span) = { try_index, try_entries, try_delta };

	if (size != 0)
		tries[data[0] % 3]((struct span){ (const char *)data + 1, size - 1 });
	return 0;
}
