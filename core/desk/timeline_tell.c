/* One moment of the history in words, and how a stranger checks it. */
#include "core/desk/timeline.h"

#include "core/desk/blind.h"
#include "core/desk/stock.h"
#include "core/store/keyring.h"

const char *
moment_type(const struct moment *moment)
{
	return moment->unread ? "not read" : moment->type < 0 ? "unreadable"
		: record_type_word((enum record_type)moment->type);
}

const char *
moment_standing(struct arena *arena, const struct moment *moment)
{
	return moment->certified ? "certified"
		: moment->witnesses == 0 ? moment->verdict
		: arena_printf(arena, "witnessed(%zu)", moment->witnesses);
}

void
moment_print_standing(struct buf *out, const struct moment *moment)
{
	if (moment->certified)
		buf_text(out, "It stands under the checkpoints of others, as many as the "
			 "policy asks for.");
	else if (moment->witnesses == 1)
		buf_text(out, "One other person has seen it: taking it back would show.");
	else if (moment->witnesses != 0)
		buf_printf(out, "%zu other persons have seen it: taking it back would show.",
			   moment->witnesses);
}

void
moment_print(struct buf *out, const struct moment *moment)
{
	const char *between = "";

	if (moment->blind) {
		buf_text(out, "blind");
		between = ", ";
	}
	if (moment->outcome != NULL) {
		buf_printf(out, "%s", moment->outcome);
		between = ", ";
	}
	if (moment->said != NULL) {
		buf_printf(out, "%s%s", between, moment->said);
		between = ", ";
	}
	if (moment->superseded)
		buf_printf(out, "%ssuperseded", between);
}

void
moment_print_unread(struct buf *out, const struct moment *moment)
{
	if (moment->unread)
		buf_text(out, "its chain is not read, so nothing of what it says is shown: "
			 "fetch the trust chain that knows its key");
}

int
moment_may_be_seen(const struct moment *moment, struct err *err)
{
	return moment->blind ? blind_refuse(moment->portfolio, moment->attempt, err) : 0;
}

/* Is the key of this envelope still here? */
static bool
has_key(const struct ledger *ledger, const struct envelope *envelope)
{
	struct sealkey key = { .bytes = NULL };
	struct err ignored;
	bool here = ledger->keys != NULL
		&& keyring_find(&key, ledger->keys, envelope->portfolio, envelope->key,
				&ignored) == 0;

	sealkey_close(&key);
	return here;
}

int
moment_attachment(struct span *out, struct arena *arena, struct ledger *ledger,
		  const struct moment *moment, const struct entry *entry, const char *name,
		  struct err *err)
{
	struct envelope envelope;

	if (moment->wary && moment->type == RECORD_ALARM && strstr(name, ".commit") != NULL)
		return blind_refuse(NULL, 0, err);	/* its subject tells the outcome */
	if (entry->commit == NULL || (moment->erased_by == NULL && moment->portfolio != NULL)
	    || ledger_envelope(&envelope, arena, ledger, entry, name, err) != 0)
		return ledger_attachment(out, arena, ledger, entry, name, err);
	if (moment->portfolio == NULL)
		return err_set(err, ERR_REFUSED, "sealed, and of which portfolio it speaks "
			       "cannot be told here, so neither whether it was erased");
	if (has_key(ledger, &envelope))
		return err_set(err, ERR_REFUSED, "sealed by %s, and erased by record %.12s, but "
			       "the key is still here: `assay seal destroy %.8s` shreds it",
			       moment->actor, moment->erased_by, envelope.portfolio);
	return err_set(err, ERR_REFUSED, moment->shredded
		       ? "sealed by %s, and shredded, as record %.12s says"
		       : "sealed by %s, and erased by record %.12s; the key is not here",
		       moment->actor, moment->erased_by);
}

void
moment_print_check(struct buf *out, const struct moment *moment,
		   const struct workspace *workspace, size_t columns)
{
	stock_print(out, &(struct stock){ .dir = workspace->dir,
		.ledger = workspace->ledger_path, .commit = moment->commit,
		.holds = moment->unread ? NULL
			: moment->type == RECORD_TRUST ? "trust.yaml" : "record.yaml",
		.sha256 = moment->sha256 }, columns);
}
