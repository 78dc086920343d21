#include "core/desk/dossier.h"

#include <strings.h>

#include "core/base/file.h"
#include "core/base/yaml.h"
#include "core/desk/folder.h"
#include "core/store/lines.h"

#define README_FILE "README.md"

enum { FIRST_BYTES = 400 };	/* of a line that is cited */

struct laying {				/* out on the desk */
	struct dossier *dossier;
	bool *placed;			/* by evidence item */
	size_t room;			/* for pieces */
};

/* The many that are only files fit at once; the manifest may give one to several places. */
static void
make_room(struct laying *laying)
{
	struct dossier *dossier = laying->dossier;
	struct dossier_item *larger;

	laying->room = 2 * dossier->count + dossier->evidence.count + 1;
	larger = arena_array(&dossier->arena, laying->room, sizeof *larger);
	if (dossier->count != 0)
		memcpy(larger, dossier->items, dossier->count * sizeof *larger);
	dossier->items = larger;
}

static void
lay(struct laying *laying, struct dossier_item item)
{
	struct dossier *dossier = laying->dossier;

	if (item.item >= 0)
		laying->placed[item.item] = true;
	if (dossier->count == laying->room)
		make_room(laying);
	dossier->items[dossier->count++] = item;
}

static struct dossier_item
item_said(const struct dossier *dossier, const struct portfolio_item *said)
{
	struct dossier_item item = { .item = -1,
				     .title = said->title,
				     .note = said->note };

	if (said->link != NULL) {
		item.kind = DOSSIER_LINK;
		item.path = said->link;
		return item;
	}
	item.path = said->file;
	item.item = evidence_find(&dossier->evidence, said->file);
	item.kind = item.item >= 0 ? DOSSIER_FILE : DOSSIER_ABSENT;
	return item;
}

/* What the manifest gives to this slot or prompt; how many pieces. */
static size_t
lay_manifest(struct laying *laying, const char *id, const struct slot *slot,
	     const struct prompt *prompt)
{
	const struct portfolio *manifest = laying->dossier->manifest;
	size_t laid = 0;

	for (size_t i = 0; manifest != NULL && i < manifest->item_count; i++) {
		struct dossier_item item;

		if (strcmp(manifest->items[i].slot, id) != 0)
			continue;
		item = item_said(laying->dossier, &manifest->items[i]);
		item.slot = slot;
		item.prompt = prompt;
		lay(laying, item);
		laid++;
	}
	for (size_t i = 0; manifest != NULL && i < manifest->empty_count; i++)
		if (strcmp(manifest->empty[i], id) == 0 && ++laid != 0)
			lay(laying, (struct dossier_item){ .kind = DOSSIER_EMPTY,
							   .item = -1,
							   .path = id,
							   .slot = slot,
							   .prompt = prompt });
	return laid;
}

static bool
fills(const char *glob, const char *path)
{
	if (strcmp(path, PORTFOLIO_FILE) == 0)
		return false;
	if (strcmp(path, README_FILE) == 0)
		return strcmp(glob, README_FILE) == 0;
	return glob_match(glob, path);
}

