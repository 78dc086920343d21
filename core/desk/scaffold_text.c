#include "core/desk/scaffold_text.h"

#include <inttypes.h>

#include "core/base/text.h"
#include "core/base/yaml.h"
#include "core/desk/sniff.h"

enum { WRAP = 78, FOUND_LISTED = 100 };

/* ---- pieces of text ---- */

/* The rubric's words on one line, fit for a comment. */
static void
put_line(struct buf *out, const char *text)
{
	text_line(out, span_of(text == NULL ? "" : text), 0);
}

/* The same over as many lines as they need; nothing in them ends a comment. */
static void
put_wrapped(struct buf *out, const char *text)
{
	struct buf clean = { 0 };
	struct span rest;
	size_t column = 0;

	text_line(&clean, span_of(text), 0);
	rest = buf_span(&clean);
	while (rest.len != 0) {
		struct span word = span_cut(&rest, ' ');

		if (word.len == 0)
			continue;
		if (column != 0)
			buf_char(out, column + word.len >= WRAP ? '\n' : ' ');
		column = column + word.len >= WRAP ? word.len : column + word.len + 1;
		for (size_t i = 0; i < word.len; i++) {
			if (word.data[i] == '>' && i >= 2 && word.data[i - 1] == '-')
				buf_char(out, ' ');
			buf_char(out, word.data[i]);
		}
	}
	buf_char(out, '\n');
	buf_close(&clean);
}

static void
put_range(struct buf *out, int64_t min, int64_t max, const char *one, const char *many)
{
	if (min != 0 && min == max)
		buf_printf(out, "%" PRId64 " %s", min, min == 1 ? one : many);
	else if (min != 0 && max != 0)
		buf_printf(out, "%" PRId64 " to %" PRId64 " %s", min, max, many);
	else if (min != 0)
		buf_printf(out, "at least %" PRId64 " %s", min, min == 1 ? one : many);
	else if (max != 0)
		buf_printf(out, "at most %" PRId64 " %s", max, max == 1 ? one : many);
	else
		buf_printf(out, "any number of %s", many);
}

static void
put_words(struct buf *out, const struct prompt *prompt)
{
	if (prompt->words_min == 0 && prompt->words_max == 0)
		return;
	buf_text(out, ", ");
	put_range(out, prompt->words_min, prompt->words_max, "word", "words");
	if (prompt->words_mode == WORDS_GUIDE)
		buf_text(out, " as a guide");
}

static void
put_slot(struct buf *out, const struct slot *slot)
{
	put_line(out, slot->label == NULL ? slot->id : slot->label);
	buf_text(out, ", ");
	put_range(out, slot->min, slot->max, "piece", "pieces");
	buf_text(out, ": ");
	accepts_print(out, slot->accepts);
}

void
scaffold_question(struct buf *out, const struct prompt *prompt)
{
	buf_printf(out, "<!-- %s", prompt->id);
	put_words(out, prompt);
	buf_text(out, ". What stands between these two marks is not counted.\n\n");
	put_wrapped(out, prompt->text);
	buf_text(out, "\nWrite below this mark: -->\n\n");
}

/* ---- the manifest ---- */

static void
put_head(struct buf *out, const struct rubric *rubric)
{
	buf_text(out, "# Your portfolio: what fills which place of\n# ");
	put_line(out, rubric->title);
	buf_printf(out, "\n# Look whether it is whole with: assay portfolio check . --rubric FILE\n"
		   "assay_portfolio: 1\nrubric: %s\nattempt: 1\n\n", rubric->id);
}

static void
put_slots(struct buf *out, const struct rubric *rubric)
{
	for (size_t p = 0; p < rubric->part_count; p++)
		for (size_t i = 0; i < rubric->parts[p].slot_count; i++) {
			const struct slot *slot = &rubric->parts[p].slots[i];

			buf_printf(out, "#   %s  ", slot->id);
			put_line(out, slot->glob == NULL ? "(only if named here)" : slot->glob);
			buf_text(out, "  ");
			put_slot(out, slot);
			buf_char(out, '\n');
		}
}

static void
put_tail(struct buf *out)
{
	buf_text(out,
		 "\n# Places left empty on purpose: empty: [a3]\nempty: []\n\n"
		 "# Write yes for what is true, when it is.\n"
		 "attestations:\n"
		 "  original: no   # the work is my own, and help I had is named\n"
		 "  release: no    # what it shows of others may be shown\n"
		 "  ready: no      # it is finished and may be judged\n");
}

static void
put_item(struct buf *out, const char *id, const char *path)
{
	buf_printf(out, "  - {slot: %s, file: ", id);
	yaml_scalar(out, span_of(path));
	buf_text(out, "}\n");
}

