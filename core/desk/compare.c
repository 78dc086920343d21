#include "core/desk/compare.h"

#include <stdlib.h>

#include "core/base/when.h"
#include "core/desk/blind.h"
#include "core/desk/shelf.h"
#include "core/model/record_body.h"

/* What a walk finds about one portfolio, before it is chosen from. */
struct gathering {
	struct comparison *out;
	struct ledger *ledger;
	struct err *err;
	struct blind blind;
	const char *portfolio;
	const char *erased;		/* commit of a record that erased it; NULL */
	struct opinion *found;
	size_t count;
	int failed;
};

static struct opinion
opinion_of(struct arena *arena, const struct entry *entry)
{
	char hex[OID_HEX], when[WHEN_TEXT];

	oid_hex(hex, &entry->oid);
	when_print(when, entry->commit->time);
	return (struct opinion){ .seq = entry->seq,
				 .sha256 = arena_text(arena, entry->sha256),
				 .commit = arena_text(arena, hex),
				 .actor = arena_text(arena, entry->commit->actor),
				 .time = arena_text(arena, when) };
}

static void
add_opinion(struct gathering *at, const struct opinion *opinion)
{
	at->found = arena_grow(&at->out->arena, at->found, at->count, sizeof *at->found);
	at->found[at->count++] = *opinion;
}

static bool
gather_decision(void *who, const struct entry *entry)
{
	struct gathering *at = who;
	struct arena *arena = &at->out->arena;
	struct past_decision kept;
	const char *erased = past_erased_by(arena, entry, at->portfolio);
	struct opinion opinion;

	blind_add(&at->blind, arena, entry);
	if (erased != NULL)
		at->erased = erased;
	if (!entry->counts || entry->record == NULL || entry->record->decision == NULL
	    || strcmp(entry->record->decision->portfolio, at->portfolio) != 0)
		return true;
	at->failed = past_keep(&kept, arena, at->ledger, entry, at->err);
	if (at->failed != 0)
		return false;
	opinion = opinion_of(arena, entry);
	opinion.said = kept.said;
	opinion.notes = kept.notes;
	add_opinion(at, &opinion);
	return true;
}

static int
oldest_first(const void *a, const void *b)
{
	const struct opinion *x = a, *y = b;
	int order = strcmp(x->time, y->time);

	order = order != 0 ? order : strcmp(x->actor, y->actor);
	return order != 0 ? order : (x->seq > y->seq) - (x->seq < y->seq);
}

static struct opinion *
find(const struct gathering *at, const char *sha256)
{
	for (size_t i = 0; i < at->count; i++)
		if (strcmp(at->found[i].sha256, sha256) == 0)
			return &at->found[i];
	return NULL;
}

static int
gather(struct gathering *at)
{
	if (ledger_walk(at->ledger, NULL, gather_decision, at, at->err) != 0
	    || at->failed != 0)
		return -1;
	blind_settle(&at->blind);
	for (size_t i = 0; at->erased != NULL && i < at->count; i++) {
		struct past_decision item = { .said = at->found[i].said,
					      .notes = at->found[i].notes };

		past_withhold(&item, &at->out->arena, at->erased);
		at->found[i].notes = item.notes;
	}
	if (at->count > 1)
		qsort(at->found, at->count, sizeof *at->found, oldest_first);
	for (size_t i = 0; i < at->count; i++)
		for (size_t k = 0; k < at->found[i].said->supersedes_count; k++) {
			struct opinion *old =
				find(at, at->found[i].said->supersedes[k]);

			if (old != NULL)
				old->superseded = true;
		}
	return 0;
}

/* ---- what is laid side by side ---- */

/* By its text where that is at hand, so that criteria have names and an order. */
static const struct rubric *
rubric_of(struct comparison *out, const struct workspace *workspace,
	  struct ledger *ledger)
{
	const struct decision *last = out->opinions[out->count - 1].said;
	const struct rubric *rubric;
	struct err ignored;

	return shelf_named(&rubric, &out->arena, workspace, ledger, last->rubric.sha256,
			   &ignored) == 0
		? rubric : NULL;
}

