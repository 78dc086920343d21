#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/desk/bank.h"
#include "tests/unit/store_scratch.h"

static const struct level levels[] = { { .id = "low", .label = "Low" },
				       { .id = "high", .label = "High" } };
static const struct scale scale = { .levels = (struct level *)levels, .level_count = 2 };
static const struct criterion one = { .id = "c1", .scale = &scale };
static const struct criterion two = { .id = "c2", .scale = &scale };
static const struct rubric rubric = { .id = "small" };

static struct places
places_of(struct scratch *s)
{
	return (struct places){ .data = at(s, "data"), .state = at(s, "state") };
}

static void
use(struct scratch *s, const struct criterion *criterion, const char *text)
{
	struct places places = places_of(s);

	ok(s, bank_use(&places, &rubric, criterion, "Low", text, &s->err));
}

/* The texts of a criterion, joined by `|`. */
static void
holds(struct scratch *s, const struct criterion *criterion, const char *expected)
{
	struct places places = places_of(s);
	struct bank_comment *items;
	struct buf out = { 0 };
	size_t count;

	ok(s, bank_read(&items, &count, &s->arena, &places, &rubric, criterion, NULL, &s->err));
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i == 0 ? "" : "|", items[i].text);
	buf_text(&out, "");
	assert_string_equal(out.data, expected);
	buf_close(&out);
}

static void
the_last_used_comes_first_and_each_once(void **state)
{
	struct scratch *s = *state;

	holds(s, &one, "");
	use(s, &one, "Show more.");
	use(s, &one, "Well said.");
	use(s, &two, "Of another.");
	holds(s, &one, "Well said.|Show more.");
	use(s, &one, "Show more.");
	holds(s, &one, "Show more.|Well said.");
	holds(s, &two, "Of another.");
}

static void
newlines_backslashes_and_tabs_stay_one_line(void **state)
{
	struct scratch *s = *state;
	struct span file;

	use(s, &one, "a\nb\\n\\c\td");
	holds(s, &one, "a\nb\\n\\c d");
	ok(s, file_read(&file, &s->arena, at(s, "data/comments/small"), 1000, &s->err));
	assert_string_equal(file.data, "c1\tLow\ta\\nb\\\\n\\\\c d\n");
}

static void
what_is_taken_out_is_gone_and_the_rest_is_not(void **state)
{
	struct scratch *s = *state;
	struct places places = places_of(s);

	use(s, &one, "first");
	use(s, &one, "second");
	ok(s, bank_drop(&places, &rubric, &one, "first", &s->err));
	holds(s, &one, "second");
	refused(s, ERR_NOT_FOUND, bank_drop(&places, &rubric, &one, "third", &s->err));
	ok(s, bank_drop(&places, &rubric, &one, "second", &s->err));
	holds(s, &one, "");
}

static void
nothing_and_too_much_are_not_kept(void **state)
{
	struct scratch *s = *state;
	struct places places = places_of(s);
	char long_text[BANK_COMMENT + 2];

	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	refused(s, ERR_LIMIT, bank_use(&places, &rubric, &one, NULL, "", &s->err));
	refused(s, ERR_LIMIT, bank_use(&places, &rubric, &one, NULL, long_text, &s->err));
	holds(s, &one, "");
}

static void
a_file_of_nonsense_is_no_comment(void **state)
{
	struct scratch *s = *state;

	run(s, IN "mkdir -p data/comments; printf 'c1\\n\\nc1\\tx\\n\\tlow\\ty\\nc1\\tLow\\tgood\\\\' > "
	    "data/comments/small");
	holds(s, &one, "good\\");
	use(s, &one, "better");
	holds(s, &one, "better|good\\");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(the_last_used_comes_first_and_each_once),
		SCRATCH_TEST(newlines_backslashes_and_tabs_stay_one_line),
		SCRATCH_TEST(what_is_taken_out_is_gone_and_the_rest_is_not),
		SCRATCH_TEST(nothing_and_too_much_are_not_kept),
		SCRATCH_TEST(a_file_of_nonsense_is_no_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
