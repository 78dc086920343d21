/*
 * A public key as OpenSSH writes it, and the short name assay gives it.
 * kid: lowercase hex of the first 16 bytes of SHA-256 over the ssh public key blob
 * (RFC 8709: string "ssh-ed25519", string of 32 bytes).
 */
#ifndef CORE_TRUST_SSHKEY_H
#define CORE_TRUST_SSHKEY_H

#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/span.h"
#include "core/model/names.h"

enum { SSHKEY_PUBLIC = 32 };

struct sshkey {
	uint8_t bytes[SSHKEY_PUBLIC];
	char kid[KID_HEX];
};

void sshkey_from_bytes(struct sshkey *out, const uint8_t bytes[SSHKEY_PUBLIC]);
/* `ssh-ed25519 <base64>[ comment]`, one line with or without its LF. ERR_SYNTAX. */
MUST int sshkey_parse(struct sshkey *out, struct span line, struct err *err);
/* `ssh-ed25519 <base64>`, no comment, no LF. */
void sshkey_print(struct buf *out, const struct sshkey *key);
/* The blob itself. */
void sshkey_blob(struct buf *out, const struct sshkey *key);
MUST int sshkey_parse_blob(struct sshkey *out, struct span blob, struct err *err);

#endif
