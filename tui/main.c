/* assay: from what was typed to the subcommand that answers it. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "core/base/file.h"
#include "tui/app/config.h"
#include "tui/cli/cli.h"
#include "tui/cli/screen.h"
#include "tui/views.h"

static int64_t
clock_now(void)
{
	return (int64_t)time(NULL);
}

/* $NAME/assay, or ~/`fallback`/assay (XDG Base Directory Specification). */
static const char *
xdg(struct arena *arena, const char *name, const char *fallback)
{
	const char *base = getenv(name), *home = getenv("HOME");

	if (base != NULL && base[0] == '/')
		return arena_printf(arena, "%s/assay", base);
	return arena_printf(arena, "%s/%s/assay", home == NULL ? "" : home, fallback);
}

/* samples/ and rubrics/: $ASSAY_DATA, beside a build folder, or where install put them. */
static const char *
find_data(struct arena *arena)
{
	const char *given = getenv("ASSAY_DATA");
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

	if (given != NULL)
		return given;
	if (len > 0) {
		const char *source;

		exe[len] = '\0';
		source = path_real(arena, arena_printf(arena, "%.*s../..",
				   (int)(path_name(exe) - exe), exe));
		if (file_exists(path_join(arena, source, "samples/programme.yaml")))
			return source;
	}
	return ASSAY_DATA_DIR;
}

static const char *
find_editor(void)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	if (visual != NULL && visual[0] != '\0')
		return visual;
	return editor != NULL && editor[0] != '\0' ? editor : "vi";
}

