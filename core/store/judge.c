#include "core/store/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/store/tree.h"

enum { TREE_BYTES = 64 << 10, DETAIL = 400 };

/* A file of the tree: as it stands there, or as the trailers say it should. */
struct leaf {
	const char *name;		/* path from the root */
	struct oid oid;
	const struct digest *sha256;
	int64_t bytes;
};

struct leaves {
	struct leaf *items;
	size_t count;
};

void
verdict_set(struct verdict *verdict, struct arena *arena, const char *code,
	    const char *fmt, ...)
{
	char text[DETAIL];
	va_list ap;

	if (verdict->code != NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*verdict = (struct verdict){ code, arena_text(arena, text) };
}

static int
compare_leaves(const void *a, const void *b)
{
	return strcmp(((const struct leaf *)a)->name, ((const struct leaf *)b)->name);
}

static const char *
record_name(enum record_type type)
{
	return type == RECORD_TRUST ? "trust.yaml"
		: type == RECORD_OUTCOME ? "outcome.yaml" : "record.yaml";
}

static bool
is_log(enum record_type type)
{
	return type != RECORD_TRUST && type != RECORD_OUTCOME;
}

/* What the trailers say is in the tree, by path. */
static struct leaves
expected_leaves(struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	struct leaves parts = { .count = commit->attachment_count + 1 };

	parts.items = arena_array(exam->arena, parts.count, sizeof *parts.items);
	parts.items[0] = (struct leaf){ .name = record_name(commit->type),
		.sha256 = &commit->record_sha256, .bytes = commit->record_bytes };
	for (size_t i = 0; i < commit->attachment_count; i++) {
		const struct attachment *attachment = &commit->attachments[i];

		parts.items[i + 1] = (struct leaf){ .sha256 = &attachment->sha256,
			.bytes = attachment->bytes, .name = !is_log(commit->type)
			? attachment->name
			: arena_printf(exam->arena, "attach/%s", attachment->name) };
	}
	qsort(parts.items, parts.count, sizeof *parts.items, compare_leaves);
	return parts;
}

/* An object that is wanted: what it is called, and the codes for another kind or size. */
struct wanted {
	const char *name;
	enum object_type type;
	size_t limit;
	const char *other_kind, *too_large;
};

/*
 * 0 when the bytes are at hand; 1 with a verdict; -1 when the disk failed. Why it could
 * not be read is only looked into when it could not.
 */
static int
fetch(struct span *out, struct verdict *verdict, struct exam *exam, const struct oid *oid,
      const struct wanted *wanted, struct err *err)
{
	const struct digest *known = wanted->type == OBJECT_COMMIT ? exam->known : NULL;
	enum object_type type = wanted->type;
	struct err ignored;
	size_t size;

	if (repo_read_known(out, exam->arena, exam->repo, oid, type, wanted->limit, known, err)
	    == 0)
		return 0;
	*out = (struct span){ 0 };	/* what could not be trusted is not there */
	if (err->code == ERR_NOT_FOUND)
		verdict_set(verdict, exam->arena, "missing", "%s is not here",
			    wanted->name);
	else if (err->code == ERR_LIMIT)
		verdict_set(verdict, exam->arena, wanted->too_large, "%s is too large",
			    wanted->name);
	else if (err->code != ERR_INVALID)
		return -1;
	else if (repo_header(&type, &size, exam->repo, oid, &ignored) == 0
		 && type != wanted->type)
		verdict_set(verdict, exam->arena, wanted->other_kind,
			    "%s is another kind of object", wanted->name);
	else
		verdict_set(verdict, exam->arena, "digest-mismatch", "%s", err->text);
	return 1;
}

static void
add_leaf(struct leaves *parts, struct arena *arena, const char *name,
	 const struct oid *oid)
{
	parts->items =
		arena_grow(arena, parts->items, parts->count, sizeof *parts->items);
	parts->items[parts->count++] = (struct leaf){ .name = name, .oid = *oid };
}

/* The files of one folder of the tree; only the root may hold folders. */
static int
list_folder(struct leaves *parts, struct exam *exam, const struct oid *oid,
	    const char *prefix, struct err *err)
{
	static const struct wanted tree = { "the tree", OBJECT_TREE, TREE_BYTES,
					    "bad-tree", "bad-tree" };
	struct tree_entry *entries;
	struct span bytes;
	size_t count;
	int status = fetch(&bytes, &exam->late, exam, oid, &tree, err);

	if (status != 0)
		return status;
	if (tree_parse(&entries, &count, exam->arena, bytes, COMMIT_ATTACHMENTS + 2,
		       err) != 0
	    || count == 0) {
		verdict_set(&exam->late, exam->arena, "bad-tree", "%s",
			    count == 0 ? "an empty folder" : err->text);
		return 1;
	}
	for (size_t i = 0; i < count; i++) {
		const char *name = *prefix == '\0' ? entries[i].name
			: arena_printf(exam->arena, "%s%s", prefix, entries[i].name);

		if (entries[i].mode == MODE_FILE)
			add_leaf(parts, exam->arena, name, &entries[i].oid);
		else if (entries[i].mode == MODE_TREE && *prefix == '\0')
			status = list_folder(parts, exam, &entries[i].oid,
					     arena_printf(exam->arena, "%s/", name), err);
		else
			verdict_set(&exam->late, exam->arena, "bad-tree",
				    "%s has a mode that is not allowed", name);
		if (status != 0)
			return status;
	}
	return exam->late.code == NULL ? 0 : 1;
}

static bool
check_limits(struct exam *exam, const struct leaves *wanted)
{
	const struct commit *commit = &exam->commit;
	int64_t total = 0;

	if (is_log(commit->type) && commit->attachment_count > COMMIT_RECORD_ATTACHMENTS)
		verdict_set(&exam->late, exam->arena, "bad-tree",
			    "more than %d attachments", COMMIT_RECORD_ATTACHMENTS);
	if (commit->record_bytes > RECORD_BYTES)
		verdict_set(&exam->late, exam->arena, "bad-tree",
			    "the record is over 256 KiB");
	for (size_t i = 0; i < wanted->count; i++) {
		if (wanted->items[i].bytes > RECORD_ATTACHMENT)
			verdict_set(&exam->late, exam->arena, "bad-tree",
				    "%s is over 1 MiB", wanted->items[i].name);
		else
			total += wanted->items[i].bytes;
	}
	if (total > RECORD_TOTAL)
		verdict_set(&exam->late, exam->arena, "bad-tree", "over 4 MiB in all");
	return exam->late.code == NULL;
}

static bool
check_names(struct exam *exam, const struct leaves *wanted, const struct leaves *found)
{
	for (size_t i = 0; i < wanted->count || i < found->count; i++) {
		const struct leaf *w = i < wanted->count ? &wanted->items[i] : NULL;
		const struct leaf *f = i < found->count ? &found->items[i] : NULL;

		if (w != NULL && f != NULL && strcmp(w->name, f->name) == 0)
			continue;
		if (f == NULL || (w != NULL && strcmp(w->name, f->name) < 0))
			verdict_set(&exam->late, exam->arena, "bad-tree",
				    "%s is not in the tree", w->name);
		else
			verdict_set(&exam->late, exam->arena, "bad-tree",
				    "%s is in the tree and is not signed for", f->name);
		return false;
	}
	return true;
}

/* Where the bytes of a part go that is as it was signed. */
static void
keep_part(struct exam *exam, const char *name, struct span bytes)
{
	if (strcmp(name, record_name(exam->commit.type)) == 0)
		exam->record_bytes = bytes;
	else if (exam->attached != NULL)
		for (size_t i = 0; i < exam->commit.attachment_count; i++)
			if (strcmp(exam->commit.attachments[i].name, name) == 0)
				exam->attached[i] = bytes;
}

/* One blob against its trailer. */
static int
check_blob(struct exam *exam, const struct leaf *leaf, const struct oid *oid,
	   struct err *err)
{
	const struct wanted blob = { leaf->name, OBJECT_BLOB, RECORD_ATTACHMENT,
				     "bad-tree", "digest-mismatch" };
	struct digest digest;
	struct span bytes;
	int status = fetch(&bytes, &exam->late, exam, oid, &blob, err);

	if (status != 0)
		return status < 0 ? -1 : 0;
	digest = digest_sha256(bytes);
	if ((int64_t)bytes.len != leaf->bytes)
		verdict_set(&exam->late, exam->arena, "digest-mismatch",
			    "%s has another size than was signed",
			    leaf->name);
	else if (!digest_equal(&digest, leaf->sha256))
		verdict_set(&exam->late, exam->arena, "digest-mismatch",
			    "%s is not what was signed",
			    leaf->name);
	else
		keep_part(exam, leaf->name, bytes);
	return 0;
}

static int
examine_tree(struct exam *exam, struct err *err)
{
	struct leaves wanted = expected_leaves(exam), found = { 0 };
	int status;

	if (!check_limits(exam, &wanted))
		return 0;
	status = list_folder(&found, exam, &exam->commit.tree, "", err);
	if (status != 0)
		return status < 0 ? -1 : 0;
	qsort(found.items, found.count, sizeof *found.items, compare_leaves);
	if (!check_names(exam, &wanted, &found))
		return 0;
	if (!is_log(exam->commit.type))
		exam->attached = arena_array(exam->arena, exam->commit.attachment_count,
					     sizeof *exam->attached);
	for (size_t i = 0; i < wanted.count && exam->late.code == NULL; i++)
		if (check_blob(exam, &wanted.items[i], &found.items[i].oid, err) != 0)
			return -1;
	exam->is_whole = exam->late.code == NULL;
	return 0;
}

static bool
has_attachment(const struct commit *commit, const char *name)
{
	for (size_t i = 0; i < commit->attachment_count; i++)
		if (strcmp(commit->attachments[i].name, name) == 0)
			return true;
	return false;
}

static void
read_record(struct exam *exam)
{
	struct faults faults = { .arena = exam->arena,
				 .path = record_name(exam->commit.type) };
	struct err err;
	bool newer = false;

	if (exam->commit.type == RECORD_TRUST)
		exam->trust =
			trust_read(exam->arena, &faults, &newer, exam->record_bytes);
	else
		exam->record = record_read(exam->arena, &faults, &newer,
					   exam->commit.type, exam->record_bytes);
	if (newer)
		verdict_set(&exam->late, exam->arena, "newer-format",
			    "%s was written by a newer assay",
			    faults.path);
	else if (fault_check(&faults, &err) != 0)
		verdict_set(&exam->late, exam->arena, "bad-record", "%s", err.text);
	for (size_t i = 0; exam->record != NULL && i < exam->record->attached_count; i++)
		if (!has_attachment(&exam->commit, exam->record->attached[i]))
			verdict_set(&exam->late, exam->arena, "bad-record",
				    "attach/%s is named and is not there",
				    exam->record->attached[i]);
}

/* `<rubric id> <outcome>`, as the record has it. */
static bool
is_subject_of_record(struct exam *exam)
{
	struct buf subject = { 0 };
	bool same;

	if (exam->record == NULL || !record_finding(&subject, exam->record))
		return true;
	same = span_is(buf_span(&subject), exam->commit.subject);
	buf_close(&subject);
	return same;
}

static void
examine_names(struct exam *exam)
{
	const struct commit *commit = &exam->commit;
	const struct chain_name *chain = &exam->chain;
	bool is_here = chain->is_outcomes ? commit->type == RECORD_OUTCOME
		: chain->kid == NULL ? commit->type == RECORD_TRUST
		: is_log(commit->type);

	if (exam->ledger != NULL && strcmp(commit->ledger, exam->ledger) != 0)
		verdict_set(&exam->early, exam->arena, "wrong-ledger",
			    "it was signed for the ledger %.16s…", commit->ledger);
	if (!is_here)
		verdict_set(&exam->early, exam->arena, "path-mismatch",
			    "a record of this type does not stand on this chain");
	else if (chain->kid != NULL && (strcmp(chain->actor, commit->actor) != 0
					|| strcmp(chain->kid, commit->kid) != 0))
		verdict_set(&exam->early, exam->arena, "path-mismatch",
			    "it is by %s with the key %s", commit->actor, commit->kid);
}

/* How the commit is to be read, or why it cannot: true when it could. */
static bool
examine_form(struct exam *exam, struct err *err)
{
	const char *code;

	exam->sha256 = exam->known != NULL ? *exam->known : digest_sha256(exam->raw);
	if (commit_read(&exam->commit, &code, exam->arena, exam->raw, err) == 0
	    || strcmp(code, "bad-signature") == 0 || strcmp(code, "bad-record") == 0)
		return exam->is_read = true;
	verdict_set(&exam->early, exam->arena, code, "%s", err->text);
	return false;
}

int
examine(struct exam *exam, struct err *err)
{
	static const struct wanted commit = { "the commit", OBJECT_COMMIT, COMMIT_BYTES,
					      "non-canonical", "non-canonical" };
	int status = fetch(&exam->raw, &exam->early, exam, &exam->oid, &commit, err);

	if (status != 0)
		return status < 0 ? -1 : 0;
	if (!examine_form(exam, err))
		return 0;
	if (exam->commit.unknown_type != NULL)
		verdict_set(&exam->late, exam->arena, "bad-record",
			    "there are no records of type '%s'",
			    exam->commit.unknown_type);
	else if (examine_tree(exam, err) != 0)
		return -1;
	if (exam->is_whole)
		read_record(exam);
	if (!is_subject_of_record(exam))
		verdict_set(&exam->early, exam->arena, "non-canonical",
			    "the subject '%s' is not that of the record",
			    exam->commit.subject);
	examine_names(exam);
	return 0;
}

void
examine_key(struct exam *exam, const struct trust *trust)
{
	const struct commit *commit = &exam->commit;
	const struct trust_key *key =
		trust == NULL ? NULL : trust_key(trust, commit->kid);

	if (exam->early.code != NULL)
		return;
	if (key == NULL)
		verdict_set(&exam->early, exam->arena, "unknown-key",
			    "no key %s is in trust", commit->kid);
	else if (strcmp(key->actor, commit->actor) != 0)
		verdict_set(&exam->early, exam->arena, "path-mismatch",
			    "the key %s is %s's", commit->kid, key->actor);
	else if (memcmp(key->key.bytes, commit->signature.key.bytes, SSHKEY_PUBLIC) != 0)
		verdict_set(&exam->early, exam->arena, "bad-signature",
			    "it is signed with another key than %s",
			    commit->kid);
	else if (!commit_verify(commit, exam->raw))
		verdict_set(&exam->early, exam->arena, "bad-signature",
			    "the signature is not of these bytes");
}

struct entry
exam_entry(const struct exam *exam, struct verdict verdict)
{
	struct entry entry = { .ref = exam->chain.ref, .oid = exam->oid,
		.commit = exam->is_read ? &exam->commit : NULL, .record = exam->record,
		.code = verdict.code, .detail = verdict.detail,
		.seq = exam->is_read ? exam->commit.seq : -1 };

	if (exam->raw.len != 0)
		digest_hex(entry.sha256, &exam->sha256);
	return entry;
}
