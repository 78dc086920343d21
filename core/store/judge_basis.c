#include "core/store/judge_basis.h"

enum { BASIS_LOOKED = 64 };		/* records that one basis may name */

struct earlier {
	const char *sha256;
	const struct decision *said;
};

/* What of a basis counts as earlier attempts. */
struct gathering {
	struct arena *arena;
	const struct basis_source *source;
	const struct decision *said;	/* the decision they count for */
	const char *structure;
	bool known;
};

static int
gather(struct earlier *out, size_t *count, struct gathering *g, const char *const *names,
       size_t name_count, struct err *err)
{
	*count = 0;
	for (size_t i = 0; i < name_count; i++) {
		const struct decision *earlier;
		bool here;

		if (g->source->find(g->source->who, &earlier, &here, names[i], err) != 0)
			return -1;
		g->known &= here;
		if (here && earlier != NULL
		    && attempt_counts(earlier, g->said->portfolio, g->said->attempt,
				      g->structure))
			out[(*count)++] = (struct earlier){ names[i], earlier };
	}
	return 0;
}

/* Banked attempts are those that the last of them was made on, and then itself. */
static int
check_banked(struct verdict *fault, struct gathering *g, const struct earlier *all,
	     size_t count, struct err *err)
{
	const struct decision *last = all[count - 1].said;
	struct earlier below[BASIS_LOOKED];
	size_t have, skip;
	bool same;

	if (last->basis_count > BASIS_LOOKED) {
		g->known = false;
		return 0;
	}
	if (gather(below, &have, g, last->basis, last->basis_count, err) != 0)
		return -1;
	skip = have >= ATTEMPT_BASIS ? have - (ATTEMPT_BASIS - 1) : 0;
	same = have - skip == count - 1;
	for (size_t i = 0; same && i < count - 1; i++)
		same = strcmp(below[skip + i].sha256, all[i].sha256) == 0;
	if (g->known && !same)
		verdict_set(fault, g->arena, "outcome-mismatch",
			    "its basis is not that of attempt %lld and that decision itself",
			    (long long)last->attempt);
	return 0;
}

static int
follow(struct attempt *out, struct verdict *fault, struct gathering *g,
       const struct rubric *rubric, const struct earlier *all, size_t count,
       struct err *err)
{
	const struct decision *basis[BASIS_LOOKED];
	struct err why;

	if (rubric->banking_best_of && count != 0
	    && check_banked(fault, g, all, count, err) != 0)
		return -1;
	if (!g->known || fault->code != NULL)
		return 0;
	for (size_t i = 0; i < count; i++)
		basis[i] = all[i].said;
	if (attempt_follow(out, g->arena, rubric, g->said->attempt, basis, count, &why) != 0)
		verdict_set(fault, g->arena, "outcome-mismatch", "%s", why.text);
	return 0;
}

int
judge_attempt(struct attempt *out, bool *known, struct verdict *fault,
	      struct arena *arena, const struct rubric *rubric,
	      const struct decision *said, const struct basis_source *source,
	      struct err *err)
{
	struct gathering g = { .arena = arena, .source = source, .said = said,
			       .known = true };
	struct earlier all[BASIS_LOOKED];
	char structure[DIGEST_HEX];
	size_t count;

	digest_hex(structure, &rubric->structure);
	g.structure = structure;
	*out = attempt_alone(rubric, said->attempt);
	*known = true;
	if (!attempt_rests(rubric) || said->stage != NULL)
		return 0;
	if (said->basis_count > BASIS_LOOKED) {
		verdict_set(fault, arena, "outcome-mismatch",
			    "its basis names more than %d records", BASIS_LOOKED);
		return 0;
	}
	if (gather(all, &count, &g, said->basis, said->basis_count, err) != 0
	    || (g.known && follow(out, fault, &g, rubric, all, count, err) != 0))
		return -1;
	*known = g.known;
	return 0;
}
