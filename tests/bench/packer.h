/*
 * Objects that are only made to be read: while a packer is open, what repo_write is given
 * goes into a pack, one object behind another, and not into a file of its own. Nothing is
 * flushed. A program that includes this is linked with `--wrap=repo_write`.
 *
 * A pack is `PACK`, the version, how many objects; each has its type and size in sevens of
 * bits, then a zlib stream; at the end the SHA-1 of all that. Its index (gitformat-pack,
 * version 2) is written beside it. Objects must differ: none is looked for.
 */
#ifndef TESTS_BENCH_PACKER_H
#define TESTS_BENCH_PACKER_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <nettle/sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/git.h"

enum {
	PACKER_OBJECTS = 1 << 20, PACKER_BYTES = 1 << 30,	/* of a pack: then the next */
	PACKER_HELD = 1 << 20,		/* bytes not yet written */
	PACKER_HEAD = 12
};

struct packed {
	struct oid oid;
	uint32_t crc, offset;
};

struct packer {
	const char *folder;		/* objects/pack; NULL: closed */
	char path[4096];		/* of the pack that is being written */
	int fd;
	uint32_t written;		/* of it, without what is held */
	struct buf held;
	struct packed *objects;
	size_t count;
	struct libdeflate_compressor *compressor;
};

static struct packer packer;

int __real_repo_write(struct oid *out, struct repo *repo, enum object_type type,
		      struct span bytes, struct err *err);
int __wrap_repo_write(struct oid *out, struct repo *repo, enum object_type type,
		      struct span bytes, struct err *err);

static inline void
packer_must(bool good)
{
	if (good)
		return;
	perror("a pack cannot be written");
	exit(1);
}

static inline void
packer_write(int fd, const void *data, size_t len)
{
	struct err err;

	packer_must(file_write_all(fd, (struct span){ data, len }, false, &err) == 0);
}

static inline void
packer_begin(void)
{
	static const char head[PACKER_HEAD] = "PACK\0\0\0\2";	/* and how many: told at the end */

	snprintf(packer.path, sizeof packer.path, "%s/tmp_pack_XXXXXX", packer.folder);
	packer.fd = mkstemp(packer.path);
	packer_must(packer.fd >= 0);
	packer.count = packer.written = 0;
	buf_put(&packer.held, head, sizeof head);
}

/* `objects` is a repository's folder of objects, lent. */
static inline void
packer_open(struct arena *arena, const char *objects)
{
	struct err err;

	packer.folder = path_join(arena, objects, "pack");
	packer_must(file_make_dirs(packer.folder, 0700, &err) == 0);
	packer.objects = calloc(PACKER_OBJECTS, sizeof *packer.objects);
	packer.compressor = libdeflate_alloc_compressor(6);
	packer_must(packer.objects != NULL && packer.compressor != NULL);
	packer_begin();
}

static inline void
packer_spill(void)
{
	packer_write(packer.fd, packer.held.data, packer.held.len);
	packer.written += (uint32_t)packer.held.len;
	buf_clear(&packer.held);
}

static inline int
packer_compare(const void *a, const void *b)
{
	return memcmp(a, b, OID_SIZE);	/* the id stands first */
}

static inline void
packer_put(struct buf *out, uint32_t n)
{
	n = htonl(n);
	buf_put(out, &n, sizeof n);
}

/* The SHA-1 of the bytes, put behind them. */
static inline void
packer_seal(struct buf *bytes)
{
	uint8_t sha1[DIGEST_SHA1];

	digest_sha1(sha1, buf_span(bytes), (struct span){ "", 0 });
	buf_put(bytes, sha1, sizeof sha1);
}

