#include "core/desk/shelf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/file.h"
#include "core/model/record_body.h"

struct stocking {
	struct arena *arena;
	struct ledger *ledger;
	struct shelf *shelf;
};

static struct shelf_item *
add(struct stocking *s, struct shelf_item item)
{
	struct shelf *shelf = s->shelf;

	shelf->items =
		arena_grow(s->arena, shelf->items, shelf->count, sizeof *shelf->items);
	shelf->items[shelf->count] = item;
	return &shelf->items[shelf->count++];
}

static struct shelf_item *
find(const struct shelf *shelf, const char *sha256)
{
	for (size_t i = 0; i < shelf->count; i++)
		if (strcmp(shelf->items[i].sha256, sha256) == 0)
			return &shelf->items[i];
	return NULL;
}

static const struct record_rubric *
rubric_of(const struct entry *entry)
{
	return entry->counts && entry->record != NULL
			       && entry->record->type == RECORD_RUBRIC
		       ? entry->record->body : NULL;
}

/* The rubric attached to a record that publishes it; a record was judged to carry one. */
static int
read_attached(const struct rubric **out, struct arena *arena, struct ledger *ledger,
	      const struct entry *entry, struct err *err)
{
	struct faults faults = { .arena = arena, .path = "rubric.yaml" };
	struct span bytes;

	if (ledger_attachment(&bytes, arena, ledger, entry, "rubric.yaml", err) != 0)
		return -1;
	*out = rubric_parse(arena, &faults, NULL, bytes);
	return *out != NULL ? 0 : fault_check(&faults, err);
}

static bool
take_published(void *who, const struct entry *entry)
{
	struct stocking *s = who;
	const struct record_rubric *said = rubric_of(entry);
	const struct rubric *rubric = NULL;
	struct shelf_item *item;
	struct err ignored;
	char hex[OID_HEX];

	if (said == NULL || find(s->shelf, said->sha256) != NULL)
		return true;
	if (read_attached(&rubric, s->arena, s->ledger, entry, &ignored) != 0)
		rubric = NULL;
	oid_hex(hex, &entry->oid);
	item = add(s, (struct shelf_item){
		.id = arena_text(s->arena, said->id), .version = said->version,
		.sha256 = arena_text(s->arena, said->sha256),
		.structure = arena_text(s->arena, said->structure),
		.commit = arena_text(s->arena, hex), .ref = arena_text(s->arena, entry->ref) });
	item->title = rubric == NULL ? "(cannot be read by this assay)" : rubric->title;
	item->criteria = rubric == NULL ? 0 : rubric->criterion_count;
	return true;
}

static void
take_file(struct stocking *s, const char *path)
{
	struct err ignored;
	const struct rubric *rubric = rubric_file(s->arena, path, &ignored);
	struct shelf *shelf = s->shelf;
	struct shelf_item *there;
	char sha256[DIGEST_HEX], structure[DIGEST_HEX];

	if (rubric == NULL) {
		shelf->unread = arena_grow(s->arena, shelf->unread, shelf->unread_count,
					   sizeof *shelf->unread);
		shelf->unread[shelf->unread_count++] = path;
		return;
	}
	digest_hex(sha256, &rubric->sha256);
	digest_hex(structure, &rubric->structure);
	there = find(shelf, sha256);
	if (there == NULL)
		there = add(s, (struct shelf_item){
			.id = rubric->id, .title = rubric->title,
			.version = rubric->version, .criteria = rubric->criterion_count,
			.sha256 = arena_text(s->arena, sha256),
			.structure = arena_text(s->arena, structure) });
	there->path = path;
}

