/* What a comparison says, in words. */
#include "core/desk/compare.h"

#include "core/base/text.h"

/* The label of a level of this criterion; its id where the rubric does not know it. */
static const char *
level_label(const struct rubric *rubric, const char *criterion, const char *level)
{
	int index = rubric == NULL ? -1 : rubric_criterion(rubric, span_of(criterion));
	const struct scale *scale = index < 0 ? NULL : rubric->criteria[index].scale;

	for (size_t i = 0; scale != NULL && i < scale->level_count; i++)
		if (strcmp(scale->levels[i].id, level) == 0)
			return scale->levels[i].label;
	return level;
}

void
compare_print_mark(struct buf *out, const struct comparison *comparison,
		   const struct compared *row, size_t opinion)
{
	const struct record_score *score = row->scores[opinion];

	if (score == NULL)
		buf_text(out, row->notes[opinion] != NULL ? "note" : "-");
	else if (score->code != NULL)
		buf_printf(out, "coded %s", score->code);
	else
		buf_text(out, level_label(comparison->rubric, row->id, score->level));
}

static void
print_cite(struct buf *out, const struct evidence *evidence,
	   const struct record_cite *cite)
{
	if (evidence != NULL && cite->item >= 1
	    && (size_t)cite->item <= evidence->count)
		buf_text(out, evidence->items[cite->item - 1].path);
	else
		buf_printf(out, "item %lld", (long long)cite->item);
	if (cite->lines != NULL || cite->row != NULL)
		buf_printf(out, ":%s", cite->lines != NULL ? cite->lines : cite->row);
	if (cite->page != NULL)
		buf_printf(out, "#%s", cite->page);
	if (cite->time != NULL)
		buf_printf(out, "@%s", cite->time);
}

void
compare_print_cites(struct buf *out, const struct comparison *comparison,
		    const struct compared *row, size_t opinion, const char *between)
{
	const struct record_score *score = row->scores[opinion];

	for (size_t i = 0; score != NULL && i < score->cite_count; i++) {
		if (i != 0)
			buf_text(out, between);
		print_cite(out, comparison->opinions[opinion].evidence, &score->cites[i]);
	}
}

const char *
compare_word(const struct compared *row)
{
	return row->differs ? "differs" : row->differs_otherwise
		? "levels agree, notes or citations differ" : "same";
}

void
compare_print_outcome(struct buf *out, const struct opinion *opinion)
{
	const struct decision *said = opinion->said;

	if (said->stage != NULL) {
		buf_text(out, "returned at the gate");
		return;
	}
	buf_printf(out, "%s, %s of %s points",
		   outcome_phrase((enum outcome)(said->outcome + OUTCOME_PASS)),
		   said->points, said->max);
}

static void
print_heads(struct buf *out, const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++) {
		const struct opinion *opinion = &comparison->opinions[i];

		buf_printf(out, "%zu  %.12s  %s  %s: ", i + 1, opinion->commit,
			   opinion->time, opinion->actor);
		compare_print_outcome(out, opinion);
		buf_printf(out, "%s%s\n", opinion->superseded ? ", superseded" : "",
			   opinion->moderated ? ", by a moderator" : "");
	}
	if (comparison->left_out != 0)
		buf_printf(out, "and %zu earlier ones\n", comparison->left_out);
}

static void
print_name(struct buf *out, const struct compared *row)
{
	buf_text(out, row->id);
	if (row->label != NULL)
		buf_printf(out, " %s", row->label);
}

static void
print_row(struct buf *out, const struct comparison *comparison,
	  const struct compared *row)
{
	buf_text(out, row->differs ? "! " : "  ");
	print_name(out, row);
	buf_printf(out, ": %s\n", compare_word(row));
	for (size_t i = 0; i < comparison->count; i++) {
		buf_printf(out, "    %zu ", i + 1);
		compare_print_mark(out, comparison, row, i);
		if (row->scores[i] != NULL && row->scores[i]->cite_count != 0) {
			buf_text(out, ", cites ");
			compare_print_cites(out, comparison, row, i, ", ");
		}
		buf_text(out, "\n");
		if (row->notes[i] != NULL) {
			buf_text(out, "      note: ");
			text_line(out, span_of(row->notes[i]), 0);
			buf_text(out, "\n");
		}
	}
}

