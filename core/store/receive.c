#include "core/store/receive.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/store/judge_index.h"

struct judging {
	struct arena *arena;
	const struct receiving *how;
	struct received *refs;
	size_t count;
	struct ref *as_pushed;
	struct ledger before, after;	/* as it stands; as it would stand */
	bool has_trust;			/* before */
};

/* Keep the first reason only. */
static void PRINTF_LIKE(3, 4)
refuse(struct judging *j, struct received *ref, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	if (ref->why != NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	ref->why = arena_text(j->arena, text);
}

static bool
is_refused(const struct judging *j)
{
	for (size_t i = 0; i < j->count; i++)
		if (j->refs[i].why != NULL)
			return true;
	return false;
}

/* ------------------------------------------------------------------- what git says */

static int
parse_line(struct received *out, struct arena *arena, struct span line, struct err *err)
{
	struct span rest = line, old = span_cut(&rest, ' '), new = span_cut(&rest, ' ');

	*out = (struct received){ 0 };
	if (!oid_from_hex(&out->old, old) || !oid_from_hex(&out->new, new) || rest.len == 0)
		return err_set(err, ERR_INVALID, "expected `<old> <new> <ref>`, ids of 40"
			       " digits, as git gives them to a pre-receive hook");
	out->ref = arena_copy(arena, rest.data, rest.len);
	out->had_old = !oid_is_none(&out->old);
	out->is_deleted = oid_is_none(&out->new);
	return 0;
}

int
receive_parse(struct received **out, size_t *count, struct arena *arena,
	      struct span lines, struct err *err)
{
	*out = NULL;
	*count = 0;
	while (lines.len != 0) {
		if (*count == LEDGER_REFS)
			return err_set(err, ERR_LIMIT, "more than %d refs are pushed at once",
				       LEDGER_REFS);
		*out = arena_grow(arena, *out, *count, sizeof **out);
		if (parse_line(&(*out)[(*count)++], arena, span_cut(&lines, '\n'), err) != 0)
			return -1;
	}
	return 0;
}

/* -------------------------------------------------------------------------- names */

static bool
is_trust(const struct received *ref)
{
	return strcmp(ref->ref, LEDGER_TRUST) == 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct received *const *x = a, *const *y = b;
	int order = strcmp((*x)->ref, (*y)->ref);

	return order != 0 ? order : (*x > *y) - (*x < *y);
}

static void
refuse_twice(struct judging *j)
{
	struct received **sorted = arena_array(j->arena, j->count, sizeof *sorted);

	for (size_t i = 0; i < j->count; i++)
		sorted[i] = &j->refs[i];
	if (j->count > 1)
		qsort(sorted, j->count, sizeof *sorted, by_name);
	for (size_t i = 1; i < j->count; i++)
		if (strcmp(sorted[i - 1]->ref, sorted[i]->ref) == 0)
			refuse(j, sorted[i], "it is pushed twice");
}

static void
judge_names(struct judging *j)
{
	for (size_t i = 0; i < j->count; i++) {
		struct received *ref = &j->refs[i];
		struct chain_name name;

		if (!is_trust(ref) && !chain_name_parse(&name, j->arena, ref->ref))
			refuse(j, ref, "only " LEDGER_TRUST " and " LEDGER_LOG "ACTOR/KEY"
			       " belong in a ledger");
		else if (ref->is_deleted)
			refuse(j, ref, "nothing is ever taken out of a ledger");
	}
	refuse_twice(j);
}

/* ------------------------------------------------------------------ as it stands now */

static bool
go_on(void *who, const struct entry *entry)
{
	(void)who, (void)entry;
	return true;
}

/* What was taken long ago is judged once and remembered; a mark is only ever made of what
 * stands there, never of what is being pushed. */
static int
catch_up(struct judging *j, struct err *err)
{
	struct walk_sink sink = { .record = go_on };
	struct ledger_index *index;

	j->before.state = j->how->state;
	return j->how->state == NULL ? 0
		: ledger_index(&index, &j->before, NULL, err) != 0 ? -1
		: judge_logs(&j->before, index, NULL, &sink, err);
}

static int
open_before(struct judging *j, struct err *err)
{
	struct trust_chain chain;

	j->before.path = j->after.path = j->how->path;
	if (repo_open_ledger(&j->before.repo, j->how->path, err) != 0)
		return -1;
	if (judge_trust_chain(&chain, &j->before, j->how->id, NULL, NULL, err) != 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	j->has_trust = true;
	ledger_take_trust(&j->before, &chain);
	if (j->before.trust_code != NULL)
		return err_set(err, ERR_INVALID, "the trust chain that is here does not hold:"
			       " %s: %s; nothing is taken until it does",
			       j->before.trust_code, j->before.trust_detail);
	return catch_up(j, err);
}

/* ---------------------------------------------------------------- as it would stand */

static const char *
ledger_wanted(const struct judging *j)
{
	return j->how->id != NULL ? j->how->id : j->has_trust ? j->before.id : NULL;
}

static int
open_after(struct judging *j, struct err *err)
{
	const char *id = ledger_wanted(j);
	struct trust_chain chain;

	j->as_pushed = arena_array(j->arena, j->count, sizeof *j->as_pushed);
	for (size_t i = 0; i < j->count; i++)
		j->as_pushed[i] = (struct ref){ j->refs[i].ref, j->refs[i].new };
	if (j->count > 1)
		qsort(j->as_pushed, j->count, sizeof *j->as_pushed, ref_compare);
	if (repo_open_pushed(&j->after.repo, j->how->path, j->how->quarantine, j->as_pushed,
			     j->count, err) != 0)
		return -1;
	if (judge_trust_chain(&chain, &j->after, id, NULL, NULL, err) != 0)
		return err->code == ERR_NOT_FOUND
			? err_set(err, ERR_REFUSED, "there is no trust chain here, and none is"
				  " pushed: push " LEDGER_TRUST " first, or with the rest")
			: -1;
	ledger_take_trust(&j->after, &chain);
	return id != NULL ? 0
		: err_set(err, ERR_REFUSED, "nobody said which ledger this is to be: where the"
			  " hub is, say `git config assay.ledger %s`, if that is its id",
			  j->after.id[0] == '\0' ? "ID" : j->after.id);
}

/* Where the ref stands, whatever the line says: what is new goes on top of that. */
static void
judge_step(struct judging *j, struct received *ref, const struct chain *chain)
{
	struct oid stands;
	struct err ignored;
	bool is_there = repo_ref_read(&stands, j->before.repo, ref->ref, &ignored) == 0;

	if ((is_there && !chain_holds(chain, &stands))
	    || (ref->had_old && !chain_holds(chain, &ref->old)))
		refuse(j, ref, "it does not go on from what is here: a chain only grows. If"
		       " this was a restored backup, fetch first");
	ref->records = (int64_t)chain->count;
	for (size_t i = chain->count; is_there && i-- > 0; ) {
		const struct link *link = chain_link(chain, i);

		if (link == NULL || !oid_equal(&link->oid, &stands))
			continue;
		ref->records = (int64_t)(chain->count - i - 1);
		break;
	}
}

static int
judge_trust_ref(struct judging *j, struct received *ref, struct err *err)
{
	struct chain chain = { .head = ref->new };
	struct arena scratch = { 0 };
	int status = chain_collect(&chain, NULL, &scratch, j->after.repo, err);

	if (status == 0 && j->after.trust_code != NULL)
		refuse(j, ref, "%s: %s", j->after.trust_code, j->after.trust_detail);
	if (status == 0)
		judge_step(j, ref, &chain);
	arena_close(&scratch);
	return status;
}

/* The roots saw another record where they froze this key. */
static bool
is_forked(const struct ledger *ledger, const struct chain *chain)
{
	const struct trust *trust = ledger->trust;

	for (size_t i = 0; i < trust->grant_count; i++) {
		const struct trust_grant *grant = &trust->grants[i];
		const char *code = grant->until == NULL
			|| strcmp(grant->kid, chain->name.kid) != 0
			? NULL : chain_pin_code(chain, grant->until);

		if (code != NULL && strcmp(code, "fork") == 0)
			return true;
	}
	return false;
}

/* Of a key that trust does not know, or of another person's, nothing is read. */
static void
judge_owners(struct judging *j)
{
	for (size_t i = 0; i < j->count; i++) {
		struct chain_name name;
		struct verdict verdict;

		if (!chain_name_parse(&name, j->arena, j->refs[i].ref))
			continue;
		verdict = chain_name_judge(j->arena, j->after.trust, &name);
		if (verdict.code != NULL)
			refuse(j, &j->refs[i], "%s: %s", verdict.code, verdict.detail);
	}
}

static int
judge_log(struct judging *j, struct received *ref, struct err *err)
{
	const struct chain *chain;
	struct chain_name name;
	struct verdict verdict;
	int64_t seq;

	if (!chain_name_parse(&name, j->arena, ref->ref))
		return err_set(err, ERR_USAGE, "%s is no chain of records", ref->ref);
	if (judge_own_chain(&verdict, &seq, &j->after, &name, err) != 0)
		return -1;
	chain = index_chain(j->after.index, name.actor, name.kid);
	if (verdict.code != NULL && seq >= 0)
		refuse(j, ref, "%s: record %" PRId64 ": %s", verdict.code, seq,
		       verdict.detail);
	else if (verdict.code != NULL)
		refuse(j, ref, "%s: %s", verdict.code, verdict.detail);
	else if (is_forked(&j->after, chain))
		refuse(j, ref, "fork: another record stands there than the trust file froze"
		       " this key at");
	if (chain != NULL)
		judge_step(j, ref, chain);
	return 0;
}

/* A chain that cannot be read to its ground, though nobody pushes it: the disk forgets. */
static int
check_store(struct judging *j, struct err *err)
{
	struct ledger_index *index;

	if (ledger_index(&index, &j->after, NULL, err) != 0)
		return -1;
	for (size_t i = 0; i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];
		struct oid pushed;
		bool is_whole = chain->unread.code != NULL
			|| (!chain->is_too_long && chain->count != 0
			    && chain_link(chain, 0) != NULL
			    && (chain->old_count != 0 || chain->links[0].has_raw));

		if (!is_whole && repo_ref_read(&pushed, j->before.repo, chain->name.ref, err)
		    == 0 && oid_equal(&pushed, &chain->head))
			return err_set(err, ERR_INVALID, "%s cannot be read here any more;"
				       " nothing is taken until it can", chain->name.ref);
	}
	return 0;
}

static int
judge_pushed(struct judging *j, struct err *err)
{
	int status = open_after(j, err);

	for (size_t i = 0; i < j->count && status == 0; i++)
		if (is_trust(&j->refs[i]))
			status = judge_trust_ref(j, &j->refs[i], err);
	if (status != 0 || is_refused(j))
		return status;		/* by another trust nothing can be judged */
	if (j->after.trust == NULL || j->after.trust_code != NULL)
		return err_set(err, ERR_INVALID, "the trust chain does not hold");
	judge_owners(j);
	if (is_refused(j))
		return 0;
	j->after.state = j->how->state;
	status = check_store(j, err);
	j->after.state = NULL;
	for (size_t i = 0; i < j->count && status == 0; i++)
		if (!is_trust(&j->refs[i]))
			status = judge_log(j, &j->refs[i], err);
	if (status == 0 && marks_bad(j->after.marks))
		return ledger_index_unmark(&j->after, err);
	return status;
}

int
receive_judge(struct received *refs, size_t count, struct arena *arena,
	      const struct receiving *how, struct err *err)
{
	struct judging j = { .arena = arena, .how = how, .refs = refs, .count = count };
	int status = 0;

	judge_names(&j);
	if (!is_refused(&j)) {
		status = open_before(&j, err);
		if (status == 0)
			status = judge_pushed(&j, err);
	}
	ledger_close(&j.before);
	ledger_close(&j.after);
	return status;
}
