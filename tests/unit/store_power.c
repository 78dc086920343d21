/*
 * The power is cut. What a disk may hold then is made from what was flushed: fsync and
 * fdatasync of this program are these, and keep a copy of what they were
 * asked to make durable. At each of them, and when the record is acknowledged, the ledger
 * is put together again as the disk may have it and judged: with the names that were never
 * flushed, without them, and with those of refs alone; what nobody flushed is empty. By lot
 * (ASSAY_LOTS times at each of them; make torture) each name is there or not, and what nobody
 * flushed is there, half of it, or not. Then whoever comes back says it again.
 */
#define _GNU_SOURCE
#define SCRATCH_OWN_FLUSH
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "tests/unit/store_ledger.h"

enum { NODES = 8192 };

int fsync(int fd);
int fdatasync(int fd);

/* A file or folder as it was when it was flushed last. */
struct node {
	ino_t ino;
	int64_t born, born_ns;		/* an inode number is given out again */
	struct span bytes;
	char **names;			/* of a folder */
	size_t count;
	bool is_folder;
};

/* Names that nobody flushed: may they be on the disk? */
enum names { LATE, EARLY, REFS_EARLY, WAYS, BY_LOT };

static struct {
	pthread_mutex_t lock;
	const char *path;		/* of the ledger; NULL: not yet */
	struct desk *desk;
	struct node *nodes;
	size_t count;
	struct arena arena;
	const char *ref, *id, *body;
	struct oid old;
	bool had_old, is_acknowledged;
	unsigned cuts, moved, lots;
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct node *
node_of(const char *path)
{
	struct statx st;

	if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &st)
	    != 0)
		return NULL;
	for (size_t i = 0; i < disk.count; i++)
		if (disk.nodes[i].ino == st.stx_ino && disk.nodes[i].born == st.stx_btime.tv_sec
		    && disk.nodes[i].born_ns == st.stx_btime.tv_nsec)
			return &disk.nodes[i];
	assert_true(disk.count < NODES);
	disk.nodes[disk.count] = (struct node){ .ino = st.stx_ino,
		.born = st.stx_btime.tv_sec, .born_ns = st.stx_btime.tv_nsec,
		.is_folder = S_ISDIR(st.stx_mode) };
	return &disk.nodes[disk.count++];
}

/* What stands at this path now is on the disk. */
static void
flush(const char *path)
{
	struct node *node = node_of(path);
	struct err err;

	if (node == NULL)
		return;		/* has lost its name meanwhile */
	if (node->is_folder)
		assert_int_equal(file_list(&node->names, &node->count, &disk.arena, path,
					   NODES, &err), 0);
	else
		assert_int_equal(file_read(&node->bytes, &disk.arena, path, 1 << 20, &err),
				 0);
}

/* …and all below it: how the disk was before. */
static void
flush_all(const char *path)
{
	struct node *node;

	flush(path);
	node = node_of(path);
	for (size_t i = 0; node->is_folder && i < node->count; i++)
		flush_all(path_join(&disk.arena, path, node->names[i]));
}

/* The same lots each time: a failure can be seen again. */
static unsigned
lot(unsigned below)
{
	static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

	state ^= state >> 12;		/* xorshift64* (Vigna) */
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)((state * UINT64_C(2685821657736338717)) >> 33) % below;
}

static bool
was_flushed(const struct node *node, const char *name)
{
	for (size_t i = 0; i < node->count; i++)
		if (strcmp(node->names[i], name) == 0)
			return true;
	return false;
}

/* What of a file may be there: what was flushed, or more. */
static struct span
bytes_by_lot(const struct node *node, const char *path)
{
	struct span whole;
	struct err err;
	unsigned drawn = lot(3);

	if (drawn == 0 || file_read(&whole, &disk.arena, path, 1 << 20, &err) != 0
	    || whole.len < node->bytes.len)
		return node->bytes;
	if (drawn == 1)
		whole.len -= (whole.len - node->bytes.len) / 2;
	return whole;
}

static bool
is_early(enum names names, const char *path)
{
	return names == EARLY || (names == REFS_EARLY && strstr(path, "/refs") != NULL);
}

/* One of the 256 folders of objects that never held any: they are what takes long. */
static bool
is_idle(const char *path)
{
	size_t len = strlen(path), count;
	struct err err;
	char **names;

	return len > 11 && strncmp(path + len - 11, "/objects/", 9) == 0
		&& node_of(path)->count == 0
		&& file_list(&names, &count, &disk.arena, path, NODES, &err) == 0
		&& count == 0;
}

/* What a dead writer left on a ref: there or not, as names are, and by now a minute old. */
static bool
is_lock(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && strcmp(path + len - 5, ".lock") == 0;
}

/* The folder as the disk may have it, at `to`. */
static void
put_together(const char *from, const char *to, enum names names)
{
	static const struct timespec long_ago[2] = { { .tv_sec = NOW }, { .tv_sec = NOW } };
	struct node *node = node_of(from);
	char **list = node->names;
	size_t count = node->count;
	struct err err;

	if (!node->is_folder) {
		int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

		assert_true(fd >= 0);
		assert_int_equal(file_write_all(fd, names == BY_LOT ? bytes_by_lot(node, from)
						: node->bytes, false, &err), 0);
		if (is_lock(from))
			assert_int_equal(futimens(fd, long_ago), 0);
		close(fd);
		return;
	}
	assert_int_equal(mkdir(to, 0700), 0);
	if (names == BY_LOT || is_early(names, from))
		assert_int_equal(file_list(&list, &count, &disk.arena, from, NODES, &err), 0);
	for (size_t i = 0; i < count; i++) {
		char *path = path_join(&disk.arena, from, list[i]);

		if (names == BY_LOT && !was_flushed(node, list[i]) && lot(2) == 0)
			continue;
		if (file_exists(path) && !is_idle(path))
			put_together(path, path_join(&disk.arena, to, list[i]), names);
	}
}

