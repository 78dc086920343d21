/*
 * Anything a person says to the ledger beside a decision: one signed record on their own
 * chain, with what they have seen of the others.
 */
#ifndef CORE_DESK_STATEMENT_H
#define CORE_DESK_STATEMENT_H

#include "core/store/ledger.h"

struct speaker {
	struct ledger *ledger;		/* lent, as are the others */
	struct signer *signer;
	const char *actor;
	int64_t now;			/* UTC seconds */
	const char *id;			/* of the record; NULL: a new one */
};

/*
 * Record it: `body` is the struct of its type (core/model/record_body.h). The errors of
 * ledger_append; ERR_LIMIT when it is over what a record may hold.
 */
MUST int statement_record(struct appended *out, const struct speaker *by,
			  enum record_type type, const void *body,
			  const struct blob_to_write *attached, size_t count,
			  struct err *err);

/*
 * Are these words fit to stand in a record for ever? One line of at most STATEMENT_WORDS
 * bytes, no path, no address, and nobody's name that the trust file has. ERR_REFUSED.
 */
enum { STATEMENT_WORDS = 200 };
MUST int statement_words(const char *text, const struct trust *trust, struct err *err);

#endif
