#include "core/store/blob.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/pack_table.h"
#include "tests/unit/store_scratch.h"

enum { SIZE = 5 << 20 };

/* What a.txt holds: lines of text that deflate well, each telling where it is. */
static char *
content(struct scratch *s)
{
	char *text = arena_alloc(&s->arena, SIZE + 64);

	for (size_t at = 0; at < SIZE; )
		at += (size_t)snprintf(text + at, 64, "%08zu the quick brown fox %x\n", at,
				       (unsigned)(at * 2654435761u));
	text[SIZE] = '\0';
	return text;
}

static struct oid
store_content(struct scratch *s, const char *text)
{
	struct oid oid;

	ok(s, file_write(at(s, "a.txt"), (struct span){ text, SIZE }, 0600, &s->err));
	assert_true(oid_from_hex(&oid, span_of(run(s, IN "git init -q --bare e; cd e; "
		"git hash-object -w ../a.txt"))));
	return oid;
}

#define LOOSE IN "cd e; o=objects/$(git hash-object ../a.txt | sed 's,..,&/,'); chmod u+w $o; "
#define PACK IN "cd e; git hash-object ../a.txt | git pack-objects -q --window=0 " \
	"objects/pack/pack; rm -rf objects/??; p=$(echo objects/pack/*.pack); " \
	"i=$(echo objects/pack/*.idx); chmod u+w $p $i; "

static struct repo *
opened(struct scratch *s)
{
	struct repo *repo = NULL;

	ok(s, repo_open(&repo, at(s, "e"), &s->err));
	return repo;
}

/* Windows of all sizes at random places, forwards and backwards. */
static void
compare(struct scratch *s, const struct oid *oid, const char *text)
{
	struct repo *repo = opened(s);
	struct blob *blob;
	char *out = arena_alloc(&s->arena, 400000);
	unsigned seed = 3;
	size_t got;

	ok(s, blob_open(&blob, repo, oid, &s->err));
	assert_int_equal(blob_size(blob), SIZE);
	for (int i = 0; i < 120; i++) {
		size_t at, len, left;

		seed = seed * 1664525u + 1013904223u;
		at = (seed >> 4) % SIZE;
		len = i % 3 == 0 ? (seed >> 9) % 400000 : (seed >> 9) % 300;
		left = SIZE - at;
		ok(s, blob_read(&got, out, len, blob, (int64_t)at, &s->err));
		assert_int_equal(got, len < left ? len : left);
		assert_memory_equal(out, text + at, got);
	}
	for (int64_t at = SIZE - 100000; at >= 0; at -= 100000) {
		ok(s, blob_read(&got, out, 50, blob, at, &s->err));
		assert_memory_equal(out, text + at, got);
	}
	ok(s, blob_read(&got, out, 50, blob, SIZE, &s->err));
	assert_int_equal(got, 0);
	ok(s, blob_read(&got, out, 50, blob, SIZE - 20, &s->err));
	assert_int_equal(got, 20);
	blob_close(blob);
	repo_close(repo);
}

static void
a_blob_reads_alike_loose_packed_deltified_and_borrowed(void **state)
{
	struct scratch *s = *state;
	char *text = content(s);
	struct oid oid = store_content(s, text);

	compare(s, &oid, text);
	run(s, PACK "test ! -d objects/12");
	compare(s, &oid, text);
	run(s, IN "cd e; mv objects ../borrowed; mkdir -p objects/info objects/pack; "
	    "echo ../../borrowed > objects/info/alternates");
	compare(s, &oid, text);
	run(s, IN "rm -rf e borrowed; git init -q --bare e; cd e; (cat ../a.txt; echo more) > ../b; "
	    "(git hash-object -w ../b; git hash-object -w ../a.txt) | "
	    "git pack-objects -q objects/pack/pack; rm -rf objects/??; git verify-pack -v "
	    "objects/pack/*.idx | grep -q \"$(git hash-object ../a.txt) blob .* 1 \"");
	compare(s, &oid, text);
}

