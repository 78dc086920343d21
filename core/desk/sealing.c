#include "core/desk/sealing.h"

#include "core/base/file.h"
#include "core/store/wraps.h"

/* ---- who may have to read ---- */

static bool
is_reader(const struct sealing *s, const struct trust_box *box)
{
	return strcmp(box->actor, s->workspace->actor) == 0
	       || trust_allows_person(s->ledger->trust, box->actor, SEALING_READERS,
				      s->rubric);
}

/* The boxes of those who may have to read it, in the order of the trust file, in `arena`;
 * *persons: whose they are, counted once. */
static size_t
boxes_of(const struct trust_box ***out, size_t *persons, struct arena *arena,
	 const struct sealing *s)
{
	const struct trust *trust = s->ledger->trust;
	size_t count = 0;

	*out = arena_array(arena, trust->box_count, sizeof **out);
	*persons = 0;
	for (size_t i = 0; i < trust->box_count; i++) {
		bool known = false;

		if (!is_reader(s, &trust->boxes[i]))
			continue;
		for (size_t k = 0; k < count; k++)
			known |= strcmp((*out)[k]->actor, trust->boxes[i].actor) == 0;
		*persons += !known;
		(*out)[count++] = &trust->boxes[i];
	}
	return count;
}

void
sealing_print_readers(struct buf *out, const struct sealing *s)
{
	struct arena scratch = { 0 };
	const struct trust_box **boxes;
	size_t persons, count = boxes_of(&boxes, &persons, &scratch, s), told = 0;

	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t k = 0; k < i; k++)
			known |= strcmp(boxes[k]->actor, boxes[i]->actor) == 0;
		if (!known)
			buf_printf(out, "%s%s", told++ == 0 ? "" : ", ", boxes[i]->actor);
	}
	arena_close(&scratch);
}

int
sealing_ready(const struct sealing *s, struct err *err)
{
	const struct trust *trust = s->ledger->trust;
	struct arena scratch = { 0 };
	const struct trust_box **boxes;
	size_t persons;

	if (!trust->seal_default)
		return 0;
	boxes_of(&boxes, &persons, &scratch, s);
	arena_close(&scratch);
	if ((int64_t)persons >= trust->seal_recipients_min)
		return 0;
	return err_set(err, ERR_REFUSED, "notes and reasons are sealed here, and %zu person%s "
		       "could open them, not the %lld that the policy seal_recipients_min wants: "
		       "moderators and administrators make a box with `assay key box`, and one "
		       "says `assay person box ACTOR --pub FILE`", persons,
		       persons == 1 ? "" : "s", (long long)trust->seal_recipients_min);
}

/* ---- sealing ---- */

static char *
keys_of(struct arena *arena, const struct sealing *s)
{
	return workspace_keys(arena, s->workspace);
}

/* What reads as an envelope is one to everybody, and nobody would have its key. */
static int
check_open(const struct blob_to_write *files, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (envelope_is(files[i].bytes))
			return err_set(err, ERR_REFUSED, "what begins as a sealed text does "
				       "could never be read: begin it with another word");
	return 0;
}

int
sealing_put(struct blob_to_write *files, size_t count, struct arena *arena,
	    const struct sealing *s, struct err *err)
{
	struct sealkey key;
	int status = 0;

	if (!s->ledger->trust->seal_default || count == 0)
		return check_open(files, count, err);
	if (sealing_ready(s, err) != 0
	    || keyring_own(&key, keys_of(arena, s), s->portfolio, s->workspace->actor, err)
		       != 0)
		return -1;
	for (size_t i = 0; i < count && status == 0; i++) {
		struct buf text = { 0 };

		status = envelope_print(&text, &key, s->portfolio, files[i].name,
					files[i].bytes, err);
		if (status == 0)
			files[i].bytes = arena_span(arena, buf_span(&text));
		buf_close(&text);
	}
	sealkey_close(&key);
	return status;
}

/* ---- handing over ---- */

static int
wrap_for(struct wrap *out, struct arena *arena, const struct sealkey *key,
	 const struct trust_box *box, struct err *err)
{
	struct buf text = { 0 };
	int status = sealkey_wrap(&text, key, &box->box, err);

	*out = (struct wrap){ box->box_kid, arena_span(arena, buf_span(&text)) };
	buf_close(&text);
	return status;
}

static bool
has_wrap(const struct wrap *wraps, size_t count, const char *box_kid)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(wraps[i].box_kid, box_kid) == 0)
			return true;
	return false;
}