static struct compared *
row_of(struct comparison *out, const char *criterion)
{
	for (size_t i = 0; i < out->row_count; i++)
		if (strcmp(out->rows[i].id, criterion) == 0)
			return &out->rows[i];
	out->rows = arena_grow(&out->arena, out->rows, out->row_count, sizeof *out->rows);
	out->rows[out->row_count] = (struct compared){ .id = criterion };
	return &out->rows[out->row_count++];
}

static bool
same_mark(const struct record_score *a, const struct record_score *b)
{
	const char *x, *y;

	if (a == NULL || b == NULL)
		return a == b;
	if ((a->code == NULL) != (b->code == NULL))
		return false;
	x = a->code != NULL ? a->code : a->level;
	y = b->code != NULL ? b->code : b->level;
	return strcmp(x, y) == 0;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
mark_differences(struct comparison *out, struct compared *row)
{
	struct buf first = { 0 }, other = { 0 };

	compare_print_cites(&first, out, row, 0, "\n");
	for (size_t i = 1; i < out->count; i++) {
		buf_clear(&other);
		compare_print_cites(&other, out, row, i, "\n");
		row->differs |= !same_mark(row->scores[0], row->scores[i]);
		row->differs_otherwise |= !same_text(row->notes[0], row->notes[i])
			|| !span_equal(buf_span(&first), buf_span(&other));
	}
	out->differing += row->differs;
	buf_close(&first);
	buf_close(&other);
}

static void
lay_rows(struct comparison *out)
{
	const struct rubric *rubric = out->rubric;

	for (size_t i = 0; rubric != NULL && i < rubric->criterion_count; i++)
		row_of(out, rubric->criteria[i].id)->label = rubric->criteria[i].label;
	for (size_t i = 0; i < out->count; i++) {
		const struct opinion *opinion = &out->opinions[i];

		for (size_t k = 0; k < opinion->said->score_count; k++)
			row_of(out, opinion->said->scores[k].criterion)->scores[i] =
				&opinion->said->scores[k];
		for (size_t k = 0; k < opinion->notes.count; k++)
			row_of(out, opinion->notes.items[k].criterion)->notes[i] =
				opinion->notes.items[k].text;
	}
	for (size_t i = 0; i < out->row_count; i++)
		mark_differences(out, &out->rows[i]);
}

/* The evidence each was judged by, for the names of what is cited. */
static void
open_evidence(struct comparison *out, const struct workspace *workspace)
{
	struct taken taken;
	struct err ignored;

	if (workspace_portfolio(&taken, &out->arena, workspace, out->portfolio, &ignored)
		    != 0
	    || repo_open(&out->repo, taken.repo, &ignored) != 0)
		return;
	for (size_t i = 0; i < out->count; i++) {
		const struct record_evidence *pinned = &out->opinions[i].said->evidence;
		struct evidence *evidence = arena_alloc(&out->arena, sizeof *evidence);
		char tree[OID_HEX];
		struct oid oid;

		if (!oid_from_hex(&oid, span_of(pinned->commit))
		    || evidence_open(evidence, &out->arena, out->repo, &oid,
				     pinned->path, NULL, &ignored) != 0)
			continue;
		oid_hex(tree, &evidence->tree);
		if (strcmp(tree, pinned->tree) == 0)
			out->opinions[i].evidence = evidence;
	}
}

static void
lay(struct comparison *out, const struct workspace *workspace, struct ledger *ledger)
{
	out->rubric = rubric_of(out, workspace, ledger);
	open_evidence(out, workspace);
	lay_rows(out);
}

static void
add(struct comparison *out, const struct opinion *opinion)
{
	if (out->count == OPINIONS) {
		memmove(out->opinions, out->opinions + 1,
			--out->count * sizeof *out->opinions);
		out->left_out++;
	}
	out->opinions[out->count++] = *opinion;
}

static int64_t
last_attempt(const struct gathering *at)
{
	int64_t last = 0;

	for (size_t i = 0; i < at->count; i++)
		if (at->found[i].said->attempt > last)
			last = at->found[i].said->attempt;
	return last;
}

/* Those that stand; if that is one alone, those it took the place of too. */
static void
choose(struct gathering *at)
{
	struct comparison *out = at->out;

	for (int superseded = 0; superseded < 2 && out->count < 2; superseded++) {
		out->count = out->left_out = 0;
		for (size_t i = 0; i < at->count; i++)
			if (at->found[i].said->attempt == out->attempt
			    && (superseded || !at->found[i].superseded))
				add(out, &at->found[i]);
	}
}

int
compare_open(struct comparison *out, const struct workspace *workspace,
	     struct ledger *ledger, const char *portfolio, int64_t attempt,
	     struct err *err)
{
	struct gathering at = { .out = out, .ledger = ledger, .err = err,
				.portfolio = portfolio,
				.blind = { .actor = workspace->actor } };
	int failed;

	*out = (struct comparison){ .attempt = attempt };
	out->portfolio = arena_text(&out->arena, portfolio);
	failed = gather(&at);
	if (failed == 0 && attempt == 0)
		out->attempt = last_attempt(&at);
	if (failed == 0 && blind_covers(&at.blind, portfolio, out->attempt))
		failed = blind_refuse(portfolio, out->attempt, err);
	if (failed == 0) {
		choose(&at);
		if (out->count < 2)
			failed = err_set(err, ERR_NOT_FOUND, "%s on %.8s: nothing to "
					 "compare; see `assay log %.8s`",
					 out->count == 0 ? "no decision"
					 : "only one decision", portfolio, portfolio);
	}
	if (failed == 0)
		lay(out, workspace, ledger);
	else
		compare_close(out);
	return failed;
}

/* ---- a record, and what came before it ---- */

struct search {
	const char *sha256;
	struct comparison *out;
	struct opinion opinion;
	const char **of;
	size_t of_count;
	struct decision *adjusted;
	const char *portfolio;
	bool hit;
};

static const char **
copy_all(struct arena *arena, const char *const *texts, size_t count)
{
	const char **copies = arena_array(arena, count, sizeof *copies);

	for (size_t i = 0; i < count; i++)
		copies[i] = arena_text(arena, texts[i]);
	return copies;
}

/* The entry lives only during the walk. */
static struct record_score *
copy_scores(struct arena *arena, const struct record_score *scores, size_t count)
{
	struct record_score *copies = arena_array(arena, count, sizeof *copies);

	for (size_t i = 0; i < count; i++) {
		copies[i] = (struct record_score){
			.criterion = arena_text(arena, scores[i].criterion),
			.level = scores[i].level == NULL ? NULL
				: arena_text(arena, scores[i].level),
			.points = scores[i].points == NULL ? NULL
				: arena_text(arena, scores[i].points),
			.code = scores[i].code == NULL ? NULL
				: arena_text(arena, scores[i].code) };
	}
	return copies;
}

static void
take_moderation(struct search *search, struct arena *arena, const struct entry *entry)
{
	const struct moderation *said = entry->record->body;
	const struct moderation_result *result = said->result;
	struct decision *made;

	search->of = copy_all(arena, said->of, said->of_count);
	search->of_count = said->of_count;
	search->opinion.moderated = true;
	if (result == NULL)
		return;
	made = search->adjusted = arena_alloc(arena, sizeof *made);
	made->scores = copy_scores(arena, result->scores, result->score_count);
	made->score_count = result->score_count;
	made->points = arena_text(arena, result->points);
	made->max = arena_text(arena, result->max);
	made->outcome = result->outcome;
	made->why = copy_all(arena, result->why, result->why_count);
	made->why_count = result->why_count;
}

static bool
is_sought(void *who, const struct entry *entry)
{
	struct search *search = who;
	struct arena *arena = &search->out->arena;

	if (entry->record == NULL || strcmp(entry->sha256, search->sha256) != 0)
		return true;
	search->hit = true;
	search->opinion = opinion_of(arena, entry);
	if (entry->record->decision != NULL) {
		const struct decision *said = entry->record->decision;

		search->portfolio = arena_text(arena, said->portfolio);
		search->of = copy_all(arena, said->supersedes, said->supersedes_count);
		search->of_count = said->supersedes_count;
	} else if (entry->record->type == RECORD_MODERATION) {
		take_moderation(search, arena, entry);
	}
	return false;
}

static bool
has_portfolio(void *who, const struct entry *entry)
{
	struct search *search = who;

	for (size_t i = 0; entry->record != NULL && entry->record->decision != NULL
	     && i < search->of_count; i++)
		if (strcmp(search->of[i], entry->sha256) == 0)
			search->portfolio = arena_text(&search->out->arena,
						       entry->record->decision->portfolio);
	return search->portfolio == NULL;
}

static int
find_sought(struct search *search, struct ledger *ledger, struct err *err)
{
	if (ledger_walk(ledger, NULL, is_sought, search, err) != 0)
		return -1;
	if (search->hit && search->portfolio == NULL && search->of_count != 0
	    && ledger_walk(ledger, NULL, has_portfolio, search, err) != 0)
		return -1;
	if (search->of_count == 0)
		return err_set(err, ERR_NOT_FOUND,
			       "this record supersedes no other and moderates none");
	if (search->portfolio == NULL)
		return err_set(err, ERR_NOT_FOUND, "what it speaks of is not here");
	if (search->opinion.moderated && search->adjusted == NULL)
		return err_set(err, ERR_NOT_FOUND, "it puts nothing in the place of what "
			       "it moderates: the decision is as it was");
	return 0;
}

/* What a moderator made of a decision is about the same evidence. */
static void
add_adjusted(struct search *search, const struct opinion *before)
{
	struct decision *made = search->adjusted;
	const struct decision *was = before->said;

	made->portfolio = was->portfolio;
	made->attempt = was->attempt;
	made->rubric = was->rubric;
	made->evidence = was->evidence;
	search->opinion.said = made;
	search->opinion.notes = before->notes;
	for (size_t i = 0; i < made->score_count; i++)
		for (size_t k = 0; k < was->score_count; k++)
			if (strcmp(was->scores[k].criterion, made->scores[i].criterion)
			    == 0) {
				made->scores[i].cites = was->scores[k].cites;
				made->scores[i].cite_count = was->scores[k].cite_count;
			}
	add(search->out, &search->opinion);
}

static int
lay_earlier(struct search *search, struct gathering *at, struct err *err)
{
	struct comparison *out = search->out;
	const struct opinion *last = NULL, *own;

	for (size_t i = 0; i < search->of_count; i++) {
		const struct opinion *before = find(at, search->of[i]);

		if (before == NULL)
			continue;
		if (blind_covers(&at->blind, search->portfolio, before->said->attempt))
			return blind_refuse(search->portfolio, before->said->attempt, err);
		add(out, last = before);
	}
	if (last == NULL)
		return err_set(err, ERR_NOT_FOUND,
			       "what it speaks of is not among the records that count");
	out->attempt = last->said->attempt;
	if (search->adjusted != NULL) {
		add_adjusted(search, last);
		return 0;
	}
	own = find(at, search->sha256);
	if (own == NULL)
		return err_set(err, ERR_NOT_FOUND, "this record does not count");
	add(out, own);
	return 0;
}

int
compare_open_with_earlier(struct comparison *out, const struct workspace *workspace,
			  struct ledger *ledger, const char *sha256, struct err *err)
{
	struct gathering at = { .out = out, .ledger = ledger, .err = err,
				.blind = { .actor = workspace->actor } };
	struct search search = { .out = out, .sha256 = sha256 };

	*out = (struct comparison){ .count = 0 };
	if (find_sought(&search, ledger, err) == 0) {
		out->portfolio = at.portfolio = search.portfolio;
		if (gather(&at) == 0 && lay_earlier(&search, &at, err) == 0) {
			lay(out, workspace, ledger);
			return 0;
		}
	}
	compare_close(out);
	return -1;
}

void
compare_close(struct comparison *comparison)
{
	repo_close(comparison->repo);
	arena_close(&comparison->arena);
	*comparison = (struct comparison){ 0 };
}
