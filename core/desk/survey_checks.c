/* The checks themselves: each looks at what was read, and says what it finds. */
#include "core/desk/survey_look.h"

#include <inttypes.h>

#include "core/desk/identify.h"

#define FOR_PIECES(at, i) for (size_t i = 0; i < (at)->dossier->count; i++)

static const struct dossier_item *
piece_at(const struct surveying *at, size_t index)
{
	return &at->dossier->items[index];
}

/* ---- complete ---- */

/* "250 to 500", "at least 250", "at most 500", or "any number of". */
static const char *
range(struct surveying *at, int64_t min, int64_t max)
{
	if (min != 0 && min == max)
		return arena_printf(at->arena, "%" PRId64, min);
	if (min != 0 && max != 0)
		return arena_printf(at->arena, "%" PRId64 " to %" PRId64, min, max);
	if (min != 0 || max != 0)
		return arena_printf(at->arena, "at %s %" PRId64, min != 0 ? "least" : "most",
				    min != 0 ? min : max);
	return "any number of";
}

static void
tell_absent(struct surveying *at, const char *id, size_t item)
{
	survey_tell(at, CHECK_COMPLETE, FINDING_FAULT, id, (ptrdiff_t)item,
		    "is named and not there",
		    "add the file, or take its line out of " PORTFOLIO_FILE);
}

static void
tell_empty(struct surveying *at, const char *id)
{
	survey_tell(at, CHECK_COMPLETE, FINDING_REMARK, id, -1, "left empty on purpose", NULL);
}

/* How short an answer may be is said by word_limits; that there is none, here. */
static void
answer_there(struct surveying *at, const struct prompt *prompt, size_t item)
{
	const struct look *look = &at->looks[item];
	bool limited = prompt->words_min != 0 || prompt->words_max != 0;

	if (look->words == 0
	    && (prompt->words_min == 0 || prompt->words_mode == WORDS_GUIDE))
		survey_tell(at, CHECK_COMPLETE, FINDING_FAULT, prompt->id, (ptrdiff_t)item,
			    "holds no words yet", "write your answer there");
	else if (look->opens && !limited)
		survey_tell(at, CHECK_COMPLETE, FINDING_FINE, prompt->id, (ptrdiff_t)item,
			    "is there", NULL);
}

static void
complete_prompt(struct surveying *at, const struct prompt *prompt)
{
	size_t found = 0;

	FOR_PIECES(at, i) {
		const struct dossier_item *piece = piece_at(at, i);

		if (piece->prompt != prompt)
			continue;
		found++;
		if (piece->kind == DOSSIER_ABSENT)
			tell_absent(at, prompt->id, i);
		else if (piece->kind == DOSSIER_EMPTY)
			tell_empty(at, prompt->id);
		else if (piece->kind == DOSSIER_FILE)
			answer_there(at, prompt, i);
	}
	if (found != 0)
		return;
	survey_add(at, &(struct finding){
		.check = CHECK_COMPLETE, .kind = FINDING_FAULT, .id = prompt->id, .item = -1,
		.what = prompt->path == NULL ? "nothing answers it"
			: "nothing answers it; expected", .detail = prompt->path,
		.remedy = prompt->path == NULL
			? "write a file and name it in " PORTFOLIO_FILE
			: "write your answer in that file" });
}

static void
piece_there(struct surveying *at, const char *id, size_t item)
{
	const struct look *look = &at->looks[item];

	if (look->opens && look->size != 0)
		survey_tell(at, CHECK_COMPLETE, FINDING_FINE, id, (ptrdiff_t)item,
			    arena_printf(at->arena, "is there, %" PRId64 " bytes",
					 look->size), NULL);
}

static const char *
put_them(struct surveying *at, const struct slot *slot)
{
	struct buf text = { 0 };
	const char *copy;

	buf_text(&text, "put them ");
	slot_print_place(&text, slot);
	if (slot->glob != NULL)
		buf_text(&text, ", or name them in " PORTFOLIO_FILE);
	copy = arena_text(at->arena, text.data);
	buf_close(&text);
	return copy;
}

