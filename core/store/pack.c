#include "core/store/pack.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/flate.h"
#include "core/store/pack_index.h"
#include "core/store/pack_parse.h"
#include "core/store/pack_table.h"

enum {
	PACKS = 10000,		/* in a folder */
	CACHE = 256,
	CACHED = 64 << 10,	/* at most this each */
	BLOCKS = 128,		/* of packs, kept as they were read: */
	BLOCK = 16 << 10,	/* objects that begin in so many bytes, */
	BEYOND = 4 << 10,	/* and so many more: most commits end in them */
	DELTA_HEAD = 32,	/* no two sizes are longer */
	STUDIED = 64,		/* packs, */
	STUDIED_OBJECTS = 8 << 20,	/* with so many objects together, */
	LEAST_OBJECT = 9,	/* and each so many bytes at least: its head, and a stream of none */
};
#define WORK_LIMIT (INT64_C(8) * PACK_UNPACKED)	/* inflated and built for one object */

struct pack {
	struct pack *next;
	const char *path;	/* of the index */
	struct pack_index index;
	const struct pack_table *table;	/* NULL: the index is asked */
	int64_t size;		/* without its trailer; 0: not opened */
	int fd;
	bool bad;		/* has no pack that fits */
};

/* Bases of deltas, by where they lie. */
struct cached {
	const struct pack *pack;
	int64_t offset;
	unsigned type;
	char *bytes;		/* malloc */
	size_t len, room;
};

struct block {
	const struct pack *pack;	/* whose bytes from `at` on these are */
	int64_t at;
	size_t len;
	char *bytes;			/* malloc */
};

/* An object on its way out: it, then what it is a delta of, down to what is at hand. */
struct unpacking {
	struct pack *pack;
	struct pack_entry entries[PACK_DEPTH];
	int64_t offsets[PACK_DEPTH];
	size_t count;
	unsigned type;			/* of the object: that of the last base */
	const struct cached *base;	/* NULL: it is the last entry */
	int64_t work;
};

struct packs {
	const char *const *folders;
	struct timespec *seen;		/* a folder's time when it was listed */
	struct arena arena;
	struct pack *first;
	struct pack_tables tables;		/* its own, */
	const struct pack_tables *lent;		/* or another's */
	bool may_guess, guessed;
	struct cached cache[CACHE];
	struct unpacker *unpacker;
	struct unpacking now;
	struct block blocks[BLOCKS];
};

/* -------------------------------------------------------------------------------- the files */

struct packs *
packs_open(const char *const *folders)
{
	struct packs *packs = calloc(1, sizeof *packs);
	size_t count = 0;

	if (packs == NULL)
		abort();
	packs->folders = folders;
	while (folders[count] != NULL)
		count++;
	packs->seen = arena_array(&packs->arena, count, sizeof *packs->seen);
	packs->unpacker = unpacker_open();
	return packs;
}

void
packs_close(struct packs *packs)
{
	if (packs == NULL)
		return;
	for (struct pack *pack = packs->first; pack != NULL; pack = pack->next) {
		pack_index_close(&pack->index);
		if (pack->fd >= 0)
			close(pack->fd);
	}
	pack_tables_close(&packs->tables);
	for (size_t i = 0; i < CACHE; i++)
		free(packs->cache[i].bytes);
	for (size_t i = 0; i < BLOCKS; i++)
		free(packs->blocks[i].bytes);
	unpacker_close(packs->unpacker);
	arena_close(&packs->arena);
	free(packs);
}

static void
add_index(struct packs *packs, const char *path)
{
	struct pack *pack;

	for (pack = packs->first; pack != NULL; pack = pack->next)
		if (strcmp(pack->path, path) == 0)
			return;
	pack = arena_alloc(&packs->arena, sizeof *pack);
	*pack = (struct pack){ .next = packs->first, .path = path, .fd = -1,
			       .table = pack_tables_find(packs->lent, path) };
	pack_index_open(&pack->index, path, PACK_INDEX_LARGE);
	packs->first = pack;
}

/* True when there was something new to look at. */
static bool
list_folder(struct packs *packs, size_t i)
{
	const char *dir = path_join(&packs->arena, packs->folders[i], "pack");
	struct timespec *seen = &packs->seen[i];
	struct stat st;
	struct err ignored;
	char **names;
	size_t count;

	if (stat(dir, &st) != 0 || (seen->tv_sec == st.st_mtim.tv_sec
				    && seen->tv_nsec == st.st_mtim.tv_nsec))
		return false;
	*seen = st.st_mtim;
	if (file_list(&names, &count, &packs->arena, dir, PACKS, &ignored) != 0)
		return false;
	for (size_t n = 0; n < count; n++) {
		size_t len = strlen(names[n]);

		if (len > 4 && strcmp(names[n] + len - 4, ".idx") == 0)
			add_index(packs, path_join(&packs->arena, dir, names[n]));
	}
	return true;
}

