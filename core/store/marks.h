/*
 * Verified marks: what an audit found good, remembered so that the next one judges only
 * what came since. Private to core/store.
 *
 *	<state>/marks/key	32 random bytes of this machine
 *	<state>/marks/<name>	one ledger, at one path
 *
 * Both are only believed as regular files of this user with mode 0600 and no second name, in
 * a folder that nobody else may write to; a key that is not is replaced, and what it kept
 * goes. A mark moreover only when every part that is used has the keyed digest it was
 * written with, when it is of this ledger, at this path, under the very trust that is in
 * force now, and by this very program: another may ask more of a record. A torn, foreign,
 * older or newer mark is no mark, and everything is judged; an old one put back covers
 * less, and the rest is judged. Marks are not looked for in a ledger: what comes with a
 * ledger was made by whoever sent it.
 *
 * Why an audit that goes by marks accepts nothing that a full one refuses. Of each chain
 * the mark covers records 0 … good − 1, which were all valid, with no claim of theirs
 * unfulfilled and no pin missing. A verdict on one of them is a function of
 *
 *  1. its own bytes, its tree and blobs. They are named by its id, and its id by the
 *     head: the walk down from the ref must come upon the record at good − 1. What was
 *     changed on disk under an unchanged name, only a full audit looks at; whoever reads
 *     such a record for its content holds it against the SHA-256 in the mark.
 *  2. the trust in force: its version and digest are in the mark. Another version, a
 *     freeze or a wider grant too, has another digest, and everything is judged again.
 *  3. the record below it: of the last one, id, digest, number, trust version and whether it
 *     retires the chain are in the mark.
 *  4. ids and superseded decisions of its own chain: ids are in the mark and looked up
 *     for each new record; so is whether a decision is superseded.
 *  5. records that it points to and that were there (of right type, a rubric, a basis):
 *     those stay what they are unless their chain loses them. So every chain there was,
 *     good or not, must still hold the head it had; if one does not, everything is
 *     judged.
 *  6. records that it points to and that were not there: silence, until they come. All
 *     such digests, also those looked for on the way, are in the mark; if a new record
 *     has one of them, everything is judged. So it is when a new record has the digest of
 *     an old one, for then it may come before it in the order of chains.
 *  7. heads that it says it saw: present at the time, so by 5 still present. The numbers
 *     and digests that later claims and pins are held against are in the mark.
 *
 * What depends on nothing of this (foreign refs, high-water marks, pins, the trust chain)
 * is looked at every time.
 */
#ifndef CORE_STORE_MARKS_H
#define CORE_STORE_MARKS_H

#include <sys/stat.h>

#include "core/store/ledger.h"

enum { MARKS_CHUNK = 4 << 10, MARK_NAME = 16 };

/* Where one record is, and what is to be known of it without reading it. */
struct link {
	struct oid oid;
	struct digest sha256;		/* of the raw commit, if it could be had */
	uint8_t id[MARK_NAME];		/* of the record; once judged */
	uint8_t about[MARK_NAME];	/* the portfolio; see mark_rubrics, mark_checkpoints */
	uint8_t type;			/* as its trailer says; RECORD_TYPES: not told */
	bool has_raw;
	bool superseded;		/* in a mark: some record of its chain does */
	bool superseded_now;		/* the same, by a good one of this walk */
};

/* What rubric records are about, and checkpoints. */
extern const uint8_t mark_rubrics[MARK_NAME], mark_checkpoints[MARK_NAME];

/* A chain as it stood. Good ones come first, genesis first: `good` of `count` records. */
struct marked_chain {
	char actor[32], kid[40];
	struct oid head;		/* of all of it */
	struct oid last;		/* the record at good − 1, and what is true of it: */
	struct digest last_sha256;
	int64_t trust_version;
	uint64_t retired;
	uint32_t first;			/* of its rows */
	uint32_t good;
};

struct marks;

/* The mark of this ledger, whose trust is in force; NULL: none that can be believed. */
struct marks *marks_open(const char *state, const struct ledger *ledger);
void marks_close(struct marks *marks);

const struct marked_chain *marks_chains(size_t *count, const struct marks *marks);
/* Rows as they lie there; look at none that was not asked for with marks_have. */
struct link *marks_rows(struct marks *marks, const struct marked_chain *chain);
/* Is this row as it was written? If not, marks_bad tells from then on. Thread-safe. */
bool marks_have(struct marks *marks, const struct link *link);
bool marks_bad(struct marks *marks);
/* Not to be believed again. */
void marks_remove(struct marks *marks);

/* The record with this SHA-256; NULL: none. */
struct link *marks_find(struct marks *marks, const struct digest *sha256);
/* Does a record of this chain, among the good ones, have this id? */
bool marks_has_id(struct marks *marks, const struct marked_chain *chain,
		  const uint8_t id[MARK_NAME]);
/* The newest row about this, and the one before a row; NULL: no more. */
struct link *marks_about(struct marks *marks, const uint8_t about[MARK_NAME]);
struct link *marks_below(struct marks *marks, const struct link *link);
/* Was a record of this SHA-256 looked for in vain? */
bool marks_misses(const struct marks *marks, const struct digest *sha256);
const struct digest *marks_missed(size_t *count, const struct marks *marks);

/* What is to be remembered: of each chain, its rows as they were and as they came. */
struct marking_rows {
	const struct link *old, *new;
	size_t old_count;
};
struct marking {
	struct marked_chain *chains;	/* `first` is filled in */
	struct marking_rows *rows;	/* of each */
	size_t chain_count;
	struct digest *missed;		/* is sorted */
	size_t missed_count;
};
/* Whole, or as it was. It need not be durable: what is torn is not believed. */
MUST int marks_write(const char *state, const struct ledger *ledger, struct marking *what,
		     struct err *err);

/* Private to marks*.c: the file. Numbers as this machine has them. */
struct marks_program {
	uint64_t device, inode, size;	/* zeros where there is no telling */
	int64_t changed, changed_ns;
};
struct marks_program marks_program(void);
struct marks_head {
	char magic[16];
	struct digest mac;		/* of all that follows, up to the rows */
	struct digest trust_sha256;
	int64_t trust_version;
	char ledger[DIGEST_HEX + 7];
	struct marks_program program;	/* that made it */
	uint64_t path_len;		/* real path, padded to 8; then chains, missed, chunks */
	uint64_t chains, missed, rows, slots;
};
enum marks_table { MARKS_SHA256, MARKS_ID, MARKS_ABOUT, MARKS_TABLES };
struct marks_file {
	const char *path, *real;	/* of the mark; of the ledger */
	uint8_t key[DIGEST_SIZE];
};
/* A regular file of this user that nobody else may touch, and that has this one name. */
bool marks_is_own(const struct stat *st);
/* `make`: a key when there is none that can be used. */
bool marks_file(struct marks_file *out, struct arena *arena, const char *state,
		const struct ledger *ledger, bool make);
#define MARKS_MAGIC "assay-marks 3\n\0"
/* Where a name is to be sought in a table. */
uint64_t marks_hash(const uint8_t key[DIGEST_SIZE], enum marks_table table,
		    const void *name, const char *kid);
struct digest marks_mac(const uint8_t key[DIGEST_SIZE], size_t chunk, struct span bytes);

#endif
