/* assay trust show|signers: who may say what. */
#include "tui/cli/cli.h"

#define USAGE "trust show|signers"

static void
print_trust(const struct ledger *ledger)
{
	static const char *const releases[] = { "on signing", "after moderation", "by hand" };
	static const char *const roles[] = { "assessor", "moderator", "iqa", "admin", "witness" };
	const struct trust *trust = ledger->trust;

	cli_print("ledger %s\ntrust version %lld; outcomes are released %s\n", ledger->id,
		  (long long)trust->version, releases[trust->release]);
	for (size_t i = 0; i < trust->root_count; i++)
		cli_print("root %s (%lld of %zu must sign a change)\n",
			  trust->roots[i].actor, (long long)trust->threshold,
			  trust->root_count);
	for (size_t i = 0; i < trust->key_count; i++) {
		const struct trust_key *key = &trust->keys[i];

		cli_print("key %s of %s (%s)\n", key->kid, key->actor,
			  trust_name(trust, key->actor));
		for (size_t g = 0; g < trust->grant_count; g++)
			if (strcmp(trust->grants[g].kid, key->kid) == 0)
				cli_print("  %s%s\n", roles[trust->grants[g].role],
					  trust->grants[g].until != NULL ? ", closed"
									 : "");
	}
}

int
run_trust(struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct ledger ledger;
	struct buf text = { 0 };
	bool show, signers;

	if (cli_options(cli, NULL, 0, 1, 1, USAGE, err) != 0)
		return -1;
	show = strcmp(cli->words[0], "show") == 0;
	signers = strcmp(cli->words[0], "signers") == 0;
	if (!show && !signers)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	if (signers) {
		trust_signers(&text, ledger.trust);
		cli_print_raw(&text);
		buf_close(&text);
	} else {
		print_trust(&ledger);
	}
	ledger_close(&ledger);
	return 0;
}
