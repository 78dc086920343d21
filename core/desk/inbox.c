#include "core/desk/inbox.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/file.h"
#include "core/desk/inbox_facts.h"
#include "core/desk/moderate.h"
#include "core/desk/scoring.h"
#include "core/store/draft.h"

struct known_rubric {
	const char *id;
	const struct rubric *rubric;	/* NULL: cannot be read */
	const char *trouble;
	size_t criteria;		/* that want a judgement */
};

struct reading {
	struct arena *arena;
	const struct workspace *workspace;
	int64_t now;
	struct known_rubric *rubrics;	/* room for one a portfolio */
	size_t rubric_count;
};

const char *
inbox_state_word(enum inbox_state state)
{
	static const char *const words[] = { "ready", "drafting", "signed" };

	return words[state];
}

static size_t
judgeable(const struct rubric *rubric)
{
	struct scoring empty;
	size_t count;

	scoring_open(&empty, rubric, NULL);
	count = scoring_judgeable(&empty);
	scoring_close(&empty);
	return count;
}

static const struct known_rubric *
know_rubric(struct reading *reading, const char *id)
{
	struct known_rubric known = { .id = id };
	struct err err;

	for (size_t i = 0; i < reading->rubric_count; i++)
		if (strcmp(reading->rubrics[i].id, id) == 0)
			return &reading->rubrics[i];
	if (workspace_rubric(&known.rubric, NULL, reading->arena, reading->workspace, id,
			     &err) != 0)
		known.trouble = arena_text(reading->arena, err.text);
	else
		known.criteria = judgeable(known.rubric);
	reading->rubrics[reading->rubric_count] = known;
	return &reading->rubrics[reading->rubric_count++];
}

static bool
starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* What a draft came to, without opening the evidence. */
static const char *
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
	scoring_close(&scoring);
	if (begun)
		return "signing was begun; sign again to finish it";
	if (err.code != ERR_NONE)
		return "a line of its draft does not hold any more";
	if (count == 0)
		return "ready to sign";
	item->reasons |= INBOX_GAP;
	return arena_printf(arena, "%zu gap%s", count, count == 1 ? "" : "s");
}

/* Which commit it judges: the one it was begun with, or that was chosen since. */
static const char *
judged_commit(const struct draft *draft)
{
	const char *commit = draft->evidence;

	for (size_t i = 0; i < draft->count; i++)
		if (starts_with(draft->verbs[i], "evidence ")
		    && !starts_with(draft->verbs[i], "evidence keep"))
			commit = draft->verbs[i] + strlen("evidence ");
	return commit;
}

/* Has the evidence that one judges, or judged, gone on to what the assignment pins? */
static void
compare_commits(struct inbox_item *item, const struct facts *facts, const char *judged)
{
	if (facts->assigned_commit != NULL && judged != NULL
	    && strcmp(facts->assigned_commit, judged) != 0)
		item->reasons |= INBOX_MOVED;
}

/* What was begun and not signed, in a few words; NULL: nothing. */
static const char *
look_at_draft(struct reading *reading, struct inbox_item *item, const struct taken *taken,
	      const struct attempt *attempt, const struct facts *facts)
{
	struct draft draft;
	struct err err = { 0 };
	const char *path = workspace_draft_path(reading->arena, reading->workspace,
						taken->portfolio, taken->attempt);
	char digest[DIGEST_HEX];
	const char *said = NULL;

	if (!file_exists(path))
		return NULL;
	if (draft_open(&draft, reading->arena, path, "", "", true, "", &err) != 0)
		return arena_text(reading->arena, err.text);
	if (draft.count != 0) {
		digest_hex(digest, &attempt->rubric->sha256);
		said = strcmp(digest, draft.rubric) != 0
			? "the rubric changed since this draft was begun"
			: replay(item, reading->arena, &draft, attempt);
		compare_commits(item, facts, judged_commit(&draft));
	}
	draft_close(&draft);
	return said;
}

/* ---- why ---- */

