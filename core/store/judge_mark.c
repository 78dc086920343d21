/* What a walk found good becomes a mark (core/store/marks.h). */
#include "core/store/judge_index.h"

#include <stdio.h>

struct gathered {
	struct arena arena;
	struct marking what;
	size_t good, fresh;
};

static void
add_chain(struct gathered *g, const struct chain *chain)
{
	struct marked_chain *marked = &g->what.chains[g->what.chain_count];

	*marked = (struct marked_chain){ .head = chain->head,
					 .good = (uint32_t)chain->good,
					 .retired = chain->good_retired,
					 .trust_version = chain->good_version };
	snprintf(marked->actor, sizeof marked->actor, "%s", chain->name.actor);
	snprintf(marked->kid, sizeof marked->kid, "%s", chain->name.kid);
	if (chain->good != 0 && chain->good == chain->old_count) {
		marked->retired = chain->marked->retired;
		marked->trust_version = chain->marked->trust_version;
		marked->last = chain->marked->last;
		marked->last_sha256 = chain->marked->last_sha256;
	} else if (chain->good != 0) {
		const struct link *last = &chain->links[chain->good - 1 - chain->old_count];

		marked->last = last->oid;
		marked->last_sha256 = last->sha256;
	}
	g->what.rows[g->what.chain_count++] =
		(struct marking_rows){ chain->old, chain->links, chain->old_count };
	g->good += chain->good;
	g->fresh += chain->good - (chain->good == 0 ? 0 : chain->old_count);
}

/* Rows that are taken over are looked at, each of them. */
static bool
are_all_there(const struct chain *chain)
{
	for (size_t i = 0; i < chain->old_count; i++)
		if (chain_link(chain, i) == NULL)
			return false;
	return true;
}

static void
add_missed(struct gathered *g, const struct digest *from, size_t count)
{
	struct digest *to = arena_array(&g->arena, g->what.missed_count + count, sizeof *to);

	if (g->what.missed_count != 0)
		memcpy(to, g->what.missed, g->what.missed_count * sizeof *to);
	if (count != 0)
		memcpy(to + g->what.missed_count, from, count * sizeof *to);
	g->what.missed = to;
	g->what.missed_count += count;
}

static void
gather(struct gathered *g, const struct ledger_index *index)
{
	size_t count;

	g->what.chains = arena_array(&g->arena, index->chain_count, sizeof *g->what.chains);
	g->what.rows = arena_array(&g->arena, index->chain_count, sizeof *g->what.rows);
	for (size_t i = 0; i < index->chain_count; i++)
		if (index->chains[i].unread.code == NULL)
			add_chain(g, &index->chains[i]);
	add_missed(g, index->missed.items, index->missed.count);
	if (index->marks != NULL) {
		const struct digest *missed = marks_missed(&count, index->marks);

		add_missed(g, missed, count);
	}
}

/* A thousandth of it, so that making marks never costs more than judging did. */
static bool
is_worth_it(const struct gathered *g, const struct ledger *ledger)
{
	size_t after = ledger->mark_after == 0 ? MARK_AFTER : ledger->mark_after;

	return g->fresh >= after
		&& (ledger->mark_after != 0 || g->fresh * MARK_SHARE >= g->good);
}

void
ledger_index_mark(struct ledger *ledger)
{
	const struct ledger_index *index = ledger->index;
	struct gathered g = { 0 };
	struct err ignored;

	if (ledger->state == NULL || ledger->trust == NULL || index == NULL)
		return;
	gather(&g, index);
	if (is_worth_it(&g, ledger)) {
		bool whole = true;

		for (size_t i = 0; i < index->chain_count; i++)
			whole &= are_all_there(&index->chains[i]);
		if (!whole || marks_write(ledger->state, ledger, &g.what, &ignored) != 0)
			ledger->state = NULL;	/* it goes on without */
		else
			ledger_index_forget(ledger);
	}
	arena_close(&g.arena);
}
