#include "core/trust/trust_edit.h"

#include <inttypes.h>

#include "core/trust/trust_shape.h"

enum { ENTRIES = 10000, ROOTS = 64 };	/* as trust_shape.c holds them */

/* A copy with room for one more. */
static void *
with_room(struct arena *arena, const void *items, size_t count, size_t size)
{
	char *copy = arena_array(arena, count + 1, size);

	if (count != 0)
		memcpy(copy, items, count * size);
	return copy;
}

struct trust *
trust_next(struct arena *arena, const struct trust *now, const char *ledger)
{
	struct trust *next = arena_alloc(arena, sizeof *next);
	char prev[DIGEST_HEX];

	*next = *now;
	next->version = now->version + 1;
	digest_hex(prev, &now->sha256);
	next->prev = arena_text(arena, prev);
	next->ledger = arena_text(arena, ledger);
	next->roots = with_room(arena, now->roots, now->root_count, sizeof *now->roots);
	next->keys = with_room(arena, now->keys, now->key_count, sizeof *now->keys);
	next->grants =
		with_room(arena, now->grants, now->grant_count, sizeof *now->grants);
	next->boxes = with_room(arena, now->boxes, now->box_count, sizeof *now->boxes);
	next->people =
		with_room(arena, now->people, now->person_count, sizeof *now->people);
	next->bytes = (struct span){ 0 };
	return next;
}

static int
wants_key(const struct trust_key **out, const struct trust *trust, const char *kid,
	  struct err *err)
{
	*out = trust_key(trust, kid);
	if (*out != NULL)
		return 0;
	return err_set(err, ERR_NOT_FOUND, "the trust file knows no key %s", kid);
}

int
trust_add_key(struct trust *next, struct arena *arena, const struct sshkey *key,
	      const char *actor, struct err *err)
{
	const struct trust_key *there = trust_key(next, key->kid);
	struct buf pub = { 0 };

	if (there != NULL && strcmp(there->actor, actor) == 0)
		return 0;
	if (there != NULL)
		return err_set(err, ERR_REFUSED,
			       "the key %s is %s's, and a key has one person", key->kid,
			       there->actor);
	if (next->key_count == ENTRIES)
		return err_set(err, ERR_LIMIT, "a trust file holds at most %d keys",
			       ENTRIES);
	sshkey_print(&pub, key);
	next->keys = with_room(arena, next->keys, next->key_count, sizeof *next->keys);
	next->keys[next->key_count++] = (struct trust_key){
		.kid = arena_text(arena, key->kid), .pub = arena_text(arena, pub.data),
		.actor = arena_text(arena, actor), .added = next->version, .key = *key };
	buf_close(&pub);
	return 0;
}

int
trust_call(struct trust *next, struct arena *arena, const char *actor, const char *name,
	   struct err *err)
{
	struct trust_person said = { arena_text(arena, actor), name };

	if (name == NULL || *name == '\0')
		return 0;
	if (strlen(name) > 256)
		return err_set(err, ERR_LIMIT, "a name has at most 256 bytes");
	said.name = arena_text(arena, name);
	next->people =
		with_room(arena, next->people, next->person_count, sizeof *next->people);
	for (size_t i = 0; i < next->person_count; i++)
		if (strcmp(next->people[i].actor, actor) == 0) {
			next->people[i] = said;
			return 0;
		}
	if (next->person_count == ENTRIES)
		return err_set(err, ERR_LIMIT, "a trust file names at most %d people",
			       ENTRIES);
	next->people[next->person_count++] = said;
	return 0;
}

static bool
same_rubrics(const struct trust_grant *grant, const char *const *rubrics, size_t count)
{
	if ((grant->rubrics == NULL) != (count == 0) || grant->rubric_count != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(grant->rubrics[i], rubrics[i]) != 0)
			return false;
	return true;
}

static bool
has_grant(const struct trust *trust, const char *kid, enum trust_role role,
	  const char *const *rubrics, size_t count)
{
	for (size_t i = 0; i < trust->grant_count; i++) {
		const struct trust_grant *grant = &trust->grants[i];

		if (strcmp(grant->kid, kid) == 0 && grant->role == (int)role
		    && grant->until == NULL && same_rubrics(grant, rubrics, count))
			return true;
	}
	return false;
}

