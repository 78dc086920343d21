#include "core/desk/inbox.h"

#include <stdlib.h>

#include "core/desk/past.h"
#include "core/desk/scoring.h"
#include "core/store/draft.h"

struct known_rubric {
	const char *id;
	const struct rubric *rubric;	/* NULL: cannot be read */
	const char *trouble;
};

/* What an item is told from, beside the drafts. */
struct waiting {
	const struct taken *taken;
	const struct known_rubric *known;
	struct past past;		/* of a later attempt */
};

struct folding {
	struct arena *arena;
	const struct workspace *workspace;
	struct ledger *ledger;
	struct inbox *inbox;
	struct waiting *waiting;	/* by item */
	struct err *err;
	int failed;
	struct known_rubric *rubrics;	/* room for one a portfolio */
	size_t rubric_count;
};

const char *
inbox_state_word(enum inbox_state state)
{
	static const char *const words[] = { "ready", "drafting", "signed" };

	return words[state];
}

static const struct known_rubric *
know_rubric(struct folding *folding, const char *id)
{
	struct known_rubric known = { .id = id };
	struct err err;

	for (size_t i = 0; i < folding->rubric_count; i++)
		if (strcmp(folding->rubrics[i].id, id) == 0)
			return &folding->rubrics[i];
	if (workspace_rubric(&known.rubric, NULL, folding->arena, folding->workspace, id,
			     &err) != 0)
		known.trouble = arena_text(folding->arena, err.text);
	folding->rubrics[folding->rubric_count] = known;
	return &folding->rubrics[folding->rubric_count++];
}

static bool
starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* What a draft came to, without opening the evidence. */
static void
replay(struct inbox_item *item, struct arena *arena, const struct draft *draft,
       const struct attempt *attempt)
{
	struct scoring scoring;
	struct gap *gaps;
	struct err err = { 0 };
	bool begun = starts_with(draft->verbs[draft->count - 1], "sealing ");
	size_t count;

	scoring_open(&scoring, attempt->rubric, NULL);
	scoring_follow(&scoring, attempt);
	for (size_t i = 0; i < draft->count; i++) {
		const char *verb = draft->verbs[i];

		if (starts_with(verb, "seen ") || starts_with(verb, "evidence ")
		    || starts_with(verb, "sealing "))
			continue;
		if (scoring_say(&scoring, verb, &err) != 0)
			break;
	}
	item->scored = scoring_judged(&scoring);
	count = scoring_gaps(&gaps, arena, &scoring);
	item->why = begun ? "signing was begun; sign again to finish it"
		: err.code != ERR_NONE ? "a line of its draft does not hold any more"
		: count == 0 ? "ready to sign"
		: arena_printf(arena, "%zu gap%s", count, count == 1 ? "" : "s");
	scoring_close(&scoring);
}

static void
look_at_draft(struct folding *folding, struct inbox_item *item, const struct taken *taken,
	      const struct attempt *attempt)
{
	struct draft draft;
	struct err err = { 0 };
	char digest[DIGEST_HEX];
	const char *path = workspace_draft_path(folding->arena, folding->workspace,
						taken->portfolio, taken->attempt);

	if (draft_open(&draft, folding->arena, path, "", "", true, "", &err) != 0) {
		item->state = INBOX_DRAFTING;
		item->why = arena_text(folding->arena, err.text);
		return;
	}
	if (draft.count != 0) {
		item->state = INBOX_DRAFTING;
		digest_hex(digest, &attempt->rubric->sha256);
		if (strcmp(digest, draft.rubric) == 0)
			replay(item, folding->arena, &draft, attempt);
		else
			item->why = "the rubric changed since this draft was begun";
	}
	draft_close(&draft);
}

static void
add_item(struct folding *folding, const struct taken *taken)
{
	struct inbox *inbox = folding->inbox;
	const struct known_rubric *known = know_rubric(folding, taken->rubric);

	folding->waiting[inbox->count] =
		(struct waiting){ taken, known, { .portfolio = taken->portfolio } };
	inbox->items[inbox->count++] = (struct inbox_item){
		.portfolio = taken->portfolio, .rubric = taken->rubric,
		.attempt = taken->attempt, .why = "not started",
		.title = known->rubric == NULL ? taken->rubric : known->rubric->title };
}

/* Why a later attempt waits: what became of the one before. */
static void
tell_again(struct folding *folding, struct inbox_item *item, const struct past *past)
{
	const struct past_decision *before = past_before(past, item->attempt);

	if (item->attempt == 1)
		return;
	item->why = arena_printf(folding->arena, "resubmission, attempt %lld",
				 (long long)item->attempt);
	if (before != NULL)
		item->why = arena_printf(folding->arena, "%s, after %s by %s", item->why,
			outcome_phrase((enum outcome)(before->said->outcome + OUTCOME_PASS)),
			before->actor);
}

