/*
 * Keys held by an ssh-agent (draft-miller-ssh-agent): forwarded, or in hardware.
 * `socket_path` is what SSH_AUTH_SOCK says.
 */
#ifndef CORE_TRUST_AGENT_H
#define CORE_TRUST_AGENT_H

#include "core/base/arena.h"
#include "core/trust/signer.h"

struct agent_key {
	struct sshkey key;
	const char *comment;	/* foreign text */
};

/* The ed25519 keys it holds; ERR_NOT_FOUND when there is no agent. At most 256. */
MUST int agent_list(struct agent_key **out, size_t *count, struct arena *arena,
		    const char *socket_path, struct err *err);
/* A signer for the key with this kid; connects at each signature. */
MUST int agent_open(struct signer *out, const char *socket_path, const char *kid,
		    struct err *err);

#endif
