/*
 * Commands of every screen that shows the evidence at hand: turning its pieces and pages,
 * choosing lines and citing them for the criterion at hand.
 */
#ifndef TUI_APP_READING_H
#define TUI_APP_READING_H

#include "tui/app/app.h"

#define READING_COMMANDS \
	{ "cite", "c", "cite this line, or those chosen; just judged: for what was judged", \
	  reading_run_cite, desk_ready_change, true }, \
	{ "uncite", "X", "take the last citation away", reading_run_uncite, \
	  desk_ready_change, false }, \
	{ "cites", "C", "what this criterion cites, to go back there", reading_run_cites, NULL, \
	  false }, \
	{ "page-down", "<Space><PgDn>", "one page on in the evidence", reading_run_page_down, \
	  NULL, false }, \
	{ "page-up", "b<PgUp>", "one page back in the evidence", reading_run_page_up, \
	  NULL, false }, \
	{ "convert", "V", "show what is no text as text, in a fence", \
	  reading_run_convert, NULL, false }, \
	{ "picture", "I", "show an image in letters", reading_run_picture, \
	  NULL, false }, \
	{ "feeding", "e", "the next piece that feeds this criterion", reading_run_feeding, \
	  NULL, true }, \
	{ "next-piece", ">", "the next piece of evidence", reading_run_next_piece, NULL, false }, \
	{ "previous-piece", "<lt>", "the piece before", reading_run_previous_piece, NULL, false }

int reading_run_cite(struct call *c);
int reading_run_uncite(struct call *c);
int reading_run_cites(struct call *c);
int reading_run_choose(struct call *c);
int reading_run_page_down(struct call *c);
int reading_run_page_up(struct call *c);
int reading_run_convert(struct call *c);
int reading_run_picture(struct call *c);
int reading_run_feeding(struct call *c);
int reading_run_next_piece(struct call *c);
int reading_run_previous_piece(struct call *c);

/* What the reader says of keys is said by those of the person. */
void reading_name_keys(struct app *app);

/* Which piece this is, and what it answers, on one row. */
void reading_heading(struct call *c, const struct area *row);

#endif
