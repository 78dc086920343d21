/*
 * One byte of a ledger is flipped, on the disk, wherever it may be: the audit tells it, or
 * its answer is the same to the last id, and the byte is one of those listed here with the
 * reason why nothing rests on it. A few bytes by default; with ASSAY_FLIPS set (make
 * torture) every bit of every byte.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/store/flate.h"
#include "tests/unit/store_ledger.h"

/* A part of a file on which no verdict rests. */
struct idle {
	const char *begins, *ends;	/* of the path in the ledger */
	/* NULL: all of it */
	bool (*is_there)(const struct span *file, size_t at, int bits);
	const char *why;
};

/* A pack index, version 2: 8 bytes, 256 counts, names, CRCs, offsets, two checksums. */
enum { IDX_FANOUT = 8, IDX_NAMES = IDX_FANOUT + 1024 };

static size_t
idx_objects(const struct span *file)
{
	return (file->len - IDX_NAMES - 40) / 28;
}

static bool
in_fanout(const struct span *file, size_t at, int bits)
{
	(void)file, (void)bits;
	return at >= IDX_FANOUT && at < IDX_NAMES;
}

static bool
in_crc(const struct span *file, size_t at, int bits)
{
	size_t from = IDX_NAMES + 20 * idx_objects(file);

	(void)bits;
	return at >= from && at < from + 4 * idx_objects(file);
}

static bool
in_idx_checksums(const struct span *file, size_t at, int bits)
{
	(void)bits;
	return at >= file->len - 40;
}

static bool
in_pack_ends(const struct span *file, size_t at, int bits)
{
	(void)bits;
	return at < 12 || at >= file->len - 20;
}

static bool
in_first_line(const struct span *file, size_t at, int bits)
{
	(void)bits;
	return memchr(file->data, '\n', at) == NULL;
}

static bool
is_line_end(const struct span *file, size_t at, int bits)
{
	(void)bits;
	return file->data[at] == '\n';
}

static bool
is_hex_letter(const struct span *file, size_t at, int bits)
{
	return bits == 0x20 && file->data[at] >= 'a' && file->data[at] <= 'f';
}

/* Asked again of zlib itself: the flipped stream gives the same bytes. */
static bool
inflates_alike(const struct span *file, size_t at, int bits)
{
	static char was[1 << 16], is[1 << 16], copy[1 << 16];
	struct unpacker *unpacker = unpacker_open();
	const struct span flipped = { copy, file->len };
	size_t was_len = 0, is_len = 0;
	struct err ignored;
	bool alike;

	assert_true(file->len < sizeof copy);
	memcpy(copy, file->data, file->len);
	copy[at] = (char)(copy[at] ^ bits);
	alike = unpacker_run(&was_len, was, sizeof was, unpacker, *file, -1, 0, 0, &ignored)
			== 0
		&& unpacker_run(&is_len, is, sizeof is, unpacker, flipped, -1, 0, 0,
				&ignored) == 0
		&& was_len == is_len && memcmp(was, is, is_len) == 0;
	unpacker_close(unpacker);
	return alike;
}

static const struct idle idles[] = {
	{ "HEAD", "", NULL, "only says which branch stock git shows first" },
	{ "config", "", NULL, "settings of this copy: no verdict rests on any" },
	{ "description", "", NULL, "a name for web pages" },
	{ "logs/", "", NULL, "git's diary of this copy" },
	{ "assay/", "", NULL, "what the writer here was about: no proof of anything" },
	{ "info/", "", NULL, "made again from the refs for old ways of fetching" },
	{ "objects/info/", "", NULL, "made again from the packs and commits; never read" },
	{ "refs/", "", is_hex_letter, "a digit in capitals names the same object" },
	{ "packed-refs", "", is_hex_letter, "a digit in capitals names the same object" },
	{ "refs/", "", is_line_end, "what follows the 40 digits" },
	{ "packed-refs", "", in_first_line, "the comment above" },
	{ "objects/pack/", ".idx", in_fanout, "only narrows the search for a name" },
	{ "objects/pack/", ".idx", in_crc, "of packed bytes; each object's own id is looked at" },
	{ "objects/pack/", ".idx", in_idx_checksums, "of whole files; each object's id is" },
	{ "objects/pack/", ".pack", in_pack_ends, "how many, and a checksum: the same" },
	{ "objects/pack/", ".bitmap", NULL, "what a commit reaches, for fetching; never read" },
	{ "objects/pack/", ".rev", NULL, "the index in another order; never read" },
	{ "objects/pack/", ".pack", NULL, "deflated bits that inflate to the same bytes: every"
	  " object was read, and has its id" },
	{ "objects/", "", inflates_alike, "deflated bits that inflate to the same bytes: those"
	  " up to the next whole byte, or a distance to another copy of the same text" },
};
enum { IDLES = sizeof idles / sizeof *idles };

static const char *good_answer;		/* of the ledger as it was */
static unsigned told, same[IDLES];

