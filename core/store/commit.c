#define _GNU_SOURCE	/* memmem */
#include "core/store/commit.h"

#include <inttypes.h>

#include "core/base/when.h"

#define ARMOUR_END "-----END SSH SIGNATURE-----"

enum { TYPE_WORD = 32, ARMOUR_ROOM = 400 /* most armours have fewer bytes */ };

/* What is being read: where we are, where texts go, what was found. */
struct reading {
	struct commit *commit;
	struct arena *arena;
	struct span raw, rest;
	struct span subject_line;
};

/* A trailer: its name, what is written, and how that is read again. */
struct trailer {
	const char *name;
	void (*print)(struct buf *out, const struct commit *commit);
	bool (*read)(struct reading *r, struct span value);
};

static void
put_hex(struct buf *out, const struct digest *digest)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, digest);
	buf_text(out, hex);
}

/* 0|[1-9][0-9]{0,15} */
static bool
read_number(int64_t *out, struct span text)
{
	*out = 0;
	if (text.len == 0 || text.len > 16 || (text.len > 1 && text.data[0] == '0'))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		*out = *out * 10 + (text.data[i] - '0');
	}
	return true;
}

static const char *
keep(struct reading *r, struct span text)
{
	return arena_copy(r->arena, text.data, text.len);
}

static void
print_version(struct buf *out, const struct commit *commit)
{
	(void)commit;
	buf_char(out, '1');
}

static bool
read_version(struct reading *r, struct span value)
{
	(void)r;
	return span_is(value, "1");
}

static void
print_ledger(struct buf *out, const struct commit *commit)
{
	buf_text(out, commit->ledger);
}

static bool
read_ledger(struct reading *r, struct span value)
{
	r->commit->ledger = keep(r, value);
	return is_hex64(value);
}

static void
print_actor(struct buf *out, const struct commit *commit)
{
	buf_text(out, commit->actor);
}

static bool
read_actor(struct reading *r, struct span value)
{
	r->commit->actor = keep(r, value);
	return is_actor(value);
}

static void
print_kid(struct buf *out, const struct commit *commit)
{
	buf_text(out, commit->kid);
}

static bool
read_kid(struct reading *r, struct span value)
{
	r->commit->kid = keep(r, value);
	return is_hex32(value);
}

static void
print_seq(struct buf *out, const struct commit *commit)
{
	buf_number(out, commit->seq);
}

static bool
read_seq(struct reading *r, struct span value)
{
	return read_number(&r->commit->seq, value);
}

static void
print_type(struct buf *out, const struct commit *commit)
{
	buf_text(out, commit->unknown_type != NULL ? commit->unknown_type
		 : record_type_word(commit->type));
}

static bool
read_type(struct reading *r, struct span value)
{
	int type = record_type_from_word(value);

	if (value.len == 0 || value.len > TYPE_WORD)
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] < 'a' || value.data[i] > 'z')
			return false;
	r->commit->type = type < 0 ? RECORD_TYPES : (enum record_type)type;
	r->commit->unknown_type = type < 0 ? keep(r, value) : NULL;
	return true;
}

static void
print_prev(struct buf *out, const struct commit *commit)
{
	if (commit->has_prev)
		put_hex(out, &commit->prev);
	else
		buf_text(out, "none");
}

static bool
read_prev(struct reading *r, struct span value)
{
	r->commit->has_prev = !span_is(value, "none");
	return !r->commit->has_prev || digest_from_hex(&r->commit->prev, value);
}

static void
print_trust(struct buf *out, const struct commit *commit)
{
	buf_number(out, commit->trust_version);
	buf_char(out, ' ');
	put_hex(out, &commit->trust_sha256);
}

static bool
read_trust(struct reading *r, struct span value)
{
	struct span version = span_cut(&value, ' ');

	return read_number(&r->commit->trust_version, version)
	       && r->commit->trust_version > 0
	       && digest_from_hex(&r->commit->trust_sha256, value);
}

static void
print_record(struct buf *out, const struct commit *commit)
{
	put_hex(out, &commit->record_sha256);
	buf_char(out, ' ');
	buf_number(out, commit->record_bytes);
}

