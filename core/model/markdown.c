#include "core/model/markdown.h"

#include "core/base/text.h"
#include "core/model/markdown_inline.h"

enum { QUOTES = 8, RULE_LEAST = 3, FENCE_LEAST = 3 };

/* What was read of the lines before. */
struct reading {
	struct markdown *out;
	struct arena *arena;
	char fence;			/* the letter of the fence we are in, or 0 */
	size_t fence_len;
	bool front;			/* in front matter */
	bool listed;			/* an indented line may belong to a list */
	struct markdown_line *head;	/* of the table we are in; NULL: none */
	uint8_t *widths;
};

/* The parts of a line: bars, indentation and bullet, what it says. */
struct parts {
	size_t bars;
	struct span lead, body;		/* lead: after the bars, spaces and bullet */
	bool bullet;
};

void
laid_close(struct laid *laid)
{
	buf_close(&laid->text);
	buf_close(&laid->strong);
	buf_close(&laid->from);
}

size_t
laid_from(const struct laid *laid, size_t at)
{
	uint32_t from = 0;

	if (laid->text.len == 0)
		return 0;
	if (at >= laid->text.len)
		at = laid->text.len - 1;
	memcpy(&from, laid->from.data + at * sizeof from, sizeof from);
	return from;
}

static struct span
after(struct span text, size_t len)
{
	return (struct span){ text.data + len, text.len - len };
}

static size_t
blanks(struct span text)
{
	size_t len = 0;

	while (len < text.len && (text.data[len] == ' ' || text.data[len] == '\t'))
		len++;
	return len;
}

static size_t
run_of(struct span text, char c)
{
	size_t len = 0;

	while (len < text.len && text.data[len] == c)
		len++;
	return len;
}

static struct span
trimmed(struct span text)
{
	text = after(text, blanks(text));
	while (text.len != 0 && (text.data[text.len - 1] == ' '
				 || text.data[text.len - 1] == '\t'))
		text.len--;
	return text;
}

/* `- `, `12. `: bytes of a bullet with one blank; 0: none. */
static size_t
bullet_len(struct span text)
{
	size_t digits = 0;

	if (text.len != 0 && strchr("-+*", text.data[0]) != NULL)
		return text.len > 1 && text.data[1] == ' ' ? 2 : 0;
	while (digits < text.len && digits < 9 && text.data[digits] >= '0'
	       && text.data[digits] <= '9')
		digits++;
	return digits != 0 && digits + 1 < text.len
		&& (text.data[digits] == '.' || text.data[digits] == ')')
		&& text.data[digits + 1] == ' ' ? digits + 2 : 0;
}

static struct parts
take_apart(struct span text)
{
	struct parts parts = { 0 };
	size_t indent = blanks(text), bullet;

	while (parts.bars < QUOTES && indent < 4 && indent < text.len
	       && text.data[indent] == '>') {
		text = after(text, indent + 1);
		if (text.len != 0 && text.data[0] == ' ')
			text = after(text, 1);
		parts.bars++;
		indent = blanks(text);
	}
	bullet = bullet_len(after(text, indent));
	parts.bullet = bullet != 0;
	parts.lead = (struct span){ text.data, indent + bullet };
	parts.body = after(text, indent + bullet);
	return parts;
}

/* ---- what a line is ---- */

/* `***`, `- - -`: nothing but three or more of one mark, and blanks. */
static bool
is_rule(struct span text)
{
	size_t count = 0;
	char mark;

	text = trimmed(text);
	mark = text.len == 0 ? 0 : text.data[0];
	if (mark != '*' && mark != '-' && mark != '_')
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == mark)
			count++;
		else if (text.data[i] != ' ' && text.data[i] != '\t')
			return false;
	}
	return count >= RULE_LEAST;
}

static uint8_t
heading_level(struct span body)
{
	size_t level = run_of(body, '#');

	return level >= 1 && level <= 6 && (level == body.len || body.data[level] == ' ')
		? (uint8_t)level : 0;
}

