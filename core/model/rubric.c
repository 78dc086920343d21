/* A rubric loaded: by its tables, then made into what the rest of assay reads. */
#include "core/model/rubric_read.h"

#define COPY(load, items, count) arena_array((load)->arena, count, sizeof *(items))

int
rubric_criterion(const struct rubric *rubric, struct span id)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (rubric->criteria[i].id != NULL && span_is(id, rubric->criteria[i].id))
			return (int)i;
	return -1;
}

int
rubric_code(const struct rubric *rubric, struct span id)
{
	for (size_t i = 0; i < rubric->code_count; i++)
		if (rubric->codes[i].id != NULL && span_is(id, rubric->codes[i].id))
			return (int)i;
	return -1;
}

int
criterion_level(const struct criterion *criterion, struct span id)
{
	for (size_t i = 0; criterion->scale != NULL && i < criterion->scale->level_count;
	     i++)
		if (criterion->scale->levels[i].id != NULL
		    && span_is(id, criterion->scale->levels[i].id))
			return (int)i;
	return -1;
}

const struct slot *
rubric_slot(const struct rubric *rubric, const char *id)
{
	for (size_t p = 0; p < rubric->part_count; p++)
		for (size_t i = 0; i < rubric->parts[p].slot_count; i++) {
			const struct slot *slot = &rubric->parts[p].slots[i];

			if (slot->id != NULL && strcmp(slot->id, id) == 0)
				return slot;
		}
	return NULL;
}

const struct prompt *
rubric_prompt(const struct rubric *rubric, const char *id)
{
	for (size_t p = 0; p < rubric->part_count; p++)
		for (size_t i = 0; i < rubric->parts[p].prompt_count; i++) {
			const struct prompt *prompt = &rubric->parts[p].prompts[i];

			if (prompt->id != NULL && strcmp(prompt->id, id) == 0)
				return prompt;
		}
	return NULL;
}

const struct descriptor *
criterion_descriptor(const struct criterion *criterion, size_t level)
{
	for (size_t i = 0; i < criterion->descriptor_count; i++)
		if (strcmp(criterion->descriptors[i].level,
			   criterion->scale->levels[level].id) == 0)
			return &criterion->descriptors[i];
	return NULL;
}

const struct node *
rubric_item(const struct node *map, const char *key, size_t i)
{
	const struct node *item = node_get(map, key);

	if (item == NULL || item->kind == NODE_SCALAR)
		return NULL;
	for (item = item->first; item != NULL && i > 0; i--)
		item = item->next;
	return item;
}

/* An id said in words, where the author gave no label: `not_passing`, "not passing". */
static const char *
label_or_id(struct rubric_load *load, const char *label, const char *id)
{
	char *out;

	if ((label != NULL && *label != '\0') || id == NULL)
		return label;
	out = arena_text(load->arena, id);
	for (char *at = out; *at != '\0'; at++)
		if (*at == '_' || *at == '.')
			*at = ' ';
	return out;
}

/* What the tables have found well formed; undefined where there was nothing. */
static struct ratio
decimal(const char *text)
{
	struct ratio out = ratio_undefined();

	if (text != NULL && !ratio_parse(&out, span_of(text), false))
		out = ratio_undefined();
	return out;
}

static struct ratio
decimal_or(const char *text, int64_t otherwise)
{
	return text == NULL ? ratio_of(otherwise, 1) : decimal(text);
}

static void
fill_scales(struct rubric_load *load)
{
	struct raw_rubric *raw = load->raw;
	struct rubric *rubric = load->rubric;

	rubric->scales = COPY(load, rubric->scales, raw->scale_count);
	rubric->scale_count = raw->scale_count;
	for (size_t i = 0; i < raw->scale_count; i++) {
		struct raw_scale *from = &raw->scales[i];
		struct scale *to = &rubric->scales[i];

		*to = from->scale;
		to->levels = COPY(load, to->levels, from->level_count);
		to->level_count = from->level_count;
		for (size_t l = 0; l < to->level_count; l++) {
			to->levels[l] = from->levels[l].level;
			to->levels[l].label = label_or_id(load, to->levels[l].label,
							  to->levels[l].id);
			to->levels[l].points = decimal(from->levels[l].points);
		}
	}
}

