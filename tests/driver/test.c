#include "tests/driver/test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/driver/clean.h"

static const struct {
	const char *name, *value;
} fixed[] = {
	{ "LANG", "C.UTF-8" }, { "LC_ALL", "C.UTF-8" }, { "TERM", "xterm-256color" },
	{ "TZ", "UTC" }, { "GIT_CONFIG_NOSYSTEM", "1" }, { "ASSAY_IDLE_MARK", "1" },
	{ "GIT_AUTHOR_NAME", "Test Author" },
	{ "GIT_AUTHOR_EMAIL", "author@example.org" },
	{ "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z" },
	{ "GIT_COMMITTER_NAME", "Test Committer" },
	{ "GIT_COMMITTER_EMAIL", "committer@example.org" },
	{ "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z" },
	/* Stock git without a process more after each commit, and waiting for no disk. */
	{ "GIT_CONFIG_COUNT", "2" },
	{ "GIT_CONFIG_KEY_0", "maintenance.auto" }, { "GIT_CONFIG_VALUE_0", "false" },
	{ "GIT_CONFIG_KEY_1", "core.fsync" }, { "GIT_CONFIG_VALUE_1", "none" },
};

static const struct {
	const char *name, *folder;
} homes[] = {
	{ "HOME", "home" }, { "XDG_CONFIG_HOME", "home/.config" },
	{ "XDG_CACHE_HOME", "home/.cache" }, { "XDG_DATA_HOME", "home/.data" },
	{ "XDG_STATE_HOME", "home/.state" }, { "XDG_RUNTIME_DIR", "home/.run" },
};

/* Of the driver's own environment, what a sanitised or counted program needs. */
static const char *const passed[] = {
	"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE",
};

bool
fail(struct test *t, const char *format, ...)
{
	va_list args;
	char text[2048];

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	bytes_text(&t->why, text);
	return false;
}

static bool
make_homes(struct test *t)
{
	for (size_t i = 0; i < sizeof(homes) / sizeof(*homes); i++) {
		struct bytes path = { 0 };
		bool made;

		bytes_print(&path, "%s/%s", t->dir.at, homes[i].folder);
		vars_set(&t->vars, homes[i].name, path.at);
		made = mkdir(path.at, 0700) == 0;
		bytes_free(&path);
		if (!made)
			return false;
	}
	return true;
}

static void
set_vars(struct test *t)
{
	const struct options *o = t->options;
	struct bytes path = { 0 };

	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		vars_set(&t->vars, fixed[i].name, fixed[i].value);
	if (o->terminal) {
		vars_set(&t->vars, "TERM", o->terminal);
		vars_set(&t->vars, "LC_ALL", o->locale);
	}
	for (size_t i = 0; i < sizeof(passed) / sizeof(*passed); i++)
		if (getenv(passed[i]))
			vars_set(&t->vars, passed[i], getenv(passed[i]));
	bytes_print(&path, "%s:/usr/bin:/bin", o->bin);
	vars_set(&t->vars, "PATH", path.at);
	vars_set(&t->vars, "ASSAY_DATA", o->source);
	vars_set(&t->vars, "SRC", o->source);
	vars_set(&t->vars, "DRIVE", o->self);
	vars_set(&t->vars, "T", t->dir.at);
	bytes_free(&path);
}

/*
 * What is on a screen may depend on how long the name of its folder is: it is as long in
 * /dev/shm as in /tmp.
 */
static void
print_folder(struct bytes *out)
{
	enum { LONG = sizeof("/tmp/drive") - 1 };
	const char *temp = getenv("TMPDIR");
	int room;

	if (!temp || *temp != '/')
		temp = "/tmp";
	room = LONG - 1 - (int)strlen(temp);
	bytes_print(out, "%s/%.*s.XXXXXX", temp, room < 1 ? 1 : room, "drive");
}

static bool
set_up(struct test *t)
{
	t->deadline = 20000;
	t->term = (struct term){ .pty = -1, .child.report = -1 };
	print_folder(&t->dir);
	if (!mkdtemp(t->dir.at) || !make_homes(t)) {
		bytes_clear(&t->dir);
		return fail(t, "no temporary folder: %s", strerror(errno));
	}
	bytes_text(&t->cwd, t->dir.at);
	set_vars(t);
	return true;
}

/* A script may have closed a folder to itself; then it could not be emptied. */
static int
open_folder(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)at;
	if (kind == FTW_D || kind == FTW_DNR)
		chmod(path, 0700);
	return 0;
}

static int
drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	remove(path);
	return 0;
}

static void
tear_down(struct test *t)
{
	term_close(&t->term);
	run_free(&t->run);
	if (t->dir.len && !t->options->keep) {
		nftw(t->dir.at, open_folder, 32, FTW_PHYS);
		nftw(t->dir.at, drop, 32, FTW_PHYS | FTW_DEPTH);
	}
	words_free(&t->masks);
	vars_free(&t->vars);
	script_free(&t->script);
	bytes_free(&t->dir);
	bytes_free(&t->cwd);
	bytes_free(&t->why);
}

bool
settle_run(struct test *t)
{
	struct run *r = &t->run;
	int line = r->line;

	r->line = 0;
	if (!r->done || !line || (WIFEXITED(r->status) && WEXITSTATUS(r->status) == 0))
		return true;
	t->line = line;
	bytes_text(&t->why, "expected exit 0, saw ");
	status_print(&t->why, r->status);
	bytes_text(&t->why, "; it said: `");
	bytes_show(&t->why, bytes_str(r->err.len ? &r->err : &r->out),
		   r->err.len ? r->err.len : r->out.len);
	return fail(t, "`");
}

bool
settle_term(struct test *t)
{
	struct child *c = &t->term.child;
	int status;

	term_look(&t->term);
	status = c->status;
	if (c->state != CHILD_ENDED || c->asked
	    || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return true;
	t->line = t->term.line;
	t->show_screen = true;
	bytes_text(&t->why, "the program ended unasked: ");
	status_print(&t->why, status);
	return false;
}

static void
print_screen(struct bytes *out, const struct test *t)
{
	for (int row = 0; row < screen_rows(t->term.screen); row++) {
		bytes_print(out, "  %2d|", row);
		screen_row(out, t->term.screen, row);
		bytes_text(out, "\n");
	}
}

/* In one piece, and not into that of another driver at work beside this one. */
static void
print_verdict(const struct test *t, bool fine)
{
	struct bytes out = { 0 };
	int lock = open(t->options->self, O_RDONLY | O_CLOEXEC);

	if (fine)
		bytes_print(&out, "ok %s\n", t->path);
	else
		bytes_print(&out, "not ok %s:%d: %s\n", t->path, t->line,
			    bytes_str(&t->why));
	if (!fine && t->show_screen && t->term.screen)
		print_screen(&out, t);
	if (t->options->keep && t->dir.len)
		bytes_print(&out, "  kept: %s\n", t->dir.at);
	if (lock >= 0)
		flock(lock, LOCK_EX);
	fwrite(out.at, 1, out.len, stdout);
	fflush(stdout);
	if (lock >= 0)
		close(lock);
	bytes_free(&out);
}

bool
test_run(const char *path, const struct options *options)
{
	struct test t = { .options = options, .path = path };
	bool fine = set_up(&t) && script_load(&t.script, path, &t.line, &t.why)
		    && obey(&t, 0, t.script.count) && settle_run(&t) && settle_term(&t);

	print_verdict(&t, fine);
	tear_down(&t);
	return fine;
}
