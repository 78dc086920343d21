#include "tui/app/note.h"

#include <stdio.h>
#include <string.h>

#include "core/desk/bank.h"
#include "tui/app/judging.h"

enum { EDITOR_WORDS = 14, ENDED = 128 };

/* What it is on, in words that last as long as the portfolio is open. */
static const char *
target_of(const struct desk *desk)
{
	const struct rubric *rubric = desk->session->rubric;
	int criterion = rubric_criterion(rubric, span_of(desk->noting));

	return criterion < 0 ? "overall" : rubric->criteria[criterion].id;
}

static bool
was_begun(const struct desk *desk)
{
	const struct jotting *begun = &desk->session->jotting;

	return begun->on != NULL && strcmp(begun->on, target_of(desk)) == 0;
}

/* The note there is; NULL: none. */
static const char *
note_there(const struct desk *desk)
{
	const struct scoring *scoring = &desk->session->scoring;
	int criterion = rubric_criterion(desk->session->rubric, span_of(desk->noting));

	return criterion < 0 ? scoring->overall : scoring->judgements[criterion].note;
}

/* What there is to go on writing: what was begun, or else the note. */
static const char *
begin_with(const struct desk *desk)
{
	const char *note = was_begun(desk) ? desk->session->jotting.text : note_there(desk);

	return note == NULL ? "" : note;
}

static int
drop_note(struct call *c)
{
	if (c->app->desk->session->jotting.on != NULL)
		session_drop_jotting(c->app->desk->session);
	return 0;
}

/* What cannot be said stays on disk, and is there when the note is written again. */
static int
say_note(struct call *c)
{
	struct desk *desk = c->app->desk;
	const char *there = note_there(desk);

	if (strcmp(there == NULL ? "" : there, c->argument) == 0)
		return drop_note(c);
	if (desk_say(desk, &c->err, "note %s%s%s", desk->noting,
		     c->argument[0] == '\0' ? "" : " ", c->argument) == 0)
		return 0;
	session_read_jotting(desk->session);
	return -1;
}

static struct jotting
jotting_of(const struct call *c, const char *text, size_t at)
{
	return (struct jotting){ target_of(c->app->desk), text, at };
}

static int
keep_note(struct call *c)
{
	struct session *session = c->app->desk->session;
	struct jotting jotting = jotting_of(c, c->argument, c->app->textarea.at);

	if (jotting_keep(&session->draft, &jotting, &c->err) != 0)
		return -1;
	session->jotting.on = jotting.on;
	return 0;
}

static void
set_target(struct desk *desk, const char *on)
{
	snprintf(desk->noting, sizeof desk->noting, "%s", on);
	desk_keep_place(desk);
}

int
note_write(struct call *c, const char *on)
{
	char label[128];

	set_target(c->app->desk, on);
	if (c->argument[0] != '\0')
		return say_note(c);
	snprintf(label, sizeof label, "note on %s, for the learner", on);
	app_ask(c, &(struct ask){ .label = label, .text = begin_with(c->app->desk),
				  .many_lines = true, .done = say_note, .keep = keep_note,
				  .dropped = drop_note });
	return 0;
}

void
note_resume(struct call *c)
{
	struct session *session = c->app->desk->session;
	const struct jotting begun = session->jotting;
	struct call asking = *c;

	if (session->look || begun.on == NULL)
		return;
	asking.argument = "";
	(void)!note_write(&asking, begun.on);
	c->app->textarea.at = begun.at;
	app_say(c->app, ST_GOOD, "begun and not said; " TEXTAREA_HINT);
}

int
note_bank(struct call *c)
{
	struct desk *desk = c->app->desk;
	const struct criterion *criterion = judging_about(c, JUDGING_BANK);
	const struct judgement *judgement = &desk->session->scoring.judgements[
		criterion - desk->session->rubric->criteria];
	const char *level = judgement->mark.kind != MARK_LEVEL ? NULL
		: criterion->scale->levels[judgement->mark.index].label;

	if (judgement->note == NULL)
		return err_set(&c->err, ERR_REFUSED, "%s has no note to keep", criterion->id);
	if (bank_use(&desk->workspace->places, desk->session->rubric, criterion, level,
		     judgement->note, &c->err) != 0)
		return -1;
	app_say(c->app, ST_PLAIN, "kept in the bank for %s", criterion->id);
	return 0;
}

/* An editor that was ended has not finished: what it wrote is there when one comes back. */
static int
take_edited(struct call *c)
{
	struct session *session = c->app->desk->session;

	session_read_jotting(session);
	if (c->key > ENDED)
		return err_set(&c->err, ERR_IO, "the editor was ended by signal %d; what it "
			       "wrote down is there when you write the note again", c->key - ENDED);
	if (c->key != 0) {
		session_drop_jotting(session);
		return err_set(&c->err, ERR_IO, "the editor ended with %d; the note is as it was",
			       c->key);
	}
	if (session->jotting.on == NULL)
		return err_set(&c->err, ERR_IO, "what the editor left is too long, or no text; it "
			       "lies in %s.note.md", session->draft.path);
	c->argument = session->jotting.text;
	return say_note(c);
}

/* $EDITOR may hold options: it is split at spaces, and never given to a shell. */
static void
run_editor(struct call *c, struct arena *scratch, const char *path)
{
	const char *argv[EDITOR_WORDS + 2];
	struct span rest = span_of(c->app->desk->editor);
	size_t count = 0;

	while (rest.len != 0 && count < EDITOR_WORDS) {
		struct span word = span_cut(&rest, ' ');

		if (word.len != 0)
			argv[count++] = arena_copy(scratch, word.data, word.len);
	}
	argv[count++] = path;
	argv[count] = NULL;
	app_program(c, argv, take_edited);
}

int
note_edit(struct call *c, const char *on)
{
	struct session *session = c->app->desk->session;
	struct arena scratch = { 0 };
	struct jotting jotting;
	char *paper;
	int failed;

	set_target(c->app->desk, on);
	jotting = jotting_of(c, begin_with(c->app->desk), 0);
	failed = jotting_hand_out(&paper, &scratch, &session->draft, &jotting, &c->err);
	if (failed == 0)
		run_editor(c, &scratch, paper);
	arena_close(&scratch);
	return failed;
}
