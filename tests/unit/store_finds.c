#include "core/store/finds.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "tests/unit/store_scratch.h"

struct text {
	struct repo *repo;
	struct blob *blob;
	struct pattern pattern;
	struct finds *finds;
};

static void
text_open(struct text *t, struct scratch *s, struct span span, const char *what)
{
	struct oid oid;

	ok(s, file_write(at(s, "a.txt"), span, 0600, &s->err));
	assert_true(oid_from_hex(&oid, span_of(run(s, IN "git init -q --bare e; cd e; "
		"git hash-object -w ../a.txt"))));
	ok(s, repo_open(&t->repo, at(s, "e"), &s->err));
	ok(s, blob_open(&t->blob, t->repo, &oid, &s->err));
	ok(s, pattern_open(&t->pattern, span_of(what), &s->err));
	t->finds = finds_open(t->blob, &t->pattern);
}

static void
text_close(struct text *t)
{
	finds_close(t->finds);
	pattern_close(&t->pattern);
	blob_close(t->blob);
	repo_close(t->repo);
}

/* All places, as `offset+len` words. */
static void
expect(struct scratch *s, const char *text, const char *what, const char *wanted)
{
	struct buf out = { 0 };
	struct text t;
	bool all;

	text_open(&t, s, span_of(text), what);
	ok(s, finds_reach(t.finds, INT64_MAX, INT64_MAX, NULL, &s->err));
	for (size_t i = 0; i < finds_known(t.finds, &all); i++)
		buf_printf(&out, "%s%lld+%lld", i == 0 ? "" : " ",
			   (long long)finds_at(t.finds, i).offset,
			   (long long)finds_at(t.finds, i).len);
	assert_true(all);
	assert_string_equal(out.len == 0 ? "" : out.data, wanted);
	buf_close(&out);
	text_close(&t);
}

static void
every_place_is_found_once(void **state)
{
	struct scratch *s = *state;

	expect(s, "Alpha\nbeta ALPHA\n\nalphalpha\n", "alpha", "0+5 11+5 18+5");
	expect(s, "Alpha\nbeta\n", "^.*a$", "0+5 6+4");
	expect(s, "a\r\nba\r\n", "a$", "0+1 4+1");
	expect(s, "aaaa", "aa", "0+2 2+2");
	expect(s, "aaaa", "a.", "0+2 2+2");
	expect(s, "a\nb", "a.b", "");
	expect(s, "", "a", "");
	expect(s, "no end", "d$", "5+1");
	expect(s, "x\n\n\n", "^$", "");
}

/* Across every border there is: of chunks, pieces and checkpoints. */
static void
nothing_is_missed_at_the_borders(void **state)
{
	static const char *const ways[] = { "needle", "ne+dle", "n(e|x)edle" };
	struct scratch *s = *state;
	size_t size = 3 << 20;
	char *text = arena_alloc(&s->arena, size);

	for (int broken = 0; broken < 2; broken++) {
		size_t count = 0, known;

		memset(text, 'n', size);
		for (size_t i = 100; broken && i < size; i += 997)
			text[i] = '\n';
		for (size_t i = (64 << 10) - 3; i + 8 < size; i += 32 << 10, count++)
			memcpy(text + i, "neEdle", 6);
		for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
			struct text t;
			bool all;

			text_open(&t, s, (struct span){ text, size }, ways[way]);
			ok(s, finds_reach(t.finds, INT64_MAX, INT64_MAX, NULL, &s->err));
			known = finds_known(t.finds, &all);
			assert_int_equal(known, count);
			for (size_t i = 0; i < known; i++)
				assert_int_equal(finds_at(t.finds, i).offset,
						 (64 << 10) - 3 + (i << 15));
			text_close(&t);
		}
	}
}

static bool
stop(void *who, int64_t done, int64_t total)
{
	(void)done, (void)total;
	return --*(int *)who > 0;
}

static void
looking_goes_only_as_far_as_it_must(void **state)
{
	struct scratch *s = *state;
	size_t size = 5 << 20;
	char *text = arena_alloc(&s->arena, size);
	struct text t;
	bool all;
	int left = 2;
	struct progress progress = { stop, &left };

	memset(text, '\n', size);
	memcpy(text + 10, "here", 4);
	memcpy(text + size - 10, "here", 4);
	text_open(&t, s, (struct span){ text, size }, "here");
	ok(s, finds_reach(t.finds, 0, INT64_MAX, NULL, &s->err));
	assert_int_equal(finds_known(t.finds, &all), 1);
	assert_false(all);
	assert_true(finds_looked(t.finds) < 100000);
	refused(s, ERR_CANCELLED, finds_reach(t.finds, 11, INT64_MAX, &progress, &s->err));
	assert_true(finds_looked(t.finds) >= 2 << 20);
	ok(s, finds_reach(t.finds, 11, INT64_MAX, NULL, &s->err));
	assert_int_equal(finds_from(t.finds, 11), 1);
	assert_int_equal(finds_at(t.finds, 1).offset, size - 10);
	ok(s, finds_reach(t.finds, INT64_MAX, INT64_MAX, NULL, &s->err));
	assert_int_equal(finds_known(t.finds, &all), 2);
	assert_true(all);
	text_close(&t);
}

static void
what_stands_everywhere_is_counted_up_to_a_limit(void **state)
{
	struct scratch *s = *state;
	size_t size = FINDS_MOST + 10;
	char *text = arena_alloc(&s->arena, size);
	struct text t;
	bool all;

	memset(text, 'a', size);
	text_open(&t, s, (struct span){ text, size }, "a");
	refused(s, ERR_LIMIT, finds_reach(t.finds, INT64_MAX, INT64_MAX, NULL, &s->err));
	assert_int_equal(finds_known(t.finds, &all), FINDS_MOST);
	assert_false(all);
	text_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(every_place_is_found_once),
		SCRATCH_TEST(nothing_is_missed_at_the_borders),
		SCRATCH_TEST(looking_goes_only_as_far_as_it_must),
		SCRATCH_TEST(what_stands_everywhere_is_counted_up_to_a_limit),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
