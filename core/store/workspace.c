#include "core/store/workspace.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/keyring.h"
#include "core/store/ledger.h"
#include "core/base/schema.h"

enum { TAKEN_MAX = 100000, TAKEN_ATTEMPTS = 1000, RUBRIC_FILES = 10000 };

struct ledger_row {
	const char *path, *id;
};

struct programme {
	int64_t format;
	const char *name, *actor, *key;
	struct ledger_row ledger;
};

static const struct field ledger_fields[] = {
	{ .key = "path", .kind = FIELD_TEXT, .offset = offsetof(struct ledger_row, path),
	  .flags = FIELD_REQUIRED },
	{ .key = "id", .kind = FIELD_WORD, .offset = offsetof(struct ledger_row, id),
	  .flags = FIELD_REQUIRED, .is_word = is_hex64, .expected = "64 hex digits" },
};
static const struct shape ledger_shape = {
	.what = "the ledger",
	.size = sizeof(struct ledger_row),
	SHAPE_FIELDS(ledger_fields),
};

static const struct field programme_fields[] = {
	{ .key = "assay_programme",
	  .kind = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED,
	  .offset = offsetof(struct programme, format),
	  .min = 1,
	  .max = 1 },
	{ .key = "name",
	  .kind = FIELD_TEXT,
	  .offset = offsetof(struct programme, name),
	  .flags = FIELD_REQUIRED,
	  .max = 200 },
	{ .key = "actor",
	  .kind = FIELD_WORD,
	  .offset = offsetof(struct programme, actor),
	  .flags = FIELD_REQUIRED,
	  .is_word = is_actor,
	  .expected = "an actor like a-7f3k" },
	{ .key = "key",
	  .kind = FIELD_TEXT,
	  .offset = offsetof(struct programme, key),
	  .flags = FIELD_REQUIRED,
	  .max = 200 },
	{ .key = "ledger",
	  .kind = FIELD_MAP,
	  .offset = offsetof(struct programme, ledger),
	  .flags = FIELD_REQUIRED,
	  .shape = &ledger_shape },
};
static const struct shape programme_shape = {
	.what = "a programme",
	.size = sizeof(struct programme),
	SHAPE_FIELDS(programme_fields),
};

static const struct field taken_fields[] = {
	{ .key = "portfolio", .kind = FIELD_WORD, .offset = offsetof(struct taken, portfolio),
	  .flags = FIELD_REQUIRED, .is_word = is_hex32, .expected = "32 hex digits" },
	{ .key = "repo", .kind = FIELD_TEXT, .offset = offsetof(struct taken, repo),
	  .flags = FIELD_REQUIRED, .max = PATH_MAX },
	{ .key = "ref", .kind = FIELD_TEXT, .offset = offsetof(struct taken, ref), .max = 1024 },
	{ .key = "path", .kind = FIELD_TEXT, .offset = offsetof(struct taken, path),
	  .max = PATH_MAX },
	{ .key = "rubric", .kind = FIELD_WORD, .offset = offsetof(struct taken, rubric),
	  .flags = FIELD_REQUIRED, .is_word = is_rubric_id, .expected = "a rubric id" },
	{ .key = "attempt", .kind = FIELD_INTEGER, .offset = offsetof(struct taken, attempt),
	  .flags = FIELD_REQUIRED, .min = 1, .max = TAKEN_ATTEMPTS },
};
static const struct shape taken_shape = {
	.what = "a portfolio taken in",
	.size = sizeof(struct taken),
	SHAPE_FIELDS(taken_fields),
};

static int
read_yaml(void *out, const struct shape *shape, struct arena *arena, const char *path,
	  struct err *err)
{
	struct faults faults = { .arena = arena, .path = path };
	const struct node *node;
	struct span bytes;

	if (file_read(&bytes, arena, path, yaml_document.bytes, err) != 0)
		return -1;
	node = yaml_parse(arena, &faults, bytes, &yaml_document);
	if (node == NULL || schema_read(out, shape, node, arena, &faults) != 0)
		return fault_check(&faults, err) != 0
			       ? -1
			       : err_set(err, ERR_SYNTAX, "%s:1:1: expected %s", path,
					 shape->what);
	return fault_check(&faults, err);
}

/* Relative to the programme folder unless it is absolute. */
static char *
within(struct arena *arena, const char *dir, const char *path)
{
	return path[0] == '/' ? arena_text(arena, path) : path_join(arena, dir, path);
}