/* The level the line above becomes a heading of: `===` 1, `---` 2; 0: none. */
static uint8_t
underline_level(struct span text)
{
	struct span bare = trimmed(text);

	if (bare.len == 0 || blanks(text) > 3)
		return 0;
	return run_of(bare, '=') == bare.len ? 1 : run_of(bare, '-') == bare.len ? 2 : 0;
}

/* Is this a fence, or the end of the one we are in? */
static bool
is_fence(struct reading *r, struct span text)
{
	struct span bare = trimmed(text);
	char mark = bare.len == 0 ? 0 : bare.data[0];
	size_t len = run_of(bare, mark);

	if ((mark != '`' && mark != '~') || len < FENCE_LEAST)
		return false;
	if (r->fence != 0) {
		if (mark != r->fence || len < r->fence_len || len != bare.len)
			return false;
		r->fence = 0;
		return true;
	}
	if (mark == '`' && memchr(bare.data + len, '`', bare.len - len) != NULL)
		return false;
	r->fence = mark;
	r->fence_len = len;
	return true;
}

/* ---- tables ---- */

/* The next cell of a row, which moves past it; `\|` is no border. False: no more. */
static bool
next_cell(struct span *cell, struct span *row)
{
	size_t len = 0;

	if (row->len == 0)
		return false;
	while (len < row->len && row->data[len] != '|')
		len += row->data[len] == '\\' && len + 1 < row->len ? 2 : 1;
	*cell = trimmed((struct span){ row->data, len });
	*row = after(*row, len < row->len ? len + 1 : row->len);
	return true;
}

/* Without its outer borders. */
static struct span
row_of(struct span text)
{
	text = trimmed(text);
	if (text.len != 0 && text.data[0] == '|')
		text = after(text, 1);
	if (text.len > 1 && text.data[text.len - 1] == '|' && text.data[text.len - 2] != '\\')
		text.len--;
	return text;
}

static size_t
count_cells(struct span text)
{
	struct span row = row_of(text), cell;
	size_t count = 0;

	while (next_cell(&cell, &row))
		count++;
	return count;
}

/* `| --- | :-: |` */
static bool
is_table_rule(struct span text)
{
	struct span row = row_of(text), cell;
	size_t count = 0;

	for (; next_cell(&cell, &row); count++) {
		if (cell.len != 0 && cell.data[0] == ':')
			cell = after(cell, 1);
		if (cell.len != 0 && cell.data[cell.len - 1] == ':')
			cell.len--;
		if (cell.len == 0 || run_of(cell, '-') != cell.len)
			return false;
	}
	return count != 0 && memchr(text.data, '|', text.len) != NULL;
}

static void
lay_cell(struct laid *out, const struct markdown_line *line, struct span cell, uint32_t *links,
	 struct reading *collect)
{
	struct inline_out to = { .laid = out, .line = line->text.data, .number = *links,
		.strong = line->level != 0, .arena = collect == NULL ? NULL : collect->arena,
		.collect = collect == NULL ? NULL : collect->out,
		.line_number = collect == NULL ? 0 : line - collect->out->lines + 1 };

	inline_lay(&to, cell);
	*links = to.number;
}

static void
measure_row(struct reading *r, struct markdown_line *line)
{
	struct span row = row_of(line->text), cell;
	uint32_t links = line->links;
	struct laid laid = { 0 };

	for (size_t i = 0; next_cell(&cell, &row) && i < MARKDOWN_COLUMNS; i++) {
		size_t width;

		buf_clear(&laid.text);
		lay_cell(&laid, line, cell, &links, NULL);
		width = text_width(buf_span(&laid.text));
		width = width > MARKDOWN_WIDTH ? MARKDOWN_WIDTH : width;
		if (width > r->widths[i])
			r->widths[i] = (uint8_t)width;
	}
	line->kind = MARKDOWN_TABLE;
	line->widths = r->widths;
	laid_close(&laid);
}

