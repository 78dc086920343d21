#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/schema.h"

struct level {
	const char *id, *name;
	int64_t points;
	struct place at;
};

struct sheet {
	const char *title, *code;
	bool final;
	int64_t year;
	int stage;
	struct level best, *worst;
	struct level *levels, *named;
	size_t levels_count, named_count;
	const char **tags, **codes;
	size_t tags_count, codes_count;
	const struct node *extra;
	struct place at;
};

static bool
is_code(struct span text)
{
	return text.len == 2 && text.data[0] == 'c';
}

static const char *const stages[] = { "draft", "gate", "final", NULL };

static const struct field level_fields[] = {
	{ "name", FIELD_TEXT, .offset = offsetof(struct level, name),
	  .flags = FIELD_REQUIRED },
	{ "points", FIELD_INTEGER, .offset = offsetof(struct level, points), .max = 10 },
};

static const struct shape level_shape = {
	.what = "a level", .size = sizeof(struct level), SHAPE_FIELDS(level_fields),
	SHAPE_AT(struct level, at), SHAPE_NAME(struct level, id), .is_name = is_code,
};

#define AT(member) .offset = offsetof(struct sheet, member)
#define COUNT(member) .count_offset = offsetof(struct sheet, member)

static const struct field sheet_fields[] = {
	{ "title", FIELD_TEXT, AT(title), .flags = FIELD_REQUIRED | FIELD_NONEMPTY, .max = 8 },
	{ "code", FIELD_WORD, AT(code), .is_word = is_code, .expected = "a code like c1" },
	{ "final", FIELD_YESNO, AT(final) },
	{ "year", FIELD_INTEGER, AT(year) },
	{ "stage", FIELD_CHOICE, AT(stage), .choices = stages },
	{ "best", FIELD_MAP, AT(best), .shape = &level_shape },
	{ "worst", FIELD_MAP_PTR, AT(worst), .shape = &level_shape },
	{ "levels", FIELD_LIST, AT(levels), COUNT(levels_count), .shape = &level_shape,
	  .min = 1, .max = 2 },
	{ "named", FIELD_NAMED, AT(named), COUNT(named_count), .shape = &level_shape },
	{ "tags", FIELD_TEXTS, AT(tags), COUNT(tags_count), .flags = FIELD_NONEMPTY },
	{ "codes", FIELD_WORDS, AT(codes), COUNT(codes_count), .is_word = is_code,
	  .expected = "a code like c1", .max = 3 },
	{ "extra", FIELD_NODE, AT(extra) },
};

static const struct shape sheet_shape = {
	.what = "a sheet", .size = sizeof(struct sheet), SHAPE_FIELDS(sheet_fields),
	SHAPE_AT(struct sheet, at),
};

struct reading {
	struct arena arena;
	struct faults faults;
	struct sheet sheet;
	int status;
};

static void
read_sheet(struct reading *r, const char *text)
{
	const struct node *root;

	*r = (struct reading){ 0 };
	r->faults = (struct faults){ .arena = &r->arena, .path = "sheet.yaml" };
	root = yaml_parse(&r->arena, &r->faults, span_of(text), &yaml_document);
	assert_non_null(root);
	r->status = schema_read(&r->sheet, &sheet_shape, root, &r->arena, &r->faults);
	fault_sort(&r->faults);
}

static void
every_kind_of_field_lands_in_its_place(void **state)
{
	struct reading r;

	(void)state;
	read_sheet(&r,
		   "title: Essay\ncode: c1\nfinal: yes\nyear: 9999999999999999\nstage: gate\n"
		   "best: {name: High, points: 10}\nworst: {name: Low}\n"
		   "levels:\n  - {name: A}\n  - {name: B, points: 0}\n"
		   "named: {c1: {name: One}, c2: {name: Two}}\n"
		   "tags: [a, yes, 1e3]\ncodes: []\nextra: {any: [thing]}\n");
	assert_int_equal(r.status, 0);
	assert_string_equal(r.sheet.title, "Essay");
	assert_string_equal(r.sheet.code, "c1");
	assert_true(r.sheet.final);
	assert_true(r.sheet.year == INT64_C(9999999999999999));
	assert_int_equal(r.sheet.stage, 1);
	assert_int_equal(r.sheet.best.points, 10);
	assert_int_equal(r.sheet.best.at.line, 6);
	assert_string_equal(r.sheet.worst->name, "Low");
	assert_int_equal(r.sheet.levels_count, 2);
	assert_string_equal(r.sheet.levels[1].name, "B");
	assert_int_equal(r.sheet.levels[1].at.line, 10);
	assert_int_equal(r.sheet.named_count, 2);
	assert_string_equal(r.sheet.named[1].id, "c2");
	assert_string_equal(r.sheet.named[1].name, "Two");
	assert_int_equal(r.sheet.tags_count, 3);
	assert_string_equal(r.sheet.tags[2], "1e3");
	assert_int_equal(r.sheet.codes_count, 0);
	assert_string_equal(r.sheet.extra->first->key, "any");
	arena_close(&r.arena);
}

static void
what_is_absent_keeps_its_default(void **state)
{
	struct reading r;

	(void)state;
	read_sheet(&r, "title: x");
	assert_int_equal(r.status, 0);
	assert_null(r.sheet.worst);
	assert_null(r.sheet.levels);
	assert_false(r.sheet.final);
	arena_close(&r.arena);
}

