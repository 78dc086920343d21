/*
 * Rubrics, sheets and manifests made to harm: each is read by a child that may take five
 * seconds of processor time, and must end by itself with what it takes measured.
 */
#include "tests/unit/rounds.h"
#include "tests/unit/model_fixture.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/model/portfolio.h"

#if defined(__SANITIZE_ADDRESS__)
enum { MEASURED = 0, MEBIBYTES = 64, SECONDS = 30 };
#else
enum { MEASURED = 1, MEBIBYTES = 64, SECONDS = 5 };
#endif

enum { REFUSED = 0, ACCEPTED = 1 };

#define HEAD "assay_rubric: 1\nid: h\nversion: 1\ntitle: H\n"
#define SCALES "scales: {s: {levels: [{id: a, points: 0}, {id: b, points: 1}]}}\n"
#define TAIL "decision: {pass: all(p >= b)}\n"
#define PARTS "parts: [{id: p, kind: artifacts, criteria: [{id: c, label: C, scale: s}]}]\n"

static void
repeat(struct buf *out, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_text(out, text);
}

/* `head`, then `text` as often as it fits into a document, then `tail`. */
static void
fill(struct buf *out, const char *head, const char *text, const char *tail, size_t count)
{
	size_t room = RUBRIC_BYTES - strlen(head) - strlen(tail);

	buf_text(out, head);
	repeat(out, text, count != 0 ? count : room / strlen(text));
	buf_text(out, tail);
}

static const struct bomb { const char *head, *text, *tail; size_t count; } bombs[] = {
	/* aliases, merges, tags, directives */
	{ "a: &a [x, x]\n", "b: [*a, *a, *a, *a, *a, *a, *a]\n", HEAD, 1000 },
	{ "a: &a {x: y}\n", "b: {<<: *a}\n", HEAD, 0 },
	{ "", "!!binary ", "aGk=", 0 },
	{ "", "%TAG ! tag:x\n", "--- a\n", 0 },
	{ "", "--- a\n", "", 0 },
	/* depth */
	{ "a: ", "[", "", 10000 },
	{ "a: ", "[", "", 0 },
	{ "a: ", "{a: ", "", 10000 },
	{ "", "- ", "a", 0 },
	{ "", "? ", "a", 0 },
	{ "", "a: [", "]", 10000 },
	/* one scalar */
	{ "a: ", "x", "", 0 },
	{ "a: \"", "\\u0041", "\"", 0 },
	{ "a: '", "''", "'", 0 },
	{ "a: |\n", " x\n", "", 0 },
	{ "a: >\n", " x\n\n", "", 0 },
	{ "", "x", ": y", 0 },
	{ HEAD "design: ", "x ", "\n" SCALES PARTS TAIL, 0 },
	/* many */
	{ "", "a: b\n", "", 0 },
	{ "{", "a: b, ", "}", 0 },
	{ "a: [", "b,", "b]", 0 },
	{ "a:\n", "- b\n", "", 100000 },
	{ "", "\n", "", 0 },
	{ "", "# x\n", "", 0 },
	{ "", "-\n", "", 0 },
	{ "", ":\n", "", 0 },
	{ "", ",", "", 0 },
	{ "", "\xFF", "", 0 },
	{ "", "\xE2\x80\xAE", "", 0 },
	/* many of what a rubric has */
	{ HEAD SCALES PARTS TAIL "resources: [", "x,", "x]\n", 90000 },
	{ HEAD SCALES PARTS TAIL "codes: [", "{},", "{}]\n", 40000 },
	{ HEAD SCALES PARTS TAIL "codes: [", "{id: a, effect: none},", "]\n", 20000 },
	{ HEAD SCALES PARTS TAIL "skills: [", "{id: a},", "]\n", 40000 },
	{ HEAD SCALES PARTS TAIL "research: [", "{citation: a},", "]\n", 40000 },
	{ HEAD SCALES TAIL "parts: [", "{id: p, kind: artifacts},", "]\n", 20000 },
	{ HEAD SCALES TAIL "parts: [{id: p, kind: artifacts, evidence: [", "{id: a},",
	  "]}]\n", 40000 },
	{ HEAD SCALES TAIL "parts: [{id: p, kind: artifacts, criteria: [",
	  "{id: c, label: C, scale: s},", "]}]\n", 20000 },
	{ HEAD SCALES TAIL "parts: [{id: p, kind: artifacts, criteria: "
	  "[{id: c, label: C, scale: s, evidence: [", "a,", "a]}]}]\n", 150000 },
	{ HEAD SCALES TAIL "parts: [{id: p, kind: artifacts, criteria: "
	  "[{id: c, label: C, scale: s, skills: [", "a,", "a]}]}]\n", 150000 },
	{ HEAD SCALES TAIL "parts: [{id: p, kind: artifacts, criteria: "
	  "[{id: c, label: C, scale: s, levels: {", "a: {text: t}, ", "}}]}]\n", 40000 },
	{ HEAD PARTS TAIL "scales: {s: {levels: [", "{id: a, points: 0},", "]}}\n", 40000 },
	{ HEAD SCALES PARTS TAIL, "key: x\n", "", 9000 },
	/* a rule */
	{ HEAD SCALES PARTS "decision: {pass: \"", "(", "\"}\n", 100000 },
	{ HEAD SCALES PARTS "decision: {pass: \"", "not ", "1=1\"}\n", 100000 },
	{ HEAD SCALES PARTS "decision: {pass: \"", "1=1 and ", "1=1\"}\n", 400 },
	{ HEAD SCALES PARTS "decision: {pass: \"", "c,", "\"}\n", 100000 },
	{ HEAD SCALES PARTS "decision: {pass: \"all([", "c,", "c]>=b)\"}\n", 2000 },
};

