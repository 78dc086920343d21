/* The words of line mode that look at evidence: evidence, read, search. */
#include <stdlib.h>

#include "core/base/text.h"
#include "core/desk/convert.h"
#include "core/desk/explain.h"
#include "core/desk/survey.h"
#include "core/store/finds.h"
#include "core/store/lines.h"
#include "tui/cli/line.h"

enum { READ_LINES = 40, READ_BYTES = 4096, SEARCH_HITS = 50,
       FIRST_COLUMNS = 100 };	/* of a line that is cited */

struct opened {
	struct blob *blob;
	struct lines *lines;
};

static void
close_text(struct opened *opened)
{
	if (opened->lines != NULL)
		lines_close(opened->lines);
	if (opened->blob != NULL)
		blob_close(opened->blob);
	*opened = (struct opened){ 0 };
}

static int
refuse_binary(const struct blob *blob, struct err *err)
{
	char head[SNIFF_BYTES];
	size_t got;

	if (blob_read(&got, head, sizeof head, (struct blob *)blob, 0, err) != 0)
		return -1;
	if (memchr(head, '\0', got) != NULL)
		return err_set(err, ERR_REFUSED, "it is not text (%lld bytes)",
			       (long long)blob_size(blob));
	return 0;
}

static int
open_text(struct opened *out, const struct session *session, ptrdiff_t item,
	  struct err *err)
{
	const struct evidence *evidence = &session->dossier.evidence;

	*out = (struct opened){ 0 };
	if (blob_open(&out->blob, evidence->repo, &evidence->items[item].oid, err) != 0)
		return -1;
	if (refuse_binary(out->blob, err) != 0) {
		close_text(out);
		return -1;
	}
	out->lines = lines_open(out->blob);
	return 0;
}

static const char *
place_of(const struct dossier_item *item)
{
	if (item->slot != NULL)
		return item->slot->id;
	return item->prompt != NULL ? item->prompt->id : "other";
}

