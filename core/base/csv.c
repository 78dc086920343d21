#include "core/base/csv.h"

#include "core/base/buf.h"

/* Where a reading stands inside one row. */
struct reading {
	struct csv *csv;
	struct arena *arena;
	struct csv_row *row;
	int column;
};

static struct span
skip(struct span span, size_t len)
{
	return (struct span){ span.data + len, span.len - len };
}

static size_t
line_end_len(struct span at)
{
	if (at.len > 1 && at.data[0] == '\r' && at.data[1] == '\n')
		return 2;
	return at.len != 0 && (*at.data == '\n' || *at.data == '\r') ? 1 : 0;
}

/* Outside quotes, up to the end of the first row. */
static char
guess_separator(struct span bytes)
{
	static const char separators[] = ",;\t";
	size_t counts[sizeof separators] = { 0 };
	const char *found;
	bool quoted = false;
	size_t best = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.data[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '\n' || c == '\r'))
			break;
		else if (!quoted && c != '\0' && (found = strchr(separators, c)) != NULL)
			counts[found - separators]++;
	}
	for (size_t i = 1; i < sizeof separators - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

void
csv_open(struct csv *out, struct span bytes)
{
	size_t end;

	if (span_starts(bytes, "\xEF\xBB\xBF"))
		bytes = skip(bytes, 3);
	*out = (struct csv){ .rest = bytes, .line = 1 };
	if (span_starts(bytes, "sep=") && bytes.len > 5
	    && (end = line_end_len(skip(bytes, 5))) != 0) {
		out->separator = bytes.data[4];
		out->rest = skip(bytes, 5 + end);
		out->line = 2;
	} else {
		out->separator = guess_separator(bytes);
	}
}

/* One byte on; bytes that continue a character take no column. */
static void
step(struct reading *r, size_t len)
{
	for (size_t i = 0; i < len; i++)
		r->column += ((unsigned char)r->csv->rest.data[i] & 0xC0) != 0x80;
	r->csv->rest = skip(r->csv->rest, len);
}

static void
step_line(struct reading *r, size_t len)
{
	r->csv->rest = skip(r->csv->rest, len);
	r->csv->line++;
	r->column = 1;
}

static bool
at_field_end(const struct csv *csv)
{
	return csv->rest.len == 0 || *csv->rest.data == csv->separator
		|| line_end_len(csv->rest) != 0;
}

static struct span
read_bare(struct reading *r)
{
	struct span text = { r->csv->rest.data, 0 };

	while (!at_field_end(r->csv)) {
		step(r, 1);
		text.len++;
	}
	return text;
}

/* Behind the opening quote. Line ends inside become LF. */
static struct span
read_quoted(struct reading *r)
{
	struct span *rest = &r->csv->rest, out, tail;
	struct buf text = { 0 };
	size_t end;

	r->row->unclosed = true;
	while (rest->len != 0 && r->row->unclosed) {
		if ((end = line_end_len(*rest)) != 0) {
			buf_char(&text, '\n');
			step_line(r, end);
		} else if (*rest->data != '"') {
			buf_char(&text, *rest->data);
			step(r, 1);
		} else if (rest->len > 1 && rest->data[1] == '"') {
			buf_char(&text, '"');
			step(r, 2);
		} else {
			r->row->unclosed = false;
			step(r, 1);
		}
	}
	tail = read_bare(r);
	buf_put(&text, tail.data, tail.len);
	out = arena_span(r->arena, buf_span(&text));
	buf_close(&text);
	return out;
}

static void
read_field(struct reading *r)
{
	struct csv_row *row = r->row;
	struct csv_field field = { .at = { r->csv->line, r->column } };

	if (r->csv->rest.len != 0 && *r->csv->rest.data == '"') {
		step(r, 1);
		field.text = read_quoted(r);
	} else {
		field.text = read_bare(r);
	}
	if (row->count == CSV_FIELDS) {
		row->more++;
		return;
	}
	row->fields = arena_grow(r->arena, row->fields, row->count, sizeof field);
	row->fields[row->count++] = field;
}

bool
csv_row(struct csv_row *out, struct arena *arena, struct csv *csv)
{
	struct reading r = { .csv = csv, .arena = arena, .row = out, .column = 1 };

	*out = (struct csv_row){ .line = csv->line };
	if (csv->rest.len == 0)
		return false;
	read_field(&r);
	while (csv->rest.len != 0 && *csv->rest.data == csv->separator
	       && line_end_len(csv->rest) == 0) {
		step(&r, 1);
		read_field(&r);
	}
	if (csv->rest.len != 0)
		step_line(&r, line_end_len(csv->rest));
	return true;
}

struct span
csv_text(const struct csv_row *row, size_t i)
{
	return i < row->count ? row->fields[i].text : span_of("");
}
