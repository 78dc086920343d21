/* What is to be pasted into a shell, as a shell takes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "core/base/shell.h"
#include "core/base/text.h"

static const char *const words[] = {
	"/srv/a programme/it's \"here\"", "x", "", "a\\b $HOME `id` *",
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "na\u00EFve", "two\nlines",
};

static void
put_command(struct buf *out)
{
	buf_text(out, "# each word on a line, whatever stands in it and however wide the screen is\n"
		 "printf '%s\\n'");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		buf_char(out, ' ');
		shell_word(out, words[i]);
	}
	buf_char(out, '\n');
}

static void
is_no_wider(struct span lines, size_t columns)
{
	while (lines.len != 0) {
		struct span line = span_cut(&lines, '\n');

		if (text_width(line) > columns)
			fail_msg("wider than %zu: %.*s", columns, (int)line.len, line.data);
	}
}

static void
a_shell_puts_together_what_was_broken_for_any_width(void **state)
{
	enum { LEAST = 12, MOST = 90 };
	struct buf command = { 0 }, script = { 0 }, want = { 0 }, got = { 0 };
	char piece[4096];
	size_t len;
	FILE *shell;

	(void)state;
	put_command(&command);
	buf_text(&script, "sh <<'END OF ALL'\n");
	for (size_t columns = LEAST; columns <= MOST; columns++) {
		struct buf laid = { 0 };

		shell_lay(&laid, buf_span(&command), columns);
		is_no_wider(buf_span(&laid), columns);
		buf_put(&script, laid.data, laid.len);
		buf_close(&laid);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			buf_printf(&want, "%s\n", words[i]);
	}
	buf_text(&script, "END OF ALL\n");
	shell = popen(script.data, "r");
	assert_non_null(shell);
	while ((len = fread(piece, 1, sizeof piece, shell)) != 0)
		buf_put(&got, piece, len);
	assert_int_equal(pclose(shell), 0);
	assert_string_equal(got.data, want.data);
	buf_close(&command);
	buf_close(&script);
	buf_close(&want);
	buf_close(&got);
}

static void
without_a_width_lines_stay_as_they_are(void **state)
{
	static const char text[] = "# a word on it\ngit -C /srv/x verify-commit 0123\n";
	struct buf out = { 0 };

	(void)state;
	shell_lay(&out, span_of(text), 0);
	assert_string_equal(out.data, text);
	buf_clear(&out);
	shell_lay(&out, span_of(text), 20);
	assert_string_equal(out.data, "# a word on it\ngit -C /srv/x \\\n    verify-commit \\\n"
			    "    0123\n");
	buf_close(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shell_puts_together_what_was_broken_for_any_width),
		cmocka_unit_test(without_a_width_lines_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
