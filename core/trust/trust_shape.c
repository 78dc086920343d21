#include "core/trust/trust_shape.h"

#include "core/trust/trust.h"

#define HAS FIELD_REQUIRED
#define KID .is_word = is_hex32, .expected = "a kid (32 hex digits)"
#define ACTOR .is_word = is_actor, .expected = "an actor like a-lind"
#define VERSION .min = 1, .max = 999999999

const char *const trust_releases[] = { "on_sign", "on_moderation", "manual", NULL };
const char *const trust_roles[] = { "assessor", "moderator", "iqa",
				    "admin",	"witness",   NULL };
const char *const trust_ends[] = { "rotated", "lost", "compromised", "left", NULL };

static bool
is_self_or_hex64(struct span text)
{
	return span_is(text, "self") || is_hex64(text);
}

bool
is_rubric_glob(struct span text)
{
	if (text.len == 0 || text.len > 64)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789.-*?", text.data[i])
		    == NULL)
			return false;
	return true;
}

static bool
is_seq_or_none(struct span text)
{
	if (span_is(text, "none"))
		return true;
	if (text.len == 0 || text.len > 16 || (text.len > 1 && text.data[0] == '0'))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return true;
}

#define AT(member) offsetof(struct trust_root, member)
static const struct field person_fields[] = {
	{ "actor", FIELD_WORD, AT(actor), .flags = HAS, ACTOR },
	{ "keys", FIELD_WORDS, AT(keys), AT(key_count), .flags = HAS | FIELD_NONEMPTY,
	  KID },
};
#undef AT
static const struct shape person_shape = { .what = "a root person",
	.size = sizeof(struct trust_root), SHAPE_FIELDS(person_fields) };

/* Roots and policy stand in struct trust itself: offsets
 * count from their first member. */
#define FROM(first, member) \
	(offsetof(struct trust, member) - offsetof(struct trust, first))
static const struct field roots_fields[] = {
	{ "threshold", FIELD_INTEGER, FROM(threshold, threshold), .flags = HAS },
	{ "persons", FIELD_LIST, FROM(threshold, roots), FROM(threshold, root_count),
	  .flags = HAS | FIELD_NONEMPTY, .shape = &person_shape, .max = 64 },
};
static const struct shape roots_shape = { .what = "the roots",
					  SHAPE_FIELDS(roots_fields) };

static const struct field policy_fields[] = {
	{ "release", FIELD_CHOICE, FROM(release, release), .choices = trust_releases },
	{ "seal_default", FIELD_YESNO, FROM(release, seal_default), .flags = 0 },
	{ "seal_recipients_min", FIELD_INTEGER, FROM(release, seal_recipients_min),
	  .flags = 0 },
	{ "required_witnesses", FIELD_INTEGER, FROM(release, required_witnesses),
	  .flags = 0 },
	{ "checkpoint_max_age_days", FIELD_INTEGER,
	  FROM(release, checkpoint_max_age_days), .flags = 0 },
};
static const struct shape policy_shape = { .what = "the policy",
					   SHAPE_FIELDS(policy_fields) };

#define AT(member) offsetof(struct trust_key, member)
static const struct field key_fields[] = {
	{ "kid", FIELD_WORD, AT(kid), .flags = HAS, KID },
	{ "pub", FIELD_TEXT, AT(pub), .flags = HAS, .max = 256 },
	{ "actor", FIELD_WORD, AT(actor), .flags = HAS, ACTOR },
	{ "added", FIELD_INTEGER, AT(added), .flags = HAS, VERSION },
};
#undef AT
static const struct shape key_shape = { .what = "a key", .size = sizeof(struct trust_key),
	SHAPE_FIELDS(key_fields) };

#define AT(member) offsetof(struct trust_until, member)
static const struct field until_fields[] = {
	{ "seq", FIELD_WORD, AT(seq), .flags = HAS, .is_word = is_seq_or_none,
	  .expected = "a whole number, or none" },
	{ "sha256", FIELD_WORD, AT(sha256), .flags = HAS, .is_word = is_hex64_or_none,
	  .expected = "a SHA-256, or none" },
	{ "why", FIELD_CHOICE, AT(why), .flags = HAS, .choices = trust_ends },
	{ "in", FIELD_INTEGER, AT(in), .flags = HAS, VERSION },
};
#undef AT
static const struct shape until_shape = { .what = "an end",
					  .size = sizeof(struct trust_until),
					  SHAPE_FIELDS(until_fields) };

