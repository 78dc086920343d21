#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/base/yaml.h"
#include "tests/unit/rounds.h"

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

struct file {
	struct arena arena;
	struct faults faults;
	struct node *root;
};

static void
file_parse(struct file *file, struct span bytes, const struct yaml_limits *limits)
{
	*file = (struct file){ 0 };
	file->faults = (struct faults){ .arena = &file->arena, .path = "f.yaml" };
	file->root = yaml_parse(&file->arena, &file->faults, bytes, limits);
	fault_sort(&file->faults);
}

static void
assert_fault_within(struct span bytes, const struct yaml_limits *limits, const char *expected)
{
	struct file file;
	char first[512] = "none";

	file_parse(&file, bytes, limits);
	if (file.faults.count != 0)
		snprintf(first, sizeof first, "%d:%d: %s", file.faults.items[0].at.line,
			 file.faults.items[0].at.column, file.faults.items[0].text);
	if (strcmp(first, expected) != 0)
		fail_msg("%.*s\nexpected %s\nfound    %s", (int)bytes.len, bytes.data, expected,
			 first);
	arena_close(&file.arena);
}

static void
assert_fault(struct span bytes, const char *expected)
{
	assert_fault_within(bytes, &yaml_document, expected);
}

static void
every_node_knows_where_it_stood(void **state)
{
	struct file file;
	const struct node *b, *d;

	(void)state;
	file_parse(&file, SPAN("# é\na: 1\nb:\n  - x\n  - {é: 'w', d: |\n      t\n      u\n  }\n"),
		   &yaml_document);
	assert_int_equal(file.faults.count, 1);		/* no block scalar between braces */
	arena_close(&file.arena);
	file_parse(&file, SPAN("# é\na: 1\nb:\n  - x\n  - {é: 'w', d: [v]}\n"), &yaml_document);
	assert_int_equal(file.faults.count, 0);
	assert_int_equal(file.root->count, 2);
	b = node_get(file.root, "b");
	assert_int_equal(b->kind, NODE_LIST);
	assert_int_equal(b->key_at.line, 3);
	d = node_get(b->first->next, "d");
	assert_int_equal(d->key_at.column, 14);
	assert_int_equal(d->at.column, 17);
	assert_string_equal(d->first->text.data, "v");
	assert_null(node_get(file.root, "c"));
	assert_null(node_get(b, "c"));
	assert_null(node_get(NULL, "c"));
	arena_close(&file.arena);
}

