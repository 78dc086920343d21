#include "core/desk/scaffold.h"

#include <strings.h>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/desk/scaffold_text.h"
#include "core/desk/sniff.h"
#include "core/model/names.h"

enum { NAME_BYTES = 255 };

/* ---- paths ---- */

/* A rubric is foreign: nothing it calls a path may reach into .git or out of the folder. */
static bool
is_safe(const char *path)
{
	struct span rest = span_of(path);

	if (!is_path(rest) || !text_is_clean(rest) || strchr(path, '\\') != NULL)
		return false;
	while (rest.len != 0) {
		struct span name = span_cut(&rest, '/');

		if (name.len > NAME_BYTES
		    || (name.len >= 4 && strncasecmp(name.data, ".git", 4) == 0)
		    || (name.len >= 4 && strncasecmp(name.data, "git~", 4) == 0))
			return false;
	}
	return true;
}

/* The folders before the first name that holds a `*` or `?`, or before the last name. */
static const char *
folder_of(struct arena *arena, const char *glob)
{
	size_t end = 0;

	for (size_t i = 0; glob[i] != '\0' && glob[i] != '*' && glob[i] != '?'; i++)
		if (glob[i] == '/')
			end = i;
	return arena_copy(arena, glob, end);
}

const char *
scaffold_answer(struct arena *arena, const struct part *part, const struct prompt *prompt)
{
	const char *folder = part->id;

	if (prompt->path != NULL && strpbrk(prompt->path, "*?") == NULL)
		return prompt->path;
	if (prompt->path != NULL)
		folder = folder_of(arena, prompt->path);
	return folder[0] == '\0' ? arena_printf(arena, "%s.md", prompt->id)
		: arena_printf(arena, "%s/%s.md", folder, prompt->id);
}

bool
scaffold_writes(const char *path)
{
	return sniff_has_ending(path, ".md") || sniff_has_ending(path, ".markdown");
}

/* ---- the plan ---- */

static struct scaffold_file *
find_file(const struct scaffold *plan, const char *path)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->files[i].path, path) == 0)
			return &plan->files[i];
	return NULL;
}

static void
add_file(struct scaffold *plan, struct arena *arena, const char *path, struct buf *text)
{
	plan->files = arena_grow(arena, plan->files, plan->count, sizeof *plan->files);
	plan->files[plan->count++] =
		(struct scaffold_file){ path, arena_span(arena, buf_span(text)) };
	buf_close(text);
}

/* Two prompts may be answered in one file: it asks both. */
static int
plan_answer(struct scaffold *plan, struct arena *arena, const struct part *part,
	    const struct prompt *prompt, struct err *err)
{
	const char *path = scaffold_answer(arena, part, prompt);
	struct scaffold_file *file = find_file(plan, path);
	struct buf text = { 0 };

	if (!is_safe(path))
		return err_set(err, ERR_REFUSED, "the rubric wants the answer to %s at %.200s, "
			       "where no file may be made", prompt->id, path);
	if (!scaffold_writes(path))
		return 0;
	if (file != NULL)
		buf_put(&text, file->bytes.data, file->bytes.len);
	scaffold_question(&text, prompt);
	if (file == NULL) {
		add_file(plan, arena, path, &text);
		return 0;
	}
	file->bytes = arena_span(arena, buf_span(&text));
	buf_close(&text);
	return 0;
}

static void
plan_folder(struct scaffold *plan, struct arena *arena, const struct slot *slot)
{
	const char *folder = slot->glob == NULL ? "" : folder_of(arena, slot->glob);

	if (folder[0] == '\0' || !is_safe(folder))
		return;
	plan->folders = arena_grow(arena, plan->folders, plan->folder_count,
				   sizeof *plan->folders);
	plan->folders[plan->folder_count++] = folder;
}

