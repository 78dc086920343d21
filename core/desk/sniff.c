#include "core/desk/sniff.h"

#include <strings.h>

enum { POINTER_BYTES = 1024 };	/* a pointer is a few lines */

static const struct magic {
	size_t at;
	const char *bytes;
	size_t len;
	unsigned kind;
	const char *what;
} magics[] = {
	{ 0, "%PDF-", 5, ACCEPT_PDF, "a PDF" },
	{ 0, "\x89PNG\r\n\x1a\n", 8, ACCEPT_IMAGE, "a PNG image" },
	{ 0, "\xff\xd8\xff", 3, ACCEPT_IMAGE, "a JPEG image" },
	{ 0, "GIF8", 4, ACCEPT_IMAGE, "a GIF image" },
	{ 0, "II*\0", 4, ACCEPT_IMAGE, "a TIFF image" },
	{ 0, "MM\0*", 4, ACCEPT_IMAGE, "a TIFF image" },
	{ 8, "WEBP", 4, ACCEPT_IMAGE, "a WebP image" },
	{ 8, "WAVE", 4, ACCEPT_AUDIO, "a WAV recording" },
	{ 8, "AVI ", 4, ACCEPT_VIDEO, "an AVI recording" },
	{ 8, "AIFF", 4, ACCEPT_AUDIO, "an AIFF recording" },
	{ 4, "ftypheic", 8, ACCEPT_IMAGE, "an HEIC image" },
	{ 4, "ftypheix", 8, ACCEPT_IMAGE, "an HEIC image" },
	{ 4, "ftypmif1", 8, ACCEPT_IMAGE, "an HEIC image" },
	{ 4, "ftypavif", 8, ACCEPT_IMAGE, "an AVIF image" },
	{ 4, "ftypM4A", 7, ACCEPT_AUDIO, "an MPEG-4 sound recording" },
	{ 4, "ftyp", 4, ACCEPT_VIDEO, "an MP4 or QuickTime recording" },
	{ 4, "moov", 4, ACCEPT_VIDEO, "a QuickTime recording" },
	{ 0, "ID3", 3, ACCEPT_AUDIO, "an MP3 recording" },
	{ 0, "\xff\xfb", 2, ACCEPT_AUDIO, "an MP3 recording" },
	{ 0, "\xff\xf3", 2, ACCEPT_AUDIO, "an MP3 recording" },
	{ 0, "\xff\xf1", 2, ACCEPT_AUDIO, "an AAC recording" },
	{ 0, "\xff\xf9", 2, ACCEPT_AUDIO, "an AAC recording" },
	{ 0, "fLaC", 4, ACCEPT_AUDIO, "a FLAC recording" },
	{ 0, "#!AMR", 5, ACCEPT_AUDIO, "an AMR recording" },
	{ 0, "OggS", 4, ACCEPT_AUDIO, "an Ogg recording" },
	{ 0, "\x1a\x45\xdf\xa3", 4, ACCEPT_VIDEO, "a WebM or Matroska recording" },
	{ 0, "\0\0\1\xba", 4, ACCEPT_VIDEO, "an MPEG recording" },
	{ 0, "PK\3\4", 4, 0, "a zip archive or an office document" },
	{ 0, "\xd0\xcf\x11\xe0", 4, 0, "an old office document" },
	{ 0, "\x1f\x8b", 2, 0, "a gzip archive" },
	{ 0, "7z\xbc\xaf", 4, 0, "a 7z archive" },
	{ 0, "Rar!", 4, 0, "a RAR archive" },
	{ 0, "\x7f" "ELF", 4, 0, "a program" },
	{ 0, "MZ\x90\0", 4, 0, "a program" },
};

