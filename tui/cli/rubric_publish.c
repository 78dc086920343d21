/* assay rubric publish: a rubric becomes a record of the ledger. */
#include "core/desk/programme.h"
#include "core/desk/shelf.h"
#include "tui/cli/rubric.h"

struct publishing {
	struct cli *cli;
	const struct rubric *rubric;
	struct shelf_item newest;	/* that there is; no id: this is the first */
	struct workspace workspace;
	struct ledger ledger;
};

static void
say(const struct publishing *p, const struct appended *appended)
{
	const struct rubric *rubric = p->rubric;
	char hex[OID_HEX], structure[DIGEST_HEX];

	oid_hex(hex, &appended->oid);
	cli_print("%s %s version %lld: %s\n", appended->was_there ? "published already"
		  : "published", rubric->id, (long long)rubric->version, hex);
	if (appended->was_there || p->newest.id == NULL)
		return;
	digest_hex(structure, &rubric->structure);
	cli_print("%s version %lld: `assay rubric diff %s@%lld %s@%lld` says what changed\n",
		  strcmp(p->newest.structure, structure) != 0
		  ? "results are not comparable with those by"
		  : "results stay comparable with those by",
		  (long long)p->newest.version, rubric->id, (long long)p->newest.version,
		  rubric->id, (long long)rubric->version);
}

static int
publish(struct publishing *p, struct err *err)
{
	struct appended appended;
	struct signer signer;
	int failed = 0;

	if (shelf_may_publish(&p->newest, &p->cli->arena, &p->ledger, p->rubric, err) != 0
	    || cli_signer(&signer, p->cli, &p->workspace, err) != 0)
		return -1;
	if (p->newest.id == NULL || p->newest.version <= p->rubric->version)
		failed = programme_keep_rubric(&p->workspace, p->rubric, err);
	if (failed == 0)
		failed = programme_publish(&appended, &p->ledger, &signer,
					   p->workspace.actor, p->rubric, p->cli->now(),
					   err);
	signer_close(&signer);
	if (failed == 0)
		say(p, &appended);
	return failed;
}

int
run_rubric_publish(struct cli *cli, struct err *err)
{
	struct publishing p = { .cli = cli };
	int failed;

	if (cli_options(cli, NULL, 0, 2, 2, "rubric publish RUBRIC", err) != 0)
		return -1;
	p.rubric = rubric_named(cli, cli->words[1], err);
	if (p.rubric == NULL || cli_ledger(&p.ledger, &p.workspace, cli, err) != 0)
		return -1;
	failed = publish(&p, err);
	ledger_close(&p.ledger);
	return failed;
}
