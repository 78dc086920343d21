#include "core/trust/trust.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/trust/sshsig.h"

/* One step of the trust chain, being judged. */
struct step {
	const struct trust *next, *now;		/* now NULL: next is version 1 */
	const struct trust_signature *signatures;
	size_t count;
	const char *code;
	struct err *err;
};

static int
refuse(struct step *s, const char *code, const char *sentence, const char *of)
{
	s->code = code;
	return err_set(s->err, ERR_INVALID, "%s%s%s", of, *of == '\0' ? "" : ": ",
		       sentence);
}

static int
check_version(struct step *s)
{
	int64_t wanted = s->now == NULL ? 1 : s->now->version + 1;

	if (s->next->version == wanted)
		return 0;
	s->code = "trust-version";
	return err_set(s->err, ERR_INVALID,
		       "expected version %" PRId64 " of the trust file, found %" PRId64,
		       wanted, s->next->version);
}

static int
check_link(struct step *s)
{
	char hex[DIGEST_HEX] = "none";

	if (s->now != NULL)
		digest_hex(hex, &s->now->sha256);
	if (strcmp(s->next->prev, hex) != 0)
		return refuse(s, "bad-link",
			      "prev is not the digest of the version before", "");
	if (s->now == NULL)
		snprintf(hex, sizeof hex, "self");
	else if (s->now->version != 1)
		snprintf(hex, sizeof hex, "%s", s->now->ledger);
	if (strcmp(s->next->ledger, hex) != 0)
		return refuse(s, "wrong-ledger", "the trust file is of another ledger",
			      "");
	return 0;
}

static int
check_kept_keys(struct step *s)
{
	for (size_t i = 0; s->now != NULL && i < s->now->key_count; i++) {
		const struct trust_key *was = &s->now->keys[i];
		const struct trust_key *is = trust_key(s->next, was->kid);

		if (is == NULL || strcmp(is->pub, was->pub) != 0
		    || strcmp(is->actor, was->actor) != 0 || is->added != was->added)
			return refuse(s, "trust-edited",
				      "a key may not be removed or edited", was->kid);
	}
	return 0;
}

static int
check_new_keys(struct step *s)
{
	for (size_t i = 0; i < s->next->key_count; i++) {
		const struct trust_key *key = &s->next->keys[i];
		bool is_new = s->now == NULL || trust_key(s->now, key->kid) == NULL;

		if (is_new && key->added != s->next->version)
			return refuse(s, "trust-version",
				      "a new key carries the number of the"
				      " version that adds it",
				      key->kid);
	}
	return 0;
}

static bool
same_scope(const struct trust_grant *a, const struct trust_grant *b)
{
	if ((a->rubrics == NULL) != (b->rubrics == NULL)
	    || a->rubric_count != b->rubric_count)
		return false;
	for (size_t i = 0; i < a->rubric_count; i++)
		if (strcmp(a->rubrics[i], b->rubrics[i]) != 0)
			return false;
	return true;
}

static bool
same_until(const struct trust_until *a, const struct trust_until *b)
{
	return strcmp(a->seq, b->seq) == 0 && strcmp(a->sha256, b->sha256) == 0
		&& a->why == b->why && a->in == b->in;
}

/* An end may be added, or moved to a later record; both say in which version. */
static int
check_end(struct step *s, const struct trust_grant *was, const struct trust_grant *is)
{
	if (was->until != NULL && (is->until == NULL
	    || (!same_until(was->until, is->until)
		&& trust_until_seq(is->until) <= trust_until_seq(was->until))))
		return refuse(s, "trust-edited", "an end may only be raised", is->kid);
	if (is->until != NULL
	    && (was->until == NULL || !same_until(was->until, is->until))
	    && is->until->in != s->next->version)
		return refuse(s, "trust-version",
			      "an end carries the number of the version that sets it",
			      is->kid);
	return 0;
}

static int
check_kept_grants(struct step *s)
{
	for (size_t i = 0; s->now != NULL && i < s->now->grant_count; i++) {
		const struct trust_grant *was = &s->now->grants[i];
		const struct trust_grant *is = &s->next->grants[i];

		if (i >= s->next->grant_count || strcmp(was->kid, is->kid) != 0
		    || was->role != is->role || was->from != is->from
		    || !same_scope(was, is))
			return refuse(s, "trust-edited",
				      "a grant may not be removed or edited", was->kid);
		if (check_end(s, was, is) != 0)
			return -1;
	}
	return 0;
}

static int
check_new_grants(struct step *s)
{
	size_t old = s->now == NULL ? 0 : s->now->grant_count;

	for (size_t i = old; i < s->next->grant_count; i++) {
		const struct trust_grant *grant = &s->next->grants[i];

		if (grant->from != s->next->version
		    || (grant->until != NULL && grant->until->in != s->next->version))
			return refuse(s, "trust-version",
				      "a new grant carries the number of the"
				      " version that adds it",
				      grant->kid);
	}
	return 0;
}

static int
check_signatures(struct step *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct trust_signature *given = &s->signatures[i];
		struct sshsig sig;

		if (sshsig_parse(&sig, given->armour, SSHSIG_TRUST, NULL) != 0
		    || strcmp(sig.key.kid, given->kid) != 0
		    || !sshsig_verify(&sig, SSHSIG_TRUST, s->next->bytes))
			return refuse(s, "bad-signature",
				      "the signature of the trust file is not good",
				      given->kid);
	}
	return 0;
}

static bool
has_signed(const struct trust_root *person, const struct trust_signature *signatures,
	   size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < person->key_count; k++)
			if (strcmp(person->keys[k], signatures[i].kid) == 0)
				return true;
	return false;
}

int64_t
trust_signed_by(const struct trust *under, const struct trust_signature *signatures,
		size_t count)
{
	int64_t persons = 0;

	for (size_t i = 0; i < under->root_count; i++)
		persons += has_signed(&under->roots[i], signatures, count);
	return persons;
}

static int
check_threshold(struct step *s, const struct trust *under, int64_t wanted)
{
	int64_t persons = trust_signed_by(under, s->signatures, s->count);

	if (persons >= wanted)
		return 0;
	s->code = "trust-threshold";
	return err_set(s->err, ERR_INVALID,
		       "%" PRId64 " of the root persons of version %" PRId64
		       " signed, %" PRId64 " are needed",
		       persons, under->version, wanted);
}

static int
check_thresholds(struct step *s)
{
	if (s->now == NULL)
		return check_threshold(s, s->next, (int64_t)s->next->root_count);
	if (check_threshold(s, s->now, s->now->threshold) != 0)
		return -1;
	return check_threshold(s, s->next, s->next->threshold);
}

int
trust_follows(const char **code, const struct trust *next, const struct trust *now,
	      const struct trust_signature *signatures, size_t count, struct err *err)
{
	static int (*const checks[])(struct step * s) = {
		check_version,	   check_link,	     check_kept_keys,  check_new_keys,
		check_kept_grants, check_new_grants, check_signatures, check_thresholds,
	};
	struct step s = { .next = next,
			  .now = now,
			  .signatures = signatures,
			  .count = count,
			  .err = err };

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		if (checks[i](&s) != 0) {
			*code = s.code;
			return -1;
		}
	*code = NULL;
	return 0;
}
