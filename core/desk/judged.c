#include "core/desk/judged.h"

#include <stdio.h>

#include "core/desk/gate.h"
#include "core/desk/sealing.h"
#include "core/desk/shelf.h"

struct search {
	struct arena *arena;
	struct ledger *ledger;
	const char *sha256;
	struct past_decision *found;
	struct err *err;
	int failed;
	bool hit;
};

static bool
is_sought(void *who, const struct entry *entry)
{
	struct search *search = who;

	if (entry->record == NULL || entry->record->decision == NULL
	    || strcmp(entry->sha256, search->sha256) != 0)
		return true;
	search->hit = true;
	search->failed = past_keep(search->found, search->arena, search->ledger, entry,
				   search->err);
	return false;
}

static int
find(struct past_decision *out, struct arena *arena, struct ledger *ledger,
     const char *sha256, struct err *err)
{
	struct search search = { arena, ledger, sha256, out, err, 0, false };
	const char *erased;

	if (ledger_walk(ledger, NULL, is_sought, &search, err) != 0 || search.failed != 0)
		return -1;
	if (!search.hit)
		return err_set(err, ERR_NOT_FOUND, "this record judges no evidence");
	if (sealing_erasure(&erased, arena, ledger, out->said->portfolio, err) != 0)
		return -1;
	if (erased != NULL)
		past_withhold(out, arena, erased);
	return 0;
}

int
judged_open(struct session *out, const struct workspace *workspace, struct ledger *ledger,
	    const char *sha256, struct err *err)
{
	struct session_options options = { .look = true, .ledger = ledger };
	struct arena arena = { 0 };
	struct past_decision *judged = arena_alloc(&arena, sizeof *judged);
	int failed = find(judged, &arena, ledger, sha256, err);

	options.judged = judged;
	if (failed == 0)
		failed = session_open(out, workspace, judged->said->portfolio, &options,
				      err);
	if (failed == 0)
		out->judged_arena = arena;
	else
		arena_close(&arena);
	return failed;
}

int
judged_choose(struct session *session, const struct past_decision *judged,
	      struct ledger *ledger, struct err *err)
{
	const struct decision *said = judged->said;

	session->judged = judged;
	session->look = true;
	session->taken.attempt = said->attempt;
	session->taken.path = said->evidence.path;
	if (shelf_named(&session->rubric, &session->arena, session->workspace, ledger,
			said->rubric.sha256, err) != 0)
		return err_set(err, ERR_NOT_FOUND,
			       "the rubric it was judged by, %s@%lld, is neither published "
			       "nor in rubrics/ as it was: the evidence cannot be shown as it "
			       "was judged",
			       said->rubric.id, (long long)said->rubric.version);
	snprintf(session->newest, OID_HEX, "%s", said->evidence.commit);
	snprintf(session->draft.evidence, OID_HEX, "%s", said->evidence.commit);
	return 0;
}

static int
say(struct session *session, const char *verb, struct err *err)
{
	if (scoring_say(&session->scoring, verb, err) == 0)
		return 0;
	return err_within(err, "the record cannot be shown with this evidence and rubric");
}

static const char *
address_of(struct session *session, const struct record_cite *cite)
{
	const struct evidence *evidence = &session->dossier.evidence;
	const char *path;

	if (cite->item < 1 || (size_t)cite->item > evidence->count)
		return NULL;
	path = evidence->items[cite->item - 1].path;
	if (cite->lines != NULL || cite->row != NULL)
		return arena_printf(&session->arena, "%s:%s", path,
				    cite->lines != NULL ? cite->lines : cite->row);
	if (cite->page != NULL)
		return arena_printf(&session->arena, "%s#%s", path, cite->page);
	if (cite->time != NULL)
		return arena_printf(&session->arena, "%s@%s", path, cite->time);
	return path;
}

