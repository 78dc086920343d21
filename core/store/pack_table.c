#include "core/store/pack_table.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHARE = 32,		/* objects that begin alike, about */
	KEY = 16,		/* bits of each name that are kept, after those */
	FAR = 31,		/* larger offsets stand elsewhere */
	BATCH = 1024,		/* rows that are read at once */
};

struct pack_table {
	size_t count;
	unsigned bits;		/* by which names are told apart first */
	uint32_t *first;	/* for each such beginning, its first row; and one more */
	uint16_t *keys;
	uint32_t *offsets;
};

void
pack_table_close(struct pack_table *table)
{
	if (table == NULL)
		return;
	free(table->first);
	free(table->keys);
	free(table->offsets);
	free(table);
}

static uint64_t
read64(const struct oid *oid)
{
	uint64_t value = 0;

	for (size_t i = 0; i < sizeof value; i++)
		value = value << 8 | oid->bytes[i];
	return value;
}

static size_t
beginning(const struct pack_table *table, uint64_t name)
{
	return (size_t)(name >> (64 - table->bits));
}

static uint16_t
key(const struct pack_table *table, uint64_t name)
{
	return (uint16_t)(name << table->bits >> (64 - KEY));
}

static struct pack_table *
make(size_t count)
{
	struct pack_table *table = calloc(1, sizeof *table);

	if (table == NULL)
		abort();
	table->count = count;
	for (table->bits = 1; count >> table->bits > SHARE; )
		table->bits++;
	table->first = calloc(((size_t)1 << table->bits) + 1, sizeof *table->first);
	table->keys = calloc(count, sizeof *table->keys);
	table->offsets = calloc(count, sizeof *table->offsets);
	if (table->first != NULL && table->keys != NULL && table->offsets != NULL)
		return table;
	pack_table_close(table);	/* it is done without */
	return NULL;
}

/* On the way through all rows. */
struct filling {
	struct pack_table *table;
	size_t row, next;		/* next: a beginning that has no first row yet */
	struct oid last, names[BATCH];
	uint32_t begins[256];		/* names with each first byte */
};

/* They come in order, each above the one before. */
static bool
fill(struct filling *f, size_t count)
{
	struct pack_table *table = f->table;

	for (size_t i = 0; i < count; i++, f->row++) {
		uint64_t name = read64(&f->names[i]);

		if (f->row != 0 && memcmp(f->names[i].bytes, f->last.bytes, OID_SIZE) <= 0)
			return false;
		f->last = f->names[i];
		f->begins[f->last.bytes[0]]++;
		while (f->next <= beginning(table, name))
			table->first[f->next++] = (uint32_t)f->row;
		table->keys[f->row] = key(table, name);
	}
	return true;
}

/* Whoever seeks a name begins where the index says that those with its first byte do. */
static bool
are_counted(const struct filling *f, const struct pack_index *index)
{
	uint32_t below = 0;

	for (size_t i = 0; i < 256; i++) {
		below += f->begins[i];
		if (pack_index_fanout(index, (uint8_t)i) != below)
			return false;
	}
	return true;
}

static bool
fill_all(struct pack_table *table, const struct pack_index *index)
{
	struct filling f = { .table = table };

	while (f.row < table->count) {
		size_t some = table->count - f.row < BATCH ? table->count - f.row : BATCH;

		if (!pack_index_rows(f.names, table->offsets + f.row, index, f.row, some)
		    || !fill(&f, some))
			return false;
	}
	while (f.next <= (size_t)1 << table->bits)
		table->first[f.next++] = (uint32_t)table->count;
	return are_counted(&f, index) && pack_index_is_whole(index);
}

struct pack_table *
pack_table_read(const struct pack_index *index, size_t most)
{
	size_t count = pack_index_count(index);
	struct pack_table *table = count == 0 || count > most ? NULL : make(count);

	if (table == NULL || fill_all(table, index))
		return table;
	pack_table_close(table);
	return NULL;
}

enum pack_guess
pack_table_find(int64_t *offset, const struct pack_table *table, const struct oid *oid)
{
	uint64_t name = read64(oid);
	size_t low = table->first[beginning(table, name)];
	size_t end = table->first[beginning(table, name) + 1], high = end;
	uint16_t wanted = key(table, name);

	while (low < high) {		/* the first that is not below it */
		size_t middle = low + (high - low) / 2;

		if (table->keys[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == end || table->keys[low] != wanted)
		return GUESS_NONE;
	*offset = table->offsets[low];
	return (low + 1 < end && table->keys[low + 1] == wanted)
		|| table->offsets[low] >> FAR != 0 ? GUESS_ASK : GUESS_HERE;
}

void
pack_tables_add(struct pack_tables *tables, const char *path, struct pack_table *table)
{
	struct pack_tables_item *items;

	if (table == NULL)
		return;
	items = realloc(tables->items, (tables->count + 1) * sizeof *items);
	if (items == NULL || (items[tables->count].path = strdup(path)) == NULL)
		abort();
	items[tables->count++].table = table;
	tables->items = items;
	tables->objects += table->count;
}

const struct pack_table *
pack_tables_find(const struct pack_tables *tables, const char *path)
{
	for (size_t i = 0; tables != NULL && i < tables->count; i++)
		if (strcmp(tables->items[i].path, path) == 0)
			return tables->items[i].table;
	return NULL;
}

void
pack_tables_close(struct pack_tables *tables)
{
	for (size_t i = 0; i < tables->count; i++) {
		free(tables->items[i].path);
		pack_table_close(tables->items[i].table);
	}
	free(tables->items);
	*tables = (struct pack_tables){ 0 };
}
