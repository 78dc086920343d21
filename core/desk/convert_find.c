/* Which converter a piece has: by the person's mailcap, or ours. */
#include <stdlib.h>

#include "core/base/file.h"
#include "core/base/mailcap.h"
#include "core/base/text.h"
#include "core/desk/convert.h"
#include "core/desk/picture.h"
#include "core/desk/piece.h"

#define SYSTEM_PATH "/usr/local/bin:/usr/bin:/bin"
#define SYSTEM_MAILCAP "/etc/mailcap"

/* By what the content says; what is a zip archive, by the ending of its name. */
static const struct type {
	const char *what;		/* how sniff tells it */
	const char *named;		/* how its name must end; NULL: any */
	const char *type, *ending;
} types[] = {
	{ "a PDF", NULL, "application/pdf", ".pdf" },
	{ "a PNG image", NULL, "image/png", ".png" },
	{ "a JPEG image", NULL, "image/jpeg", ".jpg" },
	{ "a GIF image", NULL, "image/gif", ".gif" },
	{ "a TIFF image", NULL, "image/tiff", ".tif" },
	{ "a WebP image", NULL, "image/webp", ".webp" },
	{ "an HEIC image", NULL, "image/heic", ".heic" },
	{ "an AVIF image", NULL, "image/avif", ".avif" },
	{ "an SVG image", NULL, "image/svg+xml", ".svg" },
	{ "a WAV recording", NULL, "audio/x-wav", ".wav" },
	{ "an AIFF recording", NULL, "audio/x-aiff", ".aiff" },
	{ "an MPEG-4 sound recording", NULL, "audio/mp4", ".m4a" },
	{ "an MP3 recording", NULL, "audio/mpeg", ".mp3" },
	{ "an AAC recording", NULL, "audio/aac", ".aac" },
	{ "a FLAC recording", NULL, "audio/flac", ".flac" },
	{ "an AMR recording", NULL, "audio/amr", ".amr" },
	{ "an Ogg recording", ".ogv", "video/ogg", ".ogv" },
	{ "an Ogg recording", NULL, "audio/ogg", ".ogg" },
	{ "an MP4 or QuickTime recording", NULL, "video/mp4", ".mp4" },
	{ "a QuickTime recording", NULL, "video/quicktime", ".mov" },
	{ "an AVI recording", NULL, "video/x-msvideo", ".avi" },
	{ "a WebM or Matroska recording", ".mka", "audio/x-matroska", ".mka" },
	{ "a WebM or Matroska recording", NULL, "video/webm", ".webm" },
	{ "an MPEG recording", NULL, "video/mpeg", ".mpg" },
	{ "a zip archive or an office document", ".docx",
	  "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx" },
	{ "a zip archive or an office document", ".xlsx",
	  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx" },
	{ "a zip archive or an office document", ".odt",
	  "application/vnd.oasis.opendocument.text", ".odt" },
	{ "a zip archive or an office document", ".epub", "application/epub+zip", ".epub" },
	{ "an old office document", ".doc", "application/msword", ".doc" },
	{ "an old office document", ".xls", "application/vnd.ms-excel", ".xls" },
	{ "text", ".rtf", "text/rtf", ".rtf" },
};

/* Ours, the better first; several for a type: the first one installed. */
static const struct known {
	const char *type;		/* or how it begins, with `/` at its end */
	enum convert_way way;
	const char *argv[10];
	const char *package;
} knowns[] = {
	{ "application/pdf", CONVERT_TEXT,
	  { "pdftotext", "-layout", "-enc", "UTF-8", MAILCAP_HERE, "-" }, "poppler-utils" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	  CONVERT_TEXT, { "pandoc", "--to=plain", "--wrap=none", MAILCAP_HERE }, "pandoc" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	  CONVERT_TEXT, { "docx2txt", MAILCAP_HERE, "-" }, "docx2txt" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CONVERT_TEXT,
	  { "xlsx2csv", MAILCAP_HERE }, "xlsx2csv" },
	{ "application/vnd.oasis.opendocument.text", CONVERT_TEXT,
	  { "pandoc", "--to=plain", "--wrap=none", MAILCAP_HERE }, "pandoc" },
	{ "application/vnd.oasis.opendocument.text", CONVERT_TEXT,
	  { "odt2txt", "--encoding=UTF-8", MAILCAP_HERE }, "odt2txt" },
	{ "application/epub+zip", CONVERT_TEXT,
	  { "pandoc", "--to=plain", "--wrap=none", MAILCAP_HERE }, "pandoc" },
	{ "text/rtf", CONVERT_TEXT,
	  { "pandoc", "--from=rtf", "--to=plain", "--wrap=none", MAILCAP_HERE }, "pandoc" },
	{ "application/msword", CONVERT_TEXT, { "catdoc", "-d", "utf-8", MAILCAP_HERE },
	  "catdoc" },
	{ "application/vnd.ms-excel", CONVERT_TEXT, { "xls2csv", "-d", "utf-8", MAILCAP_HERE },
	  "catdoc" },
	{ "image/", CONVERT_TEXT, { "exiftool", MAILCAP_HERE }, "libimage-exiftool-perl" },
	{ "audio/", CONVERT_TEXT,
	  { "ffprobe", "-v", "error", "-show_format", "-show_streams", MAILCAP_HERE }, "ffmpeg" },
	{ "video/", CONVERT_TEXT,
	  { "ffprobe", "-v", "error", "-show_format", "-show_streams", MAILCAP_HERE }, "ffmpeg" },
	{ "audio/", CONVERT_TEXT, { "mediainfo", MAILCAP_HERE }, "mediainfo" },
	{ "video/", CONVERT_TEXT, { "mediainfo", MAILCAP_HERE }, "mediainfo" },
	{ "image/", CONVERT_PICTURE,
	  { "chafa", "--format=symbols", "--colors=none", "--symbols=ascii", "--size=72x36",
	    "--animate=off", MAILCAP_HERE }, "chafa" },
};

bool
convert_is_other(struct span head)
{
	return span_starts(head, "%PDF-")
		|| (head.len != 0 && memchr(head.data, '\0', head.len) != NULL);
}

static const struct type *
type_of(const char *path, struct span head)
{
	const char *what = sniff(path, head).what;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].what, what) == 0
		    && (types[i].named == NULL || sniff_has_ending(path, types[i].named)))
			return &types[i];
	return NULL;
}

