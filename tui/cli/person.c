/* assay person: people, their keys and roles, as changes of trust that are proposed. */
#include <stdlib.h>

#include "tui/cli/people.h"

#define USAGE                                                                            \
	"person add ACTOR --pub FILE --role ROLE... [--rubrics GLOB...] [--name NAME] | " \
	"rotate ACTOR --pub FILE | freeze KID --why WHY [--record N] | "                  \
	"root ACTOR [--remove] | root KID --remove | "                                    \
	"box ACTOR --pub FILE | box KID --remove | list"

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
wants_pub(const struct doing *d, struct err *err)
{
	if (d->wishes->pub != NULL)
		return 0;
	return err_set(err, ERR_USAGE, "say which key is theirs: --pub FILE, as `assay key "
		       "show` prints it there");
}

static int
add(struct doing *d, struct err *err)
{
	const struct wishes *wishes = d->wishes;
	struct newcomer who = {
		.actor = d->who, .name = wishes->name, .pub = wishes->pub,
		.roles = wishes->roles.items, .role_count = wishes->roles.count,
		.rubrics = wishes->rubrics.items, .rubric_count = wishes->rubrics.count,
	};

	if (wishes->roles.count == 0)
		return err_set(err, ERR_USAGE, "say what they may do: --role assessor, "
			       "moderator, iqa, admin, witness, or root");
	if (wants_pub(d, err) != 0 || proposal_admit(&d->people.proposal, &who, err) != 0)
		return -1;
	return people_keep(&d->people, err);
}

static int
rotate(struct doing *d, struct err *err)
{
	if (wants_pub(d, err) != 0
	    || proposal_rotate(&d->people.proposal, d->who, d->wishes->pub, err) != 0)
		return -1;
	return people_keep(&d->people, err);
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
	const char *kid;
	int64_t seq;

	if (proposal_kid(&kid, &d->people.proposal, d->who, err) != 0
	    || record_number(&seq, d->wishes->record, err) != 0)
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
	const char *kid = newest_key(next, d->who), *one;
	struct err ignored;

	if (d->wishes->remove && kid == NULL
	    && proposal_kid(&one, p, d->who, &ignored) == 0) {
		if (trust_drop_root_key(next, &p->arena, one, err) != 0)
			return -1;
	} else if (d->wishes->remove) {
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

/* The whole kid of a box, or its first digits, as `person list` shows it. */
static int
box_kid(const char **out, const struct doing *d, struct err *err)
{
	const struct trust *trust = d->people.ledger.trust;
	size_t len = strlen(d->who);

	*out = NULL;
	for (size_t i = 0; i < trust->box_count && len >= 4; i++) {
		if (strncmp(trust->boxes[i].box_kid, d->who, len) != 0)
			continue;
		if (*out != NULL)
			return err_set(err, ERR_NOT_FOUND, "more than one box begins with %.40s",
				       d->who);
		*out = trust->boxes[i].box_kid;
	}
	return *out != NULL ? 0 : err_set(err, ERR_NOT_FOUND, "no box has the kid %.40s, or 4 "
		"and more of its first digits; `assay person list` shows them", d->who);
}

static int
box(struct doing *d, struct err *err)
{
	struct proposal *p = &d->people.proposal;
	const char *kid;

	if (d->wishes->remove) {
		if (box_kid(&kid, d, err) != 0
		    || trust_drop_box(proposal_edit(p), kid, err) != 0)
			return -1;
	} else if (d->wishes->pub == NULL) {
		return err_set(err, ERR_USAGE, "say which box is theirs: --pub FILE, which "
			       "`assay key box` made there");
	} else if (proposal_box(p, d->who, d->wishes->pub, err) != 0) {
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
	{ "root", root, 2 }, { "box", box, 2 }, { "list", list, 1 },
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
