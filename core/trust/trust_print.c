/* The trust file as text: one row a thing, so that a difference of versions reads well. */
#include <inttypes.h>

#include "core/base/yaml.h"
#include "core/trust/trust_edit.h"
#include "core/trust/trust_shape.h"

static void
put_words(struct buf *out, const char *const *words, size_t count)
{
	buf_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		buf_text(out, i == 0 ? "" : ", ");
		yaml_scalar(out, span_of(words[i]));
	}
	buf_char(out, ']');
}

static void
put_roots(struct buf *out, const struct trust *trust)
{
	buf_printf(out, "roots: {threshold: %" PRId64 ", persons: [", trust->threshold);
	for (size_t i = 0; i < trust->root_count; i++) {
		buf_printf(out, "%s{actor: %s, keys: ", i == 0 ? "" : ", ",
			   trust->roots[i].actor);
		put_words(out, trust->roots[i].keys, trust->roots[i].key_count);
		buf_char(out, '}');
	}
	buf_text(out, "]}\n");
}

static void
put_key(struct buf *out, const void *item)
{
	const struct trust_key *key = item;

	buf_printf(out, "{kid: %s, pub: \"%s\", actor: %s, added: %" PRId64 "}", key->kid,
		   key->pub, key->actor, key->added);
}

static void
put_grant(struct buf *out, const void *item)
{
	const struct trust_grant *grant = item;
	const struct trust_until *until = grant->until;

	buf_printf(out, "{kid: %s, role: %s", grant->kid, trust_roles[grant->role]);
	if (grant->rubrics != NULL) {
		buf_text(out, ", scope: {rubrics: ");
		put_words(out, grant->rubrics, grant->rubric_count);
		buf_char(out, '}');
	}
	buf_printf(out, ", from: %" PRId64, grant->from);
	if (until != NULL)
		buf_printf(out,
			   ", until: {seq: %s, sha256: %s, why: %s, in: %" PRId64 "}",
			   until->seq, until->sha256, trust_ends[until->why], until->in);
	buf_char(out, '}');
}

static void
put_box(struct buf *out, const void *item)
{
	const struct trust_box *box = item;

	buf_printf(out, "{actor: %s, box_kid: %s, x25519: ", box->actor, box->box_kid);
	yaml_scalar(out, span_of(box->x25519));
	buf_printf(out, ", from: %" PRId64 "}", box->from);
}

static void
put_person(struct buf *out, const void *item)
{
	const struct trust_person *person = item;

	buf_printf(out, "{actor: %s, name: ", person->actor);
	yaml_scalar(out, span_of(person->name));
	buf_char(out, '}');
}

static void
put_list(struct buf *out, const char *key, const void *items, size_t count, size_t size,
	 void (*put)(struct buf *out, const void *item))
{
	buf_printf(out, "%s:%s\n", key, count == 0 ? " []" : "");
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "  - ");
		put(out, (const char *)items + i * size);
		buf_char(out, '\n');
	}
}

void
trust_print(struct buf *out, const struct trust *trust)
{
	buf_printf(out, "assay_trust: 1\nversion: %" PRId64 "\nprev: %s\nledger: %s\n",
		   trust->version, trust->prev, trust->ledger);
	put_roots(out, trust);
	put_list(out, "keys", trust->keys, trust->key_count, sizeof *trust->keys, put_key);
	put_list(out, "grants", trust->grants, trust->grant_count, sizeof *trust->grants,
		 put_grant);
	put_list(out, "boxes", trust->boxes, trust->box_count, sizeof *trust->boxes,
		 put_box);
	buf_printf(out, "policy: {seal_default: %s, seal_recipients_min: %" PRId64
		   ", required_witnesses: %" PRId64 ", checkpoint_max_age_days: %" PRId64
		   ", release: %s}\n", trust->seal_default ? "yes" : "no",
		   trust->seal_recipients_min, trust->required_witnesses,
		   trust->checkpoint_max_age_days, trust_releases[trust->release]);
	put_list(out, "people", trust->people, trust->person_count,
		 sizeof *trust->people, put_person);
}
