/*
 * Where the objects of a pack lie, for who will ask for most of them: 6 bytes an object in
 * memory, where names and offsets would be 24 in a file. Only some bits of each name are kept,
 * so it guesses: an object that is there is found, but in place of one that is not there
 * another may be shown. Who asks holds what it reads against the name, and in doubt asks the
 * index. Once made it does not change, and serves all threads.
 */
#ifndef CORE_STORE_PACK_TABLE_H
#define CORE_STORE_PACK_TABLE_H

#include "core/store/pack_index.h"

struct pack_table;

/* Of an index that tells of at most so many objects. NULL: of more, or it is none, or is not as
 * git makes them: in order, counted and summed up. */
struct pack_table *pack_table_read(const struct pack_index *index, size_t most);
void pack_table_close(struct pack_table *table);

enum pack_guess {
	GUESS_NONE,	/* it is not there */
	GUESS_HERE,	/* if it is there at all, then here */
	GUESS_ASK	/* that cannot be told from this: the index can */
};
enum pack_guess pack_table_find(int64_t *offset, const struct pack_table *table,
				const struct oid *oid);

/* The tables of several packs, each by the path of its index. {0} is empty. */
struct pack_tables {
	struct pack_tables_item {
		char *path;
		struct pack_table *table;
	} *items;
	size_t count;
	size_t objects;			/* in all of them */
};
/* `table` is taken over; NULL adds nothing. */
void pack_tables_add(struct pack_tables *tables, const char *path, struct pack_table *table);
/* NULL: none is of this one, or there are no tables (NULL). */
const struct pack_table *pack_tables_find(const struct pack_tables *tables, const char *path);
void pack_tables_close(struct pack_tables *tables);

#endif
