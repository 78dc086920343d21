/*
 * Erasing what a programme holds of a person: what is here of a portfolio beyond the signed
 * records goes, and a record says that it did, and on what ground. Records stay, for they
 * name nobody: a portfolio in them is a random pseudonym, and which person that was stands
 * in the file that is erased here.
 */
#ifndef CORE_DESK_ERASE_H
#define CORE_DESK_ERASE_H

#include "core/desk/sealing.h"
#include "core/desk/statement.h"
#include "core/store/workspace.h"

struct erased {
	struct appended appended;
	const char *portfolio;		/* whole pseudonym; texts live in the arena given */
	size_t drafts;			/* files of drafts, finished or not, that are gone */
	bool evidence_deleted;		/* the programme's own copy is gone */
	struct sealing_gone sealed;	/* keys of sealed texts */
	const char **destroyed_by;	/* who had keys and destroyed them, as the record says */
	size_t destroyer_count;
	const char **holders;		/* who else wrote or could open what was sealed, and is
					   not known to have destroyed theirs */
	size_t holder_count;
	struct sealing_places places;	/* where keys were looked for */
	const char *elsewhere;		/* the repository it was taken from, which is not the
					   programme's to delete; NULL: none */
};

struct erasing {
	const char *portfolio;		/* or its beginning */
	const char *ground;
	const char *remote;		/* where its repository was pushed to; NULL */
	const char *const *others;	/* actors who said that they destroyed their keys */
	size_t other_count;
};

/*
 * Erase a portfolio: every draft on it among this person's state, the copy of its evidence
 * where that lies in the programme's folder, the keys of what was sealed of it (here, and
 * wrapped in its repository), and the file that says where it came from. A whole pseudonym
 * whose file is gone already may be given: then only the record is made. Cut off, it can be
 * said again. ERR_REFUSED where the key is no administrator's, or the ground does not fit into
 * a record (statement_words), and as ledger_trust_fresh: then nothing was erased.
 */
MUST int erase_portfolio(struct erased *out, struct arena *arena, const struct speaker *by,
			 const struct workspace *workspace, const struct erasing *what,
			 struct err *err);

#endif