static void
print_item(const struct session *session, size_t index)
{
	const struct dossier_item *item = &session->dossier.items[index];
	struct buf text = { 0 };
	struct err err;
	int64_t size, words;

	buf_printf(&text, "%s: ", place_of(item));
	if (item->kind == DOSSIER_EMPTY)
		buf_text(&text, "left empty on purpose");
	else
		text_line(&text, span_of(item->path), 0);
	if (item->kind == DOSSIER_FILE
	    && evidence_size(&size, &session->dossier.evidence, (size_t)item->item, &err)
		       == 0)
		buf_printf(&text, ", %lld bytes%s", (long long)size,
			   session->seen[index] ? ", seen" : "");
	if (item->prompt != NULL && (words = survey_words(&session->dossier, index)) >= 0) {
		buf_text(&text, ", ");
		survey_print_words(&text, words, item->prompt);
	}
	if (item->kind == DOSSIER_ABSENT)
		buf_text(&text, ", not there");
	if (item->kind == DOSSIER_SUBMODULE)
		buf_text(&text, ", a submodule: what it holds is not in this repository");
	if (item->kind == DOSSIER_LINK)
		buf_text(&text, ", a link");
	if (item->kind == DOSSIER_FILE && !text_is_clean(span_of(item->path)))
		buf_text(&text, ", its name holds characters that cannot be shown");
	if (item->note != NULL) {
		buf_text(&text, " (");
		text_line(&text, span_of(item->note), 0);
		buf_text(&text, ")");
	}
	buf_text(&text, "\n");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

int
line_evidence(struct line *line, struct span rest, struct err *err)
{
	struct session *session = line->session;

	if (rest.len != 0) {
		if (session_say(session, arena_printf(&line->cli->arena, "evidence %.*s",
				(int)rest.len, rest.data), err) != 0)
			return -1;
		cli_print("kept\n");
		return 0;
	}
	for (size_t i = 0; i < session->dossier.count; i++)
		print_item(session, i);
	if (session->dossier.count == 0)
		cli_print("there is no evidence at this commit\n");
	return 0;
}

/* `path` NULL: the line alone. A path is one line, whatever the learner called the file. */
static void
print_line(struct opened *opened, const char *path, int64_t number)
{
	char bytes[READ_BYTES];
	struct buf text = { 0 };
	struct err err;
	int64_t offset, len;
	size_t got;

	if (lines_find(&offset, &len, opened->lines, number, NULL, &err) != 0
	    || lines_read(&got, bytes, sizeof bytes, opened->lines, number, 0, &err) != 0)
		return;
	if (path != NULL) {
		text_line(&text, span_of(path), 0);
		buf_char(&text, ':');
	}
	buf_printf(&text, "%lld ", (long long)number);
	text_line(&text, (struct span){ bytes, got }, 0);
	if (len > (int64_t)got)
		buf_printf(&text, " … (%lld bytes in this line)", (long long)len);
	buf_text(&text, "\n");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static int
read_lines(struct opened *opened, const struct address *address, struct err *err)
{
	int64_t first = address->kind == ADDRESS_LINES ? address->first : 1;
	int64_t last = address->kind == ADDRESS_LINES ? address->last : READ_LINES, known;
	bool all;

	if (lines_reach(opened->lines, last + 1, NULL, err) != 0)
		return -1;
	known = lines_known(opened->lines, &all);
	if (first > known)
		return err_set(err, ERR_REFUSED, "it has only %lld lines",
			       (long long)known);
	for (int64_t number = first; number <= last && number <= known; number++)
		print_line(opened, NULL, number);
	if (known > last)
		cli_print("there is more: read %s:%lld-%lld\n", address->path,
			  (long long)last + 1, (long long)last + READ_LINES);
	return 0;
}

/* Say it and close it; false when there is nothing to say. */
static bool
say(struct buf *text)
{
	if (text->len == 0)
		return false;
	buf_char(text, '\n');
	cli_print_clean(buf_span(text));
	buf_close(text);
	return true;
}

static bool
say_other(struct line *line, size_t item, struct span head, int64_t size)
{
	const struct dossier *dossier = &line->session->dossier;
	struct buf text = { 0 };
	bool link = dossier->evidence.items[item].kind == ITEM_SYMLINK;

	if (!link && !sniff_is_pointer(head, size) && convert_is_other(head)) {
		line_print_offer(line, item, head, size);
		return true;
	}
	if (link)
		explain_link(&text, dossier, item, head, "read that");
	else if (sniff_is_pointer(head, size))
		explain_pointer(&text, head);
	return say(&text);
}

/* 1: it is no text, and what it is was said; 0: it is. */
static int
offer_other(struct line *line, ptrdiff_t item, ptrdiff_t number, struct err *err)
{
	const struct evidence *evidence = &line->session->dossier.evidence;
	char head[SNIFF_BYTES];
	struct blob *blob;
	size_t got;
	int is_other = -1;

	if (blob_open(&blob, evidence->repo, &evidence->items[item].oid, err) != 0)
		return -1;
	if (blob_read(&got, head, sizeof head, blob, 0, err) == 0)
		is_other = say_other(line, (size_t)item, (struct span){ head, got },
				     blob_size(blob));
	if (is_other > 0 && number >= 0)
		session_saw(line->session, (size_t)number);
	blob_close(blob);
	return is_other;
}

static bool
say_submodule(const struct dossier *dossier, const char *path)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < dossier->evidence.submodule_count; i++)
		if (strcmp(dossier->evidence.submodules[i].path, path) == 0)
			explain_submodule(&text, &dossier->evidence.submodules[i]);
	return say(&text);
}

int
line_read(struct line *line, struct span rest, struct err *err)
{
	struct session *session = line->session;
	const struct dossier *dossier = &session->dossier;
	struct address address;
	struct opened opened;
	ptrdiff_t item, number;
	int failed;

	if (rest.len == 0)
		return err_set(err, ERR_USAGE,
			       "read what? an address, as in plan.md:12-18");
	if (address_parse(&address, &line->cli->arena, rest, err) != 0)
		return -1;
	item = evidence_find(&dossier->evidence, address.path);
	if (item < 0 && say_submodule(dossier, address.path))
		return 0;
	if (item < 0)
		return err_set(err, ERR_REFUSED,
			       "there is no file '%.200s' in this evidence",
			       address.path);
	number = dossier_find(dossier, address.path);
	failed = offer_other(line, item, number, err);
	if (failed != 0)
		return failed > 0 ? 0 : -1;
	if (open_text(&opened, session, item, err) != 0)
		return -1;
	if (number >= 0 && dossier_is_table(dossier, (size_t)number))
		failed = line_table(opened.blob, opened.lines, &address,
				    dossier_is_tabbed(dossier, (size_t)number), err);
	else
		failed = read_lines(&opened, &address, err);
	close_text(&opened);
	if (failed == 0 && number >= 0)
		session_saw(session, (size_t)number);
	return failed;
}

