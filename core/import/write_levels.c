/* What a criterion becomes: its id, its levels from low to high, its scale. */
#include "core/import/write.h"

#include "core/base/text.h"
#include "core/model/rule.h"

static bool
is_taken(const struct taken *taken, const char *id)
{
	for (size_t i = 0; i < taken->count; i++)
		if (strcmp(taken->ids[i], id) == 0)
			return true;
	return false;
}

void
import_take(struct writing *w, struct taken *taken, const char *id)
{
	taken->ids = arena_grow(w->arena, taken->ids, taken->count, sizeof *taken->ids);
	taken->ids[taken->count++] = id;
}

/* An id from a name, or else a letter and a number; told apart by a number behind. */
static const char *
new_id(struct writing *w, struct taken *taken, const char *name, char letter, size_t number)
{
	struct buf slug = { 0 };
	const char *base, *id;

	text_slug(&slug, span_of(name), '_', ID_MAX);
	if (slug.len == 0)
		base = arena_printf(w->arena, "%c%zu", letter, number);
	else if (*slug.data >= '0' && *slug.data <= '9')
		base = arena_printf(w->arena, "%c%s", letter, slug.data);
	else
		base = arena_text(w->arena, slug.data);
	buf_close(&slug);
	if (rule_is_word(span_of(base)))
		base = arena_printf(w->arena, "%s_", base);
	id = base;
	for (size_t i = 2; is_taken(taken, id); i++)
		id = arena_printf(w->arena, "%s_%zu", base, i);
	import_take(w, taken, id);
	return id;
}

struct ranked {
	const struct import_level *level;
	struct ratio points;
};

/* Stable, as there are at most 20 of them and the order of equals is the author's. */
static void
sort_levels(struct ranked *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct ranked item = items[i];
		size_t k = i;
		bool ok;

		for (; k > 0 && ratio_compare(item.points, items[k - 1].points, &ok) < 0; k--)
			items[k] = items[k - 1];
		items[k] = item;
	}
}

/* Points for levels that have none, and none below 0. */
static void
settle_points(struct writing *w, const struct import_criterion *from, struct ranked *items)
{
	struct ratio least;
	struct buf text = { 0 };
	bool ok, unscored = false;

	for (size_t i = 0; i < from->level_count; i++) {
		items[i] = (struct ranked){ &from->levels[i], from->levels[i].points };
		unscored = unscored || !ratio_is_defined(items[i].points);
	}
	for (size_t i = 0; i < from->level_count && unscored; i++)
		items[i].points = ratio_of((int64_t)i, 1);
	if (unscored)
		import_note(w->rubric, from->at, "'%.80s' has levels without points: they are "
			    "read from low to high and count 0, 1, 2 …", from->name);
	sort_levels(items, from->level_count);
	least = items[0].points;
	if (ratio_compare(least, ratio_of(0, 1), &ok) >= 0)
		return;
	for (size_t i = 0; i < from->level_count; i++)
		items[i].points = ratio_subtract(items[i].points, least);
	ratio_print(&text, ratio_subtract(ratio_of(0, 1), least), 9, ROUND_HALF_UP);
	import_note(w->rubric, from->at, "'%.80s' has points below 0, which there are not here: "
		    "all its levels, and so the sum, are higher by %s", from->name, text.data);
	buf_close(&text);
}

static void
add_lowest(struct writing *w, struct made *made, const struct import_criterion *from)
{
	static const struct import_level none = { .name = "No points", .text = "",
						  .feedback = "" };

	made->levels[0] = &none;
	made->points[0] = ratio_of(0, 1);
	import_note(w->rubric, from->at, "'%.80s' has one level: a level 'No points' was put "
		    "below it, as there must be two", from->name);
}

static void
count_nothing(struct writing *w, struct made *made)
{
	for (size_t i = 0; i < made->count; i++)
		made->points[i] = ratio_of(0, 1);
	import_note(w->rubric, made->from->at, "'%.80s' does not count in the source: its levels "
		    "have 0 points", made->name);
}

static void
name_levels(struct writing *w, struct made *made)
{
	struct taken taken = { .count = 0 };

	for (size_t i = 0; i < made->count; i++) {
		struct buf points = { 0 };
		const char *name = import_fit(w->rubric, made->levels[i]->at, "the name of a level",
				       made->levels[i]->name, LABEL_MAX);

		ratio_print(&points, made->points[i], 9, ROUND_HALF_UP);
		made->ids[i] = new_id(w, &taken, name, 'l', i + 1);
		made->names[i] = *name != '\0' ? name
			: arena_printf(w->arena, "%s point%s", points.data,
				       strcmp(points.data, "1") == 0 ? "" : "s");
		w->unnamed = w->unnamed || *name == '\0';
		buf_close(&points);
	}
}

