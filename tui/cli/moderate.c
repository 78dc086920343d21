/* assay moderate: another person looks at what was decided, and says what stands. */
#include "core/desk/moderate.h"
#include "core/desk/timeline.h"
#include "tui/cli/speak.h"

#define USAGE "moderate PORTFOLIO confirm|adjust|return|escalate|resolve --reason TEXT " \
	"[--of COMMIT] [--say VERB...]"

struct wishes {
	enum moderation_action action;
	const char *reason, *of;
	struct words say;
};

static void
say(const struct moderated *moderated, enum moderation_action action)
{
	static const char *const done[] = {
		[MODERATION_CONFIRM] = "confirmed", [MODERATION_ADJUST] = "adjusted",
		[MODERATION_RETURN] = "returned", [MODERATION_ESCALATE] = "escalated",
		[MODERATION_RESOLVE] = "resolved" };

	speak_print(done[action], &moderated->appended);
	if (moderated->outcome >= 0)
		cli_print("it stands as: %s\n", outcome_word(
			(enum outcome)(moderated->outcome + OUTCOME_PASS)));
	if (moderated->outcome_oid[0] != '\0')
		cli_print("released to the learner: %s on assay/outcomes\n",
			  moderated->outcome_oid);
	if (moderated->release_trouble != NULL)
		cli_print("recorded, but not released: %s\n", moderated->release_trouble);
	if (moderated->keys_trouble != NULL)
		cli_print("%s\n", moderated->keys_trouble);
}

static int
sign(struct cli *cli, struct moderating *moderating, const struct wishes *wishes,
     struct speaking *speaking, struct err *err)
{
	struct moderated moderated;

	for (size_t i = 0; i < wishes->say.count; i++)
		if (moderate_say(moderating, wishes->say.items[i], err) != 0)
			return -1;
	if (moderate_sign(&moderated, moderating, wishes->action, wishes->reason,
			  &speaking->signer, cli->now(), err) != 0)
		return -1;
	say(&moderated, wishes->action);
	if (moderated.release_trouble != NULL)
		cli->status = 1;
	return 0;
}

static int
moderate(struct cli *cli, const struct wishes *wishes, struct speaking *speaking,
	 struct err *err)
{
	struct moderating moderating;
	struct moment moment = { 0 };
	int failed = 0;

	cli_veil(&speaking->workspace, cli->words[0]);
	if (wishes->of != NULL
	    && timeline_find(&moment, &cli->arena, &speaking->ledger,
			     speaking->workspace.actor, wishes->of, err) != 0)
		return -1;
	if (moderate_open(&moderating, &speaking->workspace, &speaking->ledger, cli->words[0],
			  moment.sha256, err) != 0)
		return -1;
	failed = sign(cli, &moderating, wishes, speaking, err);
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
	};
	struct speaking speaking;
	int action, failed;

	if (cli_options(cli, options, 3, 2, 2, USAGE, err) != 0)
		return -1;
	action = moderation_from_word(cli->words[1]);
	if (action < 0)
		return err_set(err, ERR_USAGE, "'%.40s' is no way to moderate; usage: assay "
			       USAGE, cli->words[1]);
	wishes.action = (enum moderation_action)action;
	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	failed = moderate(cli, &wishes, &speaking, err);
	speak_close(&speaking);
	return failed;
}
