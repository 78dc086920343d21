#include "core/desk/survey.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/base/text.h"
#include "core/base/yaml.h"

enum { WORDS_BYTES = 1 << 20 };

struct surveying {
	struct arena *arena;
	const struct dossier *dossier;
	struct finding_list *out;
};

static void PRINTF_LIKE(3, 4)
tell(struct surveying *at, bool wrong, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	at->out->items = arena_grow(at->arena, at->out->items, at->out->count,
				    sizeof *at->out->items);
	at->out->items[at->out->count++] =
		(struct finding){ arena_text(at->arena, text), wrong };
}

int64_t
survey_words(const struct dossier *dossier, size_t item)
{
	const struct dossier_item *piece = &dossier->items[item];
	struct arena scratch = { 0 };
	struct span bytes;
	struct err ignored;
	int64_t words = -1;

	if (piece->kind == DOSSIER_FILE
	    && repo_read(&bytes, &scratch, dossier->repo,
			 &dossier->evidence.items[piece->item].oid, OBJECT_BLOB,
			 WORDS_BYTES, &ignored)
		       == 0
	    && memchr(bytes.data, '\0', bytes.len) == NULL)
		words = (int64_t)text_words(bytes);
	arena_close(&scratch);
	return words;
}

void
survey_print_words(struct buf *out, int64_t words, const struct prompt *prompt)
{
	buf_printf(out, "%" PRId64 " words", words);
	if (prompt == NULL || (prompt->words_min == 0 && prompt->words_max == 0))
		return;
	buf_text(out, " (asked for: ");
	if (prompt->words_max == 0)
		buf_printf(out, "%" PRId64 " or more", prompt->words_min);
	else
		buf_printf(out, "%" PRId64 " to %" PRId64, prompt->words_min,
			   prompt->words_max);
	buf_text(out, prompt->words_mode == WORDS_GUIDE ? ", as a guide)" : ")");
}

static void
survey_length(struct surveying *at, const struct prompt *prompt, size_t item)
{
	int64_t words = survey_words(at->dossier, item);
	const char *path = at->dossier->items[item].path;
	const char *guide = prompt->words_mode == WORDS_GUIDE ? " (a guide)" : "";
	bool hard = prompt->words_mode == WORDS_HARD;

	if (words < 0)
		tell(at, true, "%s: %.200s is not a text that opens", prompt->id, path);
	else if (prompt->words_min != 0 && words < prompt->words_min)
		tell(at, hard,
		     "%s: %.200s has %" PRId64 " words, fewer than %" PRId64 "%s",
		     prompt->id, path, words, prompt->words_min, guide);
	else if (prompt->words_max != 0 && words > prompt->words_max)
		tell(at, hard,
		     "%s: %.200s has %" PRId64 " words, more than %" PRId64 "%s",
		     prompt->id, path, words, prompt->words_max, guide);
	else
		tell(at, false, "%s: %.200s, %" PRId64 " words", prompt->id, path, words);
}

static void
survey_prompt(struct surveying *at, const struct prompt *prompt)
{
	size_t found = 0;

	for (size_t i = 0; i < at->dossier->count; i++) {
		if (at->dossier->items[i].prompt != prompt)
			continue;
		found++;
		survey_length(at, prompt, i);
	}
	if (found == 0)
		tell(at, true, "%s: nothing answers it; expected %s", prompt->id,
		     prompt->path == NULL ? "a file" : prompt->path);
}

static void
survey_piece(struct surveying *at, const struct dossier_item *piece)
{
	struct err err;
	int64_t size;

	if (piece->kind == DOSSIER_ABSENT)
		tell(at, true, "%s: %.200s is named and not there", piece->slot->id,
		     piece->path);
	else if (piece->kind == DOSSIER_LINK)
		tell(at, false, "%s: the link %.200s", piece->slot->id, piece->path);
	else if (piece->kind == DOSSIER_FILE
		 && evidence_size(&size, &at->dossier->evidence, (size_t)piece->item,
				  &err)
			    == 0)
		tell(at, size == 0, "%s: %.200s, %" PRId64 " bytes", piece->slot->id,
		     piece->path, size);
	else if (piece->kind == DOSSIER_FILE)
		tell(at, true, "%s: %.200s does not open: %s", piece->slot->id,
		     piece->path, err.text);
}

static void
survey_slot(struct surveying *at, const struct slot *slot)
{
	int64_t found = 0;
	bool empty = false;

	for (size_t i = 0; i < at->dossier->count; i++) {
		const struct dossier_item *piece = &at->dossier->items[i];

		if (piece->slot != slot)
			continue;
		empty |= piece->kind == DOSSIER_EMPTY;
		found += piece->kind == DOSSIER_FILE || piece->kind == DOSSIER_LINK;
		survey_piece(at, piece);
	}
	if (empty)
		tell(at, false, "%s: left empty on purpose", slot->id);
	else if (found < slot->min)
		tell(at, true, "%s: %" PRId64 " of at least %" PRId64 " pieces", slot->id,
		     found, slot->min);
	if (slot->max != 0 && found > slot->max)
		tell(at, true, "%s: %" PRId64 " pieces, at most %" PRId64, slot->id,
		     found, slot->max);
}

void
survey(struct finding_list *out, struct arena *arena, const struct dossier *dossier)
{
	struct surveying at = { arena, dossier, out };

	*out = (struct finding_list){ 0 };
	if (dossier->manifest_fault != NULL)
		tell(&at, true, "%s", dossier->manifest_fault);
	for (size_t p = 0; p < dossier->rubric->part_count; p++) {
		const struct part *part = &dossier->rubric->parts[p];

		for (size_t i = 0; i < part->prompt_count; i++)
			survey_prompt(&at, &part->prompts[i]);
		for (size_t i = 0; i < part->slot_count; i++)
			survey_slot(&at, &part->slots[i]);
	}
}

int
survey_rubric(const char **out, struct arena *arena, const char *repo, const char *commit,
	      const char *path, struct err *err)
{
	static const struct rubric none = { 0 };
	struct dossier dossier;
	int failed = 0;

	if (dossier_open(&dossier, repo, commit, path == NULL ? "" : path, &none, err)
	    != 0)
		return -1;
	if (dossier.manifest != NULL && dossier.manifest->rubric != NULL)
		*out = arena_text(arena, dossier.manifest->rubric);
	else if (dossier.manifest_fault != NULL)
		failed = err_set(err, ERR_SYNTAX, "%s", dossier.manifest_fault);
	else
		failed = err_set(err, ERR_NOT_FOUND,
				 "no " PORTFOLIO_FILE " there says which "
				 "rubric it is for; give --rubric");
	dossier_close(&dossier);
	return failed;
}
