/* assay moderate: another person looks at what was decided, and says what stands. */
#include "core/desk/moderate.h"
#include "core/desk/timeline.h"
#include "tui/cli/line.h"
#include "tui/cli/speak.h"

#define USAGE "moderate PORTFOLIO [confirm|adjust|return|escalate|resolve] [--reason TEXT] " \
	"[--say VERB...] [--of COMMIT] [--drop] [--take-over]"

struct wishes {
	const char *action, *reason, *of;
	struct words say;
	bool drop, take_over;
};

static void
say(const struct moderated *moderated, const struct moderating *moderating, int outcome)
{
	speak_print(moderation_done((enum moderation_action)moderating->action),
		    &moderated->appended);
	if (outcome >= 0)
		cli_print("it stands as: %s\n",
			  outcome_word((enum outcome)(outcome + OUTCOME_PASS)));
	if (moderated->outcome_oid[0] != '\0')
		cli_print("released to the learner: %s on assay/outcomes\n",
			  moderated->outcome_oid);
	if (moderated->release_trouble != NULL)
		cli_print("recorded, but not released: %s; mend that and say `assay moderate "
			  "%.8s %s`: it will not be recorded twice\n",
			  moderated->release_trouble, moderating->taken.portfolio,
			  moderation_word((enum moderation_action)moderating->action));
	if (moderated->keys_trouble != NULL)
		cli_print("%s\n", moderated->keys_trouble);
}

/* ---- what is said, and what would be signed ---- */

static int
say_verb(struct moderating *moderating, const char *word, const char *rest, struct err *err)
{
	struct buf verb = { 0 };
	int failed;

	if (rest == NULL)
		return 0;
	buf_printf(&verb, "%s%s%s", word, *word == '\0' ? "" : " ", rest);
	failed = moderate_say(moderating, verb.data, err);
	buf_close(&verb);
	return failed;
}

static int
say_all(struct moderating *moderating, const struct wishes *wishes, struct err *err)
{
	for (size_t i = 0; i < wishes->say.count; i++)
		if (say_verb(moderating, "", wishes->say.items[i], err) != 0)
			return -1;
	return say_verb(moderating, "reason", wishes->reason, err) != 0
		|| say_verb(moderating, "action", wishes->action, err) != 0 ? -1 : 0;
}

static void
print_section(const char *heading, struct buf *text)
{
	if (text->len != 0) {
		cli_print("%s\n", heading);
		cli_print_clean(buf_span(text));
	}
	buf_clear(text);
}

static void
print_page(struct moderating *moderating)
{
	struct buf text = { 0 };
	struct ruling ruling;
	struct err err;

	moderate_print_decisions(&text, moderating);
	print_section("decided:", &text);
	moderate_print_differences(&text, moderating);
	print_section("they differ on:", &text);
	if (moderate_said(moderating) != 0 && moderate_lay(moderating, &err) != 0)
		cli_print("it cannot be laid open: %s\n", err.text);
	moderate_print_changes(&text, moderating);
	print_section("said in its place:", &text);
	if (moderating->reason != NULL)
		cli_print("reason: %s\n", moderating->reason);
	if (moderating->begun.on != NULL)
		cli_print("a reason was begun and is not said: %s\n", moderating->begun.text);
	if (moderating->session != NULL)
		cli_print_jotting(moderating->session);
	if (moderate_prepare(&ruling, moderating, &err) != 0) {
		cli_print("not to be signed yet: %s\n", err.text);
		buf_close(&text);
		return;
	}
	ruling_print(&text, &ruling, moderating);
	buf_text(&text, "\n");
	print_section("what would be recorded:", &text);
	if (ruling.trouble != NULL)
		cli_print("it could not be released from here: %s\n", ruling.trouble);
	else if (ruling.releases) {
		cli_print("what the learner will read, at once:\n");
		cli_print_clean(ruling.seal.feedback);
	}
	ruling_close(&ruling);
	buf_close(&text);
}

/* ---- the three ways to go about it ---- */

static int
sign(struct cli *cli, struct moderating *moderating, const struct wishes *wishes,
     struct err *err)
{
	struct moderated moderated;
	struct ruling ruling;
	struct signer signer;
	int failed;

	if (say_all(moderating, wishes, err) != 0
	    || moderate_prepare(&ruling, moderating, err) != 0)
		return -1;
	failed = cli_signer(&signer, cli, moderating->workspace, err);
	if (failed == 0) {
		failed = moderate_sign(&moderated, moderating, &ruling, &signer, cli->now(),
				       err);
		signer_close(&signer);
	}
	if (failed == 0) {
		say(&moderated, moderating, ruling.outcome);
		cli->status = moderated.release_trouble != NULL;
	}
	ruling_close(&ruling);
	return failed;
}

/* Kept for later, and shown as it stands. */
static int
show(struct moderating *moderating, const struct wishes *wishes, struct err *err)
{
	if (say_all(moderating, wishes, err) != 0)
		return -1;
	print_page(moderating);
	return 0;
}

static int
drop(struct moderating *moderating, struct err *err)
{
	if (!moderate_begun(moderating))
		return err_set(err, ERR_NOT_FOUND, "no case was begun on it");
	if (moderate_drop(moderating, err) != 0)
		return -1;
	cli_print("set aside: nothing of it was signed\n");
	return 0;
}

static int
moderate(struct cli *cli, struct workspace *workspace, struct ledger *ledger,
	 const struct wishes *wishes, struct err *err)
{
	struct moderating_how how = { .who = cli_who(cli), .passing = wishes->action != NULL,
				      .dropping = wishes->drop,
				      .take_over = wishes->take_over };
	struct moderating moderating;
	struct moment moment = { 0 };
	int failed = 0;

	cli_veil(workspace, cli->words[0]);
	if (wishes->of != NULL
	    && timeline_find(&moment, &cli->arena, ledger, workspace->actor, wishes->of, err)
		       != 0)
		return -1;
	how.only = moment.sha256;
	if (moderate_open(&moderating, workspace, ledger, cli->words[0], &how, err) != 0)
		return -1;
	if (wishes->drop)
		failed = drop(&moderating, err);
	else if (wishes->action != NULL)
		failed = sign(cli, &moderating, wishes, err);
	else
		failed = show(&moderating, wishes, err);
	moderate_close(&moderating);
	return failed;
}

int
run_moderate(struct cli *cli, struct err *err)
{
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--reason", .value = "TEXT", .text = &wishes.reason },
		{ .name = "--of", .value = "COMMIT", .text = &wishes.of },
		{ .name = "--say", .value = "VERB...", .words = &wishes.say },
		{ .name = "--drop", .flag = &wishes.drop },
		{ .name = "--take-over", .flag = &wishes.take_over },
	};
	struct workspace workspace;
	struct ledger ledger;
	int failed;

	if (cli_options(cli, options, 5, 1, 2, USAGE, err) != 0)
		return -1;
	wishes.action = cli->count == 2 ? cli->words[1] : NULL;
	if (wishes.action != NULL && moderation_from_word(wishes.action) < 0)
		return err_set(err, ERR_USAGE, "'%.40s' is no way to moderate; usage: assay "
			       USAGE, wishes.action);
	if (wishes.drop && (wishes.action != NULL || wishes.reason != NULL
			    || wishes.say.count != 0))
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = moderate(cli, &workspace, &ledger, &wishes, err);
	ledger_close(&ledger);
	return failed;
}