static const char *
scale_text(struct writing *w, const struct made *made)
{
	struct buf text = { 0 };
	const char *out;

	for (size_t i = 0; i < made->count; i++) {
		buf_printf(&text, "      - {id: %s", made->ids[i]);
		import_put_pair(&text, ", ", "label", made->names[i]);
		buf_text(&text, ", points: ");
		ratio_print(&text, made->points[i], 9, ROUND_HALF_UP);
		buf_text(&text, "}\n");
	}
	out = arena_text(w->arena, text.data);
	buf_close(&text);
	return out;
}

/* Criteria with the same levels share a scale. */
static void
find_scale(struct writing *w, struct made *made)
{
	const char *text = scale_text(w, made);

	for (made->scale = 0; made->scale < w->scale_count; made->scale++)
		if (strcmp(w->scales[made->scale], text) == 0)
			return;
	if (w->scale_count == SCALES) {
		fault_add(w->faults, made->from->at, "more than %d different scales", SCALES);
		made->scale = 0;
		return;
	}
	w->scales[w->scale_count++] = text;
}

static void
add_up(struct writing *w, const struct made *made)
{
	struct ratio weight = made->from->weight;

	if (!w->weighted || !ratio_is_defined(weight))
		weight = ratio_of(1, 1);
	w->min = ratio_add(w->min, ratio_multiply(weight, made->points[0]));
	w->max = ratio_add(w->max,
			   ratio_multiply(weight, made->points[made->count - 1]));
}

static void
check_points(struct writing *w, const struct made *made)
{
	bool ok;

	if (ratio_compare(made->points[made->count - 1], ratio_of(POINTS, 1), &ok) > 0)
		fault_add(w->faults, made->from->at, "'%.80s' has more than %d points",
			  made->from->name, POINTS);
}

static void
make_levels(struct writing *w, struct made *made)
{
	const struct import_criterion *from = made->from;
	size_t extra = from->level_count == 1 ? 1 : 0;
	struct ranked *items = arena_array(w->arena, from->level_count, sizeof *items);

	made->count = from->level_count + extra;
	made->levels = arena_array(w->arena, made->count, sizeof *made->levels);
	made->names = arena_array(w->arena, made->count, sizeof *made->names);
	made->ids = arena_array(w->arena, made->count, sizeof *made->ids);
	made->points = arena_array(w->arena, made->count, sizeof *made->points);
	settle_points(w, from, items);
	for (size_t i = 0; i < from->level_count; i++) {
		made->levels[i + extra] = items[i].level;
		made->points[i + extra] = items[i].points;
	}
	if (extra != 0)
		add_lowest(w, made, from);
	if (from->uncounted)
		count_nothing(w, made);
	name_levels(w, made);
	check_points(w, made);
	add_up(w, made);
	find_scale(w, made);
}

void
import_make(struct writing *w, struct made *made, const struct import_criterion *from,
	    size_t index)
{
	const char *name = import_fit(w->rubric, from->at, "the name of a criterion", from->name, LABEL_MAX);

	*made = (struct made){ .from = from };
	made->name = *name != '\0' ? name : arena_printf(w->arena, "Criterion %zu", index + 1);
	if (*name == '\0')
		import_note(w->rubric, from->at, "this criterion has no name: it is called '%s'",
			    made->name);
	made->id = new_id(w, &w->sets, name, 'c', index + 1);
	for (size_t i = 0; i < index && *name != '\0'; i++)
		if (strcmp(w->rubric->criteria[i].name, name) == 0) {
			import_note(w->rubric, from->at, "'%.80s' is there more than once: this one "
				    "has the id %s", name, made->id);
			break;
		}
	if (from->level_count > RUBRIC_LEVELS)
		fault_add(w->faults, from->at, "'%.80s' has %zu levels; a criterion has at most %d",
			  made->name, from->level_count, RUBRIC_LEVELS);
	else if (from->level_count != 0)
		make_levels(w, made);
	else
		import_note(w->rubric, from->at, "'%.80s' has no levels: it is there for a comment, "
			    "which is required here", made->name);
}
