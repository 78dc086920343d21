#include "core/trust/trust_edit.h"

#include <stdio.h>

#include "core/trust/keyfile.h"
#include "tests/unit/trust_run.h"

enum { PEOPLE = 3 };

static const char *const actors[PEOPLE] = { "r-amy", "a-ben", "w-cat" };

struct office {
	struct arena arena;
	struct sshkey keys[PEOPLE];
	struct trust *now;		/* version 1: amy is root and admin */
	struct err err;
};

/* What is written reads back, or the reader's fault. */
static struct trust *
read_again(struct office *o, const struct trust *trust)
{
	struct faults faults = { .arena = &o->arena, .path = "trust.yaml" };
	struct buf text = { 0 };
	struct trust *again;
	bool newer;

	trust_print(&text, trust);
	again = trust_read(&o->arena, &faults, &newer,
			   arena_span(&o->arena, buf_span(&text)));
	if (again == NULL)
		fail_msg("%s in\n%s", faults.items[0].text, text.data);
	buf_close(&text);
	return again;
}

static int
office_open(void **state)
{
	struct office *o = calloc(1, sizeof *o);
	struct trust_member amy = { &o->keys[0], actors[0], "Amy", 1u << TRUST_ADMIN };
	struct trust first;

	for (uint8_t i = 0; i < PEOPLE; i++) {
		uint8_t bytes[SSHKEY_PUBLIC] = { 7, i };

		sshkey_from_bytes(&o->keys[i], bytes);
	}
	assert_int_equal(trust_first(&first, &o->arena, &amy, 1, RELEASE_ON_SIGN,
				     &o->err), 0);
	o->now = read_again(o, &first);
	*state = o;
	return 0;
}

static int
office_close(void **state)
{
	struct office *o = *state;

	arena_close(&o->arena);
	free(o);
	return 0;
}

static struct trust *
draw_up(struct office *o)
{
	char id[DIGEST_HEX];

	digest_hex(id, &o->now->sha256);
	return trust_next(&o->arena, o->now, o->now->version == 1 ? id : o->now->ledger);
}

/* It could follow, but for its signatures; then it is in force. */
static const char *
put_in_force(struct office *o, const struct trust *next)
{
	struct trust *again = read_again(o, next);
	const char **lines, *code;
	struct buf text = { 0 };
	const char *out;
	size_t count = trust_diff(&lines, &o->arena, o->now, again);

	assert_int_equal(trust_follows(&code, again, o->now, NULL, 0, &o->err), -1);
	if (strcmp(code, "trust-threshold") != 0)
		fail_msg("%s: %s", code, o->err.text);
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s\n", lines[i]);
	out = arena_text(&o->arena, text.data == NULL ? "" : text.data);
	buf_close(&text);
	o->now = again;
	return out;
}

static void
add_ben(struct office *o, struct trust *next)
{
	static const char *const rubrics[] = { "weld-*", "x" };
	const char *kid = o->keys[1].kid;

	assert_int_equal(trust_add_key(next, &o->arena, &o->keys[1], "a-ben", &o->err), 0);
	assert_int_equal(trust_call(next, &o->arena, "a-ben", "Ben \"B\": Ny", &o->err), 0);
	assert_int_equal(trust_add_grant(next, &o->arena, kid, TRUST_ASSESSOR, rubrics, 2,
					 &o->err), 0);
}

static void
what_is_added_follows_and_is_told(void **state)
{
	struct office *o = *state;
	struct trust *next = draw_up(o);
	const char *told;

	add_ben(o, next);
	add_ben(o, next);		/* twice is once */
	assert_int_equal(next->key_count, 2);
	assert_int_equal(next->grant_count, 2);
	told = put_in_force(o, next);
	assert_non_null(strstr(told, "a-ben (Ben \"B\": Ny) gets the key "));
	assert_non_null(strstr(told, " is an assessor for weld-*, x, with the key "));
	assert_true(trust_allows(o->now, o->keys[1].kid, 1u << TRUST_ASSESSOR, "weld-2", 2));
	assert_false(trust_allows(o->now, o->keys[1].kid, 1u << TRUST_ASSESSOR, "y", 2));
	assert_string_equal(put_in_force(o, draw_up(o)), "");
}

