/* What was found good is written down (core/store/marks.h). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/crew.h"
#include "core/base/file.h"
#include "core/store/marks.h"

struct writing {
	struct arena arena;
	struct marks_file file;
	struct marking *what;
	struct marks_head head;
	uint32_t *below, *tables;
	size_t rows_len, below_len, tables_len;	/* of the body, in this order */
	int fd;
	off_t body;			/* where it begins */
	struct digest *macs;		/* of each chunk of it */
	size_t chunks;
};

enum { SHARES = 8,	/* of the chunks, for whoever is free, */
       RUN = 4 };	/* and as many are written at once */

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct digest));
}

static const struct link *
row_of(const struct marking_rows *rows, size_t at)
{
	return at < rows->old_count ? &rows->old[at] : &rows->new[at - rows->old_count];
}

/* A row by its number, from 1. */
static const struct link *
row_at(const struct writing *w, uint32_t number)
{
	const struct marked_chain *chains = w->what->chains;
	size_t low = 0, high = w->what->chain_count;

	while (high - low > 1) {	/* the last chain that begins at or below it */
		size_t middle = low + (high - low) / 2;

		if (chains[middle].first < number)
			low = middle;
		else
			high = middle;
	}
	return row_of(&w->what->rows[low], number - 1 - chains[low].first);
}

/* The first free slot; of what it is about, that of the newest row so far. */
static uint32_t *
slot_for(struct writing *w, enum marks_table table, const void *name, const char *kid)
{
	uint64_t mask = w->head.slots - 1;
	uint64_t slot = marks_hash(w->file.key, table, name, kid);
	uint32_t *slots = w->tables + table * w->head.slots;

	while (slots[slot & mask] != 0
	       && (table != MARKS_ABOUT
		   || memcmp(row_at(w, slots[slot & mask])->about, name, MARK_NAME) != 0))
		slot++;
	return &slots[slot & mask];
}

/* One table, of all rows; beside that of what they are about, which row is below which. */
static int
enter_all(void *who, size_t hand, size_t table, struct err *err)
{
	struct writing *w = who;
	const struct marking *what = w->what;

	(void)hand;
	(void)err;
	for (size_t i = 0; i < what->chain_count; i++)
		for (uint32_t at = 0; at < what->chains[i].good; at++) {
			const struct link *row = row_of(&what->rows[i], at);
			uint32_t number = what->chains[i].first + at + 1;
			uint32_t *slot = table == MARKS_ID
				? slot_for(w, MARKS_ID, row->id, what->chains[i].kid)
				: slot_for(w, (enum marks_table)table, table == MARKS_ABOUT
					   ? row->about : row->sha256.bytes, NULL);

			if (table == MARKS_ABOUT)
				w->below[number - 1] = *slot;
			*slot = number;
		}
	return 0;
}

static void
count_rows(struct writing *w)
{
	const struct marking *what = w->what;

	for (size_t i = 0; i < what->chain_count; i++) {
		what->chains[i].first = (uint32_t)w->head.rows;
		w->head.rows += what->chains[i].good;
	}
	for (w->head.slots = 16; w->head.slots < 2 * w->head.rows; w->head.slots *= 2)
		;
	w->tables = arena_array(&w->arena, MARKS_TABLES * w->head.slots, sizeof *w->tables);
	w->below = arena_array(&w->arena, w->head.rows, sizeof *w->below);
	w->rows_len = w->head.rows * sizeof(struct link);
	w->below_len = w->head.rows * sizeof *w->below;
	w->tables_len = MARKS_TABLES * w->head.slots * sizeof *w->tables;
}

static int
put(struct writing *w, const void *bytes, size_t len, off_t at, struct err *err)
{
	return pwrite(w->fd, bytes, len, at) == (ssize_t)len
		? 0 : err_errno(err, "%s", w->file.path);
}

/* What of [at, at + len) of the body lies in a part of it that begins at `from`. */
static void
copy_part(char *out, size_t at, size_t len, const void *part, size_t from, size_t part_len)
{
	size_t low = at > from ? at : from;
	size_t high = at + len < from + part_len ? at + len : from + part_len;

	if (low < high)
		memcpy(out + (low - at), (const char *)part + (low - from), high - low);
}

static void
copy_rows(char *out, size_t at, size_t len, const struct writing *w)
{
	for (size_t i = at / sizeof(struct link);
	     i < w->head.rows && i * sizeof(struct link) < at + len; i++) {
		struct link row = *row_at(w, (uint32_t)i + 1);

		row.superseded |= row.superseded_now;
		row.superseded_now = false;
		copy_part(out, at, len, &row, i * sizeof row, sizeof row);
	}
}

static void
digest_chunks(struct writing *w, const char *run, size_t at, size_t len)
{
	for (size_t from = 0; from < len; from += MARKS_CHUNK) {
		size_t chunk = (at + from) / MARKS_CHUNK, left = len - from;

		w->macs[chunk] = marks_mac(w->file.key, chunk, (struct span){
			run + from, left < MARKS_CHUNK ? left : MARKS_CHUNK });
	}
}

