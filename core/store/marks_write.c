/* What was found good is written down (core/store/marks.h). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/marks.h"

struct writing {
	struct arena arena;
	struct marks_file file;
	struct marking *what;
	struct marks_head head;
	uint32_t *below, *tables;
	int fd;
	off_t at;			/* where the next chunk goes */
	char chunk[MARKS_CHUNK];
	size_t filled;
	struct digest *macs;
	size_t mac_count;
};

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

static void
enter_row(struct writing *w, const struct link *row, uint32_t number, const char *kid)
{
	uint32_t *about;

	*slot_for(w, MARKS_SHA256, row->sha256.bytes, NULL) = number;
	*slot_for(w, MARKS_ID, row->id, kid) = number;
	about = slot_for(w, MARKS_ABOUT, row->about, NULL);
	w->below[number - 1] = *about;
	*about = number;
}

static void
enter_all(struct writing *w)
{
	const struct marking *what = w->what;
	uint32_t rows = 0;

	for (size_t i = 0; i < what->chain_count; i++) {
		what->chains[i].first = rows;
		rows += what->chains[i].good;
	}
	w->head.rows = rows;
	for (w->head.slots = 16; w->head.slots < 2 * w->head.rows; w->head.slots *= 2)
		;
	w->tables = arena_array(&w->arena, MARKS_TABLES * w->head.slots, sizeof *w->tables);
	w->below = arena_array(&w->arena, w->head.rows, sizeof *w->below);
	for (size_t i = 0; i < what->chain_count; i++)
		for (uint32_t at = 0; at < what->chains[i].good; at++)
			enter_row(w, row_of(&what->rows[i], at),
				  what->chains[i].first + at + 1, what->chains[i].kid);
}

static int
put(struct writing *w, const void *bytes, size_t len, off_t at, struct err *err)
{
	return pwrite(w->fd, bytes, len, at) == (ssize_t)len
		? 0 : err_errno(err, "%s", w->file.path);
}

static int
put_chunk(struct writing *w, struct err *err)
{
	size_t len = w->filled;

	if (len == 0)
		return 0;
	w->macs[w->mac_count] = marks_mac(w->file.key, w->mac_count,
					  (struct span){ w->chunk, len });
	w->mac_count++;
	w->filled = 0;
	w->at += (off_t)len;
	return put(w, w->chunk, len, w->at - (off_t)len, err);
}

static int
put_body(struct writing *w, const void *from, size_t len, struct err *err)
{
	const char *bytes = from;

	while (len != 0) {
		size_t some = MARKS_CHUNK - w->filled;

		if (some > len)
			some = len;
		memcpy(w->chunk + w->filled, bytes, some);
		w->filled += some;
		bytes += some;
		len -= some;
		if (w->filled == MARKS_CHUNK && put_chunk(w, err) != 0)
			return -1;
	}
	return 0;
}

static int
put_rows(struct writing *w, struct err *err)
{
	const struct marking *what = w->what;

	for (size_t i = 0; i < what->chain_count; i++)
		for (uint32_t at = 0; at < what->chains[i].good; at++) {
			struct link row = *row_of(&what->rows[i], at);

			row.superseded |= row.superseded_now;
			row.superseded_now = false;
			if (put_body(w, &row, sizeof row, err) != 0)
				return -1;
		}
	if (put_body(w, w->below, w->head.rows * sizeof *w->below, err) != 0
	    || put_body(w, w->tables, MARKS_TABLES * w->head.slots * sizeof *w->tables, err)
		       != 0)
		return -1;
	return put_chunk(w, err);
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
	size_t body, chunks;
	struct buf front = { 0 }, whole = { 0 };
	int status;

	enter_all(w);
	body = w->head.rows * (sizeof(struct link) + sizeof *w->below)
		+ MARKS_TABLES * w->head.slots * sizeof *w->tables;
	chunks = (body + MARKS_CHUNK - 1) / MARKS_CHUNK;
	w->macs = arena_array(&w->arena, chunks, sizeof *w->macs);
	put_front(&front, w);
	w->at = (off_t)(sizeof w->head + front.len + chunks * sizeof *w->macs);
	status = put_rows(w, err);
	buf_put(&front, w->macs, chunks * sizeof *w->macs);
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
