/* assay audit [LEDGER]: verify everything. */
#include <stdlib.h>

#include "core/base/crew.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/when.h"
#include "core/desk/inspect.h"
#include "core/store/delivered.h"
#include "tui/cli/screen.h"

#define USAGE                                                                            \
	"audit [LEDGER] [--ledger-id ID] [--full] [--threads N] [--only FILTER] [--json] " \
	"[--screen]"

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
add_problems(struct json *page, const struct inspection *inspection,
	     const struct filter *only)
{
	struct json *problems = json_list(page, "problems");
	char hex[OID_HEX];

	for (size_t i = 0; i < inspection->count; i++) {
		const struct problem *problem = inspection->items[i].problem;
		struct json *row;

		if (!inspect_passes(&inspection->items[i], only))
			continue;
		row = json_map(problems, NULL);
		oid_hex(hex, &problem->commit);
		json_text(row, "ref", problem->ref);
		json_text(row, "commit", problem->has_commit ? hex : NULL);
		if (problem->seq >= 0)
			json_number(row, "seq", problem->seq);
		else
			json_nothing(row, "seq");
		json_text(row, "code", problem->code);
		json_text(row, "detail", inspection->items[i].blind ? NULL : problem->detail);
		json_text(row, "portfolio", inspection->items[i].portfolio);
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
print_json(const struct inspection *inspection, const char *judged,
	   const struct filter *only, int64_t now)
{
	const struct audit *audit = &inspection->audit;
	struct json *page = json_document();

	json_text(page, "ledger", audit->ledger);
	if (judged != NULL)
		json_text(page, "judged", judged);
	json_number(json_map(page, "trust"), "version", audit->trust_version);
	json_number(page, "records", audit->records);
	json_number(page, "valid", audit->valid);
	add_chains(page, audit);
	add_problems(page, inspection, only);
	add_watch(page, audit, now);
	json_bool(page, "ok", audit->ok);
	cli_print_json(page);
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

/* Under their reasons, each of which is told once. */
static void
print_problems(const struct inspection *inspection, const struct filter *only)
{
	const char *code = "";
	struct buf detail = { 0 };
	char hex[OID_HEX];

	for (size_t i = 0; i < inspection->count; i++) {
		const struct inspected *item = &inspection->items[i];
		const struct problem *problem = item->problem;

		if (!inspect_passes(item, only))
			continue;
		if (strcmp(code, problem->code) != 0 && item->reason != NULL)
			cli_print("%s: %s %s\n", problem->code, item->reason->sentence,
				  item->reason->remedy);
		code = problem->code;
		oid_hex(hex, &problem->commit);
		inspect_print_detail(&detail, item);
		cli_print("problem: %s at %s %.12s: %s\n", code, problem->ref,
			  problem->has_commit ? hex : "", detail.len == 0 ? "" : detail.data);
		buf_clear(&detail);
	}
	buf_close(&detail);
}

static void
print_page(const struct inspection *inspection, const char *judged,
	   const struct filter *only, int64_t now)
{
	const struct audit *audit = &inspection->audit;
	struct buf unwatched = { 0 };

	if (judged != NULL)
		cli_print("of what was given, this is judged: %s\n", judged);
	cli_print("ledger %s%s\n", audit->ledger == NULL ? "unknown" : audit->ledger,
		  audit->id_checked ? ""
		  : audit->trust_version == 0 ? " (no trust file of such a ledger is here)"
		  : " (not checked against an id: give --ledger-id)");
	for (size_t i = 0; i < audit->chain_count; i++)
		if (inspect_passes_chain(&audit->chains[i], only))
			print_chain(&audit->chains[i]);
	print_problems(inspection, only);
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

/* What is to be audited. */
struct asked {
	const char *path, *id;		/* the ledger; the id it must have, NULL: any */
	struct workspace workspace;	/* the programme it is of, if it is one's own */
	bool own;
	const char *judged;		/* what was, where it is not `path` itself; NULL */
};

/* Is it the ledger of a programme here? Then by the id of that, unless one was given. */
static int
choose(struct asked *out, struct cli *cli, struct err *err)
{
	struct workspace *workspace = &out->workspace;
	struct err ignored;

	out->path = cli->count == 0 ? NULL : path_real(&cli->arena, cli->words[0]);
	if (out->path == NULL) {
		if (cli_workspace(workspace, cli, err) != 0)
			return -1;
		out->own = true;
	} else if (file_exists(path_join(&cli->arena, out->path, WORKSPACE_FILE))) {
		if (workspace_open(workspace, &cli->arena, out->path, &cli->places, err) != 0)
			return -1;
		out->own = true;
	} else {
		out->own = workspace_find(workspace, &cli->arena, out->path, &cli->places,
					  &ignored) == 0
			&& strcmp(path_real(&cli->arena, workspace->ledger_path), out->path) == 0;
	}
	if (out->own)
		out->path = workspace->ledger_path;
	if (out->own && out->id == NULL)
		out->id = workspace->ledger_id;
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

/* Audited, and where there are problems, looked at for what they are about. */
static int
audit_ledger(struct inspection *out, const char *path, const struct audit_how *how,
	     const char *actor, const struct progress *progress, struct err *err)
{
	struct arena arena = { 0 };
	struct audit audit;

	if (audit_run(&audit, &arena, path, how, progress, err) != 0) {
		arena_close(&arena);
		return -1;
	}
	inspect_take(out, &arena, &audit);
	if (audit.problem_count == 0
	    || inspect_look(out, path, actor, progress, err) == 0)
		return 0;
	inspect_close(out);
	return -1;
}

/* Where it lies, or where it was laid out for as long as it takes: nothing is remembered
 * of that place. One's own is what it is, whatever lies in its folder. */
static int
audit_delivered(struct inspection *out, struct cli *cli, struct asked *asked,
		struct audit_how *how, const struct progress *progress, struct err *err)
{
	struct delivered delivered;
	struct arena arena = { 0 };
	struct audit audit;
	int failed;

	if (asked->own)
		return audit_ledger(out, asked->path, how, asked->workspace.actor, progress,
				    err);
	if (delivered_open(&delivered, asked->path, cli->places.cache, progress, err) != 0) {
		if (err->code != ERR_UNSAFE)
			return -1;
		audit_unsafe(&audit, &arena, err->text);
		inspect_take(out, &arena, &audit);
		return 0;
	}
	if (delivered.folder != NULL)
		how->state = NULL;
	if (delivered.judged != NULL)
		asked->judged = arena_text(&cli->arena, delivered.judged);
	failed = audit_ledger(out, delivered.path, how, NULL, progress, err);
	delivered_close(&delivered);
	return failed;
}

static int
audit(struct inspection *out, struct cli *cli, struct asked *asked, struct audit_how *how,
      struct err *err)
{
	struct cli_progress progress;
	int failed;

	cli_progress_open(&progress, cli, "auditing");
	failed = audit_delivered(out, cli, asked, how, &progress.progress, err);
	cli_progress_close(&progress);
	return failed;
}

static int
print_audit(struct cli *cli, struct asked *asked, struct audit_how *how,
	    const struct filter *only, struct err *err)
{
	struct inspection inspection;

	how->id = asked->id;
	if (audit(&inspection, cli, asked, how, err) != 0)
		return -1;
	if (cli->json)
		print_json(&inspection, asked->judged, only, cli->now());
	else
		print_page(&inspection, asked->judged, only, cli->now());
	if (cli->screen && !cli->json && inspection.count != 0)
		cli_print("with --screen they are gone through one by one\n");
	if (asked->own)
		audit_remember_at(&inspection.audit, asked->path, how);
	cli->status = inspection.audit.ok ? 0 : 1;
	inspect_close(&inspection);
	return 0;
}

/* What its audit can tell of is no trouble: then only that is seen. */
static int
closed(struct cli *cli, struct workspace *workspace, const struct err *err)
{
	if (err->code != ERR_UNSAFE && err->code != ERR_INVALID)
		return -1;
	workspace->closed = arena_text(&cli->arena, err->text);
	return 0;
}

/* In a room of its own, that goes when it is closed. */
static int
visit(struct delivered *delivered, struct cli *cli, struct asked *asked, struct err *err)
{
	struct workspace *workspace = &asked->workspace;

	*workspace = (struct workspace){ .visiting = true, .places = cli->places,
		.name = path_name(asked->path), .ledger_id = asked->id, .actor = "nobody",
		.key = "none" };
	if (delivered_open(delivered, asked->path, cli->places.cache, NULL, err) != 0
	    && closed(cli, workspace, err) != 0)
		return -1;
	workspace->ledger_path = delivered->path;
	if (delivered_room(delivered, cli->places.cache, err) != 0
	    || file_make_dirs(path_join(&cli->arena, delivered->folder, "portfolios"), 0700,
			      err) != 0
	    || file_make_dirs(path_join(&cli->arena, delivered->folder, "rubrics"), 0700,
			      err) != 0)
		return -1;
	workspace->dir = workspace->places.state = delivered->folder;
	workspace->places.cache = NULL;
	return 0;
}

/* Its own programme's, or one that is only visited. */
static int
show_audit(struct cli *cli, struct asked *asked, const char *filter, struct err *err)
{
	const struct first_view first = { .name = "audit", .argument = filter };
	struct delivered delivered = { .folder = NULL };
	struct workspace *workspace = &asked->workspace;
	struct ledger ledger = { 0 };
	int failed = 0;

	if (!cli->screen)
		return err_set(err, ERR_USAGE, "there is no full screen here: say it without "
			       "--screen");
	if (!asked->own)
		failed = visit(&delivered, cli, asked, err);
	if (failed == 0 && workspace->closed == NULL
	    && workspace_ledger(&ledger, workspace, err) != 0)
		failed = closed(cli, workspace, err);
	if (failed == 0)
		failed = cli_screen(cli, workspace, &ledger, &first, err);
	ledger_close(&ledger);
	delivered_close(&delivered);
	return failed;
}

int
run_audit(struct cli *cli, struct err *err)
{
	const char *threads = NULL, *text = NULL;
	struct audit_how how = { .state = cli->places.state };
	struct asked asked = { .id = NULL };
	bool screen = false;
	const struct option options[] = { { .name = "--json", .flag = &cli->json },
		{ .name = "--ledger-id", .value = "64 hex digits", .text = &asked.id },
		{ .name = "--full", .flag = &how.full },
		{ .name = "--only", .value = "a filter", .text = &text },
		{ .name = "--threads", .value = "a number", .text = &threads },
		{ .name = "--screen", .flag = &screen } };
	struct filter only;

	if (cli_options(cli, options, 6, 0, 1, USAGE, err) != 0
	    || read_threads(&how.threads, threads, err) != 0
	    || filter_read(&only, inspect_columns, span_of(text == NULL ? "" : text), err) != 0)
		return -1;
	if (asked.id != NULL && !is_hex64(span_of(asked.id)))
		return err_set(err, ERR_USAGE, "--ledger-id wants 64 hex digits");
	if (choose(&asked, cli, err) != 0)
		return -1;
	return screen ? show_audit(cli, &asked, text, err)
		: print_audit(cli, &asked, &how, &only, err);
}