/* The line above is the head of a table; its cells are strong. */
static void
begin_table(struct reading *r, struct markdown_line *line)
{
	r->head = line - 1;
	r->head->level = 1;
	r->widths = arena_alloc(r->arena, MARKDOWN_COLUMNS);
	measure_row(r, r->head);
	line->kind = MARKDOWN_TABLE_RULE;
	line->widths = r->widths;
}

/* ---- reading ---- */

static bool
is_text(const struct markdown_line *line)
{
	return line->kind == MARKDOWN_TEXT && trimmed(line->text).len != 0;
}

static bool
is_paragraph(const struct markdown_line *line)
{
	struct parts parts = take_apart(line->text);

	return is_text(line) && parts.bars == 0 && !parts.bullet;
}

static bool
read_front(struct reading *r, struct markdown_line *line)
{
	if (line == r->out->lines && span_is(line->text, "---"))
		r->front = true;
	else if (r->front && (span_is(line->text, "---") || span_is(line->text, "...")))
		r->front = false;
	else
		return r->front;
	return true;
}

/* What a line is on its own. */
static void
read_plain(struct reading *r, struct markdown_line *line)
{
	struct parts parts = take_apart(line->text);

	r->listed = parts.bullet || (r->listed && (trimmed(line->text).len == 0
						   || parts.lead.len > 0));
	line->level = heading_level(parts.body);
	if (line->level != 0)
		line->kind = MARKDOWN_HEADING;
	else if (is_rule(line->text))
		line->kind = MARKDOWN_RULE;
	else if (!r->listed && parts.bars == 0 && blanks(line->text) >= 4)
		line->kind = MARKDOWN_CODE;
}

static void
read_line(struct reading *r, struct markdown_line *line)
{
	struct span text = line->text;
	bool first = line == r->out->lines, in_fence = r->fence != 0;
	uint8_t level = underline_level(text);

	if (text.len > MARKDOWN_LINE || read_front(r, line) || is_fence(r, take_apart(text).body)
	    || in_fence) {
		line->kind = MARKDOWN_CODE;
	} else if (r->head != NULL && memchr(text.data, '|', text.len) != NULL) {
		measure_row(r, line);
		return;
	} else if (!first && is_text(line - 1) && is_table_rule(text)
		   && count_cells(text) == count_cells(line[-1].text)) {
		begin_table(r, line);
		return;
	} else if (level != 0 && !first && is_paragraph(line - 1)) {
		line[-1].kind = MARKDOWN_HEADING;
		line[-1].level = level;
		line->kind = MARKDOWN_UNDERLINE;
	} else {
		read_plain(r, line);
	}
	r->head = NULL;
}

/* ---- laying a line out ---- */

static void
put_pad(struct inline_out *to, size_t count, const char *source)
{
	while (count-- > 0)
		inline_add(to, " ", source);
}

static void
lay_row(struct laid *out, const struct markdown_line *line, struct reading *collect)
{
	struct span row = row_of(line->text), cell;
	struct inline_out to = { .laid = out, .line = line->text.data };
	uint32_t links = line->links;

	for (size_t i = 0; next_cell(&cell, &row); i++) {
		size_t from = out->text.len, width;

		lay_cell(out, line, cell, &links, collect);
		buf_room(&out->text, 0);
		width = text_width((struct span){ out->text.data + from, out->text.len - from });
		if (row.len == 0)
			break;
		if (i < MARKDOWN_COLUMNS && line->widths[i] > width)
			put_pad(&to, line->widths[i] - width, cell.data);
		inline_add(&to, " | ", cell.data + cell.len);
	}
}

