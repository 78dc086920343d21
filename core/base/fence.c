#include "core/base/fence.h"

#include <stdio.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/fence_inside.h"
#include "core/base/file.h"
#include "core/base/process.h"

enum { WORDS = 128, LAST_WORDS = 200, TRIED_MS = 5000 };

const struct fence_limits fence_usual = {
	.seconds = 30, .memory = (size_t)2 << 30, .scratch = 64 << 20, .output = 8 << 20,
	.processes = 64,
};

/* LC_ALL: what a converter says is UTF-8 whatever the terminal is. */
static const char *const environment[] = {
	"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent", "TMPDIR=/tmp",
	"TERM=dumb", NULL,
};

const char *
fence_program(struct arena *arena, const char *path, const char *name)
{
	struct span rest = span_of(path);

	if (strchr(name, '/') != NULL)
		return name[0] == '/' && access(name, X_OK) == 0 ? name : NULL;
	while (rest.len != 0) {
		struct span folder = span_cut(&rest, ':');
		char *found = arena_printf(arena, "%.*s/%s", (int)folder.len, folder.data,
					   name);

		if (folder.len != 0 && folder.data[0] == '/' && access(found, X_OK) == 0
		    && !file_is_dir(found))
			return path_real(arena, found);
	}
	return NULL;
}

struct words {
	const char *items[WORDS];
	size_t count;
};

static void
add(struct words *words, const char *const *items)
{
	for (; *items != NULL && words->count + 1 < WORDS; items++)
		words->items[words->count++] = *items;
	words->items[words->count] = NULL;
}

#define ADD(words, ...) add(words, (const char *const[]){ __VA_ARGS__, NULL })

/* Only the system's programs, this one and the folder are there at all. */
static void
add_bwrap(struct words *words, struct arena *arena, const struct fence_inside *inside)
{
	const char *prlimit = fence_program(arena, "/usr/bin:/bin", "prlimit");

	ADD(words, inside->fence->bwrap, "--unshare-all", "--die-with-parent", "--new-session",
	    "--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/ld.so.cache",
	    "/etc/ld.so.cache", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
	    "--ro-bind-try", "/etc/fonts", "/etc/fonts");
	ADD(words, "--ro-bind-try", "/bin", "/bin", "--ro-bind-try", "/lib", "/lib",
	    "--ro-bind-try", "/lib64", "/lib64", "--dev", "/dev", "--proc", "/proc", "--size",
	    arena_printf(arena, "%zu", inside->limits->scratch), "--tmpfs", "/tmp");
	ADD(words, "--ro-bind", inside->program, inside->program, "--ro-bind", inside->folder,
	    inside->folder, "--chdir", inside->folder, "--remount-ro", "/", "--");
	if (prlimit != NULL)
		ADD(words, prlimit,
		    arena_printf(arena, "--nproc=%d", inside->limits->processes), "--");
}

static int
run(int *status, struct buf *out, struct buf *errors, const struct fence_inside *inside,
    const char *const *argv, const struct progress *progress, struct err *err)
{
	struct arena arena = { 0 };
	struct words words = { 0 };
	struct process process = { .argv = words.items, .env = environment, .env_alone = true,
		.folder = inside->folder, .confine = fence_enter,
		.confine_with = (void *)inside, .progress = progress,
		.output_limit = inside->limits->output,
		.timeout_ms = inside->limits->seconds * 1000 };
	int failed;

	if (inside->fence->bwrap[0] != '\0')
		add_bwrap(&words, &arena, inside);
	ADD(&words, inside->program);
	add(&words, argv + 1);
	failed = process_run(status, out, errors, &process, err);
	arena_close(&arena);
	return failed;
}

/* ---- what there is ---- */

static bool
works(const struct fence *fence, const char *program)
{
	const struct fence_limits limits = { .seconds = TRIED_MS / 1000, .scratch = 1 << 20,
		.memory = fence_usual.memory, .output = 4096, .processes = 16 };
	const struct fence_inside inside = { fence, &limits, program, "/usr/bin" };
	const char *const argv[] = { program, NULL };
	struct err err;
	int status;

	return run(&status, NULL, NULL, &inside, argv, NULL, &err) == 0 && status == 0;
}

void
fence_look(struct fence *out, const char *path)
{
	struct arena arena = { 0 };
	const char *bwrap = fence_program(&arena, path, "bwrap");
	const char *nothing = fence_program(&arena, "/usr/bin:/bin", "true");

	*out = (struct fence){ .path = path };
	if (nothing == NULL)
		nothing = "/bin/true";
	if (bwrap != NULL && strlen(bwrap) < sizeof out->bwrap) {
		memcpy(out->bwrap, bwrap, strlen(bwrap) + 1);
		if (!works(out, nothing))
			out->bwrap[0] = '\0';
	}
	out->files = fence_has_landlock();
	out->calls = fence_has_filter();
	out->spaces = true;
	out->spaces = out->bwrap[0] != '\0' || works(out, nothing);
	arena_close(&arena);
}

void
fence_print(struct buf *out, const struct fence *fence)
{
	if (fence->bwrap[0] != '\0') {
		buf_text(out, "fenced by bubblewrap");
		return;
	}
	buf_printf(out, "fenced by %s%slimits of time and memory",
		   fence->files ? "Landlock, " : "",
		   fence->spaces ? "a space of its own, " : "");
	if (!fence->files)
		buf_text(out, "; it could read your files: this machine has neither "
			 "bubblewrap nor Landlock");
	if (!fence->calls && !fence->spaces)
		buf_text(out, "; it could reach the network, and go on after its time");
}

/* ---- running ---- */

/* The last line it said, when it failed. */
static void
last_words(struct err *err, const char *name, int status, const struct buf *errors)
{
	struct span said = buf_span(errors);
	size_t from;

	while (said.len != 0 && said.data[said.len - 1] == '\n')
		said.len--;
	for (from = said.len; from != 0 && said.data[from - 1] != '\n'; from--)
		;
	said = (struct span){ said.data + from, said.len - from };
	if (said.len == 0)
		err_set(err, ERR_IO, "%s ended with status %d", name, status);
	else
		err_set(err, ERR_IO, "%s: %.*s", name,
			said.len > LAST_WORDS ? LAST_WORDS : (int)said.len, said.data);
}

int
fence_run(struct buf *out, bool *cut, const struct fence *fence, const char *const *argv,
	  const char *folder, const struct fence_limits *limits,
	  const struct progress *progress, struct err *err)
{
	struct arena arena = { 0 };
	struct fence_inside inside = { .fence = fence, .limits = limits,
		.program = fence_program(&arena, fence->path, argv[0]), .folder = folder };
	struct buf errors = { 0 };
	int status = 0, failed;

	*cut = false;
	if (inside.program == NULL) {
		arena_close(&arena);
		return err_set(err, ERR_MISSING_PROGRAM, "%s is not installed", argv[0]);
	}
	failed = run(&status, out, &errors, &inside, argv, progress, err);
	if (failed != 0 && err->code == ERR_LIMIT) {
		*cut = true;
		failed = 0;
	} else if (failed == 0 && status != 0) {
		last_words(err, argv[0], status, &errors);
		failed = -1;
	}
	buf_close(&errors);
	arena_close(&arena);
	return failed;
}
