/* assay verify REPO: the outcome a learner holds, judged without the ledger. */
#include "core/base/json.h"
#include "core/base/when.h"
#include "core/store/outcome_verify.h"
#include "core/store/verify.h"
#include "tui/cli/cli.h"

#define USAGE "verify REPO [--ledger-id ID] [--json]"

static void
print_json(const struct outcome_report *report)
{
	struct json *page = json_document();
	char when[WHEN_TEXT], hex[OID_HEX];

	when_print(when, report->time);
	oid_hex(hex, &report->head);
	json_text(page, "ledger", report->ledger);
	json_bool(page, "ledger_checked", report->id_checked);
	json_number(page, "outcomes", report->outcomes);
	json_text(page, "head", hex);
	json_text(page, "portfolio", report->portfolio);
	json_text(page, "rubric", report->rubric);
	json_text(page, "outcome", report->outcome);
	json_text(page, "actor", report->actor);
	json_text(page, "time", report->ledger == NULL ? NULL : when);
	json_text(page, "code", report->code);
	json_text(page, "detail", report->detail);
	json_bool(page, "ok", report->code == NULL);
	cli_print_json(page);
}

static void
print_page(const struct outcome_report *report)
{
	const struct reason *reason;
	char when[WHEN_TEXT], hex[OID_HEX];

	when_print(when, report->time);
	if (report->outcome != NULL)
		cli_print("%s: %s, attempt %lld, signed by %s (%s) at %s\nevidence as of "
			  "commit "
			  "%s\n",
			  report->rubric, report->outcome, (long long)report->attempt,
			  report->name, report->actor, when, report->evidence);
	if (report->ledger != NULL)
		cli_print("ledger %s%s\n", report->ledger, report->id_checked ? ""
			  : " (not checked against an id: give --ledger-id)");
	if (report->code == NULL) {
		cli_print("valid\n");
		return;
	}
	oid_hex(hex, &report->at);
	cli_print("NOT VALID: %s at %.12s: %s\n", report->code, hex, report->detail);
	reason = reason_find(report->code);
	if (reason != NULL)
		cli_print("  %s %s\n", reason->sentence, reason->remedy);
}

int
run_verify(struct cli *cli, struct err *err)
{
	const char *id = NULL;
	const struct option options[] = { { .name = "--json", .flag = &cli->json },
		{ .name = "--ledger-id", .value = "64 hex digits", .text = &id } };
	struct cli_progress progress;
	struct outcome_report report;
	int failed;

	if (cli_options(cli, options, 2, 1, 1, USAGE, err) != 0)
		return -1;
	if (id != NULL && !is_hex64(span_of(id)))
		return err_set(err, ERR_USAGE, "--ledger-id wants 64 hex digits");
	cli_progress_open(&progress, cli, "verifying");
	failed = outcome_verify(&report, &cli->arena, cli->words[0], id,
				&progress.progress, err);
	cli_progress_close(&progress);
	if (failed != 0)
		return -1;
	if (cli->json)
		print_json(&report);
	else
		print_page(&report);
	cli->status = report.code == NULL ? 0 : 1;
	return 0;
}
