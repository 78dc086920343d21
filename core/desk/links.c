#include "core/desk/links.h"

#include "core/base/fence.h"

enum { ADDRESS_BYTES = 2048 };

static const char *const schemes[] = { "https://", "http://" };

/* Bytes of the scheme an address begins with; 0: it is none that is opened. */
static size_t
scheme_of(struct span text)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (span_starts(text, schemes[i]))
			return strlen(schemes[i]);
	return 0;
}

/* What stands in an address as RFC 3986 writes it. */
static bool
is_part(char c)
{
	return c > ' ' && c < 0x7F && strchr("\"<>\\^`{|}", c) == NULL;
}

/* Without the stop that ends the sentence, and the bracket that was opened before it. */
static size_t
address_len(struct span text)
{
	size_t len = 0, open = 0, closed = 0;

	while (len < text.len && is_part(text.data[len])) {
		open += text.data[len] == '(';
		closed += text.data[len++] == ')';
	}
	while (len != 0 && (strchr(".,;:!?'*_]", text.data[len - 1]) != NULL
			    || (text.data[len - 1] == ')' && closed > open)))
		closed -= text.data[--len] == ')';
	return len;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void
links_in_line(struct markdown_link **links, size_t *count, struct arena *arena,
	      struct span line, int64_t number)
{
	for (size_t at = 0; at < line.len; at++) {
		struct span rest = { line.data + at, line.len - at };
		size_t scheme = scheme_of(rest), len;

		if (scheme == 0 || (at != 0 && is_letter(line.data[at - 1])))
			continue;
		len = address_len(rest);
		if (len <= scheme || *count == MARKDOWN_LINKS)
			continue;
		rest.len = len;
		*links = arena_grow(arena, *links, *count, sizeof **links);
		(*links)[(*count)++] = (struct markdown_link){ number, rest, rest };
		at += len - 1;
	}
}

int
links_find(struct markdown_link **out, size_t *count, struct arena *arena,
	   const struct dossier *dossier, size_t item, struct err *err)
{
	const struct dossier_item *what = &dossier->items[item];
	struct markdown markdown;
	struct span bytes;
	int64_t number = 1;

	*out = NULL;
	*count = 0;
	if (dossier_is_markdown(dossier, item)) {
		if (dossier_markdown(&markdown, arena, dossier, item, err) != 0)
			return -1;
		*out = markdown.links;
		*count = markdown.link_count;
		return 0;
	}
	if (what->kind != DOSSIER_FILE
	    || dossier->evidence.items[what->item].kind == ITEM_SYMLINK)
		return err_set(err, ERR_REFUSED, "it is no text");
	if (repo_read(&bytes, arena, dossier->repo, &dossier->evidence.items[what->item].oid,
		      OBJECT_BLOB, MARKDOWN_BYTES, err) != 0)
		return -1;
	if (memchr(bytes.data, '\0', bytes.len) != NULL)
		return err_set(err, ERR_REFUSED, "it is no text");
	while (bytes.len != 0)
		links_in_line(out, count, arena, span_cut(&bytes, '\n'), number++);
	return 0;
}

/* The first program of $BROWSER: names parted by colons, each perhaps with `%s`. */
static const char *
browser_of(struct arena *arena, const struct places *places)
{
	struct span list = span_of(places->browser == NULL ? "" : places->browser);
	struct span first = span_cut(&list, ':');

	first = span_cut(&first, ' ');
	return first.len == 0 ? "xdg-open" : arena_copy(arena, first.data, first.len);
}

int
link_browser(const char **argv, size_t room, struct arena *arena, const struct places *places,
	     struct span target, struct err *err)
{
	const char *path = places->path != NULL ? places->path : "/usr/bin:/bin";

	if (scheme_of(target) == 0 || target.len > ADDRESS_BYTES || room < 3
	    || address_len(target) < target.len)
		return err_set(err, ERR_REFUSED, "only a plain http or https address is opened");
	if (places->distant && !places->display)
		return err_set(err, ERR_REFUSED, "over ssh there is no display here to open it "
			       "on: copy the address");
	argv[0] = browser_of(arena, places);
	argv[1] = arena_copy(arena, target.data, target.len);
	argv[2] = NULL;
	if (fence_program(arena, path, argv[0]) == NULL)
		return err_set(err, ERR_MISSING_PROGRAM, "%s is not installed%s", argv[0],
			       strcmp(argv[0], "xdg-open") == 0
			       ? ": apt install xdg-utils, or set BROWSER" : "");
	return 0;
}
