#include "tui/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/desk/seal.h"
#include "core/desk/veil.h"

enum { PASSPHRASE_MAX = 1024 };

static const struct option *
find_option(const struct option *options, size_t count, struct span name)
{
	for (size_t i = 0; i < count; i++)
		if (span_is(name, options[i].name))
			return &options[i];
	return NULL;
}

int
cli_passphrase_fd(struct cli *cli, const char *number, struct err *err)
{
	char *end;
	long fd = strtol(number, &end, 10);

	if (*number == '\0' || *end != '\0' || fd < 0 || fd > 1 << 20
	    || fcntl((int)fd, F_GETFD) < 0)
		return err_set(err, ERR_USAGE,
			       "--passphrase-fd wants the number of an open "
			       "descriptor");
	cli->passphrase_fd = (int)fd;
	return 0;
}

static void
add_word(struct cli *cli, struct words *words, const char *word)
{
	words->items = arena_grow(&cli->arena, words->items, words->count,
				  sizeof *words->items);
	words->items[words->count++] = word;
}

/* A value, or for an option of many words all that follow up to the next option. */
static void
take_value(struct cli *cli, size_t *at, const struct option *option, const char *value)
{
	if (option->words == NULL) {
		*option->text = value;
		return;
	}
	add_word(cli, option->words, value);
	while (*at + 1 < cli->count && cli->words[*at + 1][0] != '-')
		add_word(cli, option->words, cli->words[++*at]);
}

/* One option at words[*at]; *at moves past values of its own. */
static int
take_option(struct cli *cli, size_t *at, const struct option *options,
	    size_t option_count, const char *usage, struct err *err)
{
	char **words = cli->words;
	struct span value = span_of(words[*at]), name = span_cut(&value, '=');
	const struct option *option = find_option(options, option_count, name);
	bool glued = name.len != strlen(words[*at]);

	if (option == NULL || (glued && option->value == NULL))
		return err_set(err, ERR_USAGE, "unknown option '%.80s'; usage: assay %s",
			       words[*at], usage);
	if (option->value == NULL) {
		*option->flag = true;
		return 0;
	}
	if (!glued && *at + 1 == cli->count)
		return err_set(err, ERR_USAGE, "%s wants %s; usage: assay %s",
			       option->name, option->value, usage);
	take_value(cli, at, option, glued ? value.data : words[++*at]);
	return 0;
}

int
cli_options(struct cli *cli, const struct option *options, size_t option_count,
	    size_t least, size_t most, const char *usage, struct err *err)
{
	size_t kept = 0;
	bool ended = false;

	for (size_t i = 0; i < cli->count; i++) {
		if (!ended && strcmp(cli->words[i], "--passphrase-fd") == 0
		    && i + 1 < cli->count) {
			if (cli_passphrase_fd(cli, cli->words[++i], err) != 0)
				return -1;
			continue;
		}
		if (!ended && strcmp(cli->words[i], "--") == 0) {
			ended = true;
			continue;
		}
		if (ended || cli->words[i][0] != '-' || cli->words[i][1] == '\0') {
			cli->words[kept++] = cli->words[i];
			continue;
		}
		if (take_option(cli, &i, options, option_count, usage, err) != 0)
			return -1;
	}
	cli->count = kept;
	if (kept < least || kept > most)
		return err_set(err, ERR_USAGE, "usage: assay %s", usage);
	return 0;
}

/* Over the portfolio this command is about; there is one. */
static struct veil veil;

void
cli_unveil(void)
{
	veil_close(&veil);
}

void
cli_veil(const struct workspace *workspace, const char *portfolio)
{
	struct arena scratch = { 0 };
	const struct rubric *rubric = NULL;
	struct taken taken;
	struct err ignored;

	if (portfolio != NULL
	    && workspace_portfolio(&taken, &scratch, workspace, portfolio, &ignored) == 0) {
		(void)!workspace_rubric(&rubric, NULL, &scratch, workspace, taken.rubric,
					&ignored);
		veil_close(&veil);
		veil_open(&veil, &taken, rubric);
	}
	arena_close(&scratch);
}

