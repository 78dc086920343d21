/*
 * Globs, as a set of places in the pattern that moves along the path, one byte at a time:
 * no backtracking, never more than pattern times path.
 */
#include "core/model/portfolio.h"

enum piece_kind {
	PIECE_BYTE,
	PIECE_ONE, PIECE_TAIL,		/* `?`: a first byte, the rest of its character */
	PIECE_STAR,			/* anything within a name */
	PIECE_ALL,			/* anything */
	PIECE_DIRS, PIECE_INSIDE,	/* `**` and a slash: nothing, or directories */
	PIECE_END
};

struct piece {
	enum piece_kind kind;
	char byte;
};

struct pattern {
	struct piece pieces[2 * GLOB_BYTES + 1];
	size_t count;		/* without PIECE_END */
};

static void
push(struct pattern *pattern, enum piece_kind kind, char byte)
{
	pattern->pieces[pattern->count++] = (struct piece){ kind, byte };
}

/* The stars at `at`; how many bytes of the glob that is, with a slash that is theirs. */
static size_t
push_stars(struct pattern *pattern, const char *at, bool begins_name)
{
	size_t len = strspn(at, "*");

	if (len == 1) {
		push(pattern, PIECE_STAR, 0);
	} else if (begins_name && at[len] == '/') {
		push(pattern, PIECE_DIRS, 0);
		push(pattern, PIECE_INSIDE, 0);
		len++;
	} else {
		push(pattern, PIECE_ALL, 0);
	}
	return len;
}

/* From byte `i` on. */
static void
read_glob(struct pattern *pattern, const char *glob, size_t i)
{
	while (glob[i] != '\0') {
		if (glob[i] == '*') {
			i += push_stars(pattern, glob + i, i == 0 || glob[i - 1] == '/');
		} else if (glob[i] == '?') {
			push(pattern, PIECE_ONE, 0);
			push(pattern, PIECE_TAIL, 0);
			i++;
		} else {
			push(pattern, PIECE_BYTE, glob[i++]);
		}
	}
	pattern->pieces[pattern->count].kind = PIECE_END;
}

/* From every place to those that are reached without reading: they all lie ahead. */
static void
reach(const struct pattern *pattern, bool *alive)
{
	for (size_t i = 0; i < pattern->count; i++) {
		enum piece_kind kind = pattern->pieces[i].kind;

		if (!alive[i])
			continue;
		if (kind == PIECE_TAIL || kind == PIECE_STAR || kind == PIECE_ALL
		    || kind == PIECE_DIRS)
			alive[i + 1] = true;
		if (kind == PIECE_DIRS)
			alive[i + 2] = true;
	}
}

/* Read one byte at a place: is it alive still, and (the result) is the next one? */
static bool
reads(const struct piece *piece, char c, bool *stays)
{
	bool is_tail = ((unsigned char)c & 0xC0) == 0x80;

	*stays = (piece->kind == PIECE_TAIL && is_tail)
		 || (piece->kind == PIECE_STAR && c != '/') || piece->kind == PIECE_ALL
		 || piece->kind == PIECE_INSIDE;
	return (piece->kind == PIECE_BYTE && c == piece->byte)
	       || (piece->kind == PIECE_ONE && c != '/')
	       || (piece->kind == PIECE_INSIDE && c == '/');
}

bool
glob_match(const char *glob, const char *path)
{
	struct pattern pattern;
	bool alive[2 * GLOB_BYTES + 1] = { true };
	size_t plain = strcspn(glob, "*?");

	if (strlen(glob) > GLOB_BYTES || strncmp(glob, path, plain) != 0)
		return false;
	if (strcmp(glob + plain, "**") == 0)
		return true;
	pattern.count = 0;
	read_glob(&pattern, glob, plain);
	for (path += plain; *path != '\0'; path++) {
		bool carry = false; /* is this place reached from the one before it? */

		reach(&pattern, alive);
		for (size_t i = 0; i <= pattern.count; i++) {
			bool stays = false, next = false;

			if (alive[i])
				next = reads(&pattern.pieces[i], *path, &stays);
			alive[i] = stays || carry;
			carry = next;
		}
	}
	reach(&pattern, alive);
	return alive[pattern.count];
}
