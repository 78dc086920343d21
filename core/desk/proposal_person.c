/* People let in, given another key, found by the beginning of their kid. */
#include "core/base/file.h"
#include "core/desk/proposal.h"

enum { PUB_BYTES = 4096 };

static int
check_actor(const char *actor, struct err *err)
{
	if (is_actor(span_of(actor)))
		return 0;
	return err_set(err, ERR_USAGE, "'%.80s' is no actor: 2 to 31 small letters, digits "
		       "and hyphens, as in a-7f3k", actor);
}

static int
read_pub(struct sshkey *out, struct proposal *p, const char *path, struct err *err)
{
	struct span line;

	if (file_read(&line, &p->arena, path, PUB_BYTES, err) != 0)
		return -1;
	return sshkey_parse(out, line, err) == 0 ? 0 : err_within(err, "%s", path);
}

static int
give_role(struct proposal *p, const char *kid, const char *word,
	  const struct newcomer *who, struct err *err)
{
	int role = trust_role_from_word(span_of(word));

	if (strcmp(word, "root") == 0)
		return trust_add_root(p->next, &p->arena, kid, err);
	if (role < 0)
		return err_set(err, ERR_USAGE, "'%.80s' is no role: assessor, moderator, "
			       "iqa, admin, witness, or root", word);
	return trust_add_grant(p->next, &p->arena, kid, (enum trust_role)role,
			       who->rubrics, who->rubric_count, err);
}

int
proposal_admit(struct proposal *p, const struct newcomer *who, struct err *err)
{
	struct trust *next = proposal_edit(p);
	struct sshkey key;

	if (who->role_count == 0)
		return err_set(err, ERR_USAGE, "say what they may do: assessor, moderator, "
			       "iqa, admin, witness, or root");
	if (check_actor(who->actor, err) != 0 || read_pub(&key, p, who->pub, err) != 0
	    || trust_add_key(next, &p->arena, &key, who->actor, err) != 0
	    || trust_call(next, &p->arena, who->actor, who->name, err) != 0)
		return -1;
	for (size_t i = 0; i < who->role_count; i++)
		if (give_role(p, key.kid, who->roles[i], who, err) != 0)
			return -1;
	return 0;
}

int
proposal_box(struct proposal *p, const char *actor, const char *pub, struct err *err)
{
	struct sshkey key;
	struct box box;

	if (check_actor(actor, err) != 0 || read_pub(&key, p, pub, err) != 0)
		return -1;
	if (box_of_key(&box, &key, err) != 0)
		return err_within(err, "%s", pub);
	return trust_add_box(proposal_edit(p), &p->arena, &box, actor, err);
}

static bool
is_open(const struct trust *trust, const char *kid)
{
	for (size_t i = 0; i < trust->grant_count; i++)
		if (strcmp(trust->grants[i].kid, kid) == 0
		    && trust->grants[i].until == NULL)
			return true;
	return false;
}

static int
move_from(struct proposal *p, const struct trust_key *old, const char *kid,
	  struct err *err)
{
	if (trust_copy_grants(p->next, &p->arena, old->kid, kid, err) != 0
	    || proposal_end_key(p, old->kid, -1, "rotated", err) != 0)
		return -1;
	return trust_is_root(p->ledger->trust, old->kid)
		? trust_add_root(p->next, &p->arena, kid, err) : 0;
}

int
proposal_rotate(struct proposal *p, const char *actor, const char *pub, struct err *err)
{
	const struct trust *now = p->ledger->trust;
	struct sshkey key;
	size_t moved = 0;

	if (check_actor(actor, err) != 0 || read_pub(&key, p, pub, err) != 0
	    || trust_add_key(proposal_edit(p), &p->arena, &key, actor, err) != 0)
		return -1;
	for (size_t i = 0; i < now->key_count; i++) {
		const struct trust_key *old = &now->keys[i];

		if (strcmp(old->actor, actor) != 0 || strcmp(old->kid, key.kid) == 0
		    || !is_open(now, old->kid))
			continue;
		if (move_from(p, old, key.kid, err) != 0)
			return -1;
		moved++;
	}
	return moved != 0 ? 0 : err_set(err, ERR_NOT_FOUND, "%s has no key that could be "
		"rotated; `assay person list` shows who has", actor);
}

int
proposal_kid(const char **out, const struct proposal *p, const char *name,
	     struct err *err)
{
	const struct trust *trust = p->ledger->trust;
	size_t len = strlen(name);

	*out = NULL;
	for (size_t i = 0; i < trust->key_count && len >= 4; i++) {
		if (strncmp(trust->keys[i].kid, name, len) != 0)
			continue;
		if (*out != NULL)
			return err_set(err, ERR_NOT_FOUND,
				       "more than one kid begins with %s", name);
		*out = trust->keys[i].kid;
	}
	return *out != NULL ? 0 : err_set(err, ERR_NOT_FOUND, "no key has the kid %.40s, or "
		"4 and more of its first digits; `assay person list` shows them", name);
}