static void
add_reason(struct buf *out, const char *fmt, const char *what)
{
	if (out->len != 0)
		buf_text(out, "; ");
	buf_printf(out, fmt, what);
}

/* What stands: a moderator may have put something in its place. */
static void
print_decision(struct buf *out, const struct verdict_said *said)
{
	int outcome = said->result >= 0 ? said->result : said->outcome;

	buf_printf(out, "%s%s, ", said->at_gate && said->result < 0
		   ? "returned at the gate: " : "",
		   outcome_phrase((enum outcome)(outcome + OUTCOME_PASS)));
	if (said->moderator != NULL)
		buf_printf(out, "%s by %s; ", moderation_done((enum moderation_action)
							      said->action), said->moderator);
	buf_printf(out, "by %s", said->actor);
}

/* A case that is open: begun here and not signed, or passed up. */
static void
tell_case(struct buf *out, struct inbox_item *item, const struct verdict_said *decided,
	  bool begun)
{
	if (begun)
		add_reason(out, "%s", "case begun");
	if (begun || (decided->moderator != NULL && decided->action == MODERATION_ESCALATE))
		item->reasons |= INBOX_CASE;
	buf_text(out, begun ? "; " : "");
	print_decision(out, decided);
}

static void
tell_back(struct buf *out, struct inbox_item *item, const struct verdict_said *own)
{
	if (own == NULL || own->back_by == NULL)
		return;
	item->reasons |= INBOX_BACK;
	add_reason(out, "passed back by %s", own->back_by);
}

static void
tell_lease(struct buf *out, struct inbox_item *item, const struct facts *facts,
	   int64_t now)
{
	int64_t left = facts->claim_ends - now;
	char text[64] = "has ended";

	if (!facts->claimed || left > INBOX_LEASE_SOON)
		return;
	item->reasons |= INBOX_LEASE;
	if (left > 0)
		snprintf(text, sizeof text, "ends in %lld:%02lld",
			 (long long)(left / 3600), (long long)(left / 60 % 60));
	add_reason(out, "your claim %s", text);
}

/* What the other one decided is not told to who is still to judge it blind. */
static void
tell_second(struct buf *out, struct inbox_item *item, const struct facts *facts,
	    const struct verdict_said *other)
{
	if (!facts->assigned || (other == NULL && !facts->sealed))
		return;
	item->reasons |= INBOX_SECOND;
	if (facts->sealed)
		add_reason(out, "second marking, %s", "sealed");
	else
		add_reason(out, "second marking, after %s", other->actor);
}

static void
tell_again(struct buf *out, const struct inbox_item *item, const struct past *past)
{
	const struct past_decision *before = past_before(past, item->attempt);

	add_reason(out, "%s", "resubmission");
	buf_printf(out, ", attempt %lld", (long long)item->attempt);
	if (before != NULL)
		buf_printf(out, ", after %s by %s",
			   outcome_phrase((enum outcome)(before->said->outcome + OUTCOME_PASS)),
			   before->actor);
}

/* What was decided counts until somebody owes more: one's own, if it was not passed back;
 * another's, where one is not to mark it too. */
static const struct verdict_said *
deciding(const struct facts *facts, const struct verdict_said *own,
	 const struct verdict_said *other)
{
	if (own != NULL && own->back_by == NULL
	    && (other == NULL || facts->assigned || own->seconds >= other->seconds))
		return own;
	return facts->assigned || (own != NULL && own->back_by != NULL) ? NULL : other;
}

