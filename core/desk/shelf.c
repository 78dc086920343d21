#include "core/desk/shelf.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/file.h"
#include "core/model/record_body.h"

enum { FOLDER_FILES = 10000 };

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
		.commit = arena_text(s->arena, hex) });
	item->title = rubric == NULL ? "(cannot be read by this assay)" : rubric->title;
	item->criteria = rubric == NULL ? 0 : rubric->criterion_count;
	return true;
}

/* Old texts that drafts stand on lie there too, but end in their digest. */
static bool
is_rubric_name(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static void
take_file(struct stocking *s, const char *path)
{
	struct err ignored;
	const struct rubric *rubric = rubric_file(s->arena, path, &ignored);
	struct shelf_item *there;
	char sha256[DIGEST_HEX];

	if (rubric == NULL)
		return;			/* `assay rubric check` says why */
	digest_hex(sha256, &rubric->sha256);
	there = find(s->shelf, sha256);
	if (there == NULL)
		there = add(s, (struct shelf_item){
			.id = rubric->id, .title = rubric->title,
			.version = rubric->version, .criteria = rubric->criterion_count,
			.sha256 = arena_text(s->arena, sha256) });
	there->path = path;
}

static int
take_folder(struct stocking *s, const struct workspace *workspace, struct err *err)
{
	const char *dir = path_join(s->arena, workspace->dir, "rubrics");
	char **names;
	size_t count;

	if (file_list(&names, &count, s->arena, dir, FOLDER_FILES, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_rubric_name(names[i]))
			take_file(s, path_join(s->arena, dir, names[i]));
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
count_portfolios(struct shelf *shelf, const struct taken *taken, size_t count)
{
	for (size_t i = 0; i < shelf->count; i++) {
		struct shelf_item *item = &shelf->items[i];

		item->newest = i == 0 || strcmp(item[-1].id, item->id) != 0;
		for (size_t k = 0; k < count; k++)
			item->portfolios += strcmp(taken[k].rubric, item->id) == 0;
	}
}

int
shelf_read(struct shelf *out, struct arena *arena, const struct workspace *workspace,
	   struct ledger *ledger, struct err *err)
{
	struct stocking s = { .arena = arena, .ledger = ledger, .shelf = out };
	struct taken *taken;
	size_t count;

	*out = (struct shelf){ 0 };
	if (ledger_walk(ledger, NULL, take_published, &s, err) != 0
	    || take_folder(&s, workspace, err) != 0
	    || workspace_taken(&taken, &count, arena, workspace, err) != 0)
		return -1;
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_id_and_version);
	count_portfolios(out, taken, count);
	return 0;
}

struct choosing {
	struct arena *arena;
	struct ledger *ledger;
	const char *id;
	int64_t version;		/* 0: the newest */
	const char *sha256;		/* looked out for besides; NULL: none */
	bool is_there;			/* that one */
	const struct rubric *found;
	int64_t found_version;
	int status;
	struct err *err;
};

static bool
choose(void *who, const struct entry *entry)
{
	struct choosing *c = who;
	const struct record_rubric *said = rubric_of(entry);

	if (said != NULL && c->sha256 != NULL && strcmp(said->sha256, c->sha256) == 0)
		c->is_there = true;
	if (said == NULL || strcmp(said->id, c->id) != 0
	    || (c->version != 0 ? said->version != c->version
		: c->found != NULL && said->version <= c->found_version))
		return true;
	c->found_version = said->version;
	c->status = read_attached(&c->found, c->arena, c->ledger, entry, c->err);
	return c->status == 0;
}

static int
look(struct choosing *c)
{
	if (ledger_walk(c->ledger, NULL, choose, c, c->err) != 0)
		return -1;
	return c->status;
}

int
shelf_published(const struct rubric **out, struct arena *arena, struct ledger *ledger,
		const char *id, int64_t version, struct err *err)
{
	struct choosing c = { .arena = arena, .ledger = ledger, .id = id,
			      .version = version, .err = err };

	if (look(&c) != 0)
		return -1;
	*out = c.found;
	if (c.found != NULL)
		return 0;
	return version == 0
		? err_set(err, ERR_NOT_FOUND, "no rubric '%.80s' is published here", id)
		: err_set(err, ERR_NOT_FOUND,
			  "no version %" PRId64 " of the rubric '%.80s' is published here",
			  version, id);
}

int
shelf_may_publish(const struct rubric **newest, struct arena *arena,
		  struct ledger *ledger, const struct rubric *rubric, struct err *err)
{
	char sha256[DIGEST_HEX];
	struct choosing c = { .arena = arena, .ledger = ledger, .id = rubric->id,
			      .sha256 = sha256, .err = err };

	*newest = NULL;
	digest_hex(sha256, &rubric->sha256);
	if (look(&c) != 0)
		return -1;
	*newest = c.found;
	if (c.found == NULL || c.is_there || c.found->version < rubric->version)
		return 0;
	return err_set(err, ERR_REFUSED,
		       "version %" PRId64 " of %s is published already, and this text is "
		       "another: what was published stays as it is; give this one "
		       "`version: %" PRId64 "`",
		       c.found->version, rubric->id, c.found->version + 1);
}
