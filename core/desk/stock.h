/*
 * How anyone checks a record with stock git and ssh-keygen, to be pasted into a shell: the one
 * place where these commands are written.
 */
#ifndef CORE_DESK_STOCK_H
#define CORE_DESK_STOCK_H

#include "core/base/buf.h"

struct stock {
	const char *dir;		/* of the programme */
	const char *ledger;		/* its repository */
	const char *commit;		/* of the record, in hex */
	/* To check the digests too, with a word on each command; NULL: the signature alone. */
	const char *holds;		/* the file in the record that is digested */
	const char *sha256;		/* of the record itself */
};

/* Append the commands, in lines of at most so many columns; 0: as long as they are. */
void stock_print(struct buf *out, const struct stock *stock, size_t columns);

#endif