static bool
read_record(struct reading *r, struct span value)
{
	struct span hex = span_cut(&value, ' ');

	return digest_from_hex(&r->commit->record_sha256, hex)
		&& read_number(&r->commit->record_bytes, value);
}

static void
print_time(struct buf *out, const struct commit *commit)
{
	char text[WHEN_TEXT];

	when_print(text, commit->time);
	buf_text(out, text);
}

static bool
read_time(struct reading *r, struct span value)
{
	int64_t seconds;

	return when_parse(&seconds, value) && seconds == r->commit->time;
}

static const struct trailer trailers[] = {
	{ "Assay-Version: ", print_version, read_version },
	{ "Assay-Ledger: ", print_ledger, read_ledger },
	{ "Assay-Actor: ", print_actor, read_actor },
	{ "Assay-Key: ", print_kid, read_kid },
	{ "Assay-Seq: ", print_seq, read_seq },
	{ "Assay-Type: ", print_type, read_type },
	{ "Assay-Prev: ", print_prev, read_prev },
	{ "Assay-Trust: ", print_trust, read_trust },
	{ "Assay-Record: ", print_record, read_record },
	{ "Assay-Attach: ", NULL, NULL },	/* as often as there are attachments */
	{ "Assay-Time: ", print_time, read_time },
};
enum { TRAILERS = sizeof trailers / sizeof *trailers };

static bool
read_attachment(struct reading *r, struct span value)
{
	struct commit *commit = r->commit;
	struct span hex = span_cut(&value, ' '), bytes = span_cut(&value, ' ');
	struct attachment *all, *one;

	if (commit->attachment_count == COMMIT_ATTACHMENTS
	    || !commit_holds_name(commit->type, value))
		return false;
	all = arena_grow(r->arena, commit->attachments, commit->attachment_count,
			 sizeof *all);
	one = &all[commit->attachment_count];
	commit->attachments = all;
	one->name = keep(r, value);
	if (commit->attachment_count++ != 0 && strcmp(one[-1].name, one->name) >= 0)
		return false;
	return digest_from_hex(&one->sha256, hex) && read_number(&one->bytes, bytes);
}

static void
print_attachments(struct buf *out, const struct commit *commit, const char *name)
{
	for (size_t i = 0; i < commit->attachment_count; i++) {
		const struct attachment *attachment = &commit->attachments[i];

		buf_text(out, name);
		put_hex(out, &attachment->sha256);
		buf_char(out, ' ');
		buf_number(out, attachment->bytes);
		buf_char(out, ' ');
		buf_text(out, attachment->name);
		buf_char(out, '\n');
	}
}

static void
print_message(struct buf *out, const struct commit *commit)
{
	buf_text(out, "assay ");
	print_type(out, commit);
	buf_char(out, ' ');
	buf_number(out, commit->seq);
	buf_text(out, *commit->subject == '\0' ? "" : " ");
	buf_text(out, commit->subject);
	buf_text(out, "\n\n");
	for (size_t i = 0; i < TRAILERS; i++) {
		if (trailers[i].print == NULL) {
			print_attachments(out, commit, trailers[i].name);
			continue;
		}
		buf_text(out, trailers[i].name);
		trailers[i].print(out, commit);
		buf_char(out, '\n');
	}
}

static void
print_person(struct buf *out, const char *word, const struct commit *commit)
{
	buf_text(out, word);
	buf_text(out, commit->actor);
	buf_text(out, " <");
	buf_text(out, commit->kid);
	buf_char(out, '@');
	buf_put(out, commit->ledger, strnlen(commit->ledger, 16));
	buf_text(out, ".assay.invalid> ");
	buf_number(out, commit->time);
	buf_text(out, " +0000\n");
}

static void
print_oid(struct buf *out, const char *word, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	buf_text(out, word);
	buf_text(out, hex);
	buf_char(out, '\n');
}

void
commit_payload(struct buf *out, const struct commit *commit)
{
	print_oid(out, "tree ", &commit->tree);
	for (size_t i = 0; i < commit->parent_count; i++)
		print_oid(out, "parent ", &commit->parents[i]);
	print_person(out, "author ", commit);
	print_person(out, "committer ", commit);
	buf_char(out, '\n');
	print_message(out, commit);
}

