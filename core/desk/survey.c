#include "core/desk/survey_look.h"

#include <inttypes.h>

#include "core/base/text.h"
#include "core/base/yaml.h"
#include "core/desk/piece.h"

enum { WORDS_BYTES = 1 << 20, TICK = 1 << 20 };

const struct survey_check survey_checks[CHECKS] = {
	[CHECK_COMPLETE] = { "complete", "everything asked for is there", look_complete,
			     false },
	[CHECK_FILES_OPEN] = { "files_open", "every piece opens and can be read to its end",
			       look_files_open, false },
	[CHECK_TYPES] = { "types", "every piece is of a kind that is asked for", look_types,
			  false },
	[CHECK_WORD_LIMITS] = { "word_limits", "every answer is as long as is asked for",
				look_word_limits, false },
	[CHECK_LINKS] = { "links", "every link is well formed", look_links, false },
	[CHECK_LFS] = { "lfs", "every file is here itself, and not a Git LFS pointer",
			look_lfs, false },
	[CHECK_NAMES] = { "names", "no file name says who somebody is", look_names, true },
	[CHECK_ATTESTATIONS] = { "attestations", "the learner's declarations are given",
				 look_attestations, false },
};

int
check_find(const char *name)
{
	for (int i = 0; i < CHECKS; i++)
		if (strcmp(survey_checks[i].name, name) == 0)
			return i;
	return -1;
}

/* ---- telling ---- */

void
survey_add(struct surveying *at, const struct finding *finding)
{
	struct survey *out = at->out;

	if (out->counts[finding->check][finding->kind]++ >= SURVEY_FINDINGS)
		return;
	out->items = arena_grow(at->arena, out->items, out->count, sizeof *out->items);
	out->items[out->count++] = *finding;
}

const char *
piece_id(const struct dossier_item *piece)
{
	return piece->slot != NULL ? piece->slot->id
		: piece->prompt != NULL ? piece->prompt->id : NULL;
}

void
survey_tell(struct surveying *at, enum check_id check, enum finding_kind kind,
	    const char *id, ptrdiff_t item, const char *what, const char *remedy)
{
	struct finding finding = { .check = check, .kind = kind, .id = id, .item = -1,
				   .what = what, .remedy = remedy };

	if (item >= 0) {
		finding.item = at->dossier->items[item].item;
		finding.path = at->dossier->items[item].path;
	}
	survey_add(at, &finding);
}

void
finding_print(struct buf *out, const struct finding *finding)
{
	if (finding->id != NULL)
		buf_printf(out, "%s: ", finding->id);
	if (finding->path != NULL) {
		text_line(out, span_of(finding->path), 0);
		buf_char(out, ' ');
	}
	buf_text(out, finding->what);
	if (finding->detail != NULL) {
		buf_text(out, ": ");
		text_line(out, span_of(finding->detail), 0);
	}
}

void
finding_record(struct buf *out, const struct finding *finding)
{
	if (finding->id != NULL)
		buf_printf(out, "%s: ", finding->id);
	if (finding->item >= 0)
		buf_printf(out, "item %td ", finding->item + 1);
	else if (finding->path != NULL)
		buf_text(out, "a piece ");
	buf_text(out, finding->what);
}

size_t
survey_faults(const struct survey *survey)
{
	size_t count = 0;

	for (size_t i = 0; i < CHECKS; i++)
		count += survey->counts[i][FINDING_FAULT];
	return count;
}

/* ---- reading ---- */

/* Where the comment that begins `text` ends; 0: it is none, or has no end and is text. */
static size_t
comment_length(struct span text)
{
	if (!span_starts(text, "<!--"))
		return 0;
	for (size_t end = 4; end + 3 <= text.len; end++)
		if (memcmp(text.data + end, "-->", 3) == 0)
			return end + 3;
	return 0;
}

static int64_t
words_beside_comments(struct span text)
{
	struct buf rest = { 0 };
	int64_t words;
	bool ends = true;		/* looked for to no avail, an end is not looked for again */

	for (size_t at = 0; at < text.len;) {
		struct span here = { text.data + at, text.len - at };
		size_t length = ends ? comment_length(here) : 0;

		ends &= length != 0 || !span_starts(here, "<!--");
		buf_char(&rest, length != 0 ? ' ' : *here.data);
		at += length != 0 ? length : 1;
	}
	words = (int64_t)text_words(buf_span(&rest));
	buf_close(&rest);
	return words;
}

static bool
is_markdown(const char *path)
{
	return sniff_has_ending(path, ".md") || sniff_has_ending(path, ".markdown");
}

static bool
is_table(const char *path)
{
	return sniff_has_ending(path, ".csv") || sniff_has_ending(path, ".tsv");
}

