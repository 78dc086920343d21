/* A programme folder: found, read strictly, and nobody's files overwritten. */
#include "tests/unit/store_scratch.h"

#include "core/base/file.h"
#include "core/store/workspace.h"

#define ID "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct places
places_in(struct scratch *s)
{
	return (struct places){ .data = at(s, "data"), .state = at(s, "state") };
}

static struct workspace
make(struct scratch *s, const char *name)
{
	struct workspace workspace = { .places = places_in(s), .dir = at(s, name),
		.name = "A: #1 \"programme\"", .ledger_path = at(s, "ledger.git"),
		.ledger_id = ID, .actor = "a-one", .key = "a-one" };

	ok(s, workspace_create(&workspace, &s->err));
	return workspace;
}

static void
a_programme_reads_back_as_it_was_made(void **state)
{
	struct scratch *s = *state;
	struct workspace made = make(s, "p"), found;

	ok(s, workspace_open(&found, &s->arena, made.dir, &made.places, &s->err));
	assert_string_equal(found.name, made.name);
	assert_string_equal(found.actor, "a-one");
	assert_string_equal(found.ledger_id, ID);
	assert_non_null(strstr(found.ledger_path, "/p/ledger.git"));
	refused(s, ERR_EXISTS, workspace_create(&made, &s->err));
}

static void
the_nearest_one_upward_is_found_and_then_the_last_used(void **state)
{
	struct scratch *s = *state;
	struct workspace made = make(s, "p"), found;

	run(s, IN "mkdir -p p/deep/er away");
	ok(s, workspace_find(&found, &s->arena, at(s, "p/deep/er"), &made.places, &s->err));
	assert_string_equal(found.actor, "a-one");
	refused(s, ERR_NOT_FOUND,
		workspace_find(&found, &s->arena, at(s, "away"), &made.places, &s->err));
	says(s, "assay init");
	workspace_remember(&made);
	ok(s, workspace_find(&found, &s->arena, at(s, "away"), &made.places, &s->err));
	run(s, IN "mv p q");
	refused(s, ERR_NOT_FOUND,
		workspace_find(&found, &s->arena, at(s, "away"), &made.places, &s->err));
}

static void
a_bad_assay_yaml_is_a_fault_with_its_place(void **state)
{
	static const char *const bad[] = {
		"", "- a list\n", "assay_programme: 2\n", "assay_programme: 1\nname: x\n",
		"assay_programme: 1\nname: [x]\nactor: a-one\nkey: k\nledger: {path: l, id: " ID "}\n",
		"assay_programme: 1\nname: x\nactor: A One\nkey: k\nledger: {path: l, id: " ID "}\n",
		"assay_programme: 1\nname: x\nactor: a-one\nkey: k\nledger: {path: l, id: zz}\n",
		"assay_programme: 1\nname: x\nactor: a-one\nkey: k\nledger: l\nmore: 1\n",
		"\xff\xfe", "name: &a x\n",
	};
	struct scratch *s = *state;
	struct places places = places_in(s);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct workspace found;

		ok(s, file_write(at(s, "assay.yaml"), span_of(bad[i]), 0600, &s->err));
		refused(s, ERR_SYNTAX,
			workspace_open(&found, &s->arena, s->dir, &places, &s->err));
		says(s, "assay.yaml:");
	}
}

static void
another_key_leaves_the_rest_of_the_file_alone(void **state)
{
	struct scratch *s = *state;
	struct workspace made = make(s, "p"), found;

	run(s, IN "printf '# my own words\\n' >> p/assay.yaml");
	ok(s, workspace_use_key(&made, "agent:" "0123456789abcdef0123456789abcdef", &s->err));
	ok(s, workspace_open(&found, &s->arena, made.dir, &made.places, &s->err));
	assert_string_equal(found.key, "agent:0123456789abcdef0123456789abcdef");
	assert_string_equal(run(s, IN "grep -c 'my own words' p/assay.yaml"), "1");
}

static void
a_portfolio_is_found_by_the_beginning_of_its_pseudonym(void **state)
{
	struct scratch *s = *state;
	struct workspace made = make(s, "p");
	struct taken one = { .portfolio = "aaaa1111222233334444555566667777", .repo = "/r: #x",
			     .ref = "", .path = "sub dir", .rubric = "small", .attempt = 2 };
	struct taken two = one, found, *all;
	size_t count;

	two.portfolio = "aaaa2111222233334444555566667777";
	ok(s, workspace_take(&made, &one, &s->err));
	ok(s, workspace_take(&made, &two, &s->err));
	refused(s, ERR_EXISTS, workspace_take(&made, &one, &s->err));
	ok(s, workspace_portfolio(&found, &s->arena, &made, "aaaa1", &s->err));
	assert_string_equal(found.portfolio, one.portfolio);
	assert_string_equal(found.repo, "/r: #x");
	assert_string_equal(found.path, "sub dir");
	assert_int_equal(found.attempt, 2);
	refused(s, ERR_NOT_FOUND, workspace_portfolio(&found, &s->arena, &made, "aaaa", &s->err));
	says(s, "more digits");
	refused(s, ERR_NOT_FOUND, workspace_portfolio(&found, &s->arena, &made, "bbbb", &s->err));
	refused(s, ERR_NOT_FOUND, workspace_portfolio(&found, &s->arena, &made, "../x", &s->err));
	ok(s, workspace_taken(&all, &count, &s->arena, &made, &s->err));
	assert_int_equal(count, 2);
	run(s, IN "touch p/portfolios/notes.txt p/portfolios/zz.yaml");
	ok(s, workspace_taken(&all, &count, &s->arena, &made, &s->err));
	assert_int_equal(count, 2);
}

static void
the_next_attempt_leaves_the_rest_of_the_file_alone(void **state)
{
	struct scratch *s = *state;
	struct workspace made = make(s, "p");
	struct taken one = { .portfolio = "aaaa1111222233334444555566667777", .repo = "/r",
			     .ref = "", .path = "", .rubric = "small", .attempt = 1 }, found;

	ok(s, workspace_take(&made, &one, &s->err));
	run(s, IN "echo '# by hand' >> p/portfolios/aaaa1111222233334444555566667777.yaml");
	ok(s, workspace_next_attempt(&made, &one, &s->err));
	assert_int_equal(one.attempt, 2);
	ok(s, workspace_portfolio(&found, &s->arena, &made, "aaaa", &s->err));
	assert_int_equal(found.attempt, 2);
	assert_string_equal(run(s, IN "grep -c 'by hand' p/portfolios/aaaa*.yaml"), "1");
	one.attempt = 1000;
	refused(s, ERR_LIMIT, workspace_next_attempt(&made, &one, &s->err));
	assert_int_equal(one.attempt, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_programme_reads_back_as_it_was_made),
		SCRATCH_TEST(the_nearest_one_upward_is_found_and_then_the_last_used),
		SCRATCH_TEST(a_bad_assay_yaml_is_a_fault_with_its_place),
		SCRATCH_TEST(another_key_leaves_the_rest_of_the_file_alone),
		SCRATCH_TEST(a_portfolio_is_found_by_the_beginning_of_its_pseudonym),
		SCRATCH_TEST(the_next_attempt_leaves_the_rest_of_the_file_alone),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