static void
small_and_empty_blobs_are_whole(void **state)
{
	struct scratch *s = *state;
	struct repo *repo;
	struct blob *blob;
	struct span window;
	struct oid oid;

	assert_true(oid_from_hex(&oid, span_of(run(s, IN "git init -q --bare e; cd e; "
		"git hash-object -w --stdin < /dev/null"))));
	repo = opened(s);
	ok(s, blob_open(&blob, repo, &oid, &s->err));
	assert_int_equal(blob_size(blob), 0);
	ok(s, blob_window(&window, blob, 0, &s->err));
	assert_int_equal(window.len, 0);
	blob_close(blob);
	assert_true(oid_from_hex(&oid, span_of(run(s, IN "cd e; git mktree < /dev/null"))));
	refused(s, ERR_INVALID, blob_open(&blob, repo, &oid, &s->err));
	oid.bytes[3] ^= 1;
	refused(s, ERR_NOT_FOUND, blob_open(&blob, repo, &oid, &s->err));
	repo_close(repo);
}

/* After the script the blob must be refused, at opening or when its end is read. */
static void
damage(struct scratch *s, const struct oid *oid, const char *script)
{
	struct repo *repo;
	struct blob *blob = NULL;
	struct span window = { NULL, 0 };
	int status;

	run(s, IN "rm -rf e; cp -R sound e");
	run(s, script);
	repo = opened(s);
	s->err = (struct err){ 0 };
	status = blob_open(&blob, repo, oid, &s->err);
	for (int64_t at = 0; status == 0; at += (int64_t)window.len) {
		status = blob_window(&window, blob, at, &s->err);
		if (status == 0 && window.len == 0)
			fail_msg("%s was not noticed", script);
	}
	if (s->err.code != ERR_INVALID && s->err.code != ERR_NOT_FOUND)
		fail_msg("%s: code %d: %s", script, (int)s->err.code, s->err.text);
	blob_close(blob);
	repo_close(repo);
}

static void
torn_and_damaged_objects_are_noticed(void **state)
{
	static const char *const loose[] = {
		LOOSE "truncate -s 100000 $o", LOOSE "truncate -s 5 $o",
		LOOSE "truncate -s -3 $o",
		LOOSE "printf x | dd of=$o bs=1 seek=70000 conv=notrunc status=none",
		LOOSE "rm $o; mkdir $o",
	};
	static const char *const packed[] = {
		PACK "truncate -s 100000 $p", PACK "truncate -s -1 $p", PACK "truncate -s 10 $p",
		PACK ": > $i", PACK "truncate -s 1071 $i",
		PACK "printf '\\377\\377\\377\\377' | dd of=$i bs=1 seek=1028 conv=notrunc status=none",
		PACK "printf '\\377\\377\\377\\377' | dd of=$i bs=1 seek=1056 conv=notrunc status=none",
		PACK "printf '\\177\\377\\377\\377' | dd of=$i bs=1 seek=1056 conv=notrunc status=none",
	};
	struct scratch *s = *state;
	char *text = content(s);

	struct oid oid = store_content(s, text);

	run(s, IN "cp -R e sound");
	for (size_t i = 0; i < sizeof loose / sizeof *loose; i++)
		damage(s, &oid, loose[i]);
	for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
		damage(s, &oid, packed[i]);
}

/* Deltas by id in a ring, which stock git would never write: f0 is a delta of f1, and so on. */
static void
deltas_in_a_ring_end_in_a_sentence(void **state)
{
	static const char script[] = IN
		"git init -q --bare e; cd e; python3 - <<'END'\n"
		"import hashlib, struct, zlib\n"
		"ids = sorted(hashlib.sha1(b'%d' % i).digest() for i in range(2))\n"
		"delta = zlib.compress(b'\\x05\\x05\\x90\\x05')\n"
		"pack, at = b'PACK' + struct.pack('>II', 2, 2), []\n"
		"for i in range(2):\n"
		"    at.append(len(pack))\n"
		"    pack += bytes([7 << 4 | 4]) + ids[1 - i] + delta\n"
		"pack += hashlib.sha1(pack).digest()\n"
		"fan = b''.join(struct.pack('>I', sum(o[0] <= i for o in ids)) for i in range(256))\n"
		"idx = b'\\377tOc' + struct.pack('>I', 2) + fan + b''.join(ids) + bytes(8)\n"
		"idx += struct.pack('>II', *at) + pack[-20:]\n"
		"idx += hashlib.sha1(idx).digest()\n"
		"open('objects/pack/pack-x.pack', 'wb').write(pack)\n"
		"open('objects/pack/pack-x.idx', 'wb').write(idx)\n"
		"print(ids[0].hex())\n"
		"END";
	struct scratch *s = *state;
	enum object_type type;
	struct repo *repo;
	struct oid oid;
	size_t size;

	if (strcmp(run(s, "command -v python3 || echo none"), "none") == 0)
		skip();
	assert_true(oid_from_hex(&oid, span_of(run(s, script))));
	repo = opened(s);
	refused(s, ERR_INVALID, repo_header(&type, &size, repo, &oid, &s->err));
	says(s, "deltas deep");
	repo_close(repo);
}

