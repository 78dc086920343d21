#include "core/store/commit.h"

/* Names by type: under attach/, in a trust tree, or from the root of an outcome. */
static bool
is_signature_name(struct span name)
{
	return name.len == strlen("sigs/") + 32 + strlen(".sig")
	       && span_starts(name, "sigs/")
	       && hex_is((struct span){ name.data + 5, 32 }, 32)
	       && memcmp(name.data + 37, ".sig", 4) == 0;
}

static bool
is_trust_name(struct span name)
{
	return span_is(name, "allowed_signers") || is_signature_name(name);
}

/* proof/<sha256>.commit, proof/<sha256>.record.yaml, proof/trust-<n>.yaml, …sig */
static bool
is_proof_name(struct span name)
{
	struct span rest = name, folder = span_cut(&rest, '/');

	if (!span_is(folder, "proof"))
		return false;
	if (rest.len > 65 && rest.data[64] == '.'
	    && hex_is((struct span){ rest.data, 64 }, 64))
		return is_attachment((struct span){ rest.data + 65, rest.len - 65 });
	return is_attachment(rest);
}

static bool
is_outcome_name(struct span name)
{
	return is_proof_name(name)
	       || (is_attachment(name) && !span_is(name, "outcome.yaml"));
}

bool
commit_holds_name(enum record_type type, struct span name)
{
	if (type == RECORD_TRUST)
		return is_trust_name(name);
	return type == RECORD_OUTCOME ? is_outcome_name(name) : is_attachment(name);
}
