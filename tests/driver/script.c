#include "tests/driver/script.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/driver/clean.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
			      "0123456789";

/* The name after `<<`, cut off the line; NULL when there is no here-document. */
static const char *
cut_heredoc(struct line *line)
{
	size_t len = strlen(line->text), at = len;
	char *mark;

	while (at > 0 && line->text[at - 1] != ' ' && line->text[at - 1] != '\t')
		at--;
	mark = line->text + at;
	if (at == 0 || strncmp(mark, "<<", 2) != 0)
		return NULL;
	line->expand = mark[2] == '$';
	mark += 2 + line->expand;
	if (!*mark || mark[strspn(mark, letters)])
		return NULL;
	line->text[at] = '\0';
	return mark;
}

struct reader {
	char *at;	/* the rest of the file; lines are cut in place */
	int number;
};

static char *
next_line(struct reader *r)
{
	char *line = r->at, *end;

	if (!*line)
		return NULL;
	r->number++;
	end = strchr(line, '\n');
	r->at = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

static bool
read_body(struct line *line, struct reader *r, const char *name)
{
	struct bytes body = { 0 };
	char *text;

	bytes_text(&body, "");
	while ((text = next_line(r)) && strcmp(text, name) != 0)
		bytes_print(&body, "%s\n", text);
	line->body = body.at;
	return text != NULL;
}

static bool
add_line(struct script *s, struct reader *r, const char *text, struct bytes *why)
{
	struct line *line;
	const char *name;

	text += strspn(text, " \t");
	if (!*text || *text == '#')
		return true;
	s->lines = more(s->lines, s->count + 1, sizeof(*s->lines));
	line = &s->lines[s->count++];
	*line = (struct line){ .number = r->number, .text = copy(text, strlen(text)) };
	name = cut_heredoc(line);
	if (!name || read_body(line, r, name))
		return true;
	bytes_print(why, "no line `%s` ends the here-document", name);
	return false;
}

static bool
is_command(const struct line *line, const char *name)
{
	size_t len = strlen(name);

	return strncmp(line->text, name, len) == 0 && strchr(" \t#", line->text[len]);
}

/* Pair each `repeat` with its `end`; the index of the odd one out, or SIZE_MAX. */
static size_t
pair_loops(struct script *s)
{
	size_t open = SIZE_MAX;	/* innermost; its .end holds the next outer one */

	for (size_t i = 0, outer; i < s->count; i++) {
		if (is_command(&s->lines[i], "repeat")) {
			s->lines[i].end = open;
			open = i;
		} else if (is_command(&s->lines[i], "end")) {
			if (open == SIZE_MAX)
				return i;
			outer = s->lines[open].end;
			s->lines[open].end = i;
			open = outer;
		}
	}
	return open;
}

bool
script_load(struct script *s, const char *path, int *line, struct bytes *why)
{
	struct bytes file = { 0 };
	struct reader r = { 0 };
	size_t odd;
	char *text;
	bool fine = true;

	*line = 0;
	if (!bytes_load(&file, path)) {
		bytes_print(why, "cannot be read: %s", strerror(errno));
		return false;
	}
	r.at = file.at;
	while (fine && (text = next_line(&r))) {
		*line = r.number;
		fine = add_line(s, &r, text, why);
	}
	bytes_free(&file);
	odd = fine ? pair_loops(s) : SIZE_MAX;
	if (odd == SIZE_MAX)
		return fine;
	*line = s->lines[odd].number;
	bytes_text(why, "`repeat` and `end` do not pair");
	return false;
}

void
script_free(struct script *s)
{
	for (size_t i = 0; i < s->count; i++) {
		free(s->lines[i].text);
		free(s->lines[i].body);
	}
	free(s->lines);
	*s = (struct script){ 0 };
}

/* One $NAME at *at, which moves past it; a lone $ stands for itself. */
static bool
expand_one(struct bytes *out, const char **at, const struct vars *v, struct bytes *why)
{
	bool brace = (*at)[1] == '{';
	const char *name = *at + 1 + brace, *value;
	size_t len = *name >= '0' && *name <= '9' ? 0 : strspn(name, letters);

	if (len == 0 || (brace && name[len] != '}')) {
		bytes_add(out, (*at)++, 1);
		return true;
	}
	*at = name + len + brace;
	value = vars_get(v, name, len);
	if (value)
		bytes_text(out, value);
	else
		bytes_print(why, "no variable $%.*s", (int)len, name);
	return value != NULL;
}

bool
text_expand(struct bytes *out, const char *text, const struct vars *v, struct bytes *why)
{
	while (*text)
		if (*text != '$')
			bytes_add(out, text++, 1);
		else if (!expand_one(out, &text, v, why))
			return false;
	return true;
}

/* `count` hex digits after the letter at *at, which moves past them. */
static bool
take_hex(uint32_t *value, const char **at, size_t count)
{
	char digits[9] = "";

	*at += 1;
	if (strspn(*at, "0123456789abcdefABCDEF") < count)
		return false;
	memcpy(digits, *at, count);
	*value = (uint32_t)strtoul(digits, NULL, 16);
	*at += count;
	return *value != 0;
}

/* After a backslash in "...": \n \t \r \e \xHH \uHHHH; \" \\ \$ mean the sign alone. */
static bool
unescape(struct bytes *out, const char **at)
{
	static const char from[] = "ntre", to[] = "\n\t\r\033";
	const char *found = strchr(from, **at);
	uint32_t value;
	char byte;

	if (found && **at) {
		bytes_add(out, &to[found - from], 1);
	} else if (**at == 'x') {
		if (!take_hex(&value, at, 2))
			return false;
		byte = (char)value;
		bytes_add(out, &byte, 1);
		return true;
	} else if (**at == 'u') {
		if (!take_hex(&value, at, 4))
			return false;
		utf8_encode(out, value);
		return true;
	} else {
		if (!**at || !strchr("\"\\$", **at))
			bytes_add(out, "\\", 1);	/* "\." is both, for patterns */
		bytes_add(out, *at, **at != '\0');
	}
	*at += **at != '\0';
	return true;
}

static bool
take_double(struct bytes *out, const char **at, const struct vars *v, struct bytes *why)
{
	for (++*at; **at && **at != '"';) {
		if (**at == '$') {
			if (!expand_one(out, at, v, why))
				return false;
		} else if (**at == '\\') {
			++*at;
			if (!unescape(out, at)) {
				bytes_text(why, "not a character: \\xHH or \\uHHHH");
				return false;
			}
		} else {
			bytes_add(out, (*at)++, 1);
		}
	}
	if (!**at)
		bytes_text(why, "a quote is not closed");
	return *(*at)++ == '"';
}

static bool
take_single(struct bytes *out, const char **at, struct bytes *why)
{
	size_t len = strcspn(++*at, "'");

	bytes_add(out, *at, len);
	*at += len;
	if (!**at)
		bytes_text(why, "a quote is not closed");
	return *(*at)++ == '\'';
}

static bool
take_word(struct bytes *out, const char **at, const struct vars *v, struct bytes *why)
{
	bytes_text(out, "");
	while (**at && **at != ' ' && **at != '\t') {
		bool fine = true;

		if (**at == '"')
			fine = take_double(out, at, v, why);
		else if (**at == '\'')
			fine = take_single(out, at, why);
		else if (**at == '$')
			fine = expand_one(out, at, v, why);
		else {
			*at += **at == '\\' && (*at)[1];
			bytes_add(out, (*at)++, 1);
		}
		if (!fine)
			return false;
	}
	return true;
}

bool
words_split(struct words *w, const char *text, const struct vars *v,
	    struct bytes *why)
{
	for (;;) {
		struct bytes word = { 0 };

		text += strspn(text, " \t");
		if (!*text || *text == '#')
			return true;
		if (strncmp(text, "<<", 2) == 0) {
			bytes_text(why, "nothing may follow <<END");
			return false;
		}
		if (!take_word(&word, &text, v, why)) {
			bytes_free(&word);
			return false;
		}
		w->at = more(w->at, w->count + 2, sizeof(*w->at));
		w->at[w->count++] = word.at;
		w->at[w->count] = NULL;
	}
}

void
words_free(struct words *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->at[i]);
	free(w->at);
	*w = (struct words){ 0 };
}
