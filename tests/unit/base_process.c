#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/process.h"

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })
#define ARGV(...) (const char *const[]){ __VA_ARGS__, NULL }

struct result {
	struct buf out, errors;
	struct err err;
	int status, failed;
};

static void
run(struct result *r, const struct process *process)
{
	*r = (struct result){ .status = -1 };
	r->failed = process_run(&r->status, &r->out, &r->errors, process, &r->err);
	buf_put(&r->out, "", 0);
	buf_put(&r->errors, "", 0);
}

static void
result_close(struct result *r)
{
	buf_close(&r->out);
	buf_close(&r->errors);
}

static void
output_errors_and_status_come_back(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){ .argv = ARGV("sh", "-c", "echo out; echo err >&2; exit 3") });
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.status, 3);
	assert_string_equal(r.out.data, "out\n");
	assert_string_equal(r.errors.data, "err\n");
	result_close(&r);
}

static void
words_reach_it_as_they_are(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){ .argv = ARGV("printf", "%s|", "a b", "$HOME", "*", "';\"") });
	assert_string_equal(r.out.data, "a b|$HOME|*|';\"|");
	result_close(&r);
}

static void
a_large_input_goes_through_both_ways(void **state)
{
	struct buf in = { 0 };
	struct result r;

	(void)state;
	for (int i = 0; i < 200000; i++)
		buf_printf(&in, "line %d\n", i);
	run(&r, &(struct process){ .argv = ARGV("cat"), .input = buf_span(&in) });
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.status, 0);
	assert_true(span_equal(buf_span(&in), buf_span(&r.out)));
	result_close(&r);
	buf_close(&in);
}

static void
a_child_that_reads_nothing_does_not_end_us(void **state)
{
	struct buf in = { 0 };
	struct result r;
	sigset_t pending;

	(void)state;
	memset(buf_room(&in, 1 << 20), 'x', 1 << 20);
	in.len = 1 << 20;
	run(&r, &(struct process){ .argv = ARGV("true"), .input = buf_span(&in) });
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.status, 0);
	sigpending(&pending);
	assert_int_equal(sigismember(&pending, SIGPIPE), 0);
	result_close(&r);
	buf_close(&in);
}

static void
without_input_it_reads_an_empty_file(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){ .argv = ARGV("cat") });
	assert_int_equal(r.status, 0);
	assert_int_equal(r.out.len, 0);
	result_close(&r);
}

static void
a_missing_program_is_told_by_name(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){ .argv = ARGV("assay-no-such-program") });
	assert_int_equal(r.failed, -1);
	assert_int_equal(r.err.code, ERR_MISSING_PROGRAM);
	assert_string_equal(r.err.text, "assay-no-such-program is not installed");
	result_close(&r);
	run(&r, &(struct process){ .argv = ARGV("/dev/null") });
	assert_int_equal(r.err.code, ERR_MISSING_PROGRAM);
	result_close(&r);
}

static void
too_much_output_ends_it(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){ .argv = ARGV("yes"), .output_limit = 100000 });
	assert_int_equal(r.failed, -1);
	assert_int_equal(r.err.code, ERR_LIMIT);
	assert_true(r.out.len <= 100000);
	result_close(&r);
	run(&r, &(struct process){ .argv = ARGV("printf", "12345"), .output_limit = 5 });
	assert_int_equal(r.failed, 0);
	result_close(&r);
}

static void
a_late_one_is_ended_with_its_children(void **state)
{
	struct result r;
	long child;

	(void)state;
	run(&r, &(struct process){
		.argv = ARGV("sh", "-c", "tail -f /dev/null & echo $!; exec >&- 2>&-; wait"),
		.timeout_ms = 500 });
	assert_int_equal(r.failed, -1);
	assert_int_equal(r.err.code, ERR_LATE);
	child = strtol(r.out.data, NULL, 10);
	assert_true(child > 1);
	result_close(&r);
	/* what is gone cannot be told from what is about to go: its stat says dead or nothing */
	for (;;) {
		char path[64], stat[256] = "";
		FILE *file;

		snprintf(path, sizeof path, "/proc/%ld/stat", child);
		file = fopen(path, "r");
		if (file == NULL)
			return;
		if (fgets(stat, sizeof stat, file) == NULL)
			stat[0] = '\0';
		fclose(file);
		if (stat[0] == '\0' || strstr(stat, ") Z ") != NULL)
			return;
	}
}

