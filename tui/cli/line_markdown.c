/* The words of line mode that look at Markdown: outline, links. */
#include "core/base/text.h"
#include "tui/cli/line.h"

static int
read_piece(struct markdown *out, struct arena *arena, const struct session *session,
	   struct span path, struct err *err)
{
	ptrdiff_t item;

	if (path.len == 0)
		return err_set(err, ERR_USAGE, "of which piece? a path, as in plan.md");
	item = dossier_find(&session->dossier, arena_copy(arena, path.data, path.len));
	if (item < 0)
		return err_set(err, ERR_REFUSED, "there is no file '%.*s' in this evidence",
			       path.len > 200 ? 200 : (int)path.len, path.data);
	return dossier_markdown(out, arena, &session->dossier, (size_t)item, err);
}

static void
print_heading(const struct markdown *markdown, int64_t line)
{
	struct buf heading = { 0 }, text = { 0 };

	markdown_heading(&heading, markdown, line);
	buf_printf(&text, "%lld: level %d, ", (long long)line,
		   markdown->lines[line - 1].level);
	text_line(&text, buf_span(&heading), 0);
	buf_char(&text, '\n');
	cli_print_clean(buf_span(&text));
	buf_close(&heading);
	buf_close(&text);
}

int
line_outline(struct line *line, struct span rest, struct err *err)
{
	struct arena scratch = { 0 };
	struct markdown markdown;
	int failed = read_piece(&markdown, &scratch, line->session, rest, err);
	size_t count = 0;

	for (size_t i = 0; failed == 0 && i < markdown.count; i++) {
		if (markdown.lines[i].kind != MARKDOWN_HEADING)
			continue;
		print_heading(&markdown, (int64_t)i + 1);
		count++;
	}
	if (failed == 0 && count == 0)
		cli_print("it has no headings\n");
	arena_close(&scratch);
	return failed;
}

static void
print_link(const struct markdown_link *link, size_t number)
{
	struct buf text = { 0 };

	buf_printf(&text, "%zu: line %lld, ", number, (long long)link->line);
	if (!span_equal(link->text, link->target)) {
		text_line(&text, link->text, 0);
		buf_text(&text, ": ");
	}
	text_line(&text, link->target, 0);
	buf_char(&text, '\n');
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

int
line_links(struct line *line, struct span rest, struct err *err)
{
	struct arena scratch = { 0 };
	struct markdown markdown;
	int failed = read_piece(&markdown, &scratch, line->session, rest, err);

	for (size_t i = 0; failed == 0 && i < markdown.link_count; i++)
		print_link(&markdown.links[i], i + 1);
	if (failed == 0 && markdown.link_count == 0)
		cli_print("it has no links\n");
	arena_close(&scratch);
	return failed;
}
