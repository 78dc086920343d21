#include "core/store/lines.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "tests/unit/store_scratch.h"

struct text {
	struct scratch *s;
	struct repo *repo;
	struct blob *blob;
	struct lines *lines;
	struct span span;
};

static struct text
text_open(struct scratch *s, struct span span)
{
	struct text t = { .s = s, .span = span };
	struct oid oid;

	ok(s, file_write(at(s, "a.txt"), span, 0600, &s->err));
	assert_true(oid_from_hex(&oid, span_of(run(s, IN "git init -q --bare e; cd e; "
		"git hash-object -w ../a.txt"))));
	ok(s, repo_open(&t.repo, at(s, "e"), &s->err));
	ok(s, blob_open(&t.blob, t.repo, &oid, &s->err));
	t.lines = lines_open(t.blob);
	return t;
}

static void
text_close(struct text *t)
{
	lines_close(t->lines);
	blob_close(t->blob);
	repo_close(t->repo);
}

static void
expect_line(struct text *t, int64_t line, int64_t offset, int64_t len)
{
	int64_t got_offset, got_len;
	char bytes[80];
	size_t got, want = len < (int64_t)sizeof bytes ? (size_t)len : sizeof bytes;

	ok(t->s, lines_find(&got_offset, &got_len, t->lines, line, NULL, &t->s->err));
	assert_int_equal(got_offset, offset);
	assert_int_equal(got_len, len);
	ok(t->s, lines_read(&got, bytes, sizeof bytes, t->lines, line, 0, &t->s->err));
	assert_int_equal(got, want);
	assert_memory_equal(bytes, t->span.data + offset, got);
}

/* Every line by the plain way, then in an order of the seed's choosing. */
static void
compare(struct scratch *s, struct span span, unsigned seed)
{
	struct text t = text_open(s, span);
	int64_t *starts = arena_array(&s->arena, span.len + 2, sizeof *starts), count = 0, len;
	bool all;

	for (size_t at = 0; at < span.len; ) {
		const char *lf = memchr(span.data + at, '\n', span.len - at);

		starts[count++] = (int64_t)at;
		at = lf == NULL ? span.len + 1 : (size_t)(lf - span.data) + 1;
		starts[count] = (int64_t)at;
	}
	for (int i = 0; i < 300 && count > 0; i++) {
		int64_t line;

		seed = seed * 1664525u + 1013904223u;
		line = i < 5 ? 1 + i % count : 1 + (seed >> 3) % count;
		expect_line(&t, line, starts[line - 1], starts[line] - starts[line - 1] - 1);
	}
	refused(s, ERR_NOT_FOUND, lines_find(&len, &len, t.lines, count + 1, NULL, &s->err));
	refused(s, ERR_NOT_FOUND, lines_find(&len, &len, t.lines, 0, NULL, &s->err));
	assert_int_equal(lines_known(t.lines, &all), count);
	assert_true(all);
	text_close(&t);
}

static void
lines_are_found_whatever_ends_them(void **state)
{
	static const char *const texts[] = { "", "\n", "a", "a\n", "a\nb", "\n\n\n", "\r\n\r",
		"a\n\nb\n",
	};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		compare(s, span_of(texts[i]), 1);
}

static void
lines_of_a_large_text_are_found_in_any_order(void **state)
{
	struct scratch *s = *state;
	size_t size = 6 << 20;
	char *text = arena_alloc(&s->arena, size);
	unsigned seed = 5;

	for (size_t at = 0; at < size; at++) {
		seed = seed * 1664525u + 1013904223u;
		text[at] = seed >> 26 == 0 ? '\n' : (char)('a' + (seed >> 24) % 26);
		if (at > 1000000 && at < 2300000)
			text[at] = at % 2 == 0 && at < 1100000 ? '\n' : 'x';
	}
	compare(s, (struct span){ text, size }, 9);
}

