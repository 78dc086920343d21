/* One piece of evidence on the whole screen. */
#include <stdint.h>

#include "core/desk/survey.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/outside.h"
#include "tui/app/reading.h"

struct read {
	size_t item;		/* that `words` was counted of */
	int64_t words;		/* -1: no text, or too long to count */
};

static struct reader *
reader_of(const struct call *c)
{
	return &c->app->desk->reader;
}

static int
open_read(struct call *c)
{
	struct read *state;

	if (desk_ready(c) != 0)
		return -1;
	if (c->argument[0] != '\0' && desk_turn(c->app->desk, c->argument, &c->err) != 0)
		return -1;
	state = view_state(sizeof *state);
	*state = (struct read){ .item = SIZE_MAX };
	c->state = state;
	return 0;
}

/* Counted once a piece. */
static int64_t
words_of(struct call *c)
{
	struct read *state = c->state;
	const struct dossier *dossier = &c->app->desk->session->dossier;

	if (state->item != reader_of(c)->item) {
		state->item = reader_of(c)->item;
		state->words = state->item < dossier->count && reader_of(c)->lines != NULL
			? survey_words(dossier, state->item) : -1;
	}
	return state->words;
}

static void
status_read(struct call *c, struct buf *out)
{
	const struct dossier *dossier = &c->app->desk->session->dossier;
	int64_t words = words_of(c);

	laid_table_print(out, reader_of(c));
	if (words >= 0)
		survey_print_words(out, words, dossier->items[reader_of(c)->item].prompt);
	if (out->len != 0)
		buf_printf(out, "; cites go to %s", desk_criterion(c->app->desk)->id);
}

static void
point_reader(void *who, int row, int wheel)
{
	reader_point(who, row, wheel);
}

static void
draw_read(struct call *c, struct area *area)
{
	struct area heading = area_take(area, 1);

	reading_heading(c, &heading);
	reader_draw(reader_of(c), area, true);
	area_hot(area, point_reader, reader_of(c));
}

static int
run_down(struct call *c)
{
	reader_move(reader_of(c), 1);
	return 0;
}

static int
run_up(struct call *c)
{
	reader_move(reader_of(c), -1);
	return 0;
}

static int
go(struct call *c, int64_t line)
{
	return reader_go(reader_of(c), line, &c->app->progress, &c->err);
}

static int
run_top(struct call *c)
{
	return go(c, 1);
}

static int
run_bottom(struct call *c)
{
	return go(c, INT64_MAX);
}

static int
take_line(struct call *c)
{
	int64_t line = 0;

	for (const char *at = c->argument; *at != '\0'; at++) {
		if (*at < '0' || *at > '9' || line > INT64_MAX / 100)
			return err_set(&c->err, ERR_USAGE, "'%.40s' is no line number",
				       c->argument);
		line = line * 10 + (*at - '0');
	}
	return go(c, line);
}

static int
run_line(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_line(c);
	app_ask(c, &(struct ask){ .label = "line: ", .done = take_line });
	return 0;
}

static int
search(struct call *c, const char *text, bool backward)
{
	struct buf said = { 0 };
	int failed = reader_search(&said, reader_of(c), text, backward, &c->app->progress,
				   &c->err);

	if (failed == 0)
		app_say(c->app, ST_PLAIN, "%s", said.data);
	buf_close(&said);
	return failed;
}

static int
take_search(struct call *c)
{
	return search(c, c->argument[0] == '\0' ? NULL : c->argument, false);
}

static int
run_search(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_search(c);
	app_ask(c, &(struct ask){ .label = "search: ", .done = take_search,
				  .history = &c->app->search_history });
	return 0;
}

static int
run_next_found(struct call *c)
{
	return search(c, NULL, false);
}

static int
run_previous_found(struct call *c)
{
	return search(c, NULL, true);
}

/* ---- marks ---- */

static struct bookmark *
place_named(struct call *c)
{
	char letter = c->argument[0];

	if (letter < 'a' || letter > 'z' || c->argument[1] != '\0') {
		err_set(&c->err, ERR_USAGE, "a mark is a letter from a to z");
		return NULL;
	}
	return &c->app->desk->marks[letter - 'a'];
}

static int
take_mark(struct call *c)
{
	struct bookmark *place = place_named(c);

	if (place == NULL)
		return -1;
	*place = (struct bookmark){ reader_of(c)->item, reader_of(c)->at.line };
	app_say(c->app, ST_PLAIN, "mark %s: line %lld", c->argument, (long long)place->line);
	return 0;
}

static int
take_jump(struct call *c)
{
	const struct bookmark *place = place_named(c);

	if (place == NULL)
		return -1;
	if (place->line == 0)
		return err_set(&c->err, ERR_NOT_FOUND, "mark %s is not set", c->argument);
	desk_go(c->app->desk, *place);
	return 0;
}

