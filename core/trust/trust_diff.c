/* What a version of the trust file says that the one before did not. */
#include <inttypes.h>

#include "core/trust/trust_edit.h"
#include "core/trust/trust_shape.h"

struct telling {
	struct arena *arena;
	const struct trust *now, *next;
	const char **lines;
	size_t count;
};

static void
tell(struct telling *t, const char *line)
{
	t->lines = arena_grow(t->arena, t->lines, t->count, sizeof *t->lines);
	t->lines[t->count++] = line;
}

const char *
trust_who(struct arena *arena, const struct trust *trust, const char *actor)
{
	const char *name = trust_name(trust, actor);

	return name == actor ? actor : arena_printf(arena, "%s (%s)", actor, name);
}

static const char *
holder(const struct telling *t, const char *kid)
{
	const struct trust_key *key = trust_key(t->next, kid);

	return key == NULL ? "nobody" : trust_who(t->arena, t->next, key->actor);
}

static bool
is_root_key(const struct trust_root *root, const char *kid)
{
	for (size_t i = 0; i < root->key_count; i++)
		if (strcmp(root->keys[i], kid) == 0)
			return true;
	return false;
}

static const struct trust_root *
root_in(const struct trust *trust, const char *actor)
{
	for (size_t i = 0; i < trust->root_count; i++)
		if (strcmp(trust->roots[i].actor, actor) == 0)
			return &trust->roots[i];
	return NULL;
}

/* Keys that `in` has as a root and `other` (which may be NULL) has not. */
static void
tell_root_keys(struct telling *t, const struct trust_root *in,
	       const struct trust_root *other, const char *what)
{
	for (size_t i = 0; i < in->key_count; i++)
		if (other == NULL || !is_root_key(other, in->keys[i]))
			tell(t, arena_printf(t->arena, "%s %s with the key %s",
			     trust_who(t->arena, t->next, in->actor), what, in->keys[i]));
}

static void
tell_roots(struct telling *t)
{
	for (size_t i = 0; i < t->next->root_count; i++)
		tell_root_keys(t, &t->next->roots[i],
			       root_in(t->now, t->next->roots[i].actor),
			       "becomes a root person");
	for (size_t i = 0; i < t->now->root_count; i++)
		tell_root_keys(t, &t->now->roots[i],
			       root_in(t->next, t->now->roots[i].actor),
			       "is a root person no more");
	if (t->next->threshold != t->now->threshold
	    || t->next->root_count != t->now->root_count)
		tell(t, arena_printf(t->arena, "%" PRId64 " of %zu root persons must sign a change, not %" PRId64
		     " of %zu", t->next->threshold, t->next->root_count,
		     t->now->threshold, t->now->root_count));
}

static void
tell_keys(struct telling *t)
{
	for (size_t i = 0; i < t->next->key_count; i++) {
		const struct trust_key *key = &t->next->keys[i];

		if (trust_key(t->now, key->kid) == NULL)
			tell(t, arena_printf(t->arena, "%s gets the key %s",
			     trust_who(t->arena, t->next, key->actor), key->kid));
	}
}

static const char *
scope_of(const struct telling *t, const struct trust_grant *grant)
{
	struct buf text = { 0 };
	const char *out;

	if (grant->rubrics == NULL)
		return "for all rubrics";
	buf_text(&text, grant->rubric_count == 0 ? "for no rubric" : "for");
	for (size_t i = 0; i < grant->rubric_count; i++)
		buf_printf(&text, "%s %s", i == 0 ? "" : ",", grant->rubrics[i]);
	out = arena_text(t->arena, text.data);
	buf_close(&text);
	return out;
}

static void
tell_grant(struct telling *t, const struct trust_grant *grant)
{
	tell(t, arena_printf(t->arena, "%s is %s%s %s, with the key %s", holder(t, grant->kid),
	     strchr("aeiou", trust_roles[grant->role][0]) != NULL ? "an " : "a ",
	     trust_roles[grant->role], scope_of(t, grant), grant->kid));
}

static void
tell_end(struct telling *t, const struct trust_grant *grant,
	 const struct trust_until *was)
{
	const struct trust_until *until = grant->until;
	const char *which = arena_printf(t->arena, "%s, %s with the key %s",
					 holder(t, grant->kid), trust_roles[grant->role],
					 grant->kid);

	if (trust_until_seq(until) < 0)
		tell(t, arena_printf(t->arena, "%s: nothing it says counts (%s)", which, trust_ends[until->why]));
	else if (was == NULL)
		tell(t, arena_printf(t->arena, "%s: ends with record %s (%s); what it says later does not count",
		     which, until->seq, trust_ends[until->why]));
	else
		tell(t, arena_printf(t->arena, "%s: ends with record %s (%s), not with %s", which, until->seq,
		     trust_ends[until->why], was->seq));
}

