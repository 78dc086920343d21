#include "core/desk/session.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/desk/gate.h"
#include "core/desk/judged.h"
#include "core/store/lines.h"

/* Lines a citation names are counted only in files this small: a slip is told at once, and
 * nobody waits for a gigabyte. */
enum { COUNTED_BYTES = 16 << 20 };
/* Evidence up to this much is looked over for the gate as soon as it is opened. */
enum { SMALL_BYTES = 768 << 10, SMALL_ITEMS = 500 };

static bool
starts(const char *verb, const char *word, const char **rest)
{
	size_t len = strlen(word);

	if (strncmp(verb, word, len) != 0 || verb[len] != ' ')
		return false;
	*rest = verb + len + 1;
	return true;
}

/* What the draft says beside the scoring: which commit, which was declined, what began. */
static void
read_marks(struct session *session, char judged[OID_HEX], char declined[OID_HEX])
{
	const char *rest;

	snprintf(judged, OID_HEX, "%s", session->draft.evidence);
	declined[0] = '\0';
	for (size_t i = 0; i < session->draft.count; i++) {
		if (starts(session->draft.verbs[i], "evidence keep", &rest))
			snprintf(declined, OID_HEX, "%s", rest);
		else if (starts(session->draft.verbs[i], "evidence", &rest))
			snprintf(judged, OID_HEX, "%s", rest);
	}
}

/* Another commit is judged from here: nothing of it was opened, and it was never signed. */
static void
judge_other(struct session *session, const char *choice)
{
	const char *declined;

	if (starts(choice, "keep", &declined))
		return;
	session->signed_id = NULL;
	for (size_t i = 0; i < session->dossier.count; i++)
		session->seen[i] = false;
}

/* A line of the draft that is no judgement. */
static bool
recall(struct session *session, const char *line)
{
	const char *rest;
	ptrdiff_t item;

	if (starts(line, "evidence", &rest)) {
		judge_other(session, rest);
	} else if (starts(line, "sealing", &rest)) {
		session->signed_id = rest;
	} else if (starts(line, "seen", &rest)) {
		item = dossier_find(&session->dossier, rest);
		if (item >= 0)
			session->seen[item] = true;
	} else {
		return false;
	}
	return true;
}

static int
replay(struct session *session, struct err *err)
{
	for (size_t i = 0; i < session->draft.count; i++) {
		const char *verb = session->draft.verbs[i];

		if (recall(session, verb))
			continue;
		session->signed_id = NULL;
		if (scoring_say(&session->scoring, verb, err) != 0) {
			err->code = ERR_SYNTAX;
			return err_within(err, "%s:%zu:1", session->draft.path, i + 4);
		}
	}
	return 0;
}

static int
open_dossier(struct session *session, const char *commit, const struct evidence_pace *pace,
	     struct err *err)
{
	if (dossier_open(&session->dossier, session->taken.repo, commit,
			 session->taken.path, session->rubric, pace, err)
	    != 0)
		return -1;
	session->seen =
		arena_array(&session->arena, session->dossier.count, sizeof(bool));
	return 0;
}

static bool
is_small(const struct dossier *dossier)
{
	int64_t total = 0, size;
	struct err ignored;

	if (dossier->count > SMALL_ITEMS)
		return false;
	for (size_t i = 0; i < dossier->evidence.count && total <= SMALL_BYTES; i++)
		if (evidence_size(&size, &dossier->evidence, i, &ignored) == 0)
			total += size;
	return total <= SMALL_BYTES;
}

int
session_survey(struct session *session, const struct progress *progress, struct err *err)
{
	struct survey *found;

	if (session->survey != NULL || !gate_wants_survey(session->rubric))
		return 0;
	found = arena_alloc(&session->arena, sizeof *found);
	if (survey(found, &session->arena, &session->dossier, progress, err) != 0)
		return -1;
	session->survey = found;
	session->scoring.survey = found;
	return 0;
}

/* Other evidence, or the first: what was found is of no other. */
static void
survey_anew(struct session *session)
{
	struct err ignored;

	session->survey = NULL;
	session->scoring.survey = NULL;
	if (is_small(&session->dossier))
		(void)!session_survey(session, NULL, &ignored);
}

static int
find_newest(struct session *session, struct err *err)
{
	struct repo *repo;
	struct oid oid;
	int failed;

	if (repo_open(&repo, session->taken.repo, err) != 0)
		return -1;
	failed = repo_commit_named(&oid, repo, session->taken.ref, err);
	repo_close(repo);
	if (failed == 0)
		oid_hex(session->newest, &oid);
	return failed;
}

