/*
 * A workstation without a terminal, on a small programme: keys in, canvas out.
 */
#ifndef TESTS_UNIT_VIEW_FIXTURE_H
#define TESTS_UNIT_VIEW_FIXTURE_H

#include <string.h>

#include "tests/unit/store_scratch.h"
#include "tui/app/desk.h"
#include "tui/app/app.h"
#include "tui/views.h"

#define PSEUDONYM "00112233445566778899aabbccddeeff"

/* Two levels, then three with a note and a citation wanted, twelve levels, a comment. */
#define MAKE IN "mkdir -p portfolios rubrics evidence; cat > rubrics/small.yaml <<'Y'\n" \
	"assay_rubric: 1\n" \
	"id: small\n" \
	"version: 1\n" \
	"title: Small\n" \
	"scales:\n" \
	"  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n" \
	"  three: {levels: [{id: poor, points: 0}, {id: fair, points: 1}, {id: good, points: 2}]}\n" \
	"  many: {levels: [{id: l1, points: 1}, {id: l2, points: 2}, {id: l3, points: 3}," \
	" {id: l4, points: 4}, {id: l5, points: 5}, {id: l6, points: 6}, {id: l7, points: 7}," \
	" {id: l8, points: 8}, {id: l9, points: 9}, {id: l10, points: 10}," \
	" {id: l11, points: 11}, {id: l12, points: 12}]}\n" \
	"codes:\n" \
	"  - {id: missing, label: Not there, effect: incomplete}\n" \
	"  - {id: ethics, label: Not right, effect: refer}\n" \
	"parts:\n" \
	"  - id: p1\n" \
	"    kind: artifacts\n" \
	"    label: Part one\n" \
	"    evidence: [{id: a1, label: Plan, path: \"*.md\", min: 1}," \
	" {id: a2, label: Text, path: \"*.txt\"}]\n" \
	"    criteria:\n" \
	"      - {id: c1, label: One, scale: two, evidence: [a1]}\n" \
	"      - id: c2\n" \
	"        label: Two\n" \
	"        scale: three\n" \
	"        evidence: [a1]\n" \
	"        cite: required\n" \
	"        feedback: required_if_below good\n" \
	"        levels:\n" \
	"          poor: {text: There is little of it., statements: [Show us more.]}\n" \
	"          good: {text: There is plenty of it., look_for: [The whole of it]}\n" \
	"      - {id: c3, label: Three, scale: many, evidence: [a2]}\n" \
	"      - {id: c4, label: Four, scale: none, feedback: required}\n" \
	"decision:\n" \
	"  pass: all(c1 >= high) and all(c2 >= fair)\n" \
	"Y\n" \
	"printf 'portfolio: " PSEUDONYM "\\nrepo: evidence\\nrubric: small\\nattempt: 1\\n'" \
	" > portfolios/" PSEUDONYM ".yaml\n" \
	"cd evidence; git init -q; seq -f 'line %g' 1 40 > plan.md; echo other > other.txt\n" \
	"git add -A; git commit -qm one"

struct bench {
	struct scratch *s;
	struct workspace workspace;
	struct desk desk;
	struct app app;
};

/* The score screen of that one portfolio. */
static inline void
sit_down(struct bench *bench, struct scratch *s)
{
	*bench = (struct bench){ .s = s };
	bench->workspace = (struct workspace){
		.places = { .data = at(s, "data"), .state = at(s, "state") },
		.dir = s->dir, .name = "Test", .ledger_path = at(s, "ledger.git"),
		.ledger_id = "00000000000000000000000000000000"
			"00000000000000000000000000000000",
		.actor = "a-one", .key = "a-one" };
	bench->desk = (struct desk){ .workspace = &bench->workspace, .who = "the test",
		.editor = "ed -s" };
	app_begin(&bench->app, views, view_count, &bench->desk);
	ok(s, app_start(&bench->app, "score", "0011", &s->err));
}

static inline void
get_up(struct bench *bench)
{
	app_end(&bench->app);
	desk_close(&bench->desk);
	veil_close(&bench->desk.veil);
}

static inline void
shows(struct bench *bench, const char *text, bool wanted)
{
	struct buf out = { 0 };

	app_draw(&bench->app);
	canvas_dump(&out, &bench->app.canvas, false);
	if ((strstr(out.data, text) != NULL) != wanted)
		fail_msg("%s '%s' in:\n%s", wanted ? "no" : "there is", text, out.data);
	buf_close(&out);
}

/* Where the cursor stands in the evidence, which has no mark of its own. */
static inline void
stands_on(struct bench *bench, const char *text)
{
	struct buf out = { 0 };
	const char *row;

	app_draw(&bench->app);
	canvas_dump(&out, &bench->app.canvas, false);
	row = out.data;
	for (int i = 0; i < bench->app.canvas.cursor_row; i++)
		row = strchr(row, '\n') + 1;
	if (strncmp(row + strspn(row, " "), text, strlen(text)) != 0)
		fail_msg("not on '%s' in:\n%s", text, out.data);
	buf_close(&out);
}

static inline void
press(struct bench *bench, const char *names)
{
	app_keys(&bench->app, names);
}

/* The criterion at hand. */
static inline const char *
at_hand(const struct bench *bench)
{
	return desk_criterion(&bench->desk)->id;
}

#endif
