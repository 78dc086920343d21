/* A rubric of somewhere else written down as one of ours. */
#include "core/import/write.h"

#include "core/base/text.h"

const char *
import_fit(struct import_rubric *notes, struct place at, const char *what, const char *text,
	   size_t max)
{
	size_t len = strlen(text);

	if (len <= max)
		return text;
	for (len = max; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80; len--)
		;
	import_note(notes, at, "%s is longer than %zu bytes: the rest was left out", what, max);
	return arena_copy(notes->arena, text, len);
}

/* May it stand as it is, line by line, in a block of YAML? */
static bool
is_block(struct span text)
{
	if (text.len == 0 || memchr(text.data, '\n', text.len) == NULL || *text.data == ' ')
		return false;
	while (text.len != 0) {
		struct span line = span_cut(&text, '\n');

		if (!text_is_clean(line)
		    || (line.len != 0 && line.data[line.len - 1] == ' '))
			return false;
	}
	return true;
}

void
import_put_text(struct buf *out, int indent, const char *key, const char *text)
{
	struct span rest = span_of(text);

	buf_printf(out, "%*s%s: ", indent, "", key);
	if (!is_block(rest)) {
		yaml_scalar(out, rest);
		buf_char(out, '\n');
		return;
	}
	buf_text(out, "|-\n");
	while (rest.len != 0) {
		struct span line = span_cut(&rest, '\n');

		if (line.len != 0)
			buf_printf(out, "%*s", indent + 2, "");
		buf_put(out, line.data, line.len);
		buf_char(out, '\n');
	}
}

void
import_put_pair(struct buf *out, const char *before, const char *key, const char *text)
{
	buf_printf(out, "%s%s: ", before, key);
	yaml_scalar(out, span_of(text));
}

static void
put_means(struct writing *w, const struct made *made)
{
	bool any = false;

	for (size_t i = 0; i < made->count; i++) {
		const struct import_level *level = made->levels[i];

		if (*level->text == '\0' && *level->feedback == '\0')
			continue;
		buf_printf(w->out, "%s          %s:\n", any ? "" : "        levels:\n",
			   made->ids[i]);
		any = true;
		if (*level->text != '\0')
			import_put_text(w->out, 12, "text",
				 import_fit(w->rubric, level->at, "what a level means", level->text, ABOUT_MAX));
		if (*level->feedback == '\0')
			continue;
		buf_text(w->out, "            statements: [");
		yaml_scalar(w->out, span_of(import_fit(w->rubric, level->at, "the feedback of a level",
						level->feedback, ABOUT_MAX)));
		buf_text(w->out, "]\n");
	}
}

static void
put_skill(struct writing *w, const struct import_criterion *from)
{
	const struct import_skill *skill = from->skill;
	const struct {
		const char *key, *text;
		size_t max;
	} pairs[] = {
		{ "name", skill->name, LABEL_MAX },
		{ "url", skill->url, SKILL_MAX },
		{ "framework", skill->framework, LABEL_MAX },
	};

	buf_text(w->out, "        skills:\n");
	import_put_pair(w->out, "          - {", "id", import_fit(w->rubric, from->at, "the id of a skill", skill->id,
						    SKILL_MAX));
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].text != NULL && *pairs[i].text != '\0')
			import_put_pair(w->out, ", ", pairs[i].key,
				 import_fit(w->rubric, from->at, "what is said of a skill", pairs[i].text,
				     pairs[i].max));
	buf_text(w->out, "}\n");
}

static void
put_criterion(struct writing *w, const struct made *made)
{
	const struct import_criterion *from = made->from;
	bool ok, comment = made->count == 0;

	buf_printf(w->out, "      - id: %s\n", made->id);
	import_put_text(w->out, 8, "label", made->name);
	if (*from->about != '\0')
		import_put_text(w->out, 8, "about",
			 import_fit(w->rubric, from->at, "what is said of a criterion", from->about, ABOUT_MAX));
	if (comment)
		buf_text(w->out, "        scale: none\n");
	else
		buf_printf(w->out, "        scale: s%zu\n", made->scale + 1);
	if (ratio_is_defined(from->weight)) {
		buf_text(w->out, "        weight: ");
		ratio_print(w->out, from->weight, 9, ROUND_HALF_UP);
		buf_char(w->out, '\n');
		if (ratio_compare(from->weight, ratio_of(0, 1), &ok) < 0
		    || ratio_compare(from->weight, ratio_of(POINTS, 1), &ok) > 0)
			fault_add(w->faults, from->at, "'%.80s' has a weight that is not from 0 to "
				  "%d", made->name, POINTS);
	}
	buf_text(w->out, "        evidence: [work]\n");
	if (from->feedback_required || comment)
		buf_text(w->out, "        feedback: required\n");
	if (from->skill != NULL)
		put_skill(w, from);
	put_means(w, made);
}

