/*
 * ledger make DIR RECORDS CHAINS	a ledger of signed decisions, in packs that are not flushed
 * ledger grow DIR RECORDS CHAINS	so many more in it, on its first chains in turns
 * ledger append DIR ROUNDS PEER	one durable decision and `git commit -S` in PEER, in turns
 * ledger again DIR ID STATE		audit it, let 10 records come: microseconds to audit it again
 * ledger raw				libsodium's verifications a second on one core: of many
 *					signatures, and of one
 * ledger run COMMAND…			microseconds and peak KiB of a process
 */
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/crew.h"
#include "core/base/file.h"
#include "core/store/append.h"
#include "core/store/verify.h"
#include "core/trust/keyfile.h"
#include "tests/bench/packer.h"

#define NOW INT64_C(1700000000)
#define HEX16 "0123456789abcdef"
#define HEX40 HEX16 HEX16 "01234567"
#define HEX64 HEX16 HEX16 HEX16 HEX16

enum { CHAINS = 1000, ROUNDS = 999, MAKERS = 2, SIGNATURES = 2000, SIGNERS = 50, NEW = 10,
       NEW_CHAINS = 5, AGAIN = 11, MESSAGE = 138 };

extern char **environ;

int fsync(int fd);
int fdatasync(int fd);

static struct arena arena;
static bool is_made;		/* what is only made to be read need not be durable */

int
fsync(int fd)
{
	return is_made ? 0 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return is_made ? 0 : (int)syscall(SYS_fdatasync, fd);
}

static void
must(int status, const struct err *err)
{
	if (status == 0)
		return;
	fprintf(stderr, "ledger: %s\n", err->text);
	exit(1);
}

static int64_t
clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int64_t
median(int64_t *times, size_t count)
{
	qsort(times, count, sizeof *times, compare);
	return times[count / 2];
}

static struct span
decision_text(struct arena *into, const char **id)
{
	char hex[RANDOM_ID_HEX];

	random_id(hex);
	*id = arena_text(into, hex);
	return span_of(arena_printf(
		into,
		"assay: 1\ntype: decision\nid: %s\nportfolio: " HEX16 HEX16
		"\nattempt: 1\nassignment: none\nrole: primary\nstance: independent\n"
		"rubric: {id: circles, version: 1, sha256: " HEX64 ", structure: " HEX64
		", published: none}\nevidence: {tree256: " HEX64 ", tree: " HEX40
		", commit: " HEX40 ", path: '', files: 1, bytes: 2}\nscores:\n"
		"  - {criterion: c1, level: met, points: \"1\", cites: [{item: 1, lines: 3-9}]}\n"
		"  - {criterion: c2, level: met, points: \"1\", cites: [{item: 1}]}\n"
		"  - {criterion: c3, level: met, points: \"1\"}\n"
		"totals: {points: \"3\", max: \"3\"}\noutcome: pass\nwhy: []\n"
		"declaration: {authentic: yes, conflict: none}\nsupersedes: []\nbasis: []\n"
		"seen: []\ntool: bench\n",
		hex));
}

static const char *
actor_of(size_t i)
{
	return arena_printf(&arena, "a-%zu", i);
}

static void
make_ledger(struct ledger *out, struct signer *signers, size_t chains, const char *dir)
{
	struct trust_member *members = arena_array(&arena, chains, sizeof *members);
	struct err err;
	struct sshkey key;

	must(file_make_dirs(dir, 0700, &err), &err);
	for (size_t i = 0; i < chains; i++) {
		const char *path = arena_printf(&arena, "%s/key-%zu", dir, i);

		must(keyfile_create(&key, path, NULL, NULL, &err), &err);
		must(keyfile_open(&signers[i], path, NULL, &err), &err);
		members[i] = (struct trust_member){ &signers[i].key, actor_of(i), "A name",
						    1u << TRUST_ASSESSOR };
	}
	must(ledger_create(out, path_join(&arena, dir, "ledger.git"), &signers[0], members,
			   chains, RELEASE_MANUAL, NOW, &err), &err);
}