static void
an_end_is_set_and_raised_and_never_lowered(void **state)
{
	static const char one[] =
		"00000000000000000000000000000000000000000000000000000000000000aa";
	struct office *o = *state;
	struct trust *next = draw_up(o);
	const char *kid = o->keys[1].kid;

	add_ben(o, next);
	put_in_force(o, next);
	next = draw_up(o);
	assert_int_equal(trust_end_key(next, &o->arena, kid, "4", one, "angry", &o->err),
			 -1);
	assert_int_equal(trust_end_key(next, &o->arena, kid, "4", one, "lost", &o->err), 0);
	assert_non_null(strstr(put_in_force(o, next), "ends with record 4 (lost)"));
	next = draw_up(o);
	assert_int_equal(trust_end_key(next, &o->arena, kid, "4", one, "lost", &o->err),
			 -1);
	assert_int_equal(trust_end_key(next, &o->arena, kid, "none", "none", "lost",
				       &o->err), -1);
	assert_int_equal(o->err.code, ERR_REFUSED);
	assert_int_equal(trust_end_key(next, &o->arena, kid, "9", one, "left", &o->err), 0);
	assert_non_null(strstr(put_in_force(o, next), "record 9 (left), not with 4"));
}

static void
roots_come_and_go_within_the_threshold(void **state)
{
	struct office *o = *state;
	struct trust *next = draw_up(o);

	add_ben(o, next);
	assert_int_equal(trust_set_threshold(next, 2, &o->err), -1);
	assert_int_equal(trust_add_root(next, &o->arena, o->keys[1].kid, &o->err), 0);
	assert_int_equal(trust_set_threshold(next, 2, &o->err), 0);
	assert_non_null(strstr(put_in_force(o, next), "2 of 2 root persons must sign"));
	next = draw_up(o);
	assert_int_equal(trust_drop_root(next, "r-amy", &o->err), -1);
	assert_int_equal(trust_drop_root(next, "w-cat", &o->err), -1);
	assert_int_equal(trust_set_threshold(next, 1, &o->err), 0);
	assert_int_equal(trust_drop_root(next, "r-amy", &o->err), 0);
	assert_non_null(strstr(put_in_force(o, next),
			       "r-amy (Amy) is a root person no more"));
	assert_false(trust_is_root(o->now, o->keys[0].kid));
}