/* The line of each find, once; how many were printed. */
static ptrdiff_t
print_found(struct opened *opened, struct finds *finds, const char *path, ptrdiff_t limit,
	    struct err *err)
{
	int64_t from = 0, line, start, len;
	ptrdiff_t hits = 0;
	bool all;

	while (hits < limit) {
		size_t index;

		if (finds_reach(finds, from, INT64_MAX, NULL, err) != 0)
			return -1;
		index = finds_from(finds, from);
		if (index == finds_known(finds, &all))
			return hits;
		if (lines_at(&line, &start, opened->lines, finds_at(finds, index).offset, NULL,
			     err) != 0
		    || lines_find(&start, &len, opened->lines, line, NULL, err) != 0)
			return -1;
		print_line(opened, path, line);
		from = start + len;
		hits++;
	}
	return hits;
}

/* Lines of one piece that hold it. -1: it does not open. */
static ptrdiff_t
search_item(const struct session *session, size_t item, struct pattern *pattern,
	    ptrdiff_t limit)
{
	struct opened opened;
	struct finds *finds;
	struct err err;
	ptrdiff_t hits;

	if (open_text(&opened, session, (ptrdiff_t)item, &err) != 0)
		return -1;
	finds = finds_open(opened.blob, pattern);
	hits = print_found(&opened, finds, session->dossier.evidence.items[item].path, limit,
			   &err);
	finds_close(finds);
	close_text(&opened);
	return hits;
}

static void
say_searched(const struct pattern *pattern, ptrdiff_t hits, ptrdiff_t closed, size_t count)
{
	if (pattern->unformed)
		cli_print("that is no expression: sought as plain words\n");
	if (closed != 0)
		cli_print(
			"%lld of %zu pieces are not text, or do not open: not searched\n",
			(long long)closed, count);
	if (hits == 0)
		cli_print("nothing says that\n");
	else if (hits == SEARCH_HITS)
		cli_print("and perhaps more: search for something longer\n");
}

int
line_search(struct line *line, struct span rest, struct err *err)
{
	const struct evidence *evidence = &line->session->dossier.evidence;
	ptrdiff_t hits = 0, closed = 0;
	struct pattern pattern;

	if (pattern_open(&pattern, rest, err) != 0)
		return -1;
	for (size_t i = 0; i < evidence->count && hits < SEARCH_HITS; i++) {
		ptrdiff_t found = search_item(line->session, i, &pattern, SEARCH_HITS - hits);

		hits += found > 0 ? found : 0;
		closed += found < 0;
	}
	say_searched(&pattern, hits, closed, evidence->count);
	pattern_close(&pattern);
	return 0;
}

int
line_cites(struct line *line, struct span rest, struct err *err)
{
	const struct session *session = line->session;
	int criterion = rubric_criterion(session->rubric, rest);
	const struct judgement *judgement;

	if (criterion < 0)
		return err_set(err, ERR_REFUSED, "there is no criterion '%.*s'",
			       rest.len > 80 ? 80 : (int)rest.len, rest.data);
	judgement = &session->scoring.judgements[criterion];
	for (size_t i = 0; i < judgement->cite_count; i++) {
		struct buf first = { 0 }, text = { 0 };
		struct err why;

		address_print(&text, &judgement->cites[i]);
		buf_char(&text, ' ');
		if (dossier_first_line(&first, &session->dossier, &judgement->cites[i], &why) != 0)
			buf_printf(&first, "(%s)", why.text);
		text_line(&text, buf_span(&first), FIRST_COLUMNS);
		buf_char(&text, '\n');
		cli_print_clean(buf_span(&text));
		buf_close(&first);
		buf_close(&text);
	}
	if (judgement->cite_count == 0)
		cli_print("it cites nothing\n");
	return 0;
}