int
trust_add_grant(struct trust *next, struct arena *arena, const char *kid,
		enum trust_role role, const char *const *rubrics, size_t count,
		struct err *err)
{
	struct trust_grant grant = { .role = (int)role, .rubric_count = count,
				     .from = next->version };
	const struct trust_key *key;

	if (wants_key(&key, next, kid, err) != 0)
		return -1;
	if (has_grant(next, kid, role, rubrics, count))
		return 0;
	if (next->grant_count == ENTRIES)
		return err_set(err, ERR_LIMIT, "a trust file holds at most %d grants",
			       ENTRIES);
	for (size_t i = 0; i < count; i++)
		if (!is_rubric_glob(span_of(rubrics[i])))
			return err_set(err, ERR_REFUSED,
				       "'%.80s' is no rubric id, nor a glob of * and ?",
				       rubrics[i]);
	grant.kid = key->kid;
	if (count != 0)
		grant.rubrics = arena_array(arena, count, sizeof *grant.rubrics);
	for (size_t i = 0; i < count; i++)
		grant.rubrics[i] = arena_text(arena, rubrics[i]);
	next->grants =
		with_room(arena, next->grants, next->grant_count, sizeof *next->grants);
	next->grants[next->grant_count++] = grant;
	return 0;
}

int
trust_copy_grants(struct trust *next, struct arena *arena, const char *from,
		  const char *to, struct err *err)
{
	size_t count = next->grant_count;

	for (size_t i = 0; i < count; i++) {
		const struct trust_grant *grant = &next->grants[i];

		if (strcmp(grant->kid, from) == 0 && grant->until == NULL
		    && trust_add_grant(next, arena, to, (enum trust_role)grant->role,
				       grant->rubrics, grant->rubric_count, err) != 0)
			return -1;
	}
	return 0;
}

static bool
has_key(const struct trust *trust, const char *actor)
{
	for (size_t i = 0; i < trust->key_count; i++)
		if (strcmp(trust->keys[i].actor, actor) == 0)
			return true;
	return false;
}

/* A key signs or opens, never both: what is signed with it could be made to open. */
static bool
is_signing_key(const struct trust *trust, const char *box_kid)
{
	struct err ignored;
	struct box box;

	for (size_t i = 0; i < trust->key_count; i++)
		if (box_of_key(&box, &trust->keys[i].key, &ignored) == 0
		    && strcmp(box.kid, box_kid) == 0)
			return true;
	return false;
}

int
trust_add_box(struct trust *next, struct arena *arena, const struct box *box,
	      const char *actor, struct err *err)
{
	const struct trust_box *there = trust_box(next, box->kid);
	struct buf x25519 = { 0 };

	if (there != NULL && strcmp(there->actor, actor) == 0)
		return 0;
	if (there != NULL)
		return err_set(err, ERR_REFUSED, "the box %s is %s's, and a box has one person",
			       box->kid, there->actor);
	if (!has_key(next, actor))
		return err_set(err, ERR_NOT_FOUND, "%.80s has no key here: give them one "
			       "with `assay person add`", actor);
	if (is_signing_key(next, box->kid))
		return err_set(err, ERR_REFUSED, "this is a key that signs, and a box is for "
			       "opening alone: make one with `assay key box`");
	if (next->box_count == ENTRIES)
		return err_set(err, ERR_LIMIT, "a trust file holds at most %d boxes",
			       ENTRIES);
	box_print(&x25519, box);
	next->boxes = with_room(arena, next->boxes, next->box_count, sizeof *next->boxes);
	next->boxes[next->box_count++] = (struct trust_box){
		.actor = arena_text(arena, actor), .box_kid = arena_text(arena, box->kid),
		.x25519 = arena_text(arena, x25519.data), .from = next->version,
		.box = *box };
	buf_close(&x25519);
	return 0;
}

