/*
 * The comment bank: what one assessor says again and again, by criterion and level, kept in
 * their own folder (`comments/<rubric>`), one a line, the last used last. Decisions hold
 * their own words: whatever becomes of the bank, none of them changes.
 */
#ifndef CORE_DESK_BANK_H
#define CORE_DESK_BANK_H

#include "core/model/rubric.h"
#include "core/store/workspace.h"

enum { BANK_BYTES = 1 << 20, BANK_COMMENT = 4000 };

struct bank_comment {
	const char *level;		/* its label; "" : of none */
	const char *text;
};

/* Those for a criterion: used last first, then what the rubric has ready, that for `level`
 * (NULL: none) first. Each once. In `arena`. */
MUST int bank_read(struct bank_comment **out, size_t *count, struct arena *arena,
		   const struct places *places, const struct rubric *rubric,
		   const struct criterion *criterion, const char *level, struct err *err);
/* It was used, or is to be kept: first from now on. Durable. ERR_LIMIT. */
MUST int bank_use(const struct places *places, const struct rubric *rubric,
		  const struct criterion *criterion, const char *level, const char *text,
		  struct err *err);
/* Take it out. The rubric's own stay. ERR_NOT_FOUND. */
MUST int bank_drop(const struct places *places, const struct rubric *rubric,
		   const struct criterion *criterion, const char *text, struct err *err);

/* The note with a comment at its end, in `arena`. */
const char *bank_join(struct arena *arena, const char *note, const char *comment);

#endif
