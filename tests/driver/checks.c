#include "tests/driver/checks.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/driver/clean.h"

bool
call_number(struct call *c, const char *text, long least, long most, long *value)
{
	char *end;

	errno = 0;
	*value = strtol(text, &end, 10);
	if (*text && !*end && !errno && *value >= least && *value <= most)
		return true;
	return fail(c->t, "`%s` is not a number from %ld to %ld", text, least, most);
}

bool
call_regex(struct call *c, regex_t *regex, const char *pattern)
{
	int code = regcomp(regex, pattern, REG_EXTENDED | REG_NEWLINE);
	char text[200];

	if (code == 0)
		return true;
	regerror(code, regex, text, sizeof(text));
	return fail(c->t, "regex `%s`: %s", pattern, text);
}

bool
regex_find(const regex_t *regex, const char *at, size_t from, size_t len,
	   regmatch_t m[2])
{
	m[0] = (regmatch_t){ .rm_so = (regoff_t)from, .rm_eo = (regoff_t)len };
	return regexec(regex, at, 2, m, REG_STARTEND) == 0;
}

struct child_plan
call_plan(struct call *c, char **argv)
{
	return (struct child_plan){ .argv = argv, .env = c->t->vars.list,
				    .dir = c->t->cwd.at };
}

/* `path` as seen from where the script's commands run. */
static char *
place(const struct test *t, const char *path)
{
	struct bytes out = { 0 };

	if (*path != '/')
		bytes_print(&out, "%s/", t->cwd.at);
	bytes_text(&out, path);
	return out.at;
}

/* Say what was expected and seen; after a command that failed, that too. Always false. */
static bool
say_seen(struct call *c, const struct subject *s, const char *what, const char *wanted,
	 size_t len)
{
	struct bytes *why = &c->t->why;
	const struct run *r = &c->t->run;

	bytes_print(why, "expected %s %s `", s->name, what);
	bytes_show(why, wanted, len);
	bytes_text(why, "`, saw `");
	bytes_show(why, s->at, s->len);
	bytes_text(why, "`");
	if (strcmp(s->name, "out") == 0 && r->err.len) {
		bytes_text(why, "; err `");
		bytes_show(why, r->err.at, r->err.len);
		bytes_text(why, "`");
	}
	return false;
}

static bool
check_regex(struct call *c, const struct subject *s, const char *pattern, bool wanted)
{
	regex_t regex;
	regmatch_t m[2];
	bool found;

	if (!call_regex(c, &regex, pattern))
		return false;
	found = regex_find(&regex, s->at, 0, s->len, m);
	regfree(&regex);
	return found == wanted
	       || say_seen(c, s, wanted ? "~" : "!~", pattern, strlen(pattern));
}

static bool
check_match(struct call *c, const struct subject *s, const char *operand)
{
	return check_regex(c, s, operand, true);
}

static bool
check_no_match(struct call *c, const struct subject *s, const char *operand)
{
	return check_regex(c, s, operand, false);
}

/* A final newline is no difference: neither a quoted word nor a row has one. */
static size_t
chomped(const char *at, size_t len)
{
	return len && at[len - 1] == '\n' ? len - 1 : len;
}

static bool
check_equal(struct call *c, const struct subject *s, const char *operand)
{
	size_t len = chomped(operand, strlen(operand));

	if (chomped(s->at, s->len) == len && memcmp(s->at, operand, len) == 0)
		return true;
	return say_seen(c, s, "=", operand, len);
}

static bool
check_file(struct call *c, const struct subject *s, const char *operand)
{
	struct bytes file = { 0 };
	char *path = place(c->t, operand);
	bool fine = bytes_load(&file, path);

	if (!fine)
		fail(c->t, "%s: %s", operand, strerror(errno));
	else if (file.len != s->len || (s->len && memcmp(file.at, s->at, s->len) != 0))
		fine = say_seen(c, s, "==", bytes_str(&file), file.len);
	free(path);
	bytes_free(&file);
	return fine;
}

static bool
check_clean(struct call *c, const struct subject *s, const char *operand)
{
	(void)operand;
	bytes_print(&c->t->why, "%s is not clean: ", s->name);
	if (!(s->raw ? clean_raw : clean_text)(s->at, s->len, &c->t->why))
		return false;
	bytes_clear(&c->t->why);
	return true;
}

static const struct {
	const char *sign;
	size_t operands;
	bool (*run)(struct call *c, const struct subject *s, const char *operand);
} checks[] = {
	{ "~", 1, check_match },
	{ "!~", 1, check_no_match },
	{ "=", 1, check_equal },
	{ "==", 1, check_file },
	{ "clean", 0, check_clean },
};

bool
check_subject(struct call *c, const struct subject *s, size_t first)
{
	size_t given = c->count - first - 1;
	const char *operand = given ? c->args[first + 1] : c->body;

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		if (strcmp(checks[i].sign, c->args[first]) != 0)
			continue;
		if (given + (c->body != NULL) != checks[i].operands)
			return fail(c->t, "`%s` wants %zu operands", checks[i].sign,
				    checks[i].operands);
		return checks[i].run(c, s, operand);
	}
	return fail(c->t, "no check `%s`: ~ !~ = == clean", c->args[first]);
}

