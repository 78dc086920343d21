/* assay person: people, their keys and roles, as changes of trust that are proposed. */
#include <stdlib.h>

#include "core/base/file.h"
#include "tui/cli/people.h"

#define USAGE                                                                            \
	"person add ACTOR --pub FILE --role ROLE... [--rubrics GLOB...] [--name NAME] | " \
	"rotate ACTOR --pub FILE | freeze KID --why WHY [--record N] | "                  \
	"root ACTOR [--remove] | list"

enum { PUB_BYTES = 4096 };

struct wishes {
	const char *pub, *name, *why, *record;
	struct words roles, rubrics;
	bool remove;
};

struct doing {
	struct cli *cli;
	const struct wishes *wishes;
	const char *who;		/* the word after the verb; NULL: none */
	struct people people;
};

static int
read_pub(struct sshkey *out, struct doing *d, struct err *err)
{
	struct span line;

	if (d->wishes->pub == NULL)
		return err_set(err, ERR_USAGE,
			       "say which key is theirs: --pub FILE, as `assay key show` "
			       "prints it there");
	if (file_read(&line, &d->cli->arena, d->wishes->pub, PUB_BYTES, err) != 0)
		return -1;
	return sshkey_parse(out, line, err) == 0 ? 0
		       : err_within(err, "%s", d->wishes->pub);
}

static int
check_actor(const char *actor, struct err *err)
{
	if (is_actor(span_of(actor)))
		return 0;
	return err_set(err, ERR_USAGE, "'%.80s' is no actor: 2 to 31 small letters, digits "
		       "and hyphens, as in a-7f3k", actor);
}

static int
give_role(struct doing *d, struct trust *next, const char *kid, const char *word,
	  struct err *err)
{
	const struct words *rubrics = &d->wishes->rubrics;
	int role = trust_role_from_word(span_of(word));

	if (strcmp(word, "root") == 0)
		return trust_add_root(next, &d->people.proposal.arena, kid, err);
	if (role < 0)
		return err_set(err, ERR_USAGE, "'%.80s' is no role: assessor, moderator, "
			       "iqa, admin, witness, or root", word);
	return trust_add_grant(next, &d->people.proposal.arena, kid, (enum trust_role)role,
			       rubrics->items, rubrics->count, err);
}