static void
count_pieces(struct surveying *at, const struct slot *slot, int64_t found, bool empty)
{
	const char *wanted = range(at, slot->min, slot->max);

	if (empty)
		tell_empty(at, slot->id);
	else if (found < slot->min)
		survey_tell(at, CHECK_COMPLETE, FINDING_FAULT, slot->id, -1,
			    arena_printf(at->arena, "%" PRId64 " piece%s; %s asked for",
					 found, found == 1 ? "" : "s",
					 arena_printf(at->arena, "%s %s", wanted,
						      slot->min == 1 && slot->max <= 1
							      ? "is" : "are")),
			    put_them(at, slot));
	else if (slot->max != 0 && found > slot->max)
		survey_tell(at, CHECK_COMPLETE, FINDING_FAULT, slot->id, -1,
			    arena_printf(at->arena, "%" PRId64 " pieces; %s are asked for",
					 found, wanted), "choose the best, and take out the rest");
}

static void
complete_slot(struct surveying *at, const struct slot *slot)
{
	int64_t found = 0;
	bool empty = false;

	FOR_PIECES(at, i) {
		const struct dossier_item *piece = piece_at(at, i);

		if (piece->slot != slot)
			continue;
		empty |= piece->kind == DOSSIER_EMPTY;
		found += piece->kind == DOSSIER_FILE || piece->kind == DOSSIER_LINK;
		if (piece->kind == DOSSIER_ABSENT)
			tell_absent(at, slot->id, i);
		else if (piece->kind == DOSSIER_FILE)
			piece_there(at, slot->id, i);
	}
	count_pieces(at, slot, found, empty);
}

static bool
is_of(const struct part *part, const struct dossier_item *piece)
{
	for (size_t i = 0; i < part->prompt_count; i++)
		if (piece->prompt == &part->prompts[i])
			return true;
	for (size_t i = 0; i < part->slot_count; i++)
		if (piece->slot == &part->slots[i])
			return true;
	return false;
}

static bool
is_left_out(const struct surveying *at, const struct part *part)
{
	FOR_PIECES(at, i)
		if (is_of(part, piece_at(at, i)))
			return false;
	return part->optional && part->prompt_count + part->slot_count != 0;
}

static bool
is_about(const char *path)
{
	return strcmp(path, PORTFOLIO_FILE) == 0 || strcmp(path, "README.md") == 0
		|| strncmp(path, ".git", 4) == 0;
}

static void
tell_others(struct surveying *at)
{
	FOR_PIECES(at, i) {
		const struct dossier_item *piece = piece_at(at, i);

		if (piece_id(piece) == NULL && !is_about(piece->path))
			survey_tell(at, CHECK_COMPLETE, FINDING_REMARK, NULL, (ptrdiff_t)i,
				    "answers nothing that is asked for",
				    "name it in " PORTFOLIO_FILE " if it should");
	}
}

static bool
is_known(const struct rubric *rubric, const char *id)
{
	return rubric_slot(rubric, id) != NULL || rubric_prompt(rubric, id) != NULL;
}

static void
tell_unknown(struct surveying *at, const char *id)
{
	if (!is_known(at->dossier->rubric, id))
		survey_tell(at, CHECK_COMPLETE, FINDING_FAULT, id, -1,
			    "is named in " PORTFOLIO_FILE ", and the rubric has no such place",
			    "see the ids in the rubric, and mend the line");
}

static void
complete_manifest(struct surveying *at)
{
	const struct portfolio *manifest = at->dossier->manifest;

	if (at->dossier->manifest_fault != NULL)
		survey_add(at, &(struct finding){
			.check = CHECK_COMPLETE, .kind = FINDING_FAULT, .item = -1,
			.what = "the manifest cannot be used",
			.detail = at->dossier->manifest_fault, .remedy = "mend that line" });
	if (manifest == NULL)
		return;
	if (strcmp(manifest->rubric, at->dossier->rubric->id) != 0)
		survey_add(at, &(struct finding){
			.check = CHECK_COMPLETE, .kind = FINDING_REMARK, .item = -1,
			.what = PORTFOLIO_FILE " is for another rubric",
			.detail = manifest->rubric });
	for (size_t i = 0; i < manifest->item_count; i++)
		tell_unknown(at, manifest->items[i].slot);
	for (size_t i = 0; i < manifest->empty_count; i++)
		tell_unknown(at, manifest->empty[i]);
}

