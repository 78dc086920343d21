#include "core/desk/moderate.h"

#include <stdlib.h>

#include "core/desk/blind.h"
#include "core/desk/judged.h"

const char *
moderation_word(enum moderation_action action)
{
	return record_actions[action];
}

int
moderation_from_word(const char *word)
{
	for (int i = 0; record_actions[i] != NULL; i++)
		if (strcmp(record_actions[i], word) == 0)
			return i;
	return -1;
}

const char *
moderation_done(enum moderation_action action)
{
	static const char *const done[] = {
		[MODERATION_CONFIRM] = "confirmed", [MODERATION_ADJUST] = "adjusted",
		[MODERATION_RETURN] = "returned", [MODERATION_ESCALATE] = "escalated",
		[MODERATION_RESOLVE] = "resolved" };

	return done[action];
}

char *
moderate_path(struct arena *arena, const struct workspace *workspace, const char *portfolio,
	      int64_t attempt)
{
	return arena_printf(arena, "%s.case", workspace_draft_path(arena, workspace, portfolio,
								   attempt));
}

/* ---- what the ledger has of it ---- */

struct reading {
	struct moderating *of;
	struct blind blind;
	struct err *err;
	int failed;
	struct said_of {		/* a moderation, before it is known what it is of */
		struct moderation_before what;
		const char **of;
		size_t of_count;
	} *said;
	size_t said_count;
};

static void
add_moderation(struct reading *at, const struct entry *entry)
{
	struct arena *arena = &at->of->arena;
	const struct moderation *body = entry->record->body;
	struct said_of *said;

	at->said = arena_grow(arena, at->said, at->said_count, sizeof *at->said);
	said = &at->said[at->said_count++];
	*said = (struct said_of){ .what = { arena_text(arena, entry->commit->actor),
					    (enum moderation_action)body->action,
					    entry->commit->time },
				  .of = arena_array(arena, body->of_count, sizeof *said->of) };
	for (size_t i = 0; i < body->of_count; i++)
		said->of[said->of_count++] = arena_text(arena, body->of[i]);
}

static bool
read_entry(void *who, const struct entry *entry)
{
	struct reading *at = who;
	struct moderating *m = at->of;

	blind_add(&at->blind, &m->arena, entry);
	if (entry->counts && entry->record != NULL && entry->record->type == RECORD_MODERATION)
		add_moderation(at, entry);
	at->failed = past_add(&m->past, &m->arena, m->ledger, entry, at->err);
	return at->failed == 0;
}

/* The primary one first, then by whose they are. */
static int
by_role(const void *a, const void *b)
{
	const struct past_decision *const *x = a, *const *y = b;

	if ((*x)->said->role != (*y)->said->role)
		return (*x)->said->role - (*y)->said->role;
	return strcmp((*x)->actor, (*y)->actor);
}

static void
put_in_order(struct moderating *m)
{
	if (m->of_count > 1)
		qsort(m->of, m->of_count, sizeof *m->of, by_role);
}

/* What stands on this attempt, or the one that is asked for. */
static void
choose(struct moderating *m, const char *only)
{
	m->of = arena_array(&m->arena, m->past.count, sizeof *m->of);
	for (size_t i = 0; i < m->past.count; i++) {
		const struct past_decision *item = &m->past.items[i];

		if (only != NULL ? strcmp(item->sha256, only) == 0
		    : !item->superseded && item->said->attempt == m->taken.attempt)
			m->of[m->of_count++] = item;
	}
	put_in_order(m);
}

static bool
is_of(const struct moderating *m, const struct said_of *said)
{
	for (size_t i = 0; i < m->of_count; i++)
		for (size_t k = 0; k < said->of_count; k++)
			if (strcmp(m->of[i]->sha256, said->of[k]) == 0)
				return true;
	return false;
}

static void
keep_before(struct moderating *m, const struct reading *at)
{
	m->before = arena_array(&m->arena, at->said_count, sizeof *m->before);
	for (size_t i = 0; i < at->said_count; i++)
		if (is_of(m, &at->said[i]))
			m->before[m->before_count++] = at->said[i].what;
}

/* ---- who may ---- */

