#include "core/store/delivered.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/store/bundle.h"
#include "core/store/git_ledger.h"
#include "core/store/git_program.h"
#include "core/store/judge_index.h"

enum { LOOSE_NAMES = 1000000, OLD_FOLDERS = 10000, COPY_PIECE = 1 << 16 };

/* Of git, while it takes a bundle in. */
enum { GIT_MEMORY = 1 << 30, LEAST_FILE = 64 << 20, LEAST_SECONDS = 120,
       MOST_SECONDS = 7200, BYTES_A_SECOND = 1 << 20 };

#define FOLDER "delivered-"
#define TRUST_END "assay/v1/trust"
#define ORIGIN "refs/remotes/origin/"

struct delivering {
	struct arena arena;
	const char *source;		/* what was given, absolute */
	const char *ledger;		/* the bare repository that is made of it */
	struct repo *clone;
	const struct progress *progress;
	int64_t done;			/* files */
};

/* ---- what it is ---- */

static bool
is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* As git knows one: what else lies in it is not what was meant. */
static bool
is_repository(struct arena *arena, const char *path)
{
	struct stat st;

	return lstat(path_join(arena, path, "HEAD"), &st) == 0
		&& file_is_dir(path_join(arena, path, "objects"));
}

static bool
is_clone(struct arena *arena, const char *path)
{
	struct stat st;

	return lstat(path_join(arena, path, ".git"), &st) == 0
		&& (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode));
}

/* ---- the folder ---- */

/* Whoever has it has the folder that it lies in. */
static int
lock_open(const char *path, int flags)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | flags,
		      0600);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Left by one of us who was killed: ours, and nobody has its lock. By the lock and no
 * number of a process, which means another one in another container. */
static void
tidy(struct arena *arena, const char *cache)
{
	struct err ignored;
	char **names;
	size_t count;

	if (file_list(&names, &count, arena, cache, OLD_FOLDERS, &ignored) != 0)
		return;
	for (size_t i = 0; i < count; i++) {
		const char *path = path_join(arena, cache, names[i]);
		struct stat st;
		int lock;

		if (strncmp(names[i], FOLDER, strlen(FOLDER)) != 0 || lstat(path, &st) != 0
		    || !S_ISDIR(st.st_mode) || st.st_uid != geteuid())
			continue;
		lock = lock_open(path_join(arena, path, "lock"), 0);
		if (lock < 0)
			continue;
		file_remove_tree(path);
		close(lock);
	}
}

/* It has its name only once it is held: until then nobody takes the folder for left. */
static int
lock_folder(struct delivered *delivered, const char *folder, struct err *err)
{
	const char *made = path_join(&delivered->arena, folder, "lock.new");
	int lock = lock_open(made, O_CREAT | O_EXCL);

	if (lock >= 0 && rename(made, path_join(&delivered->arena, folder, "lock")) == 0) {
		delivered->lock = lock;
		return 0;
	}
	err_errno(err, "%s cannot be locked", folder);
	if (lock >= 0)
		close(lock);
	file_remove_tree(folder);
	return -1;
}

int
delivered_room(struct delivered *delivered, const char *cache, struct err *err)
{
	const char *dir = cache == NULL ? "/tmp" : cache, *folder;
	char id[RANDOM_ID_HEX];

	if (delivered->folder != NULL)
		return 0;
	random_id(id);
	folder = arena_printf(&delivered->arena, "%s/" FOLDER "%.24s", dir, id);
	if (file_make_dirs(folder, 0700, err) != 0 || lock_folder(delivered, folder, err) != 0)
		return -1;
	delivered->folder = folder;
	tidy(&delivered->arena, dir);
	return 0;
}

static int
make_ledger(struct delivered *out, const char *cache, struct err *err)
{
	static const char *const rows[][2] = { { "core.bigFileThreshold", "1m" },
		{ "fetch.unpackLimit", "1" }, { "pack.threads", "2" },
		{ "core.packedGitWindowSize", "32m" }, { "core.packedGitLimit", "256m" },
		{ NULL, NULL } };
	struct repo *made;

	if (delivered_room(out, cache, err) != 0)
		return -1;
	out->path = path_join(&out->arena, out->folder, "ledger.git");
	if (repo_create(&made, out->path, LEDGER_TRUST, rows, err) != 0)
		return -1;
	repo_close(made);
	return 0;
}

/* ---- a bundle ---- */

/* What no ledger may have, told with the name it came by. */
static int
check_safe(struct delivering *d, const char *dir, struct err *err)
{
	const char *why = ledger_unsafe(&d->arena, dir);

	return why == NULL ? 0 : err_set(err, ERR_UNSAFE, "%s %s: assay does not open it as a "
					 "ledger", d->source, why);
}

