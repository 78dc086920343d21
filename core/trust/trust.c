#include "core/trust/trust.h"

#include <inttypes.h>

#include "core/base/schema.h"
#include "core/trust/trust_shape.h"

static const struct yaml_limits trust_limits = {
	.bytes = RECORD_BYTES, .depth = 8, .events = 200000, .pairs = 64, .inert = true,
};

static void
fault(struct faults *faults, const char *what, const char *of)
{
	fault_add(faults, (struct place){ 1, 1 }, "%s: %s", of, what);
}

static bool
is_written_so(const struct trust_key *key)
{
	struct buf line = { 0 };
	bool same;

	sshkey_print(&line, &key->key);
	same = span_is(buf_span(&line), key->pub);
	buf_close(&line);
	return same;
}

static void
check_key(const struct trust *trust, size_t i, struct faults *faults)
{
	struct trust_key *key = &trust->keys[i];

	if (sshkey_parse(&key->key, span_of(key->pub), NULL) != 0 || !is_written_so(key))
		fault(faults, "expected pub to be `ssh-ed25519 <base64>`", key->kid);
	else if (strcmp(key->key.kid, key->kid) != 0)
		fault(faults, "this is not the kid of that key", key->kid);
	if (trust_key(trust, key->kid) != key)
		fault(faults, "the key stands here twice", key->kid);
}

static void
check_root_key(const struct trust *trust, size_t person, const char *kid,
	       struct faults *faults)
{
	const struct trust_key *key = trust_key(trust, kid);

	if (key == NULL || strcmp(key->actor, trust->roots[person].actor) != 0)
		fault(faults, "a root key stands under keys, of that very actor", kid);
	for (size_t i = 0; i < person; i++)
		for (size_t k = 0; k < trust->roots[i].key_count; k++)
			if (strcmp(trust->roots[i].keys[k], kid) == 0)
				fault(faults, "a root key belongs to one person", kid);
}

static void
check_roots(const struct trust *trust, struct faults *faults)
{
	if (trust->threshold < 1 || (size_t)trust->threshold > trust->root_count)
		fault(faults, "expected a threshold from 1 to the number of persons",
		      "roots");
	for (size_t i = 0; i < trust->root_count; i++) {
		for (size_t j = 0; j < i; j++)
			if (strcmp(trust->roots[i].actor, trust->roots[j].actor) == 0)
				fault(faults, "a root person stands here twice",
				      trust->roots[i].actor);
		for (size_t k = 0; k < trust->roots[i].key_count; k++)
			check_root_key(trust, i, trust->roots[i].keys[k], faults);
	}
}

static void
check_grants(const struct trust *trust, struct faults *faults)
{
	for (size_t i = 0; i < trust->grant_count; i++) {
		const struct trust_until *until = trust->grants[i].until;

		if (until != NULL && (strcmp(until->seq, "none") == 0)
		    != (strcmp(until->sha256, "none") == 0))
			fault(faults, "until has both seq and sha256, or none for both",
			      trust->grants[i].kid);
	}
}

/* A box that is none could not be closed, or for somebody else. */
static void
check_boxes(const struct trust *trust, struct faults *faults)
{
	for (size_t i = 0; i < trust->box_count; i++) {
		struct trust_box *box = &trust->boxes[i];
		struct err err;

		if (box_parse(&box->box, span_of(box->x25519), box->box_kid, &err) != 0)
			fault(faults, err.text, box->box_kid);
		if (trust_box(trust, box->box_kid) != box)
			fault(faults, "the box stands here twice", box->box_kid);
	}
}

/* `assay_trust:` above 1 */
static bool
is_newer(const struct node *root)
{
	const struct node *node = node_get(root, "assay_trust");
	struct span text = node == NULL ? span_of("") : node->text;

	if (node == NULL || node->kind != NODE_SCALAR || text.len == 0 || text.len > 16
	    || text.data[0] == '0' || span_is(text, "1"))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return true;
}

struct trust *
trust_read(struct arena *arena, struct faults *faults, bool *newer, struct span bytes)
{
	size_t before = faults->count + faults->more;
	struct node *root = yaml_parse(arena, faults, bytes, &trust_limits);
	struct trust *trust = arena_alloc(arena, sizeof *trust);

	*newer = root != NULL && is_newer(root);
	if (root == NULL || *newer || faults->count + faults->more != before
	    || schema_read(trust, &trust_shape, root, arena, faults) != 0)
		return NULL;
	trust->sha256 = digest_sha256(bytes);
	trust->bytes = bytes;
	for (size_t i = 0; i < trust->key_count; i++)
		check_key(trust, i, faults);
	check_roots(trust, faults);
	check_grants(trust, faults);
	check_boxes(trust, faults);
	return faults->count + faults->more == before ? trust : NULL;
}

const char *
trust_role_word(enum trust_role role)
{
	return trust_roles[role];
}

const char *
trust_end_word(const struct trust_until *until)
{
	return trust_ends[until->why];
}