static const char *
path_of(const struct places *places)
{
	return places->path != NULL ? places->path : SYSTEM_PATH;
}

/* In the first of the person's files that has an entry; *told: one that cannot be used. */
static bool
find_in_mailcaps(struct converter *out, struct arena *arena, const struct places *places,
		 enum convert_way way)
{
	const char *const files[] = { places->mailcap, SYSTEM_MAILCAP };

	for (size_t i = 0; i < 2 && way != CONVERT_PICTURE; i++) {
		struct mailcap found;
		struct span bytes;
		struct err ignored;

		if (files[i] == NULL
		    || file_read(&bytes, arena, files[i], MAILCAP_BYTES, &ignored) != 0)
			continue;
		mailcap_find(&found, arena, bytes, out->type, way == CONVERT_TEXT);
		if (found.refused != NULL && out->told == NULL)
			out->told = arena_printf(arena, "%s:%d: %s", files[i], found.line,
						 found.refused);
		if (found.argv == NULL
		    || fence_program(arena, path_of(places), found.argv[0]) == NULL)
			continue;
		out->argv = found.argv;
		return true;
	}
	return false;
}

static bool
is_for(const struct known *known, const char *type, enum convert_way way)
{
	size_t len = strlen(known->type);

	return known->way == way && (known->type[len - 1] == '/'
		? strncmp(known->type, type, len) == 0 : strcmp(known->type, type) == 0);
}

