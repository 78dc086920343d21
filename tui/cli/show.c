/* assay show COMMIT|RECORD: one record whole, with its verdict. */
#include "core/desk/compare.h"
#include "core/desk/timeline.h"
#include "core/store/verify.h"
#include "tui/cli/cli.h"

static void
print_file(const char *name, struct span bytes)
{
	cli_print("\n-- %s\n", name);
	cli_print_clean(bytes);
	if (bytes.len != 0 && bytes.data[bytes.len - 1] != '\n')
		cli_print("\n");
}

static void
print_attachments(struct ledger *ledger, struct arena *arena, const struct moment *moment,
		  const struct entry *entry)
{
	for (size_t i = 0; entry->commit != NULL && i < entry->commit->attachment_count;
	     i++) {
		const char *name = entry->commit->attachments[i].name;
		struct span bytes;
		struct err err;

		if (moment_attachment(&bytes, arena, ledger, moment, entry, name, &err) == 0)
			print_file(name, bytes);
		else
			cli_print("\n-- %s: %s\n", name, err.text);
	}
}

static void
print_unread(const struct moment *moment)
{
	struct buf why = { 0 };

	moment_print_unread(&why, moment);
	if (why.len != 0)
		cli_print("        %s\n", why.data);
	buf_close(&why);
}

static int
print_record(struct cli *cli, struct ledger *ledger, const struct moment *moment,
	     struct err *err)
{
	const struct reason *reason = reason_find(moment->verdict);
	struct buf stands = { 0 };
	struct entry entry;
	struct oid oid;
	struct span bytes;

	if (!oid_from_hex(&oid, span_of(moment->commit))
	    || ledger_entry(&entry, &cli->arena, ledger, moment->ref, &oid, err) != 0)
		return -1;
	cli_print("commit  %s\nsha256  %s\nref     %s\nseq     %lld\nactor   %s\ntime    "
		  "%s\n"
		  "verdict %s\n",
		  moment->commit, moment->sha256, moment->ref, (long long)moment->seq,
		  moment->actor == NULL ? "?" : moment->actor,
		  moment->time == NULL ? "?" : moment->time,
		  moment_standing(&cli->arena, moment));
	if (moment->portfolio != NULL)
		cli_print("about   %s, attempt %lld\n", moment->portfolio,
			  (long long)moment->attempt);
	if (moment->erased != NULL)
		cli_print("erased  %s\n", moment->erased);
	moment_print_standing(&stands, moment);
	if (stands.len != 0)
		cli_print("        %s\n", stands.data);
	buf_close(&stands);
	if (reason != NULL)
		cli_print("        %s %s\n", reason->sentence, reason->remedy);
	if (moment->detail != NULL)
		cli_print("        %s\n", moment->detail);
	print_unread(moment);
	if (entry.commit != NULL
	    && ledger_file(&bytes, &cli->arena, ledger, &entry, err) == 0)
		print_file(entry.commit->type == RECORD_TRUST ? "trust.yaml"
							      : "record.yaml",
			   bytes);
	print_attachments(ledger, &cli->arena, moment, &entry);
	cli->status = strcmp(moment->verdict, "valid") == 0 ? 0 : 1;
	return 0;
}

static int
print_difference(const struct workspace *workspace, struct ledger *ledger,
		 const struct moment *moment, struct err *err)
{
	struct comparison comparison;
	struct buf text = { 0 };

	if (compare_open_with_earlier(&comparison, workspace, ledger, moment->sha256, err)
	    != 0)
		return -1;
	compare_print_difference(&text, &comparison);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	compare_close(&comparison);
	return 0;
}

static void
print_how(const struct workspace *workspace, const struct moment *moment)
{
	struct buf text = { 0 };

	moment_print_check(&text, moment, workspace, 0);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

int
run_show(struct cli *cli, struct err *err)
{
	bool how = false, difference = false;
	const struct option options[] = {
		{ .name = "--how", .flag = &how },
		{ .name = "--difference", .flag = &difference },
	};
	struct workspace workspace;
	struct ledger ledger;
	struct moment moment;
	int failed;

	if (cli_options(cli, options, 2, 1, 1, "show COMMIT|RECORD [--how | --difference]", err)
		    != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = difference ? timeline_find(&moment, &cli->arena, &ledger, workspace.actor,
					    cli->words[0], err)
		: timeline_find_any(&moment, &cli->arena, &ledger, workspace.actor,
				    cli->words[0], err);
	if (failed == 0)
		cli_veil(&workspace, moment.portfolio);
	if (failed == 0 && how)
		print_how(&workspace, &moment);
	else if (failed == 0 && difference)
		failed = print_difference(&workspace, &ledger, &moment, err);
	else if (failed == 0)
		failed = moment_may_be_seen(&moment, err) != 0
			? -1 : print_record(cli, &ledger, &moment, err);
	ledger_close(&ledger);
	return failed;
}
