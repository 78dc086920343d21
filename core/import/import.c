#include "core/import/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/html.h"
#include "core/base/text.h"
#include "core/model/names.h"

enum { RAW_MAX = 65536, NUMBER_MAX = 40, ID_MAX = 60, NOTE_MAX = 4096 };

const struct import_format import_formats[] = {
	{ "canvas-csv", "Canvas: Rubrics, Export or Download, the CSV", import_canvas_csv },
	{ "canvas-json", "Canvas: rubrics or an assignment, as its API gives them",
	  import_canvas_json },
	{ "moodle-xml", "Moodle: grading.xml from a backup of the activity",
	  import_moodle_xml },
	{ "ora-xml", "Open edX: an open response assessment, as XML", import_ora_xml },
	{ "ora-json", "Open edX: the rubric of an open response assessment, as JSON",
	  import_ora_json },
	{ "markus-yaml", "MarkUs: the criteria of an assignment, as YAML",
	  import_markus_yaml },
	{ "case-json", "CASE 1.1: a package or a CFRubric, as JSON", import_case_json },
};
const size_t import_format_count = sizeof import_formats / sizeof *import_formats;

const struct import_format *
import_format(const char *name)
{
	for (size_t i = 0; i < import_format_count; i++)
		if (strcmp(name, import_formats[i].name) == 0)
			return &import_formats[i];
	return NULL;
}

int
import_read(struct import *out, const struct import_format *format, struct arena *arena,
	    struct faults *faults, struct span bytes)
{
	size_t before = faults->count + faults->more;

	*out = (struct import){ .arena = arena, .faults = faults };
	if (bytes.len > IMPORT_BYTES)
		fault_add(faults, (struct place){ 0, 0 }, "larger than 2 MiB");
	else
		format->read(out, bytes);
	if (faults->count + faults->more == before && out->rubric_count == 0)
		fault_add(faults, (struct place){ 0, 0 }, "there is no rubric in it");
	fault_sort(faults);
	return faults->count + faults->more == before ? 0 : -1;
}

const char *
import_id(const struct import_rubric *rubric)
{
	struct buf id = { 0 };
	const char *out;

	text_slug(&id, span_of(rubric->title), '-', ID_MAX);
	out = id.len == 0 ? "imported" : arena_text(rubric->arena, id.data);
	buf_close(&id);
	return out;
}

struct import_rubric *
import_add_rubric(struct import *import, struct place at, const char *title)
{
	struct import_rubric *rubric;

	if (import->rubric_count == IMPORT_RUBRICS) {
		fault_add(import->faults, at, "more than %d rubrics in one file",
			  IMPORT_RUBRICS);
		return NULL;
	}
	import->rubrics = arena_grow(import->arena, import->rubrics, import->rubric_count,
				     sizeof *rubric);
	rubric = &import->rubrics[import->rubric_count++];
	*rubric = (struct import_rubric){ .arena = import->arena, .at = at, .title = title,
					  .about = "" };
	return rubric;
}

struct import_criterion *
import_add_criterion(struct import *import, struct import_rubric *rubric, struct place at)
{
	struct import_criterion *criterion;

	if (++import->criteria > IMPORT_CRITERIA) {
		if (import->criteria == IMPORT_CRITERIA + 1)
			fault_add(import->faults, at, "more than %d criteria in one file",
				  IMPORT_CRITERIA);
		return NULL;
	}
	rubric->criteria = arena_grow(import->arena, rubric->criteria,
				      rubric->criterion_count, sizeof *criterion);
	criterion = &rubric->criteria[rubric->criterion_count++];
	*criterion = (struct import_criterion){ .at = at, .name = "", .about = "",
						.weight = ratio_undefined() };
	return criterion;
}

struct import_level *
import_add_level(struct import *import, struct import_criterion *criterion, struct place at)
{
	struct import_level *level;

	if (++import->levels > IMPORT_LEVELS) {
		if (import->levels == IMPORT_LEVELS + 1)
			fault_add(import->faults, at, "more than %d levels in one file",
				  IMPORT_LEVELS);
		return NULL;
	}
	criterion->levels = arena_grow(import->arena, criterion->levels,
				       criterion->level_count, sizeof *level);
	level = &criterion->levels[criterion->level_count++];
	*level = (struct import_level){ .at = at, .name = "", .text = "", .feedback = "",
					.points = ratio_undefined() };
	return level;
}

/* No control but LF and TAB, no byte order mark, no byte that is no UTF-8. */
static void
put_clean(struct buf *out, struct span in, bool one_line)
{
	size_t used;

	while (in.len != 0) {
		uint32_t point = text_decode(in, &used);

		if (point == '\r' && (in.len == 1 || in.data[1] != '\n'))
			point = '\n';
		if (one_line && (point == '\n' || point == '\t'))
			point = ' ';
		if (point == '\n' || point == '\t'
		    || (point >= 0x20 && point != 0x7F && point != 0xFEFF
			&& !(point >= 0x80 && point < 0xA0)))
			text_encode(out, point);
		in = (struct span){ in.data + used, in.len - used };
	}
}

