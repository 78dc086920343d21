#include "core/store/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/flate.h"
#include "core/store/pack_parse.h"

enum {
	PACKS = 10000,		/* in a folder */
	CACHE = 256,
	CACHED = 64 << 10,	/* at most this each */
	READS = 512,		/* before pages that were read are given back */
};
#define WORK_LIMIT (INT64_C(8) * PACK_UNPACKED)	/* inflated and built for one object */

struct pack {
	struct pack *next;
	const char *path;	/* of the index */
	struct span index;
	struct span bytes;	/* without its trailer; data NULL: not opened */
	int fd;
	bool bad;		/* has no pack that fits */
};

/* Bases of deltas, by where they lie. */
struct cached {
	const struct pack *pack;
	int64_t offset;
	unsigned type;
	char *bytes;		/* malloc */
	size_t len;
};

struct packs {
	const char *const *folders;
	struct timespec *seen;		/* a folder's time when it was listed */
	struct arena arena;
	struct pack *first;
	struct cached cache[CACHE];
	size_t reads;
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
	return packs;
}

static void
unmap(struct span map, size_t trailer)
{
	if (map.data != NULL)
		munmap((void *)(uintptr_t)map.data, map.len + trailer);
}

void
packs_close(struct packs *packs)
{
	if (packs == NULL)
		return;
	for (struct pack *pack = packs->first; pack != NULL; pack = pack->next) {
		unmap(pack->index, 0);
		unmap(pack->bytes, OID_SIZE);
		if (pack->fd >= 0)
			close(pack->fd);
	}
	for (size_t i = 0; i < CACHE; i++)
		free(packs->cache[i].bytes);
	arena_close(&packs->arena);
	free(packs);
}

/* The whole file; nothing when it is empty or cannot be had. The fd stays open. */
static struct span
map(int *fd, const char *path)
{
	struct span none = { NULL, 0 };
	struct stat st;
	void *at;

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (*fd < 0 || fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= 0)
		return none;
	at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, *fd, 0);
	return at == MAP_FAILED ? none : (struct span){ at, (size_t)st.st_size };
}