/* The first installed; where none is, the first, with its package. */
static void
find_known(struct converter *out, struct arena *arena, const struct places *places,
	   enum convert_way way)
{
	for (size_t i = 0; i < sizeof knowns / sizeof *knowns; i++) {
		const struct known *known = &knowns[i];
		bool there;

		if (!is_for(known, out->type, way))
			continue;
		there = fence_program(arena, path_of(places), known->argv[0]) != NULL;
		if (!there && out->argv != NULL)
			continue;
		out->argv = known->argv;
		out->package = there ? NULL : known->package;
		if (there)
			return;
	}
}

/* How a piece with this name and beginning would be shown; in `arena`. */
static void
find(struct converter *out, struct arena *arena, const struct places *places,
     enum convert_way way, const char *path, struct span head)
{
	const struct type *type = type_of(path, head);

	*out = (struct converter){ .ending = "" };
	if (type == NULL) {
		out->hex = way == CONVERT_TEXT;
		return;
	}
	out->type = type->type;
	out->ending = type->ending;
	out->pages = strcmp(type->type, "application/pdf") == 0;
	if (!find_in_mailcaps(out, arena, places, way))
		find_known(out, arena, places, way);
	if (out->argv == NULL)
		out->hex = way == CONVERT_TEXT;
}

int
convert_look(struct converter *out, struct arena *arena, const struct dossier *dossier,
	     size_t item, const struct places *places, enum convert_way way, struct err *err)
{
	const struct evidence_item *what = &dossier->evidence.items[item];
	struct piece piece;
	struct span head;
	int failed;

	if (what->kind == ITEM_SYMLINK)
		return err_set(err, ERR_REFUSED, "it is a link, and no file");
	if (piece_open(&piece, dossier, item, err) != 0)
		return -1;
	failed = piece_window(&head, &piece, 0, err);
	if (failed == 0 && sniff_is_pointer(head, piece.size))
		failed = err_set(err, ERR_REFUSED, "the file itself is not in this repository");
	if (failed == 0 && head.len > SNIFF_BYTES)
		head.len = SNIFF_BYTES;
	if (failed == 0)
		find(out, arena, places, way, what->path, head);
	if (failed == 0 && out->hex && sniff(what->path, head).kind == ACCEPT_TEXT)
		failed = err_set(err, ERR_REFUSED, "it is text as it stands");
	piece_close(&piece);
	return failed;
}

void
converter_print(struct buf *out, const struct converter *converter, const struct fence *fence)
{
	if (converter->hex) {
		buf_text(out, "its first bytes, in hexadecimal; no program is run");
	} else if (converter->argv == NULL) {
		buf_text(out, "nothing known shows it");
	} else if (converter->package != NULL) {
		buf_printf(out, "%s is needed for it: apt install %s", converter->argv[0],
			   converter->package);
	} else {
		buf_printf(out, "%s, ", path_name(converter->argv[0]));
		fence_print(out, fence);
	}
	if (converter->told != NULL) {
		buf_text(out, " (");
		text_line(out, span_of(converter->told), 200);
		buf_text(out, ")");
	}
}

static void
offer(struct buf *out, const struct converter *converter, const struct fence *fence,
      const char *how)
{
	if (converter->argv == NULL && !converter->hex)
		return;
	buf_printf(out, " %s: ", how);
	converter_print(out, converter, fence);
	buf_char(out, '.');
}

void
convert_offer(struct buf *out, const struct places *places, const struct fence *fence,
	      const char *path, struct span head, int64_t size,
	      const char *const ways[CONVERT_WAYS])
{
	struct converter converter;
	struct arena arena = { 0 };

	buf_printf(out, "This is %s of ", sniff(path, head).what);
	size_print(out, size);
	picture_print_size(out, head);
	buf_text(out, ", and no text. Nothing of it was opened or run.");
	for (int way = CONVERT_TEXT; way <= CONVERT_PICTURE; way++) {
		find(&converter, &arena, places, (enum convert_way)way, path, head);
		offer(out, &converter, fence, ways[way]);
	}
	if (places->display)
		buf_printf(out, " %s, without a fence.", ways[CONVERT_OUTSIDE]);
	buf_printf(out, " The whole of it can be cited here%s.",
		   sniff(path, head).kind == ACCEPT_PDF ? ", and its pages once it is text" : "");
	arena_close(&arena);
}
