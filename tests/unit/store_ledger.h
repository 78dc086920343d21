/*
 * A ledger with three people in a folder of its own: what the tests of the ledger, and of
 * those who attack it, begin with.
 */
#ifndef TESTS_UNIT_STORE_LEDGER_H
#define TESTS_UNIT_STORE_LEDGER_H

#include <inttypes.h>

#include "core/store/append.h"
#include "core/store/judge_index.h"
#include "core/trust/keyfile.h"
#include "tests/unit/store_scratch.h"

#define NOW INT64_C(1700000000)
#define HEX16 "0123456789abcdef"
#define HEX40 HEX16 HEX16 "01234567"
#define HEX64 HEX16 HEX16 HEX16 HEX16

enum { AMY, BEN, CAT, PEOPLE };		/* root and admin; assessor; witness */

struct desk {
	struct scratch *s;
	const char *path;
	struct ledger ledger;
	struct signer signers[PEOPLE];
	int64_t now;
};

static const char *const actors[PEOPLE] = { "r-amy", "a-ben", "w-cat" };

static inline void
desk_open(struct desk *d, struct scratch *s)
{
	static const unsigned roles[PEOPLE] = {
		1u << TRUST_ADMIN | 1u << TRUST_MODERATOR,
		1u << TRUST_ASSESSOR, 1u << TRUST_WITNESS };
	struct trust_member members[PEOPLE];
	struct sshkey key;

	assert_int_equal(digest_init(), 0);
	*d = (struct desk){ .s = s, .path = at(s, "ledger.git"), .now = NOW };
	for (int i = 0; i < PEOPLE; i++) {
		const char *path = at(s, actors[i]);

		ok(s, keyfile_create(&key, path, NULL, NULL, &s->err));
		ok(s, keyfile_open(&d->signers[i], path, NULL, &s->err));
		members[i] = (struct trust_member){ &d->signers[i].key, actors[i],
						    "A name", roles[i] };
	}
	ok(s, ledger_create(&d->ledger, d->path, &d->signers[AMY], members, PEOPLE,
			    RELEASE_ON_SIGN, d->now, &s->err));
}

static inline void
desk_close(struct desk *d)
{
	ledger_close(&d->ledger);
	for (int i = 0; i < PEOPLE; i++)
		signer_close(&d->signers[i]);
}

static inline const char *
ref_of(struct desk *d, int who)
{
	return arena_printf(&d->s->arena, LEDGER_LOG "%s/%s", actors[who],
			    d->signers[who].key.kid);
}

static inline char *
new_id(struct desk *d)
{
	char id[RANDOM_ID_HEX];

	random_id(id);
	return arena_text(&d->s->arena, id);
}

/* `assay: 1`, the type, an id, what is given, and nothing seen. */
static inline struct span
record_text(struct desk *d, enum record_type type, const char *id, const char *body)
{
	return span_of(arena_printf(&d->s->arena,
				    "assay: 1\ntype: %s\nid: %s\n%sseen: []\n",
				    record_type_word(type), id, body));
}

#define ALARM "kind: test\n"

static inline const char *
decision_text(struct desk *d, const char *outcome, const char *published,
	      const char *supersedes)
{
	return arena_printf(
		&d->s->arena,
		"portfolio: " HEX16 HEX16
		"\nattempt: 1\nassignment: none\nrole: primary\n"
		"stance: independent\nrubric: {id: circles, version: 1, sha256: " HEX64
		", structure: " HEX64 ", published: %s}\n"
		"evidence: {tree256: " HEX64 ", tree: " HEX40 ", commit: " HEX40
		", path: '', files: 1, bytes: 2}\n"
		"scores:\n  - {criterion: c1, level: met, points: \"1\"}\n"
		"totals: {points: \"1\", max: \"1\"}\noutcome: %s\nwhy: []\n"
		"declaration: {authentic: yes, conflict: none}\nsupersedes: [%s]\nbasis: []\n",
		published, outcome, supersedes);
}

static inline int
try_say(struct appended *out, struct desk *d, int who, enum record_type type,
	const char *id, const char *body)
{
	struct append what = { .type = type,
			       .actor = actors[who],
			       .record_id = id,
			       .record = record_text(d, type, id, body),
			       .now = d->now++ };

	return ledger_append(out, &d->ledger, &d->signers[who], &what, &d->s->err);
}

static inline struct appended
say(struct desk *d, int who, enum record_type type, const char *body)
{
	struct appended out;

	ok(d->s, try_say(&out, d, who, type, new_id(d), body));
	return out;
}