/* A pack of a version we know, with the checksum its index was made for. */
static bool
is_pack(int fd, int64_t size, const struct pack_index *index)
{
	char head[8], tail[OID_SIZE], sum[OID_SIZE];

	return size >= PACK_HEADER + OID_SIZE && pack_index_sum(sum, index)
		&& pread(fd, head, sizeof head, 0) == sizeof head
		&& pread(fd, tail, sizeof tail, size - OID_SIZE) == sizeof tail
		&& memcmp(head, "PACK\0\0\0", 7) == 0 && (head[7] == 2 || head[7] == 3)
		&& memcmp(tail, sum, OID_SIZE) == 0;
}

static bool
open_pack(struct pack *pack)
{
	struct arena arena = { 0 };
	int64_t size;

	if (pack->size != 0 || pack->bad)
		return !pack->bad;
	pack->fd = file_open_regular(&size, arena_printf(&arena, "%.*s.pack",
						    (int)(strlen(pack->path) - 4), pack->path));
	arena_close(&arena);
	pack->bad = pack->fd < 0 || !is_pack(pack->fd, size, &pack->index);
	if (!pack->bad)
		pack->size = size - OID_SIZE;
	return !pack->bad;
}

void
packs_study(struct packs *packs)
{
	struct pack_tables *tables = &packs->tables;
	int left = STUDIED;

	for (size_t i = 0; packs->folders[i] != NULL; i++)
		list_folder(packs, i);
	for (struct pack *pack = packs->first; pack != NULL && left > 0; pack = pack->next) {
		size_t most = STUDIED_OBJECTS - tables->objects;

		if (pack->table != NULL)
			continue;
		left--;
		if (!open_pack(pack))
			continue;
		if ((size_t)pack->size / LEAST_OBJECT < most)
			most = (size_t)pack->size / LEAST_OBJECT;
		pack_tables_add(tables, pack->path, pack_table_read(&pack->index, most));
		pack->table = pack_tables_find(tables, pack->path);
	}
}

void
packs_lend(struct packs *to, const struct packs *from)
{
	to->lent = &from->tables;
}

void
packs_guess(struct packs *packs, bool may_guess)
{
	packs->may_guess = may_guess;
	packs->guessed = false;
}

bool
packs_guessed(const struct packs *packs)
{
	return packs->guessed;
}

static bool
locate(int64_t *offset, struct packs *packs, struct pack *pack, const struct oid *oid)
{
	enum pack_guess guess = pack->table == NULL ? GUESS_ASK
		: pack_table_find(offset, pack->table, oid);

	if (guess == GUESS_HERE && packs->may_guess)
		return packs->guessed = true;
	return guess != GUESS_NONE && pack_index_find(offset, &pack->index, oid);
}

/* The pack found last is asked first. */
static struct pack *
find_listed(int64_t *offset, struct packs *packs, const struct oid *oid)
{
	for (struct pack **at = &packs->first, *pack; (pack = *at) != NULL; at = &pack->next) {
		if (!locate(offset, packs, pack, oid) || !open_pack(pack))
			continue;
		*at = pack->next;
		pack->next = packs->first;
		return packs->first = pack;
	}
	return NULL;
}

static struct pack *
find(int64_t *offset, struct packs *packs, const struct oid *oid)
{
	struct pack *pack = find_listed(offset, packs, oid);
	bool more = false;

	for (size_t i = 0; pack == NULL && packs->folders[i] != NULL; i++)
		more = list_folder(packs, i) || more;
	return more ? find_listed(offset, packs, oid) : pack;
}

/* ------------------------------------------------------------------------------- unpacking */

static int
malformed(struct err *err)
{
	return err_set(err, ERR_INVALID, "its pack is damaged");
}

static struct cached *
cached_at(struct packs *packs, const struct pack *pack, int64_t offset)
{
	return &packs->cache[((uintptr_t)pack / 64 + (uint64_t)offset * 0x9e3779b1u / 4096)
			     % CACHE];
}

static bool
is_cached(const struct cached *cached, const struct pack *pack, int64_t offset)
{
	return cached->pack == pack && cached->offset == offset;
}