void
commit_assemble(struct buf *out, struct span payload, struct span armour)
{
	const char *blank = memmem(payload.data, payload.len, "\n\n", 2);
	size_t head = blank == NULL ? payload.len : (size_t)(blank - payload.data) + 1;

	buf_put(out, payload.data, head);
	buf_text(out, "gpgsig");
	while (armour.len != 0) {
		struct span line = span_cut(&armour, '\n');

		buf_char(out, ' ');
		buf_put(out, line.data, line.len);
		buf_char(out, '\n');
	}
	buf_put(out, payload.data + head, payload.len - head);
}

static bool
take(struct reading *r, const char *literal)
{
	size_t len = strlen(literal);

	if (!span_starts(r->rest, literal))
		return false;
	r->rest = (struct span){ r->rest.data + len, r->rest.len - len };
	return true;
}

static bool
take_line(struct span *out, struct reading *r, const char *name)
{
	if (!take(r, name) || memchr(r->rest.data, '\n', r->rest.len) == NULL)
		return false;
	*out = span_cut(&r->rest, '\n');
	return true;
}

/* The seconds of `author NAME <MAIL> SECONDS +0000`; the
 * rest is compared by rebuilding. */
static bool
read_seconds(struct reading *r, struct span line)
{
	struct span seconds = line;

	if (line.len < 7 || memcmp(line.data + line.len - 6, " +0000", 6) != 0)
		return false;
	seconds.len -= 6;
	while (memchr(seconds.data, ' ', seconds.len) != NULL)
		span_cut(&seconds, ' ');
	return read_number(&r->commit->time, seconds) && r->commit->time <= WHEN_MAX;
}

static bool
read_header(struct reading *r)
{
	struct commit *commit = r->commit;
	struct span line;

	if (!take_line(&line, r, "tree ") || !oid_from_hex(&commit->tree, line))
		return false;
	while (commit->parent_count < COMMIT_PARENTS && take_line(&line, r, "parent "))
		if (!oid_from_hex(&commit->parents[commit->parent_count++], line))
			return false;
	return take_line(&line, r, "author ") && read_seconds(r, line)
		&& take_line(&line, r, "committer ");
}

/* The armour as ssh-keygen writes it: its lines without
 * the space git puts before each. */
static bool
read_signature(struct reading *r)
{
	struct buf armour = { 0 };
	struct span line;
	const char *from = r->rest.data;
	bool more = take(r, "gpgsig"), good;

	buf_room(&armour, ARMOUR_ROOM);
	for (bool first = true; more && (more = take_line(&line, r, " ")); first = false) {
		if (!first)	/* an empty first line too: no two forms read as one armour */
			buf_char(&armour, '\n');
		buf_put(&armour, line.data, line.len);
		more = !span_is(line, ARMOUR_END);
	}
	good = sshsig_parse(&r->commit->signature, buf_span(&armour), SSHSIG_GIT, NULL)
	       == 0;
	r->commit->gpgsig_at = (size_t)(from - r->raw.data);
	r->commit->gpgsig_len = (size_t)(r->rest.data - from);
	buf_close(&armour);
	return good && take(r, "\n");
}

static bool
read_trailer(struct reading *r, const struct trailer *trailer)
{
	struct span line;

	if (trailer->read != NULL)
		return take_line(&line, r, trailer->name) && trailer->read(r, line);
	while (span_starts(r->rest, trailer->name))
		if (!take_line(&line, r, trailer->name) || !read_attachment(r, line))
			return false;
	return true;
}

static bool
is_finding(struct span subject)
{
	struct span rubric = span_cut(&subject, ' ');
	enum outcome outcome;

	return is_rubric_id(rubric) && outcome_from_word(&outcome, subject)
		&& outcome >= OUTCOME_PASS && outcome <= OUTCOME_REFER;
}

/* What of the subject follows from the trailers alone; the
 * rest the record must confirm. */
static bool
is_subject(const struct reading *r, struct span subject)
{
	const struct commit *commit = r->commit;

	if (commit->type == RECORD_DECISION || commit->type == RECORD_OUTCOME)
		return is_finding(subject);
	if (commit->type == RECORD_GENESIS)
		return span_is(subject, commit->actor);
	if (commit->type == RECORD_TRUST)
		return span_is(subject, arena_printf(r->arena, "version %" PRId64,
						     commit->seq + 1));
	return subject.len == 0;
}

