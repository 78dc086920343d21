#include "core/store/ledger.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/store/append.h"
#include "core/store/judge_index.h"
#include "core/store/tree.h"
#include "core/trust/trust_edit.h"

static const char *const config[][2] = {
	{ "core.logAllRefUpdates", "always" },
	{ "gc.auto", "0" },
	{ "fetch.fsckObjects", "true" },
	{ "receive.fsckObjects", "true" },
	{ "receive.denyNonFastForwards", "true" },
	{ "receive.denyDeletes", "true" },
	{ NULL, NULL },
};

/* sigs/<kid>.sig: the armour and one LF. */
static int
sign_trust(struct buf *out, struct signer *signer, struct span trust, struct err *err)
{
	if (sshsig_sign(out, signer, SSHSIG_TRUST, trust, err) != 0)
		return -1;
	buf_char(out, '\n');
	return 0;
}

static int
write_first_trust(struct oid *out, struct ledger *ledger, struct signer *signer,
		  const char *actor, int64_t now, struct err *err)
{
	struct arena *arena = &ledger->arena;
	struct commit commit =
		commit_next(ledger, RECORD_TRUST, actor, signer->key.kid, now);
	struct buf signature = { 0 }, signers = { 0 };
	struct blob_to_write files[2] = {
		{ .name = "allowed_signers" },
		{ .name = arena_printf(arena, "sigs/%s.sig", signer->key.kid) },
	};
	struct digest sha256;
	int status = sign_trust(&signature, signer, ledger->trust->bytes, err);

	if (status == 0) {
		trust_signers(&signers, ledger->trust);
		files[0].bytes = buf_span(&signers);
		files[1].bytes = buf_span(&signature);
		commit.subject = "version 1";
		status = commit_write(out, &sha256, arena, ledger->repo, signer, &commit,
				      ledger->trust->bytes, files, 2, err);
	}
	buf_close(&signature);
	buf_close(&signers);
	return status;
}

/* Trust version 1, as text and as what it says. */
static int
make_first_trust(struct ledger *ledger, const struct trust_member *members, size_t count,
		 enum release release, struct err *err)
{
	struct faults faults = { .arena = &ledger->arena, .path = "trust.yaml" };
	struct buf text = { 0 };
	struct trust first;
	bool newer;

	if (trust_first(&first, &ledger->arena, members, count, release, err) != 0) {
		err->code = ERR_USAGE;
		return err_within(err, "these members cannot be put in trust");
	}
	trust_print(&text, &first);
	ledger->trust = trust_read(&ledger->arena, &faults, &newer,
				   arena_span(&ledger->arena, buf_span(&text)));
	buf_close(&text);
	if (fault_check(&faults, err) != 0) {
		err->code = ERR_USAGE;
		return err_within(err, "these members cannot be put in trust");
	}
	digest_hex(ledger->id, &ledger->trust->sha256);
	return 0;
}

/* The trust ref first: then nothing named assay/v1 can block the chains. */
static int
fill(struct ledger *ledger, struct signer *signer, const char *actor, int64_t now,
     struct err *err)
{
	struct arena *arena = &ledger->arena;
	char *log = arena_printf(arena, LEDGER_LOG "%s/%s", actor, signer->key.kid);
	struct oid trust, genesis;
	struct digest sha256;

	if (write_first_trust(&trust, ledger, signer, actor, now, err) != 0
	    || genesis_write(&genesis, &sha256, arena, ledger, signer, actor, now, err)
		       != 0
	    || repo_ref_move(ledger->repo, LEDGER_TRUST, &trust, NULL, "assay: trust 0",
			     err)
		       != 0)
		return -1;
	return repo_ref_move(ledger->repo, log, &genesis, NULL, "assay: genesis 0", err);
}

/* Whole, or not there: made beside the path, then renamed. */
static int
make_at(const char *temp, const char *path, struct signer *signer,
	const struct trust_member *members, size_t count, enum release release,
	int64_t now, struct err *err)
{
	struct ledger ledger = { .path = temp };
	int status = make_first_trust(&ledger, members, count, release, err);

	if (status == 0)
		status = repo_create(&ledger.repo, temp, LEDGER_TRUST, config, err);
	if (status == 0)
		status = fill(&ledger, signer, members[0].actor, now, err);
	if (status == 0)
		status = file_make_dirs(path_join(&ledger.arena, temp, "assay/journal"),
					0700, err);
	ledger_close(&ledger);
	if (status == 0 && rename(temp, path) != 0)
		status = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
			? err_set(err, ERR_EXISTS, "%s exists already", path)
			: err_errno(err, "%s", path);
	if (status != 0)
		file_remove_tree(temp);
	return status;
}

int
ledger_create(struct ledger *out, const char *path, struct signer *signer,
	      const struct trust_member *members, size_t count, enum release release,
	      int64_t now, struct err *err)
{
	struct arena arena = { 0 };
	char id[RANDOM_ID_HEX], *real = path_real(&arena, path), *temp;
	struct stat st;
	int status;

	random_id(id);
	temp = arena_printf(&arena, "%s.new-%.12s", real, id);
	status = lstat(real, &st) == 0
			 ? err_set(err, ERR_EXISTS, "%s exists already", path)
			 : make_at(temp, real, signer, members, count, release, now, err);
	if (status == 0)
		status = file_sync_dir(arena_copy(&arena, real,
						  (size_t)(path_name(real) - real)), err);
	if (status == 0)
		status = ledger_open(out, path, NULL, err);
	arena_close(&arena);
	return status;
}

int
ledger_open(struct ledger *out, const char *path, const char *id, struct err *err)
{
	struct trust_chain chain;

	*out = (struct ledger){ 0 };
	out->path = arena_text(&out->arena, path);
	if (repo_open_ledger(&out->repo, path, err) == 0
	    && judge_trust_chain(&chain, out, id, NULL, NULL, err) == 0) {
		ledger_take_trust(out, &chain);
		if (out->trust != NULL)
			return 0;
		err_set(err, ERR_INVALID, "%s: %s", out->trust_code, out->trust_detail);
	}
	ledger_close(out);
	return -1;
}

void
ledger_close(struct ledger *ledger)
{
	ledger_index_close(ledger->index);
	marks_close(ledger->marks);
	for (size_t i = 0; i < LEDGER_HANDS; i++)
		repo_close(ledger->hands[i]);
	repo_close(ledger->repo);
	arena_close(&ledger->trust_arena);
	arena_close(&ledger->arena);
	*ledger = (struct ledger){ 0 };
}
