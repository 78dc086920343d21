/* Mailcap files as people have them: words are taken, shells refused. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "core/base/mailcap.h"

static struct mailcap
find(struct arena *arena, const char *text, const char *type, bool copious)
{
	struct mailcap out;

	mailcap_find(&out, arena, span_of(text), type, copious);
	return out;
}

static void
an_entry_is_words_and_flags(void **state)
{
	struct arena arena = { 0 };
	struct mailcap m = find(&arena, "# mine\n\nimage/*; see %s\n"
		"application/PDF ; pdftotext -layout \\\n '%s' - ; copiousoutput; print=lp %s\n",
		"application/pdf", true);

	(void)state;
	assert_non_null(m.argv);
	assert_string_equal(m.argv[0], "pdftotext");
	assert_string_equal(m.argv[1], "-layout");
	assert_string_equal(m.argv[2], MAILCAP_HERE);
	assert_string_equal(m.argv[3], "-");
	assert_null(m.argv[4]);
	assert_int_equal(m.line, 4);
	assert_null(m.refused);
	m = find(&arena, "image/*; see %s\nimage; look %s\n", "image/png", false);
	assert_string_equal(m.argv[0], "see");
	m = find(&arena, "image; look %s; needsterminal", "image/png", false);
	assert_string_equal(m.argv[0], "look");
	assert_true(m.terminal);
	m = find(&arena, "imagery/*; see %s\nimage/pn; see %s\n", "image/png", false);
	assert_null(m.argv);
	arena_close(&arena);
}

static void
what_needs_a_shell_is_refused_and_the_next_one_taken(void **state)
{
	static const char *const refused[] = {
		"a/b; x %s | y", "a/b; x < %s", "a/b; x $HOME %s", "a/b; x `y` %s",
		"a/b; (x %s)", "a/b; x '%s'.txt", "a/b; x %{charset} %s", "a/b; x %s %s",
		"a/b; x", "a/b; %s", "a/b; x %s \\; rm y", "a/b; x --file=%s", "a/b; x \"$y\" %s",
		"a/b; x %s; test=true", "a/b; x '%s", "a/b; x *.c %s",
	};

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct arena arena = { 0 };
		const char *text = arena_printf(&arena, "%s\na/b; good %%s\n", refused[i]);
		struct mailcap m = find(&arena, text, "a/b", false);

		if (strcmp(refused[i], "a/b; x '%s") == 0) {	/* an open quote is closed by the end */
			assert_string_equal(m.argv[0], "x");
		} else {
			assert_non_null(m.refused);
			assert_string_equal(m.argv[0], "good");
		}
		arena_close(&arena);
	}
}

static void
a_test_for_a_display_is_ours_to_make(void **state)
{
	struct arena arena = { 0 };
	struct mailcap m = find(&arena, "a/b; x %s; test=test -n \"$DISPLAY\"\n", "a/b", false);

	(void)state;
	assert_string_equal(m.argv[0], "x");
	assert_null(m.refused);
	m = find(&arena, "", "a/b", true);
	assert_null(m.argv);
	assert_null(m.refused);
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_words_and_flags),
		cmocka_unit_test(what_needs_a_shell_is_refused_and_the_next_one_taken),
		cmocka_unit_test(a_test_for_a_display_is_ours_to_make),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