void
compare_print(struct buf *out, const struct comparison *comparison)
{
	buf_printf(out, "%.8s, attempt %lld: %zu decisions, %zu of %zu criteria differ\n",
		   comparison->portfolio, (long long)comparison->attempt,
		   comparison->count, comparison->differing, comparison->row_count);
	print_heads(out, comparison);
	for (size_t i = 0; i < comparison->row_count; i++)
		print_row(out, comparison, &comparison->rows[i]);
}

/* ---- one and the one before it ---- */

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
print_change(struct buf *out, const char *what, const char *before, const char *now)
{
	buf_printf(out, "    %s before: ", what);
	text_line(out, span_of(before == NULL || before[0] == '\0' ? "none" : before), 0);
	buf_printf(out, "\n    %s now:    ", what);
	text_line(out, span_of(now == NULL || now[0] == '\0' ? "none" : now), 0);
	buf_text(out, "\n");
}

static bool
print_row_change(struct buf *out, const struct comparison *comparison,
		 const struct compared *row)
{
	size_t now = comparison->count - 1, before = now - 1;
	struct buf a = { 0 }, b = { 0 };
	bool changed = row->differs || row->differs_otherwise;

	if (!changed)
		return false;
	print_name(out, row);
	buf_text(out, "\n");
	compare_print_mark(&a, comparison, row, before);
	compare_print_mark(&b, comparison, row, now);
	if (row->differs)
		buf_printf(out, "    from %s to %s\n", a.data, b.data);
	else
		buf_printf(out, "    %s, as before\n", b.data);
	buf_clear(&a);
	buf_clear(&b);
	compare_print_cites(&a, comparison, row, before, ", ");
	compare_print_cites(&b, comparison, row, now, ", ");
	if (!is_same(a.data, b.data))
		print_change(out, "cited", a.data, b.data);
	if (!is_same(row->notes[before], row->notes[now]))
		print_change(out, "note", row->notes[before], row->notes[now]);
	buf_close(&a);
	buf_close(&b);
	return true;
}

static void
print_whole(struct buf *out, const struct opinion *before, const struct opinion *now)
{
	buf_text(out, "outcome\n    ");
	if (before->said->outcome != now->said->outcome
	    || strcmp(before->said->points, now->said->points) != 0) {
		buf_text(out, "from ");
		compare_print_outcome(out, before);
		buf_text(out, " to ");
		compare_print_outcome(out, now);
	} else {
		compare_print_outcome(out, now);
		buf_text(out, ", as before");
	}
	buf_text(out, "\n");
	if (strcmp(before->said->evidence.commit, now->said->evidence.commit) != 0)
		buf_printf(out, "evidence\n    from commit %.12s to %.12s\n",
			   before->said->evidence.commit, now->said->evidence.commit);
	if (strcmp(before->said->rubric.sha256, now->said->rubric.sha256) != 0)
		buf_printf(out, "rubric\n    from %s@%lld to %s@%lld\n",
			   before->said->rubric.id,
			   (long long)before->said->rubric.version, now->said->rubric.id,
			   (long long)now->said->rubric.version);
	if (!is_same(before->notes.overall, now->notes.overall)) {
		buf_text(out, "the whole\n");
		print_change(out, "note", before->notes.overall, now->notes.overall);
	}
}

void
compare_print_difference(struct buf *out, const struct comparison *comparison)
{
	const struct opinion *now = &comparison->opinions[comparison->count - 1];
	const struct opinion *before = now - 1;
	size_t changed = 0;

	buf_printf(out, "%.12s by %s, %s\nin the place of %.12s by %s, %s\n\n",
		   now->commit, now->actor, now->time, before->commit, before->actor,
		   before->time);
	print_whole(out, before, now);
	for (size_t i = 0; i < comparison->row_count; i++)
		changed += print_row_change(out, comparison, &comparison->rows[i]);
	buf_printf(out, "\n%zu of %zu criteria stand as they were\n",
		   comparison->row_count - changed, comparison->row_count);
}
