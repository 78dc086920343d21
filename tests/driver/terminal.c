#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "tests/driver/checks.h"
#include "tests/driver/clean.h"
#include "tests/driver/keys.h"

enum { SIZE_MOST = 1000 };

/* Every failure of a terminal command is better understood with the screen. */
static bool
shown(struct call *c, bool fine)
{
	c->t->show_screen = !fine;
	return fine;
}

static bool
read_size(struct call *c, int *rows, int *columns)
{
	char tail;

	if (sscanf(c->args[0], "%4dx%4d%c", columns, rows, &tail) == 2 && *rows > 0
	    && *columns > 0 && *rows <= SIZE_MOST && *columns <= SIZE_MOST)
		return true;
	return fail(c->t, "`%s` is no size like 80x24", c->args[0]);
}

static bool
do_start(struct call *c)
{
	struct child_plan plan = call_plan(c, c->args + 1);
	struct test *t = c->t;
	int rows, columns;

	if (!read_size(c, &rows, &columns) || !settle_run(t) || !settle_term(t))
		return false;
	term_close(&t->term);
	if (!term_start(&t->term, &plan, rows, columns, &t->why))
		return false;
	t->term.line = t->line;
	return true;
}

static bool
do_wait(struct call *c)
{
	return shown(c, term_wait(&c->t->term, c->t->deadline, &c->t->why));
}

static bool
take_key(struct call *c, struct bytes *keys, const char **at)
{
	const char *key = *at;

	return key_next(keys, at, c->t->term.application)
	       || fail(c->t, "no key at `%s`", key);
}

static bool
send_bytes(struct call *c, struct bytes *keys)
{
	struct test *t = c->t;
	bool fine = !keys->len
		    || term_send(&t->term, keys->at, keys->len, t->deadline, &t->why);

	bytes_clear(keys);
	return fine;
}

/* Send every key of every argument: in one piece, or each followed by a wait. */
static bool
send_keys(struct call *c, bool each)
{
	struct bytes keys = { 0 };
	bool fine = true;

	for (size_t i = 0; fine && i < c->count; i++)
		for (const char *at = c->args[i]; fine && *at;) {
			fine = take_key(c, &keys, &at);
			if (fine && each)
				fine = send_bytes(c, &keys) && do_wait(c);
		}
	fine = fine && send_bytes(c, &keys);
	bytes_free(&keys);
	return shown(c, fine);
}

static bool
do_keys(struct call *c)
{
	return send_keys(c, false);
}

static bool
do_type(struct call *c)
{
	return send_keys(c, true);
}

static bool
do_press(struct call *c)
{
	return send_keys(c, false) && do_wait(c);
}

/* The last part of a picture: not every terminal can look like that. */
#define STYLES "styles:\n"

/* Replace each match by `~` as wide as it is. */
static bool
apply_mask(struct call *c, struct bytes *text, const char *pattern)
{
	struct bytes out = { 0 };
	regmatch_t m[2];
	regex_t regex;
	size_t at = 0;

	if (!call_regex(c, &regex, pattern))
		return false;
	while (at < text->len && regex_find(&regex, text->at, at, text->len, m)) {
		size_t from = (size_t)m[0].rm_so, to = (size_t)m[0].rm_eo;

		bytes_add(&out, text->at + at, from - at);
		for (struct token k; from < to; from += k.len) {
			k = token_next(text->at + from, to - from);
			for (int w = wcwidth((wchar_t)k.point); w > 0; w--)
				bytes_text(&out, "~");
		}
		if (m[0].rm_eo == m[0].rm_so && to < text->len)
			bytes_add(&out, text->at + to++, 1);
		at = to > at ? to : text->len;
	}
	regfree(&regex);
	bytes_add(&out, text->at + at, text->len - at);
	bytes_free(text);
	*text = out;
	return true;
}

static bool
picture(struct call *c, struct bytes *out)
{
	const struct term *term = &c->t->term;
	int row, column;

	screen_text(out, term->screen);
	for (size_t i = 0; i < c->t->masks.count; i++)
		if (!apply_mask(c, out, c->t->masks.at[i]))
			return false;
	screen_cursor(term->screen, &row, &column);
	bytes_print(out, "cursor: %d,%d\n" STYLES, row, column);
	screen_styles(out, term->screen);
	return true;
}

/* Say where two texts first part. Always false. */
static bool
say_difference(struct test *t, const char *path, const char *wanted, const char *seen)
{
	size_t line = 1, start = 0, i = 0;

	for (; wanted[i] && wanted[i] == seen[i]; i++)
		if (wanted[i] == '\n') {
			line++;
			start = i + 1;
		}
	bytes_print(&t->why, "%s:%zu: expected `", path, line);
	bytes_show(&t->why, wanted + start, strcspn(wanted + start, "\n"));
	bytes_text(&t->why, "`, saw `");
	bytes_show(&t->why, seen + start, strcspn(seen + start, "\n"));
	bytes_text(&t->why, "`");
	return false;
}

