#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/html.h"

static const struct {
	const char *html, *text;
	bool markup;
} cases[] = {
	{ "", "", false },
	{ "  plain\n  text  ", "plain\n  text", false },
	{ "a < b and <your name> & co", "a < b and <your name> & co", false },
	{ "fish &amp; chips\n&eacute;t&eacute;", "fish & chips\n\xC3\xA9t\xC3\xA9", true },
	{ "&nbsp; a &nbsp;", "a", true },
	{ "&#233;&#xE9;&bogus;&#0;&", "\xC3\xA9\xC3\xA9&bogus;\xEF\xBF\xBD&", true },
	{ "<p>One&nbsp;two\n three</p><P>four</P>", "One two three\nfour", true },
	{ "<ul><li>a</li>\n<li> b <b>c</b></li></ul>d", "- a\n- b c\nd", true },
	{ "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc", true },
	{ "x<script>if (a < b) run()</script>y<style>p {}</style><!-- z -->", "xy", true },
	{ "<a href=\"https://e.org/?a=1&amp;b\">see</a>.", "see (https://e.org/?a=1&b).", true },
	{ "<a href='https://e.org/'>https://e.org/</a>", "https://e.org/", true },
	{ "<a href='javascript:x()'>see</a>", "see", true },
	{ "<img alt='a chart' src=x><img src=y>", "[image: a chart][image]", true },
	{ "one<br/>two<br>three", "one\ntwo\nthree", true },
	{ "<p title='a > b'>c</p>", "c", true },
	{ "<b>never closed <i", "never closed <i", true },
	{ "<!-- never closed", "", true },
};

static void
html_becomes_what_a_reader_would_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = { 0 };

		buf_text(&out, "> ");
		assert_int_equal(html_text(&out, span_of(cases[i].html)), cases[i].markup);
		assert_string_equal(out.data + 2, cases[i].text);
		buf_close(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_becomes_what_a_reader_would_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
