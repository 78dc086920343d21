#include "core/store/marks.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

_Static_assert(sizeof(struct link) == 88 && sizeof(struct marked_chain) == 168,
	       "without holes: they are written as they are");
_Static_assert(sizeof(struct marks_head) % 8 == 0, "what follows is aligned");

enum { CHAINS = 20000, MISSED = 1 << 22, ROWS = 1 << 27, PATH_BYTES = 1 << 16,
       MARK_FILES = 100000 };

const uint8_t mark_rubrics[MARK_NAME] = {
	0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
	0xFF, 0xFF,
};
const uint8_t mark_checkpoints[MARK_NAME] = {
	'c', 'h', 'e', 'c', 'k', 'p', 'o', 'i', 'n', 't', 's'
};

enum chunk { CHUNK_GOOD = 1, CHUNK_BAD = 2 };

struct marks {
	struct arena arena;
	struct marks_file file;
	char *map;
	size_t size;
	const struct marks_head *head;
	const struct marked_chain *chains;
	const struct digest *missed, *chunks;
	struct link *rows;
	const uint32_t *below;		/* for each row */
	const uint32_t *tables;		/* MARKS_TABLES of `slots` each: row + 1 */
	size_t body;			/* where the rows begin */
	pthread_mutex_t lock;
	atomic_uchar *known;		/* one a chunk: 0, or enum chunk */
	atomic_bool bad;
};

bool
marks_is_own(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_uid == geteuid() && st->st_nlink == 1
		&& (st->st_mode & 07777) == 0600;
}

static int
open_own(const char *path, size_t *size)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd >= 0 && fstat(fd, &st) == 0 && marks_is_own(&st)) {
		*size = (size_t)st.st_size;
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

struct marks_program
marks_program(void)
{
	struct stat st;

	if (stat("/proc/self/exe", &st) != 0)
		return (struct marks_program){ 0 };
	return (struct marks_program){ .device = st.st_dev, .inode = st.st_ino,
		.size = (uint64_t)st.st_size, .changed = st.st_mtim.tv_sec,
		.changed_ns = st.st_mtim.tv_nsec };
}

static bool
read_key(uint8_t key[DIGEST_SIZE], const char *path)
{
	size_t size;
	int fd = open_own(path, &size);
	bool good = fd >= 0 && size == DIGEST_SIZE
		&& read(fd, key, DIGEST_SIZE) == DIGEST_SIZE;

	if (fd >= 0)
		close(fd);
	return good;
}

static bool
is_own_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid()
		&& (st.st_mode & 022) == 0;
}

/* A key that was torn, or seen by others, makes room, and so does what it kept. */
static void
remove_all(struct arena *arena, const char *dir)
{
	struct err ignored;
	char **names;
	size_t count;

	if (file_list(&names, &count, arena, dir, MARK_FILES, &ignored) == 0)
		for (size_t i = 0; i < count; i++)
			unlink(path_join(arena, dir, names[i]));
}

/* Whoever was faster made it. Where none can be made, there are no marks. */
static bool
make_key(uint8_t key[DIGEST_SIZE], struct arena *arena, const char *dir, const char *path)
{
	char bytes[DIGEST_SIZE];
	struct err ignored;

	if (file_exists(path))
		remove_all(arena, dir);
	random_bytes(bytes, sizeof bytes);
	if (file_create(path, (struct span){ bytes, sizeof bytes }, 0600, &ignored) != 0
	    && ignored.code != ERR_EXISTS)
		return false;
	return read_key(key, path);
}

bool
marks_file(struct marks_file *out, struct arena *arena, const char *state,
	   const struct ledger *ledger, bool make)
{
	const char *dir = path_join(arena, state, "marks");
	const char *key = path_join(arena, dir, "key");
	struct digest name;
	struct err ignored;
	char hex[DIGEST_HEX];

	if ((make && file_make_dirs(dir, 0700, &ignored) != 0) || !is_own_folder(dir)
	    || (!read_key(out->key, key) && (!make || !make_key(out->key, arena, dir, key))))
		return false;
	out->real = path_real(arena, repo_dir(ledger->repo));
	name = digest_keyed(out->key, span_of(out->real));
	digest_hex(hex, &name);
	out->path = arena_printf(arena, "%s/%.32s", dir, hex);
	return true;
}