int
trust_drop_box(struct trust *next, const char *box_kid, struct err *err)
{
	const struct trust_box *box = trust_box(next, box_kid);
	size_t at;

	if (box == NULL)
		return err_set(err, ERR_NOT_FOUND, "the trust file knows no box %s", box_kid);
	at = (size_t)(box - next->boxes);
	next->box_count--;
	memmove(next->boxes + at, next->boxes + at + 1,
		(next->box_count - at) * sizeof *next->boxes);
	return 0;
}

static int
reason_from_word(int *out, const char *word, struct err *err)
{
	for (*out = 0; trust_ends[*out] != NULL; ++*out)
		if (strcmp(word, trust_ends[*out]) == 0)
			return 0;
	return err_set(err, ERR_USAGE, "a key ends because it is rotated, lost or "
		       "compromised, or its person left");
}

static bool
is_raised(const struct trust_until *was, const struct trust_until *is, int64_t version)
{
	return was == NULL || was->in == version
	       || trust_until_seq(is) > trust_until_seq(was);
}

int
trust_end_key(struct trust *next, struct arena *arena, const char *kid, const char *seq,
	      const char *sha256, const char *why, struct err *err)
{
	struct trust_until *until = arena_alloc(arena, sizeof *until);
	const struct trust_key *key;
	size_t ended = 0;

	*until = (struct trust_until){ .seq = arena_text(arena, seq),
				       .sha256 = arena_text(arena, sha256),
				       .in = next->version };
	if (reason_from_word(&until->why, why, err) != 0
	    || wants_key(&key, next, kid, err) != 0)
		return -1;
	for (size_t i = 0; i < next->grant_count; i++) {
		if (strcmp(next->grants[i].kid, kid) != 0)
			continue;
		if (!is_raised(next->grants[i].until, until, next->version))
			return err_set(err, ERR_REFUSED,
				       "the key %s ended with record %s already, and an "
				       "end may only be raised",
				       kid, next->grants[i].until->seq);
		ended++;
	}
	if (ended == 0)
		return err_set(err, ERR_REFUSED, "the key %s holds no role that could end",
			       kid);
	next->grants =
		with_room(arena, next->grants, next->grant_count, sizeof *next->grants);
	for (size_t i = 0; i < next->grant_count; i++)
		if (strcmp(next->grants[i].kid, kid) == 0)
			next->grants[i].until = until;
	return 0;
}

static struct trust_root *
root_of(const struct trust *trust, const char *actor)
{
	for (size_t i = 0; i < trust->root_count; i++)
		if (strcmp(trust->roots[i].actor, actor) == 0)
			return &trust->roots[i];
	return NULL;
}

int
trust_add_root(struct trust *next, struct arena *arena, const char *kid, struct err *err)
{
	const struct trust_key *key;
	struct trust_root *root;

	if (wants_key(&key, next, kid, err) != 0)
		return -1;
	if (trust_is_root(next, kid))
		return 0;
	root = root_of(next, key->actor);
	if (root == NULL && next->root_count == ROOTS)
		return err_set(err, ERR_LIMIT, "there are at most %d root persons", ROOTS);
	if (root == NULL) {
		next->roots = with_room(arena, next->roots, next->root_count,
					sizeof *next->roots);
		root = &next->roots[next->root_count++];
		*root = (struct trust_root){ .actor = key->actor };
	}
	root->keys = with_room(arena, root->keys, root->key_count, sizeof *root->keys);
	root->keys[root->key_count++] = key->kid;
	return 0;
}

int
trust_drop_root(struct trust *next, const char *actor, struct err *err)
{
	struct trust_root *root = root_of(next, actor);

	if (root == NULL)
		return err_set(err, ERR_NOT_FOUND, "%s is no root person", actor);
	if ((int64_t)next->root_count - 1 < next->threshold)
		return err_set(err, ERR_REFUSED,
			       "%" PRId64 " of %zu root persons must sign a change: with "
			       "one less nobody could; lower the threshold first",
			       next->threshold, next->root_count);
	next->root_count--;
	memmove(root, root + 1,
		(size_t)(next->roots + next->root_count - root) * sizeof *root);
	return 0;
}