int
workspace_open(struct workspace *out, struct arena *arena, const char *dir,
	       const struct places *places, struct err *err)
{
	struct programme programme = { 0 };
	char *real = path_real(arena, dir);

	if (read_yaml(&programme, &programme_shape, arena,
		      path_join(arena, real, WORKSPACE_FILE), err) != 0)
		return -1;
	*out = (struct workspace){
		.places = *places, .dir = real, .name = programme.name,
		.ledger_path = within(arena, real, programme.ledger.path),
		.ledger_id = programme.ledger.id, .actor = programme.actor,
		.key = programme.key,
	};
	return 0;
}

/* The text with another value of a key, comments and all; *put: was there such a line? */
static void
replace_value(struct buf *out, bool *put, struct span text, const char *key,
	      const char *value)
{
	*put = false;
	while (text.len != 0) {
		struct span line = span_cut(&text, '\n');

		if (span_starts(line, key)) {
			buf_printf(out, "%s ", key);
			yaml_scalar(out, span_of(value));
			*put = true;
		} else {
			buf_put(out, line.data, line.len);
		}
		buf_char(out, '\n');
	}
}

static int
rewrite(const char *path, const char *key, const char *value, struct err *err)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	struct span old;
	bool put;
	int failed = file_read(&old, &scratch, path, yaml_document.bytes, err);

	if (failed == 0) {
		replace_value(&text, &put, old, key, value);
		failed = put ? file_write(path, buf_span(&text), 0600, err)
			     : err_set(err, ERR_REFUSED,
				       "%s has no line that begins with '%s'; "
				       "write '%s %s' there yourself",
				       path, key, key, value);
	}
	buf_close(&text);
	arena_close(&scratch);
	return failed;
}

int
workspace_use_key(struct workspace *workspace, const char *key, struct err *err)
{
	struct arena scratch = { 0 };
	int failed = rewrite(path_join(&scratch, workspace->dir, WORKSPACE_FILE), "key:",
			     key, err);

	if (failed == 0)
		workspace->key = key;
	arena_close(&scratch);
	return failed;
}

static char *
last_used_path(struct arena *arena, const struct places *places)
{
	return path_join(arena, places->state, "last");
}

static const char *
search_upward(struct arena *arena, const char *start)
{
	char *dir = path_real(arena, start);

	for (;;) {
		char *slash;

		if (file_exists(path_join(arena, dir, WORKSPACE_FILE)))
			return dir;
		slash = strrchr(dir, '/');
		if (slash == NULL || dir[1] == '\0')
			return NULL;
		slash[slash == dir] = '\0';
	}
}

int
workspace_find(struct workspace *out, struct arena *arena, const char *start,
	       const struct places *places, struct err *err)
{
	const char *dir = search_upward(arena, start);
	struct span last;
	struct err ignored;

	if (dir == NULL
	    && file_read(&last, arena, last_used_path(arena, places), PATH_MAX, &ignored)
		       == 0) {
		last = span_cut(&last, '\n');
		dir = arena_copy(arena, last.data, last.len);
		if (!file_exists(path_join(arena, dir, WORKSPACE_FILE)))
			dir = NULL;
	}
	if (dir == NULL)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no programme here; make one with "
			       "`assay init`, or see `assay demo`");
	return workspace_open(out, arena, dir, places, err);
}

int
workspace_ledger(struct ledger *out, const struct workspace *workspace, struct err *err)
{
	if (ledger_open(out, workspace->ledger_path, workspace->ledger_id, err) != 0)
		return -1;
	out->state = arena_text(&out->arena, workspace->places.state);
	out->keys = workspace_keys(&out->arena, workspace);
	return 0;
}

int
workspace_create(const struct workspace *what, struct err *err)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	const char *folders[] = { "portfolios", "rubrics" };
	int failed = file_make_dirs(what->dir, 0700, err);

	for (size_t i = 0; i < 2 && failed == 0; i++)
		failed = file_make_dirs(path_join(&scratch, what->dir, folders[i]), 0700,
					err);
	buf_text(&text,
		 "# A programme of assay: who judges here, and where it is recorded.\n"
		 "assay_programme: 1\nname: ");
	yaml_scalar(&text, span_of(what->name));
	buf_printf(&text, "\nactor: %s\nkey: ", what->actor);
	yaml_scalar(&text, span_of(what->key));
	buf_text(&text, "\nledger: {path: ");
	yaml_scalar(&text, span_of(path_name(what->ledger_path)));
	buf_printf(&text, ", id: %s}\n", what->ledger_id);
	if (failed == 0)
		failed = file_create(path_join(&scratch, what->dir, WORKSPACE_FILE),
				     buf_span(&text), 0600, err);
	buf_close(&text);
	arena_close(&scratch);
	return failed;
}

