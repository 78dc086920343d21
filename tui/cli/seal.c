/* assay seal: the keys of sealed notes and reasons: who has them, handed over, destroyed. */
#include <stdlib.h>

#include "core/base/file.h"
#include "core/desk/seal.h"
#include "core/desk/sealing.h"
#include "tui/cli/cli.h"

#define USAGE                                                                            \
	"seal list [PORTFOLIO] | take [PORTFOLIO] [--from DIR] | give [PORTFOLIO] "      \
	"[--to DIR] | destroy PORTFOLIO [--remote ADDRESS] [--before-the-record]"

enum { BOXES = 64, KEY_FILES = 10000, PORTFOLIOS = 100000 };

struct doing {
	struct cli *cli;
	const char *from, *to, *remote;
	bool before;			/* there is a record that erased it */
	struct workspace workspace;
	struct ledger ledger;
	const char *keys;		/* the folder */
	const char *portfolio;		/* whole; NULL: all */
	struct box boxes[BOXES];	/* opened */
	size_t box_count;
};

/* Its pseudonym; a whole one need not be here any more. */
static int
find_portfolio(struct doing *d, struct err *err)
{
	struct taken taken;

	if (d->cli->count < 2)
		return 0;
	d->portfolio = d->cli->words[1];
	if (is_hex32(span_of(d->portfolio)))
		return 0;
	if (workspace_portfolio(&taken, &d->cli->arena, &d->workspace, d->portfolio, err) != 0)
		return -1;
	d->portfolio = taken.portfolio;
	return 0;
}

static int
find_keys(struct sealed_by **out, size_t *count, struct doing *d, struct err *err)
{
	struct cli_progress progress;
	int status;

	cli_progress_open(&progress, d->cli, "reading the ledger");
	status = sealing_keys(out, count, &d->cli->arena, &d->ledger, d->portfolio,
			      &progress.progress, err);
	cli_progress_close(&progress);
	return status;
}

/* What a record that came asks for is done before anything else. */
static int
obey(struct doing *d, struct err *err)
{
	struct cli_progress progress;
	struct buf said = { 0 };
	int status;

	cli_progress_open(&progress, d->cli, "reading the ledger");
	status = sealing_obey(&said, &d->workspace, &d->ledger, &progress.progress, err);
	cli_progress_close(&progress);
	cli_print_clean(buf_span(&said));
	buf_close(&said);
	return status;
}

/* ---- list ---- */

static const struct keyring_item *
find_item(const struct keyring_item *items, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(items[i].id, id) == 0)
			return &items[i];
	return NULL;
}

/* What a record says of it, and no more. */
static void
say_erased(const struct sealed_by *key)
{
	cli_print(key->shredded ? "shredded, as record %.12s says\n"
		  : "erased by record %.12s; the key is not here\n", key->erased);
}

static int
list_key(struct doing *d, const struct sealed_by *key, struct err *err)
{
	struct keyring_item *items;
	const struct keyring_item *item;
	size_t count;

	if (keyring_list(&items, &count, &d->cli->arena, d->keys, key->portfolio, err) != 0)
		return -1;
	item = find_item(items, count, key->key);
	cli_print("%.8s  %-12s  ", key->portfolio, key->actor);
	if (key->erased != NULL && item != NULL)
		cli_print("erased by record %.12s, and still here: `assay seal destroy %.8s`\n",
			  key->erased, key->portfolio);
	else if (key->erased != NULL)
		say_erased(key);
	else
		cli_print("%s\n", item == NULL ? "not here" : item->actor == NULL
			  ? "here, to read" : "here, to read and write");
	return 0;
}

