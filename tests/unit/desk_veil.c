#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/desk/veil.h"
#include "tests/unit/store_scratch.h"

static struct veil veil;

/* Over a repository in `repo`, by Ann Étoile-Will, with a rubric that says `will`. */
static void
draw(struct scratch *s)
{
	static const struct criterion criterion = { .id = "c1",
						    .label = "What the learner will do" };
	static const struct rubric rubric = { .title = "Small", .criterion_count = 1,
		.criteria = (struct criterion *)&criterion };
	struct taken taken = { .portfolio = "00112233445566778899aabbccddeeff", .ref = "",
			       .path = "" };

	run(s, IN "git init -q repo; cd repo; git remote add origin git@x.example:ann/w.git; "
	    "echo a > a; git add a; GIT_AUTHOR_NAME='Ann Étoile Will' "
	    "GIT_AUTHOR_EMAIL=anne.toile@school.example git commit -qm one");
	taken.repo = at(s, "repo");
	veil_open(&veil, &taken, &rubric);
}

static void
shows(const char *text, const char *expected)
{
	struct buf out = { 0 };

	veil_print(&out, &veil, span_of(text));
	buf_text(&out, "");
	assert_string_equal(out.data, expected);
	buf_close(&out);
}

static void
names_are_covered_where_they_stand_as_names(void **state)
{
	draw(*state);
	shows("By Ann Étoile.", "By ### ######.");
	shows("ANN and étoile", "### and ######");
	shows("ann-plan.md, my_ann.txt", "###-plan.md, my_###.txt");
	shows("an ann of small letters, at the end: ann.", "an ### of small letters, at the "
	      "end: ###.");
	shows("Annex, Joanna", "Annex, Joanna");
	veil_close(&veil);
}

static void
a_word_of_the_rubric_is_covered_within_the_name_alone(void **state)
{
	draw(*state);
	shows("Will she? Ann Étoile Will did.", "Will she? ############### did.");
	veil_close(&veil);
}

static void
addresses_and_places_are_covered_whole(void **state)
{
	draw(*state);
	shows("to anne.toile@school.example!", "to #########################!");
	shows("to ann@home.example or bob@home.example", "to ################ or "
	      "bob@home.example");
	shows("git@x.example:ann/w.git", "#######################");
	{
		struct buf out = { 0 };
		const char *text = at(*state, "repo/a.md");

		veil_print(&out, &veil, span_of(text));
		assert_null(strstr(out.data, at(*state, "repo")));
		assert_int_equal(out.len, strlen(text));
		buf_close(&out);
	}
	veil_close(&veil);
}

static void
nothing_is_covered_without_a_veil_or_once_it_is_lifted(void **state)
{
	struct buf out = { 0 };

	draw(*state);
	veil.lifted = true;
	shows("By Ann.", "By Ann.");
	veil_close(&veil);
	shows("By Ann.", "By Ann.");
	veil_print(&out, NULL, span_of("By Ann."));
	assert_string_equal(out.data, "By Ann.");
	buf_close(&out);
}

/* Whatever is asked about, and wherever the text ends. */
static void
foreign_bytes_break_nothing(void **state)
{
	unsigned seed = 7;

	draw(*state);
	for (int i = 0; i < 20000; i++) {
		static const char *const bits[] = { "Ann", "ann", "@", ".", "\xC3", "\xC3\x89",
			"toile", " ", "-", "\0", "W", "will", "\xFF", "\n", "x.example" };
		struct buf text = { 0 }, out = { 0 };

		for (int k = 0; k < 12; k++) {
			seed = seed * 1103515245u + 12345u;
			buf_text(&text, bits[seed / 65536 % (sizeof bits / sizeof *bits)]);
			if (seed / 65536 % 31 == 0)
				buf_char(&text, '\0');
		}
		veil_print(&out, &veil, buf_span(&text));
		assert_true(out.len <= text.len);
		buf_close(&text);
		buf_close(&out);
	}
	veil_close(&veil);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(names_are_covered_where_they_stand_as_names),
		SCRATCH_TEST(a_word_of_the_rubric_is_covered_within_the_name_alone),
		SCRATCH_TEST(addresses_and_places_are_covered_whole),
		SCRATCH_TEST(nothing_is_covered_without_a_veil_or_once_it_is_lifted),
		SCRATCH_TEST(foreign_bytes_break_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
