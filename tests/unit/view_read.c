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
	stands_on(&bench, "20 line 20");
	shows(&bench, "  40 line 40", true);
	shows(&bench, "  19 line 19", false);
	press(&bench, "<Space>");
	shows(&bench, "  20 line 20", true);
	assert_int_equal(reader_of(&bench)->at.line, 40);
	press(&bench, "b");
	stands_on(&bench, "1 line 1");
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
searching_goes_on_both_ways_and_round_the_ends(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "<Enter>n");
	shows(&bench, "no: nothing was searched for yet", true);
	press(&bench, "/line 3<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 3);
	shows(&bench, "COMMAND  1/11", true);
	press(&bench, "n");
	assert_int_equal(reader_of(&bench)->at.line, 30);
	shows(&bench, "COMMAND  2/11", true);
	press(&bench, "N");
	assert_int_equal(reader_of(&bench)->at.line, 3);
	press(&bench, "N");
	assert_int_equal(reader_of(&bench)->at.line, 39);
	shows(&bench, "COMMAND  11/11, from the end again", true);
	press(&bench, "n");
	assert_int_equal(reader_of(&bench)->at.line, 3);
	shows(&bench, "COMMAND  1/11, from the top again", true);
	press(&bench, "jn");
	assert_int_equal(reader_of(&bench)->at.line, 30);
	press(&bench, "/LINE 3<Enter>");
	shows(&bench, "no: 'LINE 3' is not in it", true);
	assert_int_equal(reader_of(&bench)->at.line, 30);
	press(&bench, "L17<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 17);
	press(&bench, "L1x<Enter>");
	shows(&bench, "no: '1x' is no line number", true);
	press(&bench, "L99<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 40);
	get_up(&bench);
}

static void
expressions_are_searched_for_and_remembered(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, ADD("printf 'one (see a)\nb.b\nbxb\n' > p.md"));
	sit_down(&bench, s);
	press(&bench, ":evidence p.md<Enter><Enter>/^b.b$<Enter>");
	shows(&bench, "COMMAND  1/2", true);
	assert_int_equal(reader_of(&bench)->at.line, 2);
	press(&bench, "/b\\.b<Enter>");
	shows(&bench, "COMMAND  1/1", true);
	press(&bench, "/(see<Enter>");
	shows(&bench, "1/1, from the top again, as plain words: it is no expression", true);
	press(&bench, "/a{200}<Enter>");
	shows(&bench, "no: it repeats more than 100 times in all", true);
	press(&bench, "L1<Enter>/<Up><Up><Up><Enter>");
	shows(&bench, "COMMAND  1/1", true);
	assert_int_equal(reader_of(&bench)->at.line, 2);
	press(&bench, ":evidence plan.md<Enter><Enter>n");
	shows(&bench, "no: 'b\\.b' is not in it", true);
	get_up(&bench);
}

static void
a_find_far_into_a_long_line_is_on_the_screen(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, ADD("{ printf 'first\n'; for i in $(seq 1 5000); do printf 'word '; done; "
		   "printf 'theneedle\nlast needle\n'; } > long.md"));
	sit_down(&bench, s);
	press(&bench, ":evidence long.md<Enter><Enter>/needle<Enter>");
	shows(&bench, "1/2", true);
	shows(&bench, "theneedle", true);
	assert_int_equal(reader_of(&bench)->at.line, 2);
	press(&bench, "n");
	assert_int_equal(reader_of(&bench)->at.line, 3);
	press(&bench, "Nw");
	shows(&bench, "theneedle", true);
	press(&bench, "hhh");
	shows(&bench, "theneedle", false);
	press(&bench, "jn");
	shows(&bench, "COMMAND  2/2", true);
	press(&bench, "N");
	shows(&bench, "theneedle", true);
	get_up(&bench);
}

static void
lines_can_be_cut_and_panned(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, ADD("{ printf 'A\tb %0200d end\n' 7; echo two; } > w.md"));
	sit_down(&bench, s);
	press(&bench, ":evidence w.md<Enter><Enter>");
	shows(&bench, "7 end", true);
	press(&bench, "l");
	shows(&bench, "no: long lines are wrapped", true);
	press(&bench, "w");
	stands_on(&bench, "1 A       b 000");
	shows(&bench, "   2 two", true);
	shows(&bench, "7 end", false);
	press(&bench, "lllll");
	shows(&bench, "7 end", true);
	shows(&bench, "two", false);
	press(&bench, "hhhhhh");
	shows(&bench, "no: that is as far as it goes", true);
	shows(&bench, "   2 two", true);
	press(&bench, "#");
	stands_on(&bench, "A       b 000");
	press(&bench, "jvk");
	stands_on(&bench, "*A");
	press(&bench, "c");
	shows(&bench, "c1 cites w.md:1-2", true);
	get_up(&bench);
}

static void
marks_lead_back_from_another_piece(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "<Enter>L12<Enter>ma");
	shows(&bench, "mark a: line 12", true);
	press(&bench, ">'a");
	shows(&bench, "1/2 plan.md", true);
	stands_on(&bench, "12 line 12");
	press(&bench, "g'a");
	assert_int_equal(reader_of(&bench)->at.line, 12);
	press(&bench, "'b");
	shows(&bench, "no: mark b is not set", true);
	press(&bench, "m1");
	shows(&bench, "no: a mark is a letter from a to z", true);
	press(&bench, "m");
	shows(&bench, "one letter, or Esc", true);
	press(&bench, "<Esc>:jump a<Enter>");
	assert_int_equal(reader_of(&bench)->at.line, 12);
	get_up(&bench);
}