static int
ask_mark(struct call *c, const char *label, int (*done)(struct call *c))
{
	if (c->argument[0] != '\0')
		return done(c);
	app_ask(c, &(struct ask){ .label = label, .one = true, .done = done });
	return 0;
}

static int
run_mark(struct call *c)
{
	return ask_mark(c, "mark: ", take_mark);
}

static int
run_jump(struct call *c)
{
	return ask_mark(c, "to mark: ", take_jump);
}

/* ---- ways of reading ---- */

/* Laid out, a table moves by columns already; the other way to read it is its source. */
static int
ready_wrap(struct call *c)
{
	const struct reader *reader = reader_of(c);

	return reader->table == NULL || reader->ways.source ? 0
		: err_set(&c->err, ERR_REFUSED, "a table is laid out in columns: %s and %s move "
			  "through them, %s shows it as it was written",
			  app_key_name(c->app, "read", "left").text,
			  app_key_name(c->app, "read", "right").text,
			  app_key_name(c->app, "read", "source").text);
}

static int
run_wrap(struct call *c)
{
	struct reading_ways ways = reader_of(c)->ways;

	ways.panned = !ways.panned;
	reader_set(reader_of(c), ways);
	if (ways.panned)
		app_say(c->app, ST_PLAIN, "long lines are cut; %s and %s move sideways",
			app_key_name(c->app, "read", "left").text,
			app_key_name(c->app, "read", "right").text);
	else
		app_say(c->app, ST_PLAIN, "long lines are wrapped");
	return 0;
}

static int
ready_source(struct call *c)
{
	return reader_of(c)->page != NULL || reader_of(c)->table != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "it stands as it was written");
}

static int
run_source(struct call *c)
{
	struct reading_ways ways = reader_of(c)->ways;

	ways.source = !ways.source;
	ways.panned = false;
	reader_set(reader_of(c), ways);
	app_say(c->app, ST_PLAIN, ways.source ? "as it was written" : "laid out");
	return 0;
}

static int
ready_page(struct call *c)
{
	return reader_of(c)->page != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "it is no Markdown");
}

static int
run_outline(struct call *c)
{
	return app_open(c, "outline", "");
}

static int
run_links(struct call *c)
{
	return app_open(c, "links", "");
}

static int
run_follow(struct call *c)
{
	return reader_follow(reader_of(c), &c->err);
}

static int
run_numbers(struct call *c)
{
	struct reading_ways ways = reader_of(c)->ways;

	ways.unnumbered = !ways.unnumbered;
	reader_set(reader_of(c), ways);
	return 0;
}

static int
run_left(struct call *c)
{
	return reader_pan(reader_of(c), -1, &c->err);
}

static int
run_right(struct call *c)
{
	return reader_pan(reader_of(c), 1, &c->err);
}

static const struct command commands[] = {
	{ "down", "j<Down>", "one row on", run_down, NULL, true },
	{ "up", "k<Up>", "one row back", run_up, NULL, false },
	{ "search", "/", "find words, or an expression, in this piece", run_search, NULL, true },
	{ "next-found", "n", "find it again, further on", run_next_found, NULL, false },
	{ "previous-found", "N", "find it again, further back", run_previous_found, NULL,
	  false },
	{ "choose", "v", "choose lines from here on, or stop", reading_run_choose, NULL, true },
	READING_COMMANDS,
	{ "line", "L", "go to a line by its number", run_line, NULL, false },
	{ "mark", "m", "mark this line with a letter", run_mark, NULL, false },
	{ "jump", "'", "go to the line marked with a letter", run_jump, NULL, false },
	{ "wrap", "w", "wrap long lines, or cut them", run_wrap, ready_wrap,
	  false },
	{ "left", "h<Left>", "to the left, where lines are cut; a column of a table", run_left, NULL,
	  false },
	{ "right", "l<Right>", "to the right", run_right, NULL, false },
	{ "source", "t", "Markdown or a table laid out, or as it was written", run_source, ready_source,
	  false },
	{ "outline", "O", "the headings, to go to one", run_outline, ready_page, false },
	{ "links", "a", "the links in it", run_links, NULL, false },
	{ "outside", "", "open it in a program with windows: asks first", outside_run_piece,
	  NULL, false },
	{ "follow", "<Enter>", "to the piece a symbolic link names", run_follow, NULL, false },
	{ "numbers", "#", "show line numbers, or not", run_numbers, NULL, false },
	{ "top", "g<Home>", "the first line", run_top, NULL, false },
	{ "bottom", "G<End>", "the last line", run_bottom, NULL, false },
};

const struct view view_read = {
	.name = "read",
	.help = "One piece of evidence. Long lines wrap; citing takes whole lines. Nothing in it "
		"is ever run or followed, and what a terminal must not see is shown as a mark. "
		"A search is for plain words or a POSIX extended regular expression; letter case "
		"counts once a capital letter is in it.",
	.open = open_read, .draw = draw_read, .status = status_read, .shown = desk_shown,
	.close = view_free, COMMANDS(commands),
};