static int
check_choice(const struct moderating *m, const char *only, struct err *err)
{
	const struct taken *taken = &m->taken;

	if (m->of_count == 0 && only != NULL)
		return err_set(err, ERR_NOT_FOUND, "that is no decision on %.8s",
			       taken->portfolio);
	if (m->of_count == 0)
		return err_set(err, ERR_NOT_FOUND, "nothing is decided on attempt %lld of %.8s"
			       " yet", (long long)taken->attempt, taken->portfolio);
	if (m->of[0]->superseded)
		return err_set(err, ERR_REFUSED, "that decision is superseded: what %s decided "
			       "since is to be moderated", m->of[0]->actor);
	for (size_t i = 0; i < m->of_count; i++)
		if (strcmp(m->of[i]->actor, m->workspace->actor) == 0)
			return err_set(err, ERR_REFUSED, "you judged it yourself: somebody "
				       "else is to moderate it, or the decision of another "
				       "alone");
	return 0;
}

static int
check_role(const struct moderating *m, struct err *err)
{
	const struct trust *trust = m->ledger->trust;
	const char *rubric = m->of[0]->said->rubric.id;
	struct sshkey key;
	bool sealed;

	if (seal_peek_signer(&key, &sealed, m->workspace, err) != 0)
		return -1;
	return trust_allows(trust, key.kid, 1u << TRUST_MODERATOR | 1u << TRUST_IQA, rubric,
			    trust->version) ? 0
		: err_set(err, ERR_REFUSED, "unauthorised: you are no moderator for %.80s; an "
			  "administrator can make you one", rubric);
}

static int
check_blind(const struct moderating *m, const struct reading *at, struct err *err)
{
	int64_t attempt = m->of_count == 0 ? 0 : m->of[0]->said->attempt;

	return blind_covers(&at->blind, m->taken.portfolio, attempt)
		? blind_refuse(m->taken.portfolio, attempt, err) : 0;
}

/* ---- the draft ---- */

struct draft *
moderate_draft(struct moderating *moderating)
{
	return moderating->session != NULL ? &moderating->session->draft : &moderating->draft;
}

static bool
starts(const char *verb, const char *word, const char **rest)
{
	size_t len = strlen(word);

	if (strncmp(verb, word, len) != 0 || verb[len] != ' ')
		return false;
	*rest = verb + len + 1;
	return true;
}

/* ---- a reason that is being written ---- */

#define ON_REASON "reason"

/* What is written of it lies beside the draft, and is none. */
static struct draft
beside(const struct moderating *m)
{
	return (struct draft){ .fd = -1, .lock = -1, .path = m->beside };
}

static void
read_jotting(struct moderating *m)
{
	const struct draft draft = beside(m);

	jotting_read(&m->begun, &m->arena, &draft);
	if (m->begun.on != NULL && strcmp(m->begun.on, ON_REASON) != 0)
		m->begun = (struct jotting){ 0 };
}

int
moderate_jot(const struct moderating *moderating, const char *text, size_t at,
	     struct err *err)
{
	const struct draft draft = beside(moderating);
	const struct jotting jotting = { ON_REASON, text, at };

	return jotting_keep(&draft, &jotting, err);
}

void
moderate_drop_jotting(struct moderating *moderating)
{
	const struct draft draft = beside(moderating);

	jotting_drop(&draft);
	moderating->begun = (struct jotting){ 0 };
}

/* ---- what the draft has ---- */

/* A line of the draft that is no verb of an assessment, nor a tick of what was opened. */
static bool
recall(struct moderating *m, const char *line)
{
	const char *rest;

	if (starts(line, "of", &rest) || starts(line, "seen", &rest))
		return true;
	m->sealing = NULL;
	if (starts(line, "sealing", &rest))
		m->sealing = rest;
	else if (starts(line, "action", &rest))
		m->action = moderation_from_word(rest);
	else if (starts(line, "reason", &rest))
		m->reason = *rest == '\0' ? NULL : rest;
	else
		return false;
	return true;
}

static void
name_of(struct moderating *m)
{
	struct buf line = { 0 };

	buf_text(&line, "of");
	for (size_t i = 0; i < m->of_count; i++)
		buf_printf(&line, " %s", m->of[i]->sha256);
	m->first_line = arena_text(&m->arena, line.data);
	buf_close(&line);
}

