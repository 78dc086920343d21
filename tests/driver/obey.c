#include <stdlib.h>
#include <string.h>

#include "tests/driver/checks.h"

static const struct command *
find_in(const struct command *table, const char *name)
{
	for (; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

static const struct command *
find_command(const char *name)
{
	static const struct command *const tables[] = {
		text_commands, term_commands, measure_commands,
	};
	const struct command *found = NULL;

	for (size_t i = 0; !found && i < sizeof(tables) / sizeof(*tables); i++)
		found = find_in(tables[i], name);
	return found;
}

static bool
call_command(struct call *c, const char *name)
{
	const struct command *command = find_command(name);

	if (!command)
		return fail(c->t, "no command `%s`", name);
	if (c->count < command->least || c->count > command->most)
		return fail(c->t, "`%s` with %zu arguments", name, c->count);
	if (command->term && !c->t->term.screen)
		return fail(c->t, "`%s` before any `start`", name);
	return command->run(c);
}

static bool
repeat(struct call *c, size_t from, size_t to)
{
	long count;

	if (c->count != 1)
		return fail(c->t, "`repeat` wants a number");
	if (!call_number(c, c->args[0], 0, 1000000, &count))
		return false;
	while (count-- > 0)
		if (!obey(c->t, from, to))
			return false;
	return true;
}

static bool
obey_words(struct test *t, size_t index, const struct words *w, const char *body)
{
	struct call c = { t, w->at + 1, w->count - 1, body };

	if (strcmp(w->at[0], "repeat") == 0)
		return repeat(&c, index + 1, t->script.lines[index].end);
	return call_command(&c, w->at[0]);
}

static bool
obey_line(struct test *t, size_t index)
{
	const struct line *line = &t->script.lines[index];
	struct words words = { 0 };
	struct bytes body = { 0 };
	const char *text = line->body;
	bool fine = words_split(&words, line->text, &t->vars, &t->why);

	if (fine && line->expand) {
		fine = text_expand(&body, line->body, &t->vars, &t->why);
		text = bytes_str(&body);
	}
	fine = fine && obey_words(t, index, &words, text);
	words_free(&words);
	bytes_free(&body);
	return fine;
}

bool
obey(struct test *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		t->line = t->script.lines[i].number;
		if (!obey_line(t, i))
			return false;
		if (t->script.lines[i].end)
			i = t->script.lines[i].end;
	}
	return true;
}
