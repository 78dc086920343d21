/*
 * What a rubric costs by its size: to load it from its text, to ask its rule, and to decide
 * and say why. Medians of processor time, which other programs do not lengthen; the text,
 * the sheets and their order are always the same.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/digest.h"
#include "core/model/rule.h"
#include "core/model/sheet.h"

enum { LEVELS = 20, PARTS = 5, ROUNDS = 15, SHEETS = 50, HARD = 50 };

struct bench {
	struct arena arena;
	struct span text;
	const struct rubric *rubric;
	struct sheet sheets[SHEETS];
	uint64_t seed;
	bool sink;
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* xorshift64*: the same numbers every time. */
static size_t
pick(struct bench *b, size_t count)
{
	b->seed ^= b->seed >> 12;
	b->seed ^= b->seed << 25;
	b->seed ^= b->seed >> 27;
	return (size_t)((b->seed * UINT64_C(2685821657736338717) >> 33) % count);
}

static void
put_criteria(struct buf *text, size_t part, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_printf(text, "      - id: p%zu.c%zu\n        label: Does what is asked\n"
			   "        scale: twenty\n        weight: %zu.5\n"
			   "        evidence: [a%zu]\n        levels:\n",
			   part, i, 1 + i % 3, part);
		for (size_t l = 0; l < LEVELS; l++)
			buf_printf(text, "          l%zu: {text: What level %zu means in "
				   "a line.}\n", l, l);
	}
}

/* One that hundreds of calls look through whole; or one as people write them. */
static void
put_rule(struct buf *text, bool hard)
{
	buf_text(text, "decision:\n  pass: all(p0 >= l12) and all(p1 >= 8) and "
		 "sum(rubric) >= 100 and percent([p2, p3]) >= 55% and "
		 "(mean(p4) >= 11 or count(p4 >= l15) >= 3)");
	for (int i = 0; hard && i < HARD - 6; i++)
		buf_printf(text, " and sum(rubric) >= %d", 100 + i);
	buf_text(text, "\n");
}

static void
put_rubric(struct buf *text, size_t criteria, bool hard)
{
	buf_text(text, "assay_rubric: 1\nid: bench\nversion: 1\ntitle: Bench\n"
		 "design: {barriers: none}\nscales:\n  twenty:\n    levels:\n");
	for (size_t l = 0; l < LEVELS; l++)
		buf_printf(text, "      - {id: l%zu, points: %zu}\n", l, l);
	buf_text(text, "codes: [{id: missing, effect: none}]\nparts:\n");
	for (size_t p = 0; p < PARTS; p++) {
		buf_printf(text, "  - id: p%zu\n    kind: artifacts\n    label: Part %zu\n"
			   "    evidence: [{id: a%zu, path: \"p%zu/**\"}]\n    criteria:\n",
			   p, p, p, p);
		put_criteria(text, p, criteria / PARTS);
	}
	put_rule(text, hard);
}

static const struct rubric *
load(struct arena *arena, struct span text)
{
	struct faults faults = { .arena = arena, .path = "bench.yaml" };
	const struct rubric *rubric = rubric_parse(arena, &faults, NULL, text);

	if (rubric == NULL) {
		fprintf(stderr, "bench: %d:%d: %s\n", faults.items[0].at.line,
			faults.items[0].at.column, faults.items[0].text);
		exit(1);
	}
	return rubric;
}

static void
fill(struct bench *b)
{
	for (size_t i = 0; i < SHEETS; i++) {
		b->sheets[i] = sheet_new(&b->arena, b->rubric);
		for (size_t c = 0; c < b->rubric->criterion_count; c++)
			b->sheets[i].marks[c] = pick(b, 20) == 0
				? (struct mark){ MARK_CODE, 0 }
				: (struct mark){ MARK_LEVEL, pick(b, LEVELS) };
	}
}

static void
run_load(struct bench *b, const struct sheet *sheet)
{
	struct arena arena = { 0 };

	(void)sheet;
	b->sink ^= load(&arena, b->text)->manual;
	arena_close(&arena);
}

static void
run_evaluate(struct bench *b, const struct sheet *sheet)
{
	b->sink ^= rule_holds(b->rubric->pass, sheet);
}

static void
run_decide(struct bench *b, const struct sheet *sheet)
{
	struct arena arena = { 0 };

	b->sink ^= sheet_decide(&arena, sheet).outcome == OUTCOME_PASS;
	arena_close(&arena);
}

/* Microseconds of one, as the median of ROUNDS means. */
static double
cost(struct bench *b, void (*run)(struct bench *b, const struct sheet *sheet), size_t count)
{
	double rounds[ROUNDS];

	for (size_t r = 0; r < ROUNDS; r++) {
		double from = now();

		for (size_t i = 0; i < count; i++)
			run(b, &b->sheets[i % SHEETS]);
		rounds[r] = (now() - from) / (double)count;
	}
	qsort(rounds, ROUNDS, sizeof *rounds, compare);
	return rounds[ROUNDS / 2];
}

static void
row(size_t criteria, bool hard)
{
	struct bench b = { .seed = 7 };
	struct buf text = { 0 };
	double loading, evaluating, deciding;

	put_rubric(&text, criteria, hard);
	b.text = buf_span(&text);
	b.rubric = load(&b.arena, b.text);
	fill(&b);
	loading = cost(&b, run_load, 3);
	evaluating = cost(&b, run_evaluate, SHEETS);
	deciding = cost(&b, run_decide, SHEETS);
	printf("%5zu x %d%-5s %7.2f ms %7.1f us %12.0f %12.0f %15.4f %15.4f\n", criteria,
	       LEVELS, hard ? " hard" : "", loading / 1e3, loading / (double)criteria,
	       1e6 / evaluating, 1e6 / deciding, evaluating / loading,
	       deciding / loading);
	buf_close(&text);
	arena_close(&b.arena);
}

int
main(void)
{
	static const size_t sizes[] = { 25, 50, 100, 200 };

	/* To give memory back and ask for it again is the kernel's time, not a rubric's. */
	if (digest_init() != 0 || mallopt(M_TRIM_THRESHOLD, 1 << 30) != 1)
		return 1;
	printf("%-14s %9s %10s %12s %12s %15s %15s\n", "rubric", "loading", "/criterion",
	       "evaluations/s", "decisions/s", "evaluation/load", "decision/load");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		row(sizes[i], false);
	row(200, true);
	return 0;
}
