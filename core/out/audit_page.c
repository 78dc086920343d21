#include "core/out/audit_page.h"

#include <inttypes.h>

struct step {
	const char *title, *words, *commands;
};

#define GIT "git -C check.git "
#define SHA " | sha256sum | cut -d' ' -f1)"

static const struct step steps[] = {
	{ "The files are those that were packed", "", "sha256sum -c SHA256SUMS\n" },
	{ "The ledger, as a git repository of its own",
	  "Every object is checked on its way in.",
	  "git init -q --bare check.git\n"
	  GIT "-c transfer.fsckObjects=true fetch -q \"$PWD/ledger.bundle\" "
	  "'refs/heads/*:refs/heads/*'\n"
	  GIT "fsck --strict --no-dangling\n" },
	{ "It is the ledger you were told of",
	  "The id of a ledger is the SHA-256 of the first version of its trust file. Compare "
	  "`ledger-id` with what you were given by another way than this pack.",
	  "first=$(" GIT "rev-list --max-parents=0 refs/heads/assay/v1/trust)\n"
	  "test \"$(" GIT "cat-file blob \"$first:trust.yaml\"" SHA
	  "\" = \"$(cat ledger-id)\"\n" },
	{ "Who may say what was signed by the root persons",
	  "Each version names the one before by its SHA-256. The lines printed say which "
	  "roots each version asks for; above each stand the good signatures over it.",
	  GIT "cat-file blob refs/heads/assay/v1/trust:allowed_signers | cmp - "
	  "allowed_signers\n"
	  "prev=none\n"
	  "for c in $(" GIT "rev-list --reverse refs/heads/assay/v1/trust); do\n"
	  "\t" GIT "cat-file blob \"$c:trust.yaml\" > trust.now\n"
	  "\tfor s in $(" GIT "ls-tree --name-only \"$c\" sigs/); do\n"
	  "\t\t" GIT "cat-file blob \"$c:$s\" > sig.now\n"
	  "\t\twho=$(ssh-keygen -Y find-principals -s sig.now -f allowed_signers | "
	  "head -n 1)\n"
	  "\t\tssh-keygen -Y verify -n assay-trust@v1 -f allowed_signers -I \"$who\" "
	  "-s sig.now < trust.now\n"
	  "\tdone\n"
	  "\tgrep -E '^(version|prev|roots):' trust.now\n"
	  "\ttest \"$(sed -n 's/^prev: //p' trust.now)\" = \"$prev\"\n"
	  "\tprev=$(sha256sum < trust.now | cut -d' ' -f1)\n"
	  "done\n" },
	{ "Every record is signed, by the person whose chain it stands on",
	  "About fifty records a second.",
	  "for c in $(" GIT "rev-list --all); do\n"
	  "\t" GIT "-c gpg.format=ssh "
	  "-c gpg.ssh.allowedSignersFile=\"$PWD/allowed_signers\" verify-commit \"$c\" "
	  "2>> signatures.txt\n"
	  "done\n"
	  GIT "for-each-ref --format='%(refname)' refs/heads/assay/v1/log |\n"
	  "while read -r ref; do\n"
	  "\tactor=${ref#refs/heads/assay/v1/log/}; actor=${actor%%/*}\n"
	  "\t" GIT "-c gpg.format=ssh "
	  "-c gpg.ssh.allowedSignersFile=\"$PWD/allowed_signers\" log --format='%GS %an' "
	  "\"$ref\" |\n"
	  "\tawk -v actor=\"$actor\" '$1 != actor || $2 != actor { print; bad = 1 } "
	  "END { exit bad }'\n"
	  "done\n" },
	{ "Every record is whole, and follows the one before",
	  "The signed message of each commit names by SHA-256 its record, its attachments, "
	  "the commit before it and this ledger.",
	  "for c in $(" GIT "rev-list --all); do\n"
	  "\t" GIT "log -1 --format=%B \"$c\" > said.now\n"
	  "\tfile=record.yaml folder=attach/\n"
	  "\tif grep -q '^Assay-Type: trust$' said.now; then file=trust.yaml folder=; fi\n"
	  "\ttest \"$(" GIT "cat-file blob \"$c:$file\"" SHA "\" = \\\n"
	  "\t\t\"$(sed -n 's/^Assay-Record: \\([0-9a-f]*\\) .*/\\1/p' said.now)\"\n"
	  "\tsed -n 's/^Assay-Attach: //p' said.now | while read -r sha size name; do\n"
	  "\t\ttest \"$(" GIT "cat-file blob \"$c:$folder$name\"" SHA "\" = \"$sha\"\n"
	  "\tdone\n"
	  "\tprev=none\n"
	  "\tif below=$(" GIT "rev-parse -q --verify \"$c^\"); then\n"
	  "\t\tprev=$(" GIT "cat-file commit \"$below\"" SHA "\n"
	  "\tfi\n"
	  "\ttest \"$(sed -n 's/^Assay-Prev: //p' said.now)\" = \"$prev\"\n"
	  "\ttest \"$(sed -n 's/^Assay-Ledger: //p' said.now)\" = \"$(cat ledger-id)\"\n"
	  "done\n"
	  "echo 'all of it holds'\n" },
};

void
audit_page_print(struct buf *out, const struct audit_page *page)
{
	buf_printf(out, "# How to check this ledger\n\n"
		   "Ledger `%s`, trust version %" PRId64 ": %" PRId64
		   " records on %" PRId64 " chains, packed %s.\n\n"
		   "You need git, ssh-keygen (OpenSSH 8.9 or newer), sha256sum and a shell; not "
		   "assay. Run the steps in order in this folder, in a shell that stops at "
		   "the first failure (`sh -eu`). Nothing they do leaves the folder.\n",
		   page->ledger, page->version, page->records, page->chains, page->when);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		buf_printf(out, "\n## %zu. %s\n\n", i + 1, steps[i].title);
		if (steps[i].words[0] != '\0')
			buf_printf(out, "%s\n\n", steps[i].words);
		buf_printf(out, "```sh\n%s```\n", steps[i].commands);
	}
	buf_text(out, "\n## What these commands do not see\n\n"
		 "Whether each person had the role for what they said, and up to which record "
		 "a key counts: `trust.yaml` says it in plain words under `grants`. Whether "
		 "each commit has the one accepted form, without anything added that git "
		 "passes over; whether each outcome follows from its scores by the rubric. "
		 "`assay audit check.git --ledger-id $(cat ledger-id)` checks all of it.\n");
}
