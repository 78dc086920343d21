/* assay init: a programme of one's own. */
#include "core/base/file.h"
#include "core/desk/programme.h"
#include "core/desk/seal.h"
#include "tui/cli/cli.h"

#define USAGE "init DIR --name NAME --actor ACTOR [--key NAME] " \
	"[--release on_sign|on_moderation|manual] [--no-passphrase]"

struct wishes {
	const char *name, *actor, *key, *release;
	bool no_passphrase;
};

static int
release_named(enum release *out, const char *word, struct err *err)
{
	static const char *const words[] = { "on_sign", "on_moderation", "manual" };

	*out = RELEASE_ON_SIGN;
	for (size_t i = 0; i < 3; i++)
		if (word == NULL || strcmp(word, words[i]) == 0) {
			*out = (enum release)i;
			return 0;
		}
	return err_set(err, ERR_USAGE, "--release is on_sign, on_moderation or manual");
}

static int
check_wishes(const struct wishes *wishes, struct err *err)
{
	if (wishes->name == NULL || wishes->name[0] == '\0' || strlen(wishes->name) > 200)
		return err_set(err, ERR_USAGE, "give the programme a --name");
	if (wishes->actor == NULL || !is_actor(span_of(wishes->actor)))
		return err_set(err, ERR_USAGE,
			       "give yourself an --actor: 2 to 31 small letters, "
			       "digits and hyphens, as in a-7f3k");
	if (wishes->key != NULL && !is_attachment(span_of(wishes->key))
	    && (strncmp(wishes->key, "agent:", 6) != 0
		|| !is_hex32(span_of(wishes->key + 6))))
		return err_set(err, ERR_USAGE,
			       "--key names a key file of yours, as `assay key "
			       "list` shows it, or agent:KID");
	return 0;
}

static int
make_key(struct signer *out, struct cli *cli, const struct workspace *workspace,
	 const struct passphrase *passphrase, struct err *err)
{
	const char *path = workspace_key_path(&cli->arena, &cli->places, workspace->key);
	struct sshkey key;

	if (file_make_dirs(path_join(&cli->arena, cli->places.data, "keys"), 0700, err)
		    != 0
	    || keyfile_create(&key, path, passphrase, workspace->actor, err) != 0)
		return -1;
	return seal_open_signer(out, workspace, passphrase, err);
}

/* The key named, opened; made if it is not there, and then its passphrase is asked for once. */
static int
ensure_key(struct signer *out, struct cli *cli, const struct workspace *workspace,
	   bool none, struct err *err)
{
	struct passphrase passphrase = { 0 };
	int failed;

	if (strncmp(workspace->key, "agent:", 6) == 0
	    || file_exists(workspace_key_path(&cli->arena, &cli->places, workspace->key)))
		return cli_signer(out, cli, workspace, err);
	if (!none
	    && cli_passphrase(&passphrase, cli, "a passphrase for your new key", true,
			      err)
		       != 0)
		return -1;
	failed = make_key(out, cli, workspace, &passphrase, err);
	passphrase_close(&passphrase);
	return failed;
}

int
cli_begin(struct workspace *workspace, struct cli *cli, enum release release,
	  bool no_passphrase, struct err *err)
{
	struct trust_member member;
	struct signer signer;
	int failed;

	if (file_exists(path_join(&cli->arena, workspace->dir, WORKSPACE_FILE)))
		return err_set(err, ERR_EXISTS, "there is a programme in %s already",
			       workspace->dir);
	if (ensure_key(&signer, cli, workspace, no_passphrase, err) != 0)
		return -1;
	member = (struct trust_member){ &signer.key, workspace->actor, NULL,
		1u << TRUST_ADMIN | 1u << TRUST_ASSESSOR | 1u << TRUST_MODERATOR };
	failed = programme_begin(workspace, &cli->arena, &signer, &member, 1, release,
				 cli->now(), err);
	signer_close(&signer);
	return failed;
}

int
run_init(struct cli *cli, struct err *err)
{
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--name", .value = "NAME", .text = &wishes.name },
		{ .name = "--actor", .value = "ACTOR", .text = &wishes.actor },
		{ .name = "--key", .value = "NAME", .text = &wishes.key },
		{ .name = "--release", .value = "POLICY", .text = &wishes.release },
		{ .name = "--no-passphrase", .flag = &wishes.no_passphrase },
	};
	struct workspace workspace = { .places = cli->places };
	enum release release;

	if (cli_options(cli, options, 5, 1, 1, USAGE, err) != 0
	    || check_wishes(&wishes, err) != 0
	    || release_named(&release, wishes.release, err) != 0)
		return -1;
	workspace.dir = path_real(&cli->arena, cli->words[0]);
	workspace.name = wishes.name;
	workspace.actor = wishes.actor;
	workspace.key = wishes.key != NULL ? wishes.key : wishes.actor;
	if (cli_begin(&workspace, cli, release, wishes.no_passphrase, err) != 0)
		return -1;
	workspace_remember(&workspace);
	cli_print("%s is ready in %s\nledger id %s\nkeep that id: it is how anyone knows "
		  "this "
		  "ledger from another\n",
		  workspace.name, workspace.dir, workspace.ledger_id);
	return 0;
}
