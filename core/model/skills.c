#include "core/model/skills.h"

#include <stdlib.h>

#include "core/base/schema.h"
#include "core/model/names.h"

#define AT(type, member) .offset = offsetof(struct type, member)
#define LIST(type, items, count) AT(type, items), .count_offset = offsetof(struct type, count)

enum { ID_MAX = 512, LABEL = 1000, TEXT = 20000, MANY = 200 };

static const struct yaml_limits limits = {
	.bytes = SKILLS_BYTES, .depth = 8, .events = 300000, .pairs = 100,
};

struct raw_library {
	struct skill_library library;
	int format;
};

bool
is_skill_id(struct span text)
{
	if (text.len == 0 || text.len > ID_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] <= ' ' || text.data[i] == 0x7F)
			return false;
	return true;
}

static const struct field alignment_fields[] = {
	{ "name", FIELD_TEXT, AT(skill_alignment, name), .max = LABEL },
	{ "url", FIELD_TEXT, AT(skill_alignment, url), .max = ID_MAX },
	{ "framework", FIELD_TEXT, AT(skill_alignment, framework), .max = LABEL },
};
static const struct shape alignment_shape = {
	"an alignment", sizeof(struct skill_alignment), SHAPE_FIELDS(alignment_fields),
};

static const struct field skill_fields[] = {
	{ "id", FIELD_WORD, AT(rich_skill, id), .flags = FIELD_REQUIRED, .is_word = is_skill_id,
	  .expected = "an id without white space" },
	{ "name", FIELD_TEXT, AT(rich_skill, name), .flags = FIELD_REQUIRED | FIELD_NONEMPTY,
	  .max = LABEL },
	{ "statement", FIELD_TEXT, AT(rich_skill, statement),
	  .flags = FIELD_REQUIRED | FIELD_NONEMPTY, .max = TEXT },
	{ "category", FIELD_TEXT, AT(rich_skill, category), .max = LABEL },
	{ "keywords", FIELD_TEXTS, LIST(rich_skill, keywords, keyword_count), .max = MANY },
	{ "url", FIELD_TEXT, AT(rich_skill, url), .max = ID_MAX },
	{ "author", FIELD_TEXT, AT(rich_skill, author), .max = LABEL },
	{ "alignments", FIELD_LIST, LIST(rich_skill, alignments, alignment_count), 0,
	  &alignment_shape, .max = MANY },
};
static const struct shape skill_shape = {
	"a skill", sizeof(struct rich_skill), SHAPE_FIELDS(skill_fields),
	SHAPE_AT(struct rich_skill, at),
};

static const char *const formats[] = { "1", NULL };

static const struct field library_fields[] = {
	{ "assay_skills", FIELD_CHOICE, AT(raw_library, format), .flags = FIELD_REQUIRED,
	  .choices = formats },
	{ "id", FIELD_WORD, AT(raw_library, library.id), .flags = FIELD_REQUIRED,
	  .is_word = is_rubric_id, .expected = "an id: lower case letters, digits, . and -" },
	{ "title", FIELD_TEXT, AT(raw_library, library.title),
	  .flags = FIELD_REQUIRED | FIELD_NONEMPTY, .max = LABEL },
	{ "author", FIELD_TEXT, AT(raw_library, library.author), .max = LABEL },
	{ "url", FIELD_TEXT, AT(raw_library, library.url), .max = ID_MAX },
	{ "skills", FIELD_LIST, LIST(raw_library, library.skills, library.skill_count),
	  FIELD_REQUIRED, &skill_shape, .min = 1, .max = SKILLS_MAX },
};
static const struct shape library_shape = {
	"a library of skills", sizeof(struct raw_library), SHAPE_FIELDS(library_fields),
};

/* A name that must not be there twice. */
struct name {
	const char *text;
	struct place at;
};

static int
compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order != 0 ? order : (x->at.line > y->at.line) - (x->at.line < y->at.line);
}

static void
check_once(struct faults *faults, struct name *names, size_t count, const char *what)
{
	if (count > 1)
		qsort(names, count, sizeof *names, compare_names);
	for (size_t i = 1; i < count; i++)
		if (strcmp(names[i].text, names[i - 1].text) == 0)
			fault_add(faults, names[i].at, "the %s '%.100s' is taken by a skill on "
				  "line %d", what, names[i].text, names[i - 1].at.line);
}

static void
check(struct arena *arena, struct faults *faults, const struct skill_library *library)
{
	struct name *ids = arena_array(arena, library->skill_count, sizeof *ids);
	struct name *urls = arena_array(arena, library->skill_count, sizeof *urls);
	size_t url_count = 0;

	for (size_t i = 0; i < library->skill_count; i++) {
		const struct rich_skill *skill = &library->skills[i];

		ids[i] = (struct name){ skill->id, skill->at };
		if (skill->url != NULL && *skill->url != '\0')
			urls[url_count++] = (struct name){ skill->url, skill->at };
	}
	check_once(faults, ids, library->skill_count, "id");
	check_once(faults, urls, url_count, "url");
}

struct skill_library *
skills_parse(struct arena *arena, struct faults *faults, struct span bytes)
{
	struct raw_library *raw = arena_alloc(arena, sizeof *raw);
	size_t before = faults->count + faults->more;
	const struct node *root = yaml_parse(arena, faults, bytes, &limits);

	if (root != NULL
	    && schema_read(raw, &library_shape, root, arena, faults) == 0)
		check(arena, faults, &raw->library);
	fault_sort(faults);
	return faults->count + faults->more == before && root != NULL ? &raw->library : NULL;
}

static bool
is_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && *a != '\0' && strcmp(a, b) == 0;
}

const struct rich_skill *
skills_find(const struct skill_library *library, const struct skill *skill)
{
	for (size_t i = 0; i < library->skill_count; i++)
		if (is_same(skill->url, library->skills[i].url)
		    || is_same(skill->id, library->skills[i].id))
			return &library->skills[i];
	return NULL;
}

struct uses {
	struct arena *arena;
	struct skill_use *items;
	size_t count;
	struct skill_library *const *libraries;
	size_t library_count;
};

static void
add_uses(struct uses *uses, const struct rubric *rubric, const struct criterion *criterion,
	 const struct skill *skills, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct skill_use use = { rubric, criterion, &skills[i], NULL };

		for (size_t l = 0; l < uses->library_count && use.found == NULL; l++)
			use.found = skills_find(uses->libraries[l], &skills[i]);
		uses->items = arena_grow(uses->arena, uses->items, uses->count, sizeof use);
		uses->items[uses->count++] = use;
	}
}

struct skill_use *
skills_uses(size_t *count, struct arena *arena, const struct rubric *const *rubrics,
	    size_t rubric_count, struct skill_library *const *libraries, size_t library_count)
{
	struct uses uses = { .arena = arena, .libraries = libraries,
			     .library_count = library_count };

	for (size_t r = 0; r < rubric_count; r++) {
		const struct rubric *rubric = rubrics[r];

		add_uses(&uses, rubric, NULL, rubric->skills, rubric->skill_count);
		for (size_t c = 0; c < rubric->criterion_count; c++)
			add_uses(&uses, rubric, &rubric->criteria[c],
				 rubric->criteria[c].skills,
				 rubric->criteria[c].skill_count);
	}
	*count = uses.count;
	return uses.items;
}