static void
cut_styles(struct bytes *picture)
{
	char *styles = picture->len == 0 ? NULL : strstr(picture->at, "\n" STYLES);

	if (styles) {
		styles[1] = '\0';
		picture->len = strlen(picture->at);
	}
}

static bool
is_ascii(const struct test *t)
{
	return t->options->locale && strcmp(t->options->locale, "C") == 0;
}

/* What is cut ends in three dots, or where there are none in a tilde. */
static void
make_ascii(struct bytes *picture)
{
	static const char dots[] = "\xE2\x80\xA6";
	char *from = picture->len == 0 ? NULL : strstr(picture->at, dots);

	for (; from; from = strstr(from, dots)) {
		*from = '~';
		memmove(from + 1, from + 3, strlen(from + 3) + 1);
		picture->len -= 2;
	}
}

/* Where a picture cannot be the same without UTF-8, one of its own stands beside it. */
static void
golden_path(struct bytes *path, const struct call *c, const char *ending)
{
	const char *script = c->t->path, *slash = strrchr(script, '/');

	bytes_print(path, "%.*s%s%s", slash ? (int)(slash - script) + 1 : 0, script,
		    c->args[0], ending);
}

static bool
save_golden(struct call *c, struct bytes *path, const struct bytes *seen)
{
	if (is_ascii(c->t)) {
		bytes_clear(path);
		golden_path(path, c, ".ascii.screen");
	}
	return bytes_save(path->at, seen->at, seen->len)
	       || fail(c->t, "%s: %s", path->at, strerror(errno));
}

static bool
compare_golden(struct call *c, struct bytes *path_bytes, struct bytes *seen)
{
	struct test *t = c->t;
	const char *path = path_bytes->at;
	struct bytes golden = { 0 };
	bool there = bytes_load(&golden, path), fine = true;

	if (t->options->terminal) {
		cut_styles(&golden);
		cut_styles(seen);
	}
	if (is_ascii(t))
		make_ascii(&golden);
	if (there && strcmp(bytes_str(&golden), seen->at) == 0)
		fine = true;
	else if (t->options->accept)
		fine = save_golden(c, path_bytes, seen);
	else if (!there)
		fine = fail(t, "%s is not there: --accept writes it", path);
	else
		fine = say_difference(t, path, bytes_str(&golden), seen->at);
	bytes_free(&golden);
	return fine;
}

/* An accepted picture is written where one of its own stands, or where it is needed. */
static void
choose_golden(struct bytes *path, const struct call *c)
{
	golden_path(path, c, ".ascii.screen");
	if (is_ascii(c->t) && access(path->at, F_OK) == 0)
		return;
	bytes_clear(path);
	golden_path(path, c, ".screen");
}

static bool
do_golden(struct call *c)
{
	struct bytes path = { 0 }, seen = { 0 };
	bool fine;

	choose_golden(&path, c);
	fine = picture(c, &seen) && compare_golden(c, &path, &seen);
	bytes_free(&path);
	bytes_free(&seen);
	return fine;
}

static bool
do_screen(struct call *c)
{
	struct bytes text = { 0 };
	struct subject s = { .name = "screen" };
	bool fine;

	term_look(&c->t->term);
	if (c->count == 1 && !c->body)
		return shown(c, do_golden(c));
	screen_text(&text, c->t->term.screen);
	s.at = text.at;
	s.len = text.len;
	fine = check_subject(c, &s, 0);
	bytes_free(&text);
	return shown(c, fine);
}

static bool
do_row(struct call *c)
{
	struct bytes text = { 0 };
	long number;
	int row, column;
	bool fine;

	term_look(&c->t->term);
	if (strcmp(c->args[0], "cursor") == 0) {
		screen_cursor(c->t->term.screen, &row, &column);
	} else {
		if (!call_number(c, c->args[0], 0, screen_rows(c->t->term.screen) - 1, &number))
			return false;
		row = (int)number;
	}
	screen_row(&text, c->t->term.screen, row);
	fine = check_subject(c, &(struct subject){ "row", text.at, text.len, false }, 1);
	bytes_free(&text);
	return shown(c, fine);
}

static bool
do_cursor(struct call *c)
{
	long want_row, want_column;
	int row, column;

	if (!call_number(c, c->args[0], 0, SIZE_MOST, &want_row)
	    || !call_number(c, c->args[1], 0, SIZE_MOST, &want_column))
		return false;
	term_look(&c->t->term);
	screen_cursor(c->t->term.screen, &row, &column);
	if (row == want_row && column == want_column)
		return true;
	return shown(c, fail(c->t, "expected cursor %ld %ld, saw %d %d", want_row,
			     want_column, row, column));
}

