/* The picture of a large queue: the same again, or none at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/desk/inbox_cache.h"

#define HEX16 "0123456789abcdef"
#define HEX64 HEX16 HEX16 HEX16 HEX16

static const struct workspace ours = { .ledger_id = HEX64, .actor = "a-ben" };

static struct inbox_item items[] = {
	{ .portfolio = HEX16 HEX16, .rubric = "circles", .title = "A\ttitle\nof lines",
	  .attempt = 2, .state = INBOX_DRAFTING, .reasons = INBOX_GAP | INBOX_LEASE,
	  .why = "your claim has ended; 2 gaps", .scored = 3, .criteria = 8 },
	{ .portfolio = "f123456789abcdef" HEX16, .rubric = "circles", .title = "",
	  .attempt = 1, .state = INBOX_SIGNED, .why = "", .returned = true },
};

static struct buf
encoded(void)
{
	struct inbox inbox = { items, 2, 77 };
	struct buf text = { 0 };

	inbox_encode(&text, &inbox, &ours);
	return text;
}

static void
what_is_written_reads_back(void **state)
{
	struct buf text = encoded();
	struct arena arena = { 0 };
	struct inbox inbox;
	struct err err;

	(void)state;
	assert_int_equal(inbox_decode(&inbox, &arena, buf_span(&text), &ours, &err), 0);
	assert_int_equal(inbox.count, 2);
	assert_int_equal(inbox.records, 77);
	assert_string_equal(inbox.items[0].title, "A title of lines");
	assert_string_equal(inbox.items[0].why, items[0].why);
	assert_int_equal(inbox.items[0].reasons, items[0].reasons);
	assert_int_equal(inbox.items[0].scored, 3);
	assert_true(inbox.items[1].returned);
	assert_string_equal(inbox.items[1].why, "");
	arena_close(&arena);
	buf_close(&text);
}

/* Cut anywhere, or with any byte changed, it is refused or still a picture of rows. */
static void
a_damaged_one_is_refused_or_harmless(void **state)
{
	struct buf text = encoded();
	struct inbox inbox;
	struct err err;

	(void)state;
	for (size_t len = 0; len < text.len; len++) {
		struct arena arena = { 0 };

		assert_int_equal(inbox_decode(&inbox, &arena,
					      (struct span){ text.data, len }, &ours, &err),
				 -1);
		assert_int_equal(inbox.count, 0);
		arena_close(&arena);
	}
	for (size_t i = 0; i < text.len; i++)
		for (int byte = 0; byte < 256; byte += 5) {
			struct arena arena = { 0 };
			char was = text.data[i];

			text.data[i] = (char)byte;
			if (inbox_decode(&inbox, &arena, buf_span(&text), &ours, &err) == 0)
				for (size_t k = 0; k < inbox.count; k++)
					assert_true(strlen(inbox.items[k].portfolio) == 32
						    && inbox.items[k].state <= INBOX_SIGNED);
			text.data[i] = was;
			arena_close(&arena);
		}
	buf_close(&text);
}

static void
that_of_another_is_refused(void **state)
{
	static const struct workspace others[] = {
		{ .ledger_id = HEX64, .actor = "a-be" },
		{ .ledger_id = HEX16, .actor = "a-ben" },
	};
	struct buf text = encoded();
	struct arena arena = { 0 };
	struct inbox inbox;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(inbox_decode(&inbox, &arena, buf_span(&text), &others[i],
					      &err), -1);
	assert_int_equal(inbox_cache_read(&inbox, &arena, &ours, &err), -1);
	arena_close(&arena);
	buf_close(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(a_damaged_one_is_refused_or_harmless),
		cmocka_unit_test(that_of_another_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
