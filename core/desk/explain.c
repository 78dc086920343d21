#include "core/desk/explain.h"

#include "core/base/text.h"
#include "core/desk/sniff.h"

enum { SHOWN = 200 };

/* Take the last part off a path that is being put together. */
static bool
go_up(struct buf *path)
{
	if (path->len == 0)
		return false;
	while (path->len != 0 && path->data[path->len - 1] != '/')
		path->len--;
	path->len -= path->len != 0;
	return true;
}

static void
go_down(struct buf *path, struct span name)
{
	if (path->len != 0)
		buf_char(path, '/');
	buf_put(path, name.data, name.len);
}

ptrdiff_t
explain_target(const struct dossier *dossier, size_t item, struct span text)
{
	struct buf path = { 0 };
	ptrdiff_t found = -1;
	bool inside = text.len != 0 && text.data[0] != '/'
		&& memchr(text.data, '\0', text.len) == NULL;

	buf_text(&path, dossier->evidence.items[item].path);
	go_up(&path);
	while (inside && text.len != 0) {
		struct span name = span_cut(&text, '/');

		if (span_is(name, ".."))
			inside = go_up(&path);
		else if (name.len != 0 && !span_is(name, "."))
			go_down(&path, name);
	}
	if (inside && path.len != 0) {
		path.data[path.len] = '\0';
		found = evidence_find(&dossier->evidence, path.data);
	}
	buf_close(&path);
	return found;
}

void
explain_link(struct buf *out, const struct dossier *dossier, size_t item, struct span text,
	     const char *how)
{
	ptrdiff_t target = explain_target(dossier, item, text);

	buf_text(out, "A symbolic link to ");
	text_line(out, text, SHOWN);
	if (target < 0) {
		buf_text(out, ". That is no piece of this evidence. Links are shown and never "
			 "followed: ask the learner for the file itself, or use a condition "
			 "code.");
		return;
	}
	buf_text(out, ". Links are never followed; this one names a piece that is here, ");
	text_line(out, span_of(dossier->evidence.items[target].path), SHOWN);
	buf_printf(out, ": %s.", how);
}

/* The rest of the line that begins with `key` and a space; empty where there is none. */
static struct span
value_of(struct span text, const char *key)
{
	size_t len = strlen(key);

	while (text.len != 0) {
		struct span line = span_cut(&text, '\n');

		if (span_starts(line, key) && line.len > len && line.data[len] == ' ')
			return (struct span){ line.data + len + 1, line.len - len - 1 };
	}
	return span_of("");
}

void
explain_pointer(struct buf *out, struct span text)
{
	struct span size = value_of(text, "size"), oid = value_of(text, "oid");

	buf_text(out, "A Git LFS pointer: the file itself is kept elsewhere and is not in this "
		 "repository. It has ");
	text_line(out, size.len != 0 ? size : span_of("an unknown number of"), 20);
	buf_text(out, " bytes and the id ");
	text_line(out, oid.len != 0 ? oid : span_of("(none)"), 80);
	buf_text(out, ". Ask the learner to commit the file itself, without LFS, or to hand it "
		 "over beside the repository; or use a condition code.");
}

void
explain_submodule(struct buf *out, const struct evidence_submodule *submodule)
{
	char hex[OID_HEX];

	oid_hex(hex, &submodule->commit);
	buf_printf(out, "A submodule: it stands for commit %s of another repository, and none "
		   "of its files are in this one. It has no number among the pieces and cannot "
		   "be cited, and nothing can be signed over evidence that holds one. Ask the "
		   "learner to put the files themselves here.", hex);
}
