#include "core/store/tree.h"

#include "tests/unit/store_scratch.h"

#define ID "01234567890123456789"	/* twenty bytes of anything */
#define ENTRY(mode, name) mode " " name "\0" ID

static int
parse(struct scratch *s, struct tree_entry **out, size_t *count, const char *bytes, size_t len)
{
	return tree_parse(out, count, &s->arena, (struct span){ bytes, len }, 100, &s->err);
}

static void
hostile_trees_are_refused(void **state)
{
#define ROW(text) { text, sizeof(text) - 1 }
	static const struct {
		const char *bytes;
		size_t len;
	} bad[] = {
		ROW(ENTRY("100644", "")), ROW(ENTRY("100644", ".")), ROW(ENTRY("40000", "..")),
		ROW(ENTRY("100644", "../x")), ROW(ENTRY("100644", "a/b")),
		ROW(ENTRY("100644", ".git")), ROW(ENTRY("40000", ".GiT")),
		ROW(ENTRY("100664", "a")), ROW(ENTRY("040000", "a")), ROW(ENTRY("644", "a")),
		ROW(ENTRY("0100644", "a")), ROW(ENTRY("", "a")), ROW("100644\0" ID),
		ROW("100644 a"), ROW("100644 a\0" "0123456789012345678"), ROW("1"), ROW("\0"),
		ROW(ENTRY("100644", "b") ENTRY("100644", "a")),
		ROW(ENTRY("100644", "a") ENTRY("100644", "a")),
		ROW(ENTRY("100644", "a") ENTRY("40000", "a")),
		ROW(ENTRY("100644", "a") ENTRY("100644", "a.b") ENTRY("40000", "a")),
		ROW(ENTRY("40000", "a") ENTRY("100644", "a")),
		ROW(ENTRY("40000", "a") ENTRY("100644", "a.")),
	};
	struct scratch *s = *state;
	struct tree_entry *entries;
	size_t count;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused(s, ERR_INVALID, parse(s, &entries, &count, bad[i].bytes, bad[i].len));
}

static void
names_of_any_bytes_and_the_order_of_git_are_accepted(void **state)
{
	static const char bytes[] = ENTRY("100644", "a-") ENTRY("100755", "a.")
		ENTRY("40000", "a") ENTRY("120000", "a0") ENTRY("160000", "m\n\033[")
		ENTRY("100644", "\377\376");
	struct scratch *s = *state;
	struct tree_entry *entries;
	struct buf out = { 0 };
	size_t count;

	ok(s, parse(s, &entries, &count, bytes, sizeof bytes - 1));
	assert_int_equal(count, 6);
	assert_string_equal(entries[2].name, "a");
	assert_int_equal(entries[2].mode, MODE_TREE);
	refused(s, ERR_LIMIT, tree_parse(&entries, &count, &s->arena,
		(struct span){ bytes, sizeof bytes - 1 }, 5, &s->err));
	ok(s, parse(s, &entries, &count, "", 0));
	assert_int_equal(count, 0);
	tree_encode(&out, entries, count);
	assert_int_equal(out.len, 0);
	buf_close(&out);
}

static unsigned
next(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/* Distinct short names of few letters, so that one is often the beginning of another. */
static size_t
random_entries(struct scratch *s, struct tree_entry *entries, unsigned *seed, const struct oid *blob,
	       const struct oid *tree)
{
	static const char letters[] = "a-./0A_~\xc3";
	static const unsigned modes[] = { MODE_FILE, MODE_EXEC, MODE_LINK, MODE_TREE };
	size_t count = 0;

	for (unsigned tries = next(seed) % 40; tries > 0; tries--) {
		char name[5] = "a";
		size_t len = 1 + next(seed) % 4, same = 0;
		unsigned mode = modes[next(seed) % 4];

		for (size_t i = 0; i < len; i++)
			name[i] = letters[next(seed) % (sizeof letters - 1)];
		for (size_t i = 0; i < count; i++)
			same += strcmp(entries[i].name, name) == 0;
		if (same != 0 || strchr(name, '/') != NULL || strcmp(name, ".") == 0
		    || strcmp(name, "..") == 0)
			continue;
		entries[count++] = (struct tree_entry){
			.mode = mode, .name = arena_text(&s->arena, name),
			.oid = mode == MODE_TREE ? *tree : *blob,
		};
	}
	return count;
}

static void
trees_are_written_and_read_as_mktree_and_ls_tree_do(void **state)
{
	struct scratch *s = *state;
	struct tree_entry entries[40], *parsed;
	struct oid blob, tree, ours;
	struct buf input = { 0 }, script = { 0 };
	struct repo *repo;
	unsigned seed = 7;

	run(s, IN "git init -q --bare e");
	ok(s, repo_open(&repo, at(s, "e"), &s->err));
	ok(s, repo_write(&blob, repo, OBJECT_BLOB, span_of("x"), &s->err));
	ok(s, repo_write(&tree, repo, OBJECT_TREE, span_of(""), &s->err));
	ok(s, repo_flush(repo, -1, &s->err));
	for (int round = 0; round < 40; round++) {
		size_t count = random_entries(s, entries, &seed, &blob, &tree), again;
		char hex[OID_HEX];
		struct span bytes;

		buf_clear(&input);
		for (size_t i = 0; i < count; i++) {
			oid_hex(hex, &entries[i].oid);
			buf_printf(&input, "%06o %s %s\t%s\n", entries[i].mode,
				   entries[i].mode == MODE_TREE ? "tree" : "blob", hex,
				   entries[i].name);
		}
		buf_clear(&script);
		buf_printf(&script, IN "cd e; printf '%%s' '%s' | tr '\\n' '\\0' | git mktree -z",
			   input.data == NULL ? "" : input.data);
		assert_true(oid_from_hex(&ours, span_of(run(s, script.data))));
		ok(s, repo_read(&bytes, &s->arena, repo, &ours, OBJECT_TREE, 1 << 20, &s->err));
		ok(s, tree_parse(&parsed, &again, &s->arena, bytes, 100, &s->err));
		assert_int_equal(again, count);
		buf_clear(&input);
		tree_encode(&input, entries, count);
		assert_true(span_equal(buf_span(&input), bytes));
		for (size_t i = 0; i < count; i++)
			assert_string_equal(parsed[i].name, entries[i].name);
	}
	buf_close(&input);
	buf_close(&script);
	repo_close(repo);
}

static void
a_tree_of_stock_git_with_a_forbidden_name_is_refused(void **state)
{
	static const char *const names[] = { "../x", ".git", "..", "a/b" };
	struct scratch *s = *state;

	run(s, IN "git init -q --bare e");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct tree_entry *entries;
		struct repo *repo;
		struct span bytes;
		struct oid oid;
		size_t count;

		assert_true(oid_from_hex(&oid, span_of(run(s, arena_printf(&s->arena, IN "cd e; "
			"printf '100644 %s\\000" ID "' | git hash-object -w -t tree --literally "
			"--stdin", names[i])))));
		ok(s, repo_open(&repo, at(s, "e"), &s->err));
		ok(s, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_TREE, 4096, &s->err));
		refused(s, ERR_INVALID, tree_parse(&entries, &count, &s->arena, bytes, 9, &s->err));
		says(s, names[i]);
		repo_close(repo);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(hostile_trees_are_refused),
		SCRATCH_TEST(names_of_any_bytes_and_the_order_of_git_are_accepted),
		SCRATCH_TEST(trees_are_written_and_read_as_mktree_and_ls_tree_do),
		SCRATCH_TEST(a_tree_of_stock_git_with_a_forbidden_name_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
