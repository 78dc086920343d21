#define _GNU_SOURCE		/* memmem */
#include "core/desk/veil.h"

#include <stdio.h>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/store/git.h"

enum { CONFIG_BYTES = 256 << 10 };

/* ---- what is known ---- */

static void
cover(struct veil *veil, const char *phrase)
{
	if (phrase != NULL && strlen(phrase) >= IDENTITY_LETTERS
	    && veil->phrase_count < VEIL_PHRASES)
		veil->phrases[veil->phrase_count++] = phrase;
}

/* Names of one word are words; only longer ones are phrases. */
static void
cover_people(struct veil *veil)
{
	for (size_t i = 0; i < veil->identity.people_count; i++) {
		const struct identity_person *person = &veil->identity.people[i];

		if (strchr(person->name, ' ') != NULL)
			cover(veil, person->name);
		if (strchr(person->address, '@') != NULL)
			cover(veil, person->address);
	}
}

static void
forget_words(struct identity *identity, const char *text)
{
	struct span rest = span_of(text == NULL ? "" : text), word;
	struct buf folded = { 0 };

	while (identity_word(&word, &rest)) {
		buf_clear(&folded);
		text_fold(&folded, word);
		for (size_t i = 0; folded.len != 0 && i < identity->count; i++)
			if (strcmp(identity->words[i], folded.data) == 0)
				identity->words[i] = identity->words[--identity->count];
	}
	buf_close(&folded);
}

static void
forget_rubric(struct identity *identity, const struct rubric *rubric)
{
	forget_words(identity, rubric->title);
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct criterion *criterion = &rubric->criteria[i];

		forget_words(identity, criterion->label);
		for (size_t k = 0; criterion->scale != NULL && k < criterion->scale->level_count;
		     k++) {
			const struct descriptor *means = criterion_descriptor(criterion, k);

			forget_words(identity, criterion->scale->levels[k].label);
			if (means != NULL)
				forget_words(identity, means->text);
		}
	}
}

/* Where it was fetched from, as git's own configuration has it; NULL: not said. */
static const char *
read_remote(struct arena *arena, const struct repo *repo)
{
	struct arena scratch = { 0 };
	const char *remote = NULL;
	struct span text, line;
	struct err ignored;

	if (file_read(&text, &scratch, path_join(&scratch, repo_dir(repo), "config"),
		      CONFIG_BYTES, &ignored) == 0)
		while (remote == NULL && text.len != 0) {
			line = span_cut(&text, '\n');
			while (line.len > 0 && (*line.data == '\t' || *line.data == ' '))
				line = (struct span){ line.data + 1, line.len - 1 };
			if (span_starts(line, "url = "))
				remote = arena_copy(arena, line.data + 6, line.len - 6);
		}
	arena_close(&scratch);
	return remote;
}

static void
read_people(struct veil *veil, const struct taken *taken)
{
	struct repo *repo;
	struct oid oid;
	struct err ignored;

	if (repo_open(&repo, taken->repo, &ignored) != 0)
		return;
	if (repo_commit_named(&oid, repo, taken->ref, &ignored) == 0)
		identity_read_commit(&veil->identity, &veil->arena, repo, oid);
	veil->remote = read_remote(&veil->arena, repo);
	repo_close(repo);
}

void
veil_open(struct veil *out, const struct taken *taken, const struct rubric *rubric)
{
	*out = (struct veil){ .repo = NULL };
	snprintf(out->portfolio, sizeof out->portfolio, "%s", taken->portfolio);
	out->repo = arena_text(&out->arena, taken->repo);
	read_people(out, taken);
	cover_people(out);
	cover(out, out->repo);
	cover(out, out->remote);
	if (rubric != NULL)
		forget_rubric(&out->identity, rubric);
}

void
veil_close(struct veil *veil)
{
	arena_close(&veil->arena);
	*veil = (struct veil){ .repo = NULL };
}

/* ---- what is covered ---- */