void
scaffold_manifest(struct buf *out, struct arena *arena, const struct rubric *rubric)
{
	struct buf items = { 0 };

	put_head(out, rubric);
	for (size_t p = 0; p < rubric->part_count; p++)
		for (size_t i = 0; i < rubric->parts[p].prompt_count; i++) {
			const struct prompt *prompt = &rubric->parts[p].prompts[i];
			const char *path = scaffold_answer(arena, &rubric->parts[p], prompt);

			if (scaffold_writes(path))
				put_item(&items, prompt->id, path);
		}
	buf_printf(out, "# Your answers. Files at these paths count by themselves:\n");
	put_slots(out, rubric);
	buf_text(out, "# A file elsewhere, or a link, wants a line of its own:\n"
		 "#  - {slot: WHERE, link: \"https://...\", title: \"...\", retrieved: 2026-02-27}\n");
	buf_printf(out, "evidence:%s\n%s", items.len == 0 ? " []" : "", buf_span(&items).data);
	put_tail(out);
	buf_close(&items);
}

static size_t
put_unplaced(struct buf *out, const struct dossier *dossier)
{
	size_t count = 0;

	for (size_t i = 0; i < dossier->count && count < FOUND_LISTED; i++) {
		const struct dossier_item *item = &dossier->items[i];

		if (item->slot != NULL || item->prompt != NULL
		    || strncmp(item->path, ".git", 4) == 0
		    || strcmp(item->path, "README.md") == 0
		    || !text_is_utf8(span_of(item->path)))
			continue;
		buf_char(out, '#');
		put_item(out, "WHERE", item->path);
		count++;
	}
	return count;
}

void
scaffold_found(struct buf *out, struct arena *arena, const struct dossier *dossier)
{
	struct buf items = { 0 };
	const struct rubric *rubric = dossier->rubric;

	put_head(out, rubric);
	buf_text(out, "# Files at these paths count by themselves:\n");
	for (size_t p = 0; p < rubric->part_count; p++)
		for (size_t i = 0; i < rubric->parts[p].prompt_count; i++) {
			const struct prompt *prompt = &rubric->parts[p].prompts[i];

			buf_printf(out, "#   %s  ", prompt->id);
			put_line(out, prompt->path == NULL ? "(only if named here)"
				 : scaffold_answer(arena, &rubric->parts[p], prompt));
			put_words(out, prompt);
			buf_char(out, '\n');
		}
	put_slots(out, rubric);
	if (put_unplaced(&items, dossier) != 0)
		buf_printf(out, "\n# These files are at none of them. To give one its place, take "
			   "the # away from\n# evidence: and from its line, and write an id "
			   "from above for WHERE.\n#evidence:\n%s", buf_span(&items).data);
	put_tail(out);
	buf_close(&items);
}

/* ---- the guide ---- */

static void
put_place(struct buf *out, const struct slot *slot)
{
	struct buf place = { 0 };

	slot_print_place(&place, slot);
	put_line(out, place.data);
	buf_close(&place);
}

static void
put_part(struct buf *out, struct arena *arena, const struct part *part)
{
	buf_text(out, "\n## ");
	put_line(out, part->label == NULL ? part->id : part->label);
	buf_printf(out, "%s\n\n", part->optional ? " (may be left out)" : "");
	for (size_t i = 0; i < part->prompt_count; i++) {
		const char *path = scaffold_answer(arena, part, &part->prompts[i]);

		buf_text(out, "- Write your answer in `");
		put_line(out, path);
		buf_char(out, '`');
		put_words(out, &part->prompts[i]);
		buf_text(out, scaffold_writes(path) ? ". The question stands in it.\n" : ": ");
		if (!scaffold_writes(path))
			put_wrapped(out, part->prompts[i].text);
	}
	for (size_t i = 0; i < part->slot_count; i++) {
		buf_text(out, "- Put ");
		put_place(out, &part->slots[i]);
		buf_text(out, ": ");
		put_slot(out, &part->slots[i]);
		buf_text(out, ".\n");
	}
}

void
scaffold_guide(struct buf *out, struct arena *arena, const struct rubric *rubric)
{
	buf_text(out, "# ");
	put_line(out, rubric->title);
	buf_text(out, "\n\nThis folder is your portfolio. This page is a guide to it and is not "
		 "judged.\nNames of files are seen by those who judge: leave people's names "
		 "out of them.\n");
	for (size_t p = 0; p < rubric->part_count; p++)
		put_part(out, arena, &rubric->parts[p]);
	buf_text(out, "\n## Before you submit\n\n"
		 "1. In `portfolio.yaml`, under `attestations`, write `yes` for what is true.\n"
		 "2. See what is missing or too long, as often as you like, by the file of "
		 "the rubric:\n\n"
		 "       assay portfolio check --folder . --rubric FILE\n\n"
		 "3. Keep it in git; only what is committed is judged:\n\n"
		 "       git add -A && git commit -m 'my portfolio'\n"
		 "       assay portfolio check . --rubric FILE\n\n"
		 "4. Hand over the folder, or push it to where you were told.\n");
}
