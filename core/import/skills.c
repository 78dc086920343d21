#include "core/import/skills.h"

#include "core/base/csv.h"
#include "core/base/json.h"
#include "core/import/read.h"

#include <strings.h>

enum { ALIGNMENTS = 50, WORDS_MAX = 200 };

static void read_osmt_csv(struct skills_import *import, struct span bytes);
static void read_osmt_json(struct skills_import *import, struct span bytes);
static void read_case_json(struct skills_import *import, struct span bytes);

const struct skills_format skills_formats[] = {
	{ "osmt-csv", "OSMT: the CSV of skills or of a collection", read_osmt_csv },
	{ "osmt-json", "OSMT: skills as its API gives them", read_osmt_json },
	{ "case-json", "CASE 1.1: the CFItems of a package", read_case_json },
};
const size_t skills_format_count = sizeof skills_formats / sizeof *skills_formats;

const struct skills_format *
skills_format(const char *name)
{
	for (size_t i = 0; i < skills_format_count; i++)
		if (strcmp(name, skills_formats[i].name) == 0)
			return &skills_formats[i];
	return NULL;
}

/* The readers of text are those of rubrics; they need only where to put it. */
static const char *
name_of(struct skills_import *import, struct span raw)
{
	struct import into = { .arena = import->arena, .faults = import->faults };

	return import_name(&into, raw);
}

static const char *
text_of(struct skills_import *import, struct span raw)
{
	struct import into = { .arena = import->arena, .faults = import->faults };

	return import_text(&into, raw);
}

static struct span
scalar(struct skills_import *import, const struct node *map, const char *key)
{
	struct import into = { .arena = import->arena, .faults = import->faults };

	return import_scalar(&into, map, key);
}

static struct rich_skill *
add_skill(struct skills_import *import, struct place at)
{
	struct skill_library *library = &import->library;
	struct rich_skill *skill;

	if (library->skill_count == SKILLS_MAX) {
		fault_add(import->faults, at, "more than %d skills in one file", SKILLS_MAX);
		return NULL;
	}
	library->skills = arena_grow(import->arena, library->skills, library->skill_count,
				     sizeof *skill);
	skill = &library->skills[library->skill_count++];
	*skill = (struct rich_skill){ .at = at, .id = "", .name = "", .statement = "" };
	return skill;
}

static void
add_keyword(struct skills_import *import, struct rich_skill *skill, struct span raw)
{
	const char *word = name_of(import, raw);

	if (*word == '\0')
		return;
	if (skill->keyword_count == WORDS_MAX) {
		import_note(&import->notes, skill->at, "keywords past the first %d were left out",
			    WORDS_MAX);
		return;
	}
	skill->keywords = arena_grow(import->arena, skill->keywords, skill->keyword_count,
				     sizeof *skill->keywords);
	skill->keywords[skill->keyword_count++] = word;
}

static void
add_alignment(struct skills_import *import, struct rich_skill *skill,
	      struct skill_alignment alignment)
{
	if (*alignment.name == '\0' && *alignment.url == '\0')
		return;
	if (skill->alignment_count == WORDS_MAX) {
		import_note(&import->notes, skill->at, "alignments past the first %d were left "
			    "out", WORDS_MAX);
		return;
	}
	skill->alignments = arena_grow(import->arena, skill->alignments,
				       skill->alignment_count, sizeof alignment);
	skill->alignments[skill->alignment_count++] = alignment;
}

/* The last part of its address, which OSMT makes of a UUID; else a number. */
static void
name_by_url(struct skills_import *import, struct rich_skill *skill)
{
	const char *slash = skill->url == NULL ? NULL : strrchr(skill->url, '/');

	if (slash != NULL && is_skill_id(span_of(slash + 1))) {
		skill->id = slash + 1;
		return;
	}
	skill->id = arena_printf(import->arena, "skill-%zu", import->library.skill_count);
	import_note(&import->notes, skill->at, "'%.80s' has no id and no address: it is called %s",
		    skill->name, skill->id);
}

/* Columns that go where they belong, and those that have no place. */
enum column { COLUMN_URL, COLUMN_NAME, COLUMN_AUTHOR, COLUMN_STATEMENT, COLUMN_CATEGORY,
	      COLUMN_KEYWORDS, COLUMN_COUNT };

static const char *const column_names[COLUMN_COUNT] = {
	"Canonical URL", "RSD Name", "Author", "Skill Statement", "Category", "Keywords",
};
static const char *const other_columns[] = {
	"Standards", "Certifications", "Occupation Major Groups", "Occupation Minor Groups",
	"Broad Occupations", "Detailed Occupations", "O*Net Job Codes", "Employers",
	"Collections", "Publish Status", "Job Codes",
};

struct columns {
	int at[COLUMN_COUNT];
	size_t alignments[ALIGNMENTS][3];	/* name, url, framework */
	size_t alignment_count;
};

static bool
ends(const char *text, const char *with)
{
	size_t len = strlen(text), tail = strlen(with);

	return len >= tail && strcasecmp(text + len - tail, with) == 0;
}