static bool
read_subject(struct reading *r)
{
	struct span rest = r->subject_line;

	span_cut(&rest, ' ');	/* the type and number are compared by rebuilding */
	span_cut(&rest, ' ');
	r->commit->subject = keep(r, rest);
	return is_subject(r, rest);
}

static bool
read_message(struct reading *r)
{
	struct span line;

	if (r->rest.len > COMMIT_MESSAGE || !take_line(&r->subject_line, r, "assay ")
	    || !take_line(&line, r, "") || line.len != 0)
		return false;
	for (size_t i = 0; i < TRAILERS; i++)
		if (!read_trailer(r, &trailers[i]))
			return false;
	return r->rest.len == 0 && read_subject(r);
}

static bool
has_its_parents(const struct commit *commit)
{
	size_t wanted = (commit->seq != 0) + (commit->type == RECORD_OUTCOME);

	return commit->parent_count == wanted && commit->has_prev == (commit->seq != 0);
}

/* All but the gpgsig lines. */
static void
put_signed(struct buf *out, const struct commit *commit, struct span raw)
{
	size_t after = commit->gpgsig_at + commit->gpgsig_len;

	buf_room(out, raw.len);
	buf_put(out, raw.data, commit->gpgsig_at);
	buf_put(out, raw.data + after, raw.len - after);
}

/* But for the signature, which sshsig_parse has rebuilt, and whose lines were taken as
 * they are put. */
static bool
is_rebuilt(const struct commit *commit, struct span raw)
{
	struct buf payload = { 0 }, again = { 0 };
	bool same;

	buf_room(&payload, raw.len);
	commit_payload(&payload, commit);
	put_signed(&again, commit, raw);
	same = span_equal(buf_span(&payload), buf_span(&again));
	buf_close(&payload);
	buf_close(&again);
	return same;
}

/* Told by one line alone: the first Assay-Version of the message. */
static bool
is_newer(struct span raw)
{
	const char *blank = memmem(raw.data, raw.len, "\n\n", 2);
	struct span rest = { blank,
			     blank == NULL ? 0 : raw.len - (size_t)(blank - raw.data) };
	int64_t version;

	while (rest.len != 0) {
		struct span line = span_cut(&rest, '\n');
		size_t name = strlen(trailers[0].name);

		if (span_starts(line, trailers[0].name))
			return read_number(&version, (struct span){ line.data + name,
								    line.len - name })
			       && version > 1;
	}
	return false;
}

int
commit_read(struct commit *out, const char **code, struct arena *arena, struct span raw,
	    struct err *err)
{
	struct reading r = { .commit = out, .arena = arena, .raw = raw, .rest = raw };

	*out = (struct commit){ 0 };
	*code = "newer-format";
	if (is_newer(raw))
		return err_set(err, ERR_NEWER, "this record was made by a newer assay");
	*code = "non-canonical";
	if (raw.len > COMMIT_BYTES || !read_header(&r) || !read_signature(&r)
	    || !read_message(&r) || !has_its_parents(out) || !is_rebuilt(out, raw))
		return err_set(err, ERR_INVALID,
			       "the commit is not in the one accepted form");
	*code = "bad-signature";
	if (strcmp(out->signature.key.kid, out->kid) != 0)
		return err_set(err, ERR_INVALID,
			       "it names the key %s and is signed with %s", out->kid,
			       out->signature.key.kid);
	*code = "bad-record";
	if (out->unknown_type != NULL)
		return err_set(err, ERR_INVALID, "there are no records of type '%s'",
			       out->unknown_type);
	*code = NULL;
	return 0;
}

bool
commit_verify(const struct commit *commit, struct span raw)
{
	struct buf payload = { 0 };
	bool good;

	if (commit->gpgsig_at + commit->gpgsig_len > raw.len)
		return false;
	put_signed(&payload, commit, raw);
	good = sshsig_verify(&commit->signature, SSHSIG_GIT, buf_span(&payload));
	buf_close(&payload);
	return good;
}
