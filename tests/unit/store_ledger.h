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
	return span_of(arena_printf(&d->s->arena, "assay: 1\ntype: %s\nid: %s\n%sseen: []\n",
				    record_type_word(type), id, body));
}

#define ALARM "kind: test\n"

static inline const char *
decision_text(struct desk *d, const char *outcome, const char *published,
	      const char *supersedes)
{
	return arena_printf(&d->s->arena,
		"portfolio: " HEX16 HEX16 "\nattempt: 1\nassignment: none\nrole: primary\n"
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
try_say(struct appended *out, struct desk *d, int who, enum record_type type, const char *id,
	const char *body)
{
	struct append what = { .type = type, .actor = actors[who], .record_id = id,
			       .record = record_text(d, type, id, body), .now = d->now++ };

	return ledger_append(out, &d->ledger, &d->signers[who], &what, &d->s->err);
}

static inline struct appended
say(struct desk *d, int who, enum record_type type, const char *body)
{
	struct appended out;

	ok(d->s, try_say(&out, d, who, type, new_id(d), body));
	return out;
}

/*
 * A commit as an attacker would make it: `commit` as commit_next gives it, changed at will;
 * written above the head of a chain (unless it has a parent already) and the ref moved by
 * stock git.
 */
static inline struct oid
forge(struct desk *d, int who, struct commit *commit, struct span record,
      const struct blob_to_write *files, size_t count)
{
	struct scratch *s = d->s;
	struct digest sha256;
	struct oid oid;
	char hex[OID_HEX];

	ok(s, commit_write(&oid, &sha256, &s->arena, d->ledger.repo, &d->signers[who], commit,
			   record, files, count, &s->err));
	oid_hex(hex, &oid);
	run(s, arena_printf(&s->arena, IN "git -C ledger.git update-ref %s %s", ref_of(d, who),
			    hex));
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
	ok(s, repo_read(&raw, &s->arena, d->ledger.repo, &oid, OBJECT_COMMIT, COMMIT_BYTES,
			&s->err));
	ok(s, commit_read(&head, &code, &s->arena, raw, &s->err));
	sha256 = digest_sha256(raw);
	commit_follow(&commit, &oid, head.seq, &sha256);
	return commit;
}

static inline struct audit
audit_of(struct desk *d)
{
	struct audit audit;

	ok(d->s, audit_run(&audit, &d->s->arena, d->path, d->ledger.id, NULL, &d->s->err));
	return audit;
}

static inline void
expect_clean(struct desk *d)
{
	struct audit audit = audit_of(d);

	for (size_t i = 0; i < audit.problem_count; i++)
		print_message("%s %s: %s\n", audit.problems[i].ref, audit.problems[i].code,
			      audit.problems[i].detail);
	assert_true(audit.ok);
	assert_int_equal(audit.records, audit.valid);
}

/* One problem, of this code; its seq. */
static inline int64_t
expect_one(struct desk *d, const char *code)
{
	struct audit audit = audit_of(d);

	for (size_t i = 0; audit.problem_count != 1 && i < audit.problem_count; i++)
		print_message("%s %s: %s\n", audit.problems[i].ref, audit.problems[i].code,
			      audit.problems[i].detail);
	assert_int_equal(audit.problem_count, 1);
	assert_string_equal(audit.problems[0].code, code);
	assert_non_null(reason_find(code));
	assert_false(audit.ok);
	return audit.problems[0].seq;
}

#endif