/* A history of one file, packed as tightly as git can: every version reads as cat-file says. */
static void
long_chains_of_deltas_are_unpacked(void **state)
{
	struct scratch *s = *state;
	struct repo *repo;
	char *ids;

	ids = arena_text(&s->arena, run(s, IN "git init -q --bare e; cd e; seq 2000 > ../f; "
		"for i in $(seq 60); do echo $i-$i >> ../f; sed -i \"$((i * 7))s/.*/x$i/\" ../f; "
		"git hash-object -w ../f; done > ../ids; git pack-objects -q --depth=100 "
		"--window=20 --delta-base-offset objects/pack/pack < ../ids > ../said; rm -rf objects/??; "
		"cat ../ids"));
	repo = opened(s);
	for (struct span rest = span_of(ids); rest.len != 0; ) {
		struct span id = span_cut(&rest, '\n'), bytes;
		struct oid oid;

		assert_true(oid_from_hex(&oid, id));
		ok(s, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_BLOB, 1 << 20, &s->err));
	}
	repo_close(repo);
}

static void
an_index_with_far_offsets_is_read(void **state)
{
	struct scratch *s = *state;
	struct oid oid, absent = { { 9 } };
	struct pack_index near, far;
	struct pack_table *table;
	struct span index;
	int64_t offset, again;

	assert_true(oid_from_hex(&oid, span_of(run(s, IN "git init -q e; cd e; echo 1 > a; "
		"echo 2 > b; git add .; git commit -qm x; git gc -q; "
		"git index-pack --index-version=2,0x10 -o ../far.idx .git/objects/pack/*.pack > ../said; "
		"git rev-parse HEAD:b"))));
	ok(s, file_read(&index, &s->arena, at(s, "far.idx"), 1 << 20, &s->err));
	near = pack_index_over(index);
	assert_true(pack_index_find(&offset, &near, &oid));
	pack_index_open(&far, at(s, "far.idx"), 0);	/* as if it were too large for memory */
	assert_true(pack_index_find(&again, &far, &oid));
	assert_int_equal(again, offset);
	assert_false(pack_index_find(&again, &far, &absent));
	pack_index_close(&far);
	assert_string_equal(arena_printf(&s->arena, "%lld", (long long)offset),
			    run(s, IN "cd e; cat .git/objects/pack/*.idx | git show-index | "
				"grep $(git rev-parse HEAD:b) | cut -d' ' -f1"));
	assert_false(pack_index_find(&offset, &near, &absent));
	table = pack_table_read(&near, SIZE_MAX);
	assert_int_equal(pack_table_find(&offset, table, &oid), GUESS_ASK);
	pack_table_close(table);
	for (size_t len = 0; len < index.len; len++) {	/* in memory of just that length */
		char *copy = malloc(len == 0 ? 1 : len);

		memcpy(copy, index.data, len);
		near = pack_index_over((struct span){ copy, len });
		(void)pack_index_find(&offset, &near, &oid);
		pack_table_close(pack_table_read(&near, SIZE_MAX));
		free(copy);
	}
}

/* What the table shows of a name: what the index does, or nothing; never another place. */
static void
guesses(const struct pack_table *table, const struct oid *oid, int64_t offset)
{
	int64_t at = 0;
	enum pack_guess guess = pack_table_find(&at, table, oid);

	assert_true(guess == GUESS_ASK || (guess == GUESS_HERE && at == offset));
}

/* Every name of an index, in memory, read as it is asked, and known by a table; and names that
 * are in none. */
