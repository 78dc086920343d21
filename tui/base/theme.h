/*
 * Styles are meanings, never colours: what a piece of text says, a theme turns into what a
 * terminal can do. Every meaning is also a word or a mark on the screen, so the plain theme
 * (NO_COLOR) loses nothing.
 */
#ifndef TUI_BASE_THEME_H
#define TUI_BASE_THEME_H

enum style {
	ST_PLAIN,
	ST_DIM,			/* not possible now, or beside the point */
	ST_STRONG,		/* a heading inside a page */
	ST_GOOD,		/* a pass, a valid signature */
	ST_BAD,			/* a refusal, a fault */
	ST_WARN,		/* a gap, something to look at before signing */
	ST_TITLE,		/* which screen this is */
	ST_MARK,		/* foreign text in a form that is safe to show */
	ST_FOUND,		/* what a search found */
	ST_STYLES
};

enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_UNDERLINE = 4, LOOK_REVERSE = 8 };

/* Colours by their ANSI number, 0 … 7; -1: the terminal's own. */
struct look {
	unsigned attributes;
	int colour;
};

struct theme {
	const char *name, *help;
	struct look looks[ST_STYLES];
};

#define THEME_NAMES "calm, plain, contrast, two-hues"

/* The theme with this name; NULL when there is none. */
const struct theme *theme_find(const char *name);
/* What to use when nobody chose: `plain` when `no_colour`, otherwise `calm`. */
const struct theme *theme_default(int no_colour);
/* One letter a style, for dumps of a canvas. */
char style_letter(enum style style);

#endif
