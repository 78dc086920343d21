#include "core/desk/pin.h"

static const char *
digest_in(struct arena *arena, const struct digest *digest)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, digest);
	return arena_text(arena, hex);
}

static const char *
oid_in(struct arena *arena, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	return arena_text(arena, hex);
}

struct record_rubric
pin_rubric(struct arena *arena, const struct rubric *rubric, const char *published)
{
	return (struct record_rubric){ .id = rubric->id, .version = rubric->version,
		.sha256 = digest_in(arena, &rubric->sha256),
		.structure = digest_in(arena, &rubric->structure),
		.published = published == NULL ? "none" : published };
}

int
pin_evidence(struct record_evidence *out, struct arena *arena,
	     const struct evidence *evidence, const struct progress *progress,
	     struct err *err)
{
	struct digest tree256;
	int64_t bytes;

	if (evidence_tree256(&tree256, &bytes, evidence, progress, err) != 0)
		return -1;
	*out = (struct record_evidence){ .tree256 = digest_in(arena, &tree256),
		.tree = oid_in(arena, &evidence->tree),
		.commit = oid_in(arena, &evidence->commit), .path = evidence->path,
		.files = (int64_t)evidence->count, .bytes = bytes };
	return 0;
}