static bool
is_idle(size_t idle, const char *path, const struct span *file, size_t at, int bits)
{
	size_t len = strlen(path), end = strlen(idles[idle].ends);

	return strncmp(path, idles[idle].begins, strlen(idles[idle].begins)) == 0
		&& len >= end && strcmp(path + len - end, idles[idle].ends) == 0
		&& (idles[idle].is_there == NULL || idles[idle].is_there(file, at, bits));
}

/* All that an audit says, ids and all; "" when the ledger could not even be opened. */
static const char *
answer_of(struct arena *arena, struct desk *d)
{
	struct audit audit;
	struct err err;
	const char *text = "";
	char hex[OID_HEX];

	if (audit_run(&audit, arena, d->path, &(struct audit_how){ .id = d->ledger.id },
		      NULL, &err) != 0
	    || !audit.ok)
		return "";
	for (size_t i = 0; i < audit.chain_count; i++) {
		oid_hex(hex, &audit.chains[i].head);
		text = arena_printf(arena, "%s%s %s %" PRId64 "\n", text, audit.chains[i].ref,
				    hex, audit.chains[i].valid);
	}
	return arena_printf(arena, "%s%s %" PRId64 " %" PRId64, text, audit.ledger,
			    audit.trust_version, audit.valid);
}

static void
put_byte(int fd, size_t at, char byte)
{
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
}

static void
flip(struct desk *d, const char *path, int fd, const struct span *file, size_t at, int bits)
{
	struct arena arena = { 0 };
	const char *now;
	size_t idle = 0;

	put_byte(fd, at, (char)(file->data[at] ^ bits));
	now = answer_of(&arena, d);
	put_byte(fd, at, file->data[at]);
	if (*now == '\0') {
		told++;
	} else {
		if (strcmp(now, good_answer) != 0)
			fail_msg("%s: byte %zu by %02x: another answer: %s", path, at, bits, now);
		while (idle < IDLES && !is_idle(idle, path, file, at, bits))
			idle++;
		if (idle == IDLES)
			fail_msg("%s: byte %zu of %zu by %02x: not told", path, at, file->len,
				 bits);
		same[idle]++;
	}
	arena_close(&arena);
}

/* Some bits of it, or all. */
static void
flip_file(struct desk *d, const char *path, const char *whole, bool all)
{
	static unsigned count;
	struct span file;
	int fd;

	ok(d->s, file_read(&file, &d->s->arena, whole, 1 << 20, &d->s->err));
	assert_int_equal(chmod(whole, 0600), 0);
	fd = open(whole, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	for (size_t at = 0; at < file.len; at++)
		for (int bit = 0; bit < 8; bit++)
			if (all || count++ % 997 == 0)
				flip(d, path, fd, &file, at, 1 << bit);
	close(fd);
}

static void
flip_folder(struct desk *d, const char *path, bool all)
{
	const char *whole = path_join(&d->s->arena, d->path, path);
	char **names;
	size_t count;

	ok(d->s, file_list(&names, &count, &d->s->arena, whole, 4096, &d->s->err));
	for (size_t i = 0; i < count; i++) {
		const char *name = *path == '\0' ? names[i]
			: path_join(&d->s->arena, path, names[i]);
		const char *below = path_join(&d->s->arena, d->path, name);

		if (file_is_dir(below))
			flip_folder(d, name, all);
		else
			flip_file(d, name, below, all);
	}
}

static void
flip_all(struct desk *d)
{
	const char *good = answer_of(&d->s->arena, d);

	assert_true(*good != '\0');
	good_answer = good;
	told = 0;
	memset(same, 0, sizeof same);
	flip_folder(d, "", getenv("ASSAY_FLIPS") != NULL);
	print_message("%u flips told\n", told);
	for (size_t i = 0; i < IDLES; i++)
		if (same[i] != 0)
			print_message("%u flips of %s*%s: %s\n", same[i], idles[i].begins,
				      idles[i].ends, idles[i].why);
	assert_true(told > 0);
}

static void
small_open(struct desk *d, struct scratch *s)
{
	desk_open(d, s);
	say(d, BEN, RECORD_ALARM, ALARM);
	say(d, CAT, RECORD_ALARM, ALARM);
	run(s, arena_printf(&s->arena, IN "cd ledger.git; find objects -type d -empty -delete;"
			    "mkdir -p objects/pack objects/info; git update-ref " LEDGER_MARK
			    "log/a-ben/%s %s", d->signers[BEN].key.kid, ref_of(d, BEN)));
}

static void
a_loose_ledger_has_no_byte_to_spare(void **state)
{
	struct desk d;

	small_open(&d, *state);
	flip_all(&d);
	desk_close(&d);
}

static void
a_packed_ledger_has_no_byte_to_spare(void **state)
{
	struct desk d;

	small_open(&d, *state);
	run(d.s, IN "cd ledger.git; git -c gc.writeCommitGraph=true gc -q --prune=now;"
	    "ls objects/pack/*.idx packed-refs");
	ledger_close(&d.ledger);
	ok(d.s, ledger_open(&d.ledger, d.path, NULL, &d.s->err));
	flip_all(&d);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_loose_ledger_has_no_byte_to_spare),
		SCRATCH_TEST(a_packed_ledger_has_no_byte_to_spare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
