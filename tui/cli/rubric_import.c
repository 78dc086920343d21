/* assay rubric import: a rubric of another program becomes one of ours. */
#include <stdlib.h>

#include "core/base/file.h"
#include "core/import/import.h"
#include "core/model/names.h"
#include "tui/cli/rubric.h"

#define USAGE                                                                            \
	"rubric import --from FORMAT FILE [--nth N] [--id ID] [--pass RULE] [-o OUT.yaml] " \
	"[--force]"

struct wishes {
	const char *from, *nth;
	struct rubric_out out;
	struct import_wishes rubric;
};

static void
print_at(const char *path, struct place at, const char *word, const char *text)
{
	if (at.line == 0)
		cli_warn("%s: %s%s\n", path, word, text);
	else
		cli_warn("%s:%d:%d: %s%s\n", path, at.line, at.column, word, text);
}

void
rubric_print_faults(const struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++)
		print_at(faults->path, faults->items[i].at, "", faults->items[i].text);
	if (faults->more != 0)
		cli_warn("%s: and %zu more\n", faults->path, faults->more);
}

static int
unknown_format(const char *name, struct err *err)
{
	cli_warn("the formats there are:\n");
	for (size_t i = 0; i < import_format_count; i++)
		cli_warn("  %-12s %s\n", import_formats[i].name, import_formats[i].help);
	if (name == NULL)
		return err_set(err, ERR_USAGE, "--from is wanted; usage: assay " USAGE);
	return err_set(err, ERR_USAGE, "there is no format '%.40s' to import from", name);
}

static int
choose_many(const struct import *import, const struct wishes *wishes, const char *path,
	    struct err *err)
{
	for (size_t i = 0; i < import->rubric_count; i++)
		cli_warn("  --nth %zu  %s (%s, %zu criteria)\n", i + 1, import->rubrics[i].title,
			 import_id(&import->rubrics[i]), import->rubrics[i].criterion_count);
	if (wishes->nth != NULL)
		return err_set(err, ERR_NOT_FOUND, "%s has %zu rubrics; --nth is from 1 to %zu",
			       path, import->rubric_count, import->rubric_count);
	return err_set(err, ERR_REFUSED, "%s has %zu rubrics; say which one with --nth N", path,
		       import->rubric_count);
}

static struct import_rubric *
choose(struct import *import, const struct wishes *wishes, const char *path, struct err *err)
{
	char *end = NULL;
	long nth = wishes->nth == NULL ? 0 : strtol(wishes->nth, &end, 10);

	if (end != NULL && *end == '\0' && nth >= 1 && (size_t)nth <= import->rubric_count)
		return &import->rubrics[nth - 1];
	if (wishes->nth == NULL && import->rubric_count == 1)
		return &import->rubrics[0];
	for (size_t i = 0; i < import->rubric_count && wishes->nth == NULL; i++)
		if (wishes->rubric.id != NULL
		    && strcmp(import_id(&import->rubrics[i]), wishes->rubric.id) == 0)
			return &import->rubrics[i];
	choose_many(import, wishes, path, err);
	return NULL;
}

void
rubric_print_notes(const char *path, const struct import_rubric *notes)
{
	for (size_t i = 0; i < notes->note_count; i++)
		print_at(path, notes->notes[i].at, "note: ", notes->notes[i].text);
}

static void
print_wanted(const struct faults *warnings)
{
	for (size_t i = 0; i < warnings->count; i++)
		cli_warn("to add: %s\n", warnings->items[i].text);
	if (warnings->more != 0)
		cli_warn("to add: and %zu more\n", warnings->more);
}

int
rubric_deliver(const struct rubric_out *out, const struct buf *yaml, struct err *err)
{
	int failed;

	if (out->path == NULL) {
		cli_print_raw(yaml);
		return 0;
	}
	failed = out->force ? file_write(out->path, buf_span(yaml), 0644, err)
		: file_create(out->path, buf_span(yaml), 0644, err);
	if (failed != 0 && err->code == ERR_EXISTS)
		return err_set(err, ERR_EXISTS, "%s exists already; --force writes over it",
			       out->path);
	return failed;
}

static void
print_next(const char *path)
{
	if (path == NULL)
		cli_warn("keep this in a file and mend it there, then: assay rubric check FILE "
			 "and assay rubric publish FILE\n");
	else
		cli_warn("written to %s; mend it there, then: assay rubric check %s and assay "
			 "rubric publish %s\n", path, path, path);
}

static int
bring(struct cli *cli, const struct wishes *wishes, const struct import_format *format,
      struct span bytes, struct err *err)
{
	const char *path = cli->words[1];
	struct faults faults = { .arena = &cli->arena, .path = path };
	struct faults warnings = { .arena = &cli->arena, .path = path };
	struct import_rubric *rubric;
	struct import import;
	struct buf yaml = { 0 };
	int failed;

	if (import_read(&import, format, &cli->arena, &faults, bytes) != 0) {
		rubric_print_faults(&faults);
		cli->status = 1;
		return 0;
	}
	rubric = choose(&import, wishes, path, err);
	if (rubric == NULL)
		return -1;
	failed = import_write(&yaml, rubric, &wishes->rubric, &faults, &warnings, err);
	if (failed == 0) {
		rubric_print_notes(path, rubric);
		print_wanted(&warnings);
		failed = rubric_deliver(&wishes->out, &yaml, err);
		if (failed == 0)
			print_next(wishes->out.path);
	} else if (faults.count != 0) {
		rubric_print_faults(&faults);
		cli->status = 1;
		failed = 0;
	}
	buf_close(&yaml);
	return failed;
}

int
run_rubric_import(struct cli *cli, struct err *err)
{
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--from", .value = "FORMAT", .text = &wishes.from },
		{ .name = "--nth", .value = "N", .text = &wishes.nth },
		{ .name = "--id", .value = "ID", .text = &wishes.rubric.id },
		{ .name = "--pass", .value = "RULE", .text = &wishes.rubric.pass },
		{ .name = "-o", .value = "OUT.yaml", .text = &wishes.out.path },
		{ .name = "--force", .flag = &wishes.out.force },
	};
	const struct import_format *format;
	struct span bytes;

	if (cli_options(cli, options, sizeof options / sizeof *options, 2, 2, USAGE, err) != 0)
		return -1;
	format = wishes.from == NULL ? NULL : import_format(wishes.from);
	if (format == NULL)
		return unknown_format(wishes.from, err);
	if (wishes.rubric.id != NULL && !is_rubric_id(span_of(wishes.rubric.id)))
		return err_set(err, ERR_USAGE, "--id wants lower case letters, digits, . and -");
	if (file_read(&bytes, &cli->arena, cli->words[1], IMPORT_BYTES, err) != 0)
		return -1;
	return bring(cli, &wishes, format, bytes, err);
}