/* How far it is: what it carries, and its draft. */
static void
look_at(struct folding *folding, struct inbox_item *item, const struct waiting *waiting)
{
	const struct past_decision **basis;
	struct attempt attempt;
	struct scoring empty;
	size_t count;

	tell_again(folding, item, &waiting->past);
	if (waiting->known->rubric == NULL) {
		item->why = waiting->known->trouble;
		return;
	}
	past_attempt(&attempt, &basis, &count, folding->arena, &waiting->past,
		     waiting->known->rubric, item->attempt);
	scoring_open(&empty, waiting->known->rubric, NULL);
	scoring_follow(&empty, &attempt);
	item->criteria = scoring_judgeable(&empty);
	item->scored = scoring_judged(&empty);
	scoring_close(&empty);
	look_at_draft(folding, item, waiting->taken, &attempt);
}

/* The last word on a portfolio stands; a draft begun after it is shown as a draft. */
static bool
fold(void *who, const struct entry *entry)
{
	struct folding *folding = who;
	const struct decision *said;

	if (!entry->counts || entry->record == NULL || entry->record->decision == NULL)
		return true;
	said = entry->record->decision;
	for (size_t i = 0; i < folding->inbox->count; i++) {
		struct inbox_item *item = &folding->inbox->items[i];

		if (strcmp(item->portfolio, said->portfolio) != 0)
			continue;
		if (said->attempt < item->attempt)
			folding->failed |= past_add(&folding->waiting[i].past,
						    folding->arena, folding->ledger,
						    entry, folding->err);
		if (item->attempt != said->attempt)
			continue;
		item->returned = said->stage != NULL;
		item->decided =
			arena_printf(folding->arena, "%s%s, by %s",
				     item->returned ? "returned at the gate: " : "",
				     outcome_phrase((enum outcome)(said->outcome + 1)),
				     entry->commit->actor);
	}
	return folding->failed == 0;
}

/* What was decided, or what was begun after it. */
static void
settle(struct inbox_item *item, struct arena *arena)
{
	if (item->decided == NULL)
		return;
	if (item->state == INBOX_DRAFTING) {
		item->why = arena_printf(arena, "%s, after %s", item->why, item->decided);
		return;
	}
	item->state = INBOX_SIGNED;
	item->scored = item->returned ? 0 : item->criteria;
	item->why = item->decided;
}

struct ordered {
	struct inbox_item item;
	struct digest key;
};

static int
compare(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	bool xs = x->item.state == INBOX_SIGNED, ys = y->item.state == INBOX_SIGNED;

	if (xs != ys)
		return xs ? 1 : -1;
	return memcmp(x->key.bytes, y->key.bytes, DIGEST_SIZE);
}

/* Neutral and each assessor's own: by a hash of actor and portfolio, so that no learner is
 * always read first, or always after the best (workflow.md, section 3). */
static void
order(struct folding *folding)
{
	struct inbox *inbox = folding->inbox;
	struct ordered *ordered =
		arena_array(folding->arena, inbox->count, sizeof *ordered);

	for (size_t i = 0; i < inbox->count; i++) {
		const char *key = arena_printf(folding->arena, "%s %s",
					       folding->workspace->actor,
					       inbox->items[i].portfolio);

		ordered[i].item = inbox->items[i];
		ordered[i].key = digest_sha256(span_of(key));
	}
	if (inbox->count > 1)
		qsort(ordered, inbox->count, sizeof *ordered, compare);
	for (size_t i = 0; i < inbox->count; i++)
		inbox->items[i] = ordered[i].item;
}

int
inbox_read(struct inbox *out, struct arena *arena, const struct workspace *workspace,
	   struct ledger *ledger, struct err *err)
{
	struct folding folding = { .arena = arena, .workspace = workspace, .inbox = out,
				   .ledger = ledger, .err = err };
	struct taken *taken;
	size_t count;

	*out = (struct inbox){ 0 };
	if (workspace_taken(&taken, &count, arena, workspace, err) != 0)
		return -1;
	out->items = arena_array(arena, count, sizeof *out->items);
	folding.waiting = arena_array(arena, count, sizeof *folding.waiting);
	folding.rubrics = arena_array(arena, count, sizeof *folding.rubrics);
	for (size_t i = 0; i < count; i++)
		add_item(&folding, &taken[i]);
	if (ledger_walk(ledger, NULL, fold, &folding, err) != 0 || folding.failed != 0)
		return -1;
	for (size_t i = 0; i < out->count; i++) {
		look_at(&folding, &out->items[i], &folding.waiting[i]);
		settle(&out->items[i], arena);
	}
	order(&folding);
	return 0;
}
