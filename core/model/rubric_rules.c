/* The rules of a rubric, and what makes two rubrics judge alike. */
#include "core/model/rubric_read.h"

#include "core/model/rule.h"

/* A place in the file, moving by characters. */
struct cursor {
	struct span rest;
	struct place at;
};

static char
look(const struct cursor *cursor)
{
	return cursor->rest.len == 0 ? '\0' : cursor->rest.data[0];
}

static void
step(struct cursor *cursor)
{
	bool newline = look(cursor) == '\n';

	if (cursor->rest.len == 0)
		return;
	do
		cursor->rest =
			(struct span){ cursor->rest.data + 1, cursor->rest.len - 1 };
	while (((unsigned char)look(cursor) & 0xC0) == 0x80);
	cursor->at = newline ? (struct place){ cursor->at.line + 1, 1 }
		: (struct place){ cursor->at.line, cursor->at.column + 1 };
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Past white space, at most `max` characters of it; how many. */
static int
skip_space(struct cursor *cursor, int max)
{
	int count = 0;

	for (; count < max && is_space(look(cursor)); count++)
		step(cursor);
	return count;
}

/* To where a scalar's text begins: past its quote, or the head of its block. */
static struct cursor
open_scalar(struct span bytes, const struct node *scalar)
{
	struct cursor cursor = { bytes, { 1, 1 } };

	while (cursor.rest.len != 0 && (cursor.at.line < scalar->at.line
					|| cursor.at.column < scalar->at.column))
		step(&cursor);
	if (look(&cursor) == '"' || look(&cursor) == '\'')
		step(&cursor);
	else if (look(&cursor) == '|' || look(&cursor) == '>')
		while (cursor.rest.len != 0 && look(&cursor) != '\n')
			step(&cursor);
	skip_space(&cursor, RUBRIC_BYTES);
	return cursor;
}

/*
 * Where character `offset` of a scalar's text stands in the file. White space may have
 * been folded; where the text reads otherwise (escapes), the place of the scalar.
 */
static struct place
place_of(struct span bytes, const struct node *scalar, int offset)
{
	struct cursor in = open_scalar(bytes, scalar), text = { .rest = scalar->text };
	int done = skip_space(&text, offset);

	while (done < offset && text.rest.len != 0) {
		if (is_space(look(&text)) && is_space(look(&in))) {
			done += skip_space(&text, offset - done);
			skip_space(&in, RUBRIC_BYTES);
			continue;
		}
		if (look(&text) != look(&in))
			return scalar->at;
		step(&text);
		step(&in);
		done++;
	}
	return in.at;
}

static const struct rule *
read_rule(struct rubric_load *load, const struct node *node)
{
	struct faults own = { .arena = load->arena };
	struct rule *rule;

	if (node == NULL)
		return NULL;
	if (node->kind != NODE_SCALAR || node->text.len == 0) {
		fault_add(load->faults, node->at,
			  "expected a rule, as in all(p1 >= passing)");
		return NULL;
	}
	rule = rule_parse(load->arena, &own, (struct place){ 1, 1 }, node->text.data,
			  load->rubric);
	for (size_t i = 0; i < own.count; i++)
		fault_add(load->faults,
			  place_of(load->rubric->bytes, node, own.items[i].at.column - 1),
			  "%s", own.items[i].text);
	load->faults->more += own.more;
	return rule;
}

void
rubric_read_rules(struct rubric_load *load)
{
	struct raw_rubric *raw = load->raw;
	const struct node *decision = node_get(load->root, "decision");
	bool rules = raw->pass != NULL || raw->incomplete != NULL || raw->refer != NULL;

	if (load->rubric->manual && rules)
		fault_add(load->faults, decision->at,
			  "a manual decision has no rules: a person "
			  "judges");
	if (!load->rubric->manual && decision != NULL && decision->kind == NODE_MAP
	    && raw->pass == NULL)
		fault_add(load->faults, decision->at,
			  "expected a key 'pass' in a decision, or "
			  "manual: yes");
	load->rubric->pass = read_rule(load, raw->pass);
	load->rubric->incomplete = read_rule(load, raw->incomplete);
	load->rubric->refer = read_rule(load, raw->refer);
}

/* Structure */

static void
put_ratio(struct buf *out, struct ratio value)
{
	ratio_print(out, value, 9, ROUND_DOWN);
}

static void
put_scales(struct buf *out, const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->scale_count; i++) {
		const struct scale *scale = &rubric->scales[i];

		buf_printf(out, "scale %s\n", scale->id);
		for (size_t l = 0; l < scale->level_count; l++) {
			buf_printf(out, "level %s ", scale->levels[l].id);
			put_ratio(out, scale->levels[l].points);
			buf_char(out, '\n');
		}
	}
}

static void
put_parts(struct buf *out, const struct rubric *rubric)
{
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		buf_printf(out, "part %s%s\n", part->id,
			   part->optional ? " optional" : "");
		for (size_t i = 0; i < part->criterion_count; i++) {
			const struct criterion *criterion = &part->criteria[i];

			buf_printf(out, "criterion %s %s ", criterion->id,
				   criterion->scale_id);
			put_ratio(out, criterion->weight);
			for (size_t e = 0; e < criterion->evidence_count; e++)
				buf_printf(out, " %s", criterion->evidence[e]);
			buf_char(out, '\n');
		}
	}
}

static void
put_rule(struct buf *out, const char *name, const struct rule *rule,
	 const char *otherwise)
{
	buf_printf(out, "%s ", name);
	if (rule == NULL)
		buf_text(out, otherwise);
	else
		rule_print(out, rule);
	buf_char(out, '\n');
}

/*
 * SHA-256 of this text, every line ending in LF, in the order of the file:
 *
 *	assay-structure 1
 *	scale ID			then its levels, low to high: level ID POINTS
 *	code ID EFFECT
 *	part ID [optional]		then its criteria:
 *	criterion ID SCALE WEIGHT [EVIDENCE ...]
 *	pass RULE			in its normal form (rule_print), or `manual`
 *	incomplete RULE			any_code(incomplete) where there is none
 *	refer RULE			any_code(refer) where there is none
 *	rounding MODE DECIMALS
 *
 * with decimals as in rule_print. Two rubrics of one structure give every sheet the same
 * totals, outcome and reasons; labels, descriptors and order of keys are not in it.
 */
struct digest
rubric_structure(const struct rubric *rubric)
{
	static const char *const modes[] = { "half_up", "half_even", "down" };
	struct buf text = { 0 };
	struct digest out;

	buf_text(&text, "assay-structure 1\n");
	put_scales(&text, rubric);
	for (size_t i = 0; i < rubric->code_count; i++)
		buf_printf(&text, "code %s %s\n", rubric->codes[i].id,
			   code_effects[rubric->codes[i].effect]);
	put_parts(&text, rubric);
	put_rule(&text, "pass", rubric->pass, "manual");
	put_rule(&text, "incomplete", rubric->incomplete, "any_code(incomplete)");
	put_rule(&text, "refer", rubric->refer, "any_code(refer)");
	buf_printf(&text, "rounding %s %d\n", modes[rubric->rounding], rubric->decimals);
	out = digest_sha256(buf_span(&text));
	buf_close(&text);
	return out;
}
