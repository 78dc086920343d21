/*
 * A ledger of some people, audited by its marks and without. For the tests of marks.
 */
#ifndef TESTS_UNIT_STORE_MARKS_H
#define TESTS_UNIT_STORE_MARKS_H

#include <sys/stat.h>

#include "core/base/file.h"
#include "core/store/marks.h"
#include "tests/unit/store_ledger.h"

enum { SAID = 256 };

struct life {
	struct desk d;
	const char *state;
	uint64_t seed;
	struct appended said[SAID];	/* what was ever on a chain */
	int by[SAID];
	size_t count;
	bool broken;			/* nothing can be appended by the book any more */
};

static inline struct audit
audit_by(struct life *l, const char *state, bool full)
{
	struct audit audit;
	const struct audit_how how = { .id = l->d.ledger.id, .state = state, .full = full,
				       .mark_after = 1, .threads = 2 };

	ok(l->d.s, audit_run(&audit, &l->d.s->arena, l->d.path, &how, NULL, &l->d.s->err));
	return audit;
}

static inline void
same_problem(const struct problem *a, const struct problem *b)
{
	assert_string_equal(a->ref, b->ref);
	assert_string_equal(a->code, b->code);
	assert_string_equal(a->detail, b->detail);
	assert_int_equal(a->has_commit, b->has_commit);
	assert_true(!a->has_commit || oid_equal(&a->commit, &b->commit));
	assert_int_equal(a->seq, b->seq);
}

static inline void
same_chain(const struct chain_report *a, const struct chain_report *b)
{
	assert_string_equal(a->ref, b->ref);
	assert_int_equal(a->records, b->records);
	assert_int_equal(a->valid, b->valid);
	assert_true(oid_equal(&a->head, &b->head));
}

static inline void
tell_problems(const char *how, const struct audit *audit)
{
	for (size_t i = 0; i < audit->problem_count; i++)
		print_message("%s: %s %s: %s\n", how, audit->problems[i].ref,
			      audit->problems[i].code, audit->problems[i].detail);
}

static inline int64_t
expect_same(struct life *l)
{
	struct audit by_mark = audit_by(l, l->state, false);
	struct audit whole = audit_by(l, NULL, false);

	assert_int_equal(whole.remembered, 0);
	if (by_mark.problem_count != whole.problem_count) {
		tell_problems("by the mark", &by_mark);
		tell_problems("without", &whole);
	}
	assert_int_equal(by_mark.problem_count, whole.problem_count);
	for (size_t i = 0; i < whole.problem_count; i++)
		same_problem(&by_mark.problems[i], &whole.problems[i]);
	assert_int_equal(by_mark.chain_count, whole.chain_count);
	for (size_t i = 0; i < whole.chain_count; i++)
		same_chain(&by_mark.chains[i], &whole.chains[i]);
	assert_int_equal(by_mark.records, whole.records);
	assert_int_equal(by_mark.valid, whole.valid);
	assert_int_equal(by_mark.ok, whole.ok);
	return by_mark.remembered;
}

static inline void
keep(struct life *l, int who, const struct appended *what)
{
	if (l->count == SAID)
		return;
	l->by[l->count] = who;
	l->said[l->count++] = *what;
}

/* Where the chain of a person once stood, as this machine remembers it. */
static inline void
water(struct life *l, int who, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	run(l->d.s, arena_printf(&l->d.s->arena, IN "cd ledger.git; git update-ref "
				 LEDGER_MARK "%s %s", ref_of(&l->d, who)
				 + strlen("refs/heads/assay/v1/"), hex));
}

static inline void
begin(struct life *l, struct scratch *s)
{
	*l = (struct life){ .seed = 1 };
	desk_open(&l->d, s);
	l->state = at(s, "state");
	for (int i = 0; i < 5; i++)
		say(&l->d, BEN, RECORD_ALARM, ALARM);
	assert_int_equal(expect_same(l), 0);
	assert_int_equal(expect_same(l), 7);
}

static inline const char *
the_mark(struct life *l)
{
	return arena_text(&l->d.s->arena,
			  run(l->d.s, IN "ls -d state/marks/* | grep -v key"));
}

#endif
