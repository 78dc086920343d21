/*
 * The bytes of one item of evidence, wherever it lies: in git, or in a plain folder that is
 * not committed yet. Read in windows; nothing of any size is held whole.
 */
#ifndef CORE_DESK_PIECE_H
#define CORE_DESK_PIECE_H

#include "core/desk/dossier.h"
#include "core/store/blob.h"

struct piece {
	struct blob *blob;	/* in git; or NULL */
	int fd;			/* in a folder; or -1 */
	int64_t size;
	char *window;		/* of the folder's file */
};

/* `item` is one of dossier->evidence. A symbolic link in a folder is not followed:
 * ERR_REFUSED. Errors as for blob_open. */
MUST int piece_open(struct piece *out, const struct dossier *dossier, size_t item,
		    struct err *err);
/* Beside it, without a dossier: a file in a folder. ERR_REFUSED when it is no plain file. */
MUST int piece_open_file(struct piece *out, const char *path, struct err *err);
void piece_close(struct piece *piece);
/* What is at hand from `offset` on, at least a byte unless that is the end: lent until the
 * next call with this piece. ERR_IO; ERR_INVALID when it is shorter than it says. */
MUST int piece_window(struct span *out, struct piece *piece, int64_t offset,
		      struct err *err);

#endif
