/* The words of line mode that show what is no text: convert, picture, outside. */
#include "core/base/mailcap.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/desk/convert.h"
#include "tui/cli/line.h"

enum { SHOWN_LINES = 40, WORDS = 40 };

static int
take_item(struct address *address, size_t *item, struct line *line, struct span rest,
	  struct err *err)
{
	ptrdiff_t found;

	if (rest.len == 0)
		return err_set(err, ERR_USAGE, "show what? a path, as in scan.pdf or scan.pdf#2");
	if (address_parse(address, &line->cli->arena, rest, err) != 0)
		return -1;
	found = evidence_find(&line->session->dossier.evidence, address->path);
	if (found < 0)
		return err_set(err, ERR_REFUSED, "there is no file '%.200s' in this evidence",
			       address->path);
	*item = (size_t)found;
	return 0;
}

static void
look_at_fence(struct fence *out, const struct places *places)
{
	fence_look(out, places->path != NULL ? places->path : "/usr/bin:/bin");
}

void
line_print_offer(struct line *line, size_t item, struct span head, int64_t size)
{
	static const char *const ways[] = {
		[CONVERT_TEXT] = "`convert PATH` shows it as text",
		[CONVERT_PICTURE] = "`picture PATH` shows it in letters",
		[CONVERT_OUTSIDE] = "`outside PATH` opens it in a program of yours",
	};
	const struct places *places = &line->session->workspace->places;
	struct buf text = { 0 };
	struct fence fence;

	look_at_fence(&fence, places);
	convert_offer(&text, places, &fence, line->session->dossier.evidence.items[item].path,
		      head, size, ways);
	buf_char(&text, '\n');
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

/* Lines of it from one on, by what the address names: lines, or a page. */
static void
print_converted(const struct converted *converted, const struct address *address)
{
	int64_t first = address->kind == ADDRESS_LINES ? address->first : 1;
	int64_t last = address->kind == ADDRESS_LINES ? address->last : first + SHOWN_LINES - 1;
	struct span rest = buf_span(&converted->text);
	int64_t line = 1;

	for (; rest.len != 0; line++) {
		struct span one = span_cut(&rest, '\n');
		int64_t page = converted_page(converted, line);
		struct buf text = { 0 };

		if (address->kind == ADDRESS_PAGE ? page < address->first || page > address->last
		    : line < first || line > last)
			continue;
		text_line(&text, one, 0);
		buf_char(&text, '\n');
		cli_print_clean(buf_span(&text));
		buf_close(&text);
	}
	if (address->kind != ADDRESS_PAGE && line > last + 1)
		cli_print("there is more: convert %s:%lld-%lld\n", address->path,
			  (long long)last + 1, (long long)last + SHOWN_LINES);
}

static int
show(struct line *line, struct span rest, enum convert_way way, struct err *err)
{
	struct session *session = line->session;
	const struct places *places = &session->workspace->places;
	struct converted converted;
	struct converter converter;
	struct address address;
	struct fence fence;
	struct buf said = { 0 };
	size_t item;
	ptrdiff_t number;

	if (take_item(&address, &item, line, rest, err) != 0
	    || convert_look(&converter, &line->cli->arena, &session->dossier, item, places, way,
			    err) != 0)
		return -1;
	look_at_fence(&fence, places);
	if (convert_run(&converted, &session->dossier, item, &converter, &fence, &fence_usual,
			NULL, err) != 0)
		return -1;
	converter_print(&said, &converter, &fence);
	cli_print("shown: %s\n", said.data);
	buf_close(&said);
	print_converted(&converted, &address);
	converted_close(&converted);
	number = dossier_find(&session->dossier, address.path);
	if (number >= 0)
		session_saw(session, (size_t)number);
	return 0;
}

int
line_convert(struct line *line, struct span rest, struct err *err)
{
	return show(line, rest, CONVERT_TEXT, err);
}

int
line_picture(struct line *line, struct span rest, struct err *err)
{
	return show(line, rest, CONVERT_PICTURE, err);
}

static int
open_outside(struct line *line, size_t item, const struct converter *converter, struct err *err)
{
	const char *argv[WORDS + 1] = { NULL }, *folder, *file;
	struct process process = { .argv = argv };
	int status, failed;

	if (convert_unpack(&folder, &file, &line->cli->arena, &line->session->dossier, item,
			   converter->ending, NULL, err) != 0)
		return -1;
	for (size_t i = 0; i < WORDS && converter->argv[i] != NULL; i++)
		argv[i] = strcmp(converter->argv[i], MAILCAP_HERE) == 0 ? file
			: converter->argv[i];
	failed = process_run(&status, NULL, NULL, &process, err);
	convert_tidy(folder, file);
	if (failed == 0 && status != 0)
		failed = err_set(err, ERR_IO, "it ended with status %d", status);
	return failed;
}

/* `yes` before the path: said after one was told what would run. */
int
line_outside(struct line *line, struct span rest, struct err *err)
{
	const struct places *places = &line->session->workspace->places;
	bool sure = span_starts(rest, "yes ");
	struct converter converter;
	struct address address;
	size_t item;

	if (sure)
		rest = (struct span){ rest.data + 4, rest.len - 4 };
	if (take_item(&address, &item, line, rest, err) != 0
	    || convert_look(&converter, &line->cli->arena, &line->session->dossier, item, places,
			    CONVERT_OUTSIDE, err) != 0)
		return -1;
	if (!places->display)
		return err_set(err, ERR_REFUSED, "there is no display here to open a window on");
	if (converter.argv == NULL)
		return err_set(err, ERR_REFUSED, "no mailcap names a program for it%s%s",
			       converter.told == NULL ? "" : ": ",
			       converter.told == NULL ? "" : converter.told);
	if (sure)
		return open_outside(line, item, &converter, err);
	cli_print("it would be opened in %s, without a fence; to do so: outside yes %s\n",
		  converter.argv[0], address.path);
	return 0;
}
