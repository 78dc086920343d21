/* Any lines as verbs: a refused one changes nothing, and undo goes back to the beginning. */
#include <assert.h>
#include <stdint.h>

#include "core/desk/scoring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"assay_rubric: 1\nid: small\nversion: 1\ntitle: Small\n"
	"scales:\n  three: {levels: [{id: low, points: 0}, {id: mid, points: 1},"
	" {id: high, points: 2}]}\n"
	"codes:\n  - {id: missing, label: Missing, effect: incomplete}\n"
	"gate: [{id: own, label: Own, effect: return_incomplete}]\n"
	"parts:\n  - id: p1\n    kind: artifacts\n    label: One\n"
	"    evidence: [{id: a1, label: Plan, path: \"**\", min: 1}]\n"
	"    criteria:\n      - {id: c1, label: One, scale: three, evidence: [a1]}\n"
	"      - {id: c2, label: Two, scale: three, evidence: [a1], feedback: disabled}\n"
	"decision:\n  pass: all(p1 >= mid)\n";

static void
say(struct scoring *scoring, struct span line)
{
	struct arena scratch = { 0 };
	struct err err = { 0 };
	size_t done = scoring->done, count = scoring->count;
	enum outcome outcome = scoring_outcome(scoring);

	if (scoring_say(scoring, arena_copy(&scratch, line.data, line.len), &err) != 0) {
		assert(err.text[0] != '\0');
		assert(scoring->done == done && scoring->count == count);
		assert(scoring_outcome(scoring) == outcome);
	}
	arena_close(&scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "small" };
	struct span rest = { (const char *)data, size };
	const struct rubric *rubric;
	struct scoring scoring;
	struct err err;

	if (digest_init() != 0)
		return 0;
	rubric = rubric_parse(&arena, &faults, NULL, span_of(text));
	assert(rubric != NULL);
	scoring_open(&scoring, rubric, NULL);
	for (int lines = 0; rest.len != 0 && lines < 200; lines++)
		say(&scoring, span_cut(&rest, '\n'));
	assert(!scoring.returned || scoring_outcome(&scoring) == OUTCOME_INCOMPLETE);
	while (scoring.done != 0)
		assert(scoring_say(&scoring, "undo", &err) == 0);
	assert(scoring_judged(&scoring) == 0 && scoring.conflict == NULL && !scoring.returned);
	scoring_close(&scoring);
	arena_close(&arena);
	return 0;
}