static void
keep(struct packs *packs, int64_t offset, struct span bytes)
{
	const struct unpacking *now = &packs->now;
	struct cached *cached = cached_at(packs, now->pack, offset);

	if (bytes.len > CACHED || cached == now->base)
		return;
	if (cached->room <= bytes.len) {
		free(cached->bytes);
		cached->room = bytes.len + 1;
		cached->bytes = malloc(cached->room);
		if (cached->bytes == NULL)
			abort();
	}
	memcpy(cached->bytes, bytes.data, bytes.len);
	cached->pack = now->pack;
	cached->offset = offset;
	cached->type = now->type;
	cached->len = bytes.len;
}

static void
read_block(struct block *block, const struct pack *pack, int64_t at)
{
	size_t want = BLOCK + BEYOND;
	ssize_t got;

	if (block->bytes == NULL && (block->bytes = malloc(want)) == NULL)
		abort();
	if (pack->size - at < (int64_t)want)
		want = (size_t)(pack->size - at);
	got = file_read_at(pack->fd, block->bytes, want, at);
	block->pack = pack;
	block->at = at;
	block->len = got < 0 ? 0 : (size_t)got;
}

/* What stands in the pack from `offset` on: PACK_ENTRY bytes or more, or all there are. */
static struct span
look(struct packs *packs, const struct pack *pack, int64_t offset)
{
	int64_t skip = offset % BLOCK, at = offset - skip;
	struct block *block = &packs->blocks[((uintptr_t)pack / 64 + (uint64_t)at / BLOCK)
					     % BLOCKS];

	if (offset < 0 || offset >= pack->size)
		return (struct span){ "", 0 };
	if (block->pack != pack || block->at != at)
		read_block(block, pack, at);
	return skip >= (int64_t)block->len ? (struct span){ "", 0 }
		: (struct span){ block->bytes + skip, block->len - (size_t)skip };
}

/* Where the base of a delta lies; it must be in the same pack. */
static bool
base_of(int64_t *offset, struct pack *pack, const struct pack_entry *entry)
{
	if (entry->type == PACK_BY_ID)
		return pack_index_find(offset, &pack->index, &entry->base_id);
	*offset = entry->base;
	return true;
}

static bool
is_delta(const struct pack_entry *entry)
{
	return entry->type == PACK_BY_OFFSET || entry->type == PACK_BY_ID;
}

static int
inflate_some(size_t *got, char *out, size_t len, struct packs *packs,
	     const struct pack_entry *entry, struct err *err)
{
	const struct pack *pack = packs->now.pack;
	struct span have = look(packs, pack, entry->data);

	return unpacker_run(got, out, len, packs->unpacker, have, pack->fd,
			    entry->data + (int64_t)have.len, pack->size, err);
}

/* What an entry inflates to, which must be as long as it says, into size + 1 bytes. */
static int
inflate_entry(char *out, struct packs *packs, const struct pack_entry *entry,
	      struct err *err)
{
	size_t got;

	if (unpacker_whole(out, (size_t)entry->size, packs->unpacker,
			   look(packs, packs->now.pack, entry->data)))
		return 0;
	if (inflate_some(&got, out, (size_t)entry->size + 1, packs, entry, err) != 0)
		return -1;
	return got == (size_t)entry->size ? 0 : malformed(err);
}

static char *
room_for(int64_t size, struct err *err)
{
	char *room;

	if (size > PACK_UNPACKED) {
		err_set(err, ERR_LIMIT, "more than %d MiB", PACK_UNPACKED >> 20);
		return NULL;
	}
	room = malloc((size_t)size + 1);
	if (room == NULL)
		abort();
	return room;
}

static char *
inflated(struct packs *packs, const struct pack_entry *entry, struct err *err)
{
	char *room = room_for(entry->size, err);

	if (room == NULL || inflate_entry(room, packs, entry, err) == 0)
		return room;
	free(room);
	return NULL;
}

/* From an object to its last base, or to one that is at hand. */
static int
follow(struct packs *packs, int64_t offset, struct err *err)
{
	struct unpacking *now = &packs->now;

	while (now->count < PACK_DEPTH) {
		const struct cached *cached = cached_at(packs, now->pack, offset);
		struct pack_entry *entry = &now->entries[now->count];

		if (is_cached(cached, now->pack, offset)) {
			now->type = cached->type;
			now->base = cached;
			return 0;
		}
		if (!pack_entry_parse(entry, look(packs, now->pack, offset), offset)
		    || entry->data > now->pack->size)
			return malformed(err);
		now->offsets[now->count++] = offset;
		now->type = entry->type;
		if (!is_delta(entry))
			return 0;
		if (!base_of(&offset, now->pack, entry))
			return malformed(err);
	}
	return err_set(err, ERR_INVALID, "it is more than %d deltas deep", PACK_DEPTH);
}