void
workspace_remember(const struct workspace *workspace)
{
	struct arena scratch = { 0 };
	struct err ignored;
	char *line = arena_printf(&scratch, "%s\n", workspace->dir);
	struct span old;
	char *path = last_used_path(&scratch, &workspace->places);

	if (file_read(&old, &scratch, path, PATH_MAX, &ignored) != 0
	    || !span_is(old, line)) {
		if (file_make_dirs(workspace->places.state, 0700, &ignored) == 0
		    && file_write(path, span_of(line), 0600, &ignored) != 0)
			ignored.code = ERR_NONE;
	}
	arena_close(&scratch);
}

static char *
taken_path(struct arena *arena, const struct workspace *workspace, const char *portfolio)
{
	return arena_printf(arena, "%s/portfolios/%s.yaml", workspace->dir, portfolio);
}

int
workspace_take(const struct workspace *workspace, const struct taken *taken,
	       struct err *err)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	int failed;

	buf_printf(&text, "portfolio: %s\nrepo: ", taken->portfolio);
	yaml_scalar(&text, span_of(taken->repo));
	buf_text(&text, "\nref: ");
	yaml_scalar(&text, span_of(taken->ref));
	buf_text(&text, "\npath: ");
	yaml_scalar(&text, span_of(taken->path));
	buf_printf(&text, "\nrubric: %s\nattempt: %lld\n", taken->rubric,
		   (long long)taken->attempt);
	failed = file_create(taken_path(&scratch, workspace, taken->portfolio),
			     buf_span(&text), 0600, err);
	buf_close(&text);
	arena_close(&scratch);
	return failed;
}

int
workspace_next_attempt(const struct workspace *workspace, struct taken *taken,
		       struct err *err)
{
	struct arena scratch = { 0 };
	char number[24];
	int failed;

	if (taken->attempt == TAKEN_ATTEMPTS)
		return err_set(err, ERR_LIMIT, "%d attempts are the most", TAKEN_ATTEMPTS);
	snprintf(number, sizeof number, "%lld", (long long)taken->attempt + 1);
	failed = rewrite(taken_path(&scratch, workspace, taken->portfolio), "attempt:",
			 number, err);
	taken->attempt += failed == 0;
	arena_close(&scratch);
	return failed;
}

static int
read_taken(struct taken *out, struct arena *arena, const struct workspace *workspace,
	   const char *path, struct err *err)
{
	*out = (struct taken){ .ref = "", .path = "" };
	if (read_yaml(out, &taken_shape, arena, path, err) != 0)
		return -1;
	if (strncmp(path_name(path), out->portfolio, 32) != 0)
		return err_set(err, ERR_SYNTAX,
			       "%s:1:12: expected the pseudonym its file is "
			       "named after",
			       path);
	out->repo = within(arena, workspace->dir, out->repo);
	return 0;
}

/* `<32 hex>.yaml`: anything else in the folder is not ours. */
static bool
is_taken_name(const char *name)
{
	return strlen(name) == 37 && is_hex32((struct span){ name, 32 })
		&& strcmp(name + 32, ".yaml") == 0;
}

static int
list_taken(char ***names, size_t *count, struct arena *arena,
	   const struct workspace *workspace, struct err *err)
{
	size_t kept = 0;

	if (file_list(names, count, arena, path_join(arena, workspace->dir, "portfolios"),
		      2 * TAKEN_MAX, err) != 0)
		return -1;
	for (size_t i = 0; i < *count; i++)
		if (is_taken_name((*names)[i]))
			(*names)[kept++] = (*names)[i];
	*count = kept;
	return 0;
}

int
workspace_taken(struct taken **out, size_t *count, struct arena *arena,
		const struct workspace *workspace, struct err *err)
{
	char **names;

	*out = NULL;
	if (list_taken(&names, count, arena, workspace, err) != 0)
		return -1;
	*out = arena_array(arena, *count, sizeof **out);
	for (size_t i = 0; i < *count; i++)
		if (read_taken(&(*out)[i], arena, workspace,
			       arena_printf(arena, "%s/portfolios/%s", workspace->dir,
					    names[i]),
			       err)
		    != 0)
			return -1;
	return 0;
}

