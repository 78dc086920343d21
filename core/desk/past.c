#include "core/desk/past.h"

/* It still counts for decisions that rest on it. */
static void
supersede(struct past *past, const char *sha256)
{
	for (size_t i = 0; i < past->count; i++)
		if (strcmp(past->items[i].sha256, sha256) == 0)
			past->items[i].superseded = true;
}

static bool
has_attached(const struct commit *commit, const char *name)
{
	for (size_t i = 0; i < commit->attachment_count; i++)
		if (strcmp(commit->attachments[i].name, name) == 0)
			return true;
	return false;
}

/* In the place of each note stands why it cannot be read. */
static void
put_sentence(struct past_decision *out, struct arena *arena, const char *why)
{
	const struct decision *said = out->said;
	const char *text = arena_printf(arena, "(%s)", why);

	out->sealed = arena_text(arena, why);
	out->notes = (struct notes){ .overall = text,
		.items = arena_array(arena, said->score_count, sizeof *out->notes.items) };
	for (size_t i = 0; i < said->score_count; i++)
		if (said->scores[i].note != NULL && strcmp(said->scores[i].note, "none") != 0)
			out->notes.items[out->notes.count++] =
				(struct record_note){ said->scores[i].criterion, text };
}

/* The whole decision is worth reading without them. */
static void
keep_notes(struct past_decision *out, struct arena *arena, struct ledger *ledger,
	   const struct entry *entry)
{
	struct faults faults = { .arena = arena, .path = "notes.yaml" };
	struct span bytes;
	struct err err;

	if (!has_attached(entry->commit, "notes.yaml"))
		return;
	if (ledger_attachment(&bytes, arena, ledger, entry, "notes.yaml", &err) != 0)
		put_sentence(out, arena, err.text);
	else if (notes_read(&out->notes, arena, &faults, bytes) != 0)
		out->notes = (struct notes){ .count = 0 };
}

int
past_keep(struct past_decision *out, struct arena *arena, struct ledger *ledger,
	  const struct entry *entry, struct err *err)
{
	struct faults faults = { .arena = arena, .path = "record.yaml" };
	const struct record *record;
	struct span bytes;
	bool newer;

	if (ledger_file(&bytes, arena, ledger, entry, err) != 0)
		return -1;
	record = record_read(arena, &faults, &newer, RECORD_DECISION, bytes);
	if (record == NULL)
		return err_set(err, ERR_INVALID, "a record cannot be read again");
	*out = (struct past_decision){ .sha256 = arena_text(arena, entry->sha256),
				       .oid = entry->oid,
				       .actor = arena_text(arena, entry->commit->actor),
				       .said = record->decision };
	keep_notes(out, arena, ledger, entry);
	return 0;
}

const char *
past_erased_by(struct arena *arena, const struct entry *entry, const char *portfolio)
{
	const char *about;
	char hex[OID_HEX];

	if (!entry->counts || entry->record == NULL || entry->record->type != RECORD_ERASURE)
		return NULL;
	about = record_about(entry->record);
	if (about == NULL || portfolio == NULL || strcmp(about, portfolio) != 0)
		return NULL;
	oid_hex(hex, &entry->oid);
	return arena_text(arena, hex);
}

void
past_withhold(struct past_decision *item, struct arena *arena, const char *erased)
{
	if (item->notes.count != 0 || item->notes.overall != NULL)
		put_sentence(item, arena, arena_printf(arena, "erased by record %.12s", erased));
}

/* From now on, and what was read before. */
static void
erase(struct past *past, struct arena *arena, const char *erased)
{
	past->erased = erased;
	for (size_t i = 0; i < past->count; i++)
		past_withhold(&past->items[i], arena, erased);
}