static const struct past_decision *
decision_of(const struct moderating *m, struct span sha256)
{
	for (size_t i = 0; i < m->past.count; i++)
		if (span_is(sha256, m->past.items[i].sha256))
			return &m->past.items[i];
	return NULL;
}

/* The decisions a case was begun on, if they still stand. */
static bool
take_begun(struct moderating *m, const char *line)
{
	const struct past_decision **of = arena_array(&m->arena, m->past.count, sizeof *of);
	struct span rest = span_of(line);
	size_t count = 0;

	span_cut(&rest, ' ');
	while (rest.len != 0) {
		const struct past_decision *item = decision_of(m, span_cut(&rest, ' '));

		if (item == NULL || item->superseded || count == m->past.count)
			return false;
		of[count++] = item;
	}
	if (count == 0)
		return false;
	m->of = of;
	m->of_count = count;
	return true;
}

/* One is begun on what stands, or on what was asked for; and gone on with as it was begun. */
static int
check_begun(struct moderating *m, const char *only, struct err *err)
{
	const char *line = m->draft.count == 0 ? m->first_line : m->draft.verbs[0];

	if (strcmp(line, m->first_line) == 0)
		return 0;
	if (only == NULL && take_begun(m, line)) {
		m->first_line = line;
		return 0;
	}
	return err_set(err, ERR_CONFLICT, "a case was begun here on other decisions than these: "
		       "`assay moderate %.8s --drop` sets it aside", m->taken.portfolio);
}

static int
open_draft(struct moderating *m, const struct moderating_how *how, struct err *err)
{
	const struct decision *said = m->of[0]->said;
	char *path = moderate_path(&m->arena, m->workspace, m->taken.portfolio, said->attempt);

	name_of(m);
	if ((how->take_over && draft_evict(path, err) != 0)
	    || draft_open(&m->draft, &m->arena, path, said->rubric.sha256, said->evidence.commit,
		       false, how->who == NULL ? "" : how->who, err) != 0
	    || (!how->dropping && check_begun(m, how->only, err) != 0))
		return -1;
	for (size_t i = 0; i < m->draft.count; i++)
		if (!recall(m, m->draft.verbs[i]))
			m->waiting++;
	m->beside = arena_printf(&m->arena, "%s.reason", path);
	read_jotting(m);
	return 0;
}

static int
read_ledger(struct moderating *m, const char *only, struct err *err)
{
	struct reading at = { .of = m, .err = err, .blind = { .actor = m->workspace->actor } };

	m->past = (struct past){ .portfolio = m->taken.portfolio };
	if (ledger_walk_about(m->ledger, m->taken.portfolio, NULL, read_entry, &at, err) != 0
	    || at.failed != 0)
		return -1;
	blind_settle(&at.blind);
	choose(m, only);
	keep_before(m, &at);
	return check_blind(m, &at, err) != 0 || check_choice(m, only, err) != 0
		|| check_role(m, err) != 0 ? -1 : 0;
}

int
moderate_open(struct moderating *out, const struct workspace *workspace,
	      struct ledger *ledger, const char *portfolio, const struct moderating_how *how,
	      struct err *err)
{
	*out = (struct moderating){ .workspace = workspace, .ledger = ledger, .action = -1,
		.passing = how->passing, .alone = how->only != NULL,
		.draft = { .fd = -1, .lock = -1 } };
	if (workspace_portfolio(&out->taken, &out->arena, workspace, portfolio, err) == 0
	    && read_ledger(out, how->only, err) == 0 && open_draft(out, how, err) == 0)
		return 0;
	moderate_close(out);
	return -1;
}

void
moderate_close(struct moderating *moderating)
{
	if (moderating->session != NULL) {
		session_close(moderating->session);
		free(moderating->session);
	}
	draft_close(&moderating->draft);
	arena_close(&moderating->arena);
	*moderating = (struct moderating){ .draft = { .fd = -1, .lock = -1 } };
}

/* ---- saying ---- */

static int
replay(struct moderating *m, struct session *session, struct err *err)
{
	for (size_t i = 0; i < m->draft.count; i++) {
		const char *verb = m->draft.verbs[i];

		if (!recall(m, verb) && scoring_say(&session->scoring, verb, err) != 0)
			return err_within(err, "what was said of this case does not hold any "
					  "more; `assay moderate %.8s --drop` sets it aside",
					  m->taken.portfolio);
	}
	return 0;
}