static const char *
to_text(struct import *import, struct span raw, bool one_line)
{
	struct buf plain = { 0 }, clean = { 0 };
	const char *out;

	if (raw.len == 0)
		return "";
	if (raw.len > RAW_MAX)
		raw.len = RAW_MAX;
	html_text(&plain, raw);
	put_clean(&clean, buf_span(&plain), one_line);
	out = clean.len == 0 ? "" : arena_copy(import->arena, clean.data, clean.len);
	buf_close(&plain);
	buf_close(&clean);
	return out;
}

const char *
import_text(struct import *import, struct span raw)
{
	return to_text(import, raw, false);
}

const char *
import_name(struct import *import, struct span raw)
{
	return to_text(import, raw, true);
}

void
import_note(struct import_rubric *rubric, struct place at, const char *fmt, ...)
{
	char text[NOTE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	rubric->notes = arena_grow(rubric->arena, rubric->notes, rubric->note_count,
				   sizeof *rubric->notes);
	rubric->notes[rubric->note_count++] =
		(struct import_note){ at, arena_text(rubric->arena, text) };
}

static struct span
trim(struct span text)
{
	while (text.len != 0 && (*text.data == ' ' || *text.data == '\t'
				 || *text.data == '\n' || *text.data == '\r'))
		text = (struct span){ text.data + 1, text.len - 1 };
	while (text.len != 0 && strchr(" \t\r\n", text.data[text.len - 1]) != NULL
	       && text.data[text.len - 1] != '\0')
		text.len--;
	return text;
}

/* `+05,50` to `5.5`: a sign, digits, and a mark with digits. */
static bool
normal(struct buf *out, bool *comma, struct span text)
{
	struct span whole, part = text;
	size_t digits;

	if (text.len != 0 && (*text.data == '-' || *text.data == '+')) {
		if (*text.data == '-')
			buf_char(out, '-');
		text = part = (struct span){ text.data + 1, text.len - 1 };
	}
	*comma = text.len != 0 && memchr(text.data, ',', text.len) != NULL;
	whole = span_cut(&part, *comma ? ',' : '.');
	if (whole.len + part.len == 0)
		return false;
	while (whole.len > 1 && *whole.data == '0')
		whole = (struct span){ whole.data + 1, whole.len - 1 };
	for (digits = part.len; digits > 0 && part.data[digits - 1] == '0'; digits--)
		;
	buf_put(out, whole.len == 0 ? "0" : whole.data, whole.len == 0 ? 1 : whole.len);
	if (digits != 0) {
		buf_char(out, '.');
		buf_put(out, part.data, digits);
	}
	return true;
}

struct ratio
import_number(struct import *import, struct import_rubric *rubric, struct place at,
	      const char *what, struct span text)
{
	struct ratio out = ratio_undefined();
	struct buf number = { 0 };
	bool comma = false;

	text = trim(text);
	if (text.len > NUMBER_MAX || !normal(&number, &comma, text)
	    || !ratio_parse(&out, buf_span(&number), false)) {
		fault_add(import->faults, at, "expected %s as a number, found '%.*s'", what,
			  (int)(text.len > NUMBER_MAX ? NUMBER_MAX : text.len), text.data);
		out = ratio_undefined();
	} else if (comma) {
		import_note(rubric, at, "%.*s is read as %s: a comma is a decimal mark here",
			    (int)text.len, text.data, number.data);
	}
	buf_close(&number);
	return out;
}

struct span
import_scalar(struct import *import, const struct node *map, const char *key)
{
	const struct node *node = node_get(map, key);

	if (node == NULL)
		return span_of("");
	if (node->kind != NODE_SCALAR) {
		fault_add(import->faults, node->at, "expected text for '%s'", key);
		return span_of("");
	}
	return node->text;
}

const struct node *
import_list(const struct node *map, const char *key)
{
	const struct node *node = node_get(map, key);

	return node == NULL || node->kind == NODE_SCALAR ? NULL : node;
}

void
import_note_others(struct import_rubric *rubric, const struct node *map, const char *what,
		   const char *const *known)
{
	for (const struct node *node = map->first; node != NULL; node = node->next) {
		size_t i = 0;

		if (node->text.len == 0 && node->count == 0)
			continue;
		while (known[i] != NULL && strcmp(known[i], node->key) != 0)
			i++;
		if (known[i] == NULL)
			import_note(rubric, node->key_at, "%s: '%.80s' was left out", what,
				    node->key);
	}
}

struct ranked {
	const struct node *node;
	long long rank;
	size_t index;
};

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

const struct node **
import_sorted(struct import *import, size_t *count, const struct node *list, const char *key)
{
	size_t n = list == NULL ? 0 : list->count;
	struct ranked *items = arena_array(import->arena, n, sizeof *items);
	const struct node **out = arena_array(import->arena, n, sizeof *out);

	*count = 0;
	for (const struct node *node = list == NULL ? NULL : list->first; node != NULL;
	     node = node->next) {
		const struct node *rank = node_get(node, key);

		if (node->kind != NODE_MAP) {
			fault_add(import->faults, node->at, "expected only maps in a list");
			continue;
		}
		items[*count] = (struct ranked){ node, 0, *count };
		if (rank != NULL && rank->kind == NODE_SCALAR)
			items[*count].rank = strtoll(rank->text.data, NULL, 10);
		++*count;
	}
	if (*count > 1)
		qsort(items, *count, sizeof *items, compare_ranked);
	for (size_t i = 0; i < *count; i++)
		out[i] = items[i].node;
	return out;
}
