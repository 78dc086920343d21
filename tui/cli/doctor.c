/* assay doctor: every check there is, each with its remedy. */
#include <inttypes.h>
#include <langinfo.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "tui/app/config.h"
#include "tui/cli/doctor.h"

enum { DRAFT_ROOM = 16 };

static enum diagnosis
check_locale(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *codeset = nl_langinfo(CODESET);

	(void)doctor;
	buf_text(saw, codeset);
	if (strcmp(codeset, "UTF-8") == 0)
		return DOCTOR_OK;
	err_set(err, ERR_REFUSED, "letters outside ASCII are shown as ?; set LANG=C.UTF-8");
	return DOCTOR_LOOK;
}

static enum diagnosis
check_terminal(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *term = getenv("TERM");

	buf_text(saw, term == NULL ? "none" : term);
	if (!doctor->cli->asks) {
		buf_text(saw, ", and stdin is no terminal: line mode is used");
	} else if (!doctor->cli->screen) {
		err_set(err, ERR_REFUSED, "this terminal can only do line mode; set TERM to what "
			"it is, as in xterm-256color");
		return DOCTOR_LOOK;
	}
	return DOCTOR_OK;
}

static enum diagnosis
check_link(struct buf *saw, struct doctor *doctor, struct err *err)
{
	(void)doctor;
	(void)err;
	if (getenv("SSH_CONNECTION") == NULL)
		buf_text(saw, "local");
	else
		buf_text(saw,
			 "ssh; `assay help link` says what to put into ~/.ssh/config for a slow "
			 "link");
	return DOCTOR_OK;
}

/* Every fault of the configuration, each on a line; what it says beside them holds. */
static enum diagnosis
check_config(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct config *config = doctor->cli->config;
	const struct faults *faults = &config->faults;

	buf_text(saw, config->path);
	if (!config->there)
		buf_text(saw, ": none, so all is as usual; `assay help config`");
	else if (config->keymap.count != 0)
		buf_printf(saw, ", keys of %zu commands", config->keymap.count);
	for (size_t i = 0; i < faults->count; i++)
		buf_printf(saw, "\n      %s:%d:%d: %s", path_name(config->path),
			   faults->items[i].at.line, faults->items[i].at.column,
			   faults->items[i].text);
	if (faults->count == 0)
		return DOCTOR_OK;
	err_set(err, ERR_SYNTAX, "the usual is used in their place; `assay help config` says "
		"what there is");
	return DOCTOR_LOOK;
}

enum diagnosis
doctor_room(struct buf *saw, const char *dir, int64_t least, struct err *err)
{
	struct statvfs fs;
	int64_t free_bytes;

	if (access(dir, W_OK) != 0 || statvfs(dir, &fs) != 0) {
		err_errno(err, "nothing can be kept in %s: make it yours, and writable", dir);
		return DOCTOR_LOOK;
	}
	free_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	buf_printf(saw, "%s, %" PRId64 " MiB free", dir, free_bytes >> 20);
	if (free_bytes >= least << 20)
		return DOCTOR_OK;
	err_set(err, ERR_IO, "make room: under %" PRId64 " MiB are left there", least);
	return DOCTOR_LOOK;
}

static enum diagnosis
check_drafts(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *dir = doctor->cli->places.state;

	return file_make_dirs(dir, 0700, err) != 0 ? DOCTOR_LOOK
		: doctor_room(saw, dir, DRAFT_ROOM, err);
}

static const struct check checks[] = {
	{ "locale", check_locale }, { "terminal", check_terminal }, { "link", check_link },
	{ "configuration", check_config }, { "drafts", check_drafts },
};

static const char *const words[] = { "look", "ok", "mind" };	/* from DOCTOR_LOOK up */

static void
print_check(const struct check *check, enum diagnosis found, const struct buf *saw,
	    const struct err *why)
{
	cli_print("%s: %s%s%s\n", words[found + 1], check->name, saw->len == 0 ? "" : ": ",
		  saw->len == 0 ? "" : saw->data);
	if (found != DOCTOR_OK)
		cli_print("      %s\n", why->text);
}

/* `list` NULL: in words, for people. */
static void
run_checks(struct doctor *doctor, struct json *list, const struct check *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf saw = { 0 };
		struct err why = { 0 };
		enum diagnosis found = table[i].run(&saw, doctor, &why);

		if (found == DOCTOR_LOOK)
			doctor->cli->status = 1;
		if (list == NULL) {
			print_check(&table[i], found, &saw, &why);
		} else {
			struct json *row = json_map(list, NULL);

			json_text(row, "check", table[i].name);
			json_text(row, "found", words[found + 1]);
			json_text(row, "saw", saw.len == 0 ? NULL : saw.data);
			json_text(row, "remedy", found == DOCTOR_OK ? NULL : why.text);
		}
		buf_close(&saw);
	}
}

int
run_doctor(struct cli *cli, struct err *err)
{
	const struct option options[] = { { .name = "--json", .flag = &cli->json } };
	struct doctor doctor = { .cli = cli };
	struct json *page, *list;

	if (cli_options(cli, options, 1, 0, 0, "doctor [--json]", err) != 0)
		return -1;
	page = cli->json ? json_document() : NULL;
	list = cli->json ? json_list(page, "checks") : NULL;
	run_checks(&doctor, list, library_checks, library_check_count);
	run_checks(&doctor, list, checks, sizeof checks / sizeof *checks);
	run_checks(&doctor, list, ledger_checks, ledger_check_count);
	if (doctor.has_ledger)
		ledger_close(&doctor.ledger);
	if (page != NULL) {
		json_bool(page, "ok", cli->status == 0);
		cli_print_json(page);
	}
	return 0;
}