static void
add_index(struct packs *packs, const char *path)
{
	struct pack *pack;
	struct span index;
	int fd;

	for (pack = packs->first; pack != NULL; pack = pack->next)
		if (strcmp(pack->path, path) == 0)
			return;
	index = map(&fd, path);
	if (fd >= 0)
		close(fd);
	pack = arena_alloc(&packs->arena, sizeof *pack);
	*pack = (struct pack){ .next = packs->first, .path = path, .index = index, .fd = -1 };
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
is_pack(struct span bytes, struct span sum)
{
	return bytes.len >= PACK_HEADER + OID_SIZE && memcmp(bytes.data, "PACK\0\0\0", 7) == 0
		&& (bytes.data[7] == 2 || bytes.data[7] == 3)
		&& memcmp(bytes.data + bytes.len - OID_SIZE, sum.data, OID_SIZE) == 0;
}

static bool
open_pack(struct pack *pack)
{
	struct arena arena = { 0 };
	struct span bytes;

	if (pack->bytes.data != NULL || pack->bad)
		return !pack->bad;
	bytes = map(&pack->fd, arena_printf(&arena, "%.*s.pack", (int)(strlen(pack->path) - 4),
					    pack->path));
	arena_close(&arena);
	pack->bad = bytes.data == NULL || !is_pack(bytes, pack_index_sum(pack->index));
	if (pack->bad)
		unmap(bytes, 0);
	else
		pack->bytes = (struct span){ bytes.data, bytes.len - OID_SIZE };
	return !pack->bad;
}

/* The pack found last is asked first. */
static struct pack *
find_listed(int64_t *offset, struct packs *packs, const struct oid *oid)
{
	for (struct pack **at = &packs->first, *pack; (pack = *at) != NULL; at = &pack->next) {
		if (!pack_index_find(offset, pack->index, oid) || !open_pack(pack))
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
not_there(struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, "no pack holds it");
}

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
keep(struct packs *packs, const struct pack *pack, int64_t offset, unsigned type,
     struct span bytes)
{
	struct cached *cached = cached_at(packs, pack, offset);
	char *copy;

	if (bytes.len > CACHED || is_cached(cached, pack, offset))
		return;
	copy = malloc(bytes.len + 1);
	if (copy == NULL)
		abort();
	memcpy(copy, bytes.data, bytes.len);
	free(cached->bytes);
	cached->pack = pack;
	cached->offset = offset;
	cached->type = type;
	cached->bytes = copy;
	cached->len = bytes.len;
}

/* Where the base of a delta lies; it must be in the same pack. */
static bool
base_of(int64_t *offset, const struct pack *pack, const struct pack_entry *entry)
{
	if (entry->type == PACK_BY_ID)
		return pack_index_find(offset, pack->index, &entry->base_id);
	*offset = entry->base;
	return true;
}

static bool
is_delta(const struct pack_entry *entry)
{
	return entry->type == PACK_BY_OFFSET || entry->type == PACK_BY_ID;
}

static struct span
stream_of(const struct pack *pack, const struct pack_entry *entry)
{
	return (struct span){ pack->bytes.data + entry->data,
			      pack->bytes.len - (size_t)entry->data };
}

/* What an entry inflates to, which must be as long as it says; malloc. */
static int
inflate_entry(struct span *out, const struct pack *pack, const struct pack_entry *entry,
	      struct err *err)
{
	size_t size = (size_t)entry->size, got;
	char *bytes;

	if (entry->size > PACK_UNPACKED)
		return err_set(err, ERR_LIMIT, "more than %d MiB", PACK_UNPACKED >> 20);
	bytes = malloc(size + 1);
	if (bytes == NULL)
		abort();
	if (inflate_bytes(&got, bytes, size + 1, stream_of(pack, entry), err) != 0
	    || got != size) {
		free(bytes);
		return got != size ? malformed(err) : -1;
	}
	*out = (struct span){ bytes, size };
	return 0;
}

struct chain {
	struct pack_entry *entries;	/* the object first, then what it is a delta of */
	int64_t *offsets;
	size_t count;
	unsigned type;			/* of the object: that of the last base */
	struct span base;		/* from the cache; data NULL: it is the last entry */
};

/* From an object to its last base, or to one that is at hand. */
static int
follow(struct chain *out, struct arena *arena, struct packs *packs, const struct pack *pack,
       int64_t offset, struct err *err)
{
	for (*out = (struct chain){ 0 }; out->count < PACK_DEPTH; ) {
		const struct cached *cached = cached_at(packs, pack, offset);
		struct pack_entry entry;

		if (is_cached(cached, pack, offset)) {
			out->type = cached->type;
			out->base = (struct span){ cached->bytes, cached->len };
			return 0;
		}
		if (!pack_entry_parse(&entry, pack->bytes, offset))
			return malformed(err);
		out->entries = arena_grow(arena, out->entries, out->count, sizeof entry);
		out->offsets = arena_grow(arena, out->offsets, out->count, sizeof offset);
		out->entries[out->count] = entry;
		out->offsets[out->count++] = offset;
		out->type = entry.type;
		if (!is_delta(&entry))
			return 0;
		if (!base_of(&offset, pack, &entry))
			return malformed(err);
	}
	return err_set(err, ERR_INVALID, "it is more than %d deltas deep", PACK_DEPTH);
}

static int
apply(struct span *out, int64_t *work, struct span base, const struct pack *pack,
      const struct pack_entry *entry, struct err *err)
{
	struct span delta, rest;
	int64_t before, after;
	char *bytes;
	int status = 0;

	if (inflate_entry(&delta, pack, entry, err) != 0)
		return -1;
	rest = delta;
	if (!pack_delta_sizes(&before, &after, &rest) || before != (int64_t)base.len)
		status = malformed(err);
	else if (after > PACK_UNPACKED || (*work += entry->size + after) > WORK_LIMIT)
		status = err_set(err, ERR_LIMIT, "more than %d MiB, or too much work",
				 PACK_UNPACKED >> 20);
	if (status == 0) {
		bytes = malloc((size_t)after + 1);
		if (bytes == NULL)
			abort();
		*out = (struct span){ bytes, (size_t)after };
		if (!pack_delta_apply(bytes, (size_t)after, base, rest)) {
			free(bytes);
			status = malformed(err);
		}
	}
	free((void *)(uintptr_t)delta.data);
	return status;
}

/* From the base up. What comes out is malloc. */
static int
build(struct span *out, struct packs *packs, const struct pack *pack,
      const struct chain *chain, struct err *err)
{
	size_t left = chain->count;
	struct span next, base = chain->base;
	char *owned = NULL;		/* base, unless it is the cache's */
	int64_t work = 0;

	if (base.data == NULL) {
		if (inflate_entry(&base, pack, &chain->entries[--left], err) != 0)
			return -1;
		owned = (char *)(uintptr_t)base.data;
		keep(packs, pack, chain->offsets[left], chain->type, base);
	}
	while (left > 0) {
		int status = apply(&next, &work, base, pack, &chain->entries[--left], err);

		free(owned);
		if (status != 0)
			return -1;
		base = next;
		owned = (char *)(uintptr_t)base.data;
		keep(packs, pack, chain->offsets[left], chain->type, base);
	}
	*out = base;
	return 0;
}

/* What was read stays in the page cache, and is no longer counted as ours: memory does not
 * grow with how much is read. */
static void
give_back(struct packs *packs)
{
	if (++packs->reads % READS != 0)
		return;
	for (struct pack *pack = packs->first; pack != NULL; pack = pack->next) {
		if (pack->index.data != NULL)
			madvise((void *)(uintptr_t)pack->index.data, pack->index.len,
				MADV_DONTNEED);
		if (pack->bytes.data != NULL)
			madvise((void *)(uintptr_t)pack->bytes.data, pack->bytes.len,
				MADV_DONTNEED);
	}
}

int
packs_read(struct span *out, struct arena *arena, struct packs *packs, const struct oid *oid,
	   struct err *err)
{
	struct arena scratch = { 0 };
	struct chain chain;
	struct span bytes;
	int64_t offset;
	struct pack *pack = find(&offset, packs, oid);
	int status;

	if (pack == NULL)
		return not_there(err);
	give_back(packs);
	status = follow(&chain, &scratch, packs, pack, offset, err);
	if (status == 0)
		status = build(&bytes, packs, pack, &chain, err);
	if (status == 0) {
		*out = arena_span(arena, bytes);
		if (chain.count != 0)	/* else it is the cache's */
			free((void *)(uintptr_t)bytes.data);
	}
	arena_close(&scratch);
	return status;
}

int
packs_header(enum object_type *type, int64_t *size, struct packs *packs, const struct oid *oid,
	     struct err *err)
{
	struct arena scratch = { 0 };
	struct chain chain;
	int64_t offset, base;
	struct pack *pack = find(&offset, packs, oid);
	char head[32];
	struct span rest = { head, 0 };
	int status;

	if (pack == NULL)
		return not_there(err);
	status = follow(&chain, &scratch, packs, pack, offset, err);
	if (status == 0) {
		*type = (enum object_type)chain.type;
		*size = chain.count == 0 ? (int64_t)chain.base.len : chain.entries[0].size;
	}
	if (status == 0 && chain.count != 0 && is_delta(&chain.entries[0])) {
		status = inflate_bytes(&rest.len, head, sizeof head,
				       stream_of(pack, &chain.entries[0]), err);
		if (status == 0 && !pack_delta_sizes(&base, size, &rest))
			status = malformed(err);
	}
	arena_close(&scratch);
	return status;
}

bool
packs_hold(struct packs *packs, const struct oid *oid)
{
	int64_t offset;

	return find_listed(&offset, packs, oid) != NULL;
}

bool
packs_whole(struct packed *out, struct packs *packs, const struct oid *oid)
{
	struct pack_entry entry;
	int64_t offset;
	struct pack *pack = find(&offset, packs, oid);

	if (pack == NULL || !pack_entry_parse(&entry, pack->bytes, offset) || is_delta(&entry))
		return false;
	*out = (struct packed){ .fd = pack->fd, .start = entry.data,
				.end = (int64_t)pack->bytes.len, .size = entry.size };
	return true;
}
