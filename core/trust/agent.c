#include "core/trust/agent.h"

#include <stdlib.h>

#include "core/trust/agent_wire.h"

enum { LIST_MS = 10 * 1000, SIGN_MS = 60 * 1000 };

int
agent_list(struct agent_key **out, size_t *count, struct arena *arena,
	   const char *socket_path, struct err *err)
{
	struct buf request = { 0 }, reply = { 0 };
	int result;

	*out = NULL;
	*count = 0;
	agent_put_list(&request);
	result = agent_ask(&reply, socket_path, buf_span(&request), LIST_MS, err);
	if (result == 0)
		result = agent_read_list(out, count, arena, buf_span(&reply), err);
	buf_close(&request);
	buf_close(&reply);
	return result;
}

static int
agent_sign(struct signer *signer, uint8_t out[SIGNATURE_SIZE], struct span message,
	   struct err *err)
{
	struct buf request = { 0 }, reply = { 0 };
	int result;

	agent_put_sign(&request, &signer->key, message);
	result = agent_ask(&reply, signer->state, buf_span(&request), SIGN_MS, err);
	if (result == 0)
		result = agent_read_signature(out, buf_span(&reply), err);
	buf_close(&request);
	buf_close(&reply);
	return result;
}

static void
agent_close(struct signer *signer)
{
	free(signer->state);
}

static const struct agent_key *
find_key(const struct agent_key *keys, size_t count, const char *kid)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(keys[i].key.kid, kid) == 0)
			return &keys[i];
	return NULL;
}

static struct signer
signer_of(const struct sshkey *key, const char *socket_path)
{
	struct buf path = { 0 };

	buf_text(&path, socket_path);
	return (struct signer){
		.key = *key, .sign = agent_sign, .close = agent_close, .state = path.data,
	};
}

int
agent_open(struct signer *out, const char *socket_path, const char *kid, struct err *err)
{
	struct arena arena = { 0 };
	struct agent_key *keys;
	const struct agent_key *found = NULL;
	size_t count;
	int result = agent_list(&keys, &count, &arena, socket_path, err);

	*out = (struct signer){ 0 };
	if (result == 0)
		found = find_key(keys, count, kid);
	if (found != NULL)
		*out = signer_of(&found->key, socket_path);
	else if (result == 0)
		result = err_set(err, ERR_NOT_FOUND, "the ssh-agent does not hold the key"
				 " %s; give it with ssh-add", kid);
	arena_close(&arena);
	return result;
}