static void
tell(struct buf *out, struct inbox_item *item, const struct facts *facts,
     const char *drafted, bool begun, int64_t now)
{
	const struct verdict_said *own = facts_last(facts, true);
	const struct verdict_said *other = facts_last(facts, false);
	const struct verdict_said *decided = deciding(facts, own, other);

	item->returned = decided != NULL && decided->at_gate;
	item->state = drafted != NULL ? INBOX_DRAFTING
		: decided != NULL ? INBOX_SIGNED : INBOX_READY;
	if (item->state == INBOX_SIGNED) {
		item->scored = item->returned ? 0 : item->criteria;
		compare_commits(item, facts, decided->own ? decided->commit : NULL);
		tell_case(out, item, decided, begun);
	} else {
		tell_back(out, item, own);
		tell_lease(out, item, facts, now);
		if (drafted != NULL)
			add_reason(out, "%s", drafted);
		if (own == NULL)
			tell_second(out, item, facts, other);
		if (decided == NULL && item->attempt > 1)
			item->reasons |= INBOX_AGAIN;
		if (drafted == NULL && item->attempt > 1)
			tell_again(out, item, &facts->past);
		if (decided != NULL) {
			buf_text(out, ", after ");
			print_decision(out, decided);
		}
	}
	if (item->reasons & INBOX_MOVED)
		add_reason(out, "%s", "the evidence moved on");
	if (out->len == 0)
		buf_text(out, "not started");
}

/* ---- one of them ---- */

static void
look_at(struct reading *reading, struct inbox_item *item, const struct taken *taken,
	const struct facts *facts)
{
	const struct known_rubric *known = know_rubric(reading, taken->rubric);
	const struct past_decision **basis;
	const char *drafted = NULL;
	struct attempt attempt;
	struct buf why = { 0 };
	size_t count;
	bool begun;

	*item = (struct inbox_item){ .portfolio = taken->portfolio,
		.rubric = taken->rubric, .attempt = taken->attempt,
		.title = known->rubric == NULL ? taken->rubric : known->rubric->title,
		.criteria = known->criteria };
	if (known->rubric == NULL) {
		item->why = known->trouble;
		return;
	}
	past_attempt(&attempt, &basis, &count, reading->arena, &facts->past, known->rubric,
		     item->attempt);
	if (item->attempt > 1) {
		struct scoring empty;

		scoring_open(&empty, known->rubric, NULL);
		scoring_follow(&empty, &attempt);
		item->criteria = scoring_judgeable(&empty);
		item->scored = scoring_judged(&empty);
		scoring_close(&empty);
	}
	drafted = look_at_draft(reading, item, taken, &attempt, facts);
	begun = facts->said != NULL
		&& file_exists(moderate_path(reading->arena, reading->workspace,
					     taken->portfolio, taken->attempt));
	tell(&why, item, facts, drafted, begun, reading->now);
	item->why = arena_text(reading->arena, why.data);
	buf_close(&why);
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
order(struct inbox *inbox, const char *actor)
{
	struct arena scratch = { 0 };
	struct ordered *ordered = arena_array(&scratch, inbox->count, sizeof *ordered);
	struct buf key = { 0 };

	for (size_t i = 0; i < inbox->count; i++) {
		buf_clear(&key);
		buf_printf(&key, "%s %s", actor, inbox->items[i].portfolio);
		ordered[i].item = inbox->items[i];
		ordered[i].key = digest_sha256(buf_span(&key));
	}
	if (inbox->count > 1)
		qsort(ordered, inbox->count, sizeof *ordered, compare);
	for (size_t i = 0; i < inbox->count; i++)
		inbox->items[i] = ordered[i].item;
	buf_close(&key);
	arena_close(&scratch);
}

int
inbox_read(struct inbox *out, struct arena *arena, const struct workspace *workspace,
	   struct ledger *ledger, int64_t now, struct err *err)
{
	struct reading reading = { .arena = arena, .workspace = workspace, .now = now };
	struct taken *taken;
	struct facts *facts;
	size_t count;

	*out = (struct inbox){ 0 };
	if (workspace_taken(&taken, &count, arena, workspace, err) != 0)
		return -1;
	facts = arena_array(arena, count, sizeof *facts);
	if (facts_read(facts, &out->records, arena, taken, count, workspace->actor, ledger,
		       err) != 0)
		return -1;
	reading.rubrics = arena_array(arena, count, sizeof *reading.rubrics);
	out->items = arena_array(arena, count, sizeof *out->items);
	for (; out->count < count; out->count++)
		look_at(&reading, &out->items[out->count], &taken[out->count],
			&facts[out->count]);
	order(out, workspace->actor);
	return 0;
}
