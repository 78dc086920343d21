#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"

static void
a_document_keeps_its_order(void **state)
{
	struct json *document = json_document(), *list, *map;
	struct buf out = { 0 };

	(void)state;
	json_text(document, "z", "last");
	list = json_list(document, "list");
	json_number(list, NULL, INT64_MIN);
	json_bool(list, NULL, true);
	json_nothing(list, NULL);
	map = json_map(list, NULL);
	json_text(map, "a", NULL);
	json_bool(map, "b", false);
	json_map(document, "empty");
	json_close(&out, document);
	assert_string_equal(out.data,
			    "{\n"
			    "  \"assay\": 1,\n"
			    "  \"z\": \"last\",\n"
			    "  \"list\": [\n"
			    "    -9223372036854775808,\n"
			    "    true,\n"
			    "    null,\n"
			    "    {\n"
			    "      \"a\": null,\n"
			    "      \"b\": false\n"
			    "    }\n"
			    "  ],\n"
			    "  \"empty\": {}\n"
			    "}\n");
	buf_close(&out);
}

static void
foreign_bytes_become_valid(void **state)
{
	struct json *document = json_document();
	struct buf out = { 0 };

	(void)state;
	json_text(document, "bad\xFF", "\x1b[31m \xC0\xAF \xED\xA0\x80 é \"\n");
	json_text(document, "", "");
	json_close(&out, document);
	assert_string_equal(out.data,
			    "{\n  \"assay\": 1,\n"
			    "  \"bad\xEF\xBF\xBD\": \"\\u001B[31m \xEF\xBF\xBD\xEF\xBF\xBD "
			    "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD é \\\"\\n\",\n"
			    "  \"\": \"\"\n}\n");
	buf_close(&out);
}

static struct node *
parse(struct arena *arena, struct faults *faults, const char *text)
{
	*faults = (struct faults){ .arena = arena };
	return json_parse(arena, faults, span_of(text));
}

static void
what_others_wrote_is_a_tree_of_texts(void **state)
{
	struct arena arena = { 0 };
	struct faults faults;
	struct node *tree = parse(&arena, &faults, "\xEF\xBB\xBF{\"n\": 4, \"r\": 2.5, "
				  "\"t\": true, \"x\": null, \"l\": [\"a\", null, {}]}");
	const struct node *list;

	(void)state;
	assert_non_null(tree);
	assert_int_equal(tree->count, 4);
	assert_true(span_is(node_get(tree, "n")->text, "4"));
	assert_true(span_is(node_get(tree, "r")->text, "2.500000000"));
	assert_true(span_is(node_get(tree, "t")->text, "true"));
	assert_null(node_get(tree, "x"));
	list = node_get(tree, "l");
	assert_int_equal(list->count, 3);
	assert_true(span_is(list->first->text, "a"));
	assert_true(list->first->next->text.len == 0);
	assert_int_equal(list->first->next->next->kind, NODE_MAP);
	arena_close(&arena);
}

static void
what_is_no_json_is_told_with_its_place(void **state)
{
	static const struct {
		const char *text, *why;
		int line;
	} cases[] = {
		{ "{\"a\": 1,\n\"a\": 2}", "duplicate", 2 },
		{ "{\"a\": 1}\nx", "end of file", 2 },
		{ "[\"\xFF\"]", "0xff", 1 },
		{ "[\"\\u0000\"]", "u0000", 1 },
		{ "[1e999]", "real number", 1 },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "32", 0 },
		{ "", "expected JSON", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct faults faults;

		assert_null(parse(&arena, &faults, cases[i].text));
		assert_int_equal(faults.count, 1);
		assert_non_null(strstr(faults.items[0].text, cases[i].why));
		assert_int_equal(faults.items[0].at.line, cases[i].line);
		arena_close(&arena);
	}
}

static void
a_tree_that_would_not_fit_is_refused_before_it_is_made(void **state)
{
	struct arena arena = { 0 };
	struct faults faults;
	struct buf text = { 0 };

	(void)state;
	buf_text(&text, "[\"[[[{{{,,,\"");
	for (int i = 0; i < 40000; i++)
		buf_text(&text, ",[]");
	buf_text(&text, "]");
	assert_null(parse(&arena, &faults, text.data));
	assert_non_null(strstr(faults.items[0].text, "40,000"));
	buf_clear(&text);
	buf_text(&text, "[0");
	for (int i = 0; i < 150000; i++)
		buf_text(&text, ",0");
	buf_text(&text, "]");
	assert_null(parse(&arena, &faults, text.data));
	assert_non_null(strstr(faults.items[0].text, "150,000"));
	assert_true(arena.used < 10000);
	arena_close(&arena);
	buf_close(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_keeps_its_order),
		cmocka_unit_test(foreign_bytes_become_valid),
		cmocka_unit_test(what_others_wrote_is_a_tree_of_texts),
		cmocka_unit_test(what_is_no_json_is_told_with_its_place),
		cmocka_unit_test(a_tree_that_would_not_fit_is_refused_before_it_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
