#include "core/desk/convert.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/mailcap.h"
#include "core/desk/piece.h"

enum { WORDS = 40, HEX_ROW = 16 };

/* ---- a folder for one piece ---- */

static int
copy_piece(int fd, const struct dossier *dossier, size_t item, const struct progress *progress,
	   struct err *err)
{
	struct piece piece;
	struct span window;
	int failed = 0;

	if (piece_open(&piece, dossier, item, err) != 0)
		return -1;
	if (piece.size > CONVERT_BYTES)
		failed = err_set(err, ERR_LIMIT, "it is larger than %d MB: look at it in a "
				 "program of your own", CONVERT_BYTES >> 20);
	for (int64_t at = 0; failed == 0 && at < piece.size; at += (int64_t)window.len) {
		failed = piece_window(&window, &piece, at, err);
		if (failed == 0)
			failed = file_write_all(fd, window, false, err);
		if (failed == 0 && !progress_tick(progress, at, piece.size))
			failed = err_set(err, ERR_CANCELLED, "stopped");
	}
	piece_close(&piece);
	return failed;
}

void
convert_tidy(const char *folder, const char *file)
{
	unlink(file);
	rmdir(folder);
}

int
convert_unpack(const char **folder, const char **file, struct arena *arena,
	       const struct dossier *dossier, size_t item, const char *ending,
	       const struct progress *progress, struct err *err)
{
	char *made = arena_text(arena, "/tmp/assay-piece-XXXXXX");
	int fd, failed;

	if (mkdtemp(made) == NULL)
		return err_errno(err, "cannot make a folder in /tmp");
	*folder = made;
	*file = arena_printf(arena, "%s/piece%s", made, ending);
	fd = open(*file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		failed = err_errno(err, "%s", *file);
	} else {
		failed = copy_piece(fd, dossier, item, progress, err);
		if (close(fd) != 0 && failed == 0)
			failed = err_errno(err, "%s", *file);
	}
	if (failed != 0)
		convert_tidy(*folder, *file);
	return failed;
}

/* ---- what came out, as text ---- */

/* Past an escape sequence of ECMA-48; what only looks like one stays, to be shown as a mark. */
static size_t
sequence_len(struct span at)
{
	size_t len = 2;

	if (at.len < 2 || at.data[0] != '\033')
		return 0;
	if (at.data[1] == '[') {
		while (len < at.len && at.data[len] >= 0x20 && at.data[len] < 0x40)
			len++;
		return len < at.len && at.data[len] >= 0x40 && at.data[len] < 0x7F ? len + 1 : 0;
	}
	if (strchr("]PX^_", at.data[1]) == NULL)
		return 0;
	for (; len < at.len; len++) {
		if (at.data[len] == '\a')
			return len + 1;
		if (at.data[len] == '\033')	/* another begins: this one never ended */
			return len + 1 < at.len && at.data[len + 1] == '\\' ? len + 2 : 0;
	}
	return 0;
}

struct laying {
	struct converted *out;
	bool pages;
	int64_t line;
};

static void
begin_page(struct laying *l)
{
	struct converted *out = l->out;

	if (out->text.len != 0 && out->text.data[out->text.len - 1] != '\n') {
		buf_char(&out->text, '\n');
		l->line++;
	}
	out->pages = arena_grow(&out->arena, out->pages, out->page_count, sizeof *out->pages);
	out->pages[out->page_count++] = l->line;
	buf_printf(&out->text, "-- page %zu --\n", out->page_count);
	l->line++;
}

/* Without what steers a terminal; NUL, which would make it no text, as a space. */
static void
lay_text(struct converted *out, struct span said, bool pages)
{
	struct laying l = { out, pages, 1 };

	if (pages)
		begin_page(&l);
	while (said.len != 0) {
		size_t skip = sequence_len(said);
		char c = *said.data == '\0' ? ' ' : *said.data;

		if (skip == 0 && pages && c == '\f') {
			if (said.len > 1)	/* the last page ends with one too */
				begin_page(&l);
		} else if (skip == 0) {
			buf_char(&out->text, c);
			l.line += c == '\n';
		}
		skip = skip == 0 ? 1 : skip;
		said = (struct span){ said.data + skip, said.len - skip };
	}
}