int
trust_role_from_word(struct span word)
{
	for (int i = 0; trust_roles[i] != NULL; i++)
		if (span_is(word, trust_roles[i]))
			return i;
	return -1;
}

const struct trust_key *
trust_key(const struct trust *trust, const char *kid)
{
	for (size_t i = 0; i < trust->key_count; i++)
		if (strcmp(trust->keys[i].kid, kid) == 0)
			return &trust->keys[i];
	return NULL;
}

const struct trust_box *
trust_box(const struct trust *trust, const char *box_kid)
{
	for (size_t i = 0; i < trust->box_count; i++)
		if (strcmp(trust->boxes[i].box_kid, box_kid) == 0)
			return &trust->boxes[i];
	return NULL;
}

bool
trust_is_root(const struct trust *trust, const char *kid)
{
	for (size_t i = 0; i < trust->root_count; i++)
		for (size_t k = 0; k < trust->roots[i].key_count; k++)
			if (strcmp(trust->roots[i].keys[k], kid) == 0)
				return true;
	return false;
}

const char *
trust_name(const struct trust *trust, const char *actor)
{
	for (size_t i = 0; i < trust->person_count; i++)
		if (strcmp(trust->people[i].actor, actor) == 0)
			return trust->people[i].name;
	return actor;
}

int64_t
trust_until_seq(const struct trust_until *until)
{
	int64_t seq = 0;

	if (strcmp(until->seq, "none") == 0)
		return -1;
	for (const char *c = until->seq; *c != '\0'; c++)
		seq = seq * 10 + (*c - '0');
	return seq;
}

/* `*` and `?`, nothing else. */
static bool
glob_covers(const char *glob, const char *text)
{
	const char *star = NULL, *again = NULL;

	while (*text != '\0')
		if (*glob == '*') {
			star = ++glob;
			again = text;
		} else if (*glob != '\0' && (*glob == '?' || *glob == *text)) {
			glob++;
			text++;
		} else if (star != NULL) {
			glob = star;
			text = ++again;
		} else {
			return false;
		}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}

static bool
grant_covers(const struct trust_grant *grant, unsigned roles, const char *rubric,
	     int64_t version)
{
	if (!(roles & 1u << grant->role) || grant->from > version)
		return false;
	if (rubric == NULL || grant->rubrics == NULL)
		return true;
	for (size_t i = 0; i < grant->rubric_count; i++)
		if (glob_covers(grant->rubrics[i], rubric))
			return true;
	return false;
}

bool
trust_allows(const struct trust *trust, const char *kid, unsigned roles,
	     const char *rubric, int64_t version)
{
	for (size_t i = 0; i < trust->grant_count; i++)
		if (strcmp(trust->grants[i].kid, kid) == 0
		    && trust->grants[i].until == NULL
		    && grant_covers(&trust->grants[i], roles, rubric, version))
			return true;
	return false;
}

bool
trust_allows_person(const struct trust *trust, const char *actor, unsigned roles,
		    const char *rubric)
{
	for (size_t i = 0; i < trust->key_count; i++)
		if (strcmp(trust->keys[i].actor, actor) == 0
		    && trust_allows(trust, trust->keys[i].kid, roles, rubric,
				    trust->version))
			return true;
	return false;
}

static bool
grant_reaches(const struct trust_grant *grant, int64_t seq)
{
	return grant->until == NULL || seq <= trust_until_seq(grant->until);
}

/* A key without grants is never frozen: it was not given
 * anything that could be closed. */
static enum trust_answer
judge_key(const struct trust *trust, const char *kid, int64_t seq)
{
	enum trust_answer answer = TRUST_YES;

	for (size_t i = 0; i < trust->grant_count; i++) {
		if (strcmp(trust->grants[i].kid, kid) != 0)
			continue;
		if (grant_reaches(&trust->grants[i], seq))
			return TRUST_YES;
		answer = TRUST_FROZEN;
	}
	return answer;
}

enum trust_answer
trust_judge(const struct trust *trust, const char *kid, unsigned roles,
	    const char *rubric, int64_t version, int64_t seq)
{
	const struct trust_key *key = trust_key(trust, kid);
	enum trust_answer answer = TRUST_NO;

	if (key == NULL || key->added > version)
		return TRUST_NO;
	if (roles == 0)
		return judge_key(trust, kid, seq);
	for (size_t i = 0; i < trust->grant_count; i++) {
		const struct trust_grant *grant = &trust->grants[i];

		if (strcmp(grant->kid, kid) != 0
		    || !grant_covers(grant, roles, rubric, version))
			continue;
		if (grant_reaches(grant, seq))
			return TRUST_YES;
		answer = TRUST_FROZEN;
	}
	return answer;
}

void
trust_signers(struct buf *out, const struct trust *trust)
{
	buf_text(out, "# advisory: for stock git and ssh-keygen; assay itself goes by"
		 " trust.yaml\n");
	for (size_t i = 0; i < trust->key_count; i++)
		buf_printf(out, "%s namespaces=\"git,assay-trust@v1\" %s\n",
			   trust->keys[i].actor, trust->keys[i].pub);
}