/* Names that in small letters are words of every text: there they tell nobody anything. */
static bool
is_everyday(struct span word)
{
	static const char *const words[] = { "art", "best", "can", "day", "good", "green", "hope",
		"long", "man", "mark", "may", "page", "read", "say", "see", "will", "young" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(word, words[i]))
			return true;
	return false;
}

/* Whatever its case; an everyday word where it is written as a name is, or as a part of an
 * address or a path. */
static bool
stands_as_name(struct span text, struct span word)
{
	static const char joins[] = "@._-/+\\0123456789";
	size_t from = (size_t)(word.data - text.data), to = from + word.len;

	for (size_t i = 0; i < word.len; i++)
		if ((word.data[i] >= 'A' && word.data[i] <= 'Z') || (word.data[i] & 0x80) != 0)
			return true;
	if (!is_everyday(word))
		return true;
	if (from > 0 && text.data[from - 1] != '\0' && strchr(joins, text.data[from - 1]) != NULL
	    && text.data[from - 1] != '.')
		return true;
	return to + 1 < text.len && text.data[to] != '\0' && strchr(joins, text.data[to]) != NULL
		&& text.data[to + 1] != ' ' && text.data[to + 1] != '\n';
}

static struct span
first_of(struct span a, struct span b)
{
	if (a.len == 0 || b.len == 0)
		return a.len == 0 ? b : a;
	return b.data < a.data || (b.data == a.data && b.len > a.len) ? b : a;
}

static struct span
find_phrase(const struct veil *veil, struct span text)
{
	struct span first = { NULL, 0 };

	for (size_t i = 0; i < veil->phrase_count; i++) {
		size_t len = strlen(veil->phrases[i]);
		const char *at = text.len < len ? NULL
			: memmem(text.data, text.len, veil->phrases[i], len);

		if (at != NULL)
			first = first_of(first, (struct span){ at, len });
	}
	return first;
}

static struct span
find_word(const struct veil *veil, struct span text)
{
	struct span rest = text, word;

	while (identity_word(&word, &rest))
		if (stands_as_name(text, word) && identity_knows(&veil->identity, word))
			return word;
	return (struct span){ NULL, 0 };
}

/* An address with a known word in it is covered whole. */
static struct span
find_address(const struct veil *veil, struct span text)
{
	struct span found;

	while ((found = identity_address(text)).len != 0) {
		struct span rest = found, word;

		while (identity_word(&word, &rest))
			if (identity_knows(&veil->identity, word))
				return found;
		text.len -= (size_t)(found.data + found.len - text.data);
		text.data = found.data + found.len;
	}
	return (struct span){ NULL, 0 };
}

/* The first stretch of a text that is to be covered; empty: none. */
static struct span
first_covered(const struct veil *veil, struct span text)
{
	struct span found = { NULL, 0 };

	if (veil == NULL || veil->lifted || veil->portfolio[0] == '\0' || text.len == 0)
		return found;
	found = first_of(find_phrase(veil, text), find_word(veil, text));
	return first_of(found, find_address(veil, text));
}

bool
veil_covers(struct veil_walk *walk, struct span rest)
{
	const char *end;

	if (walk->veil == NULL)
		return false;
	end = walk->covered.data == NULL ? NULL : walk->covered.data + walk->covered.len;
	if (!walk->begun || (walk->covered.len != 0 && rest.data >= end))
		walk->covered = first_covered(walk->veil, rest);
	walk->begun = true;
	return walk->covered.len != 0 && rest.data >= walk->covered.data;
}

void
veil_print(struct buf *out, const struct veil *veil, struct span text)
{
	struct span found;

	while ((found = first_covered(veil, text)).len != 0) {
		size_t before = (size_t)(found.data - text.data);
		struct glyph glyph;

		buf_put(out, text.data, before);
		text = (struct span){ found.data + found.len, text.len - before - found.len };
		while (text_glyph(&glyph, &found))
			buf_char(out, '#');
	}
	buf_put(out, text.data, text.len);
}
