/*
 * Line mode is a whole face: whatever can be done on a screen can be said in a line, to line
 * mode or to the shell. Every command of every view is looked up here; one that nobody has
 * said how to say fails, and so does a way to say what is not on a screen any more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/desk/scoring.h"
#include "tui/app/app.h"
#include "tui/cli/line.h"
#include "tui/views.h"

enum face {
	LINE,		/* a word of line mode, or a verb */
	SHELL,		/* a subcommand, and what it is told */
	SIGHT,		/* nothing is done: it moves, or shows otherwise, and `why` says so */
};

struct way {
	const char *view, *command;	/* view NULL: of any view, and of all */
	enum face face;
	const char *how;
};

static const struct way ways[] = {
	/* To judge. */
	{ "score", "level", LINE, "level" },
	{ "score", "note", LINE, "note" },
	{ "score", "edit", LINE, "note" },
	{ "score", "comments", LINE, "comments" },
	{ "score", "bank", LINE, "bank" },
	{ "comments", "choose", LINE, "comment" },
	{ "comments", "drop", LINE, "unbank" },
	{ NULL, "overall", LINE, "note" },
	{ "score", "codes", LINE, "code" },
	{ "codes", "choose", LINE, "code" },
	{ "codes", "pick", LINE, "code" },
	{ "score", "clear", LINE, "clear" },
	{ NULL, "cite", LINE, "cite" },
	{ NULL, "uncite", LINE, "uncite" },
	{ NULL, "undo", LINE, "undo" },
	{ NULL, "redo", LINE, "redo" },
	{ "score", "said", LINE, "said" },
	{ "said", "until", LINE, "undo" },
	{ NULL, "reveal", LINE, "reveal" },
	{ "score", "newest", LINE, "evidence" },
	{ "score", "keep", LINE, "evidence" },
	{ "gate", "met", LINE, "gate" },
	{ "gate", "unmet", LINE, "gate" },
	{ "gate", "return", LINE, "return" },
	{ NULL, "sign", LINE, "sign" },
	{ "sign", "no-conflict", LINE, "conflict" },
	{ "sign", "conflict", LINE, "conflict" },
	{ "sign", "decide", LINE, "decide" },
	{ "sign", "prepare", LINE, "sign" },

	/* To see what there is. */
	{ "score", "gap", LINE, "gaps" },
	{ "score", "previous-gap", LINE, "gaps" },
	{ "score", "meaning", LINE, "rubric" },
	{ "score", "rubric", LINE, "rubric" },
	{ "score", "outcome", LINE, "outcome" },
	{ NULL, "gate", LINE, "checks" },
	{ "score", "changes", LINE, "changes" },
	{ "changes", "open", LINE, "changes" },
	{ "score", "evidence", LINE, "evidence" },
	{ NULL, "next-piece", LINE, "evidence" },
	{ NULL, "previous-piece", LINE, "evidence" },
	{ NULL, "feeding", LINE, "evidence" },
	{ NULL, "convert", LINE, "convert" },
	{ NULL, "picture", LINE, "picture" },
	{ "read", "outside", LINE, "outside" },
	{ "read", "follow", LINE, "read" },
	{ "links", "browse", LINE, "browse" },
	{ NULL, "read", LINE, "read" },
	{ "evidence", "lay-open", LINE, "read" },
	{ "read", "line", LINE, "read" },
	{ "read", "search", LINE, "search" },
	{ "read", "next-found", LINE, "search" },
	{ "read", "previous-found", LINE, "search" },
	{ "read", "outline", LINE, "outline" },
	{ "outline", "go", LINE, "outline" },
	{ "read", "links", LINE, "links" },
	{ "links", "go", LINE, "links" },
	{ NULL, "cites", LINE, "cites" },
	{ "score", "log", LINE, "log" },
	{ "score", "compare", LINE, "compare" },
	{ "cites", "go", LINE, "cites" },
	{ NULL, "help", LINE, "help" },
	{ NULL, "quit", LINE, "quit" },
	{ NULL, "back", LINE, "quit" },

	/* From the shell. */
	{ "queue", "open", SHELL, "score --line" },
	{ "queue", "take-over", SHELL, "score --take-over" },
	{ "queue", "look", SHELL, "draft show" },
	{ "queue", "read-again", SHELL, "queue" },
	{ "queue", "filter", SHELL, "queue --only" },
	{ "queue", "sort", SHELL, "queue --sort" },
	{ "queue", "counts", SHELL, "queue --counts" },
	{ "counts", "rubric", SHELL, "rubric show" },
	{ "queue", "rubric", SHELL, "rubric show" },
	{ "queue", "browse-rubrics", SHELL, "rubric list" },
	{ "rubrics", "read-again", SHELL, "rubric list" },
	{ "rubrics", "open", SHELL, "rubric show" },
	{ NULL, "differences", SHELL, "rubric diff" },
	{ "queue", "log", SHELL, "log" },
	{ "log", "filter", SHELL, "log --only" },
	{ "queue", "claim", SHELL, "claim" },
	{ "queue", "give-back", SHELL, "claim" },
	{ "queue", "assign", SHELL, "assign" },
	{ "audit", "checkpoint", SHELL, "checkpoint" },
	{ "people", "retire", SHELL, "retire" },
	{ NULL, "moderate", SHELL, "moderate" },
	{ "moderate", "sign", SHELL, "moderate" },
	{ "moderate", "reason", SHELL, "moderate --reason" },
	{ "moderate", "confirm", SHELL, "moderate confirm" },
	{ "moderate", "adjust", SHELL, "moderate adjust" },
	{ "moderate", "return", SHELL, "moderate return" },
	{ "moderate", "escalate", SHELL, "moderate escalate" },
	{ "moderate", "resolve", SHELL, "moderate resolve" },
	{ "moderate", "levels", SHELL, "moderate --say" },
	{ "moderate", "log", SHELL, "log PORTFOLIO" },
	{ "moderate", "drop", SHELL, "moderate --drop" },
	{ NULL, "audit", SHELL, "audit" },
	{ "audit", "open", SHELL, "show" },
	{ "audit", "chain", SHELL, "log --only" },
	{ "audit", "check", SHELL, "show --how" },
	{ "audit", "filter", SHELL, "audit --only" },
	{ "audit", "read-again", SHELL, "audit" },
	{ "audit", "full", SHELL, "audit --full" },
	{ "log", "portfolio", SHELL, "log PORTFOLIO" },
	{ "record", "evidence", SHELL, "score --judged" },
	{ "record", "difference", SHELL, "show --difference" },
	{ "record", "check", SHELL, "show --how" },
	{ "record", "log", SHELL, "log PORTFOLIO" },
	{ NULL, "compare", SHELL, "compare" },
	{ "compare", "record", SHELL, "show" },
	{ "log", "open", SHELL, "show" },
	{ "score", "next-portfolio", LINE, "next" },
	{ "score", "next-unsigned", LINE, "next" },
	{ "score", "previous-portfolio", LINE, "previous" },
	{ "people", "add-person", SHELL, "person add" },
	{ "people", "freeze", SHELL, "person freeze" },
	{ "people", "root", SHELL, "person root" },
	{ "people", "threshold", SHELL, "trust threshold" },
	{ "people", "rotate", SHELL, "person rotate" },
	{ "people", "box", SHELL, "person box" },
	{ "people", "policy", SHELL, "trust policy" },
	{ "people", "take", SHELL, "trust take" },
	{ "people", "sign-trust", SHELL, "trust sign" },
	{ "people", "publish-trust", SHELL, "trust publish" },
	{ "people", "drop-trust", SHELL, "trust drop" },

	/* What moves, or looks otherwise: a line needs none of it. */
	{ NULL, "next", SIGHT, "moves" },
	{ NULL, "previous", SIGHT, "moves" },
	{ NULL, "page-down", SIGHT, "moves" },
	{ NULL, "page-up", SIGHT, "moves" },
	{ NULL, "first", SIGHT, "moves" },
	{ NULL, "last", SIGHT, "moves" },
	{ NULL, "down", SIGHT, "moves" },
	{ NULL, "up", SIGHT, "moves" },
	{ NULL, "top", SIGHT, "moves" },
	{ NULL, "bottom", SIGHT, "moves" },
	{ "read", "left", SIGHT, "moves" },
	{ "read", "right", SIGHT, "moves" },
	{ "read", "mark", SIGHT, "moves: a line has its number" },
	{ "read", "jump", SIGHT, "moves: a line has its number" },
	{ NULL, "choose", SIGHT, "chooses lines: `cite` names them" },
	{ NULL, "fold", SIGHT, "hides lines" },
	{ NULL, "fold-all", SIGHT, "hides lines" },
	{ NULL, "search", SIGHT, "moves" },
	{ NULL, "search-next", SIGHT, "moves" },
	{ NULL, "search-back", SIGHT, "moves" },
	{ "read", "wrap", SIGHT, "lines are as long as they are" },
	{ "read", "source", SIGHT, "line mode reads the source" },
	{ "read", "numbers", SIGHT, "line mode always numbers" },
	{ NULL, "swap", SIGHT, "moves" },
	{ "compare", "difference", SIGHT, "moves" },
	{ "compare", "previous-difference", SIGHT, "moves" },
	{ "score", "beside", SIGHT, "where the panes are" },
	{ NULL, "filter", SIGHT, "hides rows" },
	{ NULL, "palette", SIGHT, "names are what line mode takes" },
	{ NULL, "repaint", SIGHT, "draws again" },
	{ NULL, "suspend", SIGHT, "of the terminal" },
	{ NULL, "theme", SIGHT, "colours" },
	{ NULL, "messages", SIGHT, "line mode's lines stay" },
};
enum { WAYS = sizeof ways / sizeof *ways };