/* A chain of genesis and decisions, written as ledger_append would; its head. */
static struct oid
fill_chain(struct ledger *ledger, struct signer *signer, size_t who, size_t records)
{
	struct oid head = { { 0 } };
	struct digest sha256;
	const char *id;
	struct err err;

	must(genesis_write(&head, &sha256, &arena, ledger, signer, actor_of(who), NOW, &err),
	     &err);
	for (size_t i = 0; i < records; i++) {
		struct arena scratch = { 0 };
		struct commit commit = commit_next(ledger, RECORD_DECISION, actor_of(who),
						   signer->key.kid, NOW + (int64_t)i);

		commit_follow(&commit, &head, (int64_t)i, &sha256);
		commit.subject = "circles pass";
		must(commit_write(&head, &sha256, &scratch, ledger->repo, signer, &commit,
				  decision_text(&scratch, &id), NULL, 0, &err), &err);
		arena_close(&scratch);
	}
	return head;
}

/* Every chain of so many, from the first on; in packs of this process's own. */
static void
fill_chains(struct ledger *ledger, struct signer *signers, size_t records, size_t chains,
	    size_t first)
{
	static struct oid heads[CHAINS];
	struct err err;

	packer_open(&arena, path_join(&arena, repo_dir(ledger->repo), "objects"));
	for (size_t i = first; i < chains; i += MAKERS)
		heads[i] = fill_chain(ledger, &signers[i], i,
				      records / chains + (i < records % chains));
	packer_close();
	for (size_t i = first; i < chains; i += MAKERS) {
		const char *ref = arena_printf(&arena, LEDGER_LOG "%s/%s", actor_of(i),
					       signers[i].key.kid);
		struct oid old;
		bool is_old = repo_ref_read(&old, ledger->repo, ref, &err) == 0;

		must(repo_ref_move(ledger->repo, ref, &heads[i], is_old ? &old : NULL, "bench",
				   &err), &err);
	}
}

/* Microseconds of a process; *peak in KiB. It is no copy of this one first. */
static int64_t
run_process(long *peak, const char *const *argv)
{
	posix_spawn_file_actions_t quiet;
	struct rusage usage;
	int status, failed;
	int64_t from;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	from = clock_us();
	failed = posix_spawnp(&pid, argv[0], &quiet, NULL, (char *const *)(uintptr_t)argv,
			      environ);
	if (failed != 0 || wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status)
	    || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "ledger: %s failed\n", argv[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&quiet);
	*peak = usage.ru_maxrss;
	return clock_us() - from;
}

static int
run_make(char **argv)
{
	size_t records = strtoul(argv[1], NULL, 10), chains = strtoul(argv[2], NULL, 10);
	static struct signer signers[CHAINS];
	struct ledger ledger;
	int status, failed = 0;

	if (chains == 0 || chains > CHAINS)
		return 2;
	is_made = true;
	make_ledger(&ledger, signers, chains, argv[0]);
	for (size_t first = 0; first < MAKERS; first++)
		if (fork() == 0) {
			fill_chains(&ledger, signers, records, chains, first);
			exit(0);
		}
	while (wait(&status) > 0)
		failed |= status;
	if (failed != 0)
		return 1;
	for (size_t i = 0; i < chains; i++)
		signer_close(&signers[i]);
	puts(ledger.id);
	ledger_close(&ledger);
	return 0;
}

static int
run_grow(char **argv)
{
	size_t records = strtoul(argv[1], NULL, 10), chains = strtoul(argv[2], NULL, 10);
	struct ledger ledger;
	struct err err;

	if (chains == 0)
		return 2;
	must(ledger_open(&ledger, path_join(&arena, argv[0], "ledger.git"), NULL, &err), &err);
	for (size_t i = 0; i < records; i++) {
		struct append what = { .type = RECORD_DECISION, .actor = actor_of(i % chains),
				       .now = NOW };
		const char *key = arena_printf(&arena, "%s/key-%zu", argv[0], i % chains);
		struct appended out;
		struct signer signer;

		what.record = decision_text(&arena, &what.record_id);
		must(keyfile_open(&signer, key, NULL, &err), &err);
		must(ledger_append(&out, &ledger, &signer, &what, &err), &err);
		signer_close(&signer);
	}
	ledger_close(&ledger);
	return 0;
}