int
cli_session(struct session *out, const struct workspace *workspace, const char *portfolio,
	    const struct session_options *options, struct err *err)
{
	cli_veil(workspace, portfolio);
	return session_open(out, workspace, portfolio, options, err);
}

static void
print_to(FILE *stream, struct span text, bool clean)
{
	struct buf out = { 0 }, covered = { 0 };

	if (clean) {
		veil_print(&covered, &veil, text);
		text_clean(&out, buf_span(&covered));
	} else {
		buf_put(&out, text.data, text.len);
	}
	buf_close(&covered);
	fwrite(out.data == NULL ? "" : out.data, 1, out.len, stream);
	fflush(stream);
	buf_close(&out);
}

static void
print_formatted(FILE *stream, const char *fmt, va_list ap)
{
	va_list again;
	struct buf text = { 0 };
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	if (len > 0) {
		vsnprintf(buf_room(&text, (size_t)len), (size_t)len + 1, fmt, again);
		text.len = (size_t)len;
		print_to(stream, buf_span(&text), true);
	}
	va_end(again);
	buf_close(&text);
}

void
cli_print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_formatted(stdout, fmt, ap);
	va_end(ap);
}

void
cli_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_formatted(stderr, fmt, ap);
	va_end(ap);
}

/* What others name things by is nobody's name, whatever letters are in it; but it is longer
 * than Ada's. */
enum { SHORTEST_ID = 8 };

static void
cover_text(void *who, struct buf *out, struct span text)
{
	if (text.len >= SHORTEST_ID && hex_is(text, text.len))
		buf_put(out, text.data, text.len);
	else
		veil_print(out, who, text);
}

void
cli_print_json(struct json *document)
{
	struct buf text = { 0 };

	json_each_text(document, cover_text, &veil);
	json_close(&text, document);
	print_to(stdout, buf_span(&text), false);
	buf_close(&text);
}

void
cli_print_raw(const struct buf *text)
{
	print_to(stdout, buf_span(text), false);
}

void
cli_print_clean(struct span text)
{
	print_to(stdout, text, true);
}

int
cli_workspace(struct workspace *out, struct cli *cli, struct err *err)
{
	if (cli->dir != NULL)
		return workspace_open(out, &cli->arena, cli->dir, &cli->places, err);
	return workspace_find(out, &cli->arena, ".", &cli->places, err);
}

int
cli_ledger(struct ledger *out, struct workspace *workspace, struct cli *cli,
	   struct err *err)
{
	if (cli_workspace(workspace, cli, err) != 0)
		return -1;
	return workspace_ledger(out, workspace, err);
}

/* One line from a descriptor, without its LF, into guarded memory. */
static int
read_secret(struct passphrase *out, int fd, struct err *err)
{
	char line[PASSPHRASE_MAX];
	size_t len = 0;
	ssize_t got = 1;
	volatile char *wipe = line;
	int failed;

	while (len < sizeof line && (got = read(fd, line + len, 1)) == 1
	       && line[len] != '\n')
		len++;
	if (got < 0)
		failed = err_errno(err, "the passphrase cannot be read");
	else if (len == sizeof line)
		failed = err_set(err, ERR_LIMIT, "the passphrase is too long");
	else
		failed = passphrase_copy(out, (struct span){ line, len }, err);
	for (size_t i = 0; i < sizeof line; i++)
		wipe[i] = 0;
	return failed;
}

static volatile sig_atomic_t caught;

static void
catch(int number)
{
	caught = number;
}