void
look_complete(struct surveying *at)
{
	const struct rubric *rubric = at->dossier->rubric;

	complete_manifest(at);
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		if (is_left_out(at, part)) {
			survey_tell(at, CHECK_COMPLETE, FINDING_REMARK, part->id, -1,
				    "is left out, as it may be", NULL);
			continue;
		}
		for (size_t i = 0; i < part->prompt_count; i++)
			complete_prompt(at, &part->prompts[i]);
		for (size_t i = 0; i < part->slot_count; i++)
			complete_slot(at, &part->slots[i]);
	}
	tell_others(at);
}

/* ---- files_open ---- */

static void
open_trouble(struct surveying *at, size_t index, const char *id)
{
	struct finding finding = {
		.check = CHECK_FILES_OPEN, .kind = FINDING_FAULT, .id = id,
		.path = piece_at(at, index)->path, .item = piece_at(at, index)->item,
		.what = "does not open", .detail = at->looks[index].trouble,
		.remedy = "put the file there again, and commit" };

	survey_add(at, &finding);
}

void
look_files_open(struct surveying *at)
{
	FOR_PIECES(at, i) {
		const struct dossier_item *piece = piece_at(at, i);
		const char *id = piece_id(piece);
		enum item_kind kind;

		if (piece->kind == DOSSIER_SUBMODULE)
			survey_tell(at, CHECK_FILES_OPEN, FINDING_FAULT, NULL, (ptrdiff_t)i,
				    "is a submodule: what it holds is not in this repository",
				    "put the files themselves there");
		if (piece->kind == DOSSIER_ABSENT) {
			at->out->absent++;
			survey_tell(at, CHECK_FILES_OPEN, FINDING_REMARK, id, (ptrdiff_t)i,
				    "is named and not there, so it does not open", NULL);
		}
		if (piece->kind != DOSSIER_FILE || id == NULL)
			continue;
		kind = at->dossier->evidence.items[piece->item].kind;
		if (kind == ITEM_SYMLINK)
			survey_tell(at, CHECK_FILES_OPEN, FINDING_FAULT, id, (ptrdiff_t)i,
				    "is a symbolic link, which is not followed",
				    "put the file itself there");
		else if (!at->looks[i].opens)
			open_trouble(at, i, id);
		else if (at->looks[i].size == 0)
			survey_tell(at, CHECK_FILES_OPEN, FINDING_FAULT, id, (ptrdiff_t)i,
				    "is empty", "put the file there again");
		if (kind == ITEM_EXECUTABLE)
			survey_tell(at, CHECK_FILES_OPEN, FINDING_REMARK, id, (ptrdiff_t)i,
				    "is marked as a program; it will be read, never run",
				    NULL);
	}
}

/* ---- types ---- */

static const char *
wanted(struct surveying *at, unsigned accepts)
{
	struct buf text = { 0 };
	const char *copy;

	accepts_print(&text, accepts);
	copy = arena_text(at->arena, buf_span(&text).data);
	buf_close(&text);
	return copy;
}

static void
refuse_kind(struct surveying *at, const char *id, size_t item, const char *what,
	    unsigned accepts)
{
	survey_tell(at, CHECK_TYPES, FINDING_FAULT, id, (ptrdiff_t)item,
		    arena_printf(at->arena, "is %s; %s is asked for", what,
				 wanted(at, accepts)), "put in a file of that kind");
}

