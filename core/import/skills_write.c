/* A library of skills from elsewhere written down as one of ours. */
#include "core/import/skills.h"

#include "core/base/text.h"
#include "core/import/write.h"
#include "core/model/names.h"

enum { SLUG_MAX = 60, URL_MAX = 512 };

struct placed {
	const char *key, *text;
	const char *what;
	size_t max;
};

static void
put_pairs(struct buf *out, struct skills_import *import, const struct rich_skill *skill,
	  const struct placed *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (pairs[i].text != NULL && *pairs[i].text != '\0')
			import_put_text(out, 4, pairs[i].key,
					import_fit(&import->notes, skill->at, pairs[i].what,
						   pairs[i].text, pairs[i].max));
}

static void
put_alignments(struct buf *out, struct skills_import *import, const struct rich_skill *skill)
{
	buf_text(out, "    alignments:\n");
	for (size_t i = 0; i < skill->alignment_count; i++) {
		const struct skill_alignment *alignment = &skill->alignments[i];
		const struct placed pairs[] = {
			{ "name", alignment->name, "the name of an alignment", LABEL_MAX },
			{ "url", alignment->url, "the url of an alignment", URL_MAX },
			{ "framework", alignment->framework, "a framework", LABEL_MAX },
		};
		const char *before = "      - {";

		for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
			if (*pairs[k].text == '\0')
				continue;
			import_put_pair(out, before, pairs[k].key,
					import_fit(&import->notes, skill->at, pairs[k].what,
						   pairs[k].text, pairs[k].max));
			before = ", ";
		}
		buf_text(out, "}\n");
	}
}

static void
put_skill(struct buf *out, struct skills_import *import, const struct rich_skill *skill)
{
	const struct placed pairs[] = {
		{ "name", skill->name, "a name", LABEL_MAX },
		{ "statement", skill->statement, "a statement", ABOUT_MAX },
		{ "category", skill->category, "a category", LABEL_MAX },
		{ "url", skill->url, "a url", URL_MAX },
		{ "author", skill->author, "an author", LABEL_MAX },
	};

	import_put_pair(out, "  - ", "id", skill->id);
	buf_char(out, '\n');
	put_pairs(out, import, skill, pairs, sizeof pairs / sizeof *pairs);
	for (size_t i = 0; i < skill->keyword_count; i++) {
		buf_text(out, i == 0 ? "    keywords: [" : ", ");
		yaml_scalar(out, span_of(skill->keywords[i]));
	}
	if (skill->keyword_count != 0)
		buf_text(out, "]\n");
	if (skill->alignment_count != 0)
		put_alignments(out, import, skill);
}

static bool
is_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && *a != '\0' && strcmp(a, b) == 0;
}

static void
check_skill(struct skills_import *import, const struct rich_skill *skill)
{
	for (const struct rich_skill *other = import->library.skills; other < skill; other++)
		if (is_same(skill->id, other->id) || is_same(skill->url, other->url)) {
			fault_add(import->faults, skill->at,
				  "skill '%.100s' is there more than once", skill->id);
			break;
		}
	if (*skill->name == '\0')
		fault_add(import->faults, skill->at, "skill '%.80s' has no name", skill->id);
	if (*skill->statement == '\0')
		fault_add(import->faults, skill->at, "skill '%.80s' has no statement",
			  *skill->name == '\0' ? skill->id : skill->name);
}

static const char *
id_of(struct skills_import *import, const char *wish)
{
	struct buf id = { 0 };
	const char *out;

	if (wish != NULL)
		return wish;
	text_slug(&id, span_of(import->library.title), '-', SLUG_MAX);
	out = id.len == 0 ? "skills" : arena_text(import->arena, id.data);
	buf_close(&id);
	return out;
}

static void
put_library(struct buf *out, struct skills_import *import, const char *id)
{
	struct skill_library *library = &import->library;
	const struct placed pairs[] = {
		{ "author", library->author, "the author", LABEL_MAX },
		{ "url", library->url, "the url", URL_MAX },
	};
	const struct rich_skill whole = { .id = "" };

	if (*library->title == '\0') {
		library->title = "Imported skills";
		import_note(&import->notes, whole.at, "the library has no title: it is called '%s'",
			    library->title);
	}
	buf_printf(out, "assay_skills: 1\nid: %s\n", id);
	import_put_text(out, 0, "title", import_fit(&import->notes, whole.at, "the title",
						    library->title, LABEL_MAX));
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].text != NULL && *pairs[i].text != '\0')
			import_put_text(out, 0, pairs[i].key,
					import_fit(&import->notes, whole.at, pairs[i].what,
						   pairs[i].text, pairs[i].max));
	buf_text(out, "skills:\n");
	for (size_t i = 0; i < library->skill_count; i++)
		put_skill(out, import, &library->skills[i]);
}

/* Our own reader has the last word: ids and urls there twice are told by it. */
static int
check_written(struct skills_import *import, struct span bytes)
{
	struct faults made = { .arena = import->arena };

	if (skills_parse(import->arena, &made, arena_span(import->arena, bytes)) != NULL)
		return 0;
	for (size_t i = 0; i < made.count; i++)
		fault_add(import->faults, (struct place){ 0, 0 }, "no library can be made of it: %s",
			  made.items[i].text);
	return -1;
}

int
skills_import(struct buf *out, struct skills_import *import,
	      const struct skills_format *format, const char *id, struct span bytes)
{
	struct faults *faults = import->faults;
	size_t start = out->len, before = faults->count + faults->more;

	import->library = (struct skill_library){ .title = "" };
	import->notes = (struct import_rubric){ .arena = import->arena };
	format->read(import, bytes);
	if (faults->count + faults->more == before && import->library.skill_count == 0)
		fault_add(faults, (struct place){ 0, 0 }, "there is no skill in it");
	for (size_t i = 0; i < import->library.skill_count; i++)
		check_skill(import, &import->library.skills[i]);
	fault_sort(faults);
	if (faults->count + faults->more != before)
		return -1;
	put_library(out, import, id_of(import, id));
	return check_written(import, (struct span){ out->data + start, out->len - start });
}
