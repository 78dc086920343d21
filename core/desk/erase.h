/*
 * Erasing what a programme holds of a person: what is here of a portfolio beyond the signed
 * records goes, and a record says that it did, and on what ground. Records stay, for they
 * name nobody: a portfolio in them is a random pseudonym, and which person that was stands
 * in the file that is erased here.
 */
#ifndef CORE_DESK_ERASE_H
#define CORE_DESK_ERASE_H

#include "core/desk/statement.h"
#include "core/store/workspace.h"

struct erased {
	struct appended appended;
	const char *portfolio;		/* whole pseudonym; texts live in the arena given */
	size_t drafts;			/* files of drafts, finished or not, that are gone */
	bool evidence_deleted;		/* the programme's own copy is gone */
	const char *elsewhere;		/* the repository it was taken from, which is not the
					   programme's to delete; NULL: none */
};

/*
 * Erase a portfolio: every draft on it among this person's state, the copy of its evidence
 * where that lies in the programme's folder, and the file that says where it came from. A
 * whole pseudonym whose file is gone already may be given: then only the record is made. Cut
 * off, it can be said again. ERR_REFUSED where the key is no administrator's, or the ground
 * does not fit into a record (statement_words): then nothing was erased.
 */
MUST int erase_portfolio(struct erased *out, struct arena *arena, const struct speaker *by,
			 const struct workspace *workspace, const char *portfolio,
			 const char *ground, struct err *err);

#endif
