#include "tui/app/note.h"

#include <stdio.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/desk/bank.h"
#include "tui/app/desk.h"

enum { EDITOR_WORDS = 14 };

/* The note there is; NULL: none. */
static const char *
note_there(const struct desk *desk)
{
	const struct scoring *scoring = &desk->session->scoring;
	int criterion = rubric_criterion(desk->session->rubric, span_of(desk->noting));

	return criterion < 0 ? scoring->overall : scoring->judgements[criterion].note;
}

static int
say_note(struct call *c)
{
	struct desk *desk = c->app->desk;
	const char *there = note_there(desk);

	if (strcmp(there == NULL ? "" : there, c->argument) == 0)
		return 0;
	return desk_say(desk, &c->err, "note %s%s%s", desk->noting,
			c->argument[0] == '\0' ? "" : " ", c->argument);
}

static void
set_target(struct desk *desk, const char *on)
{
	snprintf(desk->noting, sizeof desk->noting, "%s", on);
}

int
note_write(struct call *c, const char *on)
{
	char label[128];

	set_target(c->app->desk, on);
	if (c->argument[0] != '\0')
		return say_note(c);
	snprintf(label, sizeof label, "note on %s, for the learner", on);
	app_ask(c, &(struct ask){ .label = label, .text = note_there(c->app->desk),
				  .many_lines = true, .done = say_note });
	return 0;
}

int
note_bank(struct call *c)
{
	struct desk *desk = c->app->desk;
	const struct judgement *judgement = &desk->session->scoring.judgements[desk->criterion];
	const struct criterion *criterion = desk_criterion(desk);
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

static char *
note_path(struct arena *arena, const struct call *c)
{
	return arena_printf(arena, "%s/note-%ld.md", c->app->desk->workspace->places.state,
			    (long)getpid());
}

static int
take_edited(struct call *c, struct arena *scratch, const char *path)
{
	struct span text;

	if (c->key != 0)
		return err_set(&c->err, ERR_IO, "the editor ended with %d; the note is as it was",
			       c->key);
	if (file_read(&text, scratch, path, SCORING_NOTE, &c->err) != 0)
		return -1;
	while (text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	c->argument = arena_copy(scratch, text.data, text.len);
	return say_note(c);
}

static int
edited(struct call *c)
{
	struct arena scratch = { 0 };
	const char *path = note_path(&scratch, c);
	int failed = take_edited(c, &scratch, path);
	struct err ignored;

	c->argument = "";
	(void)!file_shred(path, &ignored);
	arena_close(&scratch);
	return failed;
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
	app_program(c, argv, edited);
}

int
note_edit(struct call *c, const char *on)
{
	const char *state = c->app->desk->workspace->places.state, *note;
	struct arena scratch = { 0 };
	int failed;

	set_target(c->app->desk, on);
	note = note_there(c->app->desk);
	failed = file_make_dirs(state, 0700, &c->err);
	if (failed == 0)
		failed = file_write(note_path(&scratch, c), span_of(note == NULL ? "" : note),
				    0600, &c->err);
	if (failed == 0)
		run_editor(c, &scratch, note_path(&scratch, c));
	arena_close(&scratch);
	return failed;
}