static int64_t
count_words(struct piece *piece, const char *path)
{
	struct buf text = { 0 };
	struct span window;
	struct err ignored;
	int64_t words = -1;

	if (piece->size > WORDS_BYTES || is_table(path))
		return -1;
	while ((int64_t)text.len < piece->size) {
		if (piece_window(&window, piece, (int64_t)text.len, &ignored) != 0)
			goto out;
		buf_put(&text, window.data, window.len);
	}
	if (text.len == 0)
		words = 0;
	else if (memchr(text.data, '\0', text.len) == NULL)
		words = is_markdown(path) ? words_beside_comments(buf_span(&text))
			: (int64_t)text_words(buf_span(&text));
out:
	buf_close(&text);
	return words;
}

int64_t
survey_words(const struct dossier *dossier, size_t item)
{
	const struct dossier_item *what = &dossier->items[item];
	struct piece piece;
	struct err ignored;
	int64_t words;

	if (what->kind != DOSSIER_FILE
	    || piece_open(&piece, dossier, (size_t)what->item, &ignored) != 0)
		return -1;
	words = count_words(&piece, what->path);
	piece_close(&piece);
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

void
survey_print_count(struct buf *out, int64_t words, const struct prompt *prompt)
{
	if (words < 0 || prompt == NULL || (words >= prompt->words_min
	    && (prompt->words_max == 0 || words <= prompt->words_max)))
		return;
	buf_printf(out, "%" PRId64 " of ", words);
	if (prompt->words_max == 0)
		buf_printf(out, "%" PRId64 " or more", prompt->words_min);
	else if (prompt->words_min == 0)
		buf_printf(out, "at most %" PRId64, prompt->words_max);
	else
		buf_printf(out, "%" PRId64 "-%" PRId64, prompt->words_min, prompt->words_max);
	buf_text(out, " words");
}

/* To its end. */
static int
read_piece(struct surveying *at, struct look *look, struct piece *piece, const char *path,
	   struct err *err)
{
	struct span window;
	int64_t told = 0;

	for (int64_t done = 0; done < piece->size; done += (int64_t)window.len) {
		if (piece_window(&window, piece, done, err) != 0)
			return -1;
		if (done == 0) {
			struct span head = { window.data, window.len > SNIFF_BYTES
						     ? SNIFF_BYTES : window.len };

			look->kind = sniff(path, head);
			look->is_pointer = sniff_is_pointer(head, piece->size);
		}
		if (done - told < TICK)
			continue;
		told = done;
		if (!progress_tick(at->progress, done, piece->size))
			return err_set(err, ERR_CANCELLED, "stopped");
	}
	if (look->kind.kind == ACCEPT_TEXT && !look->is_pointer)
		look->words = count_words(piece, path);
	return 0;
}

static int
look_at(struct surveying *at, size_t index, struct err *err)
{
	const struct dossier_item *what = &at->dossier->items[index];
	struct look *look = &at->looks[index];
	struct piece piece;

	*look = (struct look){ .words = -1 };
	if (what->kind != DOSSIER_FILE || piece_id(what) == NULL
	    || at->dossier->evidence.items[what->item].kind == ITEM_SYMLINK)
		return 0;
	if (piece_open(&piece, at->dossier, (size_t)what->item, err) == 0) {
		look->size = piece.size;
		look->opens = read_piece(at, look, &piece, what->path, err) == 0;
		piece_close(&piece);
	}
	if (!look->opens && err->code == ERR_CANCELLED)
		return -1;
	if (!look->opens)
		look->trouble = arena_text(at->arena, err->text);
	return 0;
}

int
survey(struct survey *out, struct arena *arena, const struct dossier *dossier,
       const struct progress *progress, struct err *err)
{
	struct surveying at = { .arena = arena, .dossier = dossier, .progress = progress,
				.out = out };

	*out = (struct survey){ 0 };
	at.looks = arena_array(arena, dossier->count, sizeof *at.looks);
	for (size_t i = 0; i < dossier->count; i++)
		if (look_at(&at, i, err) != 0)
			return -1;
	for (size_t i = 0; i < CHECKS; i++)
		survey_checks[i].look(&at);
	return 0;
}

int
survey_rubric(const char **out, struct arena *arena, const struct dossier *dossier,
	      struct err *err)
{
	if (dossier->manifest_fault != NULL)
		return err_set(err, ERR_SYNTAX, "%s", dossier->manifest_fault);
	if (dossier->manifest == NULL || dossier->manifest->rubric == NULL)
		return err_set(err, ERR_NOT_FOUND,
			       "no " PORTFOLIO_FILE " there says which rubric it is for; "
			       "give --rubric");
	*out = arena_text(arena, dossier->manifest->rubric);
	return 0;
}
