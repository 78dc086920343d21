/* What the tests of core/model share: rubrics from text, marks from words, seeded chance.
 */
#ifndef TESTS_UNIT_MODEL_FIXTURE_H
#define TESTS_UNIT_MODEL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/model/rubric.h"
#include "core/model/rule.h"
#include "core/model/sheet.h"

/* Two levels, three levels with half points, four levels; codes of every effect. */
#define FIXTURE_HEAD \
	"assay_rubric: 1\n" \
	"id: demo\n" \
	"version: 1\n" \
	"title: Demo\n" \
	"design: {barriers: b}\n" \
	"scales:\n" \
	"  pass: {levels: [{id: no_pass, points: 0}, {id: passing, points: 1}]}\n" \
	"  half: {levels: [{id: low, points: 0}, {id: mid, points: 0.5}," \
	" {id: high, points: 2}]}\n" \
	"  four: {levels: [{id: one, points: 1}, {id: two, points: 2}," \
	" {id: three, points: 3}, {id: four, points: 4}]}\n" \
	"codes:\n" \
	"  - {id: missing, effect: incomplete}\n" \
	"  - {id: ethics, effect: refer}\n" \
	"  - {id: late, effect: none}\n" \
	"parts:\n" \
	"  - id: p1\n" \
	"    kind: prompts\n" \
	"    prompts: [{id: q1, text: Why}]\n" \
	"    criteria:\n" \
	"      - {id: p1.a, label: A, scale: pass, evidence: [q1]}\n" \
	"      - {id: p1.b, label: B, scale: pass, evidence: [q1, a1]}\n" \
	"  - id: p2\n" \
	"    kind: artifacts\n" \
	"    evidence: [{id: a1, path: a/**}]\n" \
	"    criteria:\n" \
	"      - {id: p2.a, label: A, scale: four, weight: 2, evidence: [a1]}\n" \
	"      - {id: p2.b, label: B, scale: four, weight: 0.5}\n" \
	"      - {id: p2.c, label: C, scale: half}\n" \
	"      - {id: p2.n, label: N, scale: none, feedback: required}\n" \
	"  - id: p3\n" \
	"    kind: reflection\n" \
	"    optional: true\n" \
	"    criteria:\n" \
	"      - {id: p3.a, label: A, scale: four}\n" \
	"      - {id: p3.b, label: B, scale: half}\n"
#define FIXTURE_DECISION "decision:\n  pass: "

struct fixture {
	struct arena arena;
	struct faults faults, warnings;
	const struct rubric *rubric;
	struct sheet sheet;
};

static inline struct span
fixture_text(struct fixture *f, const char *head, const char *pass)
{
	return span_of(arena_printf(&f->arena, "%s" FIXTURE_DECISION "%s\n", head, pass));
}

static inline void
fixture_open(struct fixture *f, const char *pass)
{
	*f = (struct fixture){ .rubric = NULL };
	f->faults = f->warnings =
		(struct faults){ .arena = &f->arena, .path = "demo.yaml" };
	assert_int_equal(digest_init(), 0);
	f->rubric = rubric_parse(&f->arena, &f->faults, &f->warnings,
				 fixture_text(f, FIXTURE_HEAD, pass));
	for (size_t i = 0; i < f->faults.count; i++)
		print_message("%d:%d: %s\n", f->faults.items[i].at.line,
			      f->faults.items[i].at.column, f->faults.items[i].text);
	assert_non_null(f->rubric);
	f->sheet = sheet_new(&f->arena, f->rubric);
}

static inline void
fixture_close(struct fixture *f)
{
	arena_close(&f->arena);
}

/* `two one high` or `missing` …: one word a criterion with a scale, `-` for nothing yet.
 */
static inline void
fixture_mark(struct fixture *f, const char *words)
{
	struct span rest = span_of(words);

	for (size_t i = 0; i < f->rubric->criterion_count; i++) {
		struct span word;
		int level, code;

		f->sheet.marks[i] = (struct mark){ MARK_NONE, 0 };
		if (f->rubric->criteria[i].scale == NULL || rest.len == 0)
			continue;
		word = span_cut(&rest, ' ');
		level = criterion_level(&f->rubric->criteria[i], word);
		code = rubric_code(f->rubric, word);
		if (level >= 0)
			f->sheet.marks[i] = (struct mark){ MARK_LEVEL, (size_t)level };
		else if (code >= 0)
			f->sheet.marks[i] = (struct mark){ MARK_CODE, (size_t)code };
		else
			assert_true(span_is(word, "-"));
	}
	assert_int_equal(rest.len, 0);
}

/* The reasons joined by " | ". */
static inline const char *
fixture_join(struct fixture *f, const char *const *why, size_t count)
{
	const char *out = "";

	for (size_t i = 0; i < count; i++)
		out = arena_printf(&f->arena, "%s%s%s", out, i == 0 ? "" : " | ", why[i]);
	return out;
}

/* xorshift64*: the same numbers every time. */
static inline uint64_t
chance(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * UINT64_C(2685821657736338717);
}

static inline size_t
pick(uint64_t *seed, size_t count)
{
	return (size_t)((chance(seed) >> 33) % count);
}

/* Any finished sheet: levels, now and then a code, the optional part sometimes left out.
 */
static inline void
fixture_shuffle(struct fixture *f, uint64_t *seed)
{
	bool leave_out = pick(seed, 3) == 0;

	for (size_t i = 0; i < f->rubric->criterion_count; i++) {
		const struct criterion *criterion = &f->rubric->criteria[i];

		f->sheet.marks[i] = (struct mark){ MARK_NONE, 0 };
		if (criterion->scale == NULL
		    || (leave_out && f->rubric->parts[criterion->part].optional))
			continue;
		if (pick(seed, 6) == 0 && f->rubric->code_count != 0)
			f->sheet.marks[i] = (struct mark){
				MARK_CODE, pick(seed, f->rubric->code_count) };
		else
			f->sheet.marks[i] = (struct mark){
				MARK_LEVEL, pick(seed, criterion->scale->level_count) };
	}
}

#endif
