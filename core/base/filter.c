#include "core/base/filter.h"

#include "core/base/buf.h"
#include "core/base/text.h"

int
filter_column(const char *const *columns, struct span name)
{
	for (int i = 0; columns[i] != NULL; i++)
		if (span_is(name, columns[i]))
			return i;
	return -1;
}

static int
no_column(const char *const *columns, struct span name, struct err *err)
{
	struct buf names = { 0 };

	for (size_t i = 0; columns[i] != NULL; i++)
		buf_printf(&names, "%s%s", i == 0 ? "" : ", ", columns[i]);
	err_set(err, ERR_USAGE, "there is no column '%.*s' here; there are %s",
		name.len > 40 ? 40 : (int)name.len, name.data, names.data);
	buf_close(&names);
	return -1;
}

/* `word:` with letters before the colon: a column is meant. */
static struct span
column_of(struct span text)
{
	struct span rest = text, name = span_cut(&rest, ':');

	if (name.len == 0 || name.len == text.len)
		return (struct span){ text.data, 0 };
	for (size_t i = 0; i < name.len; i++)
		if (name.data[i] < 'a' || name.data[i] > 'z')
			return (struct span){ text.data, 0 };
	return name;
}

/* Up to the next space, or to the closing quote (or the end, while it is being typed). */
static struct span
take_words(struct span *rest, bool *quoted)
{
	*quoted = rest->len != 0 && rest->data[0] == '"';
	if (!*quoted)
		return span_cut(rest, ' ');
	*rest = (struct span){ rest->data + 1, rest->len - 1 };
	return span_cut(rest, '"');
}

static int
read_term(struct filter_term *out, const char *const *columns, struct span *rest,
	  struct err *err)
{
	struct span first, name;

	*out = (struct filter_term){ .column = -1 };
	out->without = rest->len > 1 && rest->data[0] == '-';
	if (out->without)
		*rest = (struct span){ rest->data + 1, rest->len - 1 };
	first = *rest;
	name = column_of(span_cut(&first, ' '));
	if (name.len != 0) {
		out->column = filter_column(columns, name);
		if (out->column < 0)
			return no_column(columns, name, err);
		*rest = (struct span){ name.data + name.len + 1,
				       rest->len - name.len - 1 };
	}
	out->words = take_words(rest, &out->quoted);
	return 0;
}

int
filter_read(struct filter *out, const char *const *columns, struct span text,
	    struct err *err)
{
	*out = (struct filter){ .count = 0 };
	while (columns[out->columns] != NULL)
		out->columns++;
	while (text.len != 0) {
		struct filter_term term;

		if (text.data[0] == ' ') {
			text = (struct span){ text.data + 1, text.len - 1 };
			continue;
		}
		if (read_term(&term, columns, &text, err) != 0)
			return -1;
		if (term.words.len == 0)
			continue;
		if (out->count == FILTER_TERMS)
			return err_set(err, ERR_USAGE, "a filter has %d terms at most",
				       FILTER_TERMS);
		out->terms[out->count++] = term;
	}
	return 0;
}

static bool
holds(const char *value, const struct filter_term *term)
{
	struct span rest = term->words;

	if (value == NULL)
		return false;
	if (term->quoted)
		return text_holds(span_of(value), rest);
	while (rest.len != 0) {
		struct span one = span_cut(&rest, ',');

		if (one.len != 0 && text_holds(span_of(value), one))
			return true;
	}
	return false;
}

static bool
term_holds(const struct filter *filter, const struct filter_term *term,
	   const char *const *values)
{
	if (term->column >= 0)
		return holds(values[term->column], term);
	for (size_t i = 0; i < filter->columns; i++)
		if (holds(values[i], term))
			return true;
	return false;
}

bool
filter_passes(const struct filter *filter, const char *const *values)
{
	for (size_t i = 0; i < filter->count; i++)
		if (term_holds(filter, &filter->terms[i], values)
		    == filter->terms[i].without)
			return false;
	return true;
}