static int
say_score(struct session *session, const struct record_score *score, struct err *err)
{
	int index = rubric_criterion(session->rubric, span_of(score->criterion));
	struct arena *arena = &session->arena;
	const char *verb;

	if (index < 0)
		return err_set(err, ERR_INVALID, "the rubric has no criterion %.80s",
			       score->criterion);
	if (attempt_is_carried(&session->scoring.attempt, (size_t)index))
		return 0;		/* stands from the start */
	verb = score->code != NULL
		? arena_printf(arena, "code %s %s", score->criterion, score->code)
		: arena_printf(arena, "level %s %s", score->criterion, score->level);
	if (say(session, verb, err) != 0)
		return -1;
	for (size_t i = 0; i < score->cite_count; i++) {
		const char *address = address_of(session, &score->cites[i]);

		if (address == NULL)
			return err_set(err, ERR_INVALID, "%s cites item %lld, which is not "
				       "in the evidence", score->criterion,
				       (long long)score->cites[i].item);
		if (say(session, arena_printf(arena, "cite %s %s", score->criterion,
					      address), err) != 0)
			return -1;
	}
	return 0;
}

static int
say_notes(struct session *session, const struct notes *notes, struct err *err)
{
	struct arena *arena = &session->arena;

	for (size_t i = 0; i < notes->count; i++)
		if (say(session, arena_printf(arena, "note %s %s",
					      notes->items[i].criterion,
					      notes->items[i].text), err) != 0)
			return -1;
	return notes->overall == NULL ? 0
		: say(session, arena_printf(arena, "note overall %s", notes->overall), err);
}

/* The check that a reason of a return at the gate is about; -1. */
static int
check_in(const struct rubric *rubric, struct span why)
{
	struct span rest = why;

	if (!span_is(span_cut(&rest, ':'), "gate") || rest.len == 0)
		return -1;
	rest = (struct span){ rest.data + 1, rest.len - 1 };
	rest = span_cut(&rest, ':');
	for (size_t i = 0; i < rubric->gate_count; i++)
		if (span_is(rest, rubric->gate[i].id))
			return (int)i;
	return -1;
}

/* What a person did not find met at the gate; assay finds the rest again. */
static int
say_ticks(struct session *session, const struct decision *said, struct err *err)
{
	const struct scoring *scoring = &session->scoring;

	for (size_t i = 0; said->stage != NULL && i < said->why_count; i++) {
		int check = check_in(session->rubric, span_of(said->why[i]));
		const struct gate_check *what;

		if (check < 0)
			continue;
		what = &session->rubric->gate[check];
		if (scoring->ticks[check] == GATE_UNSAID
		    && gate_is_said(what, scoring->survey)
		    && say(session, arena_printf(&session->arena, "gate %s unmet", what->id),
			   err) != 0)
			return -1;
	}
	return 0;
}

static int
say_whole(struct session *session, const struct decision *said, struct err *err)
{
	enum outcome outcome = (enum outcome)(said->outcome + OUTCOME_PASS);

	if (strcmp(said->conflict, "none") == 0 && say(session, "conflict none", err) != 0)
		return -1;
	if (said->stage != NULL || !session->rubric->manual)
		return 0;
	return say(session, arena_printf(&session->arena, "decide %s",
					 outcome_word(outcome)), err);
}

int
judged_replay(struct session *session, struct err *err)
{
	const struct decision *said = session->judged->said;
	char tree[OID_HEX];

	oid_hex(tree, &session->dossier.evidence.tree);
	if (strcmp(tree, said->evidence.tree) != 0)
		return err_set(err, ERR_INVALID,
			       "commit %.12s holds another tree than was judged",
			       said->evidence.commit);
	for (size_t i = 0; i < said->score_count; i++)
		if (say_score(session, &said->scores[i], err) != 0)
			return -1;
	if (say_notes(session, &session->judged->notes, err) != 0
	    || say_ticks(session, said, err) != 0)
		return -1;
	return say_whole(session, said, err);
}

void
judged_print(struct buf *out, const struct session *session)
{
	char hex[OID_HEX];

	oid_hex(hex, &session->judged->oid);
	buf_printf(out, "as judged by %s, record %.12s", session->judged->actor, hex);
}