static int
take_folder(struct stocking *s, const struct workspace *workspace, struct err *err)
{
	char **paths;
	size_t count;

	if (workspace_rubric_files(&paths, &count, s->arena, workspace, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		take_file(s, paths[i]);
	return 0;
}

static int
by_id_and_version(const void *a, const void *b)
{
	const struct shelf_item *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	if (order != 0)
		return order;
	if (x->version != y->version)
		return x->version > y->version ? -1 : 1;
	return strcmp(x->sha256, y->sha256);
}

static void
sort(struct shelf *shelf)
{
	if (shelf->count > 1)
		qsort(shelf->items, shelf->count, sizeof *shelf->items, by_id_and_version);
	for (size_t i = 0; i < shelf->count; i++)
		shelf->items[i].newest = i == 0 || strcmp(shelf->items[i - 1].id,
							  shelf->items[i].id) != 0;
}

static void
count_portfolios(struct shelf *shelf, const struct taken *taken, size_t count)
{
	for (size_t i = 0; i < shelf->count; i++)
		for (size_t k = 0; k < count; k++)
			shelf->items[i].portfolios +=
				strcmp(taken[k].rubric, shelf->items[i].id) == 0;
}

int
shelf_read(struct shelf *out, struct arena *arena, const struct workspace *workspace,
	   struct ledger *ledger, struct err *err)
{
	struct stocking s = { .arena = arena, .ledger = ledger, .shelf = out };
	struct taken *taken;
	size_t count;

	*out = (struct shelf){ 0 };
	if (ledger_walk_about(ledger, NULL, NULL, take_published, &s, err) != 0
	    || take_folder(&s, workspace, err) != 0
	    || workspace_taken(&taken, &count, arena, workspace, err) != 0)
		return -1;
	sort(out);
	count_portfolios(out, taken, count);
	return 0;
}

/* `id`, or `id@3`. */
static bool
is_meant(const struct shelf_item *item, const char *name)
{
	size_t len = strlen(item->id);
	char version[24];

	if (strncmp(name, item->id, len) != 0)
		return false;
	snprintf(version, sizeof version, "@%" PRId64, item->version);
	return name[len] == '\0' || strcmp(name + len, version) == 0;
}

const struct shelf_item *
shelf_find(const struct shelf *shelf, const char *name)
{
	const struct shelf_item *best = NULL;
	bool any = strchr(name, '@') == NULL;

	for (size_t i = 0; i < shelf->count; i++) {
		const struct shelf_item *item = &shelf->items[i];

		if (strcmp(item->sha256, name) == 0)
			return item;
		if (is_meant(item, name)
		    && (best == NULL || (any ? best->path == NULL && item->path != NULL
					 : best->commit == NULL && item->commit != NULL)))
			best = item;
	}
	return best;
}

const struct shelf_item *
shelf_before(const struct shelf *shelf, const struct shelf_item *item)
{
	const struct shelf_item *end = shelf->items + shelf->count, *at;

	for (at = shelf->items; at < end; at++)
		if (at->commit != NULL && at != item && strcmp(at->id, item->id) == 0
		    && (at->version < item->version
			|| (at->version == item->version && item->commit == NULL)))
			return at;
	return NULL;
}

const struct shelf_item *
shelf_clash(const struct shelf *shelf)
{
	for (size_t i = 1; i < shelf->count; i++) {
		const struct shelf_item *item = &shelf->items[i];

		if (strcmp(item->id, item[-1].id) == 0 && item->version == item[-1].version)
			return item;
	}
	return NULL;
}

static int
read_published(const struct rubric **out, struct arena *arena, struct ledger *ledger,
	       const struct shelf_item *item, struct err *err)
{
	struct entry entry;
	struct oid oid;

	if (!oid_from_hex(&oid, span_of(item->commit)))
		return err_set(err, ERR_INVALID, "'%.80s' is no commit", item->commit);
	if (ledger_entry(&entry, arena, ledger, item->ref, &oid, err) != 0)
		return -1;
	return read_attached(out, arena, ledger, &entry, err);
}

int
shelf_open(const struct rubric **out, struct arena *arena, struct ledger *ledger,
	   const struct shelf_item *item, struct err *err)
{
	if (item->commit != NULL)
		return read_published(out, arena, ledger, item, err);
	*out = rubric_file(arena, item->path, err);
	return *out == NULL ? -1 : 0;
}

int
shelf_named(const struct rubric **out, struct arena *arena,
	    const struct workspace *workspace, struct ledger *ledger, const char *name,
	    struct err *err)
{
	const struct shelf_item *item;
	struct shelf shelf;
	struct err fault = { 0 };

	if (is_rubric_id(span_of(name))
	    && workspace_rubric(out, NULL, arena, workspace, name, &fault) == 0)
		return 0;
	if (shelf_read(&shelf, arena, workspace, ledger, err) != 0)
		return -1;
	item = shelf_find(&shelf, name);
	if (item == NULL && fault.code == ERR_SYNTAX) {
		*err = fault;		/* it may be the one that was meant */
		return -1;
	}
	if (item == NULL)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no rubric '%.80s' here; see `assay rubric list`",
			       name);
	return shelf_open(out, arena, ledger, item, err);
}

int
shelf_may_publish(struct shelf_item *newest, struct arena *arena, struct ledger *ledger,
		  const struct rubric *rubric, struct err *err)
{
	struct shelf shelf = { 0 };
	struct stocking s = { .arena = arena, .ledger = ledger, .shelf = &shelf };
	char sha256[DIGEST_HEX];
	const struct shelf_item *last;

	*newest = (struct shelf_item){ 0 };
	digest_hex(sha256, &rubric->sha256);
	if (ledger_walk_about(ledger, NULL, NULL, take_published, &s, err) != 0)
		return -1;
	sort(&shelf);
	last = shelf_find(&shelf, rubric->id);
	if (last == NULL)
		return 0;
	*newest = *last;
	if (find(&shelf, sha256) != NULL || last->version < rubric->version)
		return 0;
	return err_set(err, ERR_REFUSED,
		       "version %" PRId64 " of %s is published already, and this text is "
		       "another: what was published stays as it is; give this one "
		       "`version: %" PRId64 "`",
		       last->version, rubric->id, last->version + 1);
}
