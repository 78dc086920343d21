/* The gate on the screen: what is found, what is ticked, and the wish to return it. */
#include "tests/unit/view_fixture.h"

#define GATE IN "sed -i 's/^codes:/gate:\\n" \
	"  - {id: opens, label: It opens, auto: files_open, effect: return_incomplete}\\n" \
	"  - {id: own, label: It is their own, effect: return_incomplete}\\n" \
	"codes:/' rubrics/small.yaml"

static void
ticks_are_verbs_and_come_back(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, GATE);
	sit_down(&bench, s);
	shows(&bench, "gate 1/2", true);
	press(&bench, "t");
	shows(&bench, "> met      It opens", true);
	shows(&bench, "  [ ]      It is their own", true);
	press(&bench, "y");
	shows(&bench, "no: opens is found by assay", true);
	press(&bench, "B");
	shows(&bench, "no: nothing that returns is unmet", true);
	press(&bench, "jn");
	shows(&bench, "> [unmet]  It is their own", true);
	press(&bench, "B");
	shows(&bench, "to be returned incomplete", true);
	press(&bench, "S");
	shows(&bench, "gate: own: the assessor finds that it is not met", true);
	shows(&bench, "c1 is not judged", false);
	press(&bench, "q");
	press(&bench, "u");
	assert_false(bench.desk.session->scoring.returned);
	press(&bench, "y");
	shows(&bench, "[met]", true);
	press(&bench, "q");
	shows(&bench, "gate", false);
	get_up(&bench);
}

static void
what_does_not_open_is_shown_by_name(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	run(s, GATE);
	run(s, IN "cd evidence; : > other.txt; git add -A; git commit -qm two");
	sit_down(&bench, s);
	press(&bench, "t");
	shows(&bench, "> unmet    It opens", true);
	shows(&bench, "a2: other.txt is empty", true);
	get_up(&bench);
}

static void
a_rubric_without_a_gate_says_so(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "t");
	shows(&bench, "no: this rubric has no gate", true);
	get_up(&bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(ticks_are_verbs_and_come_back),
		SCRATCH_TEST(what_does_not_open_is_shown_by_name),
		SCRATCH_TEST(a_rubric_without_a_gate_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
