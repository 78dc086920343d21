/* The words and signs of a rule, and what is said when they are not the expected ones. */
#include "core/model/rule_read.h"

#include "core/base/text.h"

enum { QUOTE = 40 };	/* columns of what was found that a fault repeats */

static size_t
characters(struct span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
	return count;
}

/* A fault at an offset; `what` is asked for, `found` (may be empty) stands there. */
void
rule_fault(struct rule_reading *r, size_t offset, const char *what, struct span found)
{
	struct place at = r->at;
	struct buf line = { 0 };

	at.column += (int)characters((struct span){ r->text.data, offset });
	text_line(&line, found, QUOTE);
	if (line.len == 0)
		fault_add(r->faults, at, "%s", what);
	else
		fault_add(r->faults, at, "%s '%s'", what, line.data);
	buf_close(&line);
}

void *
rule_stop(struct rule_reading *r, size_t offset, const char *what, struct span found)
{
	if (!r->stopped)
		rule_fault(r, offset, what, found);
	r->stopped = true;
	return NULL;
}

void *
rule_expected(struct rule_reading *r, const char *expected)
{
	const char *end = r->token.kind == TOKEN_END ? " the end of the rule" : "";

	return rule_stop(r, r->token.offset,
			 arena_printf(r->arena, "expected %s, found%s", expected, end),
			 r->token.text);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '.';
}

static size_t
number_bytes(struct span rest)
{
	size_t len = 0;

	while (len < rest.len && is_digit(rest.data[len]))
		len++;
	if (len + 1 >= rest.len || rest.data[len] != '.' || !is_digit(rest.data[len + 1]))
		return len;
	for (len++; len < rest.len && is_digit(rest.data[len]); )
		len++;
	return len;
}

static size_t
sign_bytes(struct span rest)
{
	if (rest.len > 1 && rest.data[1] == '=' && strchr("<>!", rest.data[0]) != NULL)
		return 2;
	return strchr("()[],+-*/%<>=", rest.data[0]) != NULL ? 1 : 0;
}

static struct rule_token
token_at(struct span rest, size_t offset)
{
	struct rule_token out = { .text = { rest.data, 1 }, .offset = offset };

	if (rest.len == 0 || rest.data[0] == '\0')
		return (struct rule_token){ .kind = TOKEN_END, .text = { rest.data, 0 },
				       .offset = offset };
	if (is_digit(rest.data[0])) {
		out.kind = TOKEN_NUMBER;
		out.text.len = number_bytes(rest);
	} else if (rest.data[0] >= 'a' && rest.data[0] <= 'z') {
		out.kind = TOKEN_WORD;
		while (out.text.len < rest.len && is_word_byte(rest.data[out.text.len]))
			out.text.len++;
	} else if (sign_bytes(rest) != 0) {
		out.kind = TOKEN_SIGN;
		out.text.len = sign_bytes(rest);
	} else {
		out.kind = TOKEN_FOREIGN;
		text_decode(rest, &out.text.len);
	}
	return out;
}

void
rule_advance(struct rule_reading *r)
{
	size_t at = r->token.offset + r->token.text.len;

	while (at < r->text.len && strchr(" \t\r\n", r->text.data[at]) != NULL)
		at++;
	r->token = token_at((struct span){ r->text.data + at, r->text.len - at }, at);
}

/* Is it this sign or word? Then read it. */
bool
rule_accept(struct rule_reading *r, const char *text)
{
	if (r->token.kind == TOKEN_END || !span_is(r->token.text, text))
		return false;
	rule_advance(r);
	return true;
}

bool
rule_expect(struct rule_reading *r, const char *text)
{
	if (r->stopped)
		return false;
	if (rule_accept(r, text))
		return true;
	rule_expected(r, arena_printf(r->arena, "'%s'", text));
	return false;
}

int
rule_read_sign(struct rule_reading *r)
{
	for (int i = 0; i < RULE_COMPARISONS; i++)
		if (rule_accept(r, rule_signs[i]))
			return i;
	return -1;
}

struct ratio
rule_read_number(struct rule_reading *r)
{
	struct ratio out = ratio_undefined();

	if (!ratio_parse(&out, r->token.text, false))
		rule_stop(r, r->token.offset,
			  "expected a number of at most 12 and 9 digits, found",
			  r->token.text);
	rule_advance(r);
	return out;
}
