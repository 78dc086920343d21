/* assay portfolio check: what is there, what is missing, and what to do about it. */
#include <stdlib.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/desk/folder.h"
#include "core/desk/gate.h"
#include "tui/cli/portfolio.h"

struct looking {
	struct cli *cli;
	const struct portfolio_wishes *wishes;
	const char *place;
	struct dossier dossier;
	struct survey survey;
	struct pending_list pending;
};

static int
open_dossier(struct dossier *out, const struct looking *at, const struct rubric *rubric,
	     struct err *err)
{
	const char *path = at->wishes->path == NULL ? "" : at->wishes->path;

	if (at->wishes->folder)
		return dossier_open_folder(out, path[0] == '\0' ? at->place
			: path_join(&at->cli->arena, at->place, path), rubric, err);
	return dossier_open_any(out, at->place, at->wishes->ref, path, rubric, err);
}

/* --rubric names a file or an id; without it the manifest's own word is taken. */
static const struct rubric *
choose_rubric(struct looking *at, struct err *err)
{
	static const struct rubric none = { 0 };
	const char *name = at->wishes->rubric;
	struct dossier dossier;
	int failed;

	if (name == NULL) {
		if (open_dossier(&dossier, at, &none, err) != 0)
			return NULL;
		failed = survey_rubric(&name, &at->cli->arena, &dossier, err);
		dossier_close(&dossier);
		if (failed != 0)
			return NULL;
	}
	return portfolio_rubric(at->cli, name, err);
}

/* ---- for people ---- */

static void
print_place(const struct looking *at)
{
	const struct dossier *dossier = &at->dossier;
	char commit[OID_HEX];

	cli_print("%s (%s, version %lld)\n", dossier->rubric->title, dossier->rubric->id,
		  (long long)dossier->rubric->version);
	oid_hex(commit, &dossier->evidence.commit);
	if (dossier->folder == NULL)
		cli_print("as committed in %.12s, files: %zu\n", commit,
			  dossier->evidence.count);
	else
		cli_print("as the files stand in this folder, files: %zu; only what is "
			  "committed is judged\n", dossier->evidence.count);
}