static const int stops[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
enum { STOPS = sizeof stops / sizeof *stops };

/* A line typed unseen. Stopped meanwhile, the terminal is put right before we go. */
static int
ask_once(struct passphrase *out, const char *prompt, struct err *err)
{
	struct sigaction catching = { .sa_handler = catch }, before[STOPS];
	struct termios old, quiet;
	int failed;

	if (tcgetattr(STDIN_FILENO, &old) != 0)
		return err_errno(err, "the terminal does not answer");
	quiet = old;
	quiet.c_lflag &= (tcflag_t)~ECHO;
	caught = 0;
	for (size_t i = 0; i < STOPS; i++)
		sigaction(stops[i], &catching, &before[i]);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	cli_warn("%s: ", prompt);
	failed = read_secret(out, STDIN_FILENO, err);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	cli_warn("\n");
	for (size_t i = 0; i < STOPS; i++)
		sigaction(stops[i], &before[i], NULL);
	if (caught != 0)
		raise(caught);
	return failed;
}

/* A new key goes without a passphrase when that was said, not when a file was empty. */
static int
check_new(const struct passphrase *passphrase, struct err *err)
{
	if (passphrase->len != 0)
		return 0;
	return err_set(err, ERR_PASSPHRASE,
		       "that passphrase is empty; for a key without one "
		       "say --no-passphrase");
}

int
cli_passphrase(struct passphrase *out, struct cli *cli, const char *prompt, bool again,
	       struct err *err)
{
	struct passphrase second = { 0 };
	int failed;

	if (cli->passphrase_fd >= 0)
		return read_secret(out, cli->passphrase_fd, err) != 0 ? -1
			: again ? check_new(out, err) : 0;
	if (!cli->asks)
		return err_set(err, ERR_PASSPHRASE,
			       "a passphrase is wanted and nobody can be "
			       "asked; give it with --passphrase-fd N");
	if (ask_once(out, prompt, err) != 0)
		return -1;
	if (!again)
		return 0;
	if (check_new(out, err) != 0)
		return -1;
	if (ask_once(&second, "once more", err) != 0) {
		passphrase_close(out);
		return -1;
	}
	failed = out->len == second.len && memcmp(out->text, second.text, second.len) == 0
			 ? 0
			 : err_set(err, ERR_PASSPHRASE,
				   "the two are not the same; nothing was made");
	passphrase_close(&second);
	if (failed != 0)
		passphrase_close(out);
	return failed;
}

int
cli_signer(struct signer *out, struct cli *cli, const struct workspace *workspace,
	   struct err *err)
{
	struct passphrase passphrase = { 0 };
	struct sshkey key;
	bool sealed;
	int failed;

	if (seal_peek_signer(&key, &sealed, workspace, err) != 0)
		return -1;
	if (sealed && cli_passphrase(&passphrase, cli, arena_printf(&cli->arena,
			"passphrase of %s", workspace->key), false, err) != 0)
		return -1;
	failed = seal_open_signer(out, workspace, &passphrase, err);
	passphrase_close(&passphrase);
	return failed;
}

static bool
show_progress(void *who, int64_t done, int64_t total)
{
	struct cli_progress *progress = who;
	int64_t now = progress->cli->now();

	if (now <= progress->started || now == progress->shown)
		return true;
	progress->shown = now;
	if (total > 0)
		cli_warn("%s: %lld %%\n", progress->what,
			 (long long)(100 * done / total));
	else
		cli_warn("%s: %lld\n", progress->what, (long long)done);
	return true;
}

void
cli_progress_open(struct cli_progress *out, struct cli *cli, const char *what)
{
	*out = (struct cli_progress){ .what = what, .cli = cli, .started = cli->now() };
	if (isatty(STDERR_FILENO))
		out->progress = (struct progress){ show_progress, out };
}

void
cli_progress_close(struct cli_progress *progress)
{
	if (progress->shown != 0)
		cli_warn("%s: done\n", progress->what);
}

const char *
cli_who(struct cli *cli)
{
	char host[256] = "this machine";
	const char *tty = ttyname(STDIN_FILENO);

	if (gethostname(host, sizeof host - 1) != 0)
		host[0] = '\0';
	return arena_printf(&cli->arena, "pid %ld on %s at %s", (long)getpid(),
			    tty == NULL ? "no terminal" : tty, host);
}
