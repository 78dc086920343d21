#include "core/model/record_body.h"

#include <stdlib.h>

const char *
record_type_word(enum record_type type)
{
	return record_kinds[type].word;
}

int
record_type_from_word(struct span word)
{
	for (int i = 0; i < RECORD_TYPES; i++)
		if (span_is(word, record_kinds[i].word))
			return i;
	return -1;
}

bool
is_decimal(struct span text)
{
	struct ratio value;

	return ratio_parse(&value, text, true);
}

bool
is_attached(struct span text)
{
	return span_starts(text, "attach/")
		&& is_attachment((struct span){ text.data + 7, text.len - 7 });
}

bool
is_attached_or_none(struct span text)
{
	return span_is(text, "none") || is_attached(text);
}

void
record_attach(struct record *record, struct arena *arena, const char *value)
{
	if (value == NULL || strcmp(value, "none") == 0)
		return;
	value += strlen("attach/");
	for (size_t i = 0; i < record->attached_count; i++)
		if (strcmp(record->attached[i], value) == 0)
			return;
	record->attached = arena_grow(arena, record->attached, record->attached_count,
				      sizeof *record->attached);
	record->attached[record->attached_count++] = value;
}

void
record_attach_notes(struct record *record, struct arena *arena,
		    const struct record_score *scores, size_t count)
{
	for (size_t i = 0; i < count; i++)
		record_attach(record, arena, scores[i].note);
}

static int
compare_seen(const struct seen *a, const struct seen *b)
{
	int order = strcmp(a->actor, b->actor);

	return order != 0 ? order : strcmp(a->kid, b->kid);
}

void
record_check_seen(const struct seen *seen, size_t count, struct faults *faults)
{
	for (size_t i = 1; i < count; i++)
		if (compare_seen(&seen[i - 1], &seen[i]) >= 0)
			fault_add(faults, (struct place){ 1, 1 },
				  "expected the chains seen in "
				  "order of actor and key, each once: %s stands after %s",
				  seen[i].actor, seen[i - 1].actor);
}

static void
check_score(const struct record_score *score, struct faults *faults)
{
	if ((score->level == NULL) == (score->code == NULL))
		fault_add(faults, (struct place){ 1, 1 },
			  "expected a level or a code for '%s'", score->criterion);
	else if ((score->level == NULL) != (score->points == NULL))
		fault_add(faults, (struct place){ 1, 1 },
			  "expected points for '%s' with its level, and only then",
			  score->criterion);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
record_check_scores(const struct record_score *scores, size_t count, struct arena *arena,
		    struct faults *faults)
{
	const char **ids = arena_array(arena, count, sizeof *ids);

	for (size_t i = 0; i < count; i++) {
		check_score(&scores[i], faults);
		ids[i] = scores[i].criterion;
	}
	if (count > 1)
		qsort(ids, count, sizeof *ids, compare_texts);
	for (size_t i = 1; i < count; i++)
		if (strcmp(ids[i - 1], ids[i]) == 0)
			fault_add(faults, (struct place){ 1, 1 },
				  "the criterion '%s' is scored twice", ids[i]);
}

/* `assay:` above 1: whole digits, no sign. */
static bool
is_newer(const struct node *root)
{
	const struct node *node = node_get(root, "assay");
	struct span text = node == NULL ? span_of("") : node->text;

	if (node == NULL || node->kind != NODE_SCALAR || text.len == 0 || text.len > 16
	    || text.data[0] == '0' || span_is(text, "1"))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return true;
}

/* The members of an open record that its table knows. */
static void
drop_free_keys(struct node *root, const struct shape *shape)
{
	struct node **link = &root->first;

	while (*link != NULL) {
		size_t i = 0;

		while (i < shape->count
		       && strcmp(shape->fields[i].key, (*link)->key) != 0)
			i++;
		if (i == shape->count)
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
}

static void
check_front(const struct record_front *front, const struct record_kind *kind,
	    const struct node *root, struct faults *faults)
{
	if (front->assay != 1)
		fault_add(faults, node_get(root, "assay")->at, "expected 1");
	if (strcmp(front->type, kind->word) != 0)
		fault_add(faults, node_get(root, "type")->at,
			  "expected %s, as the commit says", kind->word);
	record_check_seen(front->seen, front->seen_count, faults);
}

static struct record *
read_body(struct arena *arena, struct faults *faults, enum record_type type,
	  const struct node *root)
{
	const struct record_kind *kind = &record_kinds[type];
	struct record_front *front = arena_alloc(arena, kind->shape->size);
	struct record *record = arena_alloc(arena, sizeof *record);

	if (schema_read(front, kind->shape, root, arena, faults) != 0)
		return NULL;
	check_front(front, kind, root, faults);
	*record = (struct record){ .type = type, .id = front->id, .tool = front->tool,
		.seen = front->seen, .seen_count = front->seen_count, .body = front + 1 };
	if (kind->check != NULL)
		kind->check(record, arena, faults);
	return record;
}

struct record *
record_read(struct arena *arena, struct faults *faults, bool *newer,
	    enum record_type type, struct span bytes)
{
	size_t before = faults->count + faults->more;
	struct node *root = yaml_parse(arena, faults, bytes, &yaml_record);
	struct record *record;

	*newer = root != NULL && is_newer(root);
	if (root == NULL || *newer || faults->count + faults->more != before)
		return NULL;
	if (record_kinds[type].shape == NULL) {
		fault_add(faults, (struct place){ 1, 1 },
			  "expected a record of a log chain");
		return NULL;
	}
	if (record_kinds[type].open)
		drop_free_keys(root, record_kinds[type].shape);
	record = read_body(arena, faults, type, root);
	return faults->count + faults->more == before ? record : NULL;
}

const char *
record_about(const struct record *record)
{
	static const size_t at[RECORD_TYPES] = {
		[RECORD_ASSIGNMENT] = offsetof(struct assignment, portfolio) + 1,
		[RECORD_CLAIM] = offsetof(struct claim, portfolio) + 1,
		[RECORD_ERASURE] = offsetof(struct erasure, portfolio) + 1,
		[RECORD_OUTCOME] = offsetof(struct outcome_record, portfolio) + 1,
	};
	const char *body = record->body;

	if (record->decision != NULL)
		return record->decision->portfolio;
	return at[record->type] == 0 ? NULL
		: *(const char *const *)(const void *)(body + at[record->type] - 1);
}

bool
record_finding(struct buf *out, const struct record *record)
{
	const struct outcome_record *released = record->body;

	if (record->decision != NULL)
		buf_printf(out, "%s %s", record->decision->rubric.id,
			   record_outcomes[record->decision->outcome]);
	else if (record->type == RECORD_OUTCOME)
		buf_printf(out, "%s %s", released->rubric.id,
			   record_outcomes[released->outcome]);
	else
		return false;
	return true;
}
