#include "core/base/mailcap.h"

#include <strings.h>

#include "core/base/buf.h"

struct entry {
	struct span type, command;	/* not unescaped yet */
	bool copious, terminal;
	struct span test;		/* len 0: none */
};

static struct span
trim(struct span text)
{
	while (text.len != 0 && strchr(" \t\r", text.data[0]) != NULL)
		text = (struct span){ text.data + 1, text.len - 1 };
	while (text.len != 0 && strchr(" \t\r", text.data[text.len - 1]) != NULL)
		text.len--;
	return text;
}

/* One entry: a line, and those after it while one ends in a backslash. */
static bool
take_entry(struct buf *out, struct span *rest, int *line)
{
	bool more = true;

	buf_clear(out);
	if (rest->len == 0)
		return false;
	while (more && rest->len != 0) {
		struct span one = span_cut(rest, '\n');

		++*line;
		if (one.len != 0 && one.data[one.len - 1] == '\r')
			one.len--;
		more = one.len != 0 && one.data[one.len - 1] == '\\';
		buf_put(out, one.data, one.len - more);
	}
	return true;
}

/* Up to the next `;` that no backslash stands before. */
static struct span
take_field(struct span *rest)
{
	struct span field = { rest->data, 0 };

	while (field.len < rest->len && rest->data[field.len] != ';')
		field.len += rest->data[field.len] == '\\' && field.len + 1 < rest->len ? 2 : 1;
	*rest = field.len == rest->len ? (struct span){ rest->data + rest->len, 0 }
		: (struct span){ rest->data + field.len + 1, rest->len - field.len - 1 };
	return trim(field);
}

static void
take_flag(struct entry *entry, struct span flag)
{
	struct span value = flag, name = trim(span_cut(&value, '='));

	if (span_is_nocase(flag, "copiousoutput"))
		entry->copious = true;
	else if (span_is_nocase(flag, "needsterminal"))
		entry->terminal = true;
	else if (span_is_nocase(name, "test"))
		entry->test = trim(value);
}

static bool
read_entry(struct entry *out, struct span text)
{
	*out = (struct entry){ 0 };
	text = trim(text);
	if (text.len == 0 || text.data[0] == '#')
		return false;
	out->type = take_field(&text);
	out->command = take_field(&text);
	while (text.len != 0)
		take_flag(out, take_field(&text));
	return out->type.len != 0 && out->command.len != 0;
}

/* `text/plain`, `text/` + `*`, or `text` alone. */
static bool
is_for(struct span pattern, const char *type)
{
	size_t major = strcspn(type, "/");

	if (span_is_nocase(pattern, type))
		return true;
	if (pattern.len == major + 2 && memcmp(pattern.data + major, "/*", 2) == 0)
		pattern.len = major;
	return pattern.len == major && strncasecmp(pattern.data, type, major) == 0;
}

/* ---- its command, as words ---- */

/* A word that stands in quotes, whole, is the word; *rest moves past it. */
static struct span
take_word(struct span *rest, bool *quoted)
{
	struct span word;
	char quote = rest->data[0];

	*quoted = quote == '\'' || quote == '"';
	if (*quoted) {
		*rest = (struct span){ rest->data + 1, rest->len - 1 };
		return span_cut(rest, quote);
	}
	word = (struct span){ rest->data, 0 };
	while (word.len < rest->len && strchr(" \t", rest->data[word.len]) == NULL)
		word.len++;
	*rest = (struct span){ rest->data + word.len, rest->len - word.len };
	return word;
}

/* What only a shell would make anything of, or what only RFC 1524 has and we do not. */
static const char *
fault_of(struct span word, bool quoted)
{
	const char *shell = quoted ? "$`\\\"'%" : "|&;<>()$`\\\"'*?[]#~{}!%";

	for (size_t i = 0; i < word.len; i++)
		if (strchr(shell, word.data[i]) != NULL || word.data[i] == '\0')
			return word.data[i] == '%' ? "it wants more than %s put into its words"
				: "it wants a shell, and assay starts none";
	return NULL;
}

static const char *
split_command(const char ***argv, struct arena *arena, struct span command)
{
	const char **words = arena_array(arena, MAILCAP_WORDS + 1, sizeof *words);
	struct span rest = trim(command);
	size_t count = 0, files = 0;

	while (rest.len != 0) {
		bool quoted;
		struct span word = take_word(&rest, &quoted);
		const char *fault = span_is(word, MAILCAP_HERE) ? NULL : fault_of(word, quoted);

		if (rest.len != 0 && strchr(" \t", rest.data[0]) == NULL)
			fault = "it wants a shell, and assay starts none";
		if (count == MAILCAP_WORDS)
			fault = "it has too many words";
		if (fault != NULL)
			return fault;
		files += span_is(word, MAILCAP_HERE);
		words[count++] = arena_copy(arena, word.data, word.len);
		rest = trim(rest);
	}
	if (files != 1 || strcmp(words[0], MAILCAP_HERE) == 0)
		return "it does not take the file as one %s";
	*argv = words;
	return NULL;
}

/* `\;` is `;`: such a command wants a shell anyhow, but it is told for what it is. */
static const char *
fault_of_entry(const char ***argv, struct arena *arena, const struct entry *entry)
{
	static const char *const display[] = { "test -n \"$DISPLAY\"", "test \"$DISPLAY\"",
					       "test -n \"$WAYLAND_DISPLAY\"" };

	if (entry->test.len != 0) {
		bool known = false;

		for (size_t i = 0; i < sizeof display / sizeof *display; i++)
			known = known || span_is(entry->test, display[i]);
		if (!known || entry->copious)
			return "its test wants a shell, and assay starts none";
	}
	return split_command(argv, arena, entry->command);
}

void
mailcap_find(struct mailcap *out, struct arena *arena, struct span bytes, const char *type,
	     bool copious)
{
	struct buf text = { 0 };
	struct entry entry;
	int line = 0, begins = 1;

	*out = (struct mailcap){ 0 };
	for (; out->argv == NULL && take_entry(&text, &bytes, &line); begins = line + 1) {
		const char *fault;

		if (!read_entry(&entry, buf_span(&text)) || entry.copious != copious
		    || !is_for(entry.type, type))
			continue;
		fault = fault_of_entry(&out->argv, arena, &entry);
		if (fault == NULL || out->refused == NULL)
			out->line = begins;
		if (fault != NULL && out->refused == NULL)
			out->refused = fault;
		out->terminal = entry.terminal;
	}
	buf_close(&text);
}