/* By its size, and more than a good one of that size has ever need of. */
static struct git_bounds
bounds_of(int64_t size)
{
	int64_t seconds = LEAST_SECONDS + size / BYTES_A_SECOND;

	if (seconds > MOST_SECONDS)
		seconds = MOST_SECONDS;
	return (struct git_bounds){ .memory = GIT_MEMORY, .file = LEAST_FILE + 8 * size,
		.work = seconds, .clock_ms = seconds * 2000 };
}

/* All it holds, but marks: where a chain stood is everyone's own to remember. */
static int
take_bundle(struct delivering *d, struct err *err)
{
	struct git_bounds bounds;
	int64_t size;
	const char *const args[] = { "fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
		"--", d->source, "+refs/*:refs/*", "^refs/assay/*", NULL };

	if (bundle_look(&size, d->source, err) != 0)
		return -1;
	bounds = bounds_of(size);
	if (git_program_bounded(d->ledger, args, &bounds, d->progress, err) != 0) {
		if (err->code != ERR_INVALID)
			return -1;
		err->code = ERR_UNSAFE;
		return err_within(err, "git does not take this bundle in");
	}
	return check_safe(d, d->ledger, err);
}

/* ---- an ordinary clone: its objects ---- */

static int
copy_bytes(int from, int to, const char *path, struct err *err)
{
	char piece[COPY_PIECE];
	ssize_t len;

	while ((len = read(from, piece, sizeof piece)) > 0)
		if (file_write_all(to, (struct span){ piece, (size_t)len }, false, err) != 0)
			return -1;
	return len == 0 ? 0 : err_errno(err, "%s", path);
}

/* A link is nobody's to follow: what lies elsewhere is borrowed. */
static int
copy_file(const char *from, const char *to, struct err *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY), out;
	int failed;

	if (in < 0)
		return err_errno(err, "%s", from);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	failed = out < 0 ? err_errno(err, "%s", to) : copy_bytes(in, out, from, err);
	if (out >= 0 && close(out) != 0 && failed == 0)
		failed = err_errno(err, "%s", to);
	close(in);
	return failed;
}

static int
take_file(struct delivering *d, const char *folder, const char *name, struct err *err)
{
	struct arena scratch = { 0 };
	const char *place = arena_printf(&scratch, "objects/%s/%s", folder, name);
	const char *from = path_join(&scratch, repo_dir(d->clone), place);
	const char *to = path_join(&scratch, d->ledger, place);
	struct stat st;
	int failed = 0;

	if (lstat(from, &st) == 0 && S_ISREG(st.st_mode) && link(from, to) != 0)
		failed = copy_file(from, to, err);
	if (failed == 0 && !progress_tick(d->progress, ++d->done, 0))
		failed = err_set(err, ERR_CANCELLED, "stopped");
	arena_close(&scratch);
	return failed;
}

static bool
is_object_name(const char *folder, const char *name)
{
	size_t len = strlen(name);

	if (strcmp(folder, "pack") != 0)
		return len == 38 && hex_is(span_of(name), 38);
	return len > 10 && strncmp(name, "pack-", 5) == 0
		&& (strcmp(name + len - 5, ".pack") == 0 || strcmp(name + len - 4, ".idx") == 0);
}

static int
take_folder(struct delivering *d, const char *folder, struct err *err)
{
	struct arena scratch = { 0 };
	const char *from = path_join(&scratch, repo_dir(d->clone),
				     arena_printf(&scratch, "objects/%s", folder));
	char **names;
	size_t count;
	int failed = 0;

	if (file_is_dir(from)) {
		failed = file_list(&names, &count, &scratch, from, LOOSE_NAMES, err);
		for (size_t i = 0; failed == 0 && i < count; i++)
			if (is_object_name(folder, names[i]))
				failed = take_file(d, folder, names[i], err);
	}
	arena_close(&scratch);
	return failed;
}

static int
take_objects(struct delivering *d, struct err *err)
{
	char folder[3];

	for (unsigned i = 0; i < 256; i++) {
		snprintf(folder, sizeof folder, "%02x", i);
		if (take_folder(d, folder, err) != 0)
			return -1;
	}
	return take_folder(d, "pack", err);
}

/* ---- and its branches ---- */

static bool
is_trust_of_remote(const char *name)
{
	size_t len = strlen(name), end = strlen(TRUST_END);

	return strncmp(name, "refs/remotes/", 13) == 0 && len > end + 13
		&& strcmp(name + len - end, TRUST_END) == 0 && name[len - end - 1] == '/';
}

/* What its chains' names begin with: `origin`, or else the one that has a ledger among
 * what came of remotes, or else the clone itself. */
