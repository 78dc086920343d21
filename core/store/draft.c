#include "core/store/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/store/draft_lock.h"

#define FIRST_LINE "assay-draft 1"

/* Newlines in notes are encoded here and nowhere else. */
static void
encode(struct buf *out, const char *verb)
{
	for (; *verb != '\0'; verb++)
		if (*verb == '\n')
			buf_text(out, "\\n");
		else if (*verb == '\r')
			buf_text(out, "\\r");
		else if (*verb == '\\')
			buf_text(out, "\\\\");
		else
			buf_char(out, *verb);
	buf_char(out, '\n');
}

/* NULL for an escape that encode never writes. */
static const char *
decode(struct arena *arena, struct span line)
{
	char *text = arena_copy(arena, line.data, line.len), *to = text;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];

		if (c == '\\') {
			char next = ++i < line.len ? line.data[i] : '\0';

			if (next != 'n' && next != 'r' && next != '\\')
				return NULL;
			c = next == 'n' ? '\n' : next == 'r' ? '\r' : '\\';
		}
		*to++ = c;
	}
	*to = '\0';
	return text;
}

static char *
folder(struct arena *arena, const char *path)
{
	return arena_copy(arena, path, (size_t)(path_name(path) - path));
}

/* The lock stands beside the draft, so that it can be held before anything is said. */
static char *
lock_path(struct arena *arena, const char *path)
{
	return arena_printf(arena, "%s.lock", path);
}

static int
read_heading(struct draft *draft, struct span *rest, struct err *err)
{
	struct span first = span_cut(rest, '\n'), rubric = span_cut(rest, '\n');
	struct span evidence = span_cut(rest, '\n');

	if (span_starts(first, "assay-draft ") && !span_is(first, FIRST_LINE))
		return err_set(err, ERR_NEWER,
			       "%s:1:1: this draft was made by a newer assay",
			       draft->path);
	if (!span_is(first, FIRST_LINE))
		return err_set(err, ERR_SYNTAX, "%s:1:1: expected '" FIRST_LINE "'",
			       draft->path);
	if (!span_starts(rubric, "rubric ") || rubric.len != 7 + 64
	    || !hex_is((struct span){ rubric.data + 7, 64 }, 64))
		return err_set(err, ERR_SYNTAX,
			       "%s:2:1: expected 'rubric' and 64 hex digits",
			       draft->path);
	if (!span_starts(evidence, "evidence ") || evidence.len != 9 + 40
	    || !hex_is((struct span){ evidence.data + 9, 40 }, 40))
		return err_set(err, ERR_SYNTAX,
			       "%s:3:1: expected 'evidence' and 40 hex digits",
			       draft->path);
	memcpy(draft->rubric, rubric.data + 7, 64);
	memcpy(draft->evidence, evidence.data + 9, 40);
	return 0;
}

static int
read_verbs(struct draft *draft, struct arena *arena, struct span rest, struct err *err)
{
	for (int line = 4; rest.len != 0; line++) {
		struct span text = span_cut(&rest, '\n');
		const char *verb = decode(arena, text);

		if (verb == NULL || memchr(text.data, '\0', text.len) != NULL)
			return err_set(err, ERR_SYNTAX, "%s:%d:1: not a line of a draft",
				       draft->path, line);
		draft->verbs = arena_grow(arena, draft->verbs, draft->count,
					  sizeof *draft->verbs);
		draft->verbs[draft->count++] = verb;
	}
	return 0;
}

/* What follows the last LF never was acknowledged; a power cut may also leave NULs there. */
static size_t
whole_lines(struct span bytes)
{
	size_t len = bytes.len;

	while (len > 0
	       && (bytes.data[len - 1] != '\n'
		   || (len > 1 && bytes.data[len - 2] == '\0')))
		len--;
	return len;
}

/* The heading and the first verb are one write: a draft may have been torn within it. */
static bool
begins_heading(struct span bytes)
{
	size_t len = bytes.len < sizeof FIRST_LINE ? bytes.len : sizeof FIRST_LINE;

	return memcmp(bytes.data, FIRST_LINE "\n", len) == 0;
}

static int
read_draft(struct draft *draft, struct arena *arena, struct span bytes, struct err *err)
{
	struct span rest = { bytes.data, whole_lines(bytes) };
	struct span lines = rest;
	int newlines = 0;

	for (size_t i = 0; i < rest.len && newlines < 3; i++)
		newlines += rest.data[i] == '\n';
	draft->torn = rest.len != bytes.len;
	if (newlines < 3 && begins_heading(bytes)) {
		draft->torn = bytes.len != 0;
		return 0; /* torn in its heading: nothing was ever acknowledged */
	}
	draft->len = (int64_t)rest.len;
	if (rest.len == 0)
		return 0;
	if (read_heading(draft, &lines, err) != 0)
		return -1;
	return read_verbs(draft, arena, lines, err);
}

