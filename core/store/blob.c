#include "core/store/blob.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/store/git_inside.h"
#include "core/store/git_loose.h"

/* Chunks kept: more than lies between two checkpoints of 1 GiB, so that reading backwards
 * inflates each span once. */
enum { CHUNK = 128 << 10, SLOTS = 48 };

struct slot {
	int64_t chunk;			/* plus 1; 0: empty */
	char *bytes;			/* CHUNK and one more */
};

struct blob {
	int64_t size;
	struct span whole;		/* data NULL: it is streamed */
	struct inflater *in;
	int fd;				/* of a loose object; -1: none of ours */
	int64_t skip;			/* where the blob begins in what comes out of `in` */
	char name[OID_HEX];
	struct arena arena;
	struct slot slots[SLOTS];
};

/* -------------------------------------------------------------------------------- opening */

static bool
open_loose(struct blob *blob, const char *objects, const struct oid *oid)
{
	struct loose loose;
	struct err ignored;

	if (loose_open(&loose, objects, oid, &ignored) != 0)
		return false;
	if (loose.type != OBJECT_BLOB || loose.size != blob->size) {
		loose_close(&loose);
		return false;
	}
	blob->in = loose.in;
	blob->fd = loose.fd;
	blob->skip = loose.skip;
	return true;
}

static bool
open_packed(struct blob *blob, struct repo *repo, const struct oid *oid)
{
	struct packed packed;

	if (!packs_whole(&packed, repo_packs(repo), oid) || packed.size != blob->size)
		return false;
	blob->in = inflater_open(packed.fd, packed.start, packed.end);
	inflater_expect(blob->in, packed.size);
	return true;
}

static bool
open_stream(struct blob *blob, struct repo *repo, const struct oid *oid)
{
	for (const char *const *folder = repo_folders(repo); *folder != NULL; folder++)
		if (open_loose(blob, *folder, oid))
			return true;
	return open_packed(blob, repo, oid);
}

static int
open_whole(struct blob *blob, struct repo *repo, const struct oid *oid, struct err *err)
{
	if (blob->size > BLOB_UNPACKED)
		return err_set(err, ERR_LIMIT, "object %s is stored as a delta and has %lld "
			       "bytes; repack it with core.bigFileThreshold=1m to read it",
			       blob->name, (long long)blob->size);
	return repo_read(&blob->whole, &blob->arena, repo, oid, OBJECT_BLOB, BLOB_UNPACKED,
			 err);
}

int
blob_open(struct blob **out, struct repo *repo, const struct oid *oid, struct err *err)
{
	enum object_type type;
	struct blob *blob;
	char name[OID_HEX];
	size_t size;

	oid_hex(name, oid);
	if (repo_header(&type, &size, repo, oid, err) != 0)
		return -1;
	if (type != OBJECT_BLOB)
		return err_set(err, ERR_INVALID, "object %s is no file", name);
	blob = calloc(1, sizeof *blob);
	if (blob == NULL)
		abort();
	blob->size = (int64_t)size;
	blob->fd = -1;
	memcpy(blob->name, name, sizeof name);
	if ((size <= BLOB_WHOLE || !open_stream(blob, repo, oid))
	    && open_whole(blob, repo, oid, err) != 0) {
		blob_close(blob);
		return -1;
	}
	*out = blob;
	return 0;
}

struct blob *
blob_of(struct span bytes)
{
	struct blob *blob = calloc(1, sizeof *blob);

	if (blob == NULL)
		abort();
	blob->size = (int64_t)bytes.len;
	blob->fd = -1;
	blob->whole = bytes;
	return blob;
}

void
blob_close(struct blob *blob)
{
	if (blob == NULL)
		return;
	inflater_close(blob->in);
	if (blob->fd >= 0)
		close(blob->fd);
	arena_close(&blob->arena);
	free(blob);
}

int64_t
blob_size(const struct blob *blob)
{
	return blob->size;
}

/* -------------------------------------------------------------------------------- reading */

static size_t
chunk_len(const struct blob *blob, int64_t chunk)
{
	int64_t left = blob->size - chunk * CHUNK;

	return left < CHUNK ? (size_t)left : CHUNK;
}

/* The last chunk asks for one byte more than there should be. */
static int
load_chunk(struct blob *blob, int64_t chunk, struct err *err)
{
	struct slot *slot = &blob->slots[chunk % SLOTS];
	size_t len = chunk_len(blob, chunk), got;
	bool last = (chunk + 1) * CHUNK >= blob->size;

	if (slot->bytes == NULL)
		slot->bytes = arena_alloc(&blob->arena, CHUNK + 1);
	slot->chunk = 0;
	if (inflater_read(&got, slot->bytes, len + last, blob->in, blob->skip + chunk * CHUNK,
			  err) != 0)
		return err_within(err, "object %s", blob->name);
	if (got != len)
		return err_set(err, ERR_INVALID, "object %s is not as long as it says",
			       blob->name);
	slot->chunk = chunk + 1;
	return 0;
}

/* What is inflated on the way is kept as well, as far as the slots go. */
static int
reach_chunk(struct blob *blob, int64_t chunk, struct err *err)
{
	int64_t from = inflater_from(blob->in, blob->skip + chunk * CHUNK) - blob->skip;
	int64_t first = from <= 0 ? 0 : (from + CHUNK - 1) / CHUNK;

	if (first < chunk - SLOTS + 1)
		first = chunk - SLOTS + 1;
	if (first < 0 || first > chunk)
		first = first < 0 ? 0 : chunk;
	for (; first <= chunk; first++)
		if (load_chunk(blob, first, err) != 0)
			return -1;
	return 0;
}

int
blob_window(struct span *out, struct blob *blob, int64_t offset, struct err *err)
{
	int64_t chunk = offset / CHUNK;
	const struct slot *slot = &blob->slots[chunk % SLOTS];

	*out = (struct span){ "", 0 };
	if (offset >= blob->size)
		return 0;
	if (blob->whole.data != NULL) {
		*out = (struct span){ blob->whole.data + offset,
				      (size_t)(blob->size - offset) };
		return 0;
	}
	if (slot->chunk != chunk + 1 && reach_chunk(blob, chunk, err) != 0)
		return -1;
	*out = (struct span){ slot->bytes + offset % CHUNK,
			      chunk_len(blob, chunk) - (size_t)(offset % CHUNK) };
	return 0;
}

int
blob_read(size_t *got, char *out, size_t len, struct blob *blob, int64_t offset,
	  struct err *err)
{
	struct span window;

	for (*got = 0; *got < len; *got += window.len) {
		if (blob_window(&window, blob, offset + (int64_t)*got, err) != 0)
			return -1;
		if (window.len == 0)
			break;
		if (window.len > len - *got)
			window.len = len - *got;
		memcpy(out + *got, window.data, window.len);
	}
	return 0;
}
