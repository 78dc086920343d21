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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_keeps_its_order),
		cmocka_unit_test(foreign_bytes_become_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