static int
open_for_writing(struct draft *draft, struct err *err)
{
	draft->fd = open(draft->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (draft->fd < 0)
		return err_errno(err, "%s", draft->path);
	if (ftruncate(draft->fd, draft->len) != 0)
		return err_errno(err, "%s", draft->path);
	return 0;
}

int
draft_open(struct draft *out, struct arena *arena, const char *path, const char *rubric,
	   const char *evidence, bool look, const char *who, struct err *err)
{
	struct span bytes;
	struct err absent;

	*out = (struct draft){ .path = arena_text(arena, path), .fd = -1, .lock = -1 };
	snprintf(out->rubric, sizeof out->rubric, "%s", rubric);
	snprintf(out->evidence, sizeof out->evidence, "%s", evidence);
	if (!look && (file_make_dirs(folder(arena, path), 0700, err) != 0
		      || draft_lock_take(&out->lock, lock_path(arena, path), who, err) != 0))
		return -1;
	if (file_read(&bytes, arena, path, DRAFT_BYTES, &absent) != 0) {
		if (absent.code == ERR_NOT_FOUND)
			return 0;
		*err = absent;
		draft_close(out);
		return -1;
	}
	if (read_draft(out, arena, bytes, err) != 0
	    || (!look && open_for_writing(out, err) != 0)) {
		draft_close(out);
		return -1;
	}
	return 0;
}

void
draft_close(struct draft *draft)
{
	if (draft->fd >= 0)
		close(draft->fd);	/* every line was synced when it was said */
	if (draft->lock >= 0)
		close(draft->lock);
	draft->fd = draft->lock = -1;
}

static int
write_at_end(struct draft *draft, struct span bytes, bool new_file, struct err *err)
{
	struct arena scratch = { 0 };
	int failed;

	if (lseek(draft->fd, draft->len, SEEK_SET) < 0)
		return err_errno(err, "%s", draft->path);
	failed = file_write_all(draft->fd, bytes, true, err);
	if (failed == 0 && new_file) {
		failed = file_sync_dir(folder(&scratch, draft->path), err);
		arena_close(&scratch);
	}
	if (failed != 0 && ftruncate(draft->fd, draft->len) != 0)
		return err_within(err, "and the draft could not be cut back");
	if (failed == 0)
		draft->len += (int64_t)bytes.len;
	return failed;
}

int
draft_add(struct draft *draft, const char *verb, struct err *err)
{
	struct buf line = { 0 };
	bool new_file = draft->len == 0;
	int failed;

	if (draft->lock < 0)
		return err_set(err, ERR_REFUSED,
			       "this portfolio is open to look at only");
	if (draft->fd < 0 && open_for_writing(draft, err) != 0)
		return -1;
	if (new_file)
		buf_printf(&line, FIRST_LINE "\nrubric %s\nevidence %s\n", draft->rubric,
			   draft->evidence);
	encode(&line, verb);
	if (draft->len + (int64_t)line.len > DRAFT_BYTES)
		failed = err_set(err, ERR_LIMIT, "the draft is full; sign it or drop it");
	else
		failed = write_at_end(draft, buf_span(&line), new_file, err);
	if (failed != 0)
		err_within(err, "not kept");
	buf_close(&line);
	return failed;
}

static int
move_aside(struct arena *arena, const struct draft *draft, const char *word, struct err *err)
{
	char id[RANDOM_ID_HEX];

	random_id(id);
	return rename(draft->path, arena_printf(arena, "%s.%.8s.%s", draft->path, id, word)) == 0
		|| errno == ENOENT ? 0 : err_errno(err, "%s", draft->path);
}

/* Away with its file: aside under this word, or (NULL) for good. */
static int
put_away(struct draft *draft, const char *word, struct err *err)
{
	struct arena scratch = { 0 };
	int failed = 0;

	if (draft->lock < 0)
		return err_set(err, ERR_REFUSED,
			       "this portfolio is open to look at only");
	if (draft->len != 0)
		failed = word != NULL ? move_aside(&scratch, draft, word, err)
			: file_shred(draft->path, err);
	if (failed != 0 && err->code == ERR_NOT_FOUND)
		failed = 0;
	if (failed == 0)
		failed = file_sync_dir(folder(&scratch, draft->path), err);
	if (failed == 0 && draft->fd >= 0) {
		close(draft->fd);
		draft->fd = -1;
		draft->len = 0;
	}
	arena_close(&scratch);
	return failed;
}

int
draft_retire(struct draft *draft, const char *word, struct err *err)
{
	return put_away(draft, word, err);
}

int
draft_shred(struct draft *draft, struct err *err)
{
	return put_away(draft, NULL, err);
}

int
draft_drop(const char *path, const char *who, struct err *err)
{
	struct arena scratch = { 0 };
	struct draft draft = { .path = path, .fd = -1, .lock = -1 };
	struct stat st;
	int failed;

	if (lstat(path, &st) != 0)
		return err_set(err, ERR_NOT_FOUND, "there is no draft");
	failed = draft_lock_take(&draft.lock, lock_path(&scratch, path), who, err);
	draft.len = (int64_t)st.st_size + 1;
	if (failed == 0)
		failed = draft_retire(&draft, "dropped", err);
	draft_close(&draft);
	arena_close(&scratch);
	return failed;
}

int
draft_evict(const char *path, struct err *err)
{
	struct arena scratch = { 0 };
	int failed = draft_lock_evict(lock_path(&scratch, path), err);

	arena_close(&scratch);
	return failed;
}

bool
draft_is_wanted(const struct draft *draft)
{
	return draft->lock >= 0 && draft_lock_is_wanted(draft->lock);
}

void
draft_touch(const struct draft *draft)
{
	if (draft->lock >= 0)
		draft_lock_touch(draft->lock);
}