/* `a` is `b`, or a folder on its way, in any case: some disks know no other. */
static bool
stands_in(const char *a, const char *b)
{
	size_t len = strlen(a);

	return strncasecmp(a, b, len) == 0 && (b[len] == '\0' || b[len] == '/');
}

static int
check_plan(const struct scaffold *plan, struct err *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		const char *path = plan->files[i].path;

		for (size_t k = 0; k < plan->count; k++)
			if (k != i && stands_in(path, plan->files[k].path))
				return err_set(err, ERR_REFUSED,
					       "the rubric wants both %.100s and %.100s, which "
					       "cannot stand side by side", path,
					       plan->files[k].path);
		for (size_t k = 0; k < plan->folder_count; k++)
			if (stands_in(path, plan->folders[k]))
				return err_set(err, ERR_REFUSED,
					       "the rubric wants %.100s to be a file and a "
					       "folder", path);
	}
	return 0;
}

int
scaffold_plan(struct scaffold *out, struct arena *arena, const struct rubric *rubric,
	      struct err *err)
{
	struct buf text = { 0 };

	*out = (struct scaffold){ 0 };
	scaffold_manifest(&text, arena, rubric);
	add_file(out, arena, PORTFOLIO_FILE, &text);
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		for (size_t i = 0; i < part->prompt_count; i++)
			if (plan_answer(out, arena, part, &part->prompts[i], err) != 0)
				return -1;
		for (size_t i = 0; i < part->slot_count; i++)
			plan_folder(out, arena, &part->slots[i]);
	}
	if (find_file(out, "README.md") == NULL) {
		text = (struct buf){ 0 };
		scaffold_guide(&text, arena, rubric);
		add_file(out, arena, "README.md", &text);
	}
	return check_plan(out, err);
}

/* ---- on disk ---- */

static int
refuse_full(const char *dir, struct arena *arena, struct err *err)
{
	char **names;
	size_t count;

	if (file_list(&names, &count, arena, dir, EVIDENCE_ITEMS, err) != 0)
		return -1;
	if (count == 0)
		return 0;
	return err_set(err, ERR_REFUSED, "%s is not empty: it holds %.60s%s%.60s%s; choose "
		       "another folder, or take this one over with `assay portfolio adopt`",
		       dir, names[0], count > 1 ? ", " : "", count > 1 ? names[1] : "",
		       count > 2 ? " and more" : "");
}

static int
write_file(const char *dir, const struct scaffold_file *file, struct arena *arena,
	   struct err *err)
{
	char *path = path_join(arena, dir, file->path);
	const char *folder = arena_copy(arena, path, (size_t)(path_name(path) - path));

	if (file_make_dirs(folder, 0755, err) != 0)
		return -1;
	return file_create(path, file->bytes, 0644, err);
}

int
scaffold_write(const struct scaffold *scaffold, const char *dir, struct err *err)
{
	struct arena arena = { 0 };
	int failed = file_make_dirs(dir, 0755, err);

	if (failed == 0)
		failed = refuse_full(dir, &arena, err);
	for (size_t i = 0; failed == 0 && i < scaffold->folder_count; i++)
		failed = file_make_dirs(path_join(&arena, dir, scaffold->folders[i]), 0755,
					err);
	for (size_t i = 0; failed == 0 && i < scaffold->count; i++)
		failed = write_file(dir, &scaffold->files[i], &arena, err);
	arena_close(&arena);
	return failed;
}

int
scaffold_adopt(struct span *out, struct arena *arena, const struct rubric *rubric,
	       const char *dir, struct err *err)
{
	struct dossier dossier;
	struct buf text = { 0 };

	*out = (struct span){ NULL, 0 };
	if (dossier_open_folder(&dossier, dir, rubric, err) != 0)
		return -1;
	if (evidence_find(&dossier.evidence, PORTFOLIO_FILE) < 0) {
		scaffold_found(&text, arena, &dossier);
		*out = arena_span(arena, buf_span(&text));
		buf_close(&text);
	}
	dossier_close(&dossier);
	return 0;
}
