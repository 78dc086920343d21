#include "core/trust/agent_wire.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "core/trust/wire.h"

/* draft-miller-ssh-agent, section 6.1 */
enum {
	AGENT_FAILURE = 5,
	REQUEST_IDENTITIES = 11,
	IDENTITIES_ANSWER = 12,
	SIGN_REQUEST = 13,
	SIGN_RESPONSE = 14,
};

/* The talk: a socket that never blocks, and the moment by which all must be said. */
struct talk {
	int fd;
	int64_t until_ms;	/* of the monotonic clock */
};

static int64_t
monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until the socket is ready for `events`. */
static int
talk_wait(const struct talk *talk, short events, struct err *err)
{
	struct pollfd fd = { .fd = talk->fd, .events = events };
	int ready;

	do {
		int64_t left = talk->until_ms - monotonic_ms();

		ready = left <= 0 ? 0 : poll(&fd, 1, (int)left);
	} while (ready < 0 && errno == EINTR);
	if (ready == 0)
		return err_set(err, ERR_IO, "the ssh-agent does not answer");
	return ready > 0 ? 0 : err_errno(err, "cannot talk to the ssh-agent");
}

static bool
is_passing(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static int
talk_send(const struct talk *talk, struct span bytes, struct err *err)
{
	while (bytes.len > 0) {
		ssize_t sent = send(talk->fd, bytes.data, bytes.len, MSG_NOSIGNAL);

		if (sent < 0 && !is_passing(errno))
			return err_set(err, ERR_IO, "the ssh-agent went away");
		if (sent < 0 && talk_wait(talk, POLLOUT, err) < 0)
			return -1;
		if (sent > 0)
			bytes = (struct span){ bytes.data + sent,
					       bytes.len - (size_t)sent };
	}
	return 0;
}

static int
talk_receive(struct buf *out, const struct talk *talk, size_t len, struct err *err)
{
	while (len > 0) {
		ssize_t got = recv(talk->fd, buf_room(out, len), len, 0);

		if (got == 0 || (got < 0 && !is_passing(errno)))
			return err_set(err, ERR_IO, "the ssh-agent went away");
		if (got < 0 && talk_wait(talk, POLLIN, err) < 0)
			return -1;
		if (got > 0) {
			out->len += (size_t)got;
			len -= (size_t)got;
		}
	}
	return 0;
}

static int
talk_open(struct talk *talk, const char *path, int timeout_ms, struct err *err)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	if (path == NULL || *path == '\0')
		return err_set(err, ERR_NOT_FOUND,
			       "there is no ssh-agent: SSH_AUTH_SOCK is not set");
	if (strlen(path) >= sizeof name.sun_path)
		return err_set(err, ERR_NOT_FOUND,
			       "there is no ssh-agent: SSH_AUTH_SOCK is longer"
			       " than the name of a socket can be");
	memcpy(name.sun_path, path, strlen(path) + 1);
	talk->until_ms = monotonic_ms() + timeout_ms;
	talk->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (talk->fd < 0)
		return err_errno(err, "cannot open a socket");
	if (connect(talk->fd, (struct sockaddr *)&name, sizeof name) == 0)
		return 0;
	err_errno(err, "there is no ssh-agent at %s", path);
	if (err != NULL)
		err->code = ERR_NOT_FOUND;
	close(talk->fd);
	return -1;
}

static int
talk_exchange(struct buf *reply, const struct talk *talk, struct span request,
	      struct err *err)
{
	struct buf framed = { 0 }, header = { 0 };
	uint32_t len = 0;
	int result;

	wire_put(&framed, request);
	result = talk_send(talk, buf_span(&framed), err);
	if (result == 0)
		result = talk_receive(&header, talk, 4, err);
	if (result == 0) {
		len = wire_be32(header.data);
		if (len == 0 || len > AGENT_REPLY_MAX)
			result = err_set(err, ERR_INVALID, "the ssh-agent answers with"
					 " %lu bytes", (unsigned long)len);
	}
	if (result == 0)
		result = talk_receive(reply, talk, len, err);
	buf_close(&framed);
	buf_close(&header);
	return result;
}

int
agent_ask(struct buf *reply, const char *socket_path, struct span request, int timeout_ms,
	  struct err *err)
{
	struct talk talk;
	int result;

	if (request.len > AGENT_REPLY_MAX)
		return err_set(err, ERR_LIMIT, "this is more than an ssh-agent takes");
	if (talk_open(&talk, socket_path, timeout_ms, err) < 0)
		return -1;
	result = talk_exchange(reply, &talk, request, err);
	close(talk.fd);
	return result;
}

void
agent_put_list(struct buf *out)
{
	buf_char(out, REQUEST_IDENTITIES);
}

void
agent_put_sign(struct buf *out, const struct sshkey *key, struct span message)
{
	struct buf blob = { 0 };

	sshkey_blob(&blob, key);
	buf_char(out, SIGN_REQUEST);
	wire_put(out, buf_span(&blob));
	wire_put(out, message);
	wire_put_number(out, 0);
	buf_close(&blob);
}

static int
reply_strange(struct err *err)
{
	return err_set(err, ERR_INVALID,
		       "the ssh-agent answers something that is not in its"
		       " protocol");
}

/* The type byte, which must be `type`. */
static int
read_type(struct span *reply, int type, const char *refusal, struct err *err)
{
	struct span byte;

	if (!wire_bytes(&byte, reply, 1))
		return reply_strange(err);
	if (byte.data[0] == AGENT_FAILURE && reply->len == 0)
		return err_set(err, ERR_REFUSED, "%s", refusal);
	return byte.data[0] == type ? 0 : reply_strange(err);
}

int
agent_read_list(struct agent_key **out, size_t *count, struct arena *arena,
		struct span reply, struct err *err)
{
	uint32_t keys;

	*out = NULL;
	*count = 0;
	if (read_type(&reply, IDENTITIES_ANSWER, "the ssh-agent shows no keys", err) < 0)
		return -1;
	if (!wire_number(&keys, &reply))
		return reply_strange(err);
	if (keys > AGENT_KEYS_MAX)
		return err_set(err, ERR_LIMIT, "the ssh-agent holds more than %d keys",
			       AGENT_KEYS_MAX);
	while (keys-- > 0) {
		struct span blob, comment;
		struct sshkey key;

		if (!wire_string(&blob, &reply) || !wire_string(&comment, &reply))
			return reply_strange(err);
		if (sshkey_parse_blob(&key, blob, NULL) < 0)
			continue;
		*out = arena_grow(arena, *out, *count, sizeof **out);
		(*out)[(*count)++] = (struct agent_key){
			.key = key,
			.comment = arena_copy(arena, comment.data, comment.len),
		};
	}
	return reply.len == 0 ? 0 : reply_strange(err);
}

int
agent_read_signature(uint8_t out[SIGNATURE_SIZE], struct span reply, struct err *err)
{
	struct span signature, bytes;

	if (read_type(&reply, SIGN_RESPONSE,
		      "the ssh-agent did not sign: the key is gone,"
		      " locked or was not confirmed",
		      err)
	    < 0)
		return -1;
	if (!wire_string(&signature, &reply) || reply.len != 0
	    || !wire_expect(&signature, "ssh-ed25519") || !wire_string(&bytes, &signature)
	    || bytes.len != SIGNATURE_SIZE || signature.len != 0)
		return reply_strange(err);
	memcpy(out, bytes.data, SIGNATURE_SIZE);
	return 0;
}
