/* The subcommands of assay: one row each, read by main, `--help` and `assay help`. */
#include "tui/cli/rubric.h"

const struct subcommand subcommands[] = {
	{ "demo", "[DIR]", "build the sample programme and open it", run_demo },
	{ "init", "DIR --name NAME --actor ACTOR [--release on_sign|on_moderation|manual] "
	  "[--no-passphrase]", "begin a programme of your own", run_init },
	{ "key", "new [NAME] [--no-passphrase] | import FILE [NAME] | box [NAME] | show | list | "
	  "use NAME|agent", "the keys you sign with, and boxes for what is sealed for you",
	  run_key },
	{ "rubric", RUBRIC_WORDS, "check, try, read, compare, publish and import rubrics",
	  run_rubric },
	{ "portfolio", "new DIR --rubric FILE|ID [--no-git] | adopt FOLDER --rubric FILE|ID | "
	  "check PLACE [--rubric FILE|ID] [--ref REF] [--path P] [--folder] [--json] | "
	  "add REPO --rubric ID [--ref REF] [--path P]",
	  "begin one, make one of a folder, look it over, take it or its next attempt in",
	  run_portfolio },
	{ "queue", "[--rubric R] [--state S] [--why W] [--only FILTER] [--sort COLUMN] [--counts]",
	  "what waits for you, and why", run_queue },
	{ "score", "[PORTFOLIO|REPO] [--rubric FILE] [--line] [--judged COMMIT] [--take-over]",
	  "judge a portfolio, or see it as it was judged", run_score },
	{ "say", "PORTFOLIO VERB...", "one verb of an assessment, kept in its draft", run_say },
	{ "draft", "show|drop PORTFOLIO", "what you said and have not signed", run_draft },
	{ "sign", "PORTFOLIO", "seal, sign and record the decision", run_sign },
	{ "assign", "PORTFOLIO --to ACTOR... [--open | --sealed [--seal-to ACTOR...]]",
	  "who is to judge it, and whether blind", run_assign },
	{ "claim", "PORTFOLIO --conflict none|TEXT [--hours N] | PORTFOLIO --release",
	  "take it on for some hours, or give it back", run_claim },
	{ "moderate", "PORTFOLIO [confirm|adjust|return|escalate|resolve] [--reason TEXT] "
	  "[--say VERB...] [--of COMMIT] [--drop] [--take-over]", "look at what another decided, and say what "
	  "stands; without a word of the five, keep what is said, and show the case",
	  run_moderate },
	{ "log", "[PORTFOLIO] [--actor A] [--rubric R] [--outcome O] [--type T] [--only FILTER]",
	  "the history, newest first", run_log },
	{ "reveal", "PORTFOLIO --why WHY", "whose a portfolio is: logged before it is said",
	  run_reveal },
	{ "show", "COMMIT|RECORD [--how | --difference]", "one record whole, with its verdict; how to "
	  "verify it; what it changed", run_show },
	{ "compare", "PORTFOLIO [--attempt N]", "decisions on a portfolio, side by side",
	  run_compare },
	{ "audit", "[LEDGER|BUNDLE|CLONE] [--screen] [--full] [--only FILTER]", "verify everything",
	  run_audit },
	{ "checkpoint", "[--anyway]", "sign where every chain stands, so that nothing can be "
	  "taken back unseen", run_checkpoint },
	{ "alarm", "[KIND COMMIT... [--text TEXT]]", "tell the others of records that are not "
	  "right; alone: of what two signatures in one place prove", run_alarm },
	{ "retire", "KID --why WHY", "end your chain for ever: nothing can follow", run_retire },
	{ "erase", "PORTFOLIO --ground TEXT [--destroyed-by ACTOR...] [--remote ADDRESS]",
	  "take away what is here of a person, and record that", run_erase },
	{ "seal", "list [PORTFOLIO] | take [PORTFOLIO] [--from DIR] | give [PORTFOLIO] [--to DIR] "
	  "| destroy PORTFOLIO [--remote ADDRESS] [--before-the-record]",
	  "the keys of sealed notes and reasons: see `assay help sealed`", run_seal },
	{ "export", "audit-pack DIR", "the ledger, and how to check it without assay",
	  run_export },
	{ "verify", "REPO [--ledger-id ID]", "judge the outcome in a portfolio repository",
	  run_verify },
	{ "hook", "pre-receive [--ledger-id ID]", "on a hub: judge what is pushed before it is "
	  "taken", run_hook },
	{ "trust", "show|signers | sign|publish|take DIR|drop | threshold N | "
	  "policy NAME VALUE | settle DIGEST", "who may say what, and changing it", run_trust },
	{ "person", "add ACTOR --pub FILE --role ROLE... [--rubrics GLOB...] [--name NAME] | "
	  "rotate ACTOR --pub FILE | freeze KID --why WHY [--record N] | "
	  "root ACTOR [--remove] | box ACTOR --pub FILE | box KID --remove | list",
	  "people, their keys and what they may say", run_person },
	{ "doctor", "[--json]", "every check there is, each with its remedy", run_doctor },
	{ "help", "[TOPIC]", "this, or more of one command", run_help },
};
const size_t subcommand_count = sizeof subcommands / sizeof *subcommands;