static void
lay_hex(struct buf *out, struct span bytes)
{
	for (size_t at = 0; at < bytes.len; at += HEX_ROW) {
		buf_printf(out, "%06zx ", at);
		for (size_t i = at; i < at + HEX_ROW; i++)
			if (i < bytes.len)
				buf_printf(out, " %02x", (unsigned char)bytes.data[i]);
			else
				buf_text(out, "   ");
		buf_text(out, "  ");
		for (size_t i = at; i < at + HEX_ROW && i < bytes.len; i++)
			buf_char(out, bytes.data[i] >= ' ' && bytes.data[i] < 0x7F
				 ? bytes.data[i] : '.');
		buf_char(out, '\n');
	}
}

static int
show_hex(struct converted *out, const struct dossier *dossier, size_t item, struct err *err)
{
	struct piece piece;
	struct span window;
	int failed;

	if (piece_open(&piece, dossier, item, err) != 0)
		return -1;
	failed = piece_window(&window, &piece, 0, err);
	if (failed == 0) {
		out->cut = piece.size > HEX_BYTES;
		lay_hex(&out->text, (struct span){ window.data,
			window.len > HEX_BYTES ? HEX_BYTES : window.len });
	}
	piece_close(&piece);
	return failed;
}

/* ---- running ---- */

static const char *const *
words_of(struct arena *arena, const struct converter *converter, const char *file)
{
	const char **words = arena_array(arena, WORDS + 1, sizeof *words);

	for (size_t i = 0; i < WORDS && converter->argv[i] != NULL; i++)
		words[i] = strcmp(converter->argv[i], MAILCAP_HERE) == 0 ? file
			: converter->argv[i];
	return words;
}

static int
run_program(struct converted *out, const struct dossier *dossier, size_t item,
	    const struct converter *converter, const struct fence *fence,
	    const struct fence_limits *limits, const struct progress *progress, struct err *err)
{
	const char *folder, *file;
	struct buf said = { 0 };
	int failed;

	if (convert_unpack(&folder, &file, &out->arena, dossier, item, converter->ending,
			   progress, err) != 0)
		return -1;
	failed = fence_run(&said, &out->cut, fence, words_of(&out->arena, converter, file),
			   folder, limits, progress, err);
	convert_tidy(folder, file);
	if (failed == 0)
		lay_text(out, buf_span(&said), converter->pages);
	buf_close(&said);
	return failed;
}

int
convert_run(struct converted *out, const struct dossier *dossier, size_t item,
	    const struct converter *converter, const struct fence *fence,
	    const struct fence_limits *limits, const struct progress *progress, struct err *err)
{
	int failed;

	*out = (struct converted){ 0 };
	if (converter->argv == NULL && !converter->hex)
		return err_set(err, ERR_REFUSED, "nothing known shows it that way");
	if (converter->package != NULL)
		return err_set(err, ERR_MISSING_PROGRAM, "%s is not installed: apt install %s",
			       converter->argv[0], converter->package);
	failed = converter->hex ? show_hex(out, dossier, item, err)
		: run_program(out, dossier, item, converter, fence, limits, progress, err);
	if (failed == 0 && out->cut)
		buf_text(&out->text, "\n[cut here: there is more]\n");
	if (failed == 0 && out->text.len == 0)
		failed = err_set(err, ERR_NOT_FOUND, "it holds no text");
	if (failed != 0)
		converted_close(out);
	return failed;
}

void
converted_close(struct converted *converted)
{
	buf_close(&converted->text);
	arena_close(&converted->arena);
	*converted = (struct converted){ 0 };
}

int64_t
converted_page(const struct converted *converted, int64_t line)
{
	size_t page = 0;

	while (page < converted->page_count && converted->pages[page] <= line)
		page++;
	return (int64_t)page;
}