static int
check_rubric(const struct session *session, struct err *err)
{
	char now[DIGEST_HEX];

	digest_hex(now, &session->rubric->sha256);
	if (strcmp(now, session->draft.rubric) == 0)
		return 0;
	return err_set(
		err, ERR_CONFLICT,
		"the rubric '%s' changed since this draft was begun; "
		"put the file back as it was, or set the draft aside with `assay draft "
		"drop %.8s`",
		session->rubric->id, session->taken.portfolio);
}

/* The judged commit, or the newest when that one is gone. */
static int
open_evidence(struct session *session, const struct evidence_pace *pace, struct err *err)
{
	char judged[OID_HEX], declined[OID_HEX];

	read_marks(session, judged, declined);
	session->moved_on = strcmp(judged, session->newest) != 0
		&& strcmp(declined, session->newest) != 0;
	if (open_dossier(session, judged, pace, err) == 0)
		return 0;
	if (err->code == ERR_CANCELLED)
		return -1;
	session->gone = session->moved_on = strcmp(judged, session->newest) != 0;
	return session->gone ? open_dossier(session, session->newest, pace, err) : -1;
}

static int
open_draft(struct session *session, const struct session_options *options,
	   struct err *err)
{
	char rubric[DIGEST_HEX];
	const char *path =
		workspace_draft_path(&session->arena, session->workspace,
				     session->taken.portfolio, session->taken.attempt);

	digest_hex(rubric, &session->rubric->sha256);
	if (draft_open(&session->draft, &session->arena, path, rubric, session->newest,
		       options->look, options->who == NULL ? "" : options->who, err) != 0)
		return -1;
	return check_rubric(session, err);
}

static int
read_past(struct session *session, struct ledger *lent, struct err *err)
{
	const struct workspace *workspace = session->workspace;
	struct ledger own;
	int failed;

	session->past = (struct past){ .portfolio = session->taken.portfolio };
	if (session->taken.attempt == 1)
		return 0;
	if (lent == NULL
	    && workspace_ledger(&own, workspace, err) != 0)
		return -1;
	failed = past_read(&session->past, &session->arena, lent == NULL ? &own : lent,
			   session->taken.portfolio, err);
	if (lent == NULL)
		ledger_close(&own);
	return failed;
}

/* Made anew when other evidence is judged. */
static void
compare_evidence(struct session *session)
{
	changes_close(&session->changes);
	changes_open(&session->changes, &session->dossier, session->taken.repo,
		     session->dossier.evidence.cut ? NULL : session_before(session));
}

static void
begin_attempt(struct session *session)
{
	struct attempt attempt;

	past_attempt(&attempt, &session->basis, &session->basis_count, &session->arena,
		     &session->past, session->rubric, session->taken.attempt);
	scoring_follow(&session->scoring, &attempt);
	compare_evidence(session);
}

/* What is judged now: the rubric as it is, the newest commit, and what the draft says. */
static int
choose_now(struct session *session, const struct session_options *options,
	   struct err *err)
{
	if (workspace_rubric(&session->rubric, NULL, &session->arena, session->workspace,
			     session->taken.rubric, err) != 0
	    || find_newest(session, err) != 0)
		return -1;
	return open_draft(session, options, err);
}

int
session_open(struct session *out, const struct workspace *workspace,
	     const char *portfolio, const struct session_options *options,
	     struct err *err)
{
	const struct evidence_pace pace = { .most = options->most };

	*out = (struct session){ .workspace = workspace, .look = options->look,
		.draft = { .fd = -1, .lock = -1 } };
	if (workspace_portfolio(&out->taken, &out->arena, workspace, portfolio, err) == 0
	    && (options->judged == NULL ? choose_now(out, options, err)
		: judged_choose(out, options->judged, options->ledger, err)) == 0
	    && read_past(out, options->ledger, err) == 0 && open_evidence(out, &pace, err) == 0) {
		scoring_open(&out->scoring, out->rubric, &out->dossier);
		begin_attempt(out);
		survey_anew(out);
		session_read_jotting(out);
		if ((out->judged == NULL ? replay(out, err) : judged_replay(out, err)) == 0)
			return 0;
	}
	session_close(out);
	return -1;
}

int
session_read_on(struct session *session, const struct progress *progress, struct err *err)
{
	const struct evidence_pace pace = { .progress = progress };
	struct dossier beginning = session->dossier;
	bool *seen = session->seen;
	const char *signed_id = session->signed_id;

	if (open_evidence(session, &pace, err) != 0) {
		session->dossier = beginning;
		session->seen = seen;
		session->look = true;
		return -1;
	}
	dossier_close(&beginning);
	for (size_t i = 0; i < session->draft.count; i++)
		(void)recall(session, session->draft.verbs[i]);
	session->signed_id = signed_id;
	compare_evidence(session);
	survey_anew(session);
	return 0;
}