static inline void
move_ref(struct desk *d, const char *ref, const struct oid *oid)
{
	char hex[OID_HEX];

	ok(d->s, repo_flush(d->ledger.repo, -1, &d->s->err));
	oid_hex(hex, oid);
	run(d->s, arena_printf(&d->s->arena, IN "git -C ledger.git update-ref %s %s", ref,
			       hex));
}

/* Sign a commit as it stands, tree, digests and all, and put it at the head of a chain.
 * */
static inline struct oid
forge_as_is(struct desk *d, int who, const char *ref, const struct commit *commit)
{
	struct buf payload = { 0 }, armour = { 0 }, raw = { 0 };
	struct oid oid;

	commit_payload(&payload, commit);
	ok(d->s, sshsig_sign(&armour, &d->signers[who], SSHSIG_GIT, buf_span(&payload),
			     &d->s->err));
	commit_assemble(&raw, buf_span(&payload), buf_span(&armour));
	ok(d->s,
	   repo_write(&oid, d->ledger.repo, OBJECT_COMMIT, buf_span(&raw), &d->s->err));
	move_ref(d, ref, &oid);
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&raw);
	return oid;
}

/* The same, with its tree and digests made from this record and these files. */
static inline struct oid
forge(struct desk *d, int who, struct commit *commit, struct span record,
      const struct blob_to_write *files, size_t count)
{
	struct digest sha256;
	struct oid oid;

	ok(d->s,
	   commit_write(&oid, &sha256, &d->s->arena, d->ledger.repo, &d->signers[who],
			commit, record, files, count, &d->s->err));
	move_ref(d, ref_of(d, who), &oid);
	return oid;
}

/* The next commit of a chain, made right. */
static inline struct commit
next_of(struct desk *d, int who, enum record_type type)
{
	struct scratch *s = d->s;
	struct commit commit = commit_next(&d->ledger, type, actors[who],
					   d->signers[who].key.kid, d->now++), head;
	struct digest sha256;
	const char *code;
	struct span raw;
	struct oid oid;

	ok(s, repo_ref_read(&oid, d->ledger.repo, ref_of(d, who), &s->err));
	ok(s, repo_read(&raw, &s->arena, d->ledger.repo, &oid, OBJECT_COMMIT,
			COMMIT_BYTES, &s->err));
	ok(s, commit_read(&head, &code, &s->arena, raw, &s->err));
	sha256 = digest_sha256(raw);
	commit_follow(&commit, &oid, head.seq, &sha256);
	return commit;
}

/* The text with one part of it replaced. */
static inline char *
with(struct desk *d, const char *text, const char *old, const char *new)
{
	const char *found = strstr(text, old);

	if (found == NULL)
		fail_msg("no '%s' in %s", old, text);
	return arena_printf(&d->s->arena, "%.*s%s%s", (int)(found - text), text, new,
			    found + strlen(old));
}

/* The trust file in force as its next version, to be changed further. */
static inline char *
next_trust(struct desk *d)
{
	const struct trust *now = d->ledger.trust;
	char *text = arena_copy(&d->s->arena, now->bytes.data, now->bytes.len);
	char hex[DIGEST_HEX];

	digest_hex(hex, &now->sha256);
	text = with(d, text,
		    arena_printf(&d->s->arena, "version: %" PRId64, now->version),
		    arena_printf(&d->s->arena, "version: %" PRId64, now->version + 1));
	text = with(d, text, arena_printf(&d->s->arena, "prev: %s", now->prev),
		    arena_printf(&d->s->arena, "prev: %s", hex));
	return with(d, text, arena_printf(&d->s->arena, "ledger: %s", now->ledger),
		    arena_printf(&d->s->arena, "ledger: %s", d->ledger.id));
}

/* Publish a version as `who`, signed by the first `count` of the people; `signers` NULL:
 * as it is generated. The ledger is opened again. */