uint64_t
marks_hash(const uint8_t key[DIGEST_SIZE], enum marks_table table, const void *name,
	   const char *kid)
{
	char bytes[1 + MARK_NAME + 32] = { (char)table };

	memcpy(bytes + 1, name, MARK_NAME);
	if (kid != NULL)
		memcpy(bytes + 1 + MARK_NAME, kid, 32);
	return digest_short(key, (struct span){ bytes, sizeof bytes });
}

struct digest
marks_mac(const uint8_t key[DIGEST_SIZE], size_t chunk, struct span bytes)
{
	uint8_t own[DIGEST_SIZE];
	uint64_t number = chunk;

	memcpy(own, key, sizeof own);
	for (size_t i = 0; i < sizeof number; i++)
		own[i] ^= (uint8_t)(number >> 8 * i);
	return digest_keyed(own, bytes);
}

/* The parts, one after the other; false when they do not add up to the file. */
static bool
lay_out(struct marks *marks)
{
	const struct marks_head *head = marks->head;
	size_t at = sizeof *head, tail, chunks;

	if (head->chains > CHAINS || head->missed > MISSED || head->rows > ROWS
	    || head->slots > 4 * (uint64_t)ROWS || (head->slots & (head->slots - 1)) != 0
	    || head->slots <= head->rows || head->path_len > PATH_BYTES
	    || head->path_len % 8 != 0)
		return false;
	tail = head->rows * (sizeof *marks->rows + sizeof *marks->below)
		+ MARKS_TABLES * head->slots * sizeof *marks->tables;
	chunks = (tail + MARKS_CHUNK - 1) / MARKS_CHUNK;
	marks->chains = (const void *)(marks->map + at + head->path_len);
	at += head->path_len + head->chains * sizeof *marks->chains;
	marks->missed = (const void *)(marks->map + at);
	at += head->missed * sizeof *marks->missed;
	marks->chunks = (const void *)(marks->map + at);
	at += chunks * sizeof *marks->chunks;
	marks->body = at;
	if (at + tail != marks->size)
		return false;
	marks->rows = (void *)(marks->map + at);
	marks->below = (const void *)(marks->rows + head->rows);
	marks->tables = marks->below + head->rows;
	marks->known = calloc(chunks + 1, sizeof *marks->known);
	return marks->known != NULL;
}

static bool
is_of(const struct marks *marks, const struct ledger *ledger)
{
	const struct marks_head *head = marks->head;
	size_t from = offsetof(struct marks_head, trust_sha256), len;
	struct digest mac = marks_mac(marks->file.key, SIZE_MAX,
				      (struct span){ marks->map + from,
						     marks->body - from });
	struct marks_program program = marks_program();
	const char *path = marks->map + sizeof *head;

	len = strlen(marks->file.real);
	return digest_equal(&mac, &head->mac) && len < head->path_len
		&& memcmp(path, marks->file.real, len + 1) == 0
		&& memcmp(head->ledger, ledger->id, DIGEST_HEX) == 0
		&& memcmp(&head->program, &program, sizeof program) == 0
		&& head->trust_version == ledger->trust->version
		&& digest_equal(&head->trust_sha256, &ledger->trust->sha256);
}

