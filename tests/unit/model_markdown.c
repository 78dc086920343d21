#include "core/model/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct page {
	struct arena arena;
	struct markdown markdown;
};

static void
page_open(struct page *page, const char *text)
{
	*page = (struct page){ 0 };
	markdown_read(&page->markdown, &page->arena, span_of(text));
}

/* Every line laid out, LF between; strong text between ^ and $. */
static void
expect(const char *text, const char *wanted)
{
	struct laid laid = { 0 };
	struct buf out = { 0 };
	struct page page;

	page_open(&page, text);
	for (size_t i = 0; i < page.markdown.count; i++) {
		bool strong = false;

		markdown_lay(&laid, &page.markdown, (int64_t)i + 1);
		if (i != 0)
			buf_char(&out, '\n');
		for (size_t at = 0; at < laid.text.len; at++) {
			if ((laid.strong.data[at] != 0) != strong)
				buf_char(&out, strong ? '$' : '^');
			strong = laid.strong.data[at] != 0;
			buf_char(&out, laid.text.data[at]);
		}
		buf_text(&out, strong ? "$" : "");
	}
	assert_string_equal(out.len == 0 ? "" : out.data, wanted);
	buf_close(&out);
	laid_close(&laid);
	arena_close(&page.arena);
}

static void
kinds(const char *text, const char *wanted)
{
	struct buf out = { 0 };
	struct page page;

	page_open(&page, text);
	for (size_t i = 0; i < page.markdown.count; i++)
		buf_char(&out, "TH=RC|-"[page.markdown.lines[i].kind]);
	assert_string_equal(out.len == 0 ? "" : out.data, wanted);
	buf_close(&out);
	arena_close(&page.arena);
}

static void
blocks_are_told_by_their_lines(void **state)
{
	(void)state;
	kinds("", "");
	kinds("# One\n\ntext\n#no\n####### seven\n", "HTTTT");
	kinds("Title\n=====\nSub\n---\n\n---\n", "H=H=TR");
	kinds("- item\n---\n", "TR");
	kinds("a\n```c\n# code\n```\n# H\n", "TCCCH");
	kinds("~~~~\n~~~\n```\n~~~~~\n# H\n", "CCCCH");
	kinds("```never closed\n# x\n", "CC");
	kinds("---\ntitle: x\n---\n# H\n", "CCCH");
	kinds("    code\n- item\n    of it\n\n    still\ntext\n    code\n", "CTTTTTC");
	kinds("| a | b |\n|---|:-:|\n| 1 | 2 |\ntext\n", "|-|T");
	kinds("a | b\n---|---|---\n", "TT");
	kinds("> # Quoted\n> text\n", "HT");
	kinds("* * *\n***\n**\n", "RRT");
}

static void
marks_become_words_and_strength(void **state)
{
	(void)state;
	expect("# Plan *now* ##", "^# Plan _now_$");
	expect("a **strong** and *soft* word", "a ^*strong*$ and _soft_ word");
	expect("***both***", "^*both*$");
	expect("**a *b* c**", "^*a _b_ c*$");
	expect("__x__ _y_", "^*x*$ _y_");
	expect("snake_case_name and 2*3*4", "snake_case_name and 2_3_4");
	expect("2 * 3 * 4, ** no **", "2 * 3 * 4, ** no **");
	expect("*open and **open", "*open and **open");
	expect("`*code*` ``a`b`` `open", "`*code*` ``a`b`` `open");
	expect("\\*not\\* \\a", "*not* \\a");
	expect("<!-- hidden --> &amp; <b>x</b>", "<!-- hidden --> &amp; <b>x</b>");
	expect("> > said\n- [ ] to do\n12) twelfth", "| | said\n- [ ] to do\n12) twelfth");
	expect("Title *x*\n===", "^Title _x_$\n===");
}

