#define _GNU_SOURCE	/* for unshare(2): nothing less has it */
#include "core/base/fence_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FDS = 64, FDS_MOST = 4096, REFER_ABI = 2, TRUNCATE_ABI = 3 };

/* What any program needs to start. */
static const char *const readable[] = {
	"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache",
	"/etc/alternatives", "/etc/fonts", "/etc/localtime", "/dev/null", "/dev/zero",
	"/dev/random", "/dev/urandom",
};

static int
limit(__rlimit_resource_t what, rlim_t most)
{
	struct rlimit ours, wanted = { most, most };

	if (getrlimit(what, &ours) == 0 && ours.rlim_max < most)
		wanted.rlim_cur = wanted.rlim_max = ours.rlim_max;
	return setrlimit(what, &wanted);
}

static int
limit_all(const struct fence_limits *limits)
{
	return limit(RLIMIT_CPU, (rlim_t)limits->seconds) != 0
		|| limit(RLIMIT_AS, limits->memory) != 0
		|| limit(RLIMIT_FSIZE, limits->scratch) != 0
		|| limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_NOFILE, FDS) != 0 ? -1 : 0;
}

/* ---- Landlock ---- */

bool
fence_has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION)
		> 0;
}

/* All that can be done to files, as far as this kernel knows of it. */
static __u64
all_rights(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	__u64 rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;

	if (version >= REFER_ABI)
		rights |= 1u << 13;	/* LANDLOCK_ACCESS_FS_REFER */
	if (version >= TRUNCATE_ABI)
		rights |= 1u << 14;	/* LANDLOCK_ACCESS_FS_TRUNCATE */
	return rights;
}

/* Where there is no such path, nothing of it is needed. */
static int
allow(int rules, const char *path, __u64 rights)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights };
	int failed;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT ? 0 : -1;
	failed = (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule,
			      0);
	if (failed != 0 && errno == EINVAL) {	/* it is a file: no rights of folders */
		rule.allowed_access &= LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE
			| LANDLOCK_ACCESS_FS_WRITE_FILE;
		failed = (int)syscall(SYS_landlock_add_rule, rules,
				      LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	}
	close(rule.parent_fd);
	return failed;
}

static int
close_files(const struct fence_inside *inside)
{
	const __u64 look = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE
		| LANDLOCK_ACCESS_FS_READ_DIR;
	struct landlock_ruleset_attr attr = { .handled_access_fs = all_rights() };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr,
				 sizeof attr.handled_access_fs, 0);
	int failed = rules < 0;

	for (size_t i = 0; !failed && i < sizeof readable / sizeof *readable; i++)
		failed = allow(rules, readable[i], look) != 0;
	failed = failed || allow(rules, inside->program, look) != 0
		|| allow(rules, inside->folder, look) != 0
		|| allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE) != 0
		|| syscall(SYS_landlock_restrict_self, rules, 0) != 0;
	if (rules >= 0)
		close(rules);
	return failed ? -1 : 0;
}

/*
 * ---- the filter: no sockets, whatever they lead to; and without a space of its own no way
 * out of the group of processes that is ended with it ----
 */

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#endif

bool
fence_has_filter(void)
{
#ifdef MACHINE
	return prctl(PR_GET_SECCOMP) >= 0;
#else
	return false;
#endif
}

#ifdef MACHINE
/* Calls of another machine's numbering end the program: they would pass by the filter. */
static int
close_calls(bool group)
{
	const unsigned nothing = ~0u;
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 5, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 4, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, group ? SYS_setsid : nothing, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, group ? SYS_setpgid : nothing, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
	};
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
static int
close_calls(bool group)
{
	(void)group;
	errno = ENOSYS;
	return -1;
}
#endif

/* ---- spaces of its own ---- */

static pid_t
fork_plainly(void)
{
	return (pid_t)syscall(SYS_clone, (unsigned long)SIGCHLD, 0UL, 0UL, 0UL, 0UL);
}

/* Wait for a child and end as it did. Its other ends of our pipes are not ours to hold. */
static _Noreturn void
end_with(pid_t child)
{
	int status;

#ifdef SYS_close_range
	syscall(SYS_close_range, 0U, ~0U, 0U);
#else
	for (int fd = 0; fd < FDS_MOST; fd++)
		close(fd);
#endif
	for (;;) {
		pid_t got = wait(&status);

		if (got == child || (got < 0 && errno != EINTR))
			break;
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* The first of the new space and all in it die with their parent. */
static int
leave_spaces(void)
{
	pid_t child;

	if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)
	    != 0 || (child = fork_plainly()) < 0)
		return -1;
	if (child > 0)
		end_with(child);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || (child = fork_plainly()) < 0)
		return -1;
	if (child > 0)
		end_with(child);
	return 0;
}

int
fence_enter(void *with)
{
	const struct fence_inside *inside = with;
	const struct fence *fence = inside->fence;

	if (limit_all(inside->limits) != 0)
		return -1;
	if (fence->bwrap[0] != '\0')
		return 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
	    || (fence->spaces && leave_spaces() != 0)
	    || limit(RLIMIT_NPROC, (rlim_t)inside->limits->processes) != 0
	    || (fence->files && close_files(inside) != 0)
	    || (fence->calls && close_calls(!fence->spaces) != 0))
		return -1;
	return 0;
}