/* `Alignment 2 Framework`: the parts follow each other, the name first. */
static bool
is_alignment(struct columns *c, const char *name, size_t column)
{
	static const char *const parts[] = { " name", " url", " framework" };

	if (strncasecmp(name, "alignment", 9) != 0)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!ends(name, parts[i]))
			continue;
		if (i == 0 && c->alignment_count < ALIGNMENTS) {
			memset(c->alignments[c->alignment_count], 0xFF,
			       sizeof *c->alignments);
			c->alignment_count++;
		}
		if (c->alignment_count != 0)
			c->alignments[c->alignment_count - 1][i] = column;
		return true;
	}
	return false;
}

static int
read_heading(struct skills_import *import, struct columns *c, const struct csv_row *row)
{
	*c = (struct columns){ .alignment_count = 0 };
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		c->at[i] = -1;
	for (size_t i = 0; i < row->count; i++) {
		const char *name = name_of(import, row->fields[i].text);
		bool known = is_alignment(c, name, i), other = false;

		for (size_t k = 0; k < COLUMN_COUNT && !known; k++)
			if (strcasecmp(name, column_names[k]) == 0) {
				c->at[k] = (int)i;
				known = true;
			}
		for (size_t k = 0; k < sizeof other_columns / sizeof *other_columns; k++)
			other = other || strcasecmp(name, other_columns[k]) == 0;
		if (!known && *name != '\0')
			import_note(&import->notes, row->fields[i].at,
				    other ? "the column '%.80s' was left out"
				    : "the column '%.80s' is not known and was left out", name);
	}
	if (c->at[COLUMN_NAME] >= 0 && c->at[COLUMN_STATEMENT] >= 0)
		return 0;
	return fault_add(import->faults, (struct place){ row->line, 1 },
			 "expected the columns RSD Name and Skill Statement");
}

static struct span
cell(const struct csv_row *row, int column)
{
	return column < 0 ? span_of("") : csv_text(row, (size_t)column);
}

static void
read_row(struct skills_import *import, const struct columns *c, const struct csv_row *row)
{
	struct place at = { row->line, 1 };
	struct span words = cell(row, c->at[COLUMN_KEYWORDS]);
	struct rich_skill *skill;

	if (row->count == 1 && *name_of(import, row->fields[0].text) == '\0')
		return;
	skill = add_skill(import, at);
	if (skill == NULL)
		return;
	skill->name = name_of(import, cell(row, c->at[COLUMN_NAME]));
	skill->statement = text_of(import, cell(row, c->at[COLUMN_STATEMENT]));
	skill->author = name_of(import, cell(row, c->at[COLUMN_AUTHOR]));
	skill->category = name_of(import, cell(row, c->at[COLUMN_CATEGORY]));
	skill->url = name_of(import, cell(row, c->at[COLUMN_URL]));
	name_by_url(import, skill);
	while (words.len != 0)
		add_keyword(import, skill, span_cut(&words, ';'));
	for (size_t i = 0; i < c->alignment_count; i++)
		add_alignment(import, skill, (struct skill_alignment){
			name_of(import, csv_text(row, c->alignments[i][0])),
			name_of(import, csv_text(row, c->alignments[i][1])),
			name_of(import, csv_text(row, c->alignments[i][2])) });
}

static void
read_osmt_csv(struct skills_import *import, struct span bytes)
{
	struct columns columns;
	struct csv_row row;
	struct csv csv;

	csv_open(&csv, bytes);
	if (!csv_row(&row, import->arena, &csv) || read_heading(import, &columns, &row) != 0)
		return;
	for (bool more = true; more && import->faults->count < FAULT_MAX;) {
		struct arena scratch = { 0 };

		more = csv_row(&row, &scratch, &csv);
		if (more && row.unclosed)
			fault_add(import->faults, row.fields[row.count - 1].at,
				  "this quote is never closed");
		else if (more)
			read_row(import, &columns, &row);
		arena_close(&scratch);
	}
}

/* A scalar, or a list of scalars or of maps with a name, joined. */
static const char *
joined(struct skills_import *import, const struct node *map, const char *one, const char *many)
{
	const struct node *list = import_list(map, many);
	struct buf text = { 0 };
	const char *out;

	if (list == NULL)
		return name_of(import, scalar(import, map, one));
	for (const struct node *at = list->first; at != NULL; at = at->next) {
		buf_text(&text, text.len == 0 ? "" : "; ");
		buf_text(&text, name_of(import, at->kind == NODE_SCALAR ? at->text
					: scalar(import, at, "name")));
	}
	out = text.len == 0 ? "" : arena_copy(import->arena, text.data, text.len);
	buf_close(&text);
	return out;
}

static void
read_alignment(struct skills_import *import, struct rich_skill *skill, const struct node *map)
{
	const struct node *part = import_list(map, "isPartOf");

	add_alignment(import, skill, (struct skill_alignment){
		name_of(import, scalar(import, map, "skillName")),
		name_of(import, scalar(import, map, "id")),
		name_of(import, part == NULL ? span_of("") : scalar(import, part, "name")) });
}