static bool
do_mask(struct call *c)
{
	struct words *masks = &c->t->masks;
	regex_t regex;

	if (!call_regex(c, &regex, c->args[0]))
		return false;
	regfree(&regex);
	masks->at = more(masks->at, masks->count + 1, sizeof(*masks->at));
	masks->at[masks->count++] = copy(c->args[0], strlen(c->args[0]));
	return true;
}

static bool
do_raw(struct call *c)
{
	const struct bytes *raw = &c->t->term.raw;

	struct subject s = { .name = "raw", .raw = true };

	term_look(&c->t->term);
	s.at = bytes_str(raw);
	s.len = raw->len;
	return check_subject(c, &s, 0);
}

/* `bytes <= N` about the latest keys, which it waits for;
 * `bytes total <= N` about everything since `start`. */
static bool
do_bytes(struct call *c)
{
	const struct term *term = &c->t->term;
	bool total = c->count == 3;
	size_t seen;
	long most;

	if (strcmp(c->args[c->count - 2], "<=") != 0
	    || (total && strcmp(c->args[0], "total") != 0))
		return fail(c->t, "`bytes` wants `<= N` or `total <= N`");
	if (!call_number(c, c->args[c->count - 1], 0, BYTES_MOST, &most))
		return false;
	term_look(&c->t->term);
	if (!total && !term->counted && !do_wait(c))
		return false;
	if (c->t->options->terminal)
		most += most / 10;	/* a plainer terminal is told the same in other words */
	seen = total ? term->shown : term->cost;
	if (seen <= (size_t)most)
		return true;
	return shown(c, fail(c->t, "expected at most %ld bytes, saw %zu", most, seen));
}

static bool
do_quiet(struct call *c)
{
	long milliseconds;

	if (!call_number(c, c->args[0], 1, 600000, &milliseconds))
		return false;
	return shown(c, term_quiet(&c->t->term, (int)milliseconds, &c->t->why));
}

static bool
do_answer(struct call *c)
{
	c->t->term.silent = strcmp(c->args[0], "off") == 0;
	return c->t->term.silent || strcmp(c->args[0], "on") == 0
	       || fail(c->t, "`answer` wants on or off");
}

static bool
do_resize(struct call *c)
{
	int rows, columns;

	if (!read_size(c, &rows, &columns))
		return false;
	term_resize(&c->t->term, rows, columns);
	return true;
}

static bool
do_signal(struct call *c)
{
	int number = signal_number(c->args[0]);

	if (!number)
		return fail(c->t, "no signal `%s`", c->args[0]);
	term_signal(&c->t->term, number);
	return true;
}

static bool
do_hangup(struct call *c)
{
	term_look(&c->t->term);
	term_hangup(&c->t->term);
	return true;
}

static bool
do_exit(struct call *c)
{
	struct test *t = c->t;
	struct child *child = &t->term.child;
	bool known;

	if (!term_until(&t->term, CHILD_ENDED, t->deadline, &t->why))
		return shown(c, false);
	child->asked = true;
	if (status_matches(child->status, c->args, c->count, &known))
		return true;
	if (!known)
		return fail(t, "no status `%s`: N, or signal NAME", c->args[0]);
	bytes_print(&t->why, "expected exit %s%s%s, saw ", c->args[0],
		    c->count > 1 ? " " : "", c->count > 1 ? c->args[1] : "");
	status_print(&t->why, child->status);
	return shown(c, false);
}

static bool
do_stopped(struct call *c)
{
	struct test *t = c->t;

	return shown(c, term_until(&t->term, CHILD_STOPPED, t->deadline, &t->why));
}

static bool
do_alive(struct call *c)
{
	term_look(&c->t->term);
	if (c->t->term.child.state != CHILD_ENDED)
		return true;
	bytes_text(&c->t->why, "expected the program alive, saw ");
	status_print(&c->t->why, c->t->term.child.status);
	return shown(c, false);
}

const struct command term_commands[] = {
	{ "start", 2, ANY, false, do_start },
	{ "wait", 0, 0, true, do_wait },
	{ "keys", 1, ANY, true, do_keys },
	{ "type", 1, ANY, true, do_type },
	{ "press", 1, ANY, true, do_press },
	{ "screen", 1, 2, true, do_screen },
	{ "row", 2, 3, true, do_row },
	{ "cursor", 2, 2, true, do_cursor },
	{ "mask", 1, 1, false, do_mask },
	{ "raw", 1, 2, true, do_raw },
	{ "bytes", 2, 3, true, do_bytes },
	{ "quiet", 1, 1, true, do_quiet },
	{ "answer", 1, 1, true, do_answer },
	{ "resize", 1, 1, true, do_resize },
	{ "signal", 1, 1, true, do_signal },
	{ "hangup", 0, 0, true, do_hangup },
	{ "exit", 1, 2, true, do_exit },
	{ "stopped", 0, 0, true, do_stopped },
	{ "alive", 0, 0, true, do_alive },
	{ NULL, 0, 0, false, NULL },
};
