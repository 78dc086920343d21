/* assay audit [LEDGER]: verify everything. */
#include <stdlib.h>

#include "core/base/crew.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/when.h"
#include "core/store/verify.h"
#include "tui/cli/cli.h"

#define USAGE "audit [LEDGER] [--ledger-id ID] [--full] [--threads N] [--json]"

static void
add_chains(struct json *page, const struct audit *audit)
{
	struct json *chains = json_list(page, "chains");
	char hex[OID_HEX];

	for (size_t i = 0; i < audit->chain_count; i++) {
		const struct chain_report *chain = &audit->chains[i];
		struct json *row = json_map(chains, NULL);

		json_text(row, "ref", chain->ref);
		json_text(row, "actor", chain->actor);
		json_text(row, "kid", chain->kid);
		json_number(row, "records", chain->records);
		json_number(row, "valid", chain->valid);
		json_number(row, "certified", chain->certified);
		oid_hex(hex, &chain->head);
		json_text(row, "head", chain->has_head ? hex : NULL);
	}
}

static void
add_problems(struct json *page, const struct audit *audit)
{
	struct json *problems = json_list(page, "problems");
	char hex[OID_HEX];

	for (size_t i = 0; i < audit->problem_count; i++) {
		const struct problem *problem = &audit->problems[i];
		struct json *row = json_map(problems, NULL);

		oid_hex(hex, &problem->commit);
		json_text(row, "ref", problem->ref);
		json_text(row, "commit", problem->has_commit ? hex : NULL);
		if (problem->seq >= 0)
			json_number(row, "seq", problem->seq);
		else
			json_nothing(row, "seq");
		json_text(row, "code", problem->code);
		json_text(row, "detail", problem->detail);
	}
}

/* The newest one, and what is amiss that is no fault of the ledger. */
static void
add_watch(struct json *page, const struct audit *audit, int64_t now)
{
	struct json *checkpoint = json_map(page, "checkpoint"), *warnings;
	struct buf text = { 0 };
	char when[WHEN_TEXT];

	when_print(when, audit->checkpoint_time);
	json_text(checkpoint, "time", audit->has_checkpoint ? when : NULL);
	json_text(checkpoint, "actor", audit->has_checkpoint ? audit->checkpoint_actor : NULL);
	warnings = json_list(page, "warnings");
	if (audit_is_unwatched(&text, audit, now)) {
		struct json *row = json_map(warnings, NULL);

		json_text(row, "kind", "no-checkpoint");
		json_text(row, "detail", text.data);
	}
	buf_close(&text);
}

static void
print_json(const struct audit *audit, int64_t now)
{
	struct json *page = json_document();
	struct buf text = { 0 };

	json_text(page, "ledger", audit->ledger);
	json_number(json_map(page, "trust"), "version", audit->trust_version);
	json_number(page, "records", audit->records);
	json_number(page, "valid", audit->valid);
	add_chains(page, audit);
	add_problems(page, audit);
	add_watch(page, audit, now);
	json_bool(page, "ok", audit->ok);
	json_close(&text, page);
	cli_print_raw(&text);
	buf_close(&text);
}

static void
print_chain(const struct chain_report *chain)
{
	cli_print("  %s %.8s: %lld of %lld records valid", chain->actor, chain->kid,
		  (long long)chain->valid, (long long)chain->records);
	if (chain->certified != 0)
		cli_print(", %lld certified", (long long)chain->certified);
	cli_print("\n");
}