#define PAGE ADD("printf '# One\n\nA **strong** [plan](x.md) word, word, word, word, word, word," \
	" word, word, word, end.\n\n## Two\n\n> said here\n\n| a | b |\n|---|---|\n| c1 | d |\n'" \
	" > page.md")

static void
markdown_is_laid_out_and_cited_by_its_lines(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, PAGE);
	sit_down(&bench, s);
	press(&bench, ":evidence page.md<Enter><Enter>");
	stands_on(&bench, "1 # One");
	shows(&bench, "   3 A *strong* plan[1] word, word, word, word, word, word, word, word,",
	      true);
	shows(&bench, "\n     end.", true);
	shows(&bench, "   7 | said here", true);
	shows(&bench, "   9 a  | b\n  10 ---+--\n  11 c1 | d", true);
	press(&bench, "/end<Enter>");
	stands_on(&bench, "end.");
	press(&bench, "c");
	shows(&bench, "c1 cites page.md:3", true);
	press(&bench, "t");
	shows(&bench, "A **strong** [plan](x.md)", true);
	shows(&bench, "  10 |---|---|", true);
	assert_int_equal(reader_of(&bench)->at.line, 3);
	press(&bench, "t");
	stands_on(&bench, "end.");
	press(&bench, "whh");
	shows(&bench, "A **strong** [plan](x.md)", true);
	press(&bench, ":evidence plan.md<Enter><Enter>:evidence other.txt<Enter><Enter>t");
	shows(&bench, "no: it stands as it was written", true);
	get_up(&bench);
}

static void
headings_and_links_are_lists_to_go_by(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, PAGE);
	sit_down(&bench, s);
	press(&bench, ":evidence page.md<Enter><Enter>O");
	shows(&bench, ">      1  One", true);
	shows(&bench, "       5    Two", true);
	press(&bench, "j<Enter>");
	stands_on(&bench, "5 ## Two");
	press(&bench, "O");
	shows(&bench, ">      5    Two", true);
	press(&bench, "qa");
	shows(&bench, "> [1] line 3  plan: x.md", true);
	press(&bench, "c");
	shows(&bench, "c1 cites page.md:3", true);
	press(&bench, "<Enter>");
	stands_on(&bench, "3 A *strong*");
	press(&bench, ":evidence plan.md<Enter><Enter>O");
	shows(&bench, "There is none.", true);
	press(&bench, "<Enter>");
	shows(&bench, "no: there is no heading to go to", true);
	get_up(&bench);
}

static void
what_is_cited_is_a_list_to_go_by(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "C");
	shows(&bench, "Nothing yet: c cites the line at hand.", true);
	press(&bench, "<Enter>");
	shows(&bench, "no: it cites nothing", true);
	press(&bench, "q<Enter>L30<Enter>c>cqC");
	shows(&bench, "c1 cites  One", true);
	shows(&bench, "> plan.md:30  line 30\n  other.txt:1  other\n", true);
	press(&bench, "<Enter>");
	shows(&bench, "1/2 plan.md", true);
	assert_int_equal(reader_of(&bench)->at.line, 30);
	press(&bench, "CX");
	shows(&bench, "> other.txt:1  other\n", true);
	shows(&bench, "plan.md:30", false);
	press(&bench, "<Enter>");
	shows(&bench, "2/2 other.txt", true);
	get_up(&bench);
}

static void
words_stand_beside_the_prompt_that_asked_for_them(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, IN "sed -i 's/^    kind: artifacts/&\\n    prompts: [{id: q1, text: Why?, "
		"path: why.md, words: {min: 2, max: 9, mode: guide}}]/' rubrics/small.yaml");
	run(s, ADD("echo because of that > why.md"));
	sit_down(&bench, s);
	press(&bench, "E");
	shows(&bench, "why.md  3 words (asked for: 2 to 9, as a guide)  Wh", true);
	shows(&bench, "plan.md  Plan", true);
	press(&bench, ":evidence why.md<Enter><Enter>");
	shows(&bench, "3 words (asked for: 2 to 9, as a guide); cites go to c1", true);
	get_up(&bench);
}

static void
seen_is_what_was_opened(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	shows(&bench, "1/2 plan.md", true);
	press(&bench, "E");
	shows(&bench, "> seen", true);
	shows(&bench, "  new         6 B  a2       other.txt", true);
	press(&bench, "j<Enter>");
	stands_on(&bench, "1 other");
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
		SCRATCH_TEST(searching_goes_on_both_ways_and_round_the_ends),
		SCRATCH_TEST(expressions_are_searched_for_and_remembered),
		SCRATCH_TEST(a_find_far_into_a_long_line_is_on_the_screen),
		SCRATCH_TEST(lines_can_be_cut_and_panned),
		SCRATCH_TEST(marks_lead_back_from_another_piece),
		SCRATCH_TEST(markdown_is_laid_out_and_cited_by_its_lines),
		SCRATCH_TEST(headings_and_links_are_lists_to_go_by),
		SCRATCH_TEST(what_is_cited_is_a_list_to_go_by),
		SCRATCH_TEST(words_stand_beside_the_prompt_that_asked_for_them),
		SCRATCH_TEST(seen_is_what_was_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
