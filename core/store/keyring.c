#include "core/store/keyring.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/base/file.h"

enum { MARK_BYTES = 64 };

static char *
folder_of(struct arena *arena, const char *dir, const char *portfolio)
{
	return path_join(arena, dir, portfolio);
}

static char *
mark_of(struct arena *arena, const char *dir, const char *portfolio)
{
	return arena_printf(arena, "%s/%s.shredded", dir, portfolio);
}

/* `<id>` or `<id>.<actor>`; what else lies there is not ours. */
static bool
item_parse(struct keyring_item *out, struct arena *arena, const char *name)
{
	size_t len = strlen(name);

	if (len < KID_HEX - 1 || !is_hex32((struct span){ name, KID_HEX - 1 })
	    || (len > KID_HEX - 1 && (name[KID_HEX - 1] != '.'
				      || !is_actor(span_of(name + KID_HEX)))))
		return false;
	out->id = arena_copy(arena, name, KID_HEX - 1);
	out->actor = len == KID_HEX - 1 ? NULL : name + KID_HEX;
	return true;
}

int
keyring_list(struct keyring_item **out, size_t *count, struct arena *arena, const char *dir,
	     const char *portfolio, struct err *err)
{
	const char *folder = folder_of(arena, dir, portfolio);
	char **names;
	size_t found;

	*out = NULL;
	*count = 0;
	if (!file_is_dir(folder))
		return 0;
	if (file_list(&names, &found, arena, folder, KEYRING_KEYS, err) != 0)
		return -1;
	*out = arena_array(arena, found, sizeof **out);
	for (size_t i = 0; i < found; i++)
		*count += item_parse(&(*out)[*count], arena, names[i]);
	return 0;
}

static const char *
item_path(struct arena *arena, const char *dir, const char *portfolio,
	  const struct keyring_item *item)
{
	return arena_printf(arena, "%s/%s/%s%s%s", dir, portfolio, item->id,
			    item->actor == NULL ? "" : ".",
			    item->actor == NULL ? "" : item->actor);
}

/* By id, or the first to write with. */
static int
load(struct sealkey *out, const char *dir, const char *portfolio, const char *id,
     const char *actor, struct err *err)
{
	struct arena scratch = { 0 };
	struct keyring_item *items;
	size_t count;
	int status = keyring_list(&items, &count, &scratch, dir, portfolio, err);
	bool hit = false;

	for (size_t i = 0; status == 0 && !hit && i < count; i++) {
		hit = id != NULL ? strcmp(items[i].id, id) == 0
			: items[i].actor != NULL && strcmp(items[i].actor, actor) == 0;
		if (hit)
			status = sealkey_load(out, item_path(&scratch, dir, portfolio,
							     &items[i]),
					      items[i].id, err);
	}
	if (status == 0 && !hit)
		status = err_set(err, ERR_NOT_FOUND, "there is no such key here");
	arena_close(&scratch);
	return status;
}

int
keyring_find(struct sealkey *out, const char *dir, const char *portfolio, const char *id,
	     struct err *err)
{
	*out = (struct sealkey){ .bytes = NULL };
	return load(out, dir, portfolio, id, NULL, err);
}

/* ---- keeping ---- */

static int
check_mark(const char *dir, const char *portfolio, struct err *err)
{
	struct keyring_shredded shredded;

	return !keyring_shredded(&shredded, dir, portfolio) ? 0
		: err_set(err, ERR_REFUSED, "the keys of %.8s were destroyed here: nothing more "
			  "is sealed for it, and none is taken in", portfolio);
}

/* Who destroys marks first and then lists what there is: the mark not seen once the key is
 * there, it is among what they list. */
static int
keep_file(const char *dir, const char *portfolio, const struct sealkey *key,
	  const char *path, struct err *err)
{
	struct err ignored;

	if (sealkey_keep(key, path, err) != 0 && err->code != ERR_EXISTS)
		return -1;
	if (check_mark(dir, portfolio, err) == 0)
		return 0;
	(void)!file_shred(path, &ignored);
	return -1;
}

static int
keep(const char *dir, const char *portfolio, const struct sealkey *key, const char *actor,
     struct err *err)
{
	const struct keyring_item item = { key->id, actor };
	struct arena scratch = { 0 };
	int status = file_make_dirs(folder_of(&scratch, dir, portfolio), 0700, err);

	if (status == 0)
		status = keep_file(dir, portfolio, key,
				   item_path(&scratch, dir, portfolio, &item), err);
	arena_close(&scratch);
	return status;
}

int
keyring_own(struct sealkey *out, const char *dir, const char *portfolio, const char *actor,
	    struct err *err)
{
	*out = (struct sealkey){ .bytes = NULL };
	if (check_mark(dir, portfolio, err) != 0)
		return -1;
	if (load(out, dir, portfolio, NULL, actor, err) == 0)
		return 0;
	if (err->code != ERR_NOT_FOUND)
		return -1;
	*out = sealkey_make();
	if (keep(dir, portfolio, out, actor, err) == 0)
		return 0;
	sealkey_close(out);
	return -1;
}

