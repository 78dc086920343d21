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

/* NULL: there is no such index, it is damaged, its names are not in order, or are too many. */
struct pack_table *pack_table_read(struct pack_index *index);
void pack_table_close(struct pack_table *table);

enum pack_guess {
	GUESS_NONE,	/* it is not there */
	GUESS_HERE,	/* if it is there at all, then here */
	GUESS_ASK	/* that cannot be told from this: the index can */
};
enum pack_guess pack_table_find(int64_t *offset, const struct pack_table *table,
				const struct oid *oid);

#endif
