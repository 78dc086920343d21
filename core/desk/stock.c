#include "core/desk/stock.h"

#include "core/base/shell.h"

static void
put_git(struct buf *out, const struct stock *stock)
{
	buf_text(out, "git -C ");
	shell_word(out, stock->ledger);
}

static void
put_signature(struct buf *out, const struct stock *stock)
{
	bool told = stock->holds != NULL;

	buf_printf(out, "%sassay -C ",
		   told ? "# who may sign, from the trust that is in force\n" : "");
	shell_word(out, stock->dir);
	buf_printf(out, " trust signers > signers\n%s", !told ? ""
		   : "# stock git and ssh-keygen: is the signature good, and whose is it?\n");
	put_git(out, stock);
	buf_printf(out, " -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=\"$PWD/signers\" "
		   "verify-commit -v %s\n", stock->commit);
}

static void
put_digests(struct buf *out, const struct stock *stock)
{
	buf_text(out, "# what it holds: the same digest as in the line Assay-Record\n");
	put_git(out, stock);
	buf_printf(out, " cat-file blob %s:%s | sha256sum\n"
		   "# the record itself: its SHA-256, by which others speak of it, is\n"
		   "# %s\n", stock->commit, stock->holds, stock->sha256);
	put_git(out, stock);
	buf_printf(out, " cat-file commit %s | sha256sum\n", stock->commit);
}

void
stock_print(struct buf *out, const struct stock *stock, size_t columns)
{
	struct buf lines = { 0 };

	put_signature(&lines, stock);
	if (stock->holds != NULL)
		put_digests(&lines, stock);
	shell_lay(out, buf_span(&lines), columns);
	buf_close(&lines);
}