int
workspace_portfolio(struct taken *out, struct arena *arena,
		    const struct workspace *workspace, const char *name, struct err *err)
{
	size_t count, len = strlen(name), hits = 0;
	const char *hit = NULL;
	char **names;

	if (len < 4 || len > 32 || !hex_is((struct span){ name, len }, len))
		return err_set(err, ERR_NOT_FOUND,
			       "'%.80s' is no portfolio: expected its "
			       "pseudonym or at least 4 digits of it; see `assay queue`",
			       name);
	if (list_taken(&names, &count, arena, workspace, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (strncmp(names[i], name, len) == 0 && ++hits == 1)
			hit = names[i];
	if (hits == 0)
		return err_set(err, ERR_NOT_FOUND,
			       "no portfolio here begins with %s; see "
			       "`assay queue`",
			       name);
	if (hits > 1)
		return err_set(err, ERR_NOT_FOUND,
			       "%zu portfolios begin with %s; give more "
			       "digits",
			       hits, name);
	return read_taken(out, arena, workspace,
			  arena_printf(arena, "%s/portfolios/%s", workspace->dir, hit),
			  err);
}

/* Old texts that drafts stand on lie there too, but their names end in a digest. */
static bool
is_yaml_name(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && ((len > 5 && strcmp(name + len - 5, ".yaml") == 0)
				  || (len > 4 && strcmp(name + len - 4, ".yml") == 0));
}

const struct rubric *
rubric_file(struct arena *arena, const char *path, struct err *err)
{
	struct faults faults = { .arena = arena, .path = path };
	const struct rubric *rubric;
	struct span bytes;

	if (file_read(&bytes, arena, path, RUBRIC_BYTES, err) != 0)
		return NULL;
	rubric = rubric_parse(arena, &faults, NULL, bytes);
	fault_sort(&faults);
	if (rubric == NULL && fault_check(&faults, err) == 0)
		err_set(err, ERR_SYNTAX, "%s: not a rubric", path);
	return rubric;
}

int
workspace_rubric_files(char ***out, size_t *count, struct arena *arena,
		       const struct workspace *workspace, struct err *err)
{
	const char *dir = path_join(arena, workspace->dir, "rubrics");
	size_t kept = 0;

	if (file_list(out, count, arena, dir, RUBRIC_FILES, err) != 0)
		return -1;
	for (size_t i = 0; i < *count; i++)
		if (is_yaml_name((*out)[i]))
			(*out)[kept++] = path_join(arena, dir, (*out)[i]);
	*count = kept;
	return 0;
}

int
workspace_rubric(const struct rubric **out, const char **path, struct arena *arena,
		 const struct workspace *workspace, const char *id, struct err *err)
{
	struct err fault = { 0 };
	char **paths;
	size_t count;

	*out = NULL;
	if (workspace_rubric_files(&paths, &count, arena, workspace, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct rubric *rubric = rubric_file(arena, paths[i], &fault);

		if (rubric == NULL || strcmp(rubric->id, id) != 0
		    || (*out != NULL && (*out)->version >= rubric->version))
			continue;
		*out = rubric;
		if (path != NULL)
			*path = paths[i];
	}
	if (*out != NULL)
		return 0;
	if (fault.code != ERR_NONE) {
		*err = fault;
		return -1;
	}
	return err_set(err, ERR_NOT_FOUND, "there is no rubric '%.80s' in %s/rubrics", id,
		       workspace->dir);
}

char *
workspace_draft_path(struct arena *arena, const struct workspace *workspace,
		     const char *portfolio, int64_t attempt)
{
	return arena_printf(arena, "%s/drafts/%.16s/%s.%lld.%s", workspace->places.state,
			    workspace->ledger_id, portfolio, (long long)attempt,
			    workspace->actor);
}

char *
workspace_keys(struct arena *arena, const struct workspace *workspace)
{
	return path_join(arena, workspace->dir, KEYRING_FOLDER);
}

char *
workspace_key_path(struct arena *arena, const struct places *places, const char *name)
{
	return arena_printf(arena, "%s/keys/%s.key", places->data, name);
}

char *
workspace_box_path(struct arena *arena, const struct places *places, const char *name)
{
	return arena_printf(arena, "%s/keys/%s.box", places->data, name);
}

char *
workspace_own_key(struct arena *arena, const struct workspace *workspace)
{
	if (strchr(workspace->key, '/') != NULL)
		return within(arena, workspace->dir, workspace->key);
	return workspace_key_path(arena, &workspace->places, workspace->key);
}