static bool used[WAYS];

static bool
is_line_word(const char *word)
{
	for (size_t i = 0; i < line_command_count; i++)
		if (strcmp(line_commands[i].word, word) == 0)
			return true;
	for (size_t i = 0; i < verb_count; i++)
		if (strcmp(verbs[i].word, word) == 0)
			return true;
	return false;
}

/* `person add`: the subcommand is there, and its usage has the word. */
static bool
is_shell_word(const char *how)
{
	size_t len = strcspn(how, " ");

	for (size_t i = 0; i < subcommand_count; i++)
		if (strlen(subcommands[i].name) == len
		    && strncmp(subcommands[i].name, how, len) == 0)
			return how[len] == '\0'
				|| strstr(subcommands[i].arguments, how + len + 1) != NULL;
	return false;
}

/* A way of this very view before one of all. */
static ptrdiff_t
way_of(const char *view, const char *command)
{
	ptrdiff_t any = -1;

	for (size_t i = 0; i < WAYS; i++) {
		if (strcmp(ways[i].command, command) != 0)
			continue;
		if (ways[i].view == NULL)
			any = (ptrdiff_t)i;
		else if (view != NULL && strcmp(ways[i].view, view) == 0)
			return (ptrdiff_t)i;
	}
	return any;
}

static int
unsaid(const char *view, const struct command *commands, size_t count)
{
	int missing = 0;

	for (size_t i = 0; i < count; i++) {
		ptrdiff_t way = way_of(view, commands[i].name);

		if (way >= 0)
			used[way] = true;
		else
			missing++;
		if (way < 0)
			printf("%s: nobody said how to say '%s' in a line\n",
			       view == NULL ? "everywhere" : view, commands[i].name);
	}
	return missing;
}

static void
what_can_be_done_on_a_screen_can_be_said_in_a_line(void **state)
{
	int missing = unsaid(NULL, app_commands, app_command_count);

	(void)state;
	for (size_t i = 0; i < view_count; i++)
		missing += unsaid(views[i]->name, views[i]->commands,
				  views[i]->command_count);
	assert_int_equal(missing, 0);
	for (size_t i = 0; i < WAYS; i++)
		if (!used[i])
			fail_msg("'%s' is on no screen", ways[i].command);
}

static void
every_way_to_say_it_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < WAYS; i++) {
		if (ways[i].face == LINE && !is_line_word(ways[i].how))
			fail_msg("line mode has no '%s'", ways[i].how);
		if (ways[i].face == SHELL && !is_shell_word(ways[i].how))
			fail_msg("there is no 'assay %s'", ways[i].how);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_can_be_done_on_a_screen_can_be_said_in_a_line),
		cmocka_unit_test(every_way_to_say_it_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