static void
every_confusion_is_one_fault_with_its_place(void **state)
{
	static const struct {
		const char *in, *fault;
	} cases[] = {
		{ "code: c1", "1:1: expected a key 'title' in a sheet" },
		{ "title: x\ntitel: y", "2:1: unknown key 'titel' (did you mean 'title'?)" },
		{ "title: x\nfianl: no", "2:1: unknown key 'fianl' (did you mean 'final'?)" },
		{ "title: x\nbest: {name: y, colour: z}",
		  "2:17: unknown key 'colour' (expected name or points)" },
		{ "title: [a]", "1:8: expected text, found a list" },
		{ "title: {a: b}", "1:8: expected text, found a mapping" },
		{ "title:", "1:7: expected some text for 'title'" },
		{ "title: 123456789", "1:8: expected at most 8 bytes, found 9" },
		{ "title: x\ncode: d1", "2:7: expected a code like c1, found 'd1'" },
		{ "title: x\ncode: [c1]", "2:7: expected a code like c1, found a list" },
		{ "title: x\nfinal: true", "2:8: expected yes or no, found 'true'" },
		{ "title: x\nfinal:", "2:7: expected yes or no, found nothing" },
		{ "title: x\nfinal: {a: b}", "2:8: expected yes or no, found a mapping" },
		{ "title: x\nyear: 1e3", "2:7: expected a whole number, found '1e3'" },
		{ "title: x\nyear: 007", "2:7: expected a whole number, found '007'" },
		{ "title: x\nyear: -1", "2:7: expected a whole number, found '-1'" },
		{ "title: x\nyear: 12345678901234567",
		  "2:7: expected a whole number, found '12345678901234567'" },
		{ "title: x\nbest: {name: y, points: 11}",
		  "2:25: expected a whole number from 0 to 10, found 11" },
		{ "title: x\nstage: end", "2:8: expected draft, gate or final, found 'end'" },
		{ "title: x\nstage: [a]", "2:8: expected draft, gate or final, found a list" },
		{ "title: x\nbest: [a]", "2:7: expected a level (a mapping of name), found a list" },
		{ "title: x\nworst: no", "2:8: expected a level (a mapping of name), found 'no'" },
		{ "title: x\nlevels: {a: b}", "2:9: expected a list, found a mapping" },
		{ "title: x\nlevels: []", "2:9: expected at least 1 in 'levels', found 0" },
		{ "title: x\nlevels: [{name: a}, {name: b}, {name: c}]",
		  "2:9: expected at most 2 in 'levels', found 3" },
		{ "title: x\nlevels: [a]", "2:10: expected a level (a mapping of name), found 'a'" },
		{ "title: x\nnamed: [a]", "2:8: expected a mapping, found a list" },
		{ "title: x\nnamed: {d1: {name: a}}",
		  "2:9: expected an id as a name, found 'd1'" },
		{ "title: x\ntags: a", "2:7: expected a list, found 'a'" },
		{ "title: x\ntags: []", "2:7: expected at least 1 in 'tags', found 0" },
		{ "title: x\ntags: [[a]]", "2:8: expected text, found a list" },
		{ "title: x\ncodes: [c1, e1]", "2:13: expected a code like c1, found 'e1'" },
		{ "title: x\nstage: \"\\e[31m\"",
		  "2:8: expected draft, gate or final, found '^[[31m'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reading r;
		char found[512];

		read_sheet(&r, cases[i].in);
		assert_int_equal(r.status, -1);
		assert_int_equal(r.faults.count, 1);
		snprintf(found, sizeof found, "%d:%d: %s", r.faults.items[0].at.line,
			 r.faults.items[0].at.column, r.faults.items[0].text);
		assert_string_equal(found, cases[i].fault);
		arena_close(&r.arena);
	}
}

static void
one_walk_finds_every_fault(void **state)
{
	struct reading r;
	struct err err = { 0 };

	(void)state;
	read_sheet(&r, "code: d1\nfinal: maybe\nlevels: [{points: x}, a]\nzzz: 1\n");
	assert_int_equal(r.status, -1);
	assert_int_equal(r.faults.count, 7);
	assert_int_equal(fault_check(&r.faults, &err), -1);
	assert_string_equal(err.text,
			    "sheet.yaml:1:1: expected a key 'title' in a sheet (and 6 more)");
	arena_close(&r.arena);
}

static void
faults_before_are_not_this_calls(void **state)
{
	struct reading r;

	(void)state;
	read_sheet(&r, "title: x\ntitle: y\n");
	assert_int_equal(r.status, 0);
	assert_int_equal(r.faults.count, 1);
	arena_close(&r.arena);
}

static void
more_faults_than_are_kept_are_still_counted(void **state)
{
	struct reading r;
	struct buf in = { 0 };

	(void)state;
	buf_text(&in, "title: x\n");
	for (int i = 0; i < 150; i++)
		buf_printf(&in, "unknown%d: x\n", i);
	read_sheet(&r, in.data);
	assert_int_equal(r.status, -1);
	assert_int_equal(r.faults.count, FAULT_MAX);
	assert_int_equal(r.faults.more, 50);
	arena_close(&r.arena);
	buf_close(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_field_lands_in_its_place),
		cmocka_unit_test(what_is_absent_keeps_its_default),
		cmocka_unit_test(every_confusion_is_one_fault_with_its_place),
		cmocka_unit_test(one_walk_finds_every_fault),
		cmocka_unit_test(faults_before_are_not_this_calls),
		cmocka_unit_test(more_faults_than_are_kept_are_still_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
