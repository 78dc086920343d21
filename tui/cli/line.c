#include "tui/cli/line.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "core/desk/gate.h"
#include "core/desk/judged.h"
#include "core/desk/seal.h"

enum { LINE_MAX_BYTES = 128 << 10, STATUS_GONE = 129 };

static int
line_help(struct line *line, struct span rest, struct err *err)
{
	(void)line;
	(void)rest;
	(void)err;
	for (size_t i = 0; i < verb_count; i++)
		cli_print("%s %s: %s\n", verbs[i].word, verbs[i].arguments,
			  verbs[i].help);
	for (size_t i = 0; i < line_command_count; i++)
		cli_print("%s %s: %s\n", line_commands[i].word,
			  line_commands[i].arguments, line_commands[i].help);
	return 0;
}

static int
line_show(struct line *line, struct span rest, struct err *err)
{
	(void)rest;
	(void)err;
	cli_print_sheet(line->session);
	return 0;
}

static int
line_rubric(struct line *line, struct span rest, struct err *err)
{
	int criterion;

	if (rest.len == 0) {
		cli_print_rubric(line->session->rubric);
		return 0;
	}
	criterion = rubric_criterion(line->session->rubric, rest);
	if (criterion < 0)
		return err_set(err, ERR_REFUSED, "there is no criterion '%.*s'",
			       rest.len > 80 ? 80 : (int)rest.len, rest.data);
	cli_print_criterion(line->session->rubric, (size_t)criterion);
	return 0;
}

static int
line_gaps(struct line *line, struct span rest, struct err *err)
{
	(void)rest;
	(void)err;
	cli_print_gaps(line->session);
	return 0;
}

static int
line_outcome(struct line *line, struct span rest, struct err *err)
{
	(void)rest;
	(void)err;
	cli_print_outcome(line->session);
	return 0;
}

static int
line_sign(struct line *line, struct span rest, struct err *err)
{
	if (span_is(rest, "page"))
		return cli_sign_page(line->cli, line->session, line->ledger, err);
	if (rest.len != 0)
		return err_set(err, ERR_USAGE, "say sign, or sign page to see it first");
	if (cli_sign(line->cli, line->session, line->ledger, err) != 0)
		return -1;
	line->done = true;
	return 0;
}

static int
line_quit(struct line *line, struct span rest, struct err *err)
{
	(void)rest;
	(void)err;
	line->done = true;
	return 0;
}

/* The newest first, as the screen `said` has it. */
static int
line_said(struct line *line, struct span rest, struct err *err)
{
	const struct scoring *scoring = &line->session->scoring;

	(void)rest;
	(void)err;
	for (size_t i = scoring->count; i-- > 0;)
		cli_print("%s%s\n", i >= scoring->done ? "undone: " : "", scoring->said[i]);
	if (scoring->count == 0)
		cli_print("nothing was said yet\n");
	return 0;
}

const struct line_command line_commands[] = {
	{ "show", "", "the sheet as it stands", line_show },
	{ "rubric", "[CRITERION]", "what is asked, and what each level means", line_rubric },
	{ "evidence", "[newest|keep]", "the pieces, or what to do when the portfolio moved on",
	  line_evidence },
	{ "read", "ADDRESS", "lines of a piece: read plan.md:12-18", line_read },
	{ "convert", "PATH[#PAGE]", "what is no text as text, in a fence", line_convert },
	{ "picture", "PATH", "an image as a picture of letters", line_picture },
	{ "outside", "[yes] PATH", "open it in a program with windows", line_outside },
	{ "search", "TEXT", "where the evidence says that: words, or a regular expression",
	  line_search },
	{ "changes", "[CRITERION]", "what changed since the attempt before, word by word for a "
	  "criterion", line_changes },
	{ "outline", "PATH", "the headings of a piece, and their lines", line_outline },
	{ "links", "PATH", "the links of a piece", line_links },
	{ "browse", "[yes] ADDRESS", "open a web address in your browser", line_browse },
	{ "cites", "CRITERION", "what it cites, and the first line of each", line_cites },
	{ "log", "[FILTER]", "what was recorded of this portfolio: log actor:m-k type:decision",
	  line_log },
	{ "compare", "", "decisions on it, side by side", line_compare },
	{ "checks", "", "the gate: what assay found, and what you tick", line_checks },
	{ "said", "", "every verb said, the newest first; what was undone is marked", line_said },
	{ "gaps", "", "what stands between this and signing", line_gaps },
	{ "outcome", "", "what the rule makes of it so far, and why", line_outcome },
	{ "sign", "[page]", "seal, sign and record; page: see first what would be", line_sign },
	{ "comments", "CRITERION [LETTERS]", "comments ready for it, the last used first",
	  line_comments },
	{ "comment", "CRITERION NUMBER", "add one of them to the note", line_comment },
	{ "bank", "CRITERION", "keep its note as a comment for others", line_bank },
	{ "unbank", "CRITERION NUMBER", "take a comment of yours out of the bank", line_unbank },
	{ "reveal", "WHY", "whose it is: logged with your name, and why", line_reveal },
	{ "next", "[unsigned]", "the next portfolio of the queue, or the next not signed yet",
	  line_next },
	{ "previous", "", "the portfolio before", line_previous },
	{ "help", "", "these words", line_help },
	{ "quit", "", "leave; everything said is kept", line_quit },
};
const size_t line_command_count = sizeof line_commands / sizeof *line_commands;