static void
links_are_numbered_and_kept(void **state)
{
	struct page page;

	(void)state;
	expect("see [the *plan*](plan.md \"t\") and ![a den](d.png)\n\n<https://a.example/x_y_z>",
	       "see the _plan_[1] and (image: a den)[2]\n\n<https://a.example/x_y_z>[3]");
	expect("go to https://a.example/b, (http://c.example) xhttp://d.example",
	       "go to https://a.example/b[1], (http://c.example[2]) xhttp://d.example");
	expect("[[a](b) [c] [d]() [e](", "[a[1] [c] d[2] [e](");
	expect("```\n[a](b)\n```\n[c](d)", "```\n[a](b)\n```\nc[1]");
	page_open(&page, "one\n[two](<x y> 't')\n\n| [three](u) |\n|---|\n");
	assert_int_equal(page.markdown.link_count, 2);
	assert_int_equal(page.markdown.links[0].line, 2);
	assert_true(span_is(page.markdown.links[0].text, "two"));
	assert_int_equal(page.markdown.links[1].line, 4);
	assert_true(span_is(page.markdown.links[1].target, "u"));
	arena_close(&page.arena);
}

static void
tables_stand_in_columns(void **state)
{
	(void)state;
	expect("| Who | What |\n|:---|---|\n| A long name | x |\n| b | `y` \\| z |\n|c|",
	       "^Who$         | ^What$\n------------+--------\n"
	       "A long name | x\nb           | `y` | z\nc");
}

static void
every_byte_laid_out_stands_for_one_of_its_line(void **state)
{
	static const char text[] = "x **ab** [cd](e)\n";
	struct laid laid = { 0 };
	struct page page;

	(void)state;
	page_open(&page, text);
	markdown_lay(&laid, &page.markdown, 1);
	assert_string_equal(laid.text.data, "x *ab* cd[1]");
	assert_int_equal(laid_from(&laid, 0), 0);
	assert_int_equal(laid_from(&laid, 2), 2);	/* * */
	assert_int_equal(laid_from(&laid, 3), 4);	/* a */
	assert_int_equal(laid_from(&laid, 5), 6);	/* * */
	assert_int_equal(laid_from(&laid, 7), 10);	/* c */
	assert_int_equal(laid_from(&laid, 99), 15);	/* ) */
	laid_close(&laid);
	arena_close(&page.arena);
}

static void
an_outline_says_headings_without_marks(void **state)
{
	struct buf out = { 0 };
	struct page page;

	(void)state;
	page_open(&page, "> ## The *plan* ##\nTitle\n=====\n#\n");
	markdown_heading(&out, &page.markdown, 1);
	assert_string_equal(out.data, "The _plan_");
	assert_int_equal(page.markdown.lines[0].level, 2);
	buf_clear(&out);
	markdown_heading(&out, &page.markdown, 2);
	assert_string_equal(out.data, "Title");
	buf_clear(&out);
	markdown_heading(&out, &page.markdown, 4);
	assert_int_equal(out.len, 0);
	buf_close(&out);
	arena_close(&page.arena);
}

/* What is nested without end, or opened and never closed, ends as soon as anything. */
static void
hostile_marks_take_no_longer(void **state)
{
	static const char *const pieces[] = { "[a](", "*a _b ", "**a ", "`a ``b ", "![", "[[](", "> ",
		"|", "<http://", "\\" };
	struct buf text = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct laid laid = { 0 };
		struct page page;

		buf_clear(&text);
		while (text.len + 8 < MARKDOWN_LINE)
			buf_text(&text, pieces[i]);
		page_open(&page, text.data);
		assert_int_equal(page.markdown.count, 1);
		markdown_lay(&laid, &page.markdown, 1);
		assert_true(laid.text.len <= 20 * text.len);
		laid_close(&laid);
		arena_close(&page.arena);
	}
	buf_close(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_told_by_their_lines),
		cmocka_unit_test(marks_become_words_and_strength),
		cmocka_unit_test(links_are_numbered_and_kept),
		cmocka_unit_test(tables_stand_in_columns),
		cmocka_unit_test(every_byte_laid_out_stands_for_one_of_its_line),
		cmocka_unit_test(an_outline_says_headings_without_marks),
		cmocka_unit_test(hostile_marks_take_no_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
