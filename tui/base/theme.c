#include "tui/base/theme.h"

#include <stddef.h>
#include <string.h>

#define PLAIN { 0, -1 }
#define BOLD { LOOK_BOLD, -1 }
#define COLOUR(n) { 0, n }

enum { RED = 1, GREEN = 2, YELLOW = 3, BLUE = 4, MAGENTA = 5, CYAN = 6 };

static const struct theme themes[] = {
	{ "plain", "no colour, and nothing but bold", {
		[ST_PLAIN] = PLAIN, [ST_DIM] = PLAIN, [ST_STRONG] = BOLD,
		[ST_GOOD] = PLAIN, [ST_BAD] = BOLD, [ST_WARN] = PLAIN,
		[ST_TITLE] = BOLD, [ST_MARK] = { LOOK_UNDERLINE, -1 },
		[ST_FOUND] = { LOOK_UNDERLINE, -1 } } },
	{ "calm", "a few colours, for the few words that matter", {
		[ST_PLAIN] = PLAIN, [ST_DIM] = { LOOK_DIM, -1 }, [ST_STRONG] = BOLD,
		[ST_GOOD] = COLOUR(GREEN), [ST_BAD] = COLOUR(RED), [ST_WARN] = COLOUR(YELLOW),
		[ST_TITLE] = BOLD, [ST_MARK] = COLOUR(MAGENTA),
		[ST_FOUND] = { LOOK_UNDERLINE, -1 } } },
	{ "contrast", "bold, underlined and reversed, no faint text and no colour", {
		[ST_PLAIN] = PLAIN, [ST_DIM] = PLAIN, [ST_STRONG] = BOLD,
		[ST_GOOD] = BOLD, [ST_BAD] = { LOOK_BOLD | LOOK_REVERSE, -1 },
		[ST_WARN] = { LOOK_BOLD | LOOK_UNDERLINE, -1 },
		[ST_TITLE] = { LOOK_REVERSE, -1 }, [ST_MARK] = { LOOK_REVERSE, -1 },
		[ST_FOUND] = { LOOK_REVERSE, -1 } } },
	{ "two-hues", "blue and yellow alone, told apart by colour-blind readers", {
		[ST_PLAIN] = PLAIN, [ST_DIM] = { LOOK_DIM, -1 }, [ST_STRONG] = BOLD,
		[ST_GOOD] = { LOOK_BOLD, BLUE }, [ST_BAD] = { LOOK_BOLD, YELLOW },
		[ST_WARN] = COLOUR(YELLOW), [ST_TITLE] = BOLD,
		[ST_MARK] = { LOOK_UNDERLINE, -1 }, [ST_FOUND] = { LOOK_UNDERLINE, -1 } } },
};

const struct theme *
theme_find(const char *name)
{
	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
		if (strcmp(themes[i].name, name) == 0)
			return &themes[i];
	return NULL;
}

const struct theme *
theme_default(int no_colour)
{
	return theme_find(no_colour ? "plain" : "calm");
}

char
style_letter(enum style style)
{
	return ".dsgbwtmu"[style];
}
