/* assay trust: who may say what; a change of it looked at, signed and published. */
#include <inttypes.h>
#include <stdlib.h>

#include "tui/cli/people.h"

#define USAGE                                                                            \
	"trust show|signers | sign|publish|take DIR|drop | threshold N | policy NAME VALUE | " \
	"settle DIGEST"

static int
show(struct cli *cli, struct people *people, struct err *err)
{
	static const char *const releases[] = { "on signing", "after moderation", "by hand" };
	const struct trust *trust = people->ledger.trust;
	char hex[DIGEST_HEX];

	(void)cli, (void)err;
	digest_hex(hex, &trust->sha256);
	cli_print("ledger %s\ntrust version %" PRId64 "; outcomes are released %s\n"
		  "its digest is %s\n", people->ledger.id, trust->version,
		  releases[trust->release], hex);
	if (trust->seal_default)
		cli_print("notes and reasons are sealed, for %" PRId64 " person%s with a box at "
			  "least\n", trust->seal_recipients_min,
			  trust->seal_recipients_min == 1 ? "" : "s");
	for (size_t i = 0; i < trust->root_count; i++)
		cli_print("root %s (%" PRId64 " of %zu must sign a change)\n",
			  trust->roots[i].actor, trust->threshold, trust->root_count);
	people_print(people);
	if (people->ledger.trust_code != NULL)
		cli_print("a later version came and is not in force: %s: %s\n",
			  people->ledger.trust_code, people->ledger.trust_detail);
	if (people->proposal.next != NULL)
		people_print_proposal(people);
	return 0;
}

static int
wants_proposal(const struct people *people, struct err *err)
{
	if (people->proposal.next != NULL)
		return 0;
	return err_set(err, ERR_NOT_FOUND, "no change of trust is proposed; `assay person` "
		       "and `assay trust threshold|policy` propose one");
}

static int
sign(struct cli *cli, struct people *people, struct err *err)
{
	struct signer signer;
	int failed;

	if (wants_proposal(people, err) != 0)
		return -1;
	people_print_change(people);
	if (cli_signer(&signer, cli, &people->workspace, err) != 0)
		return -1;
	failed = proposal_sign(&people->proposal, &signer, err);
	signer_close(&signer);
	if (failed == 0)
		people_print_signed(people);
	return failed;
}

static int
publish(struct cli *cli, struct people *people, struct err *err)
{
	struct signer signer;
	char hex[OID_HEX];
	struct oid oid;
	int failed;

	if (wants_proposal(people, err) != 0
	    || cli_signer(&signer, cli, &people->workspace, err) != 0)
		return -1;
	failed = proposal_publish(&oid, &people->proposal, &signer,
				  people->workspace.actor, cli->now(), err);
	signer_close(&signer);
	if (failed != 0)
		return -1;
	oid_hex(hex, &oid);
	cli_print("version %" PRId64 " of the trust file is in force: %s\n",
		  people->ledger.trust->version, hex);
	return 0;
}

static int
take(struct cli *cli, struct people *people, struct err *err)
{
	if (proposal_take(&people->proposal, cli->words[1], err) != 0)
		return -1;
	people_print_proposal(people);
	return 0;
}

static int
threshold(struct cli *cli, struct people *people, struct err *err)
{
	char *end;
	long persons = strtol(cli->words[1], &end, 10);

	if (*end != '\0')
		return err_set(err, ERR_USAGE, "usage: assay trust threshold N");
	if (trust_set_threshold(proposal_edit(&people->proposal), persons, err) != 0)
		return -1;
	return people_keep(people, err);
}

static int
policy(struct cli *cli, struct people *people, struct err *err)
{
	if (trust_set_policy(proposal_edit(&people->proposal), cli->words[1],
			     cli->words[2], err) != 0)
		return -1;
	return people_keep(people, err);
}

static int
settle(struct cli *cli, struct people *people, struct err *err)
{
	if (!is_hex64(span_of(cli->words[1])))
		return err_set(err, ERR_USAGE, "a digest has 64 hex digits: ask the root persons "
			       "for that of the version they signed");
	if (ledger_trust_settle(&people->ledger, cli->words[1], err) != 0)
		return -1;
	cli_print("version %" PRId64 " of the trust file is the one that holds here\n",
		  people->ledger.trust->version);
	return 0;
}

static const struct {
	const char *word;
	int (*run)(struct cli *cli, struct people *people, struct err *err);
	size_t words;
} table[] = {
	{ "show", show, 1 }, { "sign", sign, 1 }, { "publish", publish, 1 },
	{ "take", take, 2 }, { "settle", settle, 2 }, { "threshold", threshold, 2 },
	{ "policy", policy, 3 },
};

/* Also where what is proposed cannot be read. */
static int
signers(struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct ledger ledger;
	struct buf text = { 0 };

	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	trust_signers(&text, ledger.trust);
	cli_print_raw(&text);
	buf_close(&text);
	ledger_close(&ledger);
	return 0;
}

static int
drop(struct cli *cli, struct err *err)
{
	struct workspace workspace;

	if (cli_workspace(&workspace, cli, err) != 0 || proposal_drop(&workspace, err) != 0)
		return -1;
	cli_print("no change of trust is proposed any more\n");
	return 0;
}

int
run_trust(struct cli *cli, struct err *err)
{
	struct people people;
	int failed;

	if (cli_options(cli, NULL, 0, 1, 3, USAGE, err) != 0)
		return -1;
	if (strcmp(cli->words[0], "drop") == 0 && cli->count == 1)
		return drop(cli, err);
	if (strcmp(cli->words[0], "signers") == 0 && cli->count == 1)
		return signers(cli, err);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (strcmp(cli->words[0], table[i].word) != 0
		    || cli->count != table[i].words)
			continue;
		if (people_open(&people, cli, err) != 0)
			return -1;
		failed = table[i].run(cli, &people, err);
		people_close(&people);
		return failed;
	}
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