static void
what_the_subset_leaves_out_is_a_fault_with_its_place(void **state)
{
	static const struct {
		struct span in;
		const char *fault;
	} cases[] = {
		{ SPAN("\xEF\xBB\xBF""a: 1"), "1:1: expected no byte order mark" },
		{ SPAN("a: &x 1"), "1:4: anchors are not allowed" },
		{ SPAN("a: &x [1]"), "1:4: anchors are not allowed" },
		{ SPAN("&x {a: 1}"), "1:1: anchors are not allowed" },
		{ SPAN("&x\na: 1"), "1:1: anchors are not allowed" },
		{ SPAN("&k a: 1"), "1:1: anchors are not allowed" },
		{ SPAN("a: 1\nb: *a"), "2:4: aliases are not allowed" },
		{ SPAN("*a : 1"), "1:1: aliases are not allowed" },
		{ SPAN("a: ! x"), "1:4: tags are not allowed" },
		{ SPAN("a: !"), "1:4: tags are not allowed" },
		{ SPAN("a: !!str x"), "1:4: tags are not allowed" },
		{ SPAN("a: !<x> [1]"), "1:4: tags are not allowed" },
		{ SPAN("a: !u!x y"), "1:4: tags are not allowed" },
		{ SPAN("!!map {a: 1}"), "1:1: tags are not allowed" },
		{ SPAN("%YAML 1.1\n---\na: 1"), "1:1: directives are not allowed" },
		{ SPAN("%TAG ! x:\n---\na: 1"), "1:1: directives are not allowed" },
		{ SPAN("%OTHER\n---\na: 1"), "1:1: directives are not allowed" },
		{ SPAN("a: 1\n---\nb: 2"), "2:1: expected one document, found a second" },
		{ SPAN("a: 1\n...\nb: 2"), "3:1: expected one document, found more" },
		{ SPAN("<<: {a: 1}"), "1:1: merge keys are not allowed" },
		{ SPAN("? a\n: 1"), "1:1: expected a plain key, found '?'" },
		{ SPAN("{? a : 1}"), "1:2: expected a plain key, found '?'" },
		{ SPAN("b: [? a : 1]"), "1:5: expected a plain key, found '?'" },
		{ SPAN("[a]: b"), "1:1: expected a word as key, found a list" },
		{ SPAN("{{a: b}: c}"), "1:2: expected a word as key, found a mapping" },
		{ SPAN("{: x}"), "1:2: expected a value" },
		{ SPAN("a:\t1"), "1:3: expected spaces, found a tab" },
		{ SPAN("a: b\tc"), "1:5: expected spaces, found a tab" },
		{ SPAN("\ta: 1"), "1:1: expected spaces, found a tab" },
		{ SPAN("a: [\n\tb]"), "2:1: expected spaces, found a tab" },
		{ SPAN("a: 1\t# c"), "1:5: expected spaces, found a tab" },
		{ SPAN("a: |\t\n x"), "1:5: expected spaces, found a tab" },
		{ SPAN("a: 1\n\t"), "2:1: expected spaces, found a tab" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_fault(cases[i].in, cases[i].fault);
}

static void
what_is_not_yaml_is_told_to_a_person(void **state)
{
	static const struct {
		struct span in;
		const char *fault;
	} cases[] = {
		{ SPAN(""), "1:1: expected a mapping" },
		{ SPAN("# nothing\n"), "1:1: expected a mapping" },
		{ SPAN("---\n"), "2:1: expected a mapping" },
		{ SPAN("- a\n"), "1:1: expected a mapping" },
		{ SPAN("a: 'it's here'\n"), "1:8: expected no text after this quote "
		  "(inside '...' write '' for ', inside \"...\" write \\\" for \")" },
		{ SPAN("a: **\n"), "1:4: expected a value (quote the text if it begins "
		  "with * or &)" },
		{ SPAN("a: [b, c\nd: e\n"), "2:2: expected ',' or ']' to go on with this list" },
		{ SPAN("a: {b: c\nd: e\n"), "2:2: expected ',' or '}' to go on with this mapping" },
		{ SPAN("word"), "1:1: expected a mapping" },
		{ SPAN("a: 1\n\xE9: 2"), "2:1: expected UTF-8, found a byte that is none" },
		{ SPAN("é: é\xED\xA0\x80"), "1:5: expected UTF-8, found a byte that is none" },
		{ SPAN("a: \x1b"),
		  "1:4: control characters are not allowed; escape them in double quotes" },
		{ SPAN("a: \0"),
		  "1:4: control characters are not allowed; escape them in double quotes" },
		{ SPAN("a: 1\rb: 2"), "1:5: expected a line feed after this carriage return" },
		{ SPAN("a: \"\\0\""), "1:4: expected text without NUL characters" },
		{ SPAN("\"\\0\": 1"), "1:1: expected text without NUL characters" },
		{ SPAN("a: b: c"),
		  "1:5: expected no ': ' here (quote the text if it is meant)" },
		{ SPAN("a: 1\nbc\n"), "2:1: expected ':' after this key" },
		{ SPAN("a: \"x"), "1:4: expected an end to this quote" },
		{ SPAN("a: @x"),
		  "1:4: expected a value (quote the text if it begins with a sign)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_fault(cases[i].in, cases[i].fault);
}

static void
quotes_comments_and_markers_are_inside(void **state)
{
	static const struct span cases[] = {
		SPAN("---\na: 1\n...\n"),
		SPAN("a: 1\r\nb: |\r\n  x\r\n"),
		SPAN("a: 'x\ty' # ?\t%\nb: \"x\n\t y\"\n"),
		SPAN("a: |+ # c\t\n  x\ty\n\n# ?\t\nb: >-\n  ? x\n  % y\n"),
		SPAN("a: what ? so\nb: 50%\nc: is it?"),
		SPAN("'<<': 1\n"),
		SPAN("\"\": 1"),
		SPAN("a:"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_fault(cases[i], "none");
}

static void
a_duplicate_key_is_a_fault_with_its_place(void **state)
{
	struct file file;

	(void)state;
	file_parse(&file, SPAN("a: 1\nb: {c: 1, 'c': 2}\na: 3\na: 4\n"), &yaml_document);
	assert_non_null(file.root);
	assert_int_equal(file.faults.count, 3);
	assert_int_equal(file.faults.items[0].at.column, 11);
	assert_int_equal(file.faults.items[1].at.line, 3);
	assert_string_equal(file.faults.items[2].text,
			    "the key 'a' stands here a second time, first on line 1");
	arena_close(&file.arena);
}

static void
the_limits_hold_at_their_edge(void **state)
{
	struct yaml_limits limits = { .bytes = 16, .depth = 3, .events = 100, .pairs = 2 };

	(void)state;
	assert_fault_within(SPAN("a: 1234567890123"), &limits, "none");
	assert_fault_within(SPAN("a: 12345678901234"), &limits, "0:0: larger than 16 bytes");
	limits.bytes = 100;
	assert_fault_within(SPAN("a: [[1]]"), &limits, "none");
	assert_fault_within(SPAN("a: [[[1]]]"), &limits, "1:6: nested deeper than 3");
	assert_fault_within(SPAN("a: 1\nb: 2"), &limits, "none");
	assert_fault_within(SPAN("a: 1\nb: 2\nc: 3"), &limits,
			    "3:1: more than 2 keys in a mapping");
	assert_fault_within(SPAN("a: [1, 2, 3]"), &limits, "none");
	limits.events = 8;	/* stream, document, map, key, value and three ends */
	assert_fault_within(SPAN("a: 1"), &limits, "none");
	limits.events = 7;
	assert_fault_within(SPAN("a: 1"), &limits, "2:1: more than 7 parts");
}

static void
nesting_a_million_deep_ends_at_the_limit(void **state)
{
	static const char *const pieces[] = { "[", "[\n", "{a: ", "- ", "? ", "a: [" };
	struct buf in = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct file file;

		buf_clear(&in);
		while (in.len + strlen(pieces[i]) <= yaml_document.bytes)
			buf_text(&in, pieces[i]);
		file_parse(&file, buf_span(&in), &yaml_document);
		assert_null(file.root);
		assert_true(file.arena.used < 100000);
		arena_close(&file.arena);
	}
	buf_close(&in);
}

static void
a_record_holds_nothing_active(void **state)
{
	(void)state;
	assert_fault_within(SPAN("a: |\n  x\ty\n  z\n"), &yaml_record, "none");
	assert_fault_within(SPAN("a: \"\\e[31m\""), &yaml_record,
			    "1:4: expected text without control characters, found U+001B");
	assert_fault_within(SPAN("a: 'x\ty'"), &yaml_record,
			    "1:4: expected text without control characters, found U+0009");
	assert_fault_within(SPAN("a: x\u202Ey"), &yaml_record,
			    "1:4: expected text without control characters, found U+202E");
	assert_fault_within(SPAN("\"\\x85\": 1"), &yaml_record,
			    "1:1: expected text without control characters, found U+0085");
	assert_fault(SPAN("a: \"\\e[31m\""), "none");
}

static void
assert_reads_back(struct span text)
{
	static const char *const forms[] = { "a: %s", "{%s: %s, b: c}", "a: [%s, {b: %s}]",
					     "%s: %s\nb: c", "a:\n- %s # c\n- %s" };
	struct buf scalar = { 0 }, in = { 0 };

	yaml_scalar(&scalar, text);
	assert_null(memchr(scalar.data, '\n', scalar.len));
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct file file;
		const struct node *node;

		buf_clear(&in);
		for (const char *at = forms[i]; *at != '\0'; at++)
			if (*at == '%' && *++at == 's')
				buf_put(&in, scalar.data, scalar.len);
			else
				buf_char(&in, *at);
		file_parse(&file, buf_span(&in), &yaml_document);
		if (file.faults.count != 0 && strstr(file.faults.items[0].text, "second") == NULL)
			fail_msg("%s: %s", in.data, file.faults.items[0].text);
		assert_non_null(file.root);
		node = file.root->first;
		if (node->kind == NODE_LIST)
			node = node->first;
		if (!span_equal(node->text, text))
			fail_msg("%s: found '%s'", in.data, node->text.data);
		if (forms[i][0] != 'a')
			assert_string_equal(node->key, text.data);
		arena_close(&file.arena);
	}
	buf_close(&scalar);
	buf_close(&in);
}

static void
a_scalar_reads_back_as_itself(void **state)
{
	static const char *const pieces[] = {
		"a", "Z", "0", " ", "  ", ":", ": ", "#", " #", "-", "- ", "?", ",", "[", "]",
		"{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "\\", "\n", "\r",
		"\t", "<<", "...", "---", "~", "=", "\x01", "\x7f", "\xC2\x85", "\u00A0", "\u2028",
		"\uFEFF", "\uFFFE", "\uFFFF", "é", "\U0001F600", "\u202E", "\U0010FFFF", "yes",
		"/", "(", ";", "<", "\U000E0041",
	};
	struct buf in = { 0 };
	uint64_t seed = 88172645463325252u;

	(void)state;
	assert_reads_back(SPAN(""));
	for (int i = 0; i < rounds(5000); i++) {
		buf_clear(&in);
		do {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			buf_text(&in, pieces[seed % (sizeof pieces / sizeof *pieces)]);
		} while (seed >> 60 < 12);
		assert_reads_back(buf_span(&in));
	}
	buf_close(&in);
}

static void
common_text_stays_plain(void **state)
{
	static const char *const plain[] = { "p2.c1", "Weighs both sides", "essay.md",
		"2026-01-31T12:00:00Z", "yes", "12-18", "Zoë", "a/b", "it's fine; (really)" };
	static const char *const quoted[] = { "", " a", "a ", "a: b", "a #b", "- a", "a, b",
		"...", "'a'", "*a", "a:", "!x", "[a", "\xFF" };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		buf_clear(&out);
		yaml_scalar(&out, span_of(plain[i]));
		assert_string_equal(out.data, plain[i]);
	}
	for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
		buf_clear(&out);
		yaml_scalar(&out, span_of(quoted[i]));
		assert_int_equal(out.data[0], '"');
	}
	buf_close(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_node_knows_where_it_stood),
		cmocka_unit_test(what_the_subset_leaves_out_is_a_fault_with_its_place),
		cmocka_unit_test(what_is_not_yaml_is_told_to_a_person),
		cmocka_unit_test(quotes_comments_and_markers_are_inside),
		cmocka_unit_test(a_duplicate_key_is_a_fault_with_its_place),
		cmocka_unit_test(the_limits_hold_at_their_edge),
		cmocka_unit_test(nesting_a_million_deep_ends_at_the_limit),
		cmocka_unit_test(a_record_holds_nothing_active),
		cmocka_unit_test(a_scalar_reads_back_as_itself),
		cmocka_unit_test(common_text_stays_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
