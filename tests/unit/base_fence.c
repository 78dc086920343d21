/* What a converter may do in its fence: read its file, say something, and little else. */
#include "core/base/fence.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "tests/unit/store_scratch.h"

#define PATH "/usr/bin:/bin"

static const struct fence_limits few = {
	.seconds = 2, .memory = (size_t)1 << 30, .scratch = 1 << 20, .output = 100000,
	.processes = 20,
};

struct fenced {
	struct scratch *s;
	struct fence fence;
	struct buf out;
	bool cut;
};

/* Each test is run in bubblewrap, where there is one, and without. */
static void
each_fence(struct scratch *s, void (*test)(struct fenced *f))
{
	struct fenced f = { .s = s };

	run(s, IN "mkdir folder; echo hello > folder/piece.txt; echo secret > secret");
	fence_look(&f.fence, PATH);
	if (f.fence.bwrap[0] != '\0') {
		test(&f);
		buf_close(&f.out);
	}
	fence_look(&f.fence, "/nowhere");
	assert_int_equal(f.fence.bwrap[0], '\0');
	f.fence.path = PATH;
	test(&f);
	buf_close(&f.out);
	f.fence.spaces = false;		/* as where users may have none */
	test(&f);
	buf_close(&f.out);
}

static int
sh(struct fenced *f, const char *script)
{
	const char *const argv[] = { "sh", "-c", script, "sh", f->s->dir, NULL };

	buf_clear(&f->out);
	f->s->err = (struct err){ 0 };
	return fence_run(&f->out, &f->cut, &f->fence, argv, at(f->s, "folder"), &few, NULL,
			 &f->s->err);
}

static void
reads_its_file(struct fenced *f)
{
	ok(f->s, sh(f, "cat piece.txt; pwd; echo \"$HOME\""));
	assert_memory_equal(f->out.data, "hello\n", 6);
	assert_non_null(strstr(f->out.data, "/folder\n/nonexistent\n"));
	assert_false(f->cut);
}

static void
reaches_no_file(struct fenced *f)
{
	if (f->fence.bwrap[0] == '\0' && !f->fence.files)
		return;		/* said so by fence_print */
	ok(f->s, sh(f, "cat \"$1/secret\" 2>&1; cat /etc/passwd 2>&1; ls /home /root 2>&1; "
		    "echo x > piece.txt; echo x > \"$1/made\"; echo x > folder; true"));
	assert_null(strstr(f->out.data, "secret\n"));
	assert_null(strstr(f->out.data, "root:"));
	assert_string_equal(run(f->s, IN "cat folder/piece.txt; ls"),
			    "hello\nfolder\nsecret");
}

static void
reaches_no_network(struct fenced *f)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char script[256];

	if (f->fence.bwrap[0] == '\0' && !f->fence.spaces && !f->fence.calls)
		return;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	snprintf(script, sizeof script, "perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0) "
		 "&& connect(S, sockaddr_in(%d, INADDR_LOOPBACK)) and print \"connected\"'; "
		 "echo tried", ntohs(address.sin_port));
	ok(f->s, sh(f, script));
	assert_string_equal(f->out.data, "tried\n");
	close(fd);
}

static void
ends_in_time(struct fenced *f)
{
	assert_int_equal(sh(f, "while :; do :; done"), -1);
	assert_true(f->s->err.code == ERR_LATE || f->s->err.code == ERR_IO);	/* killed first */
	assert_int_equal(sh(f, "sleep 1000"), -1);
	assert_int_equal(f->s->err.code, ERR_LATE);
	says(f->s, "did not end within 2000 ms");
}

static void
says_no_more_than_it_may(struct fenced *f)
{
	ok(f->s, sh(f, "yes"));
	assert_true(f->cut);
	assert_true(f->out.len > 10000 && f->out.len <= few.output);
	sh(f, "head -c 3000000 /dev/zero > /tmp/big && echo written");
	assert_null(f->out.data == NULL ? NULL : strstr(f->out.data, "written"));
}

