#include "core/out/feedback.h"

#include "core/base/text.h"
#include "core/model/reason.h"

static const char *const meanings[] = {
	[OUTCOME_PASS] = "Your evidence shows what this credential asks for.",
	[OUTCOME_NOT_YET] =
		"Your evidence does not show all of it yet. What is missing is said "
		"below; you can work on that and submit again.",
	[OUTCOME_INCOMPLETE] =
		"Something needed for a judgement is missing or cannot be read. "
		"Nothing is held against you: add it and submit again.",
	[OUTCOME_REFER] =
		"Something in the portfolio has to be looked at by another person "
		"before a decision. You will hear from them.",
};

/* The same where there is no attempt after this one. */
static const char *const last_meanings[] = {
	[OUTCOME_PASS] = "Your evidence shows what this credential asks for.",
	[OUTCOME_NOT_YET] =
		"Your evidence does not show all of it yet. What is missing is said below.",
	[OUTCOME_INCOMPLETE] =
		"Something needed for a judgement is missing or cannot be read. "
		"Nothing is held against you: ask your programme what can be done.",
	[OUTCOME_REFER] =
		"Something in the portfolio has to be looked at by another person "
		"before a decision. You will hear from them.",
};

static void
clean(struct buf *out, const char *text)
{
	text_clean(out, span_of(text));
}

static void
clean_line(struct buf *out, const char *text)
{
	text_line(out, span_of(text), 0);
}

static const char *
note_for(const struct notes *notes, const char *criterion)
{
	for (size_t i = 0; i < notes->count; i++)
		if (strcmp(notes->items[i].criterion, criterion) == 0)
			return notes->items[i].text;
	return NULL;
}

static void
print_heading(struct buf *out, const struct feedback_page *page, size_t index)
{
	const struct criterion *criterion = &page->rubric->criteria[index];
	struct mark mark = page->sheet->marks[index];

	buf_text(out, "\n### ");
	clean_line(out, criterion->label);
	if (mark.kind == MARK_LEVEL) {
		buf_text(out, ": ");
		clean_line(out, criterion->scale->levels[mark.index].label);
	} else if (mark.kind == MARK_CODE) {
		buf_text(out, ": ");
		clean_line(out, page->rubric->codes[mark.index].label);
	}
	buf_text(out, "\n");
}

/* What earlier attempts have to do with it. */
static void
print_earlier(struct buf *out, const struct feedback_page *page, size_t index)
{
	const struct attempt *attempt = page->attempt;
	const struct scale *scale = page->rubric->criteria[index].scale;

	if (attempt_is_carried(attempt, index)) {
		buf_printf(out, "\nCarried from attempt %lld: it was not judged again.\n",
			   (long long)attempt->from[index]);
	} else if (attempt_is_banked(attempt, page->sheet, index)) {
		buf_text(out, "\nIt counts as ");
		clean_line(out, scale->levels[attempt->before.marks[index].index].label);
		buf_printf(out, ", which attempt %lld showed.\n",
			   (long long)attempt->from[index]);
	}
}

static void
print_descriptor(struct buf *out, const struct feedback_page *page, size_t index)
{
	const struct criterion *criterion = &page->rubric->criteria[index];
	struct mark mark = page->sheet->marks[index];
	const struct descriptor *means;

	if (mark.kind != MARK_LEVEL)
		return;
	means = criterion_descriptor(criterion, mark.index);
	if (means == NULL || means->text == NULL)
		return;
	buf_text(out, "\nThe rubric says: ");
	clean_line(out, means->text);
	buf_text(out, "\n");
}

static void
print_criterion(struct buf *out, const struct feedback_page *page, size_t index)
{
	const struct criterion *criterion = &page->rubric->criteria[index];
	const char *note = note_for(page->notes, criterion->id);

	if (page->sheet->marks[index].kind == MARK_NONE && note == NULL
	    && !attempt_is_banked(page->attempt, page->sheet, index))
		return;
	print_heading(out, page, index);
	print_earlier(out, page, index);
	print_descriptor(out, page, index);
	if (note != NULL) {
		buf_text(out, "\n");
		clean(out, note);
		buf_text(out, "\n");
	}
	if (page->cited[index] != NULL && page->sheet->marks[index].kind != MARK_NONE) {
		buf_text(out, "\nSeen in: ");
		clean_line(out, page->cited[index]);
		buf_text(out, "\n");
	}
}

static void
print_why(struct buf *out, const struct feedback_page *page)
{
	struct buf said = { 0 };

	if (page->result->why_count == 0)
		return;
	buf_text(out, "\n## Why\n\n");
	for (size_t i = 0; i < page->result->why_count; i++) {
		buf_clear(&said);
		reason_say(&said, page->rubric, &page->result->reasons[i]);
		buf_text(out, "- ");
		clean_line(out, said.data);
		buf_text(out, "\n");
	}
	buf_close(&said);
}

/* Which attempt this was, and how many remain, where they are counted. */
static void
print_attempts(struct buf *out, const struct feedback_page *page)
{
	const struct rubric *rubric = page->rubric;
	int64_t left = rubric->attempts_max - page->attempt->number;

	if (rubric->attempts_max == 0)
		return;
	buf_text(out, "\nThis was ");
	attempt_print(out, rubric, page->attempt->number);
	if (page->outcome == OUTCOME_PASS)
		buf_text(out, ".\n");
	else if (left > 0)
		buf_printf(out, "; %lld remain%s.\n", (long long)left,
			   left == 1 ? "s" : "");
	else
		buf_text(out, "; none remains.\n");
}

static void
print_judged(struct buf *out, const struct feedback_page *page)
{
	buf_text(out, "\n## Criterion by criterion\n");
	for (size_t i = 0; i < page->rubric->criterion_count; i++)
		print_criterion(out, page, i);
	print_why(out, page);
}

static void
print_mend(struct buf *out, const struct feedback_page *page)
{
	buf_text(out, "\nIt is returned to you before it was judged.\n\n"
		 "## What to mend\n\n");
	for (size_t i = 0; i < page->mend_count; i++) {
		buf_text(out, "- ");
		clean_line(out, page->mend[i]);
		buf_text(out, "\n");
	}
	buf_text(out, "\nMend it in your repository, look with `assay portfolio check .`, "
		 "commit, and submit\nagain.\n");
}

void
feedback_print(struct buf *out, const struct feedback_page *page)
{
	bool last = attempt_is_last(page->rubric, page->attempt->number);

	buf_text(out, "# ");
	clean_line(out, page->rubric->title);
	buf_printf(out, "\n\n**Outcome: %s.** %s\n", outcome_phrase(page->outcome),
		   (last ? last_meanings : meanings)[page->outcome]);
	if (page->notes->overall != NULL) {
		buf_text(out, "\n");
		clean(out, page->notes->overall);
		buf_text(out, "\n");
	}
	print_attempts(out, page);
	(page->mend_count != 0 ? print_mend : print_judged)(out, page);
	buf_printf(out,
		   "\n## How to check this\n\nAttempt %lld, portfolio %s, evidence as of "
		   "commit %.12s. The signed\ndecision and all that is needed to check "
		   "it are in "
		   "`proof/`, beside this file.\n",
		   (long long)page->attempt->number, page->portfolio, page->commit);
}
