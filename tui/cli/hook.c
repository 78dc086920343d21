/* assay hook pre-receive: on the hub, what is pushed is judged before it is taken. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/git_program.h"
#include "core/store/receive.h"
#include "tui/cli/cli.h"

#define USAGE "hook pre-receive [--ledger-id ID]"

enum { INPUT = 8 << 20 };

/* Git gives a line a ref. */
static int
read_lines(struct buf *out, struct err *err)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, "cannot read what is pushed");
		if (out->len + (size_t)got > INPUT)
			return err_set(err, ERR_LIMIT, "too much is pushed at once");
		buf_put(out, bytes, (size_t)got);
	}
	return 0;
}

static const char *
from_environment(const char *name)
{
	const char *value = getenv(name);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

/* The id it was given, or the one in the hub's own config; NULL: neither. */
static int
choose_id(const char **id, struct cli *cli, const char *path, struct err *err)
{
	static const char *const args[] = { "config", "--get", "assay.ledger", NULL };
	struct buf said = { 0 };
	struct err ignored;

	if (*id == NULL && git_program(&said, path, args, NULL, &ignored) == 0) {
		while (said.len != 0 && said.data[said.len - 1] == '\n')
			said.len--;
		*id = arena_copy(&cli->arena, said.data, said.len);
	}
	buf_close(&said);
	if (*id != NULL && !is_hex64(span_of(*id)))
		return err_set(err, ERR_USAGE,
			       "--ledger-id, or assay.ledger in the config, wants 64 hex digits");
	return 0;
}

/* What the person who pushes sees, after git's `remote:`. */
static void
tell(struct cli *cli, const struct received *refs, size_t count)
{
	size_t refused = 0;
	int64_t records = 0;

	for (size_t i = 0; i < count; i++) {
		refused += refs[i].why != NULL;
		records += refs[i].records;
		if (refs[i].why != NULL)
			cli_warn("assay: %s: %s\n", refs[i].ref, refs[i].why);
	}
	cli->status = refused != 0;
	if (refused != 0)
		cli_warn("assay: nothing was taken: %zu of %zu refs did not hold\n", refused,
			 count);
	else
		cli_print("assay: %lld new record%s\n", (long long)records,
			  records == 1 ? " holds" : "s hold");
}

int
run_hook(struct cli *cli, struct err *err)
{
	const char *id = NULL, *dir = from_environment("GIT_DIR");
	const struct option options[] = {
		{ .name = "--ledger-id", .value = "64 hex digits", .text = &id } };
	struct receiving how = { .state = cli->places.state,
				 .quarantine = from_environment("GIT_QUARANTINE_PATH") };
	struct received *refs;
	struct buf lines = { 0 };
	size_t count;
	int failed;

	if (cli_options(cli, options, 1, 1, 1, USAGE, err) != 0)
		return -1;
	if (strcmp(cli->words[0], "pre-receive") != 0)
		return err_set(err, ERR_USAGE, "there is no hook '%.80s'; usage: assay " USAGE,
			       cli->words[0]);
	how.path = path_real(&cli->arena, dir != NULL ? dir : cli->dir != NULL ? cli->dir : ".");
	failed = choose_id(&id, cli, how.path, err);
	how.id = id;
	if (failed == 0)
		failed = read_lines(&lines, err);
	if (failed == 0)
		failed = receive_parse(&refs, &count, &cli->arena, buf_span(&lines), err);
	if (failed == 0)
		failed = receive_judge(refs, count, &cli->arena, &how, err);
	buf_close(&lines);
	if (failed != 0)
		return err_within(err, "nothing was taken");
	tell(cli, refs, count);
	return 0;
}