static void
lay_table_rule(struct laid *out, const struct markdown_line *line)
{
	struct inline_out to = { .laid = out, .line = line->text.data };
	struct span row = row_of(line->text), cell;

	for (size_t i = 0; next_cell(&cell, &row); i++) {
		size_t width = i < MARKDOWN_COLUMNS ? line->widths[i] : 0;

		while (width-- > 0)
			inline_add(&to, "-", cell.data);
		if (row.len != 0)
			inline_add(&to, "-+-", cell.data);
	}
}

/* A heading without the `#`s that may close it. */
static struct span
without_closing(struct span body)
{
	struct span bare = trimmed(body);
	size_t len = bare.len;

	while (len > 0 && bare.data[len - 1] == '#')
		len--;
	if (len > 0 && len < bare.len && bare.data[len - 1] == ' ')
		bare.len = len;
	return trimmed(bare);
}

static void
lay_text(struct laid *out, const struct markdown_line *line, struct reading *collect)
{
	struct parts parts = take_apart(line->text);
	struct span body = line->kind == MARKDOWN_HEADING ? without_closing(parts.body)
		: parts.body;
	struct inline_out to = { .laid = out, .line = line->text.data };
	uint32_t links = line->links;

	for (size_t i = 0; i < parts.bars; i++)
		inline_add(&to, "| ", line->text.data);
	inline_put(&to, parts.lead);
	out->bars = parts.bars;
	out->hang = out->text.len;
	lay_cell(out, line, body, &links, collect);
}

static void
lay_line(struct laid *out, const struct markdown_line *line, struct reading *collect)
{
	struct inline_out to = { .laid = out, .line = line->text.data };

	buf_clear(&out->text);
	buf_clear(&out->strong);
	buf_clear(&out->from);
	out->hang = out->bars = 0;
	if (line->kind == MARKDOWN_TABLE)
		lay_row(out, line, collect);
	else if (line->kind == MARKDOWN_TABLE_RULE)
		lay_table_rule(out, line);
	else if (line->kind == MARKDOWN_TEXT || line->kind == MARKDOWN_HEADING)
		lay_text(out, line, collect);
	else
		inline_put(&to, line->text);
}

void
markdown_lay(struct laid *out, const struct markdown *markdown, int64_t line)
{
	lay_line(out, &markdown->lines[line - 1], NULL);
}

void
markdown_heading(struct buf *out, const struct markdown *markdown, int64_t line)
{
	const struct markdown_line *heading = &markdown->lines[line - 1];
	struct laid laid = { 0 };
	size_t skip;

	lay_line(&laid, heading, NULL);
	buf_room(&laid.text, 0);
	skip = laid.hang;
	skip += run_of((struct span){ laid.text.data + skip, laid.text.len - skip }, '#');
	skip += blanks((struct span){ laid.text.data + skip, laid.text.len - skip });
	buf_put(out, laid.text.data + skip, laid.text.len - skip);
	laid_close(&laid);
}

/* The links of all lines, once it is known what each line is. */
static void
read_links(struct reading *r)
{
	struct markdown *out = r->out;
	struct laid laid = { 0 };

	for (size_t i = 0; i < out->count; i++) {
		out->lines[i].links = (uint32_t)out->link_count;
		lay_line(&laid, &out->lines[i], r);
	}
	laid_close(&laid);
}

void
markdown_read(struct markdown *out, struct arena *arena, struct span bytes)
{
	struct reading r = { .out = out, .arena = arena };
	size_t count = 0;

	*out = (struct markdown){ 0 };
	for (struct span rest = bytes; rest.len != 0; count++)
		span_cut(&rest, '\n');
	out->lines = arena_array(arena, count + 1, sizeof *out->lines);
	for (struct span rest = bytes; rest.len != 0; out->count++) {
		struct span text = span_cut(&rest, '\n');

		if (text.len != 0 && text.data[text.len - 1] == '\r')
			text.len--;
		out->lines[out->count].text = text;
		read_line(&r, &out->lines[out->count]);
	}
	read_links(&r);
}
