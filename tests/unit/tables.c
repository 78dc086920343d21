/* Every table that a person reads from: nothing without help, nothing said twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/store/verify.h"
#include "tui/cli/line.h"

static void
every_subcommand_has_its_own_name_and_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < subcommand_count; i++) {
		assert_true(subcommands[i].help[0] != '\0');
		assert_non_null(subcommands[i].run);
		for (size_t k = i + 1; k < subcommand_count; k++)
			assert_string_not_equal(subcommands[i].name, subcommands[k].name);
	}
}

static void
every_verb_can_be_said_in_line_mode(void **state)
{
	(void)state;
	for (size_t i = 0; i < verb_count; i++)
		for (size_t k = 0; k < line_command_count; k++)
			assert_string_not_equal(verbs[i].word, line_commands[k].word);
}

static void
every_word_of_line_mode_has_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < line_command_count; i++) {
		assert_true(line_commands[i].help[0] != '\0');
		for (size_t k = i + 1; k < line_command_count; k++)
			assert_string_not_equal(line_commands[i].word, line_commands[k].word);
	}
}

static void
every_reason_has_a_sentence_and_a_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < reason_count; i++) {
		assert_true(reasons[i].sentence[0] != '\0');
		assert_true(reasons[i].remedy[0] != '\0');
		assert_ptr_equal(reason_find(reasons[i].code), &reasons[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_subcommand_has_its_own_name_and_help),
		cmocka_unit_test(every_verb_can_be_said_in_line_mode),
		cmocka_unit_test(every_word_of_line_mode_has_help),
		cmocka_unit_test(every_reason_has_a_sentence_and_a_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