static inline struct oid
publish(struct desk *d, int who, const char *text, int count, const char *signers)
{
	struct scratch *s = d->s;
	struct faults faults = { .arena = &s->arena, .path = "trust.yaml" };
	struct commit commit = commit_next(&d->ledger, RECORD_TRUST, actors[who],
					   d->signers[who].key.kid, d->now++), head;
	struct blob_to_write files[1 + PEOPLE] = { { .name = "allowed_signers" } };
	struct digest sha256;
	struct buf generated = { 0 };
	struct trust *trust;
	struct span raw;
	const char *code;
	struct oid oid;
	bool newer;

	trust = trust_read(&s->arena, &faults, &newer, span_of(text));
	if (trust != NULL)
		trust_signers(&generated, trust);
	files[0].bytes = signers != NULL ? span_of(signers)
		: arena_span(&s->arena, buf_span(&generated));
	for (int i = 0; i < count; i++) {
		struct buf armour = { 0 };

		ok(s, sshsig_sign(&armour, &d->signers[i], SSHSIG_TRUST, span_of(text),
				  &s->err));
		buf_char(&armour, '\n');
		files[1 + i] = (struct blob_to_write){
			arena_printf(&s->arena, "sigs/%s.sig", d->signers[i].key.kid),
			arena_span(&s->arena, buf_span(&armour))
		};
		buf_close(&armour);
	}
	ok(s, repo_ref_read(&oid, d->ledger.repo, LEDGER_TRUST, &s->err));
	ok(s, repo_read(&raw, &s->arena, d->ledger.repo, &oid, OBJECT_COMMIT,
			COMMIT_BYTES, &s->err));
	ok(s, commit_read(&head, &code, &s->arena, raw, &s->err));
	sha256 = digest_sha256(raw);
	commit_follow(&commit, &oid, head.seq, &sha256);
	commit.subject = arena_printf(&s->arena, "version %" PRId64, commit.seq + 1);
	commit.trust_version = commit.seq + 1;
	commit.trust_sha256 = digest_sha256(span_of(text));
	ok(s, commit_write(&oid, &sha256, &s->arena, d->ledger.repo, &d->signers[who],
			   &commit, span_of(text), files, (size_t)count + 1, &s->err));
	move_ref(d, LEDGER_TRUST, &oid);
	ledger_close(&d->ledger);
	ok(s, ledger_open(&d->ledger, d->path, NULL, &s->err));
	buf_close(&generated);
	return oid;
}

static inline struct audit
audit_of(struct desk *d)
{
	struct audit audit;

	ok(d->s,
	   audit_run(&audit, &d->s->arena, d->path,
		     &(struct audit_how){ .id = d->ledger.id }, NULL, &d->s->err));
	return audit;
}

static inline void
expect_clean(struct desk *d)
{
	struct audit audit = audit_of(d);

	for (size_t i = 0; i < audit.problem_count; i++)
		print_message("%s %s: %s\n", audit.problems[i].ref,
			      audit.problems[i].code, audit.problems[i].detail);
	assert_true(audit.ok);
	assert_int_equal(audit.records, audit.valid);
}

/* One problem, of this code; its seq. */
static inline int64_t
expect_one(struct desk *d, const char *code)
{
	struct audit audit = audit_of(d);

	for (size_t i = 0; audit.problem_count != 1 && i < audit.problem_count; i++)
		print_message("%s %s: %s\n", audit.problems[i].ref,
			      audit.problems[i].code, audit.problems[i].detail);
	assert_int_equal(audit.problem_count, 1);
	assert_string_equal(audit.problems[0].code, code);
	assert_non_null(reason_find(code));
	assert_false(audit.ok);
	return audit.problems[0].seq;
}

/* A test on a desk of its own: DESK(it_holds) { … d … }, in the table by its name. */
static inline void
with_desk(void **state, void (*test)(struct desk *d))
{
	struct desk d;

	desk_open(&d, *state);
	test(&d);
	desk_close(&d);
}
#define DESK(name) \
	static void name##_at(struct desk *d); \
	static void name(void **state) { with_desk(state, name##_at); } \
	static void name##_at(struct desk *d)

static inline struct span
an_alarm(struct desk *d)
{
	return record_text(d, RECORD_ALARM, new_id(d), ALARM);
}

/* Ben's chain with a genesis and a record, and the next one made right. */
static inline struct commit
ben_next(struct desk *d)
{
	say(d, BEN, RECORD_ALARM, ALARM);
	return next_of(d, BEN, RECORD_ALARM);
}

/* A chain of Ben's by a key that trust does not know, made a moment ago. */
static inline void
forge_unknown_key(struct desk *d)
{
	struct signer ben = d->signers[BEN];
	struct commit commit;
	struct sshkey key;

	ok(d->s, keyfile_create(&key, at(d->s, "x"), NULL, NULL, &d->s->err));
	ok(d->s, keyfile_open(&d->signers[BEN], at(d->s, "x"), NULL, &d->s->err));
	commit = commit_next(&d->ledger, RECORD_GENESIS, "a-ben", key.kid, NOW);
	commit.subject = "a-ben";
	forge(d, BEN, &commit, record_text(d, RECORD_GENESIS, new_id(d),
	      arena_printf(&d->s->arena, "actor: a-ben\nkid: %s\n", key.kid)), NULL, 0);
	signer_close(&d->signers[BEN]);
	d->signers[BEN] = ben;
}

#endif
