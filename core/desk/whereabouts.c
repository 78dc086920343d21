#include "core/desk/whereabouts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"

enum { PLACE_BYTES = 8 << 10 };

#define FIRST_LINE "assay-place 1"

static char *
whereabouts_path(struct arena *arena, const struct session *session)
{
	return arena_printf(arena, "%s.place", session->draft.path);
}

/* Whole or as it was, but not waited for: the disk has judgements to write. */
void
whereabouts_keep(const struct session *session, const struct whereabouts *place)
{
	struct arena scratch = { 0 };
	char *path, *beside;
	FILE *out;
	int fd;

	if (session->look || session->draft.lock < 0 || session->dossier.count == 0)
		return;
	path = whereabouts_path(&scratch, session);
	beside = arena_printf(&scratch, "%s.new", path);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	if (out != NULL) {
		fprintf(out, FIRST_LINE "\ncriterion %s\ntop %lld\nline %lld\nevidence %s\n",
			session->rubric->criteria[place->criterion].id,
			(long long)place->top, (long long)place->line,
			session->dossier.items[place->item].path);
		if (fclose(out) != 0 || rename(beside, path) != 0)
			remove(beside);
	}
	arena_close(&scratch);
}

/* The next line, which must begin with this word; NULL otherwise. */
static const char *
next_value(struct span *rest, struct arena *arena, const char *word)
{
	struct span line = span_cut(rest, '\n');
	size_t len = strlen(word);

	if (!span_starts(line, word) || line.len <= len + 1 || line.data[len] != ' ')
		return NULL;
	return arena_copy(arena, line.data + len + 1, line.len - len - 1);
}

static bool
read_line_number(int64_t *out, const char *text)
{
	char *end;

	if (text == NULL)
		return false;
	*out = strtoll(text, &end, 10);
	return *end == '\0' && *out >= 1;
}

static bool
find_criterion(size_t *out, const struct rubric *rubric, const char *id)
{
	for (size_t i = 0; id != NULL && i < rubric->criterion_count; i++)
		if (strcmp(rubric->criteria[i].id, id) == 0) {
			*out = i;
			return true;
		}
	return false;
}

static bool
parse(struct whereabouts *out, struct arena *arena, const struct session *session, struct span rest)
{
	const char *criterion, *top, *line, *path;
	ptrdiff_t item;

	if (!span_is(span_cut(&rest, '\n'), FIRST_LINE))
		return false;
	criterion = next_value(&rest, arena, "criterion");
	top = next_value(&rest, arena, "top");
	line = next_value(&rest, arena, "line");
	path = next_value(&rest, arena, "evidence");
	item = path == NULL ? -1 : dossier_find(&session->dossier, path);
	if (item < 0)
		return false;
	out->item = (size_t)item;
	return find_criterion(&out->criterion, session->rubric, criterion)
		&& read_line_number(&out->top, top) && read_line_number(&out->line, line);
}

bool
whereabouts_read(struct whereabouts *out, const struct session *session)
{
	struct arena scratch = { 0 };
	struct span bytes;
	struct err none;
	bool found = !session->look
		&& file_read(&bytes, &scratch, whereabouts_path(&scratch, session), PLACE_BYTES,
			     &none) == 0
		&& parse(out, &scratch, session, bytes);

	arena_close(&scratch);
	return found;
}
