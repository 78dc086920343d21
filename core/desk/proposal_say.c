/* A change of trust as it is typed, in one line. */
#include <stdlib.h>
#include <string.h>

#include "core/desk/proposal.h"

enum { WORDS = 32, SEQ_DIGITS = 9 };

/* All of them, or none: a word less may be a scope that is wider or narrower. */
static int
split(const char *words[WORDS], size_t *count, struct arena *arena, const char *text,
      struct err *err)
{
	struct span rest = span_of(text);

	*count = 0;
	while (rest.len != 0) {
		struct span word = span_cut(&rest, ' ');

		if (word.len == 0)
			continue;
		if (*count == WORDS)
			return err_set(err, ERR_USAGE, "that is more than %d words: say it in "
				       "several changes, of fewer words each", WORDS);
		words[(*count)++] = arena_copy(arena, word.data, word.len);
	}
	return 0;
}

/* What they are called: all behind that word, as it was written. */
static const char *
cut_name(char *text)
{
	char *at = strstr(text, " called ");

	if (at == NULL)
		return NULL;
	*at = '\0';
	return at + strlen(" called ");
}

int
proposal_say_admit(struct proposal *p, const char *text, struct err *err)
{
	char *copy = arena_text(&p->arena, text);
	const char *words[WORDS];
	struct newcomer who = { .roles = words + 2, .name = cut_name(copy) };
	size_t count, at = 2;

	if (split(words, &count, &p->arena, copy, err) != 0)
		return -1;
	if (count < 3)
		return err_set(err, ERR_USAGE,
			       "expected an actor, a file with their public key, and roles");
	who.actor = words[0];
	who.pub = words[1];
	while (at < count && strcmp(words[at], "for") != 0)
		at++;
	who.role_count = at - 2;
	who.rubrics = words + at + 1;
	who.rubric_count = at < count ? count - at - 1 : 0;
	if (at < count && who.rubric_count == 0)
		return err_set(err, ERR_USAGE, "for which rubrics? as in: for welding-*");
	return proposal_admit(p, &who, err);
}

int
proposal_say_end(struct proposal *p, const char *kid, const char *text, struct err *err)
{
	const char *words[WORDS];
	char *end = NULL;
	size_t count;
	long seq;

	if (split(words, &count, &p->arena, text, err) != 0)
		return -1;
	seq = count == 2 ? strtol(words[1], &end, 10) : -1;
	if (count < 1 || count > 2
	    || (count == 2 && (*end != '\0' || words[1][0] < '0' || words[1][0] > '9'
			       || strlen(words[1]) > SEQ_DIGITS)))
		return err_set(err, ERR_USAGE, "expected why, and the number of the last good "
			       "record if it is not the last: lost 41");
	return proposal_end_key(p, kid, seq, words[0], err);
}

/* Nothing that is sealed from now on is closed for any of them. */
static int
drop_boxes(struct trust *next, const char *actor, struct err *err)
{
	size_t dropped = 0;

	for (size_t i = next->box_count; i-- > 0; ) {
		if (strcmp(next->boxes[i].actor, actor) != 0)
			continue;
		if (trust_drop_box(next, next->boxes[i].box_kid, err) != 0)
			return -1;
		dropped++;
	}
	return dropped != 0 ? 0 : err_set(err, ERR_NOT_FOUND, "%s has no box", actor);
}

int
proposal_say_box(struct proposal *p, const char *actor, const char *text, struct err *err)
{
	return strcmp(text, "none") == 0 ? drop_boxes(proposal_edit(p), actor, err)
		: proposal_box(p, actor, text, err);
}

int
proposal_say_policy(struct proposal *p, const char *text, struct err *err)
{
	const char *words[WORDS];
	size_t count;

	if (split(words, &count, &p->arena, text, err) != 0)
		return -1;
	return trust_set_policy(proposal_edit(p), count == 2 ? words[0] : "",
				count == 2 ? words[1] : "", err);
}
