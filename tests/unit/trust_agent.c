#include "tests/unit/trust_run.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/trust/agent.h"
#include "core/trust/agent_wire.h"
#include "core/trust/sshsig.h"
#include "core/trust/wire.h"

/* A real ssh-agent, with one ed25519 and one ECDSA key. */

struct world {
	struct bench bench;
	char *socket;
	pid_t agent;
	struct sshkey key;
};

static void
agent_exec(const char *socket, int out)
{
	dup2(out, STDOUT_FILENO);
	execlp("ssh-agent", "ssh-agent", "-D", "-a", socket, (char *)NULL);
	_exit(127);
}

/* It prints SSH_AUTH_SOCK once it listens. */
static pid_t
agent_start(const char *socket)
{
	int ends[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0)
		agent_exec(socket, ends[1]);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	close(ends[0]);
	return pid;
}

static int
tell(struct world *world, const char *const *argv)
{
	const char *const env[] = {
		arena_printf(&world->bench.arena, "SSH_AUTH_SOCK=%s", world->socket),
		NULL,
	};
	struct process process = { .argv = argv, .env = env, .output_limit = 1 << 20,
				   .timeout_ms = 60000 };
	struct buf out = { 0 };
	struct err err;
	int status;

	assert_int_equal(process_run(&status, &out, &out, &process, &err), 0);
	buf_close(&out);
	return status;
}

static int
world_open(void **state)
{
	struct world *world = calloc(1, sizeof *world);
	struct bench *bench = &world->bench;
	struct span line;
	struct err err;

	bench_open(bench);
	bench_keygen(bench, "ecdsa", "ecdsa", "");
	bench_keygen(bench, "id", "ed25519", "");
	assert_int_equal(
		file_read(&line, &bench->arena, bench_path(bench, "id.pub"), 4096, &err),
		0);
	assert_int_equal(sshkey_parse(&world->key, line, &err), 0);
	world->socket = bench_path(bench, "agent");
	world->agent = agent_start(world->socket);
	assert_int_equal(tell(world, BENCH_ARGV("ssh-add", bench_path(bench, "ecdsa"),
						bench_path(bench, "id"))), 0);
	*state = world;
	return 0;
}

static int
world_close(void **state)
{
	struct world *world = *state;

	kill(world->agent, SIGTERM);
	waitpid(world->agent, NULL, 0);
	bench_close(&world->bench);
	free(world);
	return 0;
}

static void
only_the_ed25519_keys_are_listed(void **state)
{
	struct world *world = *state;
	struct agent_key *keys;
	size_t count;
	struct err err;

	assert_int_equal(
		agent_list(&keys, &count, &world->bench.arena, world->socket, &err), 0);
	assert_int_equal(count, 1);
	assert_memory_equal(&keys[0].key, &world->key, sizeof world->key);
	assert_string_equal(keys[0].comment, "id");
}

static void
an_agents_signature_is_that_of_ssh_keygen(void **state)
{
	struct world *world = *state;
	struct buf ours = { 0 }, theirs = { 0 };
	struct signer signer;
	struct err err = { 0 };

	if (agent_open(&signer, world->socket, world->key.kid, &err) < 0
	    || sshsig_sign(&ours, &signer, SSHSIG_GIT, span_of("yes"), &err) < 0)
		fail_msg("%s", err.text);
	signer_close(&signer);
	assert_int_equal(bench_run(&theirs,
				   BENCH_ARGV("ssh-keygen", "-Y", "sign", "-n", "git",
					      "-f", bench_path(&world->bench, "id")),
				   span_of("yes")),
			 0);
	buf_char(&ours, '\n');
	assert_string_equal(ours.data, theirs.data);
	buf_close(&ours);
	buf_close(&theirs);
}

static void
a_key_it_does_not_hold_is_not_found(void **state)
{
	struct world *world = *state;
	struct signer signer;
	struct err err;

	check_failed(agent_open(&signer, world->socket,
				"00000000000000000000000000000000", &err),
		     &err, ERR_NOT_FOUND, "ssh-add");
	signer_close(&signer);
}

static void
a_key_taken_away_after_opening_is_a_refusal(void **state)
{
	struct world *world = *state;
	uint8_t signature[SIGNATURE_SIZE];
	struct signer signer;
	struct err err;

	assert_int_equal(agent_open(&signer, world->socket, world->key.kid, &err), 0);
	assert_int_equal(tell(world, BENCH_ARGV("ssh-add", "-q", "-D")), 0);
	check_failed(signer.sign(&signer, signature, span_of("yes"), &err), &err,
		     ERR_REFUSED, "did not sign");
	signer_close(&signer);
	assert_int_equal(
		tell(world, BENCH_ARGV("ssh-add", bench_path(&world->bench, "id"))), 0);
}

static void
no_agent_is_not_found(void **state)
{
	struct world *world = *state;
	struct agent_key *keys;
	char long_path[200];
	size_t count;
	const char *const paths[] = {
		NULL,
		"",
		bench_path(&world->bench, "nowhere"),
		bench_path(&world->bench, "id"),
		long_path,
	};
	struct err err;

	memset(long_path, 'x', sizeof long_path);
	long_path[sizeof long_path - 1] = '\0';
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		check_failed(
			agent_list(&keys, &count, &world->bench.arena, paths[i], &err),
			&err, ERR_NOT_FOUND, "no ssh-agent");
}

static void
more_than_an_agent_takes_is_not_sent(void **state)
{
	struct world *world = *state;
	struct buf reply = { 0 };
	char *bytes = calloc(1, AGENT_REPLY_MAX + 1);
	struct err err;

	check_failed(agent_ask(&reply, world->socket,
			       (struct span){ bytes, AGENT_REPLY_MAX + 1 }, 1000, &err),
		     &err, ERR_LIMIT, "more than");
	free(bytes);
}

