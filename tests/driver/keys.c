#include "tests/driver/keys.h"

#include <stdlib.h>
#include <string.h>

#include "tests/driver/clean.h"

static const struct {
	const char *name, *bytes;
	bool moves;	/* ESC [ becomes ESC O in application mode */
} keys[] = {
	{ "Enter", "\r", false }, { "Esc", "\033", false }, { "Tab", "\t", false },
	{ "S-Tab", "\033[Z", false }, { "BS", "\177", false }, { "Space", " ", false },
	{ "lt", "<", false },
	{ "Up", "\033[A", true }, { "Down", "\033[B", true },
	{ "Right", "\033[C", true }, { "Left", "\033[D", true },
	{ "Home", "\033[H", true }, { "End", "\033[F", true },
	{ "PgUp", "\033[5~", false }, { "PgDn", "\033[6~", false },
	{ "Ins", "\033[2~", false }, { "Del", "\033[3~", false },
};

static bool
named_key(struct bytes *out, const char *name, size_t len, bool application)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (strlen(keys[i].name) != len || memcmp(keys[i].name, name, len) != 0)
			continue;
		if (keys[i].moves && application)
			bytes_print(out, "\033O%s", keys[i].bytes + 2);
		else
			bytes_text(out, keys[i].bytes);
		return true;
	}
	return false;
}

/* C-x, M-x, C-Space, M-Enter; `name` is what is between the angle brackets. */
static bool
held_key(struct bytes *out, const char *name, size_t len, bool application)
{
	char control;

	if (len < 3 || name[1] != '-' || !strchr("CM", name[0]))
		return false;
	if (name[0] == 'M') {
		bytes_text(out, "\033");
		if (len == 3)
			bytes_add(out, name + 2, 1);
		return len == 3 || named_key(out, name + 2, len - 2, application);
	}
	if (len == 7 && memcmp(name + 2, "Space", 5) == 0)
		control = '\0';
	else if (len == 3 && ((name[2] >= '@' && name[2] <= '_')
			      || (name[2] >= 'a' && name[2] <= 'z')))
		control = (char)(name[2] & 0x1f);
	else
		return false;
	bytes_add(out, &control, 1);
	return true;
}

bool
key_next(struct bytes *out, const char **at, bool application)
{
	const char *name = *at + 1;
	size_t len;

	if (**at != '<') {
		len = token_letter(*at, strlen(*at));
		bytes_add(out, *at, len);
		*at += len;
		return true;
	}
	len = strcspn(name, ">");
	if (!name[len])
		return false;
	*at = name + len + 1;
	return named_key(out, name, len, application)
	       || held_key(out, name, len, application);
}