/* The first item whose path does not come before this. */
static size_t
first_from(const struct evidence *evidence, struct span path)
{
	size_t low = 0, high = evidence->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(evidence->items[middle].path, path.data, path.len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Those that begin as the glob does stand together. */
static void
lay_matching(struct laying *laying, const char *glob, const struct slot *slot,
	     const struct prompt *prompt)
{
	const struct evidence *evidence = &laying->dossier->evidence;
	struct span begins = { glob, glob == NULL ? 0 : strcspn(glob, "*?") };

	for (size_t i = glob == NULL ? evidence->count : first_from(evidence, begins);
	     i < evidence->count
	     && strncmp(evidence->items[i].path, begins.data, begins.len) == 0; i++)
		if (!laying->placed[i] && fills(glob, evidence->items[i].path))
			lay(laying, (struct dossier_item){ .kind = DOSSIER_FILE,
				.item = (ptrdiff_t)i, .path = evidence->items[i].path,
				.slot = slot, .prompt = prompt });
}

static void
lay_others(struct laying *laying)
{
	const struct evidence *evidence = &laying->dossier->evidence;

	for (size_t i = 0; i < evidence->count; i++)
		if (!laying->placed[i])
			lay(laying, (struct dossier_item){ .kind = DOSSIER_FILE,
				.item = (ptrdiff_t)i, .path = evidence->items[i].path });
}

static void
lay_submodules(struct laying *laying)
{
	const struct evidence *evidence = &laying->dossier->evidence;

	for (size_t i = 0; i < evidence->submodule_count; i++)
		lay(laying, (struct dossier_item){ .kind = DOSSIER_SUBMODULE, .item = -1,
			.path = evidence->submodules[i].path,
			.submodule = &evidence->submodules[i] });
}

static void
lay_part(struct laying *laying, const struct part *part)
{
	for (size_t i = 0; i < part->prompt_count; i++)
		if (lay_manifest(laying, part->prompts[i].id, NULL, &part->prompts[i])
		    == 0)
			lay_matching(laying, part->prompts[i].path, NULL,
				     &part->prompts[i]);
	for (size_t i = 0; i < part->slot_count; i++)
		if (lay_manifest(laying, part->slots[i].id, &part->slots[i], NULL) == 0)
			lay_matching(laying, part->slots[i].glob, &part->slots[i], NULL);
}

/* What the manifest gives to one place is found by the path of no other. */
static void
reserve_named(struct laying *laying)
{
	const struct dossier *dossier = laying->dossier;
	const struct portfolio *manifest = dossier->manifest;

	for (size_t i = 0; manifest != NULL && i < manifest->item_count; i++) {
		const struct portfolio_item *said = &manifest->items[i];
		ptrdiff_t item = said->file == NULL ? -1
			: evidence_find(&dossier->evidence, said->file);

		if (item >= 0 && (rubric_slot(dossier->rubric, said->slot) != NULL
				  || rubric_prompt(dossier->rubric, said->slot) != NULL))
			laying->placed[item] = true;
	}
}

static void
lay_out(struct dossier *dossier)
{
	struct laying laying = { .dossier = dossier,
				 .placed = arena_array(&dossier->arena,
						       dossier->evidence.count,
						       sizeof(bool)) };

	reserve_named(&laying);
	for (size_t i = 0; i < dossier->rubric->part_count; i++)
		lay_part(&laying, &dossier->rubric->parts[i]);
	lay_others(&laying);
	lay_submodules(&laying);
}

static int
read_bytes(struct span *out, struct dossier *dossier, ptrdiff_t item, struct err *err)
{
	if (dossier->folder != NULL)
		return file_read(out, &dossier->arena,
				 path_join(&dossier->arena, dossier->folder,
					   dossier->evidence.items[item].path),
				 yaml_document.bytes, err);
	return repo_read(out, &dossier->arena, dossier->repo,
			 &dossier->evidence.items[item].oid, OBJECT_BLOB,
			 yaml_document.bytes, err);
}

/* A manifest that cannot be read is the learner's mistake, told; the evidence still opens. */
static void
read_manifest(struct dossier *dossier)
{
	ptrdiff_t at = evidence_find(&dossier->evidence, PORTFOLIO_FILE);
	struct faults faults = { .arena = &dossier->arena, .path = PORTFOLIO_FILE };
	struct span bytes;
	struct err err = { 0 };

	if (at < 0)
		return;
	if (read_bytes(&bytes, dossier, at, &err) == 0) {
		dossier->manifest = portfolio_parse(&dossier->arena, &faults, bytes);
		if (fault_check(&faults, &err) == 0)
			return;
	}
	dossier->manifest = NULL;
	dossier->manifest_fault = arena_text(&dossier->arena, err.text);
}

int
dossier_open(struct dossier *out, const char *repo, const char *commit, const char *path,
	     const struct rubric *rubric, const struct evidence_pace *pace, struct err *err)
{
	struct oid oid;

	*out = (struct dossier){ .rubric = rubric };
	if (repo_open(&out->repo, repo, err) != 0)
		return -1;
	if (repo_commit_named(&oid, out->repo, commit, err) != 0
	    || evidence_open(&out->evidence, &out->arena, out->repo, &oid, path, pace, err)
		       != 0) {
		dossier_close(out);
		return -1;
	}
	read_manifest(out);
	lay_out(out);
	return 0;
}

int
dossier_open_folder(struct dossier *out, const char *folder, const struct rubric *rubric,
		    struct err *err)
{
	*out = (struct dossier){ .rubric = rubric };
	out->folder = arena_text(&out->arena, folder);
	if (folder_list(&out->evidence, &out->arena, folder, err) != 0) {
		dossier_close(out);
		return -1;
	}
	read_manifest(out);
	lay_out(out);
	return 0;
}

/* A folder with no repository in it, or one whose repository has no commit yet. */
static bool
is_uncommitted(const char *place)
{
	struct arena scratch = { 0 };
	bool begun = file_exists(path_join(&scratch, place, ".git")), none = false;
	struct repo *repo;
	struct err err = { 0 };
	struct oid oid;

	if (file_is_dir(place) && repo_open(&repo, place, &err) != 0) {
		none = err.code == ERR_NOT_FOUND && !begun;
	} else if (file_is_dir(place)) {
		none = begun && repo_commit_named(&oid, repo, NULL, &err) != 0
			&& err.code == ERR_NOT_FOUND;
		repo_close(repo);
	}
	arena_close(&scratch);
	return none;
}

int
dossier_open_any(struct dossier *out, const char *place, const char *commit,
		 const char *path, const struct rubric *rubric, struct err *err)
{
	struct arena scratch = { 0 };
	int failed;

	if (commit != NULL || !is_uncommitted(place))
		return dossier_open(out, place, commit, path, rubric, NULL, err);
	failed = dossier_open_folder(out, path[0] == '\0' ? place
				     : path_join(&scratch, place, path), rubric, err);
	arena_close(&scratch);
	return failed;
}

void
dossier_close(struct dossier *dossier)
{
	repo_close(dossier->repo);
	dossier->repo = NULL;
	arena_close(&dossier->arena);
}

void
slot_print_place(struct buf *out, const struct slot *slot)
{
	size_t len = slot->glob == NULL ? 0 : strlen(slot->glob);

	if (len == 0)
		buf_text(out, "at any path that " PORTFOLIO_FILE " names");
	else if (len > 3 && strcmp(slot->glob + len - 3, "/**") == 0
		 && strcspn(slot->glob, "*?") == len - 2)
		buf_printf(out, "in the folder %.*s", (int)len - 3, slot->glob);
	else if (strcmp(slot->glob, "**") == 0)
		buf_text(out, "anywhere here");
	else
		buf_printf(out, "at %s", slot->glob);
}

static bool
names_slot(const struct criterion *criterion, const char *id)
{
	for (size_t i = 0; i < criterion->evidence_count; i++)
		if (strcmp(criterion->evidence[i], id) == 0)
			return true;
	return false;
}

static bool
has_slot(const struct part *part, const struct slot *slot)
{
	return slot >= part->slots && slot < part->slots + part->slot_count;
}

static bool
has_prompt(const struct part *part, const struct prompt *prompt)
{
	return prompt >= part->prompts && prompt < part->prompts + part->prompt_count;
}

bool
dossier_feeds(const struct dossier *dossier, size_t item, size_t criterion)
{
	const struct criterion *wants = &dossier->rubric->criteria[criterion];
	const struct part *part = &dossier->rubric->parts[wants->part];
	const struct dossier_item *piece = &dossier->items[item];

	if (piece->slot != NULL)
		return wants->evidence_count != 0 ? names_slot(wants, piece->slot->id)
			: has_slot(part, piece->slot);
	if (piece->prompt != NULL)
		return wants->evidence_count != 0 ? names_slot(wants, piece->prompt->id)
			: has_prompt(part, piece->prompt);
	return false;
}

ptrdiff_t
dossier_find(const struct dossier *dossier, const char *path)
{
	for (size_t i = 0; i < dossier->count; i++)
		if (dossier->items[i].kind == DOSSIER_FILE
		    && strcmp(dossier->items[i].path, path) == 0)
			return (ptrdiff_t)i;
	return -1;
}

static bool
ends_in(const char *path, const char *ending)
{
	size_t len = strlen(path), want = strlen(ending);

	return len > want && strcasecmp(path + len - want, ending) == 0;
}

static bool
is_named(const struct dossier *dossier, size_t item, const char *const *endings)
{
	const struct dossier_item *piece = &dossier->items[item];

	if (piece->kind != DOSSIER_FILE
	    || dossier->evidence.items[piece->item].kind == ITEM_SYMLINK)
		return false;
	for (; *endings != NULL; endings++)
		if (ends_in(piece->path, *endings))
			return true;
	return false;
}

bool
dossier_is_tabbed(const struct dossier *dossier, size_t item)
{
	static const char *const endings[] = { ".tsv", ".tab", NULL };

	return is_named(dossier, item, endings);
}

bool
dossier_is_table(const struct dossier *dossier, size_t item)
{
	static const char *const endings[] = { ".csv", NULL };

	return is_named(dossier, item, endings) || dossier_is_tabbed(dossier, item);
}

bool
dossier_is_markdown(const struct dossier *dossier, size_t item)
{
	static const char *const endings[] = { ".md", ".markdown", NULL };

	return is_named(dossier, item, endings);
}

int
dossier_markdown(struct markdown *out, struct arena *arena, const struct dossier *dossier,
		 size_t item, struct err *err)
{
	struct span bytes;

	if (!dossier_is_markdown(dossier, item))
		return err_set(err, ERR_REFUSED, "it is no Markdown");
	if (repo_read(&bytes, arena, dossier->repo,
		      &dossier->evidence.items[dossier->items[item].item].oid, OBJECT_BLOB,
		      MARKDOWN_BYTES, err) != 0)
		return -1;
	if (memchr(bytes.data, '\0', bytes.len) != NULL)
		return err_set(err, ERR_REFUSED, "it is no text");
	markdown_read(out, arena, bytes);
	return 0;
}

int
dossier_first_line(struct buf *out, const struct dossier *dossier, const struct address *address,
		   struct err *err)
{
	ptrdiff_t item = evidence_find(&dossier->evidence, address->path);
	struct blob *blob;
	struct lines *lines;
	size_t got = 0;
	int failed;

	if (item < 0)
		return err_set(err, ERR_NOT_FOUND, "not in this evidence");
	if (address->kind != ADDRESS_LINES)
		return 0;
	if (blob_open(&blob, dossier->repo, &dossier->evidence.items[item].oid, err) != 0)
		return -1;
	lines = lines_open(blob);
	failed = lines_read(&got, buf_room(out, FIRST_BYTES), FIRST_BYTES, lines, address->first,
			    0, err);
	if (failed == 0 && got != 0 && out->data[out->len + got - 1] == '\r')
		got--;
	out->len += failed == 0 ? got : 0;
	lines_close(lines);
	blob_close(blob);
	return failed;
}
