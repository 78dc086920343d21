#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/xml.h"

struct fixture {
	struct arena arena;
	struct faults faults;
};

static struct xml *
parse(struct fixture *f, struct span bytes)
{
	*f = (struct fixture){ .faults = { .path = "x.xml" } };
	f->faults.arena = &f->arena;
	return xml_parse(&f->arena, &f->faults, bytes);
}

static void
assert_refused(const char *text, int line, const char *why)
{
	struct fixture f;

	assert_null(parse(&f, span_of(text)));
	assert_int_equal(f.faults.count, 1);
	assert_non_null(strstr(f.faults.items[0].text, why));
	assert_int_equal(f.faults.items[0].at.line, line);
	arena_close(&f.arena);
}

static void
a_tree_knows_where_it_stood(void **state)
{
	struct fixture f;
	struct xml *root = parse(&f, span_of("<?xml version=\"1.0\"?>\n<a>x<b k=\"1&amp;2\"/>"
					     "y<c/>\n  <b><![CDATA[<z>]]></b></a>"));

	(void)state;
	assert_non_null(root);
	assert_string_equal(root->name, "a");
	assert_true(span_is(root->text, "xy\n  "));
	assert_string_equal(xml_attribute(xml_child(root, "b"), "k"), "1&2");
	assert_null(xml_attribute(xml_child(root, "b"), "none"));
	assert_true(span_is(xml_again(xml_child(root, "b"))->text, "<z>"));
	assert_int_equal(xml_again(xml_child(root, "b"))->at.line, 3);
	assert_int_equal(xml_again(xml_child(root, "b"))->at.column, 3);
	assert_null(xml_again(xml_child(root, "c")));
	assert_null(xml_child(NULL, "a"));
	arena_close(&f.arena);
}

static void
other_encodings_arrive_as_utf8(void **state)
{
	struct fixture f;
	struct xml *root = parse(&f, span_of("<?xml version='1.0' encoding='ISO-8859-1'?>"
					     "<a>\xE9</a>"));

	(void)state;
	assert_non_null(root);
	assert_true(span_is(root->text, "\xC3\xA9"));
	arena_close(&f.arena);
	assert_refused("<?xml version='1.0' encoding='EBCDIC-7'?><a/>", 1, "expected XML");
}

static void
entities_of_ones_own_are_refused(void **state)
{
	(void)state;
	assert_refused("<!DOCTYPE a [\n<!ENTITY l 'l'>\n<!ENTITY m '&l;&l;'>]><a>&m;</a>", 1,
		       "no DOCTYPE");
	assert_refused("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", 1, "no DOCTYPE");
	assert_refused("<a>\n&unknown;</a>", 2, "expected XML");
	assert_refused("<a>\n<b></a>", 2, "expected XML");
	assert_refused("", 1, "expected XML");
}

static void
size_depth_and_number_have_limits(void **state)
{
	struct buf text = { 0 };

	(void)state;
	for (int i = 0; i < 65; i++)
		buf_text(&text, "<a>");
	assert_refused(text.data, 1, "64 elements");
	buf_clear(&text);
	buf_text(&text, "<a>");
	for (int i = 0; i < 50001; i++)
		buf_text(&text, "<b/>");
	assert_refused(text.data, 1, "50,000 elements");
	buf_clear(&text);
	buf_text(&text, "<a ");
	for (int i = 0; i < 80000; i++)
		buf_printf(&text, "b%d='' ", i);
	assert_refused(text.data, 1, "256 KiB");
	buf_clear(&text);
	for (int i = 0; i < (2 << 20) / 16 + 1; i++)
		buf_text(&text, "                ");
	assert_refused(text.data, 0, "2 MiB");
	buf_close(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tree_knows_where_it_stood),
		cmocka_unit_test(other_encodings_arrive_as_utf8),
		cmocka_unit_test(entities_of_ones_own_are_refused),
		cmocka_unit_test(size_depth_and_number_have_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