int
session_evict(const struct workspace *workspace, const char *portfolio, struct err *err)
{
	struct arena scratch = { 0 };
	struct taken taken;
	int failed = workspace_portfolio(&taken, &scratch, workspace, portfolio, err);

	if (failed == 0)
		failed = draft_evict(workspace_draft_path(&scratch, workspace, taken.portfolio,
							  taken.attempt), err);
	arena_close(&scratch);
	return failed;
}

void
session_close(struct session *session)
{
	draft_close(&session->draft);
	scoring_close(&session->scoring);
	changes_close(&session->changes);
	dossier_close(&session->dossier);
	arena_close(&session->judged_arena);
	arena_close(&session->arena);
}

const struct past_decision *
session_before(const struct session *session)
{
	return past_before(&session->past, session->taken.attempt);
}

static int
check_lines(const struct session *session, const struct address *address, ptrdiff_t item,
	    struct err *err)
{
	const struct oid *oid = &session->dossier.evidence.items[item].oid;
	struct blob *blob;
	struct lines *lines;
	int failed = 0;
	bool all;

	if (blob_open(&blob, session->dossier.repo, oid, err) != 0)
		return -1;
	if (blob_size(blob) <= COUNTED_BYTES) {
		lines = lines_open(blob);
		failed = lines_reach(lines, address->last, NULL, err);
		if (failed == 0 && lines_known(lines, &all) < address->last)
			failed = err_set(err, ERR_REFUSED, "it has only %lld lines",
					 (long long)lines_known(lines, &all));
		lines_close(lines);
	}
	blob_close(blob);
	return failed;
}

/* A citation must point at something that is there. */
static int
check_cite(struct session *session, const char *verb, struct err *err)
{
	struct arena scratch = { 0 };
	struct address address;
	struct span rest;
	const char *arguments;
	ptrdiff_t item;
	int failed = 0;

	if (!starts(verb, "cite", &arguments))
		return 0;
	rest = span_of(arguments);
	span_cut(&rest, ' ');
	if (rest.len == 0)
		failed = err_set(err, ERR_REFUSED,
				 "cite what? an address, as in plan.md:12-18");
	else
		failed = address_parse(&address, &scratch, rest, err);
	if (failed == 0) {
		item = evidence_find(&session->dossier.evidence, address.path);
		if (item < 0)
			failed = err_set(err, ERR_REFUSED,
					 "there is no file '%.200s' in this "
					 "evidence",
					 address.path);
		else if (address.kind == ADDRESS_LINES)
			failed = check_lines(session, &address, item, err);
	}
	arena_close(&scratch);
	return failed;
}

/* What was looked at before anything was said goes down with the first verb. */
static void
keep_seen(struct session *session)
{
	struct err ignored;

	for (size_t i = 0; i < session->dossier.count; i++) {
		char *line;

		if (!session->seen[i])
			continue;
		line = arena_printf(&session->arena, "seen %s",
				    session->dossier.items[i].path);
		if (draft_add(&session->draft, line, &ignored) != 0)
			return;
	}
}

static int
keep(struct session *session, const char *verb, struct err *err)
{
	bool first = session->draft.len == 0;

	if (session->passing)
		return 0;
	if (first && session->first_line != NULL
	    && draft_add(&session->draft, session->first_line, err) != 0)
		return -1;
	if (draft_add(&session->draft, verb, err) != 0)
		return -1;
	if (first)
		keep_seen(session);
	return 0;
}

static int
choose_evidence(struct session *session, const char *choice, struct err *err)
{
	struct dossier old = session->dossier;
	bool *seen = session->seen;
	char *line;

	if (strcmp(choice, "keep") == 0) {
		if (session->gone)
			return err_set(err, ERR_REFUSED,
				       "the commit you judged is no longer in "
				       "the repository; say 'evidence newest'");
		line = arena_printf(&session->arena, "evidence keep %s", session->newest);
		if (keep(session, line, err) != 0)
			return -1;
		session->moved_on = false;
		return 0;
	}
	if (strcmp(choice, "newest") != 0)
		return err_set(err, ERR_USAGE,
			       "say 'evidence newest' or 'evidence keep'");
	if (open_dossier(session, session->newest, NULL, err) != 0) {
		session->dossier = old;
		return -1;
	}
	line = arena_printf(&session->arena, "evidence %s", session->newest);
	if (keep(session, line, err) != 0) {
		dossier_close(&session->dossier);
		session->dossier = old;
		session->seen = seen;
		return -1;
	}
	dossier_close(&old);
	compare_evidence(session);
	survey_anew(session);
	session->signed_id = NULL;
	session->moved_on = session->gone = false;
	return 0;
}