static void
put_prompts(struct writing *w)
{
	struct import_rubric *rubric = w->rubric;

	if (rubric->prompt_count == 0)
		return;
	buf_text(w->out, "    prompts:\n");
	for (size_t i = 0; i < rubric->prompt_count && i < PROMPTS; i++) {
		buf_printf(w->out, "      - id: q%zu\n", i + 1);
		import_put_text(w->out, 8, "text", import_fit(w->rubric, rubric->at, "a prompt", rubric->prompts[i],
						ABOUT_MAX));
		buf_printf(w->out, "        path: q%zu.md\n", i + 1);
	}
	import_note(rubric, rubric->at, "learners are asked to answer the prompts in q1.md and so "
		    "on: the files are named here, the source has none");
	if (rubric->prompt_count > PROMPTS)
		import_note(rubric, rubric->at, "prompts past the first %d were left out", PROMPTS);
}

/* As rubrics want it: letters, then letters, digits and hyphens. */
static bool
is_language(const char *text)
{
	size_t len = strlen(text);

	return len >= 2 && len <= 35
		&& strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") >= 2
		&& strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			  "0123456789-") == len;
}

static void
put_head(struct writing *w, const char *id, const char *title)
{
	struct import_rubric *rubric = w->rubric;

	if (rubric->language != NULL && !is_language(rubric->language)) {
		import_note(rubric, rubric->at, "the language '%.40s' was left out",
			    rubric->language);
		rubric->language = NULL;
	}

	buf_printf(w->out, "assay_rubric: 1\nid: %s\nversion: 1\n", id);
	import_put_text(w->out, 0, "title", title);
	if (rubric->language != NULL)
		import_put_pair(w->out, "", "language", rubric->language);
	if (rubric->language != NULL)
		buf_char(w->out, '\n');
	if (*rubric->about != '\0')
		import_put_text(w->out, 0, "competency", import_fit(w->rubric, rubric->at, "what is said of the rubric",
						      rubric->about, ABOUT_MAX));
	buf_text(w->out, "scales:\n");
	for (size_t i = 0; i < w->scale_count; i++)
		buf_printf(w->out, "  s%zu:\n    levels:\n%s", i + 1, w->scales[i]);
}

/* How the source comes to a grade, with the numbers of this rubric. */
static void
note_grade(struct writing *w)
{
	static const struct {
		const char *before, *between, *after;
	} ways[] = {
		[IMPORT_SUM] = { "the points of all criteria, sum(rubric), go from ", " to ", "" },
		[IMPORT_RANGE] = { "the grade of the source is not the sum but its way from lowest "
				   "to highest: (sum(rubric) - ", ") / ", "" },
		[IMPORT_SHARE] = { "the grade of the source is not the sum but its part of the "
				   "highest: sum(rubric), which goes from ", ", divided by ", "" },
		[IMPORT_WEIGHTED] = { "the source has weights, which sum(rubric) does not look at: "
				      "weighted(rubric) goes from ", " to ", "" },
	};
	enum import_grade grade = w->rubric->grade;
	struct ratio high = grade == IMPORT_RANGE ? ratio_subtract(w->max, w->min) : w->max;
	struct buf least = { 0 }, most = { 0 };

	ratio_print(&least, w->min, 9, ROUND_HALF_UP);
	ratio_print(&most, high, 9, ROUND_HALF_UP);
	import_note(w->rubric, w->rubric->at, "%s%s%s%s%s", ways[grade].before, least.data,
		    ways[grade].between, most.data, ways[grade].after);
	buf_close(&least);
	buf_close(&most);
}

static void
note_assumed(struct writing *w, const char *pass)
{
	struct import_rubric *rubric = w->rubric;

	if (rubric->language == NULL)
		import_note(rubric, rubric->at, "the language is not said: it is taken to be en");
	import_note(rubric, rubric->at, "what evidence is wanted is not said: each criterion looks "
		    "at any file of the portfolio");
	if (w->unnamed)
		import_note(rubric, rubric->at, "levels that have no name are called by their "
			    "points");
	note_grade(w);
	if (pass == NULL)
		import_note(rubric, rubric->at, "when it is passed is not said: a person decides "
			    "(manual), until you write a rule or give one with --pass RULE");
}