static bool
same_end(const struct trust_until *a, const struct trust_until *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a->seq, b->seq) == 0
			  && strcmp(a->sha256, b->sha256) == 0 && a->in == b->in);
}

static void
tell_grants(struct telling *t)
{
	for (size_t i = 0; i < t->next->grant_count; i++) {
		const struct trust_grant *grant = &t->next->grants[i];
		const struct trust_until *was =
			i < t->now->grant_count ? t->now->grants[i].until : NULL;

		if (i >= t->now->grant_count)
			tell_grant(t, grant);
		if (grant->until != NULL && !same_end(was, grant->until))
			tell_end(t, grant, was);
	}
}

/* Its end is no end of its vote. */
static void
tell_votes(struct telling *t)
{
	for (size_t i = 0; i < t->next->key_count; i++) {
		const char *kid = t->next->keys[i].kid;
		bool ended = false;

		for (size_t g = 0; g < t->now->grant_count; g++)
			ended |= strcmp(t->next->grants[g].kid, kid) == 0
				&& t->next->grants[g].until != NULL
				&& t->now->grants[g].until == NULL;
		if (ended && trust_is_root(t->next, kid))
			tell(t, arena_printf(t->arena, "%s signs changes of trust with the key "
					     "%s still: `assay person root %.8s --remove` ends "
					     "that too", holder(t, kid), kid, kid));
	}
}

static void
tell_boxes(struct telling *t)
{
	for (size_t i = 0; i < t->next->box_count; i++) {
		const struct trust_box *box = &t->next->boxes[i];

		if (trust_box(t->now, box->box_kid) == NULL)
			tell(t, arena_printf(t->arena, "%s gets the box %s: what is sealed for "
					     "them is closed for it", trust_who(t->arena,
					     t->next, box->actor), box->box_kid));
	}
	for (size_t i = 0; i < t->now->box_count; i++) {
		const struct trust_box *box = &t->now->boxes[i];

		if (trust_box(t->next, box->box_kid) == NULL)
			tell(t, arena_printf(t->arena, "nothing more is closed for the box %s "
					     "of %s, which opens what it could", box->box_kid,
					     trust_who(t->arena, t->next, box->actor)));
	}
}

static void
tell_number(struct telling *t, const char *what, int64_t was, int64_t is)
{
	if (was != is)
		tell(t, arena_printf(t->arena, "%s is %" PRId64 ", not %" PRId64, what, is, was));
}

static void
tell_policy(struct telling *t)
{
	const struct trust *now = t->now, *next = t->next;

	if (now->release != next->release)
		tell(t, arena_printf(t->arena, "outcomes are released %s, not %s",
		     trust_releases[next->release], trust_releases[now->release]));
	if (now->seal_default != next->seal_default)
		tell(t, next->seal_default
		     ? "notes and reasons are sealed, and work is judged blind unless it is "
		       "assigned --open"
		     : "notes and reasons lie open in the ledger for ever, and work is judged "
		       "blind only if it is assigned --sealed");
	tell_number(t, "the least number of persons who can open what is sealed",
		    now->seal_recipients_min, next->seal_recipients_min);
	tell_number(t, "the number of witnesses wanted", now->required_witnesses,
		    next->required_witnesses);
	tell_number(t, "the age in days at which a checkpoint is old",
		    now->checkpoint_max_age_days, next->checkpoint_max_age_days);
}

static void
tell_people(struct telling *t)
{
	for (size_t i = 0; i < t->next->person_count; i++) {
		const struct trust_person *person = &t->next->people[i];
		const char *was = trust_name(t->now, person->actor);

		if (strcmp(was, person->name) != 0 && was != person->actor)
			tell(t, arena_printf(t->arena, "%s is called %s, not %s", person->actor, person->name,
			     was));
	}
	for (size_t i = 0; i < t->now->person_count; i++)
		if (trust_name(t->next, t->now->people[i].actor)
		    == t->now->people[i].actor)
			tell(t, arena_printf(t->arena, "%s is not called %s any more", t->now->people[i].actor,
			     t->now->people[i].name));
}

size_t
trust_diff(const char ***out, struct arena *arena, const struct trust *now,
	   const struct trust *next)
{
	struct telling t = { .arena = arena, .now = now, .next = next };

	tell_roots(&t);
	tell_keys(&t);
	tell_grants(&t);
	tell_votes(&t);
	tell_boxes(&t);
	tell_policy(&t);
	tell_people(&t);
	*out = t.lines;
	return t.count;
}