int
keyring_take(const char *dir, const char *portfolio, const struct sealkey *key,
	     struct err *err)
{
	struct sealkey there;

	if (check_mark(dir, portfolio, err) != 0)
		return -1;
	if (keyring_find(&there, dir, portfolio, key->id, err) == 0) {
		sealkey_close(&there);
		return 0;
	}
	return err->code != ERR_NOT_FOUND ? -1 : keep(dir, portfolio, key, NULL, err);
}

/* ---- destroying ---- */

static int
shred_folder(struct arena *arena, const char *folder, struct err *err)
{
	char **names;
	size_t found;

	if (file_list(&names, &found, arena, folder, KEYRING_KEYS, err) != 0)
		return -1;
	for (size_t i = 0; i < found; i++)
		if (file_shred(path_join(arena, folder, names[i]), err) != 0
		    && err->code != ERR_NOT_FOUND)
			return -1;
	if (file_sync_dir(folder, err) != 0)
		return -1;
	return rmdir(folder) == 0 ? 0 : err_errno(err, "%s", folder);
}

static int
write_mark(struct arena *arena, const char *dir, const char *portfolio, const char *commit,
	   size_t keys, struct err *err)
{
	const char *line = arena_printf(arena, "%s %zu\n",
					commit == NULL || *commit == '\0' ? "-" : commit, keys);

	return file_write(mark_of(arena, dir, portfolio), span_of(line), 0600, err);
}

/* The mark first, with what there is to destroy: then none is made while they go, and who
 * goes on after a crash knows what there was. */
int
keyring_destroy(size_t *count, const char *dir, const char *portfolio, const char *commit,
		struct err *err)
{
	struct keyring_shredded before = { .keys = 0 };
	struct arena scratch = { 0 };
	const char *folder = folder_of(&scratch, dir, portfolio);
	struct keyring_item *items;
	int status = keyring_list(&items, count, &scratch, dir, portfolio, err);

	if (keyring_shredded(&before, dir, portfolio)) {
		*count = before.keys > *count ? before.keys : *count;
		commit = commit == NULL ? before.commit : commit;
	}
	if (status == 0)
		status = file_make_dirs(dir, 0700, err);
	if (status == 0)
		status = write_mark(&scratch, dir, portfolio, commit, *count, err);
	if (status == 0 && file_is_dir(folder))
		status = shred_folder(&scratch, folder, err);
	if (status == 0)
		status = file_sync_dir(dir, err);
	arena_close(&scratch);
	return status;
}

bool
keyring_shredded(struct keyring_shredded *out, const char *dir, const char *portfolio)
{
	struct arena scratch = { 0 };
	struct err ignored;
	struct span line, commit;
	bool there = file_read(&line, &scratch, mark_of(&scratch, dir, portfolio), MARK_BYTES,
			       &ignored) == 0;

	*out = (struct keyring_shredded){ .keys = 0 };
	if (there) {
		line = span_cut(&line, '\n');
		commit = span_cut(&line, ' ');
		if (hex_is(commit, OID_HEX - 1))
			memcpy(out->commit, commit.data, commit.len);
		for (size_t i = 0; i < line.len && line.data[i] >= '0' && line.data[i] <= '9';
		     i++)
			out->keys = out->keys % KEYRING_KEYS * 10 + (size_t)(line.data[i] - '0');
	}
	arena_close(&scratch);
	return there;
}

/* ---- reading ---- */

static int
no_key(const char *dir, const struct envelope *envelope, const char *actor, struct err *err)
{
	struct keyring_shredded shredded;

	if (dir == NULL || !keyring_shredded(&shredded, dir, envelope->portfolio))
		return err_set(err, ERR_NOT_FOUND, "sealed by %s, and the key is not here: "
			       "`assay seal take %.8s` fetches it, if a box of yours may open "
			       "it", actor, envelope->portfolio);
	if (shredded.commit[0] == '\0')
		return err_set(err, ERR_NOT_FOUND, "sealed by %s, and shredded: its keys were "
			       "destroyed here", actor);
	return err_set(err, ERR_NOT_FOUND, "sealed by %s, and erased by record %.12s: its keys "
		       "were destroyed here", actor, shredded.commit);
}

int
keyring_read(struct span *out, struct arena *arena, const char *dir, struct span bytes,
	     const char *name, const char *actor, const char *portfolio, struct err *err)
{
	struct envelope envelope;
	struct sealkey key;
	int status;

	if (envelope_parse(&envelope, arena, bytes, err) != 0)
		return err_within(err, "what %s sealed cannot be read", actor);
	if (portfolio != NULL && strcmp(envelope.portfolio, portfolio) != 0)
		return err_set(err, ERR_INVALID, "what %s sealed was sealed for another "
			       "portfolio", actor);
	if (dir == NULL || keyring_find(&key, dir, envelope.portfolio, envelope.key, err) != 0)
		return dir != NULL && err->code != ERR_NOT_FOUND ? -1
			: no_key(dir, &envelope, actor, err);
	status = envelope_open(out, arena, &envelope, &key, name, err);
	sealkey_close(&key);
	return status;
}