static void
look_kind(struct surveying *at, const char *id, size_t item, unsigned accepts)
{
	struct sniffed kind = at->looks[item].kind;
	unsigned ending = sniff_ending(piece_at(at, item)->path);

	if (accepts != ACCEPT_ANY && (kind.kind & accepts) == 0
	    && (kind.known || (ending & accepts) == 0))
		refuse_kind(at, id, item, kind.what, accepts);
	else if (kind.known && ending != 0 && ending != kind.kind)
		survey_tell(at, CHECK_TYPES, FINDING_REMARK, id, (ptrdiff_t)item,
			    arena_printf(at->arena, "is %s, and its name says otherwise",
					 kind.what), "give it the ending of what it is");
	else if (!kind.known && accepts != ACCEPT_ANY)
		survey_tell(at, CHECK_TYPES, FINDING_REMARK, id, (ptrdiff_t)item,
			    "is of a kind that is told by its name alone",
			    "see that it opens");
}

void
look_types(struct surveying *at)
{
	FOR_PIECES(at, i) {
		const struct dossier_item *piece = piece_at(at, i);
		const char *id = piece_id(piece);
		unsigned accepts = piece->slot != NULL ? piece->slot->accepts : ACCEPT_TEXT;

		if (id == NULL)
			continue;
		if (piece->kind == DOSSIER_LINK && (accepts & ACCEPT_LINK) == 0)
			refuse_kind(at, id, i, "a link", accepts);
		else if (piece->kind == DOSSIER_FILE && at->looks[i].opens
			 && at->looks[i].size != 0 && !at->looks[i].is_pointer)
			look_kind(at, id, i, accepts);
	}
}

/* ---- word_limits ---- */

static void
look_length(struct surveying *at, const struct prompt *prompt, size_t item)
{
	int64_t words = at->looks[item].words;
	bool guide = prompt->words_mode == WORDS_GUIDE;
	bool less = words < prompt->words_min;
	bool more = prompt->words_max != 0 && words > prompt->words_max;
	const char *asked = arena_printf(at->arena, "%" PRId64 " word%s; %s are asked for%s",
					 words, words == 1 ? "" : "s",
					 range(at, prompt->words_min, prompt->words_max),
					 guide ? ", as a guide" : "");

	if (less || more)
		survey_tell(at, CHECK_WORD_LIMITS, guide ? FINDING_REMARK : FINDING_FAULT,
			    prompt->id, (ptrdiff_t)item,
			    arena_printf(at->arena, "has %s", asked),
			    less ? arena_printf(at->arena, "write %" PRId64 " more",
						prompt->words_min - words)
				 : arena_printf(at->arena, "take out %" PRId64,
						words - prompt->words_max));
	else
		survey_tell(at, CHECK_WORD_LIMITS, FINDING_FINE, prompt->id,
			    (ptrdiff_t)item, arena_printf(at->arena, "has %s", asked), NULL);
}

void
look_word_limits(struct surveying *at)
{
	FOR_PIECES(at, i) {
		const struct prompt *prompt = piece_at(at, i)->prompt;
		const struct look *look = &at->looks[i];

		if (prompt == NULL || (prompt->words_min == 0 && prompt->words_max == 0)
		    || !look->opens)
			continue;
		if (look->words > 0 || (look->words == 0 && prompt->words_min != 0
					&& prompt->words_mode == WORDS_HARD))
			look_length(at, prompt, i);
		else if (look->words < 0 && look->size > (1 << 20)
			 && look->kind.kind == ACCEPT_TEXT)
			survey_tell(at, CHECK_WORD_LIMITS, FINDING_FAULT, prompt->id,
				    (ptrdiff_t)i, "is over 1 MiB, too long to count",
				    "an answer is a few pages of text");
	}
}

/* ---- links ---- */

static bool
is_host(struct span host)
{
	bool any = false;

	for (size_t i = 0; i < host.len; i++) {
		unsigned char c = (unsigned char)host.data[i];

		any |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
			|| (c >= '0' && c <= '9') || c >= 0x80;
		if (c <= ' ' || c == 0x7F || strchr("\"'<>\\^`{|}@%", c) != NULL)
			return false;
	}
	return any;
}