/* Numbers as YAML might have them, and what else could be taken for one. */
static const char *const strange[] = {
	"yes", "no", "on", "true", "1e3", "1E3", ".inf", "-.inf", ".nan", "0o7", "0x10", "010",
	"1_000", "+1", "-1", "1.", ".5", "1.5e", "2026-01-01", "12:30:45", "~", "null", "Null",
	"''", "!!binary aGk=", "!!int 3", "99999999999999999999", "18446744073709551616",
	"-9223372036854775809", "1.00000000000000000001", "[1]", "{a: 1}", "[]", "{}", "*a",
	"&a 1", "|", ">", "'1 '", "\"\\0\"", "\"\\u0661\"", "1\xCC\x81", "\xEF\xBC\x91",
};

typedef int reader(struct span bytes);

static int
read_rubric(struct span bytes)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "h" };
	struct faults warnings = { .arena = &arena, .path = "h" };
	const struct rubric *rubric = rubric_parse(&arena, &faults, &warnings, bytes);

	if ((rubric == NULL) != (faults.count != 0))
		abort();
	arena_close(&arena);
	return rubric == NULL ? REFUSED : ACCEPTED;
}

static int
read_sheet(struct span bytes)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "h" };
	struct rubric *rubric =
		rubric_parse(&arena, &faults, NULL, span_of(HEAD SCALES PARTS TAIL));
	struct sheet sheet;
	int failed;

	if (rubric == NULL)
		abort();
	failed = sheet_parse(&sheet, &arena, &faults, rubric, bytes);
	if ((failed != 0) != (faults.count != 0))
		abort();
	arena_close(&arena);
	return failed != 0 ? REFUSED : ACCEPTED;
}

static int
read_portfolio(struct span bytes)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "h" };
	struct portfolio *portfolio = portfolio_parse(&arena, &faults, bytes);

	if ((portfolio == NULL) != (faults.count != 0))
		abort();
	arena_close(&arena);
	return portfolio == NULL ? REFUSED : ACCEPTED;
}

/* What a child made of it; *peak in KiB. */
static int
read_apart(reader *read_it, struct span bytes, long *peak)
{
	const struct rlimit limit = { SECONDS, SECONDS };
	struct rusage usage;
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (setrlimit(RLIMIT_CPU, &limit) != 0)
			_exit(99);
		_exit(read_it(bytes));
	}
	assert_true(wait4(child, &status, 0, &usage) == child);
	*peak = usage.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* `before`: what a child takes for nothing. */
static void
check_harmless(const char *name, reader *read_it, struct span bytes, const char *what,
	       long before)
{
	long peak;

	switch (read_apart(read_it, bytes, &peak)) {
	case REFUSED:
	case ACCEPTED:
		break;
	default:
		fail_msg("a %s of %s does not end by itself", name, what);
	}
	if (MEASURED && peak - before > MEBIBYTES * 1024L)
		fail_msg("a %s of %s takes %ld KiB", name, what, peak - before);
}