size_t
trust_root_keys(const struct trust *trust, const char *actor)
{
	const struct trust_root *root = root_of(trust, actor);

	return root == NULL ? 0 : root->key_count;
}

int
trust_drop_root_key(struct trust *next, struct arena *arena, const char *kid,
		    struct err *err)
{
	const struct trust_key *key = trust_key(next, kid);
	struct trust_root *root = key == NULL ? NULL : root_of(next, key->actor);
	const char **kept;
	size_t count = 0;

	if (!trust_is_root(next, kid) || root == NULL)
		return err_set(err, ERR_NOT_FOUND, "%s is no root person's key", kid);
	if (root->key_count == 1)
		return err_set(err, ERR_REFUSED, "it is the only root key of %s: give them "
			       "another first, or say `assay person root %s --remove`",
			       root->actor, root->actor);
	kept = arena_array(arena, root->key_count, sizeof *kept);
	for (size_t i = 0; i < root->key_count; i++)
		if (strcmp(root->keys[i], kid) != 0)
			kept[count++] = root->keys[i];
	root->keys = kept;
	root->key_count = count;
	return 0;
}

int
trust_set_threshold(struct trust *next, int64_t persons, struct err *err)
{
	if (persons < 1 || persons > (int64_t)next->root_count)
		return err_set(err, ERR_REFUSED,
			       "the threshold is from 1 to the number of root persons, "
			       "of whom there are %zu",
			       next->root_count);
	next->threshold = persons;
	return 0;
}

static int
set_number(int64_t *out, const char *name, const char *value, struct err *err)
{
	struct span text = span_of(value);
	int64_t number = 0;

	for (size_t i = 0; i < text.len && i < 7; i++)
		number = text.data[i] >= '0' && text.data[i] <= '9'
				 ? number * 10 + (text.data[i] - '0') : INT64_MAX / 20;
	if (text.len == 0 || text.len > 6 || number > 999999)
		return err_set(err, ERR_USAGE, "%s is a whole number", name);
	*out = number;
	return 0;
}

int
trust_set_policy(struct trust *next, const char *name, const char *value, struct err *err)
{
	const struct {
		const char *name;
		int64_t *number;
	} numbers[] = {
		{ "seal_recipients_min", &next->seal_recipients_min },
		{ "required_witnesses", &next->required_witnesses },
		{ "checkpoint_max_age_days", &next->checkpoint_max_age_days },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strcmp(name, numbers[i].name) == 0)
			return set_number(numbers[i].number, name, value, err);
	if (strcmp(name, "seal_default") == 0
	    && (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0)) {
		next->seal_default = strcmp(value, "yes") == 0;
		return 0;
	}
	for (int i = 0; strcmp(name, "release") == 0 && trust_releases[i] != NULL; i++)
		if (strcmp(value, trust_releases[i]) == 0) {
			next->release = i;
			return 0;
		}
	return err_set(err, ERR_USAGE,
		       "a policy is release on_sign|on_moderation|manual, seal_default "
		       "yes|no, or seal_recipients_min, required_witnesses or "
		       "checkpoint_max_age_days with a number");
}

static int
add_member(struct trust *out, struct arena *arena, const struct trust_member *member,
	   struct err *err)
{
	if (trust_add_key(out, arena, member->key, member->actor, err) != 0
	    || trust_call(out, arena, member->actor, member->name, err) != 0)
		return -1;
	for (int role = 0; trust_roles[role] != NULL; role++)
		if ((member->roles & 1u << role)
		    && trust_add_grant(out, arena, member->key->kid, (enum trust_role)role,
				       NULL, 0, err) != 0)
			return -1;
	return 0;
}

int
trust_first(struct trust *out, struct arena *arena, const struct trust_member *members,
	    size_t count, enum release release, struct err *err)
{
	*out = (struct trust){ .version = 1, .prev = "none", .ledger = "self",
			       .threshold = 1, .release = release,
			       .seal_recipients_min = 1, .checkpoint_max_age_days = 7 };
	for (size_t i = 0; i < count; i++)
		if (add_member(out, arena, &members[i], err) != 0)
			return -1;
	return trust_add_root(out, arena, members[0].key->kid, err);
}