/* What is wrong with a link; NULL when it is well formed. It is never fetched. */
static const char *
link_fault(const char *link)
{
	struct span rest = span_of(link), host;
	size_t end = 0;

	for (size_t i = 0; i < rest.len; i++)
		if ((unsigned char)rest.data[i] <= ' ' || rest.data[i] == 0x7F)
			return "holds a blank or a control character";
	if (!span_starts(rest, "https://") && !span_starts(rest, "http://"))
		return "does not begin https:// or http://";
	span_cut(&rest, '/');
	span_cut(&rest, '/');
	while (end < rest.len && strchr("/?#", rest.data[end]) == NULL)
		end++;
	host = (struct span){ rest.data, end };
	if (memchr(host.data, '@', host.len) != NULL)
		return "holds a user name or password";
	return is_host(host) ? NULL : "names no computer";
}

void
look_links(struct surveying *at)
{
	FOR_PIECES(at, i) {
		const struct dossier_item *piece = piece_at(at, i);
		const char *fault;

		if (piece->kind != DOSSIER_LINK)
			continue;
		fault = link_fault(piece->path);
		survey_tell(at, CHECK_LINKS, fault != NULL ? FINDING_FAULT : FINDING_FINE,
			    piece_id(piece), (ptrdiff_t)i,
			    fault != NULL ? fault : "is a link, well formed and not followed",
			    fault != NULL ? "copy the address again from your browser" : NULL);
	}
}

/* ---- lfs ---- */

void
look_lfs(struct surveying *at)
{
	FOR_PIECES(at, i)
		if (at->looks[i].is_pointer)
			survey_tell(at, CHECK_LFS, FINDING_FAULT, piece_id(piece_at(at, i)),
				    (ptrdiff_t)i,
				    "is a Git LFS pointer: the file itself is not here",
				    "git lfs pull, git lfs untrack its name, git add "
				    "--renormalize . and commit");
}

/* ---- names ---- */

void
look_names(struct surveying *at)
{
	struct identity identity;

	identity_read(&identity, at->arena, at->dossier);
	for (size_t i = 0; i < at->dossier->evidence.count; i++) {
		const char *path = at->dossier->evidence.items[i].path;
		struct sign_of sign = identify(path, &identity);
		struct finding finding = {
			.check = CHECK_NAMES, .kind = FINDING_REMARK, .path = path,
			.item = (ptrdiff_t)i, .what = sign.what,
			.remedy = "give the file another name, if it does" };

		if (sign.what == NULL)
			continue;
		finding.detail = arena_copy(at->arena, sign.where.data, sign.where.len);
		survey_add(at, &finding);
	}
}

/* ---- attestations ---- */

static bool
wants_attestations(const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->part_count; i++)
		if (rubric->parts[i].kind == PART_ATTESTATION)
			return true;
	for (size_t i = 0; i < rubric->gate_count; i++)
		if (rubric->gate[i].automatic != NULL
		    && check_find(rubric->gate[i].automatic) == CHECK_ATTESTATIONS)
			return true;
	return false;
}

void
look_attestations(struct surveying *at)
{
	static const struct {
		size_t at;
		const char *what;
	} rows[] = {
		{ offsetof(struct attestations, original),
		  "original is not attested: that the work is the learner's own" },
		{ offsetof(struct attestations, release),
		  "release is not attested: that what it shows may be shown" },
		{ offsetof(struct attestations, ready),
		  "ready is not attested: that it is finished" },
	};
	const struct portfolio *manifest = at->dossier->manifest;
	struct attestations said = { 0 };
	bool wants = wants_attestations(at->dossier->rubric);

	if (manifest == NULL && !wants)
		return;
	if (manifest != NULL)
		said = manifest->attestations;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!*(const bool *)((const char *)&said + rows[i].at))
			survey_tell(at, CHECK_ATTESTATIONS,
				    wants ? FINDING_FAULT : FINDING_REMARK, NULL, -1,
				    rows[i].what, "where it is true, write yes for it under "
				    "attestations in " PORTFOLIO_FILE);
}
