#include "core/base/shell.h"

#include <stdint.h>

#include "core/base/text.h"

enum { INDENT = 4, CONTINUED = 2, LEAST = 12 };	/* columns; ` \` */

struct layer {
	struct buf *out;
	size_t columns, at;
};

static bool
is_plain(char c)
{
	return (signed char)c < 0 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
		|| (c >= 'a' && c <= 'z') || strchr("/._-=:,+@%", c) != NULL;
}

void
shell_word(struct buf *out, const char *word)
{
	if (*word == '\0')
		buf_text(out, "''");
	for (; *word != '\0'; word++)
		if (is_plain(*word))
			buf_char(out, *word);
		else if (*word == '\n')
			buf_text(out, "'\n'");
		else
			buf_printf(out, "\\%c", *word);
}

/* Up to the next blank that no backslash guards. */
static struct span
take_word(struct span *line)
{
	struct span word = { line->data, 0 };

	while (word.len < line->len && word.data[word.len] != ' ')
		word.len += word.data[word.len] == '\\' && word.len + 1 < line->len ? 2 : 1;
	*line = (struct span){ line->data + word.len, line->len - word.len };
	if (line->len != 0)
		*line = (struct span){ line->data + 1, line->len - 1 };
	return word;
}

/* What must stay together: a glyph, with the backslash before it. */
static struct span
take_atom(struct span *word)
{
	struct span rest = *word, atom = { word->data, 0 };
	struct glyph glyph;

	if (rest.len > 1 && *rest.data == '\\')
		rest = (struct span){ rest.data + 1, rest.len - 1 };
	text_glyph(&glyph, &rest);
	atom.len = (size_t)(rest.data - word->data);
	*word = rest;
	return atom;
}

/* A word wider than any line. */
static void
break_word(struct layer *layer, struct span word, const char *end, const char *begin)
{
	while (word.len != 0) {
		struct span atom = take_atom(&word);
		size_t width = text_width(atom);

		if (layer->at + width + CONTINUED > layer->columns) {
			buf_printf(layer->out, "%s\n%s", end, begin);
			layer->at = strlen(begin);
		}
		buf_put(layer->out, atom.data, atom.len);
		layer->at += width;
	}
}

static void
put_word(struct layer *layer, struct span word, bool last)
{
	size_t width = text_width(word), left = layer->columns - (last ? 0 : CONTINUED);

	if (layer->at != 0 && layer->at + 1 + width > left) {
		buf_printf(layer->out, " \\\n%*s", INDENT, "");
		layer->at = INDENT;
	} else if (layer->at != 0) {
		buf_char(layer->out, ' ');
		layer->at++;
	}
	if (layer->at + width > left) {
		break_word(layer, word, "\\", "");
		return;
	}
	buf_put(layer->out, word.data, word.len);
	layer->at += width;
}

static void
lay_command(struct layer *layer, struct span line)
{
	while (line.len != 0) {
		struct span word = take_word(&line);

		put_word(layer, word, line.len == 0);
	}
}

static void
lay_comment(struct layer *layer, struct span line)
{
	while (line.len != 0) {
		struct span word = take_word(&line);
		size_t width = text_width(word);

		if (layer->at > 1 && layer->at + 1 + width > layer->columns) {
			buf_text(layer->out, "\n#");
			layer->at = 1;
		}
		if (layer->at != 0) {
			buf_char(layer->out, ' ');
			layer->at++;
		}
		if (layer->at + width > layer->columns) {
			break_word(layer, word, "", "# ");
			continue;
		}
		buf_put(layer->out, word.data, word.len);
		layer->at += width;
	}
}

void
shell_lay(struct buf *out, struct span lines, size_t columns)
{
	struct layer layer = { out, columns == 0 ? SIZE_MAX
			       : columns < LEAST ? LEAST : columns, 0 };

	while (lines.len != 0) {
		struct span line = span_cut(&lines, '\n');

		layer.at = 0;
		if (span_starts(line, "#"))
			lay_comment(&layer, line);
		else
			lay_command(&layer, line);
		buf_char(out, '\n');
	}
}