static void
a_child_left_behind_does_not_hold_us(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){
		.argv = ARGV("sh", "-c", "tail -f /dev/null & echo $!"), .timeout_ms = 60000 });
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.status, 0);
	assert_int_equal(kill((pid_t)strtol(r.out.data, NULL, 10), SIGKILL), 0);
	result_close(&r);
}

static void
death_by_signal_is_128_and_the_signal(void **state)
{
	struct result r;

	(void)state;
	run(&r, &(struct process){ .argv = ARGV("sh", "-c", "kill -TERM $$") });
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.status, 128 + SIGTERM);
	result_close(&r);
}

static void
the_environment_is_ours_and_what_is_added(void **state)
{
	struct result r;

	(void)state;
	setenv("ASSAY_TEST_A", "ours", 1);
	setenv("ASSAY_TEST_B", "ours", 1);
	run(&r, &(struct process){
		.argv = ARGV("sh", "-c", "echo $ASSAY_TEST_A $ASSAY_TEST_B $ASSAY_TEST_C"),
		.env = ARGV("ASSAY_TEST_B=new", "ASSAY_TEST_C=new") });
	assert_string_equal(r.out.data, "ours new new\n");
	result_close(&r);
}

/* Two runs of the same: a file that leaked from the first would show in the second. */
static void
no_file_of_ours_is_left_open(void **state)
{
	int before = dup(0), after;
	struct result r;

	(void)state;
	close(before);
	run(&r, &(struct process){ .argv = ARGV("cat"), .input = SPAN("x") });
	result_close(&r);
	run(&r, &(struct process){ .argv = ARGV("assay-no-such-program") });
	result_close(&r);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

static void
what_is_not_asked_for_goes_nowhere(void **state)
{
	int status;
	struct err err;

	(void)state;
	assert_int_equal(process_run(&status, NULL, NULL,
				     &(struct process){ .argv = ARGV("sh", "-c", "echo x; echo y >&2") },
				     &err), 0);
	assert_int_equal(status, 0);
}

static void
on_the_terminal_nothing_is_captured(void **state)
{
	struct result r;
	struct sigaction before, after;

	(void)state;
	sigaction(SIGINT, NULL, &before);
	run(&r, &(struct process){ .argv = ARGV("sh", "-c", "exit 4"), .on_terminal = true });
	sigaction(SIGINT, NULL, &after);
	assert_int_equal(r.failed, 0);
	assert_int_equal(r.status, 4);
	assert_int_equal(r.out.len, 0);
	assert_true(before.sa_handler == after.sa_handler);
	result_close(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_errors_and_status_come_back),
		cmocka_unit_test(words_reach_it_as_they_are),
		cmocka_unit_test(a_large_input_goes_through_both_ways),
		cmocka_unit_test(a_child_that_reads_nothing_does_not_end_us),
		cmocka_unit_test(without_input_it_reads_an_empty_file),
		cmocka_unit_test(a_missing_program_is_told_by_name),
		cmocka_unit_test(too_much_output_ends_it),
		cmocka_unit_test(a_late_one_is_ended_with_its_children),
		cmocka_unit_test(a_child_left_behind_does_not_hold_us),
		cmocka_unit_test(death_by_signal_is_128_and_the_signal),
		cmocka_unit_test(the_environment_is_ours_and_what_is_added),
		cmocka_unit_test(no_file_of_ours_is_left_open),
		cmocka_unit_test(what_is_not_asked_for_goes_nowhere),
		cmocka_unit_test(on_the_terminal_nothing_is_captured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
