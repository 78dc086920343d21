/* One moment of the history in words, and how a stranger checks it. */
#include "core/desk/timeline.h"

#include "core/desk/blind.h"

const char *
moment_type(const struct moment *moment)
{
	return moment->type < 0 ? "unreadable"
		: record_type_word((enum record_type)moment->type);
}

void
moment_print(struct buf *out, const struct moment *moment)
{
	const char *between = "";

	if (moment->blind) {
		buf_text(out, "blind");
		between = ", ";
	}
	if (moment->outcome != NULL) {
		buf_printf(out, "%s", moment->outcome);
		between = ", ";
	}
	if (moment->said != NULL) {
		buf_printf(out, "%s%s", between, moment->said);
		between = ", ";
	}
	if (moment->superseded)
		buf_printf(out, "%ssuperseded", between);
}

int
moment_may_be_seen(const struct moment *moment, struct err *err)
{
	return moment->blind ? blind_refuse(moment->portfolio, moment->attempt, err) : 0;
}

/* As one word of sh. */
static void
put_word(struct buf *out, const char *word)
{
	buf_char(out, '\'');
	for (; *word != '\0'; word++)
		if (*word == '\'')
			buf_text(out, "'\\''");
		else
			buf_char(out, *word);
	buf_char(out, '\'');
}

void
moment_print_check(struct buf *out, const struct moment *moment, const char *dir,
		   const char *ledger_path)
{
	bool trust = moment->type == RECORD_TRUST;

	buf_text(out, "# who may sign, from the trust that is in force\n"
		 "assay -C ");
	put_word(out, dir);
	buf_text(out, " trust signers > signers\n"
		 "# stock git and ssh-keygen: is the signature good, and whose is it?\n"
		 "git -C ");
	put_word(out, ledger_path);
	buf_printf(out, " -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=\"$PWD/signers\" "
		   "verify-commit -v %s\n"
		   "# what it holds: the same digest as in the line Assay-Record\n"
		   "git -C ", moment->commit);
	put_word(out, ledger_path);
	buf_printf(out, " cat-file blob %s:%s | sha256sum\n"
		   "# the record itself: its SHA-256, by which others speak of it, is\n"
		   "# %s\n"
		   "git -C ", moment->commit, trust ? "trust.yaml" : "record.yaml",
		   moment->sha256);
	put_word(out, ledger_path);
	buf_printf(out, " cat-file commit %s | sha256sum\n", moment->commit);
}
