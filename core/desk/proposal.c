#include "core/desk/proposal.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/model/record.h"
#include "core/trust/sshsig.h"

enum { SIGNATURE_BYTES = 1024, FOLDER_NAMES = 200 };

static const char *
folder_of(struct arena *arena, const struct workspace *workspace)
{
	return path_join(arena, workspace->dir, "trust");
}

/* All that may be asked of it before anybody signs. */
static int
check_follows(const struct proposal *p, const struct trust *next, struct err *err)
{
	const char *code;

	if (trust_follows(&code, next, p->ledger->trust, NULL, 0, err) == 0
	    || strcmp(code, "trust-threshold") == 0)
		return 0;
	err->code = ERR_REFUSED;
	return err_within(err, "%s", code);
}

static int
read_version(struct trust **out, struct proposal *p, const char *dir, struct err *err)
{
	const char *path = path_join(&p->arena, dir, "trust.yaml");
	struct faults faults = { .arena = &p->arena, .path = path };
	struct span bytes;
	bool newer;

	if (file_read(&bytes, &p->arena, path, RECORD_BYTES, err) != 0)
		return -1;
	*out = trust_read(&p->arena, &faults, &newer, bytes);
	if (*out != NULL)
		return 0;
	return newer ? err_set(err, ERR_NEWER, "%s: made by a newer assay", path)
		     : fault_check(&faults, err);
}

/* `<kid>.sig` */
static bool
is_signature(const char *name)
{
	size_t len = strlen(name);

	return len == 36 && strcmp(name + 32, ".sig") == 0
	       && is_hex32((struct span){ name, 32 });
}

static bool
has_signature(const struct proposal *p, const char *kid)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->signatures[i].kid, kid) == 0)
			return true;
	return false;
}

/* One that is good for this proposal; another is told, not passed over. */
static int
read_signature(struct proposal *p, const char *dir, const char *name, struct err *err)
{
	const char *path = path_join(&p->arena, dir, name);
	const char *kid = arena_copy(&p->arena, name, 32);
	struct span file;
	struct sshsig sig;

	if (has_signature(p, kid))
		return 0;
	if (file_read(&file, &p->arena, path, SIGNATURE_BYTES, err) != 0)
		return -1;
	if (file.len != 0 && file.data[file.len - 1] == '\n')
		file.len--;
	if (sshsig_parse(&sig, file, SSHSIG_TRUST, NULL) != 0
	    || strcmp(sig.key.kid, kid) != 0
	    || !sshsig_verify(&sig, SSHSIG_TRUST, p->next->bytes))
		return err_set(err, ERR_REFUSED,
			       "%s is no good signature over the trust.yaml beside it",
			       path);
	p->signatures =
		arena_grow(&p->arena, p->signatures, p->count, sizeof *p->signatures);
	p->signatures[p->count++] = (struct trust_signature){ kid, file };
	return 0;
}