static int64_t
records_of(const char *path)
{
	struct arena arena = { 0 };
	struct audit audit;
	struct err err;
	int64_t count;

	assert_int_equal(audit_run(&audit, &arena, path, 
			&(struct audit_how){ .id = disk.desk->ledger.id }, NULL, &err),
			 0);
	for (size_t i = 0; i < audit.problem_count; i++)
		fail_msg("%s %s: %s", audit.problems[i].ref, audit.problems[i].code,
			 audit.problems[i].detail);
	count = audit.records;
	arena_close(&arena);
	return count;
}

/* A person comes back and says it again: it is there once. */
static void
say_again(const char *path, int64_t before)
{
	struct desk again = *disk.desk;
	struct appended out;
	int64_t after;

	again.ledger = (struct ledger){ 0 };
	again.now = NOW + 1000;
	ok(disk.desk->s, ledger_open(&again.ledger, path, NULL, &disk.desk->s->err));
	ok(disk.desk->s, try_say(&out, &again, BEN, RECORD_ALARM, disk.id, disk.body));
	ledger_close(&again.ledger);
	after = records_of(path);
	if (out.was_there)
		assert_int_equal(after, before);
	else
		assert_int_equal(after, before + 1 + !disk.had_old);
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

static void
judge_disk(enum names names)
{
	struct scratch *s = disk.desk->s;
	const char *path = at(s, "after.git");
	struct repo *repo;
	struct oid head;
	bool has_head, is_old;
	int64_t records;

	put_together(at(s, "ledger.git"), path, names);
	records = records_of(path);
	ok(s, repo_open_ledger(&repo, path, &s->err));
	has_head = repo_ref_read(&head, repo, disk.ref, &s->err) == 0;
	repo_close(repo);
	is_old = disk.had_old ? has_head && oid_equal(&head, &disk.old) : !has_head;
	disk.moved += !is_old;
	if (disk.is_acknowledged)
		assert_false(is_old);
	say_again(path, records);
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
cut(void)
{
	for (int i = 0; i < WAYS; i++)
		judge_disk((enum names)i);
	for (unsigned i = 0; i < disk.lots; i++)
		judge_disk(BY_LOT);
	disk.cuts++;
}

/* Of the ledger alone: what is put together from it is written to as well. */
static int
flush_fd(int fd)
{
	char link[64], path[4096];
	ssize_t len;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = disk.path == NULL ? 0 : readlink(link, path, sizeof path - 1);
	path[len < 0 ? 0 : len] = '\0';
	if (disk.path != NULL && strncmp(path, disk.path, strlen(disk.path)) == 0) {
		pthread_mutex_lock(&disk.lock);
		cut();
		flush(path);
		pthread_mutex_unlock(&disk.lock);
	}
	return 0;		/* the real disk is not needed for this */
}

int
fsync(int fd)
{
	return flush_fd(fd);
}

int
fdatasync(int fd)
{
	return flush_fd(fd);
}

static void
record_with_cuts(struct desk *d)
{
	struct err ignored;
	struct appended out;

	disk.desk = d;
	disk.lots = getenv("ASSAY_LOTS") == NULL ? 0 : (unsigned)atoi(getenv("ASSAY_LOTS"));
	disk.id = new_id(d);
	disk.body = ALARM;
	disk.ref = ref_of(d, BEN);
	disk.had_old = repo_ref_read(&disk.old, d->ledger.repo, disk.ref, &ignored) == 0;
	disk.nodes = calloc(NODES, sizeof *disk.nodes);
	flush_all(d->path);
	disk.path = d->path;
	ok(d->s, try_say(&out, d, BEN, RECORD_ALARM, disk.id, disk.body));
	disk.is_acknowledged = true;
	cut();
	disk.path = NULL;
	assert_false(out.was_there);
	print_message("%u cuts\n", disk.cuts);
	assert_true(disk.cuts > 5);
	assert_in_range(disk.moved, WAYS + disk.lots,
			(WAYS + disk.lots) * (disk.cuts - 1));
	free(disk.nodes);
	arena_close(&disk.arena);
	disk.nodes = NULL;
	disk.count = 0;
	disk.cuts = disk.moved = 0;
	disk.is_acknowledged = false;
}

static void
a_new_chain_is_whole_whenever_the_power_is_cut(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	record_with_cuts(&d);
	desk_close(&d);
}

static void
a_chain_holds_its_next_record_or_not_whenever_the_power_is_cut(void **state)
{
	struct desk d;

	desk_open(&d, *state);
	say(&d, BEN, RECORD_ALARM, ALARM);
	record_with_cuts(&d);
	run(d.s, IN "git -C ledger.git pack-refs --all");
	record_with_cuts(&d);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_new_chain_is_whole_whenever_the_power_is_cut),
		SCRATCH_TEST(a_chain_holds_its_next_record_or_not_whenever_the_power_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