int
past_add(struct past *past, struct arena *arena, struct ledger *ledger,
	 const struct entry *entry, struct err *err)
{
	const struct decision *said = entry->record == NULL || !entry->counts
		? NULL : entry->record->decision;
	const char *erased = past_erased_by(arena, entry, past->portfolio);
	struct past_decision item;

	if (erased != NULL)
		erase(past, arena, erased);
	if (said == NULL || !attempt_decides(said)
	    || strcmp(said->portfolio, past->portfolio) != 0)
		return 0;
	if (past_keep(&item, arena, ledger, entry, err) != 0)
		return -1;
	if (past->erased != NULL)
		past_withhold(&item, arena, past->erased);
	for (size_t i = 0; i < said->supersedes_count; i++)
		supersede(past, said->supersedes[i]);
	past->items = arena_grow(arena, past->items, past->count, sizeof *past->items);
	past->items[past->count++] = item;
	return 0;
}

struct reading {
	struct past *past;
	struct arena *arena;
	struct ledger *ledger;
	struct err *err;
	int failed;
};

static bool
read_entry(void *who, const struct entry *entry)
{
	struct reading *at = who;

	at->failed = past_add(at->past, at->arena, at->ledger, entry, at->err);
	return at->failed == 0;
}

int
past_read(struct past *out, struct arena *arena, struct ledger *ledger,
	  const char *portfolio, struct err *err)
{
	struct reading at = { out, arena, ledger, err, 0 };

	*out = (struct past){ .portfolio = portfolio };
	if (ledger_walk_about(ledger, portfolio, NULL, read_entry, &at, err) != 0)
		return -1;
	return at.failed;
}

/* The last of the highest attempt below `number`; with a structure, of those that count. */
static const struct past_decision *
last_of(const struct past *past, int64_t number, const char *structure)
{
	const struct past_decision *last = NULL;

	for (size_t i = 0; i < past->count; i++) {
		const struct past_decision *item = &past->items[i];

		if (item->superseded || item->said->attempt >= number
		    || (structure != NULL
			&& !attempt_counts(item->said, past->portfolio, number,
					   structure)))
			continue;
		if (last == NULL || item->said->attempt >= last->said->attempt)
			last = item;
	}
	return last;
}

const struct past_decision *
past_before(const struct past *past, int64_t attempt)
{
	return last_of(past, attempt, NULL);
}

const struct past_decision *
past_of(const struct past *past, int64_t attempt)
{
	const struct past_decision *last = last_of(past, attempt + 1, NULL);

	return last != NULL && last->said->attempt == attempt ? last : NULL;
}

static const struct past_decision *
find(const struct past *past, const char *sha256)
{
	for (size_t i = 0; i < past->count; i++)
		if (strcmp(past->items[i].sha256, sha256) == 0)
			return &past->items[i];
	return NULL;
}

/* What the decision followed rests on, and itself: see core/model/attempt.h. */
static size_t
gather(const struct past_decision **basis, const struct past *past,
       const struct rubric *rubric, int64_t number)
{
	const struct past_decision *last, *item;
	char structure[DIGEST_HEX];
	size_t count = 0;

	digest_hex(structure, &rubric->structure);
	last = last_of(past, number, structure);
	if (last == NULL || !attempt_rests(rubric))
		return 0;
	for (size_t i = 0; rubric->banking_best_of && i < last->said->basis_count; i++) {
		item = find(past, last->said->basis[i]);
		if (item == NULL || !attempt_counts(item->said, past->portfolio, number,
						    structure))
			continue;
		if (count == ATTEMPT_BASIS - 1)
			memmove(basis, basis + 1, --count * sizeof *basis);
		basis[count++] = item;
	}
	basis[count++] = last;
	return count;
}

void
past_attempt(struct attempt *out, const struct past_decision ***basis, size_t *count,
	     struct arena *arena, const struct past *past, const struct rubric *rubric,
	     int64_t number)
{
	const struct decision *said[ATTEMPT_BASIS];
	struct err err;

	*basis = arena_array(arena, ATTEMPT_BASIS, sizeof **basis);
	*count = gather(*basis, past, rubric, number);
	for (size_t i = 0; i < *count; i++)
		said[i] = (*basis)[i]->said;
	if (attempt_follow(out, arena, rubric, number, said, *count, &err) == 0)
		return;
	*out = attempt_alone(rubric, number);
	*count = 0;
}