static int
read_signatures(struct proposal *p, const char *dir, struct err *err)
{
	char **names;
	size_t count;

	if (file_list(&names, &count, &p->arena, dir, FOLDER_NAMES, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_signature(names[i]) && read_signature(p, dir, names[i], err) != 0)
			return -1;
	return 0;
}

static int
read_proposal(struct proposal *p, struct err *err)
{
	if (read_version(&p->next, p, p->dir, err) != 0)
		return -1;
	if (digest_equal(&p->next->sha256, &p->ledger->trust->sha256)) {
		p->next = NULL;		/* published, and not cleared any more */
		return 0;
	}
	if (p->next->version <= p->ledger->trust->version)
		return err_set(err, ERR_CONFLICT,
			       "version %" PRId64 " of the trust file is in force, and "
			       "the change proposed here was made before it: `assay "
			       "trust drop` takes it away",
			       p->ledger->trust->version);
	if (check_follows(p, p->next, err) != 0)
		return -1;
	return read_signatures(p, p->dir, err);
}

/* One that was drawn up before that was known is still told. */
static int
note_stale(struct proposal *p, struct err *err)
{
	if (p->next == NULL || ledger_trust_fresh(p->ledger, err) == 0)
		return 0;
	if (err->code != ERR_CONFLICT && err->code != ERR_REFUSED)
		return -1;
	p->stale = arena_text(&p->arena, err->text);
	return 0;
}

int
proposal_open(struct proposal *out, const struct workspace *workspace,
	      struct ledger *ledger, struct err *err)
{
	*out = (struct proposal){ .ledger = ledger };
	out->dir = folder_of(&out->arena, workspace);
	if (!file_exists(path_join(&out->arena, out->dir, "trust.yaml"))
	    || (read_proposal(out, err) == 0 && note_stale(out, err) == 0))
		return 0;
	proposal_close(out);
	return -1;
}

void
proposal_close(struct proposal *proposal)
{
	arena_close(&proposal->arena);
	*proposal = (struct proposal){ 0 };
}

struct trust *
proposal_edit(struct proposal *p)
{
	if (p->next == NULL)
		p->next = trust_next(&p->arena, p->ledger->trust, p->ledger->id);
	return p->next;
}

struct looking {
	const char *kid;
	int64_t wanted;			/* -1: the last */
	int64_t seq;			/* found; -1: none */
	char sha256[DIGEST_HEX];
};

/* To raise an end, a record past it is named, which counts only when it is raised. */
static bool
is_good(const struct looking *look, const struct entry *entry)
{
	if (look->wanted < 0)
		return entry->counts;
	return entry->seq == look->wanted
	       && (entry->counts
		   || (entry->code != NULL && strcmp(entry->code, "after-freeze") == 0));
}

static bool
look_at(void *who, const struct entry *entry)
{
	struct looking *look = who;

	if (entry->commit != NULL
	    && strncmp(entry->ref, LEDGER_LOG, strlen(LEDGER_LOG)) == 0
	    && strcmp(entry->commit->kid, look->kid) == 0 && is_good(look, entry)) {
		look->seq = entry->seq;
		memcpy(look->sha256, entry->sha256, DIGEST_HEX);
	}
	return true;
}

int
proposal_end_key(struct proposal *p, const char *kid, int64_t seq, const char *why,
		 struct err *err)
{
	struct looking look = { .kid = kid, .wanted = seq, .seq = -1, .sha256 = "none" };
	char number[24] = "none";

	if (ledger_walk(p->ledger, NULL, look_at, &look, err) != 0)
		return -1;
	if (seq >= 0 && look.seq < 0)
		return err_set(err, ERR_NOT_FOUND,
			       "the key %s has no good record %" PRId64, kid,
			       seq);
	if (look.seq >= 0)
		snprintf(number, sizeof number, "%" PRId64, look.seq);
	return trust_end_key(proposal_edit(p), &p->arena, kid, number, look.sha256, why,
			     err);
}

/* Without signatures; trust.yaml itself is written over or taken away by the caller. */
static int
clear_signatures(struct arena *arena, const char *dir, struct err *err)
{
	char **names;
	size_t count;

	if (file_list(&names, &count, arena, dir, FOLDER_NAMES, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_signature(names[i])
		    && unlink(path_join(arena, dir, names[i])) != 0)
			return err_errno(err, "%s", path_join(arena, dir, names[i]));
	return file_sync_dir(dir, err);
}

static int
keep_version(struct proposal *p, const struct trust *version, struct err *err)
{
	if (file_make_dirs(p->dir, 0700, err) != 0
	    || clear_signatures(&p->arena, p->dir, err) != 0)
		return -1;
	return file_write(path_join(&p->arena, p->dir, "trust.yaml"), version->bytes,
			  0600, err);
}

int
proposal_keep(struct proposal *p, struct err *err)
{
	struct faults faults = { .arena = &p->arena, .path = "trust.yaml" };
	struct buf text = { 0 };
	struct trust *next;
	const char **lines;
	bool newer;

	trust_print(&text, proposal_edit(p));
	next = trust_read(&p->arena, &faults, &newer,
			  arena_span(&p->arena, buf_span(&text)));
	buf_close(&text);
	if (next == NULL)
		return fault_check(&faults, err);
	if (trust_diff(&lines, &p->arena, p->ledger->trust, next) == 0)
		return err_set(err, ERR_REFUSED, "that is so already: nothing to change");
	if (check_follows(p, next, err) != 0 || ledger_trust_fresh(p->ledger, err) != 0
	    || keep_version(p, next, err) != 0)
		return -1;
	p->next = next;
	p->count = 0;
	return 0;
}

static int
keep_signature(struct proposal *p, const struct trust_signature *signature,
	       struct err *err)
{
	const char *name = arena_printf(&p->arena, "%s.sig", signature->kid);
	const char *text = arena_printf(&p->arena, "%.*s\n", (int)signature->armour.len,
					signature->armour.data);

	return file_write(path_join(&p->arena, p->dir, name), span_of(text), 0600, err);
}

/* All of it is read and found good before any of it is kept. */
int
proposal_take(struct proposal *p, const char *dir, struct err *err)
{
	struct trust *ours = p->next, *theirs;
	size_t had = p->count;

	if (read_version(&theirs, p, dir, err) != 0 || check_follows(p, theirs, err) != 0
	    || ledger_trust_fresh(p->ledger, err) != 0)
		return -1;
	if (ours != NULL && !digest_equal(&ours->sha256, &theirs->sha256))
		return err_set(err, ERR_CONFLICT,
			       "another change is proposed here: publish it, or take it "
			       "away with `assay trust drop`, first");
	p->next = theirs;
	if (read_signatures(p, dir, err) != 0
	    || (ours == NULL && keep_version(p, theirs, err) != 0))
		return -1;
	for (size_t i = had; i < p->count; i++)
		if (keep_signature(p, &p->signatures[i], err) != 0)
			return -1;
	return 0;
}

int
proposal_sign(struct proposal *p, struct signer *signer, struct err *err)
{
	struct trust_signature made;
	struct buf armour = { 0 };
	int status;

	if (ledger_trust_fresh(p->ledger, err) != 0)
		return -1;
	if (!trust_is_root(p->ledger->trust, signer->key.kid)
	    && !trust_is_root(p->next, signer->key.kid))
		return err_set(err, ERR_REFUSED,
			       "only root persons sign a change of trust, and the key %s "
			       "is none of theirs",
			       signer->key.kid);
	if (has_signature(p, signer->key.kid))
		return 0;
	status = sshsig_sign(&armour, signer, SSHSIG_TRUST, p->next->bytes, err);
	made = (struct trust_signature){ arena_text(&p->arena, signer->key.kid),
					 arena_span(&p->arena, buf_span(&armour)) };
	buf_close(&armour);
	if (status != 0 || keep_signature(p, &made, err) != 0)
		return -1;
	p->signatures =
		arena_grow(&p->arena, p->signatures, p->count, sizeof *p->signatures);
	p->signatures[p->count++] = made;
	return 0;
}

static int64_t
wants(const struct proposal *p, const struct trust *under)
{
	return under->threshold - trust_signed_by(under, p->signatures, p->count);
}

int64_t
proposal_wants(const struct proposal *p)
{
	int64_t before = wants(p, p->ledger->trust), after = wants(p, p->next);
	int64_t most = before > after ? before : after;

	return most > 0 ? most : 0;
}

static int
clear(struct arena *arena, const char *dir, struct err *err)
{
	const char *path = path_join(arena, dir, "trust.yaml");

	if (unlink(path) != 0)
		return err_errno(err, "%s", path);
	return clear_signatures(arena, dir, err);
}

int
proposal_publish(struct oid *out, struct proposal *p, struct signer *signer,
		 const char *actor, int64_t now, struct err *err)
{
	if (ledger_publish_trust(out, p->ledger, signer, actor, p->next, p->signatures,
				 p->count, now, err)
	    != 0)
		return -1;
	p->next = NULL;
	p->count = 0;
	return clear(&p->arena, p->dir, err);
}

int
proposal_drop(const struct workspace *workspace, struct err *err)
{
	struct arena arena = { 0 };
	const char *dir = folder_of(&arena, workspace);
	int status;

	if (file_exists(path_join(&arena, dir, "trust.yaml")))
		status = clear(&arena, dir, err);
	else
		status = err_set(err, ERR_NOT_FOUND, "no change of trust is proposed");
	arena_close(&arena);
	return status;
}