/* For every box that has none among `there`. */
static int
make_wraps(struct wrap **out, size_t *count, struct arena *arena, const struct sealing *s,
	   const struct sealkey *key, const struct wrap *there, size_t there_count,
	   struct err *err)
{
	const struct trust_box **boxes;
	size_t persons, box_count = boxes_of(&boxes, &persons, arena, s);

	*out = arena_array(arena, box_count, sizeof **out);
	*count = 0;
	for (size_t i = 0; i < box_count; i++)
		if (!has_wrap(there, there_count, boxes[i]->box_kid)
		    && wrap_for(&(*out)[(*count)++], arena, key, boxes[i], err) != 0)
			return -1;
	return 0;
}

static int
give_branch(const struct sealing *s, const char *repo, const struct sealkey *key, bool again,
	    struct arena *arena, const char *kid, int64_t now, size_t *given, struct err *err)
{
	const struct wraps_writer by = { s->ledger, s->workspace->actor, kid, now };
	struct wrap *there = NULL, *wraps;
	size_t there_count = 0, count;

	if (!again && wraps_read(&there, &there_count, arena, repo, key->id, NULL, err)
		!= 0)
		return -1;
	if (make_wraps(&wraps, &count, arena, s, key, there, there_count, err) != 0)
		return -1;
	*given = count;
	return count == 0 ? 0 : wraps_put(repo, key->id, wraps, count, &by, err);
}

static int
give_files(const struct sealing *s, const char *dir, const struct sealkey *key,
	   struct arena *arena, size_t *given, struct err *err)
{
	const char *folder = path_join(arena, dir, key->id);
	struct wrap *wraps;

	if (make_wraps(&wraps, given, arena, s, key, NULL, 0, err) != 0
	    || file_make_dirs(folder, 0700, err) != 0)
		return -1;
	for (size_t i = 0; i < *given; i++)
		if (file_write(path_join(arena, folder, wraps[i].box_kid), wraps[i].bytes,
			       0600, err) != 0)
			return -1;
	return 0;
}

/* The key that is there: none is made for this. */
static int
own_key(struct sealkey *out, struct arena *arena, const struct sealing *s, struct err *err)
{
	const char *actor = s->workspace->actor;
	struct keyring_item *items;
	size_t count;

	if (keyring_list(&items, &count, arena, keys_of(arena, s), s->portfolio, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (items[i].actor != NULL && strcmp(items[i].actor, actor) == 0)
			return keyring_find(out, keys_of(arena, s), s->portfolio, items[i].id,
					    err);
	return err_set(err, ERR_NOT_FOUND, "%s sealed nothing of %.8s here", actor,
		       s->portfolio);
}

static int
find_repo(const char **out, struct arena *arena, const struct sealing *s, struct err *err)
{
	struct taken taken;

	if (workspace_portfolio(&taken, arena, s->workspace, s->portfolio, err) != 0)
		return -1;
	*out = taken.repo;
	return 0;
}

static int
give(size_t *count, struct arena *arena, const struct sealing *s, const char *dir, bool again,
     const char *kid, int64_t now, struct err *err)
{
	struct sealkey key;
	const char *repo;
	int status;

	if (own_key(&key, arena, s, err) != 0)
		return -1;
	if (dir != NULL)
		status = give_files(s, dir, &key, arena, count, err);
	else if ((status = find_repo(&repo, arena, s, err)) == 0)
		status = give_branch(s, repo, &key, again, arena, kid, now, count, err);
	sealkey_close(&key);
	return status;
}

int
sealing_give(size_t *count, const struct sealing *s, const char *dir, const char *kid,
	     int64_t now, struct err *err)
{
	struct arena scratch = { 0 };
	int status = give(count, &scratch, s, dir, true, kid, now, err);

	arena_close(&scratch);
	return status;
}

const char *
sealing_hand_over(struct arena *arena, const struct sealing *s, const char *kid, int64_t now)
{
	struct arena scratch = { 0 };
	const char *trouble = NULL;
	struct err err;
	size_t count;

	if (s->ledger->trust->seal_default
	    && give(&count, &scratch, s, NULL, false, kid, now, &err) != 0)
		trouble = arena_printf(arena, "what was sealed can only be read here yet: %s; "
				       "`assay seal give %.8s` hands the key over, and with "
				       "--to DIR into files that you pass on", err.text,
				       s->portfolio);
	arena_close(&scratch);
	return trouble;
}