/* How long the object is: of a delta, that stands at its beginning. */
static int
tell_size(int64_t *size, struct packs *packs, struct err *err)
{
	const struct unpacking *now = &packs->now;
	const struct pack_entry *entry = &now->entries[0];
	char head[DELTA_HEAD];
	struct span rest = { head, 0 };
	int64_t before;

	*size = now->count == 0 ? (int64_t)now->base->len : entry->size;
	if (now->count == 0 || !is_delta(entry))
		return 0;
	if (inflate_some(&rest.len, head, sizeof head, packs, entry, err) != 0)
		return -1;
	return pack_delta_sizes(&before, size, &rest) ? 0 : malformed(err);
}

int
packs_begin(enum object_type *type, int64_t *size, struct packs *packs,
	    const struct oid *oid, bool is_listed, struct err *err)
{
	struct unpacking *now = &packs->now;
	int64_t offset;

	now->base = NULL;
	now->count = 0;
	now->work = 0;
	now->pack = is_listed ? find_listed(&offset, packs, oid) : find(&offset, packs, oid);
	if (now->pack == NULL)
		return err_set(err, ERR_NOT_FOUND, "no pack holds it");
	if (follow(packs, offset, err) != 0 || tell_size(size, packs, err) != 0)
		return -1;
	*type = (enum object_type)now->type;
	return 0;
}

/* A delta onto its base: into `out`, or, where that is NULL, into malloc. */
static int
apply(struct span *out, struct span base, struct packs *packs,
      const struct pack_entry *entry, struct err *err)
{
	char *bytes = inflated(packs, entry, err), *room = (char *)(uintptr_t)out->data;
	struct span delta = { bytes, (size_t)entry->size };
	int64_t before, after;
	int status = -1;

	if (bytes == NULL)
		return -1;
	if (!pack_delta_sizes(&before, &after, &delta) || before != (int64_t)base.len)
		malformed(err);
	else if ((packs->now.work += entry->size + after) > WORK_LIMIT)
		err_set(err, ERR_LIMIT, "more than %d MiB, or too much work",
			PACK_UNPACKED >> 20);
	else if (room != NULL || (room = room_for(after, err)) != NULL)
		status = pack_delta_apply(room, (size_t)after, base, delta) ? 0
			: malformed(err);
	free(bytes);
	if (status != 0 && out->data == NULL)
		free(room);
	else
		*out = (struct span){ room, (size_t)after };
	return status;
}

/* From the last base up; what is on the way is made in malloc, and kept. */
static int
build(char *out, struct packs *packs, struct err *err)
{
	const struct unpacking *now = &packs->now;
	size_t left = now->count;
	struct span base, next;
	char *owned = NULL;		/* base, unless it is the cache's or `out` */
	int status = 0;

	if (now->base != NULL) {
		base = (struct span){ now->base->bytes, now->base->len };
	} else {
		const struct pack_entry *last = &now->entries[--left];

		if (left == 0)
			status = inflate_entry(out, packs, last, err);
		else if ((owned = inflated(packs, last, err)) == NULL)
			status = -1;
		base = (struct span){ left == 0 ? out : owned, (size_t)last->size };
		if (status == 0)
			keep(packs, now->offsets[left], base);
	}
	while (left > 0 && status == 0) {
		next = (struct span){ --left == 0 ? out : NULL, 0 };
		status = apply(&next, base, packs, &now->entries[left], err);
		free(owned);
		owned = left == 0 || status != 0 ? NULL : (char *)(uintptr_t)next.data;
		base = next;
		if (status == 0)
			keep(packs, now->offsets[left], base);
	}
	return status;
}

int
packs_finish(struct span *out, struct arena *arena, int64_t size, struct packs *packs,
	     struct err *err)
{
	const struct unpacking *now = &packs->now;
	char *room;

	if (size > PACK_UNPACKED)
		return err_set(err, ERR_LIMIT, "more than %d MiB", PACK_UNPACKED >> 20);
	room = arena_alloc(arena, (size_t)size + 1);
	*out = (struct span){ room, (size_t)size };
	if (now->count != 0)
		return build(room, packs, err);
	memcpy(room, now->base->bytes, (size_t)size);
	return 0;
}

bool
packs_whole(struct packed *out, struct packs *packs, const struct oid *oid)
{
	struct pack_entry entry;
	int64_t offset;
	struct pack *pack = find(&offset, packs, oid);

	if (pack == NULL || !pack_entry_parse(&entry, look(packs, pack, offset), offset)
	    || entry.data > pack->size || is_delta(&entry))
		return false;
	*out = (struct packed){ .fd = pack->fd, .start = entry.data, .end = pack->size,
				.size = entry.size };
	return true;
}