static void
put_decision(struct writing *w, const char *pass)
{
	buf_text(w->out, "decision:\n  ");
	if (pass == NULL)
		buf_text(w->out, "manual: yes");
	else
		import_put_pair(w->out, "", "pass", pass);
	buf_char(w->out, '\n');
}

static void
put_rubric(struct writing *w, const struct import_wishes *wishes)
{
	struct import_rubric *rubric = w->rubric;
	const char *title = import_fit(w->rubric, rubric->at, "the title", rubric->title, LABEL_MAX);
	struct made *made = arena_array(w->arena, rubric->criterion_count, sizeof *made);

	if (*title == '\0') {
		title = "Imported rubric";
		import_note(rubric, rubric->at, "the rubric has no title: it is called '%s'", title);
	}
	import_take(w, &w->sets, "p1");
	import_take(w, &w->sets, "work");
	for (size_t i = 0; i < rubric->prompt_count && i < PROMPTS; i++)
		import_take(w, &w->sets, arena_printf(w->arena, "q%zu", i + 1));
	for (size_t i = 0; i < rubric->criterion_count; i++)
		import_make(w, &made[i], &rubric->criteria[i], i);
	put_head(w, wishes->id != NULL ? wishes->id : import_id(rubric), title);
	buf_printf(w->out, "parts:\n  - id: p1\n    kind: %s\n    label: The work\n",
		   rubric->prompt_count == 0 ? "artifacts" : "prompts");
	put_prompts(w);
	buf_text(w->out, "    evidence:\n"
		 "      - {id: work, label: The work, path: \"**\", min: 1}\n    criteria:\n");
	for (size_t i = 0; i < rubric->criterion_count; i++)
		put_criterion(w, &made[i]);
	put_decision(w, wishes->pass);
	note_assumed(w, wishes->pass);
}

/* Where a rubric could never be made of it, before any is tried. */
static int
check_size(const struct import_rubric *rubric, struct faults *faults)
{
	size_t scored = 0;

	for (size_t i = 0; i < rubric->criterion_count; i++)
		scored += rubric->criteria[i].level_count != 0;
	if (rubric->criterion_count > RUBRIC_CRITERIA)
		return fault_add(faults, rubric->at, "'%.80s' has %zu criteria; a rubric has at "
				 "most %d", rubric->title, rubric->criterion_count, RUBRIC_CRITERIA);
	if (scored == 0)
		return fault_add(faults, rubric->at, "'%.80s' has no criterion with levels",
				 rubric->title);
	return 0;
}

/* Our own reader judges what was written; what it refuses can only be the rule. */
static int
check_written(struct arena *arena, struct span bytes, const struct import_wishes *wishes,
	      const struct import_rubric *rubric, struct faults *faults,
	      struct faults *warnings, struct err *err)
{
	struct faults made = { .arena = arena, .path = rubric->title };

	if (bytes.len > RUBRIC_BYTES)
		return fault_add(faults, rubric->at, "'%.80s' would be larger than 1 MiB",
				 rubric->title);
	bytes = arena_span(arena, bytes);
	if (rubric_parse(arena, &made, warnings, bytes) != NULL)
		return 0;
	if (wishes->pass != NULL)
		return err_set(err, ERR_INVALID, "--pass: %s", made.items[0].text);
	return fault_add(faults, rubric->at, "no rubric can be made of it: %s",
			 made.items[0].text);
}

int
import_write(struct buf *out, struct import_rubric *rubric,
	     const struct import_wishes *wishes, struct faults *faults,
	     struct faults *warnings, struct err *err)
{
	struct writing w = {
		.out = out, .rubric = rubric, .arena = rubric->arena, .faults = faults,
		.min = ratio_of(0, 1), .max = ratio_of(0, 1),
		.weighted = rubric->grade == IMPORT_WEIGHTED,
	};
	size_t start = out->len, before = faults->count + faults->more;

	if (check_size(rubric, faults) != 0)
		return -1;
	put_rubric(&w, wishes);
	if (faults->count + faults->more != before)
		return -1;
	return check_written(rubric->arena,
			     (struct span){ out->data + start, out->len - start }, wishes,
			     rubric, faults, warnings, err);
}