static inline void
packer_index(const char *path, const uint8_t sha1[DIGEST_SHA1])
{
	static const char head[] = { '\377', 't', 'O', 'c', 0, 0, 0, 2 };
	struct buf out = { 0 };
	struct err err;
	size_t at = 0;

	qsort(packer.objects, packer.count, sizeof *packer.objects, packer_compare);
	buf_put(&out, head, sizeof head);
	for (unsigned first = 0; first < 256; first++) {
		while (at < packer.count && packer.objects[at].oid.bytes[0] <= first)
			at++;
		packer_put(&out, (uint32_t)at);
	}
	for (size_t i = 0; i < packer.count; i++)
		buf_put(&out, packer.objects[i].oid.bytes, OID_SIZE);
	for (size_t i = 0; i < packer.count; i++)
		packer_put(&out, packer.objects[i].crc);
	for (size_t i = 0; i < packer.count; i++)
		packer_put(&out, packer.objects[i].offset);
	buf_put(&out, sha1, DIGEST_SHA1);
	packer_seal(&out);
	packer_must(file_write(path, buf_span(&out), 0444, &err) == 0);
	buf_close(&out);
}

/* How many there are is known now: the hash is taken of the file, from its beginning. */
static inline void
packer_hash(uint8_t sha1[DIGEST_SHA1])
{
	uint32_t count = htonl((uint32_t)packer.count);
	struct sha1_ctx state;
	ssize_t got;

	packer_must(pwrite(packer.fd, &count, sizeof count, PACKER_HEAD - sizeof count)
		    == sizeof count);
	packer_must(lseek(packer.fd, 0, SEEK_SET) == 0);
	sha1_init(&state);
	while ((got = read(packer.fd, buf_room(&packer.held, PACKER_HELD), PACKER_HELD)) > 0)
		sha1_update(&state, (size_t)got, (const uint8_t *)packer.held.data);
	packer_must(got == 0);
	sha1_digest(&state, DIGEST_SHA1, sha1);
	packer_write(packer.fd, sha1, DIGEST_SHA1);
}

static inline void
packer_end(void)
{
	uint8_t sha1[DIGEST_SHA1];
	char hex[2 * DIGEST_SHA1 + 1], path[4200];

	packer_spill();
	packer_hash(sha1);
	hex_encode(hex, sha1, sizeof sha1);
	packer_must(fchmod(packer.fd, 0444) == 0 && close(packer.fd) == 0);
	snprintf(path, sizeof path, "%s/pack-%s.pack", packer.folder, hex);
	packer_must((packer.count == 0 ? unlink(packer.path) : rename(packer.path, path)) == 0);
	snprintf(path, sizeof path, "%s/pack-%s.idx", packer.folder, hex);
	if (packer.count != 0)
		packer_index(path, sha1);
}

/* Only now are the objects there. */
static inline void
packer_close(void)
{
	packer_end();
	free(packer.objects);
	libdeflate_free_compressor(packer.compressor);
	buf_close(&packer.held);
	packer = (struct packer){ 0 };
}

/* Its type and size, then its bytes; where it begins in what is held. */
static inline size_t
packer_entry(enum object_type type, struct span bytes)
{
	size_t begin = packer.held.len, room = bytes.len / 2 + 4096, len = 0;
	size_t left = bytes.len >> 4;
	unsigned char byte = (unsigned char)(type << 4 | (bytes.len & 15));

	for (; left != 0; left >>= 7) {
		buf_char(&packer.held, (char)(byte | 128));
		byte = left & 127;
	}
	buf_char(&packer.held, (char)byte);
	for (; len == 0; room *= 2)
		len = libdeflate_zlib_compress(packer.compressor, bytes.data, bytes.len,
					       buf_room(&packer.held, room), room);
	packer.held.len += len;
	return begin;
}

int
__wrap_repo_write(struct oid *out, struct repo *repo, enum object_type type, struct span bytes,
		  struct err *err)
{
	struct packed *packed;
	size_t begin;

	if (packer.folder == NULL)
		return __real_repo_write(out, repo, type, bytes, err);
	packed = &packer.objects[packer.count];
	begin = packer_entry(type, bytes);
	*out = object_hash(type, bytes);
	packed->oid = *out;
	packed->offset = packer.written + (uint32_t)begin;
	packed->crc = libdeflate_crc32(0, packer.held.data + begin, packer.held.len - begin);
	packer.count++;
	if (packer.held.len >= PACKER_HELD)
		packer_spill();
	if (packer.count == PACKER_OBJECTS || packer.written >= PACKER_BYTES) {
		packer_end();
		packer_begin();
	}
	return 0;
}

#endif
