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
	"gitolite: in .gitolite.rc uncomment LOCAL_CODE and 'repo-specific-hooks' and let\n"
	"GIT_CONFIG_KEYS be 'assay.ledger'; put the same two lines as an executable file into\n"
	"hooks/repo-specific/assay in the folder that LOCAL_CODE names; then in gitolite.conf\n"
	"  repo ledger\n"
	"      RW = @assessors\n"
	"      option hook.pre-receive = assay\n"
	"      config assay.ledger = LEDGER-ID\n"
	"and push that. RW without + has gitolite refuse rewinds and deletions too. A missing\n"
	"hook refuses nothing: without LOCAL_CODE gitolite says one line FATAL during that push and\n"
	"makes the repository all the same. So see what it holds: hooks/pre-receive is to be there,\n"
	"and a push of anything else, `git push HUB HEAD:refs/heads/other`, is to be refused.\n\n"
	"Gitea, Forgejo: the same two lines as an executable file\n"
	"hooks/pre-receive.d/assay in the repository's folder on the server, and `git config\n"
	"assay.ledger LEDGER-ID` there, as the account that Gitea runs as. Its web editor and\n"
	"merge button make commits that are no records: they are refused.\n\n"
	"The hook runs as the account that git runs as, with that account's PATH: name assay by\n"
	"its full path if it is not on it. What was verified is remembered in ~/.local/state/assay\n"
	"of that account ($XDG_STATE_HOME); without a HOME all is judged at each push.\n";

static const char link_page[] =
	"over a slow link: satellite, radio, a telephone\n\n"
	"In ~/.ssh/config of the machine you sit at:\n\n"
	"Host far.example.org\n"
	"    Compression yes\n"
	"    KexAlgorithms curve25519-sha256\n"
	"    HostKeyAlgorithms ssh-ed25519\n"
	"    Ciphers chacha20-poly1305@openssh.com\n"
	"    UpdateHostKeys no\n"
	"    ServerAliveInterval 60\n"
	"    IgnoreUnknown ObscureKeystrokeTiming\n"
	"    ObscureKeystrokeTiming no\n\n"
	"Newer clients send chaff with every key: the last line stops that. The second makes\n"
	"connecting a kilobyte cheaper each way, and gives up what newer exchanges promise against\n"
	"quantum computers to come: leave it out where that matters more. With `ControlMaster auto`,\n"
	"`ControlPath ~/.ssh/%C` and `ControlPersist 1h` a second connection costs next to nothing.\n\n"
	"  ssh -T far.example.org assay score --line PORTFOLIO\n"
	"In lines your own terminal edits, a line typed is about a hundred bytes each way, and a\n"
	"portfolio is scored with less than 4 kB down, connecting and all.\n"
	"  ssh -t far.example.org assay --slow\n"
	"The screen, drawing nothing unasked. A line that is cut loses nothing that was shown.\n";

static const char sealed_page[] =
	"sealed notes and reasons: free text that can be shredded\n\n"
	"The ledger keeps what it holds for ever. Where the policy `seal_default` is yes, notes,\n"
	"reasons and conflicts of interest go into it sealed: scores, outcomes and signatures lie\n"
	"open and are verified by anyone, and the text is gone for everybody once its keys are.\n"
	"(With it, work is also judged blind unless it is assigned --open.)\n\n"
	"To begin: whoever may have to read makes a box, one puts it into the trust file\n"
	"  assay key box                          (on each of their machines)\n"
	"  assay person box m-cat --pub m-cat.box.pub\n"
	"  assay trust policy seal_default yes\n"
	"  assay trust policy seal_recipients_min 2\n"
	"  assay trust sign; assay trust publish\n"
	"Moderators, iqa and administrators of the rubric can open what is sealed, and who wrote\n"
	"it; with fewer persons than seal_recipients_min nothing that has a note can be signed.\n\n"
	"Each person has one key a portfolio, in sealing/ of the programme's folder. It is handed\n"
	"over on the branch assay/keys of the portfolio's own repository, closed for each box: push\n"
	"and fetch that with the evidence. Nothing of it is ever in the ledger.\n"
	"  assay seal take [PORTFOLIO]            fetch what lies there for a box of yours\n"
	"  assay seal give [PORTFOLIO]            hand yours over again, to new boxes too\n"
	"  assay seal give P --to DIR, take P --from DIR    where the repository cannot be written\n"
	"  assay seal list                        whose keys are here\n"
	"  assay seal destroy PORTFOLIO           once it is erased: shred what is here too, and\n"
	"                                         tell the administrator\n"
	"What another erased is shown no more once that record is here; its keys go with the next\n"
	"take, give or destroy, but under a trust file that is old or one of two all of them stay.\n"
	"`assay erase` destroys what is in its programme and repository, with --remote also where\n"
	"that was pushed to, if assay/keys is there what it is here: fetch it first. It says who\n"
	"else may have a key. Where no record erases it yet, destroy wants --before-the-record.\n"
	"What was overwritten may survive on solid-state disks and in backups; your comment bank is\n"
	"yours, and is not touched; a learner's assay/outcomes is theirs.\n\n"
	"The form, as in attach/notes.yaml of a record:\n"
	"  assay-sealed@v1\n"
	"  portfolio <32 hex>\n"
	"  key <32 hex: the first 16 bytes of SHA-256 of the key>\n"
	"  <base64, in lines of 76: 24 bytes of nonce, then XChaCha20-Poly1305 (IETF) of the text>\n"
	"The text is padded to whole 256 bytes (ISO 7816-4, as sodium_pad); the additional data is\n"
	"the three lines with their newlines and the attachment's name. In assay/keys, the file\n"
	"<key>/<box> is `assay-wrapped@v1` and a line of base64: crypto_box_seal of the key for the\n"
	"X25519 key of that box.\n";

static const struct topic {
	const char *name;
	void (*print)(struct cli *cli);	/* NULL: there is a page */
	const char *page;
} topics[] = {
	{ "verbs", print_verbs, NULL }, { "keys", print_all_keys, NULL },
	{ "config", print_config, NULL }, { "hook", NULL, hook_page },
	{ "sealed", NULL, sealed_page }, { "link", NULL, link_page },
};

static void
print_topic(const struct topic *topic, struct cli *cli)
{
	if (topic->print != NULL)
		topic->print(cli);
	else
		cli_print("%s", topic->page);
}

int
run_help(struct cli *cli, struct err *err)
{
	if (cli_options(cli, NULL, 0, 0, 1, "help [COMMAND|verbs|keys|config|sealed|link]", err) != 0)
		return -1;
	if (cli->count == 0) {
		print_all();
		return 0;
	}
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
		if (strcmp(cli->words[0], topics[i].name) == 0) {
			print_topic(&topics[i], cli);
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