#define OF(first, member) \
	(offsetof(struct trust_grant, member) - offsetof(struct trust_grant, first))
static const struct field scope_fields[] = {
	{ "rubrics", FIELD_WORDS, 0, OF(rubrics, rubric_count), .is_word = is_rubric_glob,
	  .expected = "a rubric id, or a glob with * and ?" },
};
static const struct shape scope_shape = { .what = "a scope", SHAPE_FIELDS(scope_fields) };

#define AT(member) offsetof(struct trust_grant, member)
static const struct field grant_fields[] = {
	{ "kid", FIELD_WORD, AT(kid), .flags = HAS, KID },
	{ "role", FIELD_CHOICE, AT(role), .flags = HAS, .choices = trust_roles },
	{ "scope", FIELD_MAP, AT(rubrics), .shape = &scope_shape },
	{ "from", FIELD_INTEGER, AT(from), .flags = HAS, VERSION },
	{ "until", FIELD_MAP_PTR, AT(until), .shape = &until_shape },
};
#undef AT
static const struct shape grant_shape = { .what = "a grant",
	.size = sizeof(struct trust_grant), SHAPE_FIELDS(grant_fields) };

#define AT(member) offsetof(struct trust_box, member)
static const struct field box_fields[] = {
	{ "actor", FIELD_WORD, AT(actor), .flags = HAS, ACTOR },
	{ "box_kid", FIELD_WORD, AT(box_kid), .flags = HAS, KID },
	{ "x25519", FIELD_TEXT, AT(x25519), .flags = HAS, .max = 256 },
	{ "from", FIELD_INTEGER, AT(from), .flags = HAS, VERSION },
};
#undef AT
static const struct shape box_shape = { .what = "a box", .size = sizeof(struct trust_box),
	SHAPE_FIELDS(box_fields) };

#define AT(member) offsetof(struct trust_person, member)
static const struct field people_fields[] = {
	{ "actor", FIELD_WORD, AT(actor), .flags = HAS, ACTOR },
	{ "name", FIELD_TEXT, AT(name), .flags = HAS, .max = 256 },
};
#undef AT
static const struct shape people_shape = { .what = "a person",
	.size = sizeof(struct trust_person), SHAPE_FIELDS(people_fields) };

#define AT(member) offsetof(struct trust, member)
static const struct field trust_fields[] = {
	{ "assay_trust", FIELD_INTEGER, AT(format), .flags = HAS, .min = 1, .max = 1 },
	{ "version", FIELD_INTEGER, AT(version), .flags = HAS, VERSION },
	{ "prev", FIELD_WORD, AT(prev), .flags = HAS, .is_word = is_hex64_or_none,
	  .expected = "a SHA-256, or none" },
	{ "ledger", FIELD_WORD, AT(ledger), .flags = HAS, .is_word = is_self_or_hex64,
	  .expected = "a SHA-256, or self" },
	{ "roots", FIELD_MAP, AT(threshold), .flags = HAS, .shape = &roots_shape },
	{ "keys", FIELD_LIST, AT(keys), AT(key_count), .flags = HAS, .shape = &key_shape,
	  .max = 10000 },
	{ "grants", FIELD_LIST, AT(grants), AT(grant_count), .flags = HAS,
	  .shape = &grant_shape, .max = 10000 },
	{ "boxes", FIELD_LIST, AT(boxes), AT(box_count), .shape = &box_shape,
	  .max = 10000 },
	{ "policy", FIELD_MAP, AT(release), .shape = &policy_shape },
	{ "people", FIELD_LIST, AT(people), AT(person_count), .shape = &people_shape,
	  .max = 10000 },
};
#undef AT
const struct shape trust_shape = { .what = "the trust file", .size = sizeof(struct trust),
	SHAPE_FIELDS(trust_fields) };
