#include "core/store/verify.h"

/* Every reason code there is; the codes are stable, the sentences may improve. */
const struct reason reasons[] = {
	{ "newer-format", "It was written by a newer assay.",
	  "Upgrade assay, then audit again." },
	{ "non-canonical", "It is not in the one accepted form of a record commit.",
	  "Fetch the chain from where it was written; this copy was altered." },
	{ "wrong-ledger", "It was signed for another ledger.",
	  "Check the ledger id you were given, and where this copy came from." },
	{ "path-mismatch", "It stands under a name that is not its own.",
	  "Delete the ref if none of you made it; records belong under their key." },
	{ "unknown-key", "It is signed with a key that the trust file does not know.",
	  "Ask an administrator whose key this is; fetch a newer trust file." },
	{ "bad-signature", "Its signature does not hold.",
	  "Fetch the chain again; if it stays so, treat the record as forged." },
	{ "bad-link", "It does not follow the record below it.",
	  "Fetch the chain again; something was cut out or put in." },
	{ "bad-sequence", "Its number is not the next one of its chain.",
	  "Fetch the chain again; something was cut out or put in." },
	{ "trust-version", "It rests on a version of the trust file that is not here.",
	  "Fetch the trust chain, then audit again." },
	{ "trust-threshold",
	  "Too few of the root persons signed this version of the trust file.",
	  "Have the others sign it; until then the version before it is in force." },
	{ "trust-edited",
	  "This version of the trust file changes what may only be added to.",
	  "Publish it again with keys and grants kept, and closed with `until`." },
	{ "trust-fork", "There are two different versions of the trust file.",
	  "Stop, and ask the root persons which one they signed; `assay trust settle` holds "
	  "on to it." },
	{ "bad-tree",
	  "It holds files that were not signed for, or lacks some, or is too large.",
	  "Fetch the chain again; this copy was altered or badly made." },
	{ "digest-mismatch", "Its contents are not those that were signed.",
	  "Fetch the objects again; if it stays so, they were altered after signing." },
	{ "bad-record", "The record breaks a rule of its format.",
	  "Whoever signed it should say it again in a new record." },
	{ "unauthorised", "The key may not say this.",
	  "Ask an administrator for the role, then say it again in a new record." },
	{ "after-freeze", "The key was closed before this record.",
	  "If the record is genuine, the root persons can raise the end of the key." },
	{ "outcome-mismatch",
	  "The published rubric makes another outcome of these scores.",
	  "Score it again with the rubric as published, superseding this one." },
	{ "missing", "Something that it rests on is not here.",
	  "Fetch again from everyone who may have it." },
	{ "fork", "Two different records claim the same place.",
	  "Keep both; ask the owner of the key, and freeze it if it was misused." },
	{ "rollback", "The chain is shorter than it was when it was last verified here.",
	  "Fetch again; if it stays so, someone took records back." },
	{ "evidence-changed", "The evidence is not what was judged.",
	  "Compare with the commit that the record names; judge again if need be." },
	{ "too-many", "More is wrong there than is told one by one; the first of each kind is.",
	  "Mend what is told of it, or fetch the chain again; then audit again." },
	{ "unsafe-repository", "The repository is not one that assay opens as a ledger.",
	  "Clone it afresh, without grafts, alternates or symbolic links; of a bundle, ask who "
	  "sent it for another." },
};
const size_t reason_count = sizeof reasons / sizeof *reasons;
_Static_assert(sizeof reasons / sizeof *reasons < 64, "what was told of them is kept in bits");

const struct reason *
reason_find(const char *code)
{
	for (size_t i = 0; code != NULL && i < reason_count; i++)
		if (strcmp(reasons[i].code, code) == 0)
			return &reasons[i];
	return NULL;
}

size_t
reason_place(const struct reason *reason)
{
	return reason == NULL ? reason_count : (size_t)(reason - reasons);
}