static const struct scale *
find_scale(const struct rubric *rubric, const char *id)
{
	for (size_t i = 0; id != NULL && i < rubric->scale_count; i++)
		if (strcmp(rubric->scales[i].id, id) == 0)
			return &rubric->scales[i];
	return NULL;
}

/* `required_if_below basic`; an unknown level is told by rubric_check. */
static void
fill_feedback(struct criterion *criterion, const char *text)
{
	static const char *const words[] = {
		[FEEDBACK_OPTIONAL] = "optional", [FEEDBACK_DISABLED] = "disabled",
		[FEEDBACK_REQUIRED] = "required", [FEEDBACK_BELOW] = "required_if_below",
	};
	struct span rest = span_of(text == NULL ? words[FEEDBACK_OPTIONAL] : text);
	struct span word = span_cut(&rest, ' ');
	int level = criterion_level(criterion, rest);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(word, words[i]))
			criterion->feedback = (enum feedback)i;
	criterion->feedback_below = level < 0 ? 0 : (size_t)level;
}

static const struct skill *
find_skill(const struct rubric *rubric, struct span id)
{
	for (size_t i = 0; i < rubric->skill_count; i++)
		if (rubric->skills[i].id != NULL && span_is(id, rubric->skills[i].id))
			return &rubric->skills[i];
	return NULL;
}

/* A criterion's skill is one of the rubric's, by its id, or one of its own. */
static void
read_skill(struct rubric_load *load, struct skill *out, const struct node *node)
{
	const struct skill *known;
	int status;

	if (node->kind != NODE_SCALAR) {
		status = schema_read(out, &rubric_skill_shape, node, load->arena,
				     load->faults);
		if (status != 0)
			*out = (struct skill){ .at = node->at };
		return;
	}
	known = find_skill(load->rubric, node->text);
	if (known == NULL)
		fault_add(load->faults, node->at, "this rubric has no skill '%.100s'",
			  node->text.data);
	else
		*out = *known;
}

static void
read_skills(struct rubric_load *load, struct criterion *criterion,
	    const struct node *node)
{
	if (node == NULL)
		return;
	if (node->kind != NODE_LIST || node->count > 100) {
		fault_add(load->faults, node->at,
			  "expected a list of at most 100 skills");
		return;
	}
	criterion->skills = COPY(load, criterion->skills, node->count);
	for (node = node->first; node != NULL; node = node->next)
		read_skill(load, &criterion->skills[criterion->skill_count++], node);
}

static void
fill_criteria(struct rubric_load *load, struct part *to, struct raw_part *from,
	      size_t index)
{
	struct rubric *rubric = load->rubric;

	to->first = rubric->criterion_count;
	to->criteria = rubric->criteria + to->first;
	to->criterion_count = from->criterion_count;
	for (size_t i = 0; i < from->criterion_count; i++) {
		struct raw_criterion *raw = &from->criteria[i];
		struct criterion *criterion =
			&rubric->criteria[rubric->criterion_count++];

		*criterion = raw->criterion;
		criterion->part = index;
		criterion->scale = find_scale(rubric, criterion->scale_id);
		criterion->weight = decimal_or(raw->weight, 1);
		fill_feedback(criterion, raw->feedback);
		read_skills(load, criterion, raw->skills);
	}
}

static unsigned
accepted(const struct raw_slot *slot)
{
	unsigned out = 0;

	for (size_t i = 0; i < slot->accept_count; i++)
		for (size_t k = 0; accept_kinds[k] != NULL; k++)
			if (strcmp(slot->accepts[i], accept_kinds[k]) == 0)
				out |= 1u << k;
	return slot->accept_count == 0 ? ACCEPT_ANY : out;
}

static void
fill_slots(struct rubric_load *load, struct part *to, struct raw_part *from,
	   const struct node *node)
{
	to->slots = COPY(load, to->slots, from->slot_count);
	to->slot_count = from->slot_count;
	for (size_t i = 0; i < from->slot_count; i++) {
		struct slot *slot = &to->slots[i];

		*slot = from->slots[i].slot;
		slot->label = label_or_id(load, slot->label, slot->id);
		slot->accepts = accepted(&from->slots[i]);
		slot->shared = from->slots[i].shared % 2 != 0;
		if (node_get(rubric_item(node, "evidence", i), "min") == NULL)
			slot->min = 1;
	}
}