static void
an_index_is_read_alike_in_memory_and_in_its_file(void **state)
{
	struct scratch *s = *state;
	struct pack_index near, far;
	struct pack_table *table;
	size_t none = 0;
	struct span names, bytes, line;
	struct oid oid;

	run(s, IN "git init -q n; cd n; for i in $(seq 1500); do printf 'blob\\ndata 5\\n%05d\\n' $i; "
	       "done | git -c fastimport.unpackLimit=1 fast-import --quiet; "
	       "cp .git/objects/pack/*.idx ../n.idx; git show-index < ../n.idx | cut -d' ' -f2 > ../names");
	ok(s, file_read(&bytes, &s->arena, at(s, "n.idx"), 1 << 20, &s->err));
	ok(s, file_read(&names, &s->arena, at(s, "names"), 1 << 20, &s->err));
	near = pack_index_over(bytes);
	pack_index_open(&far, at(s, "n.idx"), 0);
	table = pack_table_read(&far, SIZE_MAX);
	assert_non_null(table);
	while (names.len != 0) {
		int64_t a = 0, b = 0;

		line = span_cut(&names, '\n');
		assert_true(oid_from_hex(&oid, line));
		assert_true(pack_index_find(&a, &near, &oid));
		assert_true(pack_index_find(&b, &far, &oid));
		assert_int_equal(a, b);
		guesses(table, &oid, a);
		oid.bytes[19] ^= 1;
		assert_false(pack_index_find(&a, &near, &oid));
		assert_false(pack_index_find(&b, &far, &oid));
		oid.bytes[1] ^= 0x55;
		none += pack_table_find(&a, table, &oid) == GUESS_NONE;
	}
	assert_true(none > 1400);
	pack_table_close(table);
	pack_index_close(&far);
}

enum { MUCH = 64 };	/* more than an index of a few objects can need */

/* The checksum at its end. */
static void
sum_up(char *index, size_t len)
{
	uint8_t sum[DIGEST_SHA1];

	digest_sha1(sum, (struct span){ index, len - OID_SIZE }, (struct span){ "", 0 });
	memcpy(index + len - OID_SIZE, sum, OID_SIZE);
}

static void
a_table_is_not_made_of_an_odd_index(void **state)
{
	struct scratch *s = *state;
	struct pack_index index;
	struct pack_table *table;
	struct span bytes;
	char *copy;

	run(s, IN "git init -q o; cd o; for i in 1 2 3; do printf 'blob\\ndata 2\\n%02d\\n' $i; "
	       "done | git -c fastimport.unpackLimit=1 fast-import --quiet; "
	       "cp .git/objects/pack/*.idx ../o.idx");
	ok(s, file_read(&bytes, &s->arena, at(s, "o.idx"), 1 << 20, &s->err));
	copy = arena_alloc(&s->arena, bytes.len + MUCH);
	memcpy(copy, bytes.data, bytes.len);
	index = pack_index_over((struct span){ copy, bytes.len });
	table = pack_table_read(&index, SIZE_MAX);
	assert_non_null(table);
	pack_table_close(table);
	assert_null(pack_table_read(&index, 2));	/* it has three */
	copy[8 + 1024 + OID_SIZE - 1] ^= 1;
	assert_null(pack_table_read(&index, SIZE_MAX));	/* its checksum is another */
	copy[8 + 1024 + OID_SIZE - 1] ^= 1;
	copy[8 + 4 * (unsigned char)copy[8 + 1024] + 3]--;	/* the first name is not counted */
	sum_up(copy, bytes.len);
	assert_null(pack_table_read(&index, SIZE_MAX));
	memcpy(copy, bytes.data, bytes.len);
	memcpy(copy + 8 + 1024 + OID_SIZE, copy + 8 + 1024, OID_SIZE);	/* a name twice */
	sum_up(copy, bytes.len);
	assert_null(pack_table_read(&index, SIZE_MAX));
	memcpy(copy, bytes.data, bytes.len);
	memset(copy + bytes.len, 0, MUCH);		/* it goes on */
	sum_up(copy, bytes.len + MUCH);
	index = pack_index_over((struct span){ copy, bytes.len + MUCH });
	assert_null(pack_table_read(&index, SIZE_MAX));
	index = pack_index_over((struct span){ copy, 8 + 1024 });
	assert_null(pack_table_read(&index, SIZE_MAX));
}

