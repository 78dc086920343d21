#include "core/model/portfolio.h"

#include <stdlib.h>

#include "core/base/schema.h"
#include "core/base/when.h"
#include "core/base/yaml.h"
#include "core/model/names.h"

#define AT(type, member) .offset = offsetof(struct type, member)

enum { LABEL = 1000, LINK = 2000 };

struct raw_portfolio {
	int format;
	struct portfolio portfolio;
};

/* 2026-02-27, or with a time as assay writes it. */
static bool
is_date(struct span text)
{
	char full[WHEN_TEXT] = "YYYY-MM-DDT00:00:00Z";
	int64_t seconds;

	if (text.len != 10)
		return when_parse(&seconds, text);
	memcpy(full, text.data, text.len);
	return when_parse(&seconds, span_of(full));
}

/* http or https, without blanks, controls and quotes. */
static bool
is_link(struct span text)
{
	size_t scheme = span_starts(text, "https://") ? 8 : 7;

	if ((scheme == 7 && !span_starts(text, "http://")) || text.len == scheme
	    || text.len > LINK)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c <= ' ' || c == 0x7F || c == '"' || c == '<' || c == '>')
			return false;
	}
	return true;
}

static const struct field item_fields[] = {
	{ "slot", FIELD_WORD, AT(portfolio_item, slot), .flags = FIELD_REQUIRED,
	  .is_word = is_id, .expected = "the id of a slot or a prompt" },
	{ "file", FIELD_WORD, AT(portfolio_item, file), .is_word = is_path,
	  .expected = "a path inside the portfolio" },
	{ "link", FIELD_WORD, AT(portfolio_item, link), .is_word = is_link,
	  .expected = "a link that begins https:// or http://" },
	{ "title", FIELD_TEXT, AT(portfolio_item, title), .max = LABEL },
	{ "retrieved", FIELD_WORD, AT(portfolio_item, retrieved), .is_word = is_date,
	  .expected = "a date as in 2026-02-27" },
	{ "note", FIELD_TEXT, AT(portfolio_item, note), .max = 10 * LABEL },
};
static const struct shape item_shape = {
	"evidence", sizeof(struct portfolio_item), SHAPE_FIELDS(item_fields),
	SHAPE_AT(struct portfolio_item, at),
};

static const struct field attestation_fields[] = {
	{ "original", FIELD_YESNO, AT(attestations, original) },
	{ "release", FIELD_YESNO, AT(attestations, release) },
	{ "ready", FIELD_YESNO, AT(attestations, ready) },
};
static const struct shape attestation_shape = {
	"attestations", sizeof(struct attestations), SHAPE_FIELDS(attestation_fields),
};

static const char *const formats[] = { "1", NULL };

static const struct field portfolio_fields[] = {
	{ "assay_portfolio", FIELD_CHOICE, AT(raw_portfolio, format),
	  .flags = FIELD_REQUIRED, .choices = formats },
	{ "rubric", FIELD_WORD, AT(raw_portfolio, portfolio.rubric),
	  .flags = FIELD_REQUIRED, .is_word = is_rubric_id,
	  .expected = "the id of a rubric" },
	{ "attempt", FIELD_INTEGER, AT(raw_portfolio, portfolio.attempt), .min = 1,
	  .max = 1000 },
	{ "title", FIELD_TEXT, AT(raw_portfolio, portfolio.title), .max = LABEL },
	{ "evidence", FIELD_LIST, AT(raw_portfolio, portfolio.items),
	  .count_offset = offsetof(struct raw_portfolio, portfolio.item_count),
	  .shape = &item_shape, .max = PORTFOLIO_ITEMS },
	{ "empty", FIELD_WORDS, AT(raw_portfolio, portfolio.empty),
	  .count_offset = offsetof(struct raw_portfolio, portfolio.empty_count),
	  .is_word = is_id, .expected = "the id of a slot or a prompt", .max = LABEL },
	{ "attestations", FIELD_MAP, AT(raw_portfolio, portfolio.attestations),
	  .shape = &attestation_shape },
};
static const struct shape portfolio_shape = {
	"a portfolio", sizeof(struct raw_portfolio), SHAPE_FIELDS(portfolio_fields),
};

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

/* By slot, then by what fills it, then by where it stands. */
static int
compare_items(const void *a, const void *b)
{
	const struct portfolio_item *x = *(const struct portfolio_item *const *)a;
	const struct portfolio_item *y = *(const struct portfolio_item *const *)b;
	int order = compare_text(x->slot, y->slot);

	order = order != 0 ? order : compare_text(x->file, y->file);
	order = order != 0 ? order : compare_text(x->link, y->link);
	return order != 0 ? order : (x > y) - (x < y);
}

static void
check_items(struct arena *arena, struct faults *faults, const struct portfolio *portfolio)
{
	const struct portfolio_item **items =
		arena_array(arena, portfolio->item_count, sizeof *items);

	for (size_t i = 0; i < portfolio->item_count; i++) {
		const struct portfolio_item *item = items[i] = &portfolio->items[i];

		if ((item->file == NULL) == (item->link == NULL))
			fault_add(faults, item->at, "expected either a file or a link");
		if (item->link == NULL && item->retrieved != NULL)
			fault_add(faults, item->at, "only a link is retrieved");
	}
	if (portfolio->item_count > 1)
		qsort(items, portfolio->item_count, sizeof *items, compare_items);
	for (size_t i = 1; i < portfolio->item_count; i++)
		if (compare_text(items[i]->slot, items[i - 1]->slot) == 0
		    && compare_text(items[i]->file, items[i - 1]->file) == 0
		    && compare_text(items[i]->link, items[i - 1]->link) == 0)
			fault_add(faults, items[i]->at, "this stands on line %d already",
				  items[i - 1]->at.line);
}

static void
check_empty(struct faults *faults, const struct portfolio *portfolio,
	    const struct node *root)
{
	const struct node *node = node_get(root, "empty");

	if (node == NULL || portfolio->empty_count > (size_t)LABEL)
		return;
	for (node = node->first; node != NULL; node = node->next)
		for (size_t i = 0; i < portfolio->item_count; i++) {
			const char *slot = portfolio->items[i].slot;

			if (node->kind != NODE_SCALAR || slot == NULL
			    || !span_is(node->text, slot))
				continue;
			fault_add(faults, node->at, "'%s' is not empty: see line %d",
				  slot, portfolio->items[i].at.line);
			break;
		}
}

struct portfolio *
portfolio_parse(struct arena *arena, struct faults *faults, struct span bytes)
{
	size_t before = faults->count + faults->more;
	struct raw_portfolio *raw = arena_alloc(arena, sizeof *raw);
	const struct node *root = yaml_parse(arena, faults, bytes, &yaml_document);

	if (root == NULL
	    || schema_read(raw, &portfolio_shape, root, arena, faults) != 0) {
		fault_sort(faults);
		return NULL;
	}
	check_items(arena, faults, &raw->portfolio);
	check_empty(faults, &raw->portfolio, root);
	fault_sort(faults);
	return faults->count + faults->more == before ? &raw->portfolio : NULL;
}
