/*
 * What kind of file a piece of evidence is: by how its content begins, and by the ending of
 * its name. The first bytes of the common formats are those their specifications give.
 */
#ifndef CORE_DESK_SNIFF_H
#define CORE_DESK_SNIFF_H

#include "core/base/buf.h"
#include "core/model/rubric.h"

enum { SNIFF_BYTES = 4096 };	/* of the beginning: all that is looked at */

struct sniffed {
	unsigned kind;		/* one of ACCEPT_…; 0: none of them */
	const char *what;	/* "a PDF": never NULL, never foreign */
	bool known;		/* false: `what` is only that it is no text */
};

/* By content; the name only tells apart what begins alike (Ogg, Matroska, SVG). */
struct sniffed sniff(const char *path, struct span head);
/* By the ending of the name: one of ACCEPT_…, or 0. */
unsigned sniff_ending(const char *path);
bool sniff_has_ending(const char *path, const char *ending);	/* ".csv", in any case */
/* A Git LFS pointer of this size: the file itself is kept elsewhere. */
bool sniff_is_pointer(struct span head, int64_t size);

/* Append "312 B", "120 kB", "3 GB": at most four digits. */
void size_print(struct buf *out, int64_t bytes);
/* Append "text, pdf or link" for a slot's `accepts`. */
void accepts_print(struct buf *out, unsigned accepts);

#endif