static const struct { const char *name; reader *read_it; } readers[] = {
	{ "rubric", read_rubric }, { "sheet", read_sheet }, { "portfolio", read_portfolio },
};

static void
no_document_takes_more_than_64_mebibytes_or_hangs(void **state)
{
	struct buf text = { 0 };
	size_t step = 100 / (size_t)rounds(100);	/* each bomb for one reader in so many */
	long before;

	(void)state;
	assert_int_equal(digest_init(), 0);
	read_apart(read_rubric, span_of(HEAD), &before);
	for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
		buf_clear(&text);
		fill(&text, bombs[i].head, bombs[i].text, bombs[i].tail, bombs[i].count);
		for (size_t r = i % step; r < sizeof readers / sizeof *readers; r += step)
			check_harmless(readers[r].name, readers[r].read_it,
				       buf_span(&text), bombs[i].text, before);
	}
	buf_close(&text);
}

/* `bytes` is its path. */
static int
read_file(struct span bytes)
{
	struct arena arena = { 0 };
	struct err err = { .code = 0 };
	struct span text;
	int failed = file_read(&text, &arena, bytes.data, RUBRIC_BYTES, &err);

	arena_close(&arena);
	return failed != 0 && err.code == ERR_LIMIT ? REFUSED : -1;
}

static void
a_file_of_100_megabytes_is_refused_unread(void **state)
{
	char path[] = "/tmp/assay-hostile-XXXXXX";
	int fd = mkstemp(path);
	long before;

	(void)state;
	read_apart(read_rubric, span_of(HEAD), &before);
	assert_true(fd >= 0 && ftruncate(fd, 100000000) == 0);
	check_harmless("file", read_file, span_of(path), "zeros", before);
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(path), 0);
}

static void
what_yaml_may_take_for_a_number_is_none(void **state)
{
	static const char *const places[] = {
		"assay_rubric: 1\nid: h\ntitle: H\n" SCALES PARTS TAIL "version: %s\n",
		HEAD PARTS TAIL
		"scales: {s: {levels: [{id: a, points: 0}, {id: b, points: %s}]}}\n",
		HEAD SCALES TAIL "parts: [{id: p, kind: artifacts, criteria: "
		"[{id: c, label: C, scale: s, weight: %s}]}]\n",
		HEAD SCALES TAIL PARTS "sla: {business_days: %s}\n",
	};
	struct arena arena = { 0 };

	(void)state;
	assert_int_equal(digest_init(), 0);
	for (size_t p = 0; p < sizeof places / sizeof *places; p++)
		for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
			const char *at = strstr(places[p], "%s");
			const char *text = arena_printf(&arena, "%.*s%s%s",
							(int)(at - places[p]), places[p],
							strange[i], at + 2);

			if (read_rubric(span_of(text)) != REFUSED)
				fail_msg("%s", text);
		}
	for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
		const char *at = strstr(places[p], "%s");

		assert_int_equal(read_rubric(span_of(
			arena_printf(&arena, "%.*s7%s", (int)(at - places[p]), places[p],
				     at + 2))), ACCEPTED);
	}
	arena_close(&arena);
}

static void
text_stays_the_text_it_is(void **state)
{
	static const char *const words[] = { "yes", "1e3", ".inf", "0o7", "2026-01-01", "~",
					     "null", "0x10", "12:30:45" };
	struct arena arena = { 0 };

	(void)state;
	assert_int_equal(digest_init(), 0);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct faults faults = { .arena = &arena, .path = "h" };
		const char *text = arena_printf(
			&arena, "assay_rubric: 1\nid: h\nversion: 1\ntitle: %s\n"
			SCALES PARTS TAIL, words[i]);
		struct rubric *rubric =
			rubric_parse(&arena, &faults, NULL, span_of(text));

		assert_non_null(rubric);
		assert_string_equal(rubric->title, words[i]);
	}
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_document_takes_more_than_64_mebibytes_or_hangs),
		cmocka_unit_test(a_file_of_100_megabytes_is_refused_unread),
		cmocka_unit_test(what_yaml_may_take_for_a_number_is_none),
		cmocka_unit_test(text_stays_the_text_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