static bool
do_env(struct call *c)
{
	if (!vars_is_name(c->args[0]))
		return fail(c->t, "`%s` is no name for a variable", c->args[0]);
	vars_set(&c->t->vars, c->args[0], c->args[1]);
	return true;
}

static bool
do_unset(struct call *c)
{
	vars_unset(&c->t->vars, c->args[0]);
	return true;
}

static bool
let_found(struct call *c, const regex_t *regex)
{
	const struct bytes *out = &c->t->run.out;
	regmatch_t m[2];
	char *value;

	if (regex->re_nsub < 1)
		return fail(c->t, "`%s` has no group to capture", c->args[1]);
	if (!regex_find(regex, bytes_str(out), 0, out->len, m) || m[1].rm_so < 0)
		return check_match(c, &(struct subject){ "out", bytes_str(out), out->len,
				   false }, c->args[1]);
	value = copy(out->at + m[1].rm_so, (size_t)(m[1].rm_eo - m[1].rm_so));
	vars_set(&c->t->vars, c->args[0], value);
	free(value);
	return true;
}

static bool
do_let(struct call *c)
{
	regex_t regex;
	bool fine;

	if (!vars_is_name(c->args[0]))
		return fail(c->t, "`%s` is no name for a variable", c->args[0]);
	if (!call_regex(c, &regex, c->args[1]))
		return false;
	fine = let_found(c, &regex);
	regfree(&regex);
	return fine;
}

static bool
do_cd(struct call *c)
{
	char *path = place(c->t, c->args[0]);
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		free(path);
		return fail(c->t, "%s: no such folder", c->args[0]);
	}
	bytes_clear(&c->t->cwd);
	bytes_text(&c->t->cwd, path);
	free(path);
	return true;
}

/* The folders above `path`, as far as they are missing. */
static void
make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
}

static bool
do_file(struct call *c)
{
	const char *text = c->count == 2 ? c->args[1] : c->body;
	char *path;
	bool fine;

	if (!text || (c->count == 2 && c->body))
		return fail(c->t, "`file` wants a text or a here-document");
	path = place(c->t, c->args[0]);
	make_parents(path);
	fine = bytes_save(path, text, strlen(text));
	free(path);
	return fine || fail(c->t, "%s: %s", c->args[0], strerror(errno));
}

static bool
run_argv(struct call *c, char **argv, const char *input)
{
	struct test *t = c->t;
	struct child_plan plan = call_plan(c, argv);

	if (!settle_run(t))
		return false;
	t->run.done = run_command(&t->run, &plan, input, t->deadline, &t->why);
	t->run.line = t->line;
	return t->run.done;
}

static bool
do_run(struct call *c)
{
	return run_argv(c, c->args, c->body);
}

static bool
do_sh(struct call *c)
{
	const char *script = c->count ? c->args[0] : c->body;
	char name[] = "/bin/sh", flags[] = "-eu", command[] = "-c";
	char *argv[] = { name, flags, command, NULL, NULL };
	bool fine;

	if (!script)
		return fail(c->t, "`sh` wants a text or a here-document");
	argv[3] = copy(script, strlen(script));
	fine = run_argv(c, argv, c->count ? c->body : NULL);
	free(argv[3]);
	return fine && settle_run(c->t);
}

static bool
do_status(struct call *c)
{
	struct run *r = &c->t->run;
	bool known;

	if (!r->done)
		return fail(c->t, "`status` before any `run`");
	if (status_matches(r->status, c->args, c->count, &known)) {
		r->line = 0;
		return true;
	}
	if (!known)
		return fail(c->t, "no status `%s`: N, or signal NAME", c->args[0]);
	bytes_print(&c->t->why, "expected status %s%s%s, saw ", c->args[0],
		    c->count > 1 ? " " : "", c->count > 1 ? c->args[1] : "");
	status_print(&c->t->why, r->status);
	bytes_text(&c->t->why, "; err `");
	bytes_show(&c->t->why, bytes_str(&r->err), r->err.len);
	return fail(c->t, "`");
}

static bool
check_said(struct call *c, const char *name, const struct bytes *said)
{
	struct subject s = { name, bytes_str(said), said->len, false };

	if (!c->t->run.done)
		return fail(c->t, "`%s` before any `run`", name);
	return check_subject(c, &s, 0);
}

static bool
do_out(struct call *c)
{
	return check_said(c, "out", &c->t->run.out);
}

static bool
do_err(struct call *c)
{
	return check_said(c, "err", &c->t->run.err);
}

static bool
do_deadline(struct call *c)
{
	long seconds;

	if (!call_number(c, c->args[0], 1, 3600, &seconds))
		return false;
	c->t->deadline = (int)seconds * 1000;
	return true;
}

const struct command text_commands[] = {
	{ "env", 2, 2, false, do_env },
	{ "unset", 1, 1, false, do_unset },
	{ "let", 2, 2, false, do_let },
	{ "cd", 1, 1, false, do_cd },
	{ "file", 1, 2, false, do_file },
	{ "run", 1, ANY, false, do_run },
	{ "sh", 0, 1, false, do_sh },
	{ "status", 1, 2, false, do_status },
	{ "out", 1, 2, false, do_out },
	{ "err", 1, 2, false, do_err },
	{ "deadline", 1, 1, false, do_deadline },
	{ NULL, 0, 0, false, NULL },
};