/* As for signing, but that whoever judged it declared for themselves. */
static int
begin(struct moderating *m, struct session *session, struct err *err)
{
	if (session->scoring.conflict == NULL
	    && scoring_say(&session->scoring, "conflict none", err) != 0)
		return -1;
	session->given = session->scoring.done;
	return replay(m, session, err);
}

int
moderate_lay(struct moderating *moderating, struct err *err)
{
	struct session *session;

	if (moderating->session != NULL)
		return 0;
	session = calloc(1, sizeof *session);
	if (session == NULL)
		abort();
	if (judged_open(session, moderating->workspace, moderating->ledger,
			moderating->of[0]->sha256, err) != 0) {
		free(session);
		return -1;
	}
	if (begin(moderating, session, err) != 0) {
		session_close(session);
		free(session);
		return -1;
	}
	session->draft = moderating->draft;
	session->signed_id = moderating->sealing;
	session->first_line = moderating->first_line;
	session->passing = moderating->passing;
	session->look = false;
	session_read_jotting(session);
	moderating->draft = (struct draft){ .fd = -1, .lock = -1 };
	moderating->session = session;
	return 0;
}

static void
put_off(struct moderating *m, const char *verb)
{
	m->pending = arena_grow(&m->arena, m->pending, m->pending_count, sizeof *m->pending);
	m->pending[m->pending_count++] = arena_text(&m->arena, verb);
}

/* Durable, before it holds; in one go not before it is signed. */
static int
keep(struct moderating *m, const char *verb, struct err *err)
{
	struct draft *draft = moderate_draft(m);

	if (m->passing) {
		put_off(m, verb);
		return 0;
	}
	if (draft->len == 0 && draft_add(draft, m->first_line, err) != 0)
		return -1;
	return draft_add(draft, verb, err);
}

/* It is not what was sealed any more. */
static void
unseal(struct moderating *m)
{
	m->sealing = NULL;
	if (m->session != NULL)
		m->session->signed_id = NULL;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static int
say_reason(struct moderating *m, const char *verb, const char *reason, struct err *err)
{
	if (*reason == '\0')
		reason = NULL;
	if (!same(reason, m->reason)) {
		if (keep(m, verb, err) != 0) {
			read_jotting(m);
			return -1;
		}
		m->reason = reason == NULL ? NULL : arena_text(&m->arena, reason);
		unseal(m);
	}
	if (m->passing)
		m->begun = (struct jotting){ 0 };
	else
		moderate_drop_jotting(m);
	return 0;
}

static int
say_action(struct moderating *m, const char *verb, const char *word, struct err *err)
{
	int action = moderation_from_word(word);

	if (action < 0)
		return err_set(err, ERR_USAGE, "'%.40s' is no way to moderate; there are "
			       "confirm, adjust, return, escalate and resolve", word);
	if (action == m->action)
		return 0;
	if (keep(m, verb, err) != 0)
		return -1;
	m->action = action;
	unseal(m);
	return 0;
}

int
moderate_say(struct moderating *moderating, const char *verb, struct err *err)
{
	const char *rest;

	if (starts(verb, "reason", &rest))
		return say_reason(moderating, verb, rest, err);
	if (starts(verb, "action", &rest))
		return say_action(moderating, verb, rest, err);
	if (moderate_lay(moderating, err) != 0
	    || session_say(moderating->session, verb, err) != 0)
		return -1;
	if (moderating->passing)
		put_off(moderating, verb);
	unseal(moderating);
	return 0;
}

size_t
moderate_said(const struct moderating *moderating)
{
	const struct session *session = moderating->session;

	return session != NULL ? session->scoring.done - session->given : moderating->waiting;
}

bool
moderate_begun(const struct moderating *moderating)
{
	return moderating->session != NULL ? moderating->session->draft.len != 0
		: moderating->draft.len != 0;
}

int
moderate_drop(struct moderating *moderating, struct err *err)
{
	jotting_drop(moderate_draft(moderating));
	moderate_drop_jotting(moderating);
	return moderating->ledger->trust->seal_default
		? draft_shred(moderate_draft(moderating), err)
		: draft_retire(moderate_draft(moderating), "dropped", err);
}
