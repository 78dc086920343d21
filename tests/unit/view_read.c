/* Reading evidence: windows on lines of any length, citing whole lines. */
#include "tests/unit/view_fixture.h"

#define ADD(script) IN "cd evidence; " script "; git add -A; git commit -qm more"

static struct reader *
reader_of(struct bench *bench)
{
	return &bench->desk.reader;
}

static void
pages_hold_on_to_one_row_and_stop_at_a_full_one(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "<Enter>");
	shows(&bench, "  21 line 21", true);
	shows(&bench, "  22 line 22", false);
	press(&bench, "<Space>");
	shows(&bench, "> 20 line 20", true);
	shows(&bench, "  40 line 40", true);
	shows(&bench, "  19 line 19", false);
	press(&bench, "<Space>");
	shows(&bench, "  20 line 20", true);
	assert_int_equal(reader_of(&bench)->at.line, 40);
	press(&bench, "b");
	shows(&bench, ">  1 line 1", true);
	get_up(&bench);
}

static void
a_long_line_is_rows_of_itself_and_one_line_to_cite(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, ADD("{ for i in $(seq 1 6000); do printf 'h\303\251llo '; done; echo; echo end; }"
		   " > long.md"));
	sit_down(&bench, s);
	press(&bench, ":evidence long.md<Enter><Enter>");
	shows(&bench, "\xEF\xBF\xBD", false);
	for (int i = 0; i < 30; i++) {
		press(&bench, "<Space>");
		shows(&bench, "\xEF\xBF\xBD", false);
	}
	shows(&bench, " 2 end", true);
	press(&bench, "k");
	assert_int_equal(reader_of(&bench)->at.line, 1);
	for (int i = 0; i < 30; i++) {
		press(&bench, "b");
		shows(&bench, "\xEF\xBF\xBD", false);
	}
	assert_int_equal(reader_of(&bench)->at.byte, 0);
	press(&bench, "jjc");
	shows(&bench, "c1 cites long.md:1", true);
	get_up(&bench);
}

static void
searching_goes_on_both_ways_and_says_when_there_is_no_more(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "<Enter>n");
	shows(&bench, "no: nothing was searched for yet", true);
	press(&bench, "/LINE 3<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 3);
	press(&bench, "n");
	assert_int_equal(reader_of(&bench)->at.line, 30);
	press(&bench, "N");
	assert_int_equal(reader_of(&bench)->at.line, 3);
	press(&bench, "N");
	shows(&bench, "no: no earlier line holds 'LINE 3'", true);
	press(&bench, "/nowhere<Enter>");
	shows(&bench, "no: no later line holds 'nowhere'", true);
	press(&bench, "L17<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 17);
	press(&bench, "L1x<Enter>");
	shows(&bench, "no: '1x' is no line number", true);
	press(&bench, "L99<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 40);
	get_up(&bench);
}

static void
seen_is_what_was_opened(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "E");
	shows(&bench, "> seen", true);
	shows(&bench, "  new         6 B  a2       other.txt", true);
	press(&bench, "j<Enter>");
	shows(&bench, ">  1 other", true);
	press(&bench, "q");
	shows(&bench, "new", false);
	press(&bench, "o");
	shows(&bench, "2/2 other.txt", true);
	press(&bench, "e");
	shows(&bench, "1/2 plan.md", true);
	press(&bench, "<lt>");
	shows(&bench, "no: there is no earlier piece", true);
	get_up(&bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(pages_hold_on_to_one_row_and_stop_at_a_full_one),
		SCRATCH_TEST(a_long_line_is_rows_of_itself_and_one_line_to_cite),
		SCRATCH_TEST(searching_goes_on_both_ways_and_says_when_there_is_no_more),
		SCRATCH_TEST(seen_is_what_was_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
