/*
 * Any bytes as a rubric: faults inside the file, or a rubric whose parts hang together
 * and which decides the lowest sheet, the highest, and one of codes.
 */
#include <assert.h>
#include <stdint.h>

#include "core/model/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_criterion(const struct rubric *rubric, size_t index)
{
	const struct criterion *criterion = &rubric->criteria[index];
	const struct part *part = &rubric->parts[criterion->part];

	assert(index >= part->first && index - part->first < part->criterion_count);
	assert(rubric_criterion(rubric, span_of(criterion->id)) == (int)index);
	assert(ratio_is_defined(criterion->weight) && criterion->label != NULL);
	if (criterion->scale == NULL) {
		assert(criterion->feedback == FEEDBACK_REQUIRED);
		return;
	}
	assert(criterion->scale->level_count >= 2);
	assert(criterion->scale->level_count <= RUBRIC_LEVELS);
	assert(criterion->feedback_below < criterion->scale->level_count);
	for (size_t i = 0; i < criterion->scale->level_count; i++) {
		const struct level *level = &criterion->scale->levels[i];

		assert(level->label != NULL && ratio_is_defined(level->points));
		assert(criterion_level(criterion, span_of(level->id)) == (int)i);
		criterion_descriptor(criterion, i);
	}
}

/* 0: the lowest levels, 1: the highest, 2: codes, 3: nothing. */
static void
check_decision(struct arena *arena, const struct rubric *rubric, int kind)
{
	struct sheet sheet = sheet_new(arena, rubric);
	struct decision_result result;

	for (size_t i = 0; i < rubric->criterion_count && kind < 3; i++) {
		const struct scale *scale = rubric->criteria[i].scale;

		if (scale != NULL && kind == 2 && rubric->code_count != 0)
			sheet.marks[i] =
				(struct mark){ MARK_CODE, i % rubric->code_count };
		else if (scale != NULL)
			sheet.marks[i] = (struct mark){
				MARK_LEVEL, kind == 0 ? 0 : scale->level_count - 1 };
	}
	result = sheet_decide(arena, &sheet);
	assert((result.outcome == OUTCOME_UNFINISHED) == (result.unfinished_count != 0));
	assert((result.outcome == OUTCOME_MANUAL) <= rubric->manual);
}

static void
check_rubric(struct arena *arena, const struct rubric *rubric)
{
	assert(rubric->criterion_count >= 1
	       && rubric->criterion_count <= RUBRIC_CRITERIA);
	assert(rubric->manual == (rubric->pass == NULL));
	for (size_t i = 0; i < rubric->criterion_count; i++)
		check_criterion(rubric, i);
	for (int kind = 0; kind < 4; kind++)
		check_decision(arena, rubric, kind);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena }, warnings = { .arena = &arena };
	const struct rubric *rubric;
	int lines = 2;

	if (digest_init() != 0)
		return 0;
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	rubric = rubric_parse(&arena, &faults, &warnings,
			      (struct span){ (const char *)data, size });
	assert((rubric == NULL) == (faults.count != 0));
	for (size_t i = 0; i < faults.count; i++)
		assert(faults.items[i].at.line >= 0 && faults.items[i].at.line <= lines);
	if (rubric != NULL)
		check_rubric(&arena, rubric);
	arena_close(&arena);
	return 0;
}