static void
read_words(struct skills_import *import, struct rich_skill *skill, const struct node *map,
	   const char *key)
{
	const struct node *list = import_list(map, key);

	for (const struct node *at = list == NULL ? NULL : list->first; at != NULL;
	     at = at->next)
		add_keyword(import, skill, at->kind == NODE_SCALAR ? at->text
			    : scalar(import, at, "name"));
}

static void
read_descriptor(struct skills_import *import, const struct node *map)
{
	static const char *const known[] = {
		"@context", "id", "uuid", "type", "status", "creator", "creationDate",
		"updateDate", "publishDate", "archiveDate", "skillName", "skillStatement",
		"author", "authors", "category", "categories", "keywords", "alignments", NULL,
	};
	struct rich_skill *skill = add_skill(import, map->at);
	const struct node *list = import_list(map, "alignments");

	if (skill == NULL)
		return;
	skill->name = name_of(import, scalar(import, map, "skillName"));
	skill->statement = text_of(import, scalar(import, map, "skillStatement"));
	skill->url = name_of(import, scalar(import, map, "id"));
	skill->author = joined(import, map, "author", "authors");
	skill->category = joined(import, map, "category", "categories");
	skill->id = name_of(import, scalar(import, map, "uuid"));
	if (!is_skill_id(span_of(skill->id)))
		name_by_url(import, skill);
	read_words(import, skill, map, "keywords");
	for (const struct node *at = list == NULL ? NULL : list->first; at != NULL;
	     at = at->next)
		if (at->kind == NODE_MAP)
			read_alignment(import, skill, at);
	import_note_others(&import->notes, map,
			   arena_printf(import->arena, "'%.80s'", skill->name), known);
}

/* One descriptor, a list, or a collection with its skills. */
static void
read_osmt_json(struct skills_import *import, struct span bytes)
{
	const struct node *tree = json_parse(import->arena, import->faults, bytes);
	const struct node *list;

	if (tree == NULL)
		return;
	list = tree->kind == NODE_LIST ? tree : import_list(tree, "skills");
	if (list == NULL && node_get(tree, "skillStatement") != NULL) {
		read_descriptor(import, tree);
		return;
	}
	if (list == NULL) {
		fault_add(import->faults, (struct place){ 0, 0 },
			  "expected a list of skills, or a map with a list 'skills'");
		return;
	}
	if (tree->kind == NODE_MAP)
		import->library.title = name_of(import, scalar(import, tree, "name"));
	for (const struct node *at = list->first; at != NULL; at = at->next) {
		if (at->kind == NODE_MAP)
			read_descriptor(import, at);
		else
			fault_add(import->faults, at->at, "expected maps in the list of skills");
	}
}

static void
read_item(struct skills_import *import, const struct node *map)
{
	static const char *const known[] = {
		"identifier", "uri", "fullStatement", "abbreviatedStatement", "conceptKeywords",
		"CFItemType", "lastChangeDateTime", "CFDocumentURI", "language", NULL,
	};
	struct rich_skill *skill = add_skill(import, map->at);

	if (skill == NULL)
		return;
	skill->statement = text_of(import, scalar(import, map, "fullStatement"));
	skill->name = name_of(import, scalar(import, map, "abbreviatedStatement"));
	if (*skill->name == '\0') {
		skill->name = name_of(import, scalar(import, map, "fullStatement"));
		import_note(&import->notes, skill->at,
			    "'%.80s' has no short name: its statement is its name", skill->name);
	}
	skill->category = name_of(import, scalar(import, map, "CFItemType"));
	skill->url = name_of(import, scalar(import, map, "uri"));
	skill->id = name_of(import, scalar(import, map, "identifier"));
	if (!is_skill_id(span_of(skill->id)))
		name_by_url(import, skill);
	read_words(import, skill, map, "conceptKeywords");
	import_note_others(&import->notes, map,
			   arena_printf(import->arena, "'%.80s'", skill->name), known);
}

static void
read_case_json(struct skills_import *import, struct span bytes)
{
	const struct node *tree = json_parse(import->arena, import->faults, bytes);
	const struct node *document, *items;

	if (tree == NULL)
		return;
	document = import_list(tree, "CFDocument");
	items = import_list(tree, "CFItems");
	if (items == NULL) {
		fault_add(import->faults, (struct place){ 0, 0 },
			  "expected a package with a list 'CFItems'");
		return;
	}
	if (document != NULL) {
		import->library.title = name_of(import, scalar(import, document, "title"));
		import->library.author = name_of(import, scalar(import, document, "creator"));
		import->library.url = name_of(import, scalar(import, document, "uri"));
	}
	if (import_list(tree, "CFAssociations") != NULL)
		import_note(&import->notes, (struct place){ 0, 0 },
			    "how the items hang together (CFAssociations) was left out");
	for (const struct node *at = items->first; at != NULL; at = at->next)
		if (at->kind == NODE_MAP)
			read_item(import, at);
}