static void
policies_are_set_by_name(void **state)
{
	static const char *const good[][2] = {
		{ "release", "manual" }, { "seal_default", "yes" },
		{ "required_witnesses", "2" }, { "seal_recipients_min", "3" },
		{ "checkpoint_max_age_days", "0" },
	};
	static const char *const bad[][2] = {
		{ "release", "never" }, { "seal_default", "2" }, { "colour", "red" },
		{ "required_witnesses", "" }, { "required_witnesses", "-1" },
		{ "required_witnesses", "1e3" }, { "required_witnesses", "9999999" },
	};
	struct office *o = *state;
	struct trust *next = draw_up(o);

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(trust_set_policy(next, good[i][0], good[i][1], &o->err), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(trust_set_policy(next, bad[i][0], bad[i][1], &o->err), -1);
	put_in_force(o, next);
	assert_int_equal(o->now->release, RELEASE_MANUAL);
	assert_true(o->now->seal_default);
	assert_int_equal(o->now->required_witnesses, 2);
	assert_int_equal(o->now->seal_recipients_min, 3);
	assert_int_equal(o->now->checkpoint_max_age_days, 0);
}

static void
a_key_has_one_person(void **state)
{
	struct office *o = *state;
	struct trust *next = draw_up(o);

	assert_int_equal(trust_add_key(next, &o->arena, &o->keys[0], "a-ben", &o->err), -1);
	assert_int_equal(o->err.code, ERR_REFUSED);
	assert_int_equal(trust_add_grant(next, &o->arena, o->keys[2].kid, TRUST_IQA, NULL, 0,
					 &o->err), -1);
	assert_int_equal(o->err.code, ERR_NOT_FOUND);
}

static struct box
box_with(uint8_t seed)
{
	struct box box = { .public = { 9, seed } };
	struct digest sha256 = digest_sha256((struct span){ (const char *)box.public,
							    BOX_PUBLIC });

	hex_encode(box.kid, sha256.bytes, 16);
	return box;
}

static void
a_box_is_added_told_and_taken_away(void **state)
{
	struct office *o = *state;
	struct trust *next = draw_up(o);
	struct box one = box_with(1), other = box_with(2);

	assert_int_equal(trust_add_box(next, &o->arena, &one, "a-ben", &o->err), -1);
	assert_int_equal(o->err.code, ERR_NOT_FOUND);
	assert_int_equal(trust_add_box(next, &o->arena, &one, "r-amy", &o->err), 0);
	assert_int_equal(trust_add_box(next, &o->arena, &one, "r-amy", &o->err), 0);
	assert_int_equal(trust_add_box(next, &o->arena, &other, "r-amy", &o->err), 0);
	assert_int_equal(next->box_count, 2);
	add_ben(o, next);
	assert_int_equal(trust_add_box(next, &o->arena, &one, "a-ben", &o->err), -1);
	assert_int_equal(o->err.code, ERR_REFUSED);
	assert_non_null(strstr(put_in_force(o, next), "r-amy (Amy) gets the box"));
	assert_memory_equal(o->now->boxes[1].box.public, other.public, BOX_PUBLIC);

	next = draw_up(o);
	assert_int_equal(trust_drop_box(next, "00", &o->err), -1);
	assert_int_equal(trust_drop_box(next, one.kid, &o->err), 0);
	assert_non_null(strstr(put_in_force(o, next), "nothing more is closed for the box"));
	assert_int_equal(o->now->box_count, 1);
	assert_null(trust_box(o->now, one.kid));
	assert_non_null(trust_box(o->now, other.kid));
}

static void
a_box_that_is_not_what_its_kid_says_is_no_trust_file(void **state)
{
	struct office *o = *state;
	struct trust *next = draw_up(o);
	struct box box = box_with(1);
	struct faults faults = { .arena = &o->arena, .path = "trust.yaml" };
	struct buf text = { 0 };
	bool newer;

	assert_int_equal(trust_add_box(next, &o->arena, &box, "r-amy", &o->err), 0);
	next->boxes[0].x25519 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	trust_print(&text, next);
	assert_null(trust_read(&o->arena, &faults, &newer, buf_span(&text)));
	assert_non_null(strstr(faults.items[0].text, "not the kid of that box"));
	buf_close(&text);
}

/* Any changes one after the other: each version follows the one before and reads back. */
static void
versions_drawn_up_at_random_follow(void **state)
{
	static const char sha[] =
		"00000000000000000000000000000000000000000000000000000000000000bb";
	struct office *o = *state;
	uint64_t seed = 11;

	for (int version = 2; version < 60; version++) {
		struct trust *next = draw_up(o);

		for (int i = 0; i < 4; i++) {
			size_t who = (seed >> 33) % PEOPLE;
			const char *kid = o->keys[who].kid;
			char seq[16];
			int done = 0;

			seed = seed * 6364136223846793005u + 1442695040888963407u;
			snprintf(seq, sizeof seq, "%d", (int)((seed >> 40) % 90));
			switch ((seed >> 50) % 5) {
			case 0: done = trust_add_key(next, &o->arena, &o->keys[who],
						     actors[who], &o->err); break;
			case 1: done = trust_add_grant(next, &o->arena, kid,
						       (seed >> 20) % 5, NULL, 0,
						       &o->err); break;
			case 2: done = trust_end_key(next, &o->arena, kid, seq, sha, "left",
						     &o->err); break;
			case 3: done = trust_add_root(next, &o->arena, kid, &o->err); break;
			case 4: done = trust_set_threshold(next, 1 + (seed >> 20) % 3,
							   &o->err); break;
			}
			(void)done;	/* refused changes leave it as it was */
		}
		put_in_force(o, next);
	}
	assert_int_equal(o->now->version, 59);
	assert_true(o->now->grant_count > 10);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, office_open, office_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_added_follows_and_is_told),
		TEST(an_end_is_set_and_raised_and_never_lowered),
		TEST(roots_come_and_go_within_the_threshold),
		TEST(policies_are_set_by_name),
		TEST(a_key_has_one_person),
		TEST(a_box_is_added_told_and_taken_away),
		TEST(a_box_that_is_not_what_its_kid_says_is_no_trust_file),
		TEST(versions_drawn_up_at_random_follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