/* A share of the chunks: rows, then what is below them, then the tables. */
static int
put_chunks(void *who, size_t hand, size_t share, struct err *err)
{
	struct writing *w = who;
	size_t body = w->rows_len + w->below_len + w->tables_len;
	char run[RUN * MARKS_CHUNK];

	(void)hand;
	for (size_t at = share * sizeof run; at < body; at += SHARES * sizeof run) {
		size_t len = body - at < sizeof run ? body - at : sizeof run;

		copy_rows(run, at, len, w);
		copy_part(run, at, len, w->below, w->rows_len, w->below_len);
		copy_part(run, at, len, w->tables, w->rows_len + w->below_len,
			  w->tables_len);
		digest_chunks(w, run, at, len);
		if (put(w, run, len, w->body + (off_t)at, err) != 0)
			return -1;
	}
	return 0;
}

/* What stands between the head and the digests of chunks. */
static void
put_front(struct buf *out, struct writing *w)
{
	static const char zeros[8];
	size_t len = strlen(w->file.real) + 1;

	buf_put(out, w->file.real, len);
	buf_put(out, zeros, (8 - len % 8) % 8);
	w->head.path_len = out->len;
	buf_put(out, w->what->chains, w->what->chain_count * sizeof *w->what->chains);
	if (w->what->missed_count != 0)
		buf_put(out, w->what->missed,
			w->what->missed_count * sizeof *w->what->missed);
}

static void
fill_head(struct writing *w, const struct ledger *ledger, const struct buf *front)
{
	size_t from = offsetof(struct marks_head, trust_sha256);
	struct buf told = { 0 };

	memcpy(w->head.magic, MARKS_MAGIC, sizeof w->head.magic);
	memcpy(w->head.ledger, ledger->id, DIGEST_HEX);
	w->head.program = marks_program();
	w->head.trust_version = ledger->trust->version;
	w->head.trust_sha256 = ledger->trust->sha256;
	w->head.chains = w->what->chain_count;
	w->head.missed = w->what->missed_count;
	buf_put(&told, (const char *)&w->head + from, sizeof w->head - from);
	buf_put(&told, front->data, front->len);
	w->head.mac = marks_mac(w->file.key, SIZE_MAX, buf_span(&told));
	buf_close(&told);
}

static int
put_all(struct writing *w, const struct ledger *ledger, struct err *err)
{
	struct crew crew = { .threads = ledger->threads, .who = w, .job = enter_all };
	struct buf front = { 0 }, whole = { 0 };
	int status;

	count_rows(w);
	w->chunks = (w->rows_len + w->below_len + w->tables_len + MARKS_CHUNK - 1)
		/ MARKS_CHUNK;
	w->macs = arena_array(&w->arena, w->chunks, sizeof *w->macs);
	put_front(&front, w);
	w->body = (off_t)(sizeof w->head + front.len + w->chunks * sizeof *w->macs);
	status = crew_run(&crew, MARKS_TABLES, err);
	crew.job = put_chunks;
	if (status == 0)
		status = crew_run(&crew, SHARES, err);
	buf_put(&front, w->macs, w->chunks * sizeof *w->macs);
	fill_head(w, ledger, &front);
	buf_put(&whole, (const char *)w + offsetof(struct writing, head), sizeof w->head);
	buf_put(&whole, front.data, front.len);
	if (status == 0)
		status = put(w, whole.data, whole.len, 0, err);
	buf_close(&front);
	buf_close(&whole);
	return status;
}

/*
 * Beside the mark, always under one name, so that whoever dies leaves no more than one; held
 * by a lock until it has the name of the mark.
 */
static int
open_temp(struct writing *w, const char *temp, struct err *err)
{
	struct stat mine, there;

	w->fd = open(temp, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	if (w->fd >= 0 && flock(w->fd, LOCK_EX | LOCK_NB) != 0)
		return err_set(err, ERR_CONFLICT, "%s: another audit is writing it", temp);
	if (w->fd >= 0 && fstat(w->fd, &mine) == 0 && marks_is_own(&mine)
	    && lstat(temp, &there) == 0 && mine.st_dev == there.st_dev
	    && mine.st_ino == there.st_ino && ftruncate(w->fd, 0) == 0)
		return 0;
	unlink(temp);		/* the next audit finds it gone */
	return err_set(err, ERR_IO, "%s cannot be used", temp);
}

static int
replace(struct writing *w, const struct ledger *ledger, struct err *err)
{
	const char *temp = arena_printf(&w->arena, "%s.new", w->file.path);
	int status = open_temp(w, temp, err);

	if (status == 0)
		status = put_all(w, ledger, err);
	if (status == 0 && rename(temp, w->file.path) != 0)
		status = err_errno(err, "%s", w->file.path);
	if (w->fd >= 0)
		close(w->fd);
	return status;
}

/* In order, each once. */
static void
sort_missed(struct marking *what)
{
	size_t kept = 0;

	if (what->missed_count > 1)
		qsort(what->missed, what->missed_count, sizeof *what->missed, compare);
	for (size_t i = 0; i < what->missed_count; i++)
		if (kept == 0 || compare(&what->missed[kept - 1], &what->missed[i]) != 0)
			what->missed[kept++] = what->missed[i];
	what->missed_count = kept;
}

int
marks_write(const char *state, const struct ledger *ledger, struct marking *what,
	    struct err *err)
{
	struct writing *w = calloc(1, sizeof *w);
	int status;

	if (w == NULL)
		abort();
	w->what = what;
	sort_missed(what);
	status = marks_file(&w->file, &w->arena, state, ledger, true)
		? replace(w, ledger, err)
		: err_set(err, ERR_IO, "%s/marks cannot be used", state);
	arena_close(&w->arena);
	free(w);
	return status;
}