static void
fill_parts(struct rubric_load *load)
{
	struct raw_rubric *raw = load->raw;
	struct rubric *rubric = load->rubric;
	size_t total = 0;

	for (size_t i = 0; i < raw->part_count; i++)
		total += raw->parts[i].criterion_count;
	rubric->criteria = COPY(load, rubric->criteria, total);
	rubric->parts = COPY(load, rubric->parts, raw->part_count);
	rubric->part_count = raw->part_count;
	for (size_t i = 0; i < raw->part_count; i++) {
		struct part *to = &rubric->parts[i];

		*to = raw->parts[i].part;
		to->label = label_or_id(load, to->label, to->id);
		to->optional = raw->parts[i].optional % 2 != 0;
		fill_slots(load, to, &raw->parts[i], rubric_item(load->root, "parts", i));
		fill_criteria(load, to, &raw->parts[i], i);
	}
}

static void
fill_rest(struct rubric_load *load)
{
	struct raw_rubric *raw = load->raw;
	struct rubric *rubric = load->rubric;

	for (size_t i = 0; i < rubric->code_count; i++)
		rubric->codes[i].label = label_or_id(load, rubric->codes[i].label,
						     rubric->codes[i].id);
	if (rubric->language == NULL)
		rubric->language = "en";
	rubric->manual = raw->manual % 2 != 0;
	rubric->rounding = (enum rounding)raw->rounding;
	rubric->decimals = (int)raw->decimals;
	rubric->rescore_failed_only = raw->rescore != 0;
	rubric->banking_best_of = raw->banking != 0;
	rubric->prior_visible = raw->prior_visible % 2 != 0;
	rubric->tolerance_points = decimal_or(raw->tolerance, 0);
	rubric->target_kappa = decimal(raw->kappa);
	rubric->target_exact = decimal(raw->exact);
}

/* No list is longer than the tables say; but each part may have as many as all together. */
static bool
is_too_large(const struct raw_rubric *raw)
{
	size_t criteria = 0;

	for (size_t i = 0; i < raw->part_count; i++)
		criteria += raw->parts[i].criterion_count;
	return criteria > RUBRIC_CRITERIA;
}

static struct rubric *
load_tree(struct rubric_load *load, struct span bytes)
{
	size_t before = load->faults->count + load->faults->more;

	load->raw = arena_alloc(load->arena, sizeof *load->raw);
	load->raw->decimals = 2;
	load->rubric = &load->raw->rubric;
	*load->rubric = (struct rubric){
		.independent = 1, .bytes = bytes, .sha256 = digest_sha256(bytes),
	};
	if (schema_read(load->raw, &rubric_shape, load->root, load->arena, load->faults) != 0
	    && is_too_large(load->raw))
		return NULL;
	fill_scales(load);
	if (is_too_large(load->raw)) {
		fault_add(load->faults, node_get(load->root, "parts")->at,
			  "expected at most %d criteria in all", RUBRIC_CRITERIA);
		return NULL;
	}
	fill_parts(load);
	fill_rest(load);
	rubric_check(load);
	rubric_read_rules(load);
	if (load->faults->count + load->faults->more != before)
		return NULL;
	load->rubric->structure = rubric_structure(load->rubric);
	rubric_doubt(load);
	return load->rubric;
}

struct rubric *
rubric_parse(struct arena *arena, struct faults *faults, struct faults *warnings,
	     struct span bytes)
{
	struct rubric_load load = { .arena = arena,
				    .faults = faults,
				    .warnings = warnings };
	size_t before = faults->count + faults->more;
	struct rubric *rubric = NULL;

	load.root = yaml_parse(arena, faults, bytes, &yaml_document);
	if (load.root != NULL)
		rubric = load_tree(&load, bytes);
	fault_sort(faults);
	return faults->count + faults->more == before ? rubric : NULL;
}
