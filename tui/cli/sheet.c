/* A score sheet, its gaps, its outcome and its rubric, as plain lines. */
#include "core/desk/gate.h"
#include "core/out/rubric_page.h"
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

	buf_printf(&text, "%s %s%s (%s)", criterion->id,
		   judgement->mark.kind == MARK_CODE ? "coded " : "",
		   mark_word(session->rubric, criterion, judgement->mark),
		   criterion->label);
	session_print_earlier(&text, session, index, ", ");
	buf_text(&text, "\n");
	for (size_t i = 0; i < judgement->cite_count; i++) {
		buf_text(&text, "  cites ");
		address_print(&text, &judgement->cites[i]);
		buf_text(&text, "\n");
	}
	if (judgement->note != NULL)
		buf_printf(&text, "  note: %s\n", judgement->note);
	session_print_prior(&text, session, index);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

void
cli_print_jotting(const struct session *session)
{
	const struct jotting *jotting = &session->jotting;

	if (jotting->on != NULL)
		cli_print("a note on %s was begun and is not said: %s\n", jotting->on,
			  jotting->text);
}

void
cli_print_sheet(const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	struct buf attempt = { 0 };
	char judged[OID_HEX];

	oid_hex(judged, &session->dossier.evidence.commit);
	attempt_print(&attempt, session->rubric, session->taken.attempt);
	cli_print("%s, portfolio %.8s, %s, evidence %.12s\n", session->rubric->title,
		  session->taken.portfolio, attempt.data, judged);
	buf_close(&attempt);
	for (size_t i = 0; i < session->rubric->criterion_count; i++)
		print_judgement(session, i);
	cli_print_gate(session);
	if (scoring->overall != NULL)
		cli_print("overall: %s\n", scoring->overall);
	cli_print_jotting(session);
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

static void
print_return(const struct scoring *scoring)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	const char **why;
	size_t count = gate_why(&why, &scratch, scoring);

	buf_text(&text, "outcome: incomplete, returned at the gate\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "  %s\n", why[i]);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	arena_close(&scratch);
}

void
cli_print_outcome(const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	struct buf text = { 0 };

	if (scoring->returned) {
		print_return(scoring);
		return;
	}
	buf_text(&text, "outcome: ");
	scoring_print_outcome(&text, scoring);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

void
cli_print_criterion(const struct rubric *rubric, size_t index)
{
	struct buf text = { 0 };

	rubric_page_criterion(&text, rubric, index);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

void
cli_print_rubric(const struct rubric *rubric)
{
	struct buf text = { 0 };

	rubric_page_print(&text, rubric);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}