static int
find_remote(const char **out, struct delivering *d, const struct ref *refs, size_t count,
	    struct err *err)
{
	const char *found = NULL;
	size_t many = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_trust_of_remote(refs[i].name))
			continue;
		found = refs[i].name;
		if (strcmp(found, ORIGIN TRUST_END) == 0) {
			many = 1;
			break;
		}
		many++;
	}
	if (many > 1)
		return err_set(err, ERR_REFUSED, "more than one remote, or branch of one, of "
			       "%s holds a ledger: clone the one that is meant, with `git "
			       "clone --mirror`", d->source);
	*out = found == NULL ? "refs/heads/"
		: arena_copy(&d->arena, found, strlen(found) - strlen(TRUST_END));
	return 0;
}

/* `<oid> <name>` in the ledger's packed-refs; what is no branch of the remote and no tag is
 * of who cloned it, not of the ledger. */
static int
put_ref(struct buf *out, const struct delivering *d, const struct ref *ref,
	const char *remote, struct err *err)
{
	size_t before = strlen(remote);
	bool is_branch = strncmp(ref->name, remote, before) == 0;
	char hex[OID_HEX];

	if ((!is_branch && strncmp(ref->name, "refs/tags/", 10) != 0)
	    || (is_branch && strcmp(ref->name + before, "HEAD") == 0))
		return 0;
	if (oid_is_none(&ref->oid) || !ref_name_is_safe(span_of(ref->name)))
		return err_set(err, ERR_UNSAFE, "%s has a ref that names no commit itself: "
			       "assay does not open it as a ledger", d->source);
	oid_hex(hex, &ref->oid);
	buf_printf(out, "%s %s%s\n", hex, is_branch ? "refs/heads/" : "",
		   is_branch ? ref->name + before : ref->name);
	return 0;
}

/* As in a bundle: nobody has so many. */
static int
list_refs(struct ref **refs, size_t *count, struct delivering *d, struct err *err)
{
	if (repo_ref_list(refs, count, &d->arena, d->clone, "refs/", LEDGER_REFS, err) == 0)
		return 0;
	if (err->code == ERR_LIMIT)
		err_set(err, ERR_UNSAFE, "%s has more than %d refs, which no ledger has",
			d->source, LEDGER_REFS);
	return -1;
}

static int
take_refs(struct delivering *d, struct err *err)
{
	struct buf text = { 0 };
	const char *remote = NULL;
	struct ref *refs;
	size_t count;
	int failed = list_refs(&refs, &count, d, err) != 0
		|| find_remote(&remote, d, refs, count, err) != 0;

	for (size_t i = 0; !failed && i < count; i++)
		failed = put_ref(&text, d, &refs[i], remote, err) != 0;
	if (!failed)
		failed = file_write(path_join(&d->arena, d->ledger, "packed-refs"),
				    buf_span(&text), 0600, err) != 0;
	buf_close(&text);
	return failed ? -1 : 0;
}

static int
take_clone(struct delivering *d, struct err *err)
{
	int failed;

	if (repo_open(&d->clone, d->source, err) != 0)
		return -1;
	failed = check_safe(d, repo_dir(d->clone), err) != 0 || take_refs(d, err) != 0
		|| take_objects(d, err) != 0 ? -1 : 0;
	repo_close(d->clone);
	return failed;
}

/* ---- all of it ---- */

static int
deliver(struct delivered *out, struct delivering *d, bool bundle, const char *cache,
	struct err *err)
{
	if (make_ledger(out, cache, err) != 0)
		return -1;
	d->ledger = out->path;
	return bundle ? take_bundle(d, err) : take_clone(d, err);
}

int
delivered_open(struct delivered *out, const char *path, const char *cache,
	       const struct progress *progress, struct err *err)
{
	struct delivering d = { .progress = progress };
	const char *packed;
	int failed = 0;

	*out = (struct delivered){ 0 };
	out->path = arena_text(&out->arena, path);
	d.source = path_real(&d.arena, path);
	packed = path_join(&d.arena, d.source, "ledger.bundle");
	if (!is_repository(&d.arena, d.source) && is_file(packed))
		d.source = packed;
	if (is_file(d.source) && bundle_is(d.source))
		failed = deliver(out, &d, true, cache, err);
	else if (is_file(d.source))
		failed = err_set(err, ERR_REFUSED, "%s is neither a bundle made by git nor a "
				 "git repository", d.source);
	else if (!is_repository(&d.arena, d.source) && is_clone(&d.arena, d.source))
		failed = deliver(out, &d, false, cache, err);
	if (d.source == packed)
		out->judged = arena_text(&out->arena, packed);
	else if (d.clone != NULL)
		out->judged = path_join(&out->arena, d.source, ".git");
	arena_close(&d.arena);
	if (failed != 0)
		delivered_close(out);
	return failed;
}

void
delivered_close(struct delivered *delivered)
{
	if (delivered->folder != NULL) {
		file_remove_tree(delivered->folder);
		close(delivered->lock);
	}
	arena_close(&delivered->arena);
	*delivered = (struct delivered){ 0 };
}
