/*
 * What a record says of the rubric and the evidence it rests on, so that neither can be
 * changed afterwards.
 */
#ifndef CORE_DESK_PIN_H
#define CORE_DESK_PIN_H

#include "core/model/record.h"
#include "core/model/rubric.h"
#include "core/store/evidence.h"

/* In `arena`; the rubric must outlive it. `published`: SHA-256 of its record, lent; NULL: none. */
struct record_rubric pin_rubric(struct arena *arena, const struct rubric *rubric,
				const char *published);
/* Reads every byte of the evidence; in `arena`, but for its path. As evidence_tree256. */
MUST int pin_evidence(struct record_evidence *out, struct arena *arena,
		      const struct evidence *evidence, const struct progress *progress,
		      struct err *err);

#endif