static bool
can_curses(void)
{
	const char *term = getenv("TERM");

	return term != NULL && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

static bool
is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

static const char *
home_file(struct arena *arena, const char *name)
{
	return is_set("HOME") ? path_join(arena, getenv("HOME"), name) : NULL;
}

static void
set_up(struct cli *cli, struct config *config)
{
	const char *agent = getenv("SSH_AUTH_SOCK");

	cli->places = (struct places){
		.data = xdg(&cli->arena, "XDG_DATA_HOME", ".local/share"),
		.state = xdg(&cli->arena, "XDG_STATE_HOME", ".local/state"),
		.cache = xdg(&cli->arena, "XDG_CACHE_HOME", ".cache"),
		.agent = agent != NULL && agent[0] != '\0' ? agent : NULL,
		.path = getenv("PATH"),
		.mailcap = home_file(&cli->arena, ".mailcap"),
		.browser = getenv("BROWSER"),
		.display = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"),
		.distant = is_set("SSH_CONNECTION"),
	};
	cli->data = find_data(&cli->arena);
	config_read(config, arena_printf(&cli->arena, "%s/config.yaml",
			xdg(&cli->arena, "XDG_CONFIG_HOME", ".config")), views, view_count);
	cli->config = config;
	cli->views = views;
	cli->view_count = view_count;
	cli->slow = config->slow;
	cli->editor = config->editor != NULL ? config->editor : find_editor();
	cli->passphrase_fd = -1;
	cli->now = clock_now;
	cli->asks = isatty(STDIN_FILENO);
	cli->screen = cli->asks && isatty(STDOUT_FILENO) && can_curses();
}

static const struct subcommand *
find_subcommand(const char *name)
{
	for (size_t i = 0; i < subcommand_count; i++)
		if (strcmp(name, subcommands[i].name) == 0)
			return &subcommands[i];
	return NULL;
}

/* `assay` alone: the workstation at the queue; where curses cannot be, the queue in lines. */
static int
run_workstation(struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct ledger ledger = { 0 };	/* opened once the screen stands */
	int failed;

	if (!cli->screen) {
		if (cli->asks)
			cli_warn("assay: this terminal has no full screen; these are "
				 "plain "
				 "lines, and `assay score P --line` judges in them\n");
		return run_queue(cli, err);
	}
	if (cli_workspace(&workspace, cli, err) != 0)
		return -1;
	workspace_remember(&workspace);
	failed = cli_screen(cli, &workspace, &ledger, &(struct first_view){ .name = "queue" },
			    err);
	ledger_close(&ledger);
	return failed;
}

/* Options before the subcommand; *at is left on the first word that is none. */
static int
take_global(struct cli *cli, char **argv, int argc, int *at, struct err *err)
{
	for (; *at < argc && argv[*at][0] == '-'; (*at)++) {
		const char *word = argv[*at];

		if (strcmp(word, "--help") == 0 || strcmp(word, "--version") == 0)
			return 0;
		if (strcmp(word, "--plain") == 0) {
			cli->plain = true;
		} else if (strcmp(word, "--slow") == 0) {
			cli->slow = true;
		} else if (strcmp(word, "-C") == 0 && *at + 1 < argc) {
			cli->dir = argv[++*at];
		} else if (strcmp(word, "--passphrase-fd") == 0 && *at + 1 < argc) {
			if (cli_passphrase_fd(cli, argv[++*at], err) != 0)
				return -1;
		} else {
			return err_set(err, ERR_USAGE,
				       "unknown option '%.80s'; see `assay "
				       "help`",
				       word);
		}
	}
	return 0;
}

/* --help among its options, or alone: what is said of a portfolio is nobody's option. */
static bool
wants_help(const struct cli *cli, const struct subcommand *subcommand)
{
	if (subcommand->run == run_say && cli->count > 1)
		return false;
	for (size_t i = 0; i < cli->count && strcmp(cli->words[i], "--") != 0; i++)
		if (strcmp(cli->words[i], "--help") == 0)
			return true;
	return false;
}

static int
run(struct cli *cli, int argc, char **argv, struct err *err)
{
	const struct subcommand *subcommand;
	int at = 1;

	if (take_global(cli, argv, argc, &at, err) != 0)
		return -1;
	if (cli->plain)
		cli->screen = false;
	if (at == argc)
		return run_workstation(cli, err);
	if (strcmp(argv[at], "--version") == 0) {
		cli_print("assay " ASSAY_VERSION "\n");
		return 0;
	}
	if (strcmp(argv[at], "--help") == 0)
		return run_help(cli, err);
	subcommand = find_subcommand(argv[at]);
	if (subcommand == NULL)
		return err_set(err, ERR_USAGE,
			       "there is no command '%.80s'; see `assay help`", argv[at]);
	cli->words = argv + at + 1;
	cli->count = (size_t)(argc - at - 1);
	if (wants_help(cli, subcommand)) {
		cli->count = 1;
		cli->words = argv + at;
		return run_help(cli, err);
	}
	return subcommand->run(cli, err);
}

/*
 * A stream that came closed is opened on nothing, the wrong way round so that using it
 * fails: otherwise a draft would get its number, and our answers with it.
 */
static int
fill_streams(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0
		    && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return -1;
	return 0;
}

int
main(int argc, char **argv)
{
	struct cli cli = { 0 };
	struct config config;
	struct err err = { 0 };
	int status;

	if (fill_streams() != 0)
		return 3;
	setlocale(LC_CTYPE, "");	/* numbers and errors are as scripts know them */
	signal(SIGPIPE, SIG_IGN);
	if (digest_init() != 0) {
		fputs("assay: libsodium cannot run here\n", stderr);
		return 3;
	}
	set_up(&cli, &config);
	if (run(&cli, argc, argv, &err) != 0) {
		const char *prefix = err.code == ERR_SYNTAX ? "" : "assay: ";

		cli_warn("%s%s\n", prefix, err.text);
		status = err_status(&err);
	} else {
		status = cli.status;
	}
	cli_unveil();
	config_close(&config);
	arena_close(&cli.arena);
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0) {
		cli_warn("assay: the answer could not be written\n");
		status = 3;
	}
	return status;
}