static void
a_text_without_an_end_of_line_shows_its_beginning_at_once(void **state)
{
	struct scratch *s = *state;
	size_t size = 5 << 20, got;
	char *text = arena_alloc(&s->arena, size), bytes[16];
	struct text t;
	int64_t offset, len;
	bool all;

	memset(text, 'x', size);
	memcpy(text + size - 3, "end", 3);
	t = text_open(s, (struct span){ text, size });
	ok(s, lines_read(&got, bytes, 16, t.lines, 1, 0, &s->err));
	assert_int_equal(got, 16);
	assert_int_equal(lines_known(t.lines, &all), 1);
	assert_false(all);
	ok(s, lines_read(&got, bytes, 16, t.lines, 1, (int64_t)size - 3, &s->err));
	assert_int_equal(got, 3);
	assert_memory_equal(bytes, "end", 3);
	ok(s, lines_read(&got, bytes, 16, t.lines, 1, (int64_t)size + 3, &s->err));
	assert_int_equal(got, 0);
	ok(s, lines_find(&offset, &len, t.lines, 1, NULL, &s->err));
	assert_int_equal(len, size);
	text_close(&t);
}

static void
reading_stops_where_the_line_ends(void **state)
{
	struct scratch *s = *state;
	struct text t = text_open(s, span_of("short\nlonger line\n"));
	char bytes[16];
	size_t got;

	ok(s, lines_read(&got, bytes, 16, t.lines, 1, 2, &s->err));
	assert_int_equal(got, 3);
	assert_memory_equal(bytes, "ort", 3);
	ok(s, lines_read(&got, bytes, 16, t.lines, 1, 5, &s->err));
	assert_int_equal(got, 0);
	ok(s, lines_read(&got, bytes, 16, t.lines, 1, 7, &s->err));
	assert_int_equal(got, 0);
	text_close(&t);
}

static void
a_byte_is_in_the_line_that_holds_it(void **state)
{
	struct scratch *s = *state;
	struct text t = text_open(s, span_of("ab\n\nc\nlast"));
	static const int64_t wanted[] = { 1, 1, 1, 2, 3, 3, 4, 4, 4, 4 };
	static const int64_t starts[] = { 0, 0, 0, 3, 4, 4, 6, 6, 6, 6 };
	int64_t line, start;

	for (int64_t i = 9; i >= 0; i--) {
		ok(s, lines_at(&line, &start, t.lines, i, NULL, &s->err));
		assert_int_equal(line, wanted[i]);
		assert_int_equal(start, starts[i]);
	}
	refused(s, ERR_NOT_FOUND, lines_at(&line, &start, t.lines, 10, NULL, &s->err));
	refused(s, ERR_NOT_FOUND, lines_at(&line, &start, t.lines, -1, NULL, &s->err));
	ok(s, lines_begin(&start, t.lines, 3, NULL, &s->err));
	assert_int_equal(start, 4);
	text_close(&t);
}

static bool
stop(void *who, int64_t done, int64_t total)
{
	(void)done, (void)total;
	return --*(int *)who > 0;
}

static void
a_person_can_stop_it_and_go_on_later(void **state)
{
	struct scratch *s = *state;
	size_t size = 5 << 20;
	char *text = arena_alloc(&s->arena, size);
	int left = 2;
	struct progress progress = { stop, &left };
	int64_t known, start;
	struct text t;
	bool all;

	for (size_t at = 0; at < size; at++)
		text[at] = at % 50 == 49 ? '\n' : 'y';
	t = text_open(s, (struct span){ text, size });
	refused(s, ERR_CANCELLED, lines_reach(t.lines, INT64_MAX, &progress, &s->err));
	known = lines_known(t.lines, &all);
	assert_false(all);
	assert_true(known > 20000);
	left = 1;
	refused(s, ERR_CANCELLED, lines_begin(&start, t.lines, 100000, &progress, &s->err));
	ok(s, lines_reach(t.lines, INT64_MAX, NULL, &s->err));
	assert_int_equal(lines_known(t.lines, &all), (size + 49) / 50);
	assert_true(all);
	text_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(lines_are_found_whatever_ends_them),
		SCRATCH_TEST(lines_of_a_large_text_are_found_in_any_order),
		SCRATCH_TEST(a_text_without_an_end_of_line_shows_its_beginning_at_once),
		SCRATCH_TEST(reading_stops_where_the_line_ends),
		SCRATCH_TEST(a_byte_is_in_the_line_that_holds_it),
		SCRATCH_TEST(a_person_can_stop_it_and_go_on_later),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
