/*
 * What is no text, shown as text: PDF, office documents, images, recordings. A converter of
 * the person's mailcap or one of ours reads the one piece in a fence; nothing is run before
 * somebody asks for it. What comes out is read as evidence is, and is not what is cited:
 * that is the piece, or its pages.
 */
#ifndef CORE_DESK_CONVERT_H
#define CORE_DESK_CONVERT_H

#include "core/base/fence.h"
#include "core/desk/dossier.h"
#include "core/desk/sniff.h"
#include "core/store/workspace.h"

enum { CONVERT_BYTES = 256 << 20, HEX_BYTES = 4096 };

/* Which way a piece may be turned into something to look at. */
enum convert_way {
	CONVERT_TEXT,			/* as text */
	CONVERT_PICTURE,		/* as a picture made of letters */
	CONVERT_OUTSIDE,		/* in a program with windows, without a fence */
	CONVERT_WAYS,
};

struct converter {
	const char *type;		/* "application/pdf"; NULL: none we know */
	const char *ending;		/* ".pdf": of the name the program is given */
	const char *const *argv;	/* with MAILCAP_HERE; NULL: there is none */
	const char *package;		/* Debian's, where the program is missing; or NULL */
	const char *told;		/* why an entry of the mailcap was passed over; or NULL */
	bool pages;			/* form feeds part pages */
	bool hex;			/* no program at all: the first bytes */
};

struct converted {
	struct buf text;
	int64_t *pages;			/* the lines that pages begin on */
	size_t page_count;		/* 0: it has none */
	bool cut;			/* the program said more than is kept */
	struct arena arena;
};

/* Not text to be read as it stands, by how it begins. */
bool convert_is_other(struct span head);
/* How one item of the evidence would be shown; in `arena`. ERR_REFUSED for what is no file of
 * this repository, or is text as it stands. */
MUST int convert_look(struct converter *out, struct arena *arena, const struct dossier *dossier,
		      size_t item, const struct places *places, enum convert_way way,
		      struct err *err);
/*
 * Run it on one item of the evidence. ERR_MISSING_PROGRAM names the package; ERR_REFUSED
 * where there is no converter, ERR_LIMIT for a piece that is too large; ERR_CANCELLED;
 * those of fence_run.
 */
MUST int convert_run(struct converted *out, const struct dossier *dossier, size_t item,
		     const struct converter *converter, const struct fence *fence,
		     const struct fence_limits *limits, const struct progress *progress,
		     struct err *err);
void converted_close(struct converted *converted);
/* The page a line of the text is on, from 1; 0: it has no pages. */
int64_t converted_page(const struct converted *converted, int64_t line);

/* Append "pdftotext, fenced by bubblewrap", or what to install. */
void converter_print(struct buf *out, const struct converter *converter,
		     const struct fence *fence);
/*
 * Append what one is told before anything is run: what it is, how large, and what each way
 * to look at it would run. `ways`: the words that ask for them, by enum convert_way: "V
 * shows it as text".
 */
void convert_offer(struct buf *out, const struct places *places, const struct fence *fence,
		   const char *path, struct span head, int64_t size,
		   const char *const ways[CONVERT_WAYS]);

/* A folder of its own, mode 0700, that holds the item and nothing else; and its end. */
MUST int convert_unpack(const char **folder, const char **file, struct arena *arena,
			const struct dossier *dossier, size_t item, const char *ending,
			const struct progress *progress, struct err *err);
void convert_tidy(const char *folder, const char *file);

#endif