static void
print_pending(const struct looking *at)
{
	static const char *const words[] = { "new", "changed", "gone" };
	const struct pending_list *pending = &at->pending;
	struct buf text = { 0 };

	if (pending->count == 0)
		return;
	buf_text(&text, "\nNot committed, and so not looked at here:\n");
	for (size_t i = 0; i < pending->kept; i++) {
		buf_printf(&text, "  %s: ", words[pending->items[i].kind]);
		text_line(&text, span_of(pending->items[i].path), 0);
		buf_char(&text, '\n');
	}
	if (pending->count > pending->kept)
		buf_printf(&text, "  and %zu more\n", pending->count - pending->kept);
	buf_text(&text, "  -> git add -A && git commit; or look at the files as they are: "
		 "--folder\n");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static void
put_finding(struct buf *text, const struct finding *finding)
{
	buf_text(text, "  ");
	finding_print(text, finding);
	buf_char(text, '\n');
	if (finding->remedy == NULL)
		return;
	buf_text(text, "      -> ");
	text_line(text, span_of(finding->remedy), 0);
	buf_char(text, '\n');
}

static void
print_group(const struct looking *at, enum finding_kind kind, const char *heading)
{
	const struct survey *survey = &at->survey;
	size_t all = 0, shown = 0;
	struct buf text = { 0 };

	for (size_t i = 0; i < CHECKS; i++)
		all += survey->counts[i][kind];
	if (all == 0)
		return;
	buf_printf(&text, "\n%s\n", heading);
	for (size_t i = 0; i < survey->count; i++) {
		if (survey->items[i].kind != kind)
			continue;
		put_finding(&text, &survey->items[i]);
		shown++;
	}
	if (all > shown)
		buf_printf(&text, "  and %zu more\n", all - shown);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static void
print_gate(const struct looking *at)
{
	const struct rubric *rubric = at->dossier.rubric;
	struct buf text = { 0 };

	if (rubric->gate_count != 0)
		buf_text(&text, "\nBefore it is judged, these must hold:\n");
	for (size_t i = 0; i < rubric->gate_count; i++) {
		static const char *const marks[] = { "a person looks", "holds",
						     "does not hold" };
		const struct gate_check *check = &rubric->gate[i];

		buf_text(&text, "  ");
		text_line(&text, span_of(check->label), 0);
		buf_printf(&text, ": %s\n", marks[gate_found(check, &at->survey)]);
	}
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static void
print_verdict(const struct looking *at)
{
	size_t faults = survey_faults(&at->survey);

	if (faults != 0)
		cli_print("\n%zu thing%s to mend\n", faults, faults == 1 ? "" : "s");
	else if (at->dossier.folder != NULL)
		cli_print("\nready to submit, once it is committed\n");
	else
		cli_print("\nready to submit%s\n", at->pending.count == 0 ? ""
			  : ", without what is not committed");
}

static void
print_page(const struct looking *at)
{
	print_place(at);
	print_pending(at);
	print_group(at, FINDING_FAULT, "To mend:");
	print_group(at, FINDING_REMARK, "To look at:");
	print_group(at, FINDING_FINE, "As it should be:");
	print_gate(at);
	print_verdict(at);
}

/* ---- for programs ---- */

static void
put_findings(struct json *page, const struct survey *survey)
{
	static const char *const kinds[] = { "fine", "remark", "fault" };
	struct json *list = json_list(page, "findings");

	for (size_t i = 0; i < survey->count; i++) {
		const struct finding *finding = &survey->items[i];
		struct json *row = json_map(list, NULL);
		struct buf text = { 0 };

		finding_print(&text, finding);
		json_text(row, "check", survey_checks[finding->check].name);
		json_text(row, "kind", kinds[finding->kind]);
		json_text(row, "id", finding->id);
		json_text(row, "path", finding->path);
		json_text(row, "text", text.data);
		json_text(row, "remedy", finding->remedy);
		buf_close(&text);
	}
}

static void
put_gate(struct json *page, const struct looking *at)
{
	const struct rubric *rubric = at->dossier.rubric;
	struct json *list = json_list(page, "gate");

	for (size_t i = 0; i < rubric->gate_count; i++) {
		const struct gate_check *check = &rubric->gate[i];
		struct json *row = json_map(list, NULL);

		json_text(row, "id", check->id);
		json_text(row, "label", check->label);
		json_text(row, "auto", check->automatic);
		json_text(row, "effect", check->effect == GATE_RETURN ? "return_incomplete"
			  : "warn");
		json_text(row, "state", gate_state_word(gate_found(check, &at->survey)));
	}
}

static void
print_json(const struct looking *at)
{
	struct json *page = json_document();
	char commit[OID_HEX];

	oid_hex(commit, &at->dossier.evidence.commit);
	json_text(page, "rubric", at->dossier.rubric->id);
	json_text(page, "commit", at->dossier.folder == NULL ? commit : NULL);
	json_number(page, "files", (int64_t)at->dossier.evidence.count);
	json_number(page, "uncommitted", (int64_t)at->pending.count);
	json_number(page, "faults", (int64_t)survey_faults(&at->survey));
	json_bool(page, "ready", survey_faults(&at->survey) == 0);
	put_findings(page, &at->survey);
	put_gate(page, at);
	cli_print_json(page);
}

/* ---- looking ---- */

/* Of a work tree, and not when another commit than its own was asked for. */
static int
look_for_pending(struct looking *at, struct err *err)
{
	struct arena *arena = &at->cli->arena;

	if (at->dossier.folder != NULL || at->wishes->ref != NULL
	    || !file_exists(path_join(arena, at->place, ".git")))
		return 0;
	return folder_pending(&at->pending, arena, &at->dossier,
			      path_join(arena, at->place, at->dossier.evidence.path), err);
}

static int
look(struct looking *at, struct err *err)
{
	struct cli_progress progress;
	int failed;

	cli_progress_open(&progress, at->cli, "reading the portfolio");
	failed = survey(&at->survey, &at->cli->arena, &at->dossier, &progress.progress, err);
	if (failed == 0)
		failed = look_for_pending(at, err);
	cli_progress_close(&progress);
	return failed;
}

int
run_portfolio_check(struct cli *cli, const struct portfolio_wishes *wishes,
		    struct err *err)
{
	struct looking at = { .cli = cli, .wishes = wishes, .place = cli->words[1] };
	const struct rubric *rubric = choose_rubric(&at, err);
	int failed;

	if (rubric == NULL || open_dossier(&at.dossier, &at, rubric, err) != 0)
		return -1;
	failed = look(&at, err);
	if (failed == 0) {
		(cli->json ? print_json : print_page)(&at);
		cli->status = survey_faults(&at.survey) == 0 ? 0 : 1;
	}
	dossier_close(&at.dossier);
	return failed;
}
