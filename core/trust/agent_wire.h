/*
 * What is said to an ssh-agent and what it answers. Private to core/trust; the readers
 * are pure functions of a reply (from its type byte on, without the length).
 */
#ifndef CORE_TRUST_AGENT_WIRE_H
#define CORE_TRUST_AGENT_WIRE_H

#include "core/trust/agent.h"

enum { AGENT_REPLY_MAX = 256 * 1024, AGENT_KEYS_MAX = 256 };

/* One question, one answer, appended to `reply`, within `timeout_ms` in all. */
MUST int agent_ask(struct buf *reply, const char *socket_path, struct span request,
		   int timeout_ms, struct err *err);

void agent_put_list(struct buf *out);
void agent_put_sign(struct buf *out, const struct sshkey *key, struct span message);

/* ERR_REFUSED when the agent says no; ERR_INVALID when it is no such reply; ERR_LIMIT. */
MUST int agent_read_list(struct agent_key **out, size_t *count, struct arena *arena,
			 struct span reply, struct err *err);
MUST int agent_read_signature(uint8_t out[SIGNATURE_SIZE], struct span reply,
			      struct err *err);

#endif
