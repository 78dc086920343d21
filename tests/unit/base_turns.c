/* Jobs that take turns: each as often as it wants, never twice at once, and nobody idles. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "core/base/turns.h"

enum { JOBS = 40 };

struct sums {
	struct crew crew;
	size_t wanted[JOBS], had[JOBS];	/* turns */
	atomic_bool busy[JOBS];
	atomic_size_t by[CREW_MAX];
	size_t slow_hand, fails;	/* SIZE_MAX: none */
};

static int
turn(void *who, size_t hand, size_t number, bool *more, struct err *err)
{
	struct sums *s = who;

	assert_false(*more);
	assert_false(atomic_exchange(&s->busy[number], true));
	s->had[number]++;
	atomic_fetch_add(&s->by[hand], 1);
	if (hand == s->slow_hand)
		usleep(2000);
	*more = s->had[number] < s->wanted[number];
	atomic_store(&s->busy[number], false);
	return number == s->fails && !*more ? err_set(err, ERR_INVALID, "job %zu", number) : 0;
}

static int
take(struct sums *s, size_t threads, size_t jobs, struct err *err)
{
	s->crew.threads = threads;
	s->crew.who = s;
	for (size_t i = 0; i < jobs; i++)
		s->wanted[i] = 1 + i % 7 * (i % 3) * 5;
	return crew_take_turns(&s->crew, jobs, turn, err);
}

static void
every_job_has_all_its_turns(void **state)
{
	static const size_t threads[] = { 0, 1, 2, 3, CREW_MAX, 99 };
	struct err err = { 0 };

	(void)state;
	for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
		for (size_t jobs = 0; jobs <= JOBS; jobs += 5) {
			struct sums s = { .slow_hand = SIZE_MAX, .fails = SIZE_MAX };

			assert_int_equal(take(&s, threads[t], jobs, &err), 0);
			assert_memory_equal(s.had, s.wanted, sizeof s.had);
			assert_ptr_equal(s.crew.who, &s);
		}
}

static void
alone_they_go_round_in_order(void **state)
{
	struct sums s = { .slow_hand = SIZE_MAX, .fails = 3 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(take(&s, 1, 9, &err), -1);
	assert_string_equal(err.text, "job 3");		/* which wants one turn */
	assert_int_equal(s.had[2], 1);
	assert_int_equal(s.had[4], 0);
}

static void
whoever_has_none_left_takes_half_of_what_another_has(void **state)
{
	struct sums s = { .slow_hand = 0, .fails = SIZE_MAX };
	struct err err = { 0 };
	size_t all = 0;

	(void)state;
	assert_int_equal(take(&s, 2, JOBS, &err), 0);
	for (size_t i = 0; i < JOBS; i++)
		all += s.wanted[i];
	assert_memory_equal(s.had, s.wanted, sizeof s.had);
	assert_in_range(s.by[0], 0, all / 4);		/* half, had they kept to their own */
}

static void
one_that_fails_ends_all(void **state)
{
	struct sums s = { .slow_hand = 0, .fails = 1 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(take(&s, 4, JOBS, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	assert_string_equal(err.text, "job 1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_job_has_all_its_turns),
		cmocka_unit_test(alone_they_go_round_in_order),
		cmocka_unit_test(whoever_has_none_left_takes_half_of_what_another_has),
		cmocka_unit_test(one_that_fails_ends_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
