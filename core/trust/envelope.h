/*
 * Free text of a record (a note, a reason, a conflict of interest) in an envelope that only
 * the holders of one key open, and nobody once that key is destroyed. The attachment keeps
 * its name, and digests and sizes in the record are those of the envelope: who has no key
 * verifies all of it. It is text:
 *
 *	assay-sealed@v1
 *	portfolio <32 hex>
 *	key <32 hex: id of the key (sealkey.h)>
 *	<base64 in lines of 76, the last one shorter, of
 *	 24 bytes of nonce and what XChaCha20-Poly1305 (IETF, libsodium) made of the text>
 *
 * The text is padded first, by sodium_pad to whole 256 bytes, so that its length says little.
 * The additional data is the three lines above, each with its LF, and then the attachment's
 * name (`notes.yaml`): nothing can be put in the place of something else. One spelling; no
 * other is read.
 */
#ifndef CORE_TRUST_ENVELOPE_H
#define CORE_TRUST_ENVELOPE_H

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/trust/sealkey.h"

struct envelope {
	char portfolio[RANDOM_ID_HEX], key[KID_HEX];
	struct span head;		/* its three lines; lent */
	struct span body;		/* nonce and ciphertext, in the arena */
};

/* Does it say that it is one? Then it is nothing else, whether it can be read or not. */
bool envelope_is(struct span bytes);
/* ERR_SYNTAX with the line; ERR_LIMIT over what an attachment may have. */
MUST int envelope_parse(struct envelope *out, struct arena *arena, struct span bytes,
			struct err *err);
/* Append `text` sealed. ERR_LIMIT when that is over what an attachment may have. */
MUST int envelope_print(struct buf *out, const struct sealkey *key, const char *portfolio,
			const char *name, struct span text, struct err *err);
/* What is inside, in the arena. ERR_INVALID: another key, another name, or altered. */
MUST int envelope_open(struct span *out, struct arena *arena,
		       const struct envelope *envelope, const struct sealkey *key,
		       const char *name, struct err *err);

#endif
