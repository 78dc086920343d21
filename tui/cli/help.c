/* assay help: made from the tables. */
#include "tui/app/config.h"
#include "tui/cli/line.h"

static void
print_all(void)
{
	cli_print("assay: judge evidence against a rubric, and sign what you decided\n\n"
		  "  assay [-C DIR] [--plain] [--slow] [--passphrase-fd N] [COMMAND ...]\n"
		  "  assay                 the workstation, at the queue\n");
	for (size_t i = 0; i < subcommand_count; i++)
		cli_print("  assay %-15s %s\n", subcommands[i].name, subcommands[i].help);
	cli_print("\n`assay help COMMAND` tells one command; `assay help verbs` what can "
		  "be said of a portfolio,\n`assay help keys` what each screen does, and `assay "
		  "help config` how to have it otherwise\n");
}

static void
print_verbs(struct cli *cli)
{
	(void)cli;
	for (size_t i = 0; i < verb_count; i++)
		cli_print("%s %s\n\t%s\n", verbs[i].word, verbs[i].arguments,
			  verbs[i].help);
	cli_print("\nand in line mode also:\n");
	for (size_t i = 0; i < line_command_count; i++)
		cli_print("%s %s\n\t%s\n", line_commands[i].word,
			  line_commands[i].arguments, line_commands[i].help);
}

/* Every setting, in the form it has in the file. */
static void
print_config(struct cli *cli)
{
	cli_print("in %s%s:\n\n", cli->config->path,
		  cli->config->there ? "" : ", which is not there yet");
	for (size_t i = 0; i < setting_count; i++)
		cli_print("%s: %s\n\t%s\n", settings[i].name, settings[i].usual,
			  settings[i].help);
	cli_print("\nfor example:\n\n%s\nA key is a character or one of <Enter> <Tab> <S-Tab> "
		  "<Space> <BS> <Up> <Down> <Left>\n<Right> <Home> <End> <PgUp> <PgDn> <Ins> "
		  "<Del> <lt> <C-x>; \"\" is none. `assay doctor`\nsays what is wrong in the "
		  "file.\n", config_example);
}

static void
print_keys(struct cli *cli, const char *name, const struct command *commands, size_t count)
{
	cli_print("%s:\n", name);
	for (size_t i = 0; i < count; i++) {
		struct buf keys = { 0 };

		command_print_keys(&keys, &cli->config->keymap, &commands[i], false);
		cli_print("  %-18s %-14s %s\n", commands[i].name,
			  keys.len == 0 ? "" : keys.data, commands[i].help);
		buf_close(&keys);
	}
}

static void
print_all_keys(struct cli *cli)
{
	print_keys(cli, "everywhere", app_commands, app_command_count);
	for (size_t i = 0; i < cli->view_count; i++)
		print_keys(cli, cli->views[i]->name, cli->views[i]->commands,
			   cli->views[i]->command_count);
}

static const char hook_page[] =
	"assay hook pre-receive [--ledger-id ID]\n"
	"\ton a hub: judge what is pushed before it is taken\n\n"
	"Git runs it in the bare repository that people push to. It lets in the trust chain and\n"
	"the logs of assay and nothing else, lets none of them go away or back, and verifies each\n"
	"new record as `assay audit` would, while git still keeps it apart. All of a push is\n"
	"taken, or nothing; what it could not judge is not taken. It writes nothing there.\n\n"
	"Which ledger it is to be, it learns from --ledger-id, from `assay.ledger` in the config\n"
	"of the repository, or from the trust chain that is there already.\n\n"
	"A bare repository of your own:\n"
	"  git init --bare hub.git\n"
	"  git -C hub.git symbolic-ref HEAD refs/heads/assay/v1/trust\n"
	"  git -C hub.git config assay.ledger LEDGER-ID\n"
	"  git -C hub.git config receive.fsckObjects true\n"
	"  printf '#!/bin/sh\\nexec assay hook pre-receive\\n' > hub.git/hooks/pre-receive\n"
	"  chmod +x hub.git/hooks/pre-receive\n\n"
	"gitolite: the same two lines as an executable file\n"
	"$LOCAL_CODE/hooks/repo-specific/assay; in .gitolite.rc enable 'repo-specific-hooks'\n"
	"and let GIT_CONFIG_KEYS match assay.ledger; `gitolite setup`; then in gitolite.conf\n"
	"  repo ledger\n"
	"      RW = @assessors\n"
	"      option hook.pre-receive = assay\n"
	"      config assay.ledger = LEDGER-ID\n"
	"RW without + has gitolite refuse rewinds and deletions too.\n\n"
	"Gitea, Forgejo: the same two lines as an executable file\n"
	"hooks/pre-receive.d/assay in the repository's folder on the server, and `git config\n"
	"assay.ledger LEDGER-ID` there, as the account that Gitea runs as. Its web editor and\n"
	"merge button make commits that are no records: they are refused.\n\n"
	"The hook runs as the account that git runs as, with that account's PATH: name assay by\n"
	"its full path if it is not on it. What was verified is remembered in ~/.local/state/assay\n"
	"of that account ($XDG_STATE_HOME); without a HOME all is judged at each push.\n";

static void
print_hook(struct cli *cli)
{
	(void)cli;
	cli_print("%s", hook_page);
}

static const struct topic {
	const char *name;
	void (*print)(struct cli *cli);
} topics[] = {
	{ "verbs", print_verbs }, { "keys", print_all_keys }, { "config", print_config },
	{ "hook", print_hook },
};

int
run_help(struct cli *cli, struct err *err)
{
	if (cli_options(cli, NULL, 0, 0, 1, "help [COMMAND|verbs|keys|config]", err) != 0)
		return -1;
	if (cli->count == 0) {
		print_all();
		return 0;
	}
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
		if (strcmp(cli->words[0], topics[i].name) == 0) {
			topics[i].print(cli);
			return 0;
		}
	for (size_t i = 0; i < subcommand_count; i++)
		if (strcmp(cli->words[0], subcommands[i].name) == 0) {
			cli_print("assay %s %s\n\t%s\n", subcommands[i].name,
				  subcommands[i].arguments, subcommands[i].help);
			return 0;
		}
	return err_set(err, ERR_NOT_FOUND,
		       "there is no help on '%.80s'; see `assay help`", cli->words[0]);
}
