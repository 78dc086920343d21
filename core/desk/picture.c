#include "core/desk/picture.h"

static unsigned
number(struct span head, size_t at, int bytes, bool big)
{
	unsigned value = 0;

	for (int i = 0; i < bytes; i++)
		value |= (unsigned)(unsigned char)head.data[at + (size_t)i]
			<< 8 * (big ? bytes - 1 - i : i);
	return value;
}

/* The first frame header among the segments of a JPEG. */
static bool
jpeg_size(unsigned *width, unsigned *height, struct span head)
{
	size_t at = 2;

	while (at + 9 <= head.len && (unsigned char)head.data[at] == 0xFF) {
		unsigned mark = (unsigned char)head.data[at + 1];

		if (mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8
		    && mark != 0xCC) {
			*height = number(head, at + 5, 2, true);
			*width = number(head, at + 7, 2, true);
			return true;
		}
		at += 2 + number(head, at + 2, 2, true);
	}
	return false;
}

void
picture_print_size(struct buf *out, struct span head)
{
	unsigned width = 0, height = 0;

	if (span_starts(head, "\x89PNG") && head.len >= 24) {
		width = number(head, 16, 4, true);
		height = number(head, 20, 4, true);
	} else if (span_starts(head, "GIF8") && head.len >= 10) {
		width = number(head, 6, 2, false);
		height = number(head, 8, 2, false);
	} else if (span_starts(head, "\xff\xd8") && !jpeg_size(&width, &height, head)) {
		return;
	}
	if (width != 0 && height != 0)
		buf_printf(out, ", %u by %u dots", width, height);
}
