#include "tui/cli/people.h"

#include <inttypes.h>

int
people_open(struct people *out, struct cli *cli, struct err *err)
{
	if (cli_ledger(&out->ledger, &out->workspace, cli, err) != 0)
		return -1;
	if (proposal_open(&out->proposal, &out->workspace, &out->ledger, err) == 0)
		return 0;
	ledger_close(&out->ledger);
	return -1;
}

void
people_close(struct people *people)
{
	proposal_close(&people->proposal);
	ledger_close(&people->ledger);
}

void
people_print_change(struct people *people)
{
	struct proposal *p = &people->proposal;
	const char **lines;
	size_t count = trust_diff(&lines, &p->arena, people->ledger.trust, p->next);

	cli_print("version %" PRId64 " of the trust file, proposed:\n", p->next->version);
	for (size_t i = 0; i < count; i++)
		cli_print("  %s\n", lines[i]);
}

void
people_print_signed(struct people *people)
{
	struct proposal *p = &people->proposal;
	int64_t wants = proposal_wants(p);

	for (size_t i = 0; i < p->count; i++)
		cli_print("signed with the key %s\n", p->signatures[i].kid);
	if (p->stale != NULL)
		cli_print("nobody can sign it, or put it in force: %s\n", p->stale);
	else if (wants == 0)
		cli_print("signed by enough root persons: `assay trust publish` puts it "
			  "in force\n");
	else if (wants == 1 && p->count == 0)
		cli_print("wants the signature of one root person: `assay trust sign`\n");
	else
		cli_print("wants the signatures of %" PRId64 "%s root person%s; send them "
			  "%s: each says `assay trust take` with it, `assay trust sign`, "
			  "and sends theirs back\n", wants, p->count == 0 ? "" : " more",
			  wants == 1 ? "" : "s", p->dir);
}

void
people_print_proposal(struct people *people)
{
	people_print_change(people);
	people_print_signed(people);
}

int
people_keep(struct people *people, struct err *err)
{
	if (proposal_keep(&people->proposal, err) != 0)
		return -1;
	people_print_proposal(people);
	return 0;
}

static void
print_grant(const struct trust_grant *grant)
{
	cli_print("    %s", trust_role_word((enum trust_role)grant->role));
	for (size_t i = 0; i < grant->rubric_count; i++)
		cli_print("%s %s", i == 0 ? " for" : ",", grant->rubrics[i]);
	if (grant->rubrics != NULL && grant->rubric_count == 0)
		cli_print(" for no rubric");
	if (grant->until != NULL && trust_until_seq(grant->until) < 0)
		cli_print(", closed: nothing counts (%s)", trust_end_word(grant->until));
	else if (grant->until != NULL)
		cli_print(", closed with record %s (%s)", grant->until->seq,
			  trust_end_word(grant->until));
	cli_print("\n");
}

static void
print_key(const struct trust *trust, const struct trust_key *key)
{
	cli_print("  key %s, since version %" PRId64 "%s\n", key->kid, key->added,
		  trust_is_root(trust, key->kid) ? ", a root key" : "");
	for (size_t i = 0; i < trust->grant_count; i++)
		if (strcmp(trust->grants[i].kid, key->kid) == 0)
			print_grant(&trust->grants[i]);
}

static bool
is_first_of(const struct trust *trust, size_t key)
{
	for (size_t i = 0; i < key; i++)
		if (strcmp(trust->keys[i].actor, trust->keys[key].actor) == 0)
			return false;
	return true;
}

void
people_print(struct people *people)
{
	const struct trust *trust = people->ledger.trust;

	for (size_t i = 0; i < trust->key_count; i++) {
		const char *actor = trust->keys[i].actor;

		if (!is_first_of(trust, i))
			continue;
		cli_print("%s\n", trust_who(&people->proposal.arena, trust, actor));
		for (size_t k = i; k < trust->key_count; k++)
			if (strcmp(trust->keys[k].actor, actor) == 0)
				print_key(trust, &trust->keys[k]);
		for (size_t k = 0; k < trust->box_count; k++)
			if (strcmp(trust->boxes[k].actor, actor) == 0)
				cli_print("  box %s, since version %" PRId64 "\n",
					  trust->boxes[k].box_kid, trust->boxes[k].from);
	}
}
