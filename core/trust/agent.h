/*
 * Keys held by an ssh-agent (draft-miller-ssh-agent): forwarded, or in hardware.
 * `socket_path` is what SSH_AUTH_SOCK says; NULL or empty means that there is no agent.
 */
#ifndef CORE_TRUST_AGENT_H
#define CORE_TRUST_AGENT_H

#include "core/base/arena.h"
#include "core/trust/signer.h"

struct agent_key {
	struct sshkey key;
	const char *comment;	/* foreign text */
};

/*
 * The ed25519 keys it holds, others passed over. ERR_NOT_FOUND when there is no agent;
 * ERR_LIMIT when it holds more than 256; ERR_INVALID when it does not speak the protocol;
 * ERR_IO when it does not answer within 10 seconds.
 */
MUST int agent_list(struct agent_key **out, size_t *count, struct arena *arena,
		    const char *socket_path, struct err *err);
/*
 * A signer for the key with this kid; connects at each signature, and waits a minute for
 * it: hardware wants to be touched. ERR_NOT_FOUND when the agent does not hold the key.
 */
MUST int agent_open(struct signer *out, const char *socket_path, const char *kid,
		    struct err *err);

#endif