static int
list(struct doing *d, struct err *err)
{
	struct sealed_by *keys;
	size_t count;

	if (find_keys(&keys, &count, d, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (list_key(d, &keys[i], err) != 0)
			return -1;
	if (count == 0)
		cli_print("nothing is sealed%s\n", d->ledger.trust->seal_default ? " yet"
			  : ", and nothing will be: `assay trust policy seal_default yes`");
	return 0;
}

/* ---- take ---- */

static bool
is_box_file(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".box") == 0;
}

/* One's own, as the trust file has it: whatever lies for it is worth its passphrase. */
static int
open_box(struct doing *d, const char *path, const char *name, struct err *err)
{
	struct passphrase passphrase = { 0 };
	const struct trust_box *known;
	struct sshkey key;
	struct box box;
	bool sealed;
	int status;

	if (keyfile_peek(&key, &sealed, path, err) != 0 || box_of_key(&box, &key, err) != 0)
		return -1;
	known = trust_box(d->ledger.trust, box.kid);
	if (known == NULL || strcmp(known->actor, d->workspace.actor) != 0
	    || d->box_count == BOXES)
		return 0;
	if (sealed && cli_passphrase(&passphrase, d->cli, arena_printf(&d->cli->arena,
			"passphrase of the box %s", name), false, err) != 0)
		return -1;
	status = box_open(&d->boxes[d->box_count], path, &passphrase, err);
	passphrase_close(&passphrase);
	d->box_count += status == 0;
	return status;
}

static int
open_boxes(struct doing *d, struct err *err)
{
	struct arena *arena = &d->cli->arena;
	const char *dir = path_join(arena, d->workspace.places.data, "keys");
	char **names = NULL;
	size_t count = 0;

	if (file_is_dir(dir) && file_list(&names, &count, arena, dir, KEY_FILES, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_box_file(names[i])
		    && open_box(d, path_join(arena, dir, names[i]), names[i], err) != 0)
			return -1;
	return d->box_count != 0 ? 0
		: err_set(err, ERR_NOT_FOUND, "no box of yours is in the trust file: make one "
			  "with `assay key box`, and have `assay person box %s --pub FILE` said",
			  d->workspace.actor);
}

static void
close_boxes(struct doing *d)
{
	while (d->box_count > 0)
		box_close(&d->boxes[--d->box_count]);
}

/* With the first box that something lies there for. */
static int
take_key(bool *took, struct doing *d, const struct sealed_by *key, struct err *err)
{
	struct taken taken = { .repo = NULL };

	*took = false;
	if (d->from == NULL
	    && workspace_portfolio(&taken, &d->cli->arena, &d->workspace, key->portfolio, err)
		       != 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	for (size_t i = 0; i < d->box_count && !*took; i++)
		if (sealing_take(took, &d->workspace, key, &d->boxes[i], taken.repo, d->from,
				 err) != 0)
			return err_within(err, "%.8s", key->portfolio);
	return 0;
}

static void
say_missing(const struct sealed_by *key)
{
	cli_print("%.8s  %s: ", key->portfolio, key->actor);
	if (key->erased != NULL)
		say_erased(key);
	else
		cli_print("nothing lies there for a box of yours; %s says `assay seal give "
			  "%.8s`\n", key->actor, key->portfolio);
}

/* What is wrong with one learner's is said, and keeps nobody from the next. */
static void
take_missing(struct doing *d, const struct sealed_by *keys, size_t count)
{
	size_t took = 0;

	for (size_t i = 0; i < count; i++) {
		bool one = false;
		struct err err;

		if (keys[i].erased == NULL && take_key(&one, d, &keys[i], &err) != 0) {
			cli_warn("assay: %s\n", err.text);
			continue;
		}
		took += one;
		if (!one)
			say_missing(&keys[i]);
	}
	cli_print("%zu key%s taken in\n", took, took == 1 ? "" : "s");
	d->cli->status = took == count ? 0 : 1;
}

/* A passphrase is asked for only where one more might be had. */
static int
take(struct doing *d, struct err *err)
{
	struct sealed_by *keys;
	size_t all, count = 0;
	bool wanted = false;
	int status;

	if (obey(d, err) != 0 || find_keys(&keys, &all, d, err) != 0)
		return -1;
	for (size_t i = 0; i < all; i++) {
		if (sealing_has(&d->workspace, &keys[i]))
			continue;
		wanted |= keys[i].erased == NULL;
		keys[count++] = keys[i];
	}
	status = wanted ? open_boxes(d, err) : 0;
	if (status == 0)
		take_missing(d, keys, count);
	close_boxes(d);
	return status;
}

/* ---- give ---- */

static int
give_one(struct doing *d, const char *portfolio, const char *kid, struct err *err)
{
	struct sealing sealing = { &d->workspace, &d->ledger, portfolio, NULL };
	struct taken taken;
	size_t count;

	if (workspace_portfolio(&taken, &d->cli->arena, &d->workspace, portfolio, err) != 0)
		return -1;
	sealing.rubric = taken.rubric;
	cli_veil(&d->workspace, portfolio);
	if (sealing_give(&count, &sealing, d->to, kid, d->cli->now(), err) != 0)
		return -1;
	cli_print("%.8s  closed for %zu box%s, %s %s\n", portfolio, count,
		  count == 1 ? "" : "es", d->to == NULL ? "on assay/keys of the portfolio "
		  "repository: push it as the evidence is" : "in", d->to == NULL ? "" : d->to);
	return 0;
}

/* Of all: each that was written on here. */
static int
give_each(struct doing *d, const char *kid, struct err *err)
{
	char **names = NULL;
	size_t count = 0, given = 0;

	if (file_is_dir(d->keys)
	    && file_list(&names, &count, &d->cli->arena, d->keys, PORTFOLIOS, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!is_hex32(span_of(names[i])))
			continue;
		if (give_one(d, names[i], kid, err) == 0)
			given++;
		else if (err->code != ERR_NOT_FOUND)
			return -1;
	}
	if (given == 0)
		cli_print("%s sealed nothing here\n", d->workspace.actor);
	return 0;
}

static int
give(struct doing *d, struct err *err)
{
	struct sshkey key;
	bool asks;

	if (obey(d, err) != 0 || seal_peek_signer(&key, &asks, &d->workspace, err) != 0)
		return -1;
	return d->portfolio != NULL ? give_one(d, d->portfolio, key.kid, err)
		: give_each(d, key.kid, err);
}

/* ---- destroy ---- */

/* A name mistyped gets no mark that its keys were destroyed, for that is for ever. */
static int
check_known(struct doing *d, bool taken, struct err *err)
{
	struct keyring_item *items;
	struct sealed_by *sealed;
	size_t count, sealed_count;

	if (keyring_list(&items, &count, &d->cli->arena, d->keys, d->portfolio, err) != 0
	    || find_keys(&sealed, &sealed_count, d, err) != 0)
		return -1;
	return taken || count + sealed_count != 0 ? 0
		: err_set(err, ERR_NOT_FOUND, "neither the programme nor the ledger knows %.8s",
			  d->portfolio);
}

/* The record that erased it; NULL where it was said to go on without. */
static int
find_erasure(const char **out, struct doing *d, bool taken, struct err *err)
{
	if (sealing_erasure(out, &d->cli->arena, &d->ledger, d->portfolio, err) != 0)
		return -1;
	if (*out != NULL)
		return ledger_trust_fresh(&d->ledger, err);
	if (check_known(d, taken, err) != 0)
		return -1;
	return d->before ? 0
		: err_set(err, ERR_REFUSED, "no record here erases %.8s: an administrator says "
			  "`assay erase`, and you fetch the ledger; or say --before-the-record, "
			  "and what is here goes, and from the repository what you wrote",
			  d->portfolio);
}

static void
say_gone(const struct doing *d, const struct sealing_gone *gone,
	 const struct sealing_places *places)
{
	struct buf text = { 0 };

	sealing_print_gone(&text, gone, places);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	cli_print("tell the administrator that %s destroyed theirs: `assay erase %s --ground "
		  "TEXT --destroyed-by %s` records it\n", d->workspace.actor, d->portfolio,
		  d->workspace.actor);
}

static int
destroy(struct doing *d, struct err *err)
{
	struct sealing sealing = { &d->workspace, &d->ledger, d->portfolio, "" };
	struct sealing_gone gone;
	struct sealing_places places = { .remote = d->remote };
	struct taken taken;
	const char *erased;
	struct sshkey key;
	struct err ignored;
	bool asks;

	if (d->portfolio == NULL)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	if (workspace_portfolio(&taken, &d->cli->arena, &d->workspace, d->portfolio, &ignored)
	    == 0)
		places.repo = taken.repo;
	cli_veil(&d->workspace, d->portfolio);
	if (seal_peek_signer(&key, &asks, &d->workspace, err) != 0
	    || find_erasure(&erased, d, places.repo != NULL, err) != 0)
		return -1;
	places.own_only = erased == NULL;
	if (sealing_destroy(&gone, &d->cli->arena, &sealing, &places, erased, key.kid,
			    d->cli->now(), err) != 0)
		return -1;
	say_gone(d, &gone, &places);
	return 0;
}

static const struct {
	const char *word;
	int (*run)(struct doing *d, struct err *err);
} table[] = { { "list", list }, { "take", take }, { "give", give }, { "destroy", destroy } };

static int
run(struct doing *d, size_t which, struct err *err)
{
	int status;

	if (cli_ledger(&d->ledger, &d->workspace, d->cli, err) != 0)
		return -1;
	d->keys = workspace_keys(&d->cli->arena, &d->workspace);
	status = find_portfolio(d, err);
	if (status == 0)
		status = table[which].run(d, err);
	ledger_close(&d->ledger);
	return status;
}

int
run_seal(struct cli *cli, struct err *err)
{
	struct doing doing = { .cli = cli };
	const struct option options[] = {
		{ .name = "--from", .value = "DIR", .text = &doing.from },
		{ .name = "--to", .value = "DIR", .text = &doing.to },
		{ .name = "--remote", .value = "ADDRESS", .text = &doing.remote },
		{ .name = "--before-the-record", .flag = &doing.before },
	};

	if (cli_options(cli, options, 4, 1, 2, USAGE, err) != 0)
		return -1;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(cli->words[0], table[i].word) == 0
		    && (doing.from == NULL || table[i].run == take)
		    && (doing.to == NULL || table[i].run == give)
		    && ((doing.remote == NULL && !doing.before) || table[i].run == destroy))
			return run(&doing, i, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