static int
add(struct doing *d, struct err *err)
{
	struct arena *arena = &d->people.proposal.arena;
	struct trust *next = proposal_edit(&d->people.proposal);
	struct sshkey key;

	if (d->wishes->roles.count == 0)
		return err_set(err, ERR_USAGE, "say what they may do: --role assessor, "
			       "moderator, iqa, admin, witness, or root");
	if (check_actor(d->who, err) != 0 || read_pub(&key, d, err) != 0
	    || trust_add_key(next, arena, &key, d->who, err) != 0
	    || trust_call(next, arena, d->who, d->wishes->name, err) != 0)
		return -1;
	for (size_t i = 0; i < d->wishes->roles.count; i++)
		if (give_role(d, next, key.kid, d->wishes->roles.items[i], err) != 0)
			return -1;
	return people_keep(&d->people, err);
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

/* What the old keys may, the new one may; the old ones end where they are. */
static int
move_to(struct doing *d, const char *kid, struct err *err)
{
	struct proposal *p = &d->people.proposal;
	const struct trust *now = d->people.ledger.trust;
	size_t moved = 0;

	for (size_t i = 0; i < now->key_count; i++) {
		const struct trust_key *old = &now->keys[i];

		if (strcmp(old->actor, d->who) != 0 || strcmp(old->kid, kid) == 0
		    || !is_open(now, old->kid))
			continue;
		if (trust_copy_grants(p->next, &p->arena, old->kid, kid, err) != 0
		    || proposal_end_key(p, old->kid, -1, "rotated", err) != 0
		    || (trust_is_root(now, old->kid)
			&& trust_add_root(p->next, &p->arena, kid, err) != 0))
			return -1;
		moved++;
	}
	return moved != 0 ? 0 : err_set(err, ERR_NOT_FOUND, "%s has no key that could be "
		"rotated; `assay person list` shows who has", d->who);
}

static int
rotate(struct doing *d, struct err *err)
{
	struct proposal *p = &d->people.proposal;
	struct sshkey key;

	if (check_actor(d->who, err) != 0 || read_pub(&key, d, err) != 0
	    || trust_add_key(proposal_edit(p), &p->arena, &key, d->who, err) != 0
	    || move_to(d, key.kid, err) != 0)
		return -1;
	return people_keep(&d->people, err);
}

/* A key by its kid or a beginning that fits only one. */
static const char *
key_named(const struct trust *trust, const char *name, struct err *err)
{
	const char *found = NULL;
	size_t len = strlen(name);

	for (size_t i = 0; i < trust->key_count && len >= 4; i++) {
		if (strncmp(trust->keys[i].kid, name, len) != 0)
			continue;
		if (found != NULL) {
			err_set(err, ERR_NOT_FOUND, "more than one kid begins with %s",
				name);
			return NULL;
		}
		found = trust->keys[i].kid;
	}
	if (found == NULL)
		err_set(err, ERR_NOT_FOUND, "no key has the kid %.40s, or 4 and more of its "
			"first digits; `assay person list` shows them", name);
	return found;
}

static int
record_number(int64_t *out, const char *text, struct err *err)
{
	char *end;

	*out = -1;
	if (text == NULL)
		return 0;
	*out = strtoll(text, &end, 10);
	if (*text >= '0' && *text <= '9' && *end == '\0' && strlen(text) < 10)
		return 0;
	return err_set(err, ERR_USAGE, "--record wants the number of the last good record, "
		       "as `assay log` shows it");
}

static int
freeze(struct doing *d, struct err *err)
{
	const char *kid = key_named(d->people.ledger.trust, d->who, err);
	int64_t seq;

	if (kid == NULL || record_number(&seq, d->wishes->record, err) != 0)
		return -1;
	if (d->wishes->why == NULL)
		return err_set(err, ERR_USAGE,
			       "say --why: rotated, lost, compromised or left");
	if (proposal_end_key(&d->people.proposal, kid, seq, d->wishes->why, err) != 0)
		return -1;
	return people_keep(&d->people, err);
}

static const char *
newest_key(const struct trust *trust, const char *actor)
{
	for (size_t i = trust->key_count; i-- > 0; )
		if (strcmp(trust->keys[i].actor, actor) == 0)
			return trust->keys[i].kid;
	return NULL;
}

static int
root(struct doing *d, struct err *err)
{
	struct proposal *p = &d->people.proposal;
	struct trust *next = proposal_edit(p);
	const char *kid = newest_key(next, d->who);

	if (d->wishes->remove) {
		if (trust_drop_root(next, d->who, err) != 0)
			return -1;
	} else if (kid == NULL) {
		return err_set(err, ERR_NOT_FOUND, "%.80s has no key here: give them one "
			       "with `assay person add`", d->who);
	} else if (trust_add_root(next, &p->arena, kid, err) != 0) {
		return -1;
	}
	return people_keep(&d->people, err);
}

static int
list(struct doing *d, struct err *err)
{
	(void)err;
	people_print(&d->people);
	if (d->people.proposal.next != NULL)
		people_print_proposal(&d->people);
	return 0;
}

static const struct {
	const char *word;
	int (*run)(struct doing *d, struct err *err);
	size_t words;
} table[] = {
	{ "add", add, 2 }, { "rotate", rotate, 2 }, { "freeze", freeze, 2 },
	{ "root", root, 2 }, { "list", list, 1 },
};

int
run_person(struct cli *cli, struct err *err)
{
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--pub", .value = "FILE", .text = &wishes.pub },
		{ .name = "--name", .value = "NAME", .text = &wishes.name },
		{ .name = "--role", .value = "ROLE", .words = &wishes.roles },
		{ .name = "--rubrics", .value = "GLOB", .words = &wishes.rubrics },
		{ .name = "--why", .value = "WHY", .text = &wishes.why },
		{ .name = "--record", .value = "N", .text = &wishes.record },
		{ .name = "--remove", .flag = &wishes.remove },
	};
	struct doing doing = { .cli = cli, .wishes = &wishes };
	int failed;

	if (cli_options(cli, options, 7, 1, 2, USAGE, err) != 0)
		return -1;
	doing.who = cli->count == 2 ? cli->words[1] : NULL;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (strcmp(cli->words[0], table[i].word) != 0
		    || cli->count != table[i].words)
			continue;
		if (people_open(&doing.people, cli, err) != 0)
			return -1;
		failed = table[i].run(&doing, err);
		people_close(&doing.people);
		return failed;
	}
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
