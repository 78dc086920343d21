#include "core/store/append.h"

#include <stdlib.h>

#include "core/model/record_body.h"
#include "core/store/tree.h"

static const char *
record_name(enum record_type type)
{
	return type == RECORD_TRUST ? "trust.yaml" : "record.yaml";
}

/* The folder a file stands in, and its name there. */
static const char *
name_in_folder(const char **folder, enum record_type type, const char *name)
{
	if (type != RECORD_TRUST) {
		*folder = "attach";
		return name;
	}
	*folder = strncmp(name, "sigs/", 5) == 0 ? "sigs" : "";
	return **folder == '\0' ? name : name + 5;
}

static int
write_blob(struct tree_entry *out, struct repo *repo, const char *name, struct span bytes,
	   struct err *err)
{
	*out = (struct tree_entry){ .mode = MODE_FILE, .name = name };
	return repo_write(&out->oid, repo, OBJECT_BLOB, bytes, err);
}

static int
write_tree(struct oid *out, struct repo *repo, struct tree_entry *entries, size_t count,
	   struct err *err)
{
	struct buf bytes = { 0 };
	int status;

	tree_encode(&bytes, entries, count);
	status = repo_write(out, repo, OBJECT_TREE, buf_span(&bytes), err);
	buf_close(&bytes);
	return status;
}

/* The root holds the record, files of its own, and at most one folder. */
static int
write_trees(struct commit *commit, struct arena *arena, struct repo *repo,
	    struct span record, const struct blob_to_write *files, size_t count,
	    struct err *err)
{
	struct tree_entry *root = arena_array(arena, count + 2, sizeof *root);
	struct tree_entry *inner = arena_array(arena, count, sizeof *inner);
	const char *folder, *inner_name = NULL;
	size_t roots = 0, inners = 0;

	if (write_blob(&root[roots++], repo, record_name(commit->type), record, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *name = name_in_folder(&folder, commit->type, files[i].name);
		struct tree_entry *entry =
			*folder == '\0' ? &root[roots++] : &inner[inners++];

		if (*folder != '\0')
			inner_name = folder;
		if (write_blob(entry, repo, name, files[i].bytes, err) != 0)
			return -1;
	}
	if (inner_name != NULL) {
		root[roots] =
			(struct tree_entry){ .mode = MODE_TREE, .name = inner_name };
		if (write_tree(&root[roots++].oid, repo, inner, inners, err) != 0)
			return -1;
	}
	return write_tree(&commit->tree, repo, root, roots, err);
}

static int
compare_attachments(const void *a, const void *b)
{
	return strcmp(((const struct attachment *)a)->name,
		      ((const struct attachment *)b)->name);
}

static void
list_parts(struct commit *commit, struct arena *arena, struct span record,
	   const struct blob_to_write *files, size_t count)
{
	commit->record_sha256 = digest_sha256(record);
	commit->record_bytes = (int64_t)record.len;
	commit->attachment_count = count;
	commit->attachments = arena_array(arena, count, sizeof *commit->attachments);
	for (size_t i = 0; i < count; i++)
		commit->attachments[i] =
			(struct attachment){ digest_sha256(files[i].bytes),
					     (int64_t)files[i].bytes.len, files[i].name };
	if (count > 1)
		qsort(commit->attachments, count, sizeof *commit->attachments,
		      compare_attachments);
}

int
commit_write(struct oid *out, struct digest *sha256, struct arena *arena,
	     struct repo *repo, struct signer *signer, struct commit *commit,
	     struct span record, const struct blob_to_write *files, size_t count,
	     struct err *err)
{
	struct buf payload = { 0 }, armour = { 0 }, raw = { 0 };
	int status = write_trees(commit, arena, repo, record, files, count, err);

	if (status == 0) {
		list_parts(commit, arena, record, files, count);
		commit_payload(&payload, commit);
		status =
			sshsig_sign(&armour, signer, SSHSIG_GIT, buf_span(&payload), err);
	}
	if (status == 0) {
		commit_assemble(&raw, buf_span(&payload), buf_span(&armour));
		*sha256 = digest_sha256(buf_span(&raw));
		status = repo_write(out, repo, OBJECT_COMMIT, buf_span(&raw), err);
	}
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&raw);
	return status;
}

struct commit
commit_next(const struct ledger *ledger, enum record_type type, const char *actor,
	    const char *kid, int64_t now)
{
	return (struct commit){ .time = now,
				.ledger = ledger->id,
				.actor = actor,
				.kid = kid,
				.type = type,
				.subject = "",
				.trust_version = ledger->trust->version,
				.trust_sha256 = ledger->trust->sha256 };
}

void
commit_follow(struct commit *commit, const struct oid *below, int64_t seq,
	      const struct digest *sha256)
{
	commit->parents[0] = *below;
	commit->parent_count = 1;
	commit->seq = seq + 1;
	commit->has_prev = true;
	commit->prev = *sha256;
}

int
genesis_write(struct oid *out, struct digest *sha256, struct arena *arena,
	      const struct ledger *ledger, struct signer *signer, const char *actor,
	      int64_t now, struct err *err)
{
	struct commit commit =
		commit_next(ledger, RECORD_GENESIS, actor, signer->key.kid, now);
	const struct genesis said = { actor, signer->key.kid };
	struct record common = { .type = RECORD_GENESIS, .tool = "assay " ASSAY_VERSION,
				 .body = &said };
	char id[RANDOM_ID_HEX];
	struct buf text = { 0 };
	int status;

	random_id(id);
	common.id = id;
	commit.subject = actor;
	record_print(&text, &common);
	status = commit_write(out, sha256, arena, ledger->repo, signer, &commit,
			      buf_span(&text), NULL, 0, err);
	buf_close(&text);
	return status;
}
