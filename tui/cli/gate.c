/* The gate in plain lines: what assay found, what a person ticks, and what follows. */
#include "core/base/text.h"
#include "core/desk/gate.h"
#include "tui/cli/line.h"

enum { SHOWN = 10 };	/* findings of one check */

static void
put_findings(struct buf *out, const struct gate_check *check, const struct survey *survey)
{
	struct arena scratch = { 0 };
	const struct finding **findings;
	size_t count = gate_findings(&findings, &scratch, check, survey);

	for (size_t i = 0; i < count && i < SHOWN; i++) {
		buf_text(out, "  ");
		finding_print(out, findings[i]);
		buf_char(out, '\n');
	}
	if (count > SHOWN)
		buf_printf(out, "  and %zu more\n", count - SHOWN);
	arena_close(&scratch);
}

static const char *
state_words(const struct scoring *scoring, size_t check)
{
	enum gate_state state = gate_state(scoring, check);

	if (state != GATE_UNSAID)
		return gate_state_word(state);
	return gate_is_said(&scoring->rubric->gate[check], scoring->survey) ? "yours to tick"
		: "not looked at yet";
}

void
cli_print_gate(const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	struct buf text = { 0 };

	for (size_t i = 0; i < session->rubric->gate_count; i++) {
		const struct gate_check *check = &session->rubric->gate[i];

		buf_printf(&text, "gate %s %s%s: ", check->id, state_words(scoring, i),
			   check->effect == GATE_WARN ? " (a warning)" : "");
		text_line(&text, span_of(check->label), 0);
		buf_char(&text, '\n');
		put_findings(&text, check, session->survey);
	}
	if (scoring->returned)
		buf_text(&text, "to be returned incomplete, unjudged\n");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

int
cli_survey(struct cli *cli, struct session *session, struct err *err)
{
	struct cli_progress progress;
	int failed;

	cli_progress_open(&progress, cli, "looking the evidence over");
	failed = session_survey(session, &progress.progress, err);
	cli_progress_close(&progress);
	return failed;
}

int
line_checks(struct line *line, struct span rest, struct err *err)
{
	(void)rest;
	if (line->session->rubric->gate_count == 0)
		return err_set(err, ERR_REFUSED, "this rubric has no gate");
	if (cli_survey(line->cli, line->session, err) != 0)
		return -1;
	cli_print_gate(line->session);
	return 0;
}
