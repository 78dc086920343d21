#include "tui/app/signing.h"

#include <stdio.h>
#include <string.h>

#include "core/desk/seal.h"
#include "tui/app/desk.h"

static int
act_with(struct call *c, const struct passphrase *passphrase)
{
	struct signer signer;
	int failed;

	if (seal_open_signer(&signer, c->app->desk->workspace, passphrase, &c->err) != 0)
		return -1;
	failed = c->app->desk->act(c, &signer);
	signer_close(&signer);
	return failed;
}

static int
take_passphrase(struct call *c)
{
	struct passphrase passphrase;
	int failed;

	if (passphrase_copy(&passphrase, span_of(c->argument), &c->err) != 0)
		return -1;
	failed = act_with(c, &passphrase);
	passphrase_close(&passphrase);
	return failed;
}

static int
take_yes(struct call *c)
{
	struct passphrase none = { 0 };

	if (strcmp(c->argument, "y") != 0)
		return err_set(&c->err, ERR_CANCELLED, "not signed, and nothing is lost");
	return act_with(c, &none);
}

int
signing_begin(struct call *c, const char *warning,
	      int (*act)(struct call *c, struct signer *signer))
{
	struct passphrase none = { 0 };
	struct sshkey key;
	char label[128];
	bool asks;

	if (c->app->unseen)
		return err_set(&c->err, ERR_REFUSED, "that was typed before this page was shown: "
			       "look at it, then sign");
	if (c->app->desk->workspace->closed != NULL)
		return err_set(&c->err, ERR_REFUSED, "this ledger does not open: nothing is "
			       "signed here");
	if (c->app->desk->workspace->visiting)
		return err_set(&c->err, ERR_REFUSED, "this ledger is looked at only: nothing is "
			       "signed here");
	if (seal_peek_signer(&key, &asks, c->app->desk->workspace, &c->err) != 0)
		return -1;
	c->app->desk->act = act;
	if (!asks && warning == NULL)
		return act_with(c, &none);
	snprintf(label, sizeof label, "%s%s%s: ", warning == NULL ? "" : warning,
		 warning == NULL ? "" : "; ", asks ? "passphrase of your key" : "y signs");
	app_ask(c, &(struct ask){ .label = label, .secret = asks, .one = !asks, .weighs = true,
				  .done = asks ? take_passphrase : take_yes });
	return 0;
}