static bool
map_mark(struct marks *marks)
{
	int fd = open_own(marks->file.path, &marks->size);
	void *map = MAP_FAILED;

	if (fd < 0)
		return false;
	/* private: what a walk finds is noted in its own copy */
	if (marks->size > sizeof *marks->head)
		map = mmap(NULL, marks->size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return false;
	marks->map = map;
	marks->head = map;
	return memcmp(marks->head->magic, MARKS_MAGIC, sizeof marks->head->magic) == 0;
}

struct marks *
marks_open(const char *state, const struct ledger *ledger)
{
	struct marks *marks = calloc(1, sizeof *marks);

	if (marks == NULL)
		abort();
	pthread_mutex_init(&marks->lock, NULL);
	if (ledger->trust != NULL
	    && marks_file(&marks->file, &marks->arena, state, ledger, false)
	    && map_mark(marks) && lay_out(marks) && is_of(marks, ledger))
		return marks;
	marks_close(marks);
	return NULL;
}

void
marks_close(struct marks *marks)
{
	if (marks == NULL)
		return;
	if (marks->map != NULL)
		munmap(marks->map, marks->size);
	pthread_mutex_destroy(&marks->lock);
	free(marks->known);
	arena_close(&marks->arena);
	free(marks);
}

const struct marked_chain *
marks_chains(size_t *count, const struct marks *marks)
{
	*count = (size_t)marks->head->chains;
	return marks->chains;
}

struct link *
marks_rows(struct marks *marks, const struct marked_chain *chain)
{
	return marks->rows + chain->first;
}

bool
marks_bad(struct marks *marks)
{
	return marks != NULL && atomic_load(&marks->bad);
}

void
marks_remove(struct marks *marks)
{
	unlink(marks->file.path);
}

static void
look_at(struct marks *marks, size_t chunk)
{
	size_t from = marks->body + chunk * MARKS_CHUNK, len = marks->size - from;
	struct digest mac;

	if (len > MARKS_CHUNK)
		len = MARKS_CHUNK;
	mac = marks_mac(marks->file.key, chunk, (struct span){ marks->map + from, len });
	if (digest_equal(&mac, &marks->chunks[chunk])) {
		atomic_store(&marks->known[chunk], CHUNK_GOOD);
		return;
	}
	atomic_store(&marks->bad, true);
	atomic_store(&marks->known[chunk], CHUNK_BAD);
}

static bool
have(struct marks *marks, const void *at, size_t len)
{
	size_t from = (size_t)((const char *)at - marks->map) - marks->body;

	bool good = true;

	for (size_t chunk = from / MARKS_CHUNK; chunk <= (from + len - 1) / MARKS_CHUNK;
	     chunk++) {
		if (atomic_load(&marks->known[chunk]) == 0) {
			pthread_mutex_lock(&marks->lock);
			if (atomic_load(&marks->known[chunk]) == 0)
				look_at(marks, chunk);
			pthread_mutex_unlock(&marks->lock);
		}
		good &= atomic_load(&marks->known[chunk]) == CHUNK_GOOD;
	}
	return good;
}

bool
marks_have(struct marks *marks, const struct link *link)
{
	return have(marks, link, sizeof *link);
}

/* The row that stands in this slot of a table; NULL: none. */
static struct link *
row_in(struct marks *marks, enum marks_table table, uint64_t slot)
{
	const uint32_t *at = marks->tables + table * marks->head->slots + slot;

	if (!have(marks, at, sizeof *at) || *at == 0 || *at > marks->head->rows
	    || !marks_have(marks, &marks->rows[*at - 1]))
		return NULL;
	return &marks->rows[*at - 1];
}

struct link *
marks_find(struct marks *marks, const struct digest *sha256)
{
	uint64_t mask = marks->head->slots - 1;
	uint64_t slot = marks_hash(marks->file.key, MARKS_SHA256, sha256->bytes, NULL);
	struct link *row;

	while ((row = row_in(marks, MARKS_SHA256, slot & mask)) != NULL
	       && !digest_equal(&row->sha256, sha256))
		slot++;
	return row;
}

bool
marks_has_id(struct marks *marks, const struct marked_chain *chain,
	     const uint8_t id[MARK_NAME])
{
	uint64_t mask = marks->head->slots - 1;
	uint64_t slot = marks_hash(marks->file.key, MARKS_ID, id, chain->kid);
	const struct link *first = marks_rows(marks, chain), *row;

	while ((row = row_in(marks, MARKS_ID, slot & mask)) != NULL
	       && !(row >= first && row < first + chain->good
		    && memcmp(row->id, id, MARK_NAME) == 0))
		slot++;
	return row != NULL;
}

struct link *
marks_about(struct marks *marks, const uint8_t about[MARK_NAME])
{
	uint64_t mask = marks->head->slots - 1;
	uint64_t slot = marks_hash(marks->file.key, MARKS_ABOUT, about, NULL);
	struct link *row;

	while ((row = row_in(marks, MARKS_ABOUT, slot & mask)) != NULL
	       && memcmp(row->about, about, MARK_NAME) != 0)
		slot++;
	return row;
}

/* Always lower, so that it ends. */
struct link *
marks_below(struct marks *marks, const struct link *link)
{
	const uint32_t *below = &marks->below[link - marks->rows];

	if (!have(marks, below, sizeof *below) || *below == 0
	    || *below > (size_t)(link - marks->rows)
	    || !marks_have(marks, &marks->rows[*below - 1]))
		return NULL;
	return &marks->rows[*below - 1];
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct digest));
}

bool
marks_misses(const struct marks *marks, const struct digest *sha256)
{
	return bsearch(sha256, marks->missed, (size_t)marks->head->missed,
		       sizeof *marks->missed, compare) != NULL;
}

const struct digest *
marks_missed(size_t *count, const struct marks *marks)
{
	*count = (size_t)marks->head->missed;
	return marks->missed;
}
