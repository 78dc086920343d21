/*
 * Any bytes as a portfolio: faults, or items that stay inside it and link to the web
 * only. Its paths are also read as addresses, which come back, and as globs, which match
 * themselves where they hold no sign.
 */
#include <assert.h>
#include <stdint.h>

#include "core/model/address.h"
#include "core/model/portfolio.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_address(struct arena *arena, const char *text)
{
	struct address first, second;
	struct buf shown = { 0 };

	if (address_parse(&first, arena, span_of(text), NULL) != 0)
		return;
	assert(first.first <= first.last);
	address_print(&shown, &first);
	assert(address_parse(&second, arena, buf_span(&shown), NULL) == 0);
	assert(strcmp(first.path, second.path) == 0 && first.kind == second.kind
	       && first.first == second.first && first.last == second.last);
	buf_close(&shown);
}

static void
check_item(struct arena *arena, const struct portfolio_item *item)
{
	assert(item->slot != NULL && (item->file == NULL) != (item->link == NULL));
	if (item->file == NULL) {
		assert(strncmp(item->link, "http", 4) == 0);
		return;
	}
	assert(item->file[0] != '/' && strstr(item->file, "/../") == NULL
	       && strncmp(item->file, "../", 3) != 0);
	check_address(arena, item->file);
	assert(glob_match("**", item->file));
	if (strlen(item->file) <= GLOB_BYTES && strpbrk(item->file, "*?") == NULL)
		assert(glob_match(item->file, item->file));
	else
		glob_match(item->file, item->file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	const struct portfolio *portfolio = portfolio_parse(
		&arena, &faults, (struct span){ (const char *)data, size });

	assert((portfolio == NULL) == (faults.count != 0));
	for (size_t i = 0; portfolio != NULL && i < portfolio->item_count; i++)
		check_item(&arena, &portfolio->items[i]);
	arena_close(&arena);
	return 0;
}