int
session_say(struct session *session, const char *verb, struct err *err)
{
	struct scoring_mark mark = scoring_mark(&session->scoring);
	const char *choice;

	if (session->look)
		return err_set(err, ERR_REFUSED,
			       "this portfolio is open to look at only");
	if (session->judged != NULL && starts(verb, "evidence", &choice))
		return err_set(err, ERR_REFUSED, "what was judged is the evidence here");
	if (starts(verb, "evidence", &choice))
		return choose_evidence(session, choice, err);
	if (session->given != 0 && session->scoring.done == session->given
	    && strcmp(verb, "undo") == 0)
		return err_set(err, ERR_REFUSED, "nothing more is said here: what is below was "
			       "signed");
	if (check_cite(session, verb, err) != 0
	    || scoring_say(&session->scoring, verb, err) != 0)
		return -1;
	if (keep(session, verb, err) != 0) {
		scoring_return(&session->scoring, mark);
		return -1;
	}
	session->signed_id = NULL;
	session_settle_jotting(session, verb);
	return 0;
}

void
session_saw(struct session *session, size_t item)
{
	struct err ignored;
	char *line;

	if (session->seen[item])
		return;
	session->seen[item] = true;
	if (session->look || session->passing || session->draft.len == 0)
		return;
	line = arena_printf(&session->arena, "seen %s",
			    session->dossier.items[item].path);
	if (draft_add(&session->draft, line, &ignored) != 0)
		return; /* a tick is not a judgement: the next verb will say the disk is full */
}

size_t
session_unseen(size_t **out, struct arena *arena, const struct session *session)
{
	const struct dossier *dossier = &session->dossier;
	size_t count = 0;

	*out = NULL;
	for (size_t i = 0; i < dossier->count; i++) {
		const struct dossier_item *item = &dossier->items[i];

		if (item->kind != DOSSIER_FILE || session->seen[i]
		    || (item->slot == NULL && item->prompt == NULL))
			continue;
		*out = arena_grow(arena, *out, count, sizeof **out);
		(*out)[count++] = i;
	}
	return count;
}

/* Lines that were there when they were cited may not be in the evidence judged now. */
static int
check_cites(const struct session *session, struct err *err)
{
	for (size_t i = 0; i < session->rubric->criterion_count; i++) {
		const struct judgement *judgement = &session->scoring.judgements[i];

		for (size_t k = 0; k < judgement->cite_count; k++) {
			const struct address *address = &judgement->cites[k];
			ptrdiff_t item = evidence_find(&session->dossier.evidence,
						       address->path);

			if (item >= 0 && address->kind == ADDRESS_LINES
			    && check_lines(session, address, item, err) != 0)
				return err_within(err, "%s cites lines of %.80s",
						  session->rubric->criteria[i].id,
						  address->path);
		}
	}
	return 0;
}

int
session_ready(const struct session *session, struct err *err)
{
	struct arena scratch = { 0 };
	struct gap *gaps;
	size_t count;
	int failed = 0;

	if (session->look)
		return err_set(err, ERR_REFUSED,
			       "this portfolio is open to look at only");
	if (session->moved_on)
		return err_set(err, ERR_REFUSED,
			       "the portfolio moved on since you began: say "
			       "'evidence newest' to judge what is there now, or "
			       "'evidence keep'");
	if (session->survey == NULL && gate_wants_survey(session->rubric))
		return err_set(err, ERR_REFUSED,
			       "the evidence was not looked over for the gate yet: `checks` "
			       "does it");
	if (session->jotting.on != NULL)
		return err_set(err, ERR_REFUSED, "a note on %s was begun and is not said: finish "
			       "it on the screen, or say `note %s WORDS`", session->jotting.on,
			       session->jotting.on);
	count = scoring_gaps(&gaps, &scratch, &session->scoring);
	if (count == 1)
		failed = err_set(err, ERR_REFUSED, "%s", gaps[0].text);
	else if (count != 0)
		failed = err_set(err, ERR_REFUSED, "%s (and %zu more gap%s)",
				 gaps[0].text, count - 1, count == 2 ? "" : "s");
	arena_close(&scratch);
	if (failed == 0 && !session->scoring.returned)
		failed = check_cites(session, err);
	return failed;
}