static bool
runs_somewhere(const char *word)
{
	char line[256];
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	bool found = false;

	while (!found && (entry = readdir(proc)) != NULL) {
		char path[300];
		ssize_t got;
		int fd;

		snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		got = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
		if (fd >= 0)
			close(fd);
		for (ssize_t i = 0; i < got; i++)
			line[i] = line[i] == '\0' ? ' ' : line[i];
		line[got < 0 ? 0 : got] = '\0';
		found = strncmp(line, "sleep ", 6) == 0 && strstr(line, word) != NULL;
	}
	closedir(proc);
	return found;
}

/* One that leaves its session behind goes with the space it was in. */
static void
leaves_nothing_running(struct fenced *f)
{
	if (f->fence.bwrap[0] == '\0' && !f->fence.spaces && !f->fence.calls)
		return;		/* said so by fence_print */
	ok(f->s, sh(f, "{ setsid sleep 4242.17 || sleep 4242.17; } > /dev/null 2>&1 & sleep 0.1; echo left"));
	assert_string_equal(f->out.data, "left\n");
	for (int tries = 0; tries < 500 && runs_somewhere("4242.17"); tries++)
		usleep(10000);
	assert_false(runs_somewhere("4242.17"));
}

static void
fails_with_its_last_words(struct fenced *f)
{
	assert_int_equal(sh(f, "echo one >&2; echo no such page >&2; exit 3"), -1);
	says(f->s, "sh: no such page");
	assert_int_equal(sh(f, "exit 3"), -1);
	says(f->s, "sh ended with status 3");
}

static void
takes_all_its_words(struct fenced *f)
{
	const char *argv[33] = { "echo" };

	for (int i = 1; i < 31; i++)
		argv[i] = "word";
	argv[31] = "last";
	buf_clear(&f->out);
	ok(f->s, fence_run(&f->out, &f->cut, &f->fence, argv, at(f->s, "folder"), &few, NULL,
			   &f->s->err));
	assert_non_null(strstr(f->out.data, "word last\n"));
}

static bool
stop(void *who, int64_t done, int64_t total)
{
	(void)done;
	(void)total;
	return ++*(int *)who < 3;
}

static void
is_stopped_at_once(struct fenced *f)
{
	const char *const argv[] = { "sleep", "1000", NULL };
	int asked = 0;
	struct progress progress = { stop, &asked };

	refused(f->s, ERR_CANCELLED, fence_run(&f->out, &f->cut, &f->fence, argv,
		at(f->s, "folder"), &few, &progress, &f->s->err));
}

static void
a_missing_program_is_said(struct fenced *f)
{
	const char *const argv[] = { "no-such-program", NULL };

	refused(f->s, ERR_MISSING_PROGRAM, fence_run(&f->out, &f->cut, &f->fence, argv,
		at(f->s, "folder"), &few, NULL, &f->s->err));
}

#define IN_EACH_FENCE(test) \
	static void test##_in_each_fence(void **state) { each_fence(*state, test); }

IN_EACH_FENCE(reads_its_file)
IN_EACH_FENCE(reaches_no_file)
IN_EACH_FENCE(reaches_no_network)
IN_EACH_FENCE(ends_in_time)
IN_EACH_FENCE(says_no_more_than_it_may)
IN_EACH_FENCE(leaves_nothing_running)
IN_EACH_FENCE(fails_with_its_last_words)
IN_EACH_FENCE(takes_all_its_words)
IN_EACH_FENCE(is_stopped_at_once)
IN_EACH_FENCE(a_missing_program_is_said)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(reads_its_file_in_each_fence),
		SCRATCH_TEST(reaches_no_file_in_each_fence),
		SCRATCH_TEST(reaches_no_network_in_each_fence),
		SCRATCH_TEST(ends_in_time_in_each_fence),
		SCRATCH_TEST(says_no_more_than_it_may_in_each_fence),
		SCRATCH_TEST(leaves_nothing_running_in_each_fence),
		SCRATCH_TEST(fails_with_its_last_words_in_each_fence),
		SCRATCH_TEST(takes_all_its_words_in_each_fence),
		SCRATCH_TEST(is_stopped_at_once_in_each_fence),
		SCRATCH_TEST(a_missing_program_is_said_in_each_fence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
