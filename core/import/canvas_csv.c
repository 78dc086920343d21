/*
 * The CSV in which Canvas takes rubrics in and hands them out: a row a criterion, with the
 * columns Rubric Name, Criteria Name, Criteria Description, Criteria Enable Range, and then
 * Rating Name, Rating Description, Rating Points as often as the longest criterion has
 * ratings, with or without a number behind. Canvas reads a comma in points as a decimal mark.
 */
#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/import/read.h"

#include <strings.h>

enum { RATINGS = 100 };

struct columns {
	int rubric, criterion, about, range;		/* -1: not there */
	size_t names[RATINGS], texts[RATINGS], points[RATINGS];
	size_t name_count, text_count, point_count;
	size_t count;
};

static bool
begins(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

static void
push(size_t *list, size_t *count, size_t column)
{
	if (*count < RATINGS)
		list[(*count)++] = column;
}

static int
read_heading(struct import *import, struct columns *c, const struct csv_row *row)
{
	*c = (struct columns){ -1, -1, -1, -1, .count = row->count };
	for (size_t i = 0; i < row->count; i++) {
		const char *name = import_name(import, row->fields[i].text);

		if (begins(name, "rubric name"))
			c->rubric = (int)i;
		else if (begins(name, "criteria name"))
			c->criterion = (int)i;
		else if (begins(name, "criteria description"))
			c->about = (int)i;
		else if (begins(name, "criteria enable range"))
			c->range = (int)i;
		else if (begins(name, "rating name"))
			push(c->names, &c->name_count, i);
		else if (begins(name, "rating description"))
			push(c->texts, &c->text_count, i);
		else if (begins(name, "rating points"))
			push(c->points, &c->point_count, i);
	}
	if (c->criterion >= 0 && c->name_count != 0 && c->point_count == c->name_count)
		return 0;
	return fault_add(import->faults, (struct place){ row->line, 1 },
			 "expected the columns Rubric Name, Criteria Name, Criteria "
			 "Description, Criteria Enable Range and Rating Name, Rating "
			 "Description, Rating Points once or more");
}

static struct span
cell(const struct csv_row *row, int column)
{
	return column < 0 ? span_of("") : csv_text(row, (size_t)column);
}

static struct place
place(const struct csv_row *row, size_t column)
{
	return column < row->count ? row->fields[column].at : (struct place){ row->line, 1 };
}

static struct import_rubric *
rubric_titled(struct import *import, struct place at, const char *title)
{
	for (size_t i = import->rubric_count; i-- > 0;)
		if (strcmp(import->rubrics[i].title, title) == 0)
			return &import->rubrics[i];
	return import_add_rubric(import, at, title);
}

static void
read_rating(struct import *import, struct import_rubric *rubric,
	    struct import_criterion *criterion, const struct columns *c,
	    const struct csv_row *row, size_t i)
{
	const char *name = import_name(import, csv_text(row, c->names[i]));
	struct span text = i < c->text_count ? csv_text(row, c->texts[i]) : span_of("");
	struct span points = csv_text(row, c->points[i]);
	struct import_level *level;

	if (*name == '\0' && points.len == 0) {
		if (*import_name(import, text) != '\0')
			fault_add(import->faults, place(row, c->texts[i]),
				  "this description has no rating: neither name nor points");
		return;
	}
	if (points.len == 0) {
		fault_add(import->faults, place(row, c->names[i]),
			  "rating '%.80s' has no points", name);
		return;
	}
	level = import_add_level(import, criterion, place(row, c->names[i]));
	if (level == NULL)
		return;
	level->name = name;
	level->text = import_text(import, text);
	level->points = import_number(import, rubric, place(row, c->points[i]), "points",
				      points);
}

static bool
is_empty(struct import *import, const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (*import_name(import, row->fields[i].text) != '\0')
			return false;
	return true;
}

static void
read_row(struct import *import, const struct columns *c, const struct csv_row *row)
{
	const char *title = import_name(import, cell(row, c->rubric));
	const char *range = import_name(import, cell(row, c->range));
	struct import_rubric *rubric;
	struct import_criterion *criterion;

	if (is_empty(import, row))
		return;
	if (*title == '\0' && import->rubric_count != 0)
		title = import->rubrics[import->rubric_count - 1].title;
	rubric = rubric_titled(import, place(row, 0), title);
	if (rubric == NULL)
		return;
	if (import_name(import, cell(row, c->rubric))[0] == '\0' && *title != '\0')
		import_note(rubric, place(row, 0),
			    "no rubric name: taken to belong to '%.80s', named above it", title);
	criterion = import_add_criterion(import, rubric, place(row, (size_t)c->criterion));
	if (criterion == NULL)
		return;
	criterion->name = import_name(import, cell(row, c->criterion));
	criterion->about = import_text(import, cell(row, c->about));
	if (strcasecmp(range, "true") == 0 || strcmp(range, "1") == 0)
		import_note(rubric, place(row, (size_t)c->range),
			    "this criterion has ranges of points: each level has its "
			    "highest here");
	for (size_t i = 0; i < c->name_count; i++)
		read_rating(import, rubric, criterion, c, row, i);
	for (size_t i = c->count; i < row->count; i++)
		if (*import_name(import, row->fields[i].text) != '\0')
			import_note(rubric, row->fields[i].at,
				    "a field past the heading was left out");
}

/* The bytes 80 to 9F of Windows-1252, which spreadsheets still save in. */
static const uint16_t windows[] = {
	0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

static struct span
from_windows(struct arena *arena, struct span bytes)
{
	struct buf text = { 0 };
	struct span out;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.data[i];

		text_encode(&text, c >= 0x80 && c < 0xA0 ? windows[c - 0x80] : c);
	}
	out = arena_span(arena, buf_span(&text));
	buf_close(&text);
	return out;
}

static void
read_rows(struct import *import, struct span bytes)
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

void
import_canvas_csv(struct import *import, struct span bytes)
{
	bool utf8 = text_is_utf8(bytes);

	if (span_starts(bytes, "\xFF\xFE") || span_starts(bytes, "\xFE\xFF")) {
		fault_add(import->faults, (struct place){ 1, 1 },
			  "this is UTF-16: save it as CSV UTF-8");
		return;
	}
	read_rows(import, utf8 ? bytes : from_windows(import->arena, bytes));
	for (size_t i = 0; i < import->rubric_count && !utf8; i++)
		import_note(&import->rubrics[i], (struct place){ 0, 0 },
			    "the file is not UTF-8: it was read as Windows-1252");
}
