/* assay retire KID --why WHY: the last record of one's own chain. */
#include "core/desk/watch.h"
#include "tui/cli/speak.h"

/* It cannot be taken back, so the key is named: the one this programme signs with. */
static int
check_kid(const struct speaking *speaking, const char *kid, struct err *err)
{
	const char *own = speaking->signer.key.kid;

	if (strlen(kid) >= 4 && strncmp(own, kid, strlen(kid)) == 0)
		return 0;
	return err_set(err, ERR_REFUSED, "the key you sign with is %s: name it, for nothing "
		       "can ever follow on its chain", own);
}

int
run_retire(struct cli *cli, struct err *err)
{
	const char *why = NULL;
	const struct option options[] = {
		{ .name = "--why", .value = "WHY", .text = &why },
	};
	struct speaking speaking;
	struct appended appended;
	int failed;

	if (cli_options(cli, options, 1, 1, 1, "retire KID --why WHY", err) != 0)
		return -1;
	if (why == NULL)
		return err_set(err, ERR_USAGE, "say --why: it stands in the record");
	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	failed = check_kid(&speaking, cli->words[0], err);
	if (failed == 0)
		failed = watch_retire(&appended, &speaking.by, why, err);
	if (failed == 0) {
		speak_print("retired", &appended);
		cli_print("nothing more can be signed with this key; close its grants with "
			  "`assay person freeze %.8s --why left`\n", speaking.signer.key.kid);
	}
	speak_close(&speaking);
	return failed;
}
