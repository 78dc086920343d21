/* A score sheet, its gaps, its outcome and its rubric, as plain lines. */
#include "tui/cli/line.h"

static const char *
mark_word(const struct rubric *rubric, const struct criterion *criterion,
	  struct mark mark)
{
	if (mark.kind == MARK_LEVEL)
		return criterion->scale->levels[mark.index].id;
	if (mark.kind == MARK_CODE)
		return rubric->codes[mark.index].id;
	return criterion->scale == NULL ? "note only" : "-";
}

static void
print_judgement(const struct session *session, size_t index)
{
	const struct criterion *criterion = &session->rubric->criteria[index];
	const struct judgement *judgement = &session->scoring.judgements[index];
	struct buf text = { 0 };

	buf_printf(&text, "%s %s%s (%s)\n", criterion->id,
		   judgement->mark.kind == MARK_CODE ? "coded " : "",
		   mark_word(session->rubric, criterion, judgement->mark),
		   criterion->label);
	for (size_t i = 0; i < judgement->cite_count; i++) {
		buf_text(&text, "  cites ");
		address_print(&text, &judgement->cites[i]);
		buf_text(&text, "\n");
	}
	if (judgement->note != NULL)
		buf_printf(&text, "  note: %s\n", judgement->note);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

void
cli_print_sheet(const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	char judged[OID_HEX];

	oid_hex(judged, &session->dossier.evidence.commit);
	cli_print("%s, portfolio %.8s, attempt %lld, evidence %.12s\n",
		  session->rubric->title, session->taken.portfolio,
		  (long long)session->taken.attempt, judged);
	for (size_t i = 0; i < session->rubric->criterion_count; i++)
		print_judgement(session, i);
	if (scoring->overall != NULL)
		cli_print("overall: %s\n", scoring->overall);
	if (scoring->conflict != NULL)
		cli_print("conflict of interest: %s\n", scoring->conflict);
	cli_print_outcome(session);
}

void
cli_print_gaps(const struct session *session)
{
	struct arena scratch = { 0 };
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &scratch, &session->scoring);

	if (count == 0)
		cli_print("no gaps: ready to sign\n");
	for (size_t i = 0; i < count; i++)
		cli_print("gap: %s\n", gaps[i].text);
	arena_close(&scratch);
}

void
cli_print_outcome(const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	const struct rubric *rubric = session->rubric;
	struct buf text = { 0 };

	buf_printf(&text, "outcome: %s", outcome_phrase(scoring_outcome(scoring)));
	if (scoring->result.outcome == OUTCOME_UNFINISHED)
		buf_printf(&text, " (%zu of %zu judged)", scoring_judged(scoring),
			   scoring_judgeable(scoring));
	buf_text(&text, ", points ");
	ratio_print(&text, scoring->result.points, rubric->decimals, rubric->rounding);
	buf_text(&text, " of ");
	ratio_print(&text, scoring->result.max, rubric->decimals, rubric->rounding);
	buf_text(&text, "\n");
	for (size_t i = 0; i < scoring->result.why_count; i++)
		buf_printf(&text, "  %s\n", scoring->result.why[i]);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static void
print_level(struct buf *text, const struct criterion *criterion, size_t index)
{
	const struct level *level = &criterion->scale->levels[index];
	const struct descriptor *means = criterion_descriptor(criterion, index);

	buf_printf(text, "  %zu %s: %s\n", index + 1, level->id,
		   means != NULL && means->text != NULL ? means->text : level->label);
	for (size_t i = 0; means != NULL && i < means->look_for_count; i++)
		buf_printf(text, "    look for: %s\n", means->look_for[i]);
	for (size_t i = 0; means != NULL && i < means->statement_count; i++)
		buf_printf(text, "    say: %s\n", means->statements[i]);
}

static const char *
feedback_words(const struct criterion *criterion)
{
	static const char *const words[] = { "optional", "not wanted", "required",
					     "required below a level" };

	return words[criterion->feedback];
}

void
cli_print_criterion(const struct rubric *rubric, size_t index)
{
	const struct criterion *criterion = &rubric->criteria[index];
	struct buf text = { 0 };

	buf_printf(&text, "%s: %s\n", criterion->id, criterion->label);
	if (criterion->evidence_count != 0)
		buf_text(&text, "  evidence:");
	for (size_t i = 0; i < criterion->evidence_count; i++)
		buf_printf(&text, " %s", criterion->evidence[i]);
	if (criterion->evidence_count != 0)
		buf_text(&text, "\n");
	for (size_t i = 0; criterion->scale != NULL && i < criterion->scale->level_count;
	     i++)
		print_level(&text, criterion, i);
	buf_printf(&text, "  a note is %s; a citation is %s\n", feedback_words(criterion),
		   criterion->cite == CITE_REQUIRED ? "required" : "optional");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

void
cli_print_rubric(const struct rubric *rubric)
{
	char digest[DIGEST_HEX];

	digest_hex(digest, &rubric->sha256);
	cli_print("%s\n%s version %lld, sha256 %s\n", rubric->title, rubric->id,
		  (long long)rubric->version, digest);
	if (rubric->competency != NULL)
		cli_print("%s\n", rubric->competency);
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		cli_print("\npart %s: %s%s\n", part->id, part->label,
			  part->optional ? " (optional)" : "");
		for (size_t i = 0; i < part->criterion_count; i++)
			cli_print_criterion(rubric, part->first + i);
	}
	for (size_t i = 0; i < rubric->code_count; i++)
		cli_print("%scode %zu %s: %s\n", i == 0 ? "\n" : "", i + 1,
			  rubric->codes[i].id, rubric->codes[i].label);
}