static int
run_append(char **argv)
{
	const char *const peer[] = { "git", "-C", argv[2], "commit", "-q", "-S", "--allow-empty",
			       "-m", "decision", NULL };
	size_t rounds = strtoul(argv[1], NULL, 10);
	static int64_t ours[ROUNDS], theirs[ROUNDS];
	struct signer signer;
	struct ledger ledger;
	struct err err;
	long peak;

	if (rounds == 0 || rounds > ROUNDS)
		return 2;
	make_ledger(&ledger, &signer, 1, argv[0]);
	for (size_t i = 0; i < rounds; i++) {
		struct append what = { .type = RECORD_DECISION, .actor = actor_of(0),
				       .now = NOW + (int64_t)i };
		struct appended out;
		int64_t from;

		what.record = decision_text(&arena, &what.record_id);
		from = clock_us();
		must(ledger_append(&out, &ledger, &signer, &what, &err), &err);
		ours[i] = clock_us() - from;
		theirs[i] = run_process(&peak, peer);
	}
	printf("%" PRId64 " %" PRId64 "\n", median(ours, rounds), median(theirs, rounds));
	ledger_close(&ledger);
	signer_close(&signer);
	return 0;
}

static unsigned char pk[SIGNERS][crypto_sign_PUBLICKEYBYTES];
static unsigned char messages[SIGNATURES][MESSAGE], signatures[SIGNATURES][crypto_sign_BYTES];

static double
verified(size_t distinct)
{
	int64_t from = clock_us(), until;
	long count = 0;

	do {
		for (size_t i = 0; i < SIGNATURES; i++, count++)
			if (crypto_sign_verify_detached(signatures[i % distinct],
							messages[i % distinct], MESSAGE,
							pk[i % distinct % SIGNERS]) != 0)
				exit(1);
		until = clock_us();
	} while (until - from < 1000000);
	return (double)count * 1e6 / (double)(until - from);
}

/* Signatures that are verified once each, as in an audit; and one again and again, which is
 * quicker, for its branches are known by then. */
static int
run_raw(char **argv)
{
	static unsigned char sk[SIGNERS][crypto_sign_SECRETKEYBYTES];

	(void)argv;
	for (size_t i = 0; i < SIGNERS; i++)
		crypto_sign_keypair(pk[i], sk[i]);
	for (size_t i = 0; i < SIGNATURES; i++) {
		random_bytes(messages[i], MESSAGE);
		crypto_sign_detached(signatures[i], NULL, messages[i], MESSAGE,
				     sk[i % SIGNERS]);
	}
	printf("%.0f %.0f\n", verified(SIGNATURES), verified(1));
	return 0;
}

static int64_t
audit_once(const char *path, const struct audit_how *how)
{
	struct arena scratch = { 0 };
	int64_t from = clock_us();
	struct audit audit;
	struct err err;

	must(audit_run(&audit, &scratch, path, how, NULL, &err), &err);
	if (!audit.ok)
		exit(1);
	arena_close(&scratch);
	return clock_us() - from;
}

/* As in a program that is open: nothing of it is started again. */
static int
run_again(char **argv)
{
	char records[12], chains[12], *grow[] = { argv[0], records, chains };
	const char *path = path_join(&arena, argv[0], "ledger.git");
	struct audit_how how = { .id = argv[1], .state = argv[2], .full = true,
				 .threads = crew_online() };
	int64_t times[AGAIN];
	int status;

	snprintf(records, sizeof records, "%d", NEW);
	snprintf(chains, sizeof chains, "%d", NEW_CHAINS);
	(void)audit_once(path, &how);
	status = run_grow(grow);
	how.full = false;
	for (size_t i = 0; i < AGAIN; i++)
		times[i] = audit_once(path, &how);
	printf("%" PRId64 "\n", median(times, AGAIN));
	return status;
}

static int
run_run(char **argv)
{
	long peak;
	int64_t time = run_process(&peak, (const char *const *)argv);

	printf("%" PRId64 " %ld\n", time, peak);
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *word;
		int arguments;		/* at least */
		int (*run)(char **argv);
	} words[] = {
		{ "make", 3, run_make }, { "append", 3, run_append },
		{ "raw", 0, run_raw }, { "run", 1, run_run }, { "grow", 3, run_grow },
		{ "again", 3, run_again },
	};

	if (digest_init() != 0)
		return 1;
	for (size_t i = 0; argc > 1 && i < sizeof words / sizeof *words; i++)
		if (strcmp(argv[1], words[i].word) == 0 && argc - 2 >= words[i].arguments)
			return words[i].run(argv + 2);
	fputs("usage: ledger make|grow|append|again|raw|run …\n", stderr);
	return 2;
}