/* A hostile one: says these bytes to whoever asks, then hangs up or holds the line. */

static void
serve(int listener, struct span says, bool holds)
{
	char ignored[512];
	int fd = accept(listener, NULL, NULL);
	ssize_t sent = read(fd, ignored, sizeof ignored);

	if (says.len > 0)
		sent = write(fd, says.data, says.len);
	(void)sent;
	if (holds)
		while (read(fd, ignored, sizeof ignored) > 0)
			;
	_exit(0);
}

static int
ask_hostile(struct world *world, struct span says, bool holds, struct err *err)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	char *path = bench_path(&world->bench, "hostile");
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), result;
	struct buf reply = { 0 };
	struct agent_key *keys;
	size_t count;
	pid_t pid;

	strncpy(name.sun_path, path, sizeof name.sun_path - 1);
	assert_int_equal(bind(listener, (struct sockaddr *)&name, sizeof name), 0);
	assert_int_equal(listen(listener, 1), 0);
	pid = fork();
	if (pid == 0)
		serve(listener, says, holds);
	close(listener);
	result = agent_ask(&reply, path, (struct span){ "\x0b", 1 }, holds ? 50 : 10000,
			   err);
	if (result == 0)
		result = agent_read_list(&keys, &count, &world->bench.arena,
					 buf_span(&reply), err);
	buf_close(&reply);
	waitpid(pid, NULL, 0);
	unlink(path);
	return result;
}

#define BYTES(text) { (text), sizeof(text) - 1 }

static void
a_hostile_agent_is_an_error_and_nothing_more(void **state)
{
	static const struct {
		struct span says;
		bool holds;
		enum err_code code;
	} rows[] = {
		{ BYTES(""), false, ERR_IO },
		{ BYTES(""), true, ERR_IO },
		{ BYTES("\0\0"), false, ERR_IO },
		{ BYTES("\0\0\0\5\x0c\0\0"), false, ERR_IO },
		{ BYTES("\0\0\0\5\x0c\0\0"), true, ERR_IO },
		{ BYTES("\0\0\0\0"), true, ERR_INVALID },
		{ BYTES("\xff\xff\xff\xff\x0c"), true, ERR_INVALID },
		{ BYTES("\0\4\0\1\x0c"), true, ERR_INVALID },
		{ BYTES("\0\0\0\1\5"), false, ERR_REFUSED },
		{ BYTES("\0\0\0\2\5\5"), false, ERR_INVALID },
		{ BYTES("\0\0\0\1\x0c"), false, ERR_INVALID },
		{ BYTES("\0\0\0\5\x0e\0\0\0\0"), false, ERR_INVALID },
		{ BYTES("\0\0\0\5\x0c\0\0\0\1"), false, ERR_INVALID },
		{ BYTES("\0\0\0\6\x0c\0\0\0\0x"), false, ERR_INVALID },
		{ BYTES("\0\0\0\5\x0c\0\0\1\1"), false, ERR_LIMIT },
		{ BYTES("\0\0\0\5\x0c\xff\xff\xff\xff"), false, ERR_LIMIT },
		{ BYTES("\0\0\0\x0d\x0c\0\0\0\1\xff\xff\xff\xff\0\0\0\0"), false,
		  ERR_INVALID },
	};
	struct err err = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(ask_hostile(*state, rows[i].says, rows[i].holds, &err),
				 -1);
		if (err.code != rows[i].code)
			fail_msg("row %zu: %s", i, err.text);
	}
	assert_int_equal(ask_hostile(*state, (struct span)BYTES("\0\0\0\5\x0c\0\0\0\0"),
				     false, &err),
			 0);
}

static void
a_signature_reply_is_read_strictly(void **state)
{
	struct buf inner = { 0 }, reply = { 0 };
	uint8_t signature[SIGNATURE_SIZE] = { 7 }, read[SIGNATURE_SIZE];
	struct err err;

	(void)state;
	wire_put_text(&inner, "ssh-ed25519");
	wire_put(&inner, (struct span){ (char *)signature, SIGNATURE_SIZE });
	buf_char(&reply, 14);
	wire_put(&reply, buf_span(&inner));
	assert_int_equal(agent_read_signature(read, buf_span(&reply), &err), 0);
	assert_memory_equal(read, signature, SIGNATURE_SIZE);
	for (size_t len = 0; len < reply.len; len++)
		check_failed(agent_read_signature(read, (struct span){ reply.data, len },
						  &err),
			     &err, ERR_INVALID, "protocol");
	for (size_t i = 0; i < reply.len - SIGNATURE_SIZE; i++) {
		reply.data[i] ^= 1;
		assert_int_equal(agent_read_signature(read, buf_span(&reply), &err), -1);
		reply.data[i] ^= 1;
	}
	buf_char(&reply, 0);
	assert_int_equal(agent_read_signature(read, buf_span(&reply), &err), -1);
	buf_close(&inner);
	buf_close(&reply);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_ed25519_keys_are_listed),
		cmocka_unit_test(an_agents_signature_is_that_of_ssh_keygen),
		cmocka_unit_test(a_key_it_does_not_hold_is_not_found),
		cmocka_unit_test(a_key_taken_away_after_opening_is_a_refusal),
		cmocka_unit_test(no_agent_is_not_found),
		cmocka_unit_test(more_than_an_agent_takes_is_not_sent),
		cmocka_unit_test(a_hostile_agent_is_an_error_and_nothing_more),
		cmocka_unit_test(a_signature_reply_is_read_strictly),
	};

	if (digest_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("trust_agent", tests, world_open, world_close);
}