/* Three blobs whose names begin with the same 20 bits: numbers, as their bytes. */
static void
find_alike(struct oid out[3], char texts[3][8])
{
	static uint16_t numbers[1 << 20][2];

	for (unsigned n = 1; n < UINT16_MAX; n++) {
		char text[8];
		struct oid oid;
		uint16_t *met;

		snprintf(text, sizeof text, "%05u\n", n);
		oid = object_hash(OBJECT_BLOB, span_of(text));
		met = numbers[oid.bytes[0] << 12 | oid.bytes[1] << 4 | oid.bytes[2] >> 4];
		if (met[0] != 0 && met[1] != 0) {
			unsigned all[3] = { met[0], met[1], n };

			for (size_t i = 0; i < 3; i++) {
				snprintf(texts[i], 8, "%05u\n", all[i]);
				out[i] = object_hash(OBJECT_BLOB, span_of(texts[i]));
			}
			return;
		}
		met[met[0] != 0] = (uint16_t)n;
	}
	fail();
}

/* Two packs of one object each, and an object that is in neither; to a table all look alike. */
static void
a_wrong_guess_is_mended(void **state)
{
	struct scratch *s = *state;
	struct repo *repo, *other;
	enum object_type type;
	struct digest digest;
	struct span bytes;
	struct oid oids[3];
	char texts[3][8];
	size_t size;

	find_alike(oids, texts);
	run(s, arena_printf(&s->arena, IN "git init -q --bare g; cd g; "
		"for t in %.5s %.5s; do echo $t | git hash-object -w --stdin "
		"| git pack-objects -q objects/pack/pack; done; rm -rf objects/??",
		texts[0], texts[1]));
	ok(s, repo_open(&repo, at(s, "g"), &s->err));
	repo_study(repo);
	ok(s, repo_open(&other, at(s, "g"), &s->err));
	repo_lend(other, repo);
	for (size_t i = 0; i < 8; i++) {
		struct repo *asked = i < 4 ? repo : other;

		ok(s, repo_read(&bytes, &s->arena, asked, &oids[i % 2], OBJECT_BLOB, 99, &s->err));
		assert_true(span_is(bytes, texts[i % 2]));
		digest = digest_sha256(bytes);
		refused(s, ERR_NOT_FOUND, repo_read(&bytes, &s->arena, asked, &oids[2],
						    OBJECT_BLOB, 99, &s->err));
		refused(s, ERR_NOT_FOUND, repo_header(&type, &size, asked, &oids[2], &s->err));
		ok(s, repo_read_known(&bytes, &s->arena, asked, &oids[i % 2], OBJECT_BLOB, 99,
				      &digest, &s->err));
		assert_true(span_is(bytes, texts[i % 2]));
		digest.bytes[0] ^= 1;
		refused(s, ERR_INVALID, repo_read_known(&bytes, &s->arena, asked, &oids[i % 2],
							OBJECT_BLOB, 99, &digest, &s->err));
	}
	repo_close(other);
	repo_close(repo);
}

static void
reading_large_files_leaves_no_trace(void **state)
{
	static const char list[] = IN "find e -printf '%p %s %m %T@ %C@\\n' | sort";
	struct scratch *s = *state;
	char *text = content(s), *before;
	struct oid oid = store_content(s, text);

	before = arena_text(&s->arena, run(s, list));
	compare(s, &oid, text);
	assert_string_equal(before, run(s, list));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_blob_reads_alike_loose_packed_deltified_and_borrowed),
		SCRATCH_TEST(small_and_empty_blobs_are_whole),
		SCRATCH_TEST(torn_and_damaged_objects_are_noticed),
		SCRATCH_TEST(deltas_in_a_ring_end_in_a_sentence),
		SCRATCH_TEST(long_chains_of_deltas_are_unpacked),
		SCRATCH_TEST(an_index_with_far_offsets_is_read),
		SCRATCH_TEST(an_index_is_read_alike_in_memory_and_in_its_file),
		SCRATCH_TEST(a_table_is_not_made_of_an_odd_index),
		SCRATCH_TEST(a_wrong_guess_is_mended),
		SCRATCH_TEST(reading_large_files_leaves_no_trace),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
