/* assay key: the keys a person signs with. */
#include <string.h>

#include "core/base/file.h"
#include "core/trust/agent.h"
#include "core/trust/box.h"
#include "core/trust/keyfile.h"
#include "tui/cli/cli.h"

#define USAGE                                                                            \
	"key new [NAME] [--no-passphrase] | import FILE [NAME] [--no-passphrase] | "     \
	"box [NAME] [--no-passphrase] | show [NAME] | list | use NAME|agent"
#define DEFAULT_NAME "default"

enum { OPENSSH_BYTES = 64 << 10 };

static int
check_name(const char *name, struct err *err)
{
	if (is_attachment(span_of(name)))
		return 0;
	return err_set(err, ERR_USAGE,
		       "'%.80s' is no name for a key: small letters, digits, "
		       "dots and hyphens",
		       name);
}

static const char *
name_at(const struct cli *cli, size_t at)
{
	return cli->count > at ? cli->words[at] : DEFAULT_NAME;
}

static void
print_key(const struct sshkey *key, const char *name)
{
	struct buf text = { 0 };

	sshkey_print(&text, key);
	cli_print("%s  kid %s\n%s %s\n", name, key->kid, text.data, name);
	buf_close(&text);
}

static int
make_folder(struct cli *cli, struct err *err)
{
	return file_make_dirs(path_join(&cli->arena, cli->places.data, "keys"), 0700,
			      err);
}

static int
new_passphrase(struct passphrase *out, struct cli *cli, bool none, struct err *err)
{
	*out = (struct passphrase){ 0 };
	return none ? 0
		    : cli_passphrase(out, cli, "a passphrase for the new key", true, err);
}

static int
key_new(struct cli *cli, bool none, struct err *err)
{
	const char *name = name_at(cli, 1);
	const char *path = workspace_key_path(&cli->arena, &cli->places, name);
	struct passphrase passphrase;
	struct sshkey key;
	int failed;

	if (check_name(name, err) != 0 || make_folder(cli, err) != 0
	    || new_passphrase(&passphrase, cli, none, err) != 0)
		return -1;
	failed = keyfile_create(&key, path, &passphrase, name, err);
	passphrase_close(&passphrase);
	if (failed == 0)
		print_key(&key, name);
	return failed;
}

static int
key_import(struct cli *cli, bool none, struct err *err)
{
	const char *name = name_at(cli, 2);
	const char *path = workspace_key_path(&cli->arena, &cli->places, name);
	struct passphrase passphrase;
	struct arena secret = { 0 };
	struct span openssh;
	struct sshkey key;
	int failed;

	if (cli->count < 2)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	if (check_name(name, err) != 0 || make_folder(cli, err) != 0
	    || file_read(&openssh, &secret, cli->words[1], OPENSSH_BYTES, err) != 0)
		return -1;
	failed = new_passphrase(&passphrase, cli, none, err);
	if (failed == 0) {
		failed = keyfile_import(&key, path, openssh, &passphrase, name, err);
		if (failed != 0)
			err_within(err, "%s", cli->words[1]);
		passphrase_close(&passphrase);
	}
	explicit_bzero((char *)openssh.data, openssh.len);
	arena_close(&secret);
	if (failed == 0)
		print_key(&key, name);
	return failed;
}

static int
key_box(struct cli *cli, bool none, struct err *err)
{
	const char *name = name_at(cli, 1);
	const char *path = workspace_box_path(&cli->arena, &cli->places, name);
	struct passphrase passphrase;
	struct sshkey key;
	struct box box;
	int failed;

	if (check_name(name, err) != 0 || make_folder(cli, err) != 0
	    || new_passphrase(&passphrase, cli, none, err) != 0)
		return -1;
	failed = keyfile_create(&key, path, &passphrase,
				arena_printf(&cli->arena, "box of %s", name), err);
	passphrase_close(&passphrase);
	if (failed != 0 || box_of_key(&box, &key, err) != 0)
		return -1;
	cli_print("%s  box %s\n%s.pub\n`assay person box ACTOR --pub` with that file has what "
		  "is sealed for you closed for it\n", name, box.kid, path);
	return 0;
}

static int
key_show(struct cli *cli, bool none, struct err *err)
{
	const char *name = name_at(cli, 1);
	struct sshkey key;
	bool sealed;

	(void)none;
	if (check_name(name, err) != 0
	    || keyfile_peek(&key, &sealed,
			    workspace_key_path(&cli->arena, &cli->places, name), err)
		       != 0)
		return -1;
	print_key(&key, name);
	return 0;
}