static void
print_page(const struct audit *audit, int64_t now)
{
	struct buf unwatched = { 0 };
	char hex[OID_HEX];

	cli_print("ledger %s%s\n", audit->ledger == NULL ? "unknown" : audit->ledger,
		  audit->id_checked ? ""
				    : " (not checked against an id: give --ledger-id)");
	for (size_t i = 0; i < audit->chain_count; i++)
		print_chain(&audit->chains[i]);
	for (size_t i = 0; i < audit->problem_count; i++) {
		const struct problem *problem = &audit->problems[i];
		const struct reason *reason = reason_find(problem->code);

		oid_hex(hex, &problem->commit);
		cli_print("problem: %s at %s %.12s: %s\n", problem->code, problem->ref,
			  problem->has_commit ? hex : "", problem->detail);
		if (reason != NULL)
			cli_print("  %s %s\n", reason->sentence, reason->remedy);
	}
	if (audit_is_unwatched(&unwatched, audit, now))
		cli_print("warning: %s\n", unwatched.data);
	buf_close(&unwatched);
	if (audit->remembered != 0)
		cli_print("%lld of them were judged by an audit before this and only built"
			  " on now; --full judges every one again, and alone sees what was"
			  " changed on this disk since\n", (long long)audit->remembered);
	cli_print("%lld records, %lld valid, trust version %lld: %s\n",
		  (long long)audit->records, (long long)audit->valid,
		  (long long)audit->trust_version, audit->ok ? "ok" : "NOT OK");
}

/* Where the chains of one's own ledger were found to be good; that a ledger cannot be
 * written is no fault of what it says. */
static void
remember(struct cli *cli, const struct audit *audit, const char *path, const char *id)
{
	struct ledger ledger;
	struct err ignored;

	if (ledger_open(&ledger, path, id, &ignored) != 0)
		return;
	ledger.state = cli->places.state;
	(void)!audit_remember(audit, &ledger, &ignored);
	ledger_close(&ledger);
}

/* Which ledger, whether it is one's own, and the id it must have. */
static int
choose(const char **path, const char **id, bool *own, struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct err ignored;
	const char *dir;

	*own = true;
	if (cli->count == 0) {
		if (cli_workspace(&workspace, cli, err) != 0)
			return -1;
		*path = workspace.ledger_path;
		if (*id == NULL)
			*id = workspace.ledger_id;
		return 0;
	}
	dir = path_real(&cli->arena, cli->words[0]);
	*path = dir;
	if (file_exists(path_join(&cli->arena, dir, WORKSPACE_FILE))) {
		if (workspace_open(&workspace, &cli->arena, dir, &cli->places, err) != 0)
			return -1;
		*path = workspace.ledger_path;
	} else if (workspace_find(&workspace, &cli->arena, dir, &cli->places, &ignored)
			   != 0
		   || strcmp(path_real(&cli->arena, workspace.ledger_path), dir) != 0) {
		*own = false;
		return 0;
	}
	if (*id == NULL)
		*id = workspace.ledger_id;
	return 0;
}

static int
read_threads(size_t *out, const char *text, struct err *err)
{
	char *end;
	long number;

	*out = crew_online();
	if (text == NULL)
		return 0;
	number = strtol(text, &end, 10);
	if (*text < '1' || *text > '9' || *end != '\0' || number > CREW_MAX)
		return err_set(err, ERR_USAGE, "--threads wants a number from 1 to %d",
			       CREW_MAX);
	*out = (size_t)number;
	return 0;
}

int
run_audit(struct cli *cli, struct err *err)
{
	const char *id = NULL, *path, *threads = NULL;
	struct audit_how how = { .state = cli->places.state };
	const struct option options[] = { { .name = "--json", .flag = &cli->json },
		{ .name = "--ledger-id", .value = "64 hex digits", .text = &id },
		{ .name = "--full", .flag = &how.full },
		{ .name = "--threads", .value = "a number", .text = &threads } };
	struct cli_progress progress;
	struct audit audit;
	bool own;
	int failed;

	if (cli_options(cli, options, 4, 0, 1, USAGE, err) != 0
	    || read_threads(&how.threads, threads, err) != 0)
		return -1;
	if (id != NULL && !is_hex64(span_of(id)))
		return err_set(err, ERR_USAGE, "--ledger-id wants 64 hex digits");
	if (choose(&path, &id, &own, cli, err) != 0)
		return -1;
	cli_progress_open(&progress, cli, "auditing");
	how.id = id;
	failed = audit_run(&audit, &cli->arena, path, &how, &progress.progress, err);
	cli_progress_close(&progress);
	if (failed != 0)
		return -1;
	if (cli->json)
		print_json(&audit, cli->now());
	else
		print_page(&audit, cli->now());
	if (own)
		remember(cli, &audit, path, id);
	cli->status = audit.ok ? 0 : 1;
	return 0;
}