/* The answer to a verb: what now holds of the criterion it named, and how far it is. */
static void
answer(const struct line *line, const char *verb)
{
	const struct scoring *scoring = &line->session->scoring;
	struct span rest = span_of(verb), word = span_cut(&rest, ' ');
	struct span name = span_cut(&rest, ' ');
	int index = rubric_criterion(scoring->rubric, name);
	struct mark mark = { MARK_NONE, 0 };

	if (index >= 0)
		mark = scoring->judgements[index].mark;
	if (mark.kind == MARK_LEVEL && span_is(word, "level"))
		cli_print("%s %s", scoring->rubric->criteria[index].id,
			  scoring->rubric->criteria[index].scale->levels[mark.index].id);
	else if (mark.kind == MARK_CODE && span_is(word, "code"))
		cli_print("%s coded %s", scoring->rubric->criteria[index].id,
			  scoring->rubric->codes[mark.index].id);
	else
		cli_print("kept");
	cli_print(", %zu/%zu", scoring_judged(scoring), scoring_judgeable(scoring));
	if (scoring->returned)
		cli_print(", to be returned incomplete");
	else if (scoring->result.outcome != OUTCOME_UNFINISHED)
		cli_print(", %s", outcome_phrase(scoring_outcome(scoring)));
	cli_print("\n");
}

static int
obey(struct line *line, const char *text, struct err *err)
{
	struct span rest = span_of(text), word = span_cut(&rest, ' ');

	for (size_t i = 0; i < line_command_count; i++)
		if (span_is(word, line_commands[i].word))
			return line_commands[i].run(line, rest, err);
	if (session_say(line->session, text, err) != 0)
		return -1;
	answer(line, text);
	return 0;
}

enum line_end { LINE_WHOLE, LINE_NONE, LINE_CUT, LINE_BAD };

/*
 * A line without its LF and outer spaces. One that ends without LF was cut on its way, and
 * half a verb may be another verb: `level c1 1` of `level c1 12`.
 */
static enum line_end
next_line(struct buf *out, FILE *in)
{
	enum line_end end = LINE_WHOLE;
	int c;

	buf_clear(out);
	while ((c = line_getc(in)) != EOF && c != '\n') {
		if (c == '\0' || out->len == LINE_MAX_BYTES)
			end = LINE_BAD;
		else
			buf_char(out, (char)c);
	}
	while (out->len > 0
	       && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\r'))
		out->data[--out->len] = '\0';
	if (c == EOF)
		return out->len == 0 && end == LINE_WHOLE ? LINE_NONE : LINE_CUT;
	return end;
}

static void
greet_signed(const struct line *line)
{
	char oid[OID_HEX];
	struct err err;

	if (seal_recorded(oid, line->session, line->ledger, &err) != 0)
		cli_print("whether the last signing went through cannot be told: %s\n",
			  err.text);
	else if (oid[0] != '\0')
		cli_print("the last signing went through: recorded %s; say sign to "
			  "finish it\n",
			  oid);
}

static void
greet_gate(const struct session *session)
{
	size_t unmet = gate_count(&session->scoring, GATE_RETURN, GATE_UNMET)
		+ gate_count(&session->scoring, GATE_WARN, GATE_UNMET);

	if (unmet != 0)
		cli_print("the gate: %zu of %zu not met; checks shows them\n", unmet,
			  session->rubric->gate_count);
}

static void
greet(const struct line *line)
{
	const struct session *session = line->session;
	struct buf text = { 0 };

	if (session->judged != NULL) {
		judged_print(&text, session);
		cli_print("%s\n", text.data);
		buf_clear(&text);
	}
	cli_print("%s, portfolio %.8s: %zu of %zu judged. help lists the words.\n",
		  session->rubric->title, session->taken.portfolio,
		  scoring_judged(&session->scoring),
		  scoring_judgeable(&session->scoring));
	if (session->dossier.manifest_fault != NULL)
		cli_print("its manifest cannot be used: %s\n",
			  session->dossier.manifest_fault);
	if (session->taken.attempt > 1 || attempt_is_last(session->rubric, 1)) {
		attempt_print(&text, session->rubric, session->taken.attempt);
		cli_print("%s\n", text.data);
	}
	buf_clear(&text);
	if (session_doubt(&text, session))
		cli_print("%s\n", text.data);
	buf_close(&text);
	if (session->draft.torn)
		cli_print("the last line of the draft was torn and is cut; it was never "
			  "acknowledged\n");
	greet_signed(line);
	cli_print_jotting(session);
	greet_gate(session);
	if (session->moved_on)
		cli_print(
			"the portfolio moved on since you began: say evidence newest, or "
			"evidence keep\n");
}

static void
take_line(struct line *line, const struct buf *text, enum line_end end)
{
	struct err why = { 0 };
	int failed = 0;

	if (line->echo && end == LINE_WHOLE)
		cli_print("> %s\n", text->len == 0 ? "" : text->data);
	if (end == LINE_BAD)
		failed = err_set(&why, ERR_REFUSED,
				 "that line is too long or holds a NUL");
	else if (end == LINE_CUT)
		failed = err_set(&why, ERR_REFUSED,
				 "the last line was cut: it has no end, and is "
				 "not obeyed");
	else if (text->len != 0)
		failed = obey(line, text->data, &why);
	if (failed != 0) {
		cli_print("no: %s\n", why.text);
		line->refused = true;
	}
}

int
line_run(struct line *line, struct err *err)
{
	struct buf text = { 0 };
	enum line_end end;
	int failed = 0;

	greet(line);
	while (failed == 0 && !line->done
	       && (end = next_line(&text, line->in)) != LINE_NONE) {
		take_line(line, &text, end);
		line->done |= end == LINE_CUT;
		if (ferror(stdout))
			failed = err_set(err, ERR_IO,
					 "nobody reads the answers any more; "
					 "everything said is kept");
	}
	buf_close(&text);
	if (line_was_hung_up(line->session))
		line->cli->status = STATUS_GONE;
	return failed;
}