/* Of a key or of a box. */
static bool
is_key_file(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && (strcmp(name + len - 4, ".key") == 0
			   || strcmp(name + len - 4, ".box") == 0);
}

static void
list_key(const char *name, const struct sshkey *key, bool sealed)
{
	int len = (int)strlen(name) - 4;
	struct err ignored;
	struct box box;

	if (strcmp(name + len, ".key") == 0)
		cli_print("%.*s  kid %s", len, name, key->kid);
	else if (box_of_key(&box, key, &ignored) == 0)
		cli_print("%.*s  box %s", len, name, box.kid);
	cli_print("%s\n", sealed ? "" : "  (no passphrase)");
}

static void
list_agent(struct cli *cli)
{
	struct agent_key *keys;
	struct err ignored;
	size_t count;

	if (cli->places.agent == NULL
	    || agent_list(&keys, &count, &cli->arena, cli->places.agent, &ignored) != 0)
		return;
	for (size_t i = 0; i < count; i++)
		cli_print("agent:%s  %s\n", keys[i].key.kid, keys[i].comment);
}

static int
key_list(struct cli *cli, bool none, struct err *err)
{
	const char *dir = arena_printf(&cli->arena, "%s/keys", cli->places.data);
	char **names = NULL;
	size_t count = 0;

	(void)none;
	if (file_is_dir(dir)
	    && file_list(&names, &count, &cli->arena, dir, 10000, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct sshkey key;
		struct err ignored;
		bool sealed;

		if (is_key_file(names[i])
		    && keyfile_peek(&key, &sealed, path_join(&cli->arena, dir, names[i]),
				    &ignored) == 0)
			list_key(names[i], &key, sealed);
	}
	list_agent(cli);
	if (count == 0)
		cli_print("no key files yet; make one with `assay key new`\n");
	return 0;
}

/* The one key an agent holds, or the one the trust file knows. */
static int
choose_agent_key(const char **out, struct cli *cli, struct err *err)
{
	struct agent_key *keys;
	size_t count;

	if (cli->places.agent == NULL)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no ssh-agent: SSH_AUTH_SOCK is not "
			       "set");
	if (agent_list(&keys, &count, &cli->arena, cli->places.agent, err) != 0)
		return -1;
	if (count == 0)
		return err_set(err, ERR_NOT_FOUND,
			       "the ssh-agent holds no ed25519 key; add one "
			       "with ssh-add");
	if (count > 1)
		return err_set(err, ERR_REFUSED,
			       "the ssh-agent holds %zu ed25519 keys; name one "
			       "with `assay key use agent:KID`, see `assay key list`",
			       count);
	*out = arena_printf(&cli->arena, "agent:%s", keys[0].key.kid);
	return 0;
}

static int
key_use(struct cli *cli, bool none, struct err *err)
{
	struct workspace workspace;
	const char *name;
	struct sshkey key;
	bool sealed;

	(void)none;
	if (cli->count != 2)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	name = cli->words[1];
	if (strcmp(name, "agent") == 0 && choose_agent_key(&name, cli, err) != 0)
		return -1;
	if (strncmp(name, "agent:", 6) == 0 ? !is_hex32(span_of(name + 6))
	    : check_name(name, err) != 0)
		return err_set(err, ERR_USAGE, "name a key, or agent, or agent:KID");
	if (strncmp(name, "agent:", 6) != 0
	    && keyfile_peek(&key, &sealed,
			    workspace_key_path(&cli->arena, &cli->places, name), err)
		       != 0)
		return -1;
	if (cli_workspace(&workspace, cli, err) != 0
	    || workspace_use_key(&workspace, name, err) != 0)
		return -1;
	cli_print("%s signs with %s from now on\n", workspace.actor, name);
	return 0;
}

int
run_key(struct cli *cli, struct err *err)
{
	static const struct {
		const char *word;
		int (*run)(struct cli *cli, bool none, struct err *err);
	} table[] = {
		{ "new", key_new }, { "import", key_import }, { "box", key_box },
		{ "show", key_show },
		{ "list", key_list }, { "use", key_use },
	};
	bool none = false;
	const struct option options[] = { { .name = "--no-passphrase", .flag = &none } };

	if (cli_options(cli, options, 1, 1, 3, USAGE, err) != 0)
		return -1;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(cli->words[0], table[i].word) == 0)
			return table[i].run(cli, none, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
