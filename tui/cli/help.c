/* assay help: made from the tables. */
#include "tui/cli/line.h"

static void
print_all(void)
{
	cli_print("assay: judge evidence against a rubric, and sign what you decided\n\n"
		  "  assay [-C DIR] [--plain] [--passphrase-fd N] [COMMAND ...]\n"
		  "  assay                 the workstation, at the queue\n");
	for (size_t i = 0; i < subcommand_count; i++)
		cli_print("  assay %-15s %s\n", subcommands[i].name, subcommands[i].help);
	cli_print("\n`assay help COMMAND` tells one command; `assay help verbs` what can "
		  "be said "
		  "of a portfolio\n");
}

static void
print_verbs(void)
{
	for (size_t i = 0; i < verb_count; i++)
		cli_print("%s %s\n\t%s\n", verbs[i].word, verbs[i].arguments,
			  verbs[i].help);
	cli_print("\nand in line mode also:\n");
	for (size_t i = 0; i < line_command_count; i++)
		cli_print("%s %s\n\t%s\n", line_commands[i].word,
			  line_commands[i].arguments, line_commands[i].help);
}

int
run_help(struct cli *cli, struct err *err)
{
	if (cli_options(cli, NULL, 0, 0, 1, "help [COMMAND|verbs]", err) != 0)
		return -1;
	if (cli->count == 0) {
		print_all();
		return 0;
	}
	if (strcmp(cli->words[0], "verbs") == 0) {
		print_verbs();
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