static const struct {
	const char *ending;
	unsigned kind;
} endings[] = {
	{ ".md", ACCEPT_TEXT }, { ".markdown", ACCEPT_TEXT }, { ".txt", ACCEPT_TEXT },
	{ ".csv", ACCEPT_TEXT }, { ".tsv", ACCEPT_TEXT }, { ".html", ACCEPT_TEXT },
	{ ".rst", ACCEPT_TEXT }, { ".tex", ACCEPT_TEXT }, { ".json", ACCEPT_TEXT },
	{ ".yaml", ACCEPT_TEXT }, { ".pdf", ACCEPT_PDF }, { ".png", ACCEPT_IMAGE },
	{ ".jpg", ACCEPT_IMAGE }, { ".jpeg", ACCEPT_IMAGE }, { ".gif", ACCEPT_IMAGE },
	{ ".webp", ACCEPT_IMAGE }, { ".tif", ACCEPT_IMAGE }, { ".tiff", ACCEPT_IMAGE },
	{ ".heic", ACCEPT_IMAGE }, { ".avif", ACCEPT_IMAGE }, { ".svg", ACCEPT_IMAGE },
	{ ".mp3", ACCEPT_AUDIO }, { ".wav", ACCEPT_AUDIO }, { ".m4a", ACCEPT_AUDIO },
	{ ".ogg", ACCEPT_AUDIO }, { ".oga", ACCEPT_AUDIO }, { ".opus", ACCEPT_AUDIO },
	{ ".flac", ACCEPT_AUDIO }, { ".aac", ACCEPT_AUDIO }, { ".amr", ACCEPT_AUDIO },
	{ ".aiff", ACCEPT_AUDIO }, { ".mka", ACCEPT_AUDIO }, { ".wma", ACCEPT_AUDIO },
	{ ".mp4", ACCEPT_VIDEO }, { ".m4v", ACCEPT_VIDEO }, { ".mov", ACCEPT_VIDEO },
	{ ".webm", ACCEPT_VIDEO }, { ".mkv", ACCEPT_VIDEO }, { ".avi", ACCEPT_VIDEO },
	{ ".ogv", ACCEPT_VIDEO }, { ".mpg", ACCEPT_VIDEO }, { ".mpeg", ACCEPT_VIDEO },
	{ ".3gp", ACCEPT_VIDEO }, { ".wmv", ACCEPT_VIDEO },
};

bool
sniff_has_ending(const char *path, const char *ending)
{
	size_t len = strlen(path), end = strlen(ending);

	return len > end && strcasecmp(path + len - end, ending) == 0;
}

unsigned
sniff_ending(const char *path)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (sniff_has_ending(path, endings[i].ending))
			return endings[i].kind;
	return 0;
}

/* Whatever its encoding: no NUL, no control that a page of text has no use for. */
static bool
is_text(struct span head)
{
	for (size_t i = 0; i < head.len; i++) {
		unsigned char c = (unsigned char)head.data[i];

		if (c == 0x7F || (c < ' ' && strchr("\a\b\t\n\v\f\r\033", c) == NULL)
		    || c == '\0')
			return false;
	}
	return true;
}

static bool
is_svg(const char *path, struct span head)
{
	if (!sniff_has_ending(path, ".svg"))
		return false;
	while (head.len != 0) {
		span_cut(&head, '<');
		if (span_starts(head, "svg"))
			return true;
	}
	return false;
}

/* What begins alike and is told apart by its name alone. */
static unsigned
kind_by_name(const struct magic *magic, const char *path)
{
	unsigned ending = sniff_ending(path);

	if (magic->len == 4 && (memcmp(magic->bytes, "OggS", 4) == 0
				|| memcmp(magic->bytes, "\x1a\x45\xdf\xa3", 4) == 0)
	    && (ending == ACCEPT_AUDIO || ending == ACCEPT_VIDEO))
		return ending;
	return magic->kind;
}

struct sniffed
sniff(const char *path, struct span head)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *magic = &magics[i];

		if (head.len >= magic->at + magic->len
		    && memcmp(head.data + magic->at, magic->bytes, magic->len) == 0)
			return (struct sniffed){ kind_by_name(magic, path), magic->what, true };
	}
	if (is_svg(path, head) && is_text(head))
		return (struct sniffed){ ACCEPT_IMAGE, "an SVG image", true };
	if (is_text(head))
		return (struct sniffed){ ACCEPT_TEXT, "text", true };
	return (struct sniffed){ 0, "a binary file", false };
}

bool
sniff_is_pointer(struct span head, int64_t size)
{
	return size < POINTER_BYTES
		&& span_starts(head, "version https://git-lfs.github.com/spec/");
}

void
size_print(struct buf *out, int64_t bytes)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	size_t unit = 0;

	for (; bytes >= 10000 && unit + 1 < sizeof units / sizeof *units; unit++)
		bytes = (bytes + 500) / 1000;
	buf_printf(out, "%lld %s", (long long)bytes, units[unit]);
}

void
accepts_print(struct buf *out, unsigned accepts)
{
	static const char *const words[] = { "text", "pdf", "image", "audio", "video",
					     "link" };
	size_t last = sizeof words / sizeof *words;
	bool first = true;

	while (last > 0 && (accepts & 1u << (last - 1)) == 0)
		last--;
	for (size_t i = 0; i < last; i++) {
		if ((accepts & 1u << i) == 0)
			continue;
		buf_printf(out, "%s%s", first ? "" : i + 1 == last ? " or " : ", ",
			   words[i]);
		first = false;
	}
}
