/* The words of line mode that look at Markdown and links: outline, links, browse. */
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/desk/links.h"
#include "tui/cli/line.h"

static int
find_item(size_t *out, struct arena *arena, const struct session *session, struct span path,
	  struct err *err)
{
	ptrdiff_t item;

	if (path.len == 0)
		return err_set(err, ERR_USAGE, "of which piece? a path, as in plan.md");
	item = dossier_find(&session->dossier, arena_copy(arena, path.data, path.len));
	if (item < 0)
		return err_set(err, ERR_REFUSED, "there is no file '%.*s' in this evidence",
			       path.len > 200 ? 200 : (int)path.len, path.data);
	*out = (size_t)item;
	return 0;
}

static int
read_piece(struct markdown *out, struct arena *arena, const struct session *session,
	   struct span path, struct err *err)
{
	size_t item;

	return find_item(&item, arena, session, path, err) != 0 ? -1
		: dossier_markdown(out, arena, &session->dossier, item, err);
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
	struct markdown_link *links = NULL;
	size_t item, count = 0;
	int failed = find_item(&item, &scratch, line->session, rest, err);

	if (failed == 0)
		failed = links_find(&links, &count, &scratch, &line->session->dossier, item, err);
	for (size_t i = 0; failed == 0 && i < count; i++)
		print_link(&links[i], i + 1);
	if (failed == 0 && count == 0)
		cli_print("it has no links\n");
	arena_close(&scratch);
	return failed;
}

/* `yes` before the address: said after one was told what would run. */
int
line_browse(struct line *line, struct span rest, struct err *err)
{
	bool sure = span_starts(rest, "yes ");
	const char *argv[3];
	struct process process = { .argv = argv };
	int status;

	if (sure)
		rest = (struct span){ rest.data + 4, rest.len - 4 };
	if (rest.len == 0)
		return err_set(err, ERR_USAGE, "open which address? `links PATH` lists them");
	if (link_browser(argv, 3, &line->cli->arena, &line->session->workspace->places, rest,
			 err) != 0)
		return -1;
	if (!sure) {
		cli_print("it would be opened in %s; to do so: browse yes %s\n", argv[0],
			  argv[1]);
		return 0;
	}
	if (process_run(&status, NULL, NULL, &process, err) != 0)
		return -1;
	return status == 0 ? 0 : err_set(err, ERR_IO, "the browser ended with status %d", status);
}
