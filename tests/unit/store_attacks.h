/*
 * What the attacks on a ledger have in common: a small good ledger, made once, and hands
 * that alter a copy of it; then `assay audit --json` as a stranger runs it: what it said,
 * how it ended, how much memory it took.
 */
#ifndef TESTS_UNIT_STORE_ATTACKS_H
#define TESTS_UNIT_STORE_ATTACKS_H

#include <fcntl.h>
#include <ftw.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "core/base/file.h"
#include "tests/unit/store_ledger.h"

/* Who puts a name to what was altered. */
enum attack_by { AS_IT_STANDS, BY_BEN, BY_CAT };

/* A row: how the good ledger is altered, and the codes of the problems the audit tells. */
struct attack {
	const char *name, *codes;	/* each as often as it is told, with blanks between */
	const char *sed, *awk;		/* what becomes of the commit at Ben's head… */
	enum attack_by by;		/* …without its signature, if it is to be signed anew */
	const char *tree;		/* stock git; Ben signs this tree with his record */
	const char *record;		/* the body of Ben's next record… */
	enum record_type type;		/* …if it is not an alarm */
	void (*edit)(struct desk *d, struct commit *commit);	/* before Ben signs it */
	const char *old, *new;		/* Amy signs a version 2 of trust so altered */
	void (*make)(struct desk *d);	/* anything else */
	const char *script;		/* at last, stock git in the ledger; see PRELUDE */
};

/* $B and $C are the chains of Ben and Cat, $T is trust, $M Ben's high-water mark; `file` is
 * where a loose object lies. */
#define PRELUDE \
	"cd \"$1/ledger.git\"; export GIT_DIR=.; B=%s C=%s T=" LEDGER_TRUST ";" \
	"M=" LEDGER_MARK "${B#refs/heads/assay/v1/};" \
	"file() { echo objects/$(git rev-parse $1 | sed 's,..,&/,'); };"

static inline const char *
script_of(struct desk *d, const char *script)
{
	return arena_printf(&d->s->arena, PRELUDE "%s", ref_of(d, BEN), ref_of(d, CAT),
			    script);
}

static inline void
reopen(struct desk *d)
{
	ledger_close(&d->ledger);
	ok(d->s, ledger_open(&d->ledger, d->path, NULL, &d->s->err));
}

/* The good one: three people, two alarms and a decision of Ben's. */
static inline void
attack_open(struct desk *d, struct scratch *s)
{
	desk_open(d, s);
	say(d, BEN, RECORD_ALARM, ALARM);
	say(d, BEN, RECORD_DECISION, decision_text(d, "pass", "none", ""));
	say(d, BEN, RECORD_ALARM, ALARM);
	say(d, CAT, RECORD_ALARM, ALARM);
	run(s, IN "cd ledger.git; mkdir -p info; echo hidden | git hash-object -w --stdin;"
	    "find objects -type d -empty -delete; mkdir -p objects/pack objects/info;"
	    "cp -a . ../good");
}

/* `assay audit --json`, from the folder this program was built in. */
static inline const char *
assay_path(struct scratch *s)
{
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

	assert_true(len > 0);
	exe[len] = '\0';
	return path_real(&s->arena, arena_printf(&s->arena, "%.*s../../assay",
			 (int)(path_name(exe) - exe), exe));
}

struct ending {
	struct buf said;
	int status;			/* of exit; -1: it did not */
	long kib, ms;
};

/* In a process of its own, so that what it takes can be told: `argv`, or, as quick as that
 * and no slower, what `argv` calls. */
static inline void
audit_or_become(struct desk *d, const char *const *argv)
{
	struct arena arena = { 0 };
	struct audit audit;
	struct buf said = { 0 };
	struct err err;

	if (argv != NULL)
		execv(argv[0], (char *const *)(uintptr_t)argv);
	if (argv != NULL
	    || audit_run(&audit, &arena, d->path, &(struct audit_how){ .id = d->ledger.id,
			 .full = true }, NULL, &err) != 0)
		_exit(127);
	for (size_t i = 0; i < audit.problem_count; i++)
		buf_printf(&said, "\"code\": \"%s\" %s\n", audit.problems[i].code,
			   audit.problems[i].detail);
	buf_printf(&said, "\"ok\": %s\n", audit.ok ? "true" : "false");
	_exit(file_write_all(1, buf_span(&said), false, &err) != 0 ? 127 : audit.ok ? 0 : 1);
}

static inline void
run_audit(struct ending *out, struct desk *d, const char *const *argv)
{
	struct timespec from, to;
	struct rusage usage;
	int fds[2], status;
	char bytes[4096];
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		close(fds[1]);
		audit_or_become(d, argv);
	}
	close(fds[1]);
	while ((got = read(fds[0], bytes, sizeof bytes)) > 0)
		buf_put(&out->said, bytes, (size_t)got);
	close(fds[0]);
	assert_int_equal(wait4(pid, &status, 0, &usage), pid);
	clock_gettime(CLOCK_MONOTONIC, &to);
	out->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	out->kib = usage.ru_maxrss;
	out->ms = (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
}

static inline int
by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Words in order: the program groups what it tells, and an audit tells it as it is found. */
static inline const char *
in_order(struct arena *arena, const char *words)
{
	const char *list[64], *out = "";
	size_t count = 0;

	for (const char *at = words; *at != '\0'; at += *at == ' ') {
		size_t len = strcspn(at, " ");

		assert_true(count < sizeof list / sizeof *list);
		list[count++] = arena_copy(arena, at, len);
		at += len;
	}
	if (count != 0)
		qsort(list, count, sizeof *list, by_word);
	for (size_t i = 0; i < count; i++)
		out = arena_printf(arena, "%s%s%s", out, i == 0 ? "" : " ", list[i]);
	return out;
}

static inline const char *
codes_in(struct arena *arena, const char *text)
{
	static const char field[] = "\"code\": \"";
	const char *codes = "", *at = text;

	while ((at = strstr(at, field)) != NULL) {
		at += sizeof field - 1;
		codes = arena_printf(arena, "%s%s%.*s", codes, *codes == '\0' ? "" : " ",
				     (int)strcspn(at, "\""), at);
	}
	return in_order(arena, codes);
}

static inline long
limit_of(const char *name, long otherwise)
{
	const char *value = getenv(name);

	return value == NULL ? otherwise : strtol(value, NULL, 10);
}

/* The worst of all that were asked. */
static struct { long kib, ms; } worst;

#ifdef __SANITIZE_ADDRESS__
enum { IS_LEAN = 0 };			/* memory is not ours alone */
#else
enum { IS_LEAN = 1 };
#endif

static inline void
expect_in_bounds(const char *name, const struct ending *ending)
{
	if (IS_LEAN && ending->kib > 64 << 10)
		fail_msg("%s: %ld KiB", name, ending->kib);
	if (ending->ms > limit_of("ASSAY_ATTACK_MS", 60000))
		fail_msg("%s: %ld ms", name, ending->ms);
	worst.kib = ending->kib > worst.kib ? ending->kib : worst.kib;
	worst.ms = ending->ms > worst.ms ? ending->ms : worst.ms;
}

/* None accepted, none crashing, each in bounds. With ASSAY_ATTACK_MS (make torture), and
 * the first of a table always, it is the program that is asked. */
static inline void
expect_attack(struct desk *d, const char *name, const char *codes)
{
	bool whole = worst.ms == 0 || getenv("ASSAY_ATTACK_MS") != NULL;
	const char *const argv[] = { assay_path(d->s), "audit", "--json", "--full",
				     "--ledger-id", arena_text(&d->s->arena, d->ledger.id),
				     d->path, NULL };
	struct ending ending = { 0 };
	const char *found;

	run_audit(&ending, d, whole ? argv : NULL);
	codes = in_order(&d->s->arena, codes);
	found = ending.said.data == NULL ? "" : codes_in(&d->s->arena, ending.said.data);
	if (strcmp(found, codes) != 0 || ending.status != (*codes == '\0' ? 0 : 1)
	    || (strstr(ending.said.data, "\"ok\": true") != NULL) != (*codes == '\0'))
		fail_msg("%s: wanted '%s', found '%s', exit %d: %s", name, codes, found,
			 ending.status, ending.said.data == NULL ? "" : ending.said.data);
	expect_in_bounds(name, &ending);
	buf_close(&ending.said);
}

/* The folder again as it was, file by file. */
static inline void
copy_folder(struct scratch *s, const char *from, const char *to)
{
	char **names;
	size_t count;

	ok(s, file_make_dirs(to, 0700, &s->err));
	ok(s, file_list(&names, &count, &s->arena, from, 4096, &s->err));
	for (size_t i = 0; i < count; i++) {
		const char *old = path_join(&s->arena, from, names[i]);
		const char *new = path_join(&s->arena, to, names[i]);
		struct span bytes;
		struct stat st;
		int fd;

		assert_int_equal(lstat(old, &st), 0);
		if (S_ISDIR(st.st_mode)) {
			copy_folder(s, old, new);
			continue;
		}
		ok(s, file_read(&bytes, &s->arena, old, 1 << 20, &s->err));
		fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		ok(s, file_write_all(fd, bytes, false, &s->err));
		close(fd);
	}
}

static inline int
remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

/* Put these bytes at the head of Ben's chain. */
static inline void
put_commit(struct desk *d, struct span raw)
{
	char hex[OID_HEX + 1];
	struct oid oid;

	ok(d->s, repo_write(&oid, d->ledger.repo, OBJECT_COMMIT, raw, &d->s->err));
	ok(d->s, repo_flush(d->ledger.repo, -1, &d->s->err));
	oid_hex(hex, &oid);
	strcat(hex, "\n");
	ok(d->s, file_write(path_join(&d->s->arena, d->path, ref_of(d, BEN)), span_of(hex),
			    0600, &d->s->err));
}

static inline struct span
head_of(struct desk *d, int who)
{
	struct span raw;
	struct oid oid;

	ok(d->s, repo_ref_read(&oid, d->ledger.repo, ref_of(d, who), &d->s->err));
	ok(d->s, repo_read(&raw, &d->s->arena, d->ledger.repo, &oid, OBJECT_COMMIT,
			   COMMIT_BYTES, &d->s->err));
	return raw;
}

/* What sed or awk makes of it. */
static inline struct span
altered(struct desk *d, const struct attack *attack, struct span bytes)
{
	const char *const argv[] = { attack->sed != NULL ? "sed" : "awk",
		attack->sed != NULL ? attack->sed : attack->awk, NULL };
	const char *const env[] = { "LC_ALL=C", NULL };
	struct process process = { .argv = argv, .env = env, .input = bytes };
	struct buf out = { 0 };
	struct span altered;
	int status = -1;

	ok(d->s, process_run(&status, &out, NULL, &process, &d->s->err));
	assert_int_equal(status, 0);
	altered = arena_span(&d->s->arena, buf_span(&out));
	if (span_equal(altered, bytes))
		fail_msg("%s: nothing was altered", attack->name);
	buf_close(&out);
	return altered;
}

/* Ben's head altered, and signed anew or not. */
static inline void
alter_head(struct desk *d, const struct attack *attack)
{
	struct span raw = head_of(d, BEN);
	struct buf armour = { 0 }, signed_anew = { 0 };
	struct commit commit;
	const char *code;

	if (attack->by == AS_IT_STANDS) {
		put_commit(d, altered(d, attack, raw));
		return;
	}
	ok(d->s, commit_read(&commit, &code, &d->s->arena, raw, &d->s->err));
	commit_payload(&signed_anew, &commit);
	raw = arena_span(&d->s->arena, buf_span(&signed_anew));
	if (attack->sed != NULL || attack->awk != NULL)
		raw = altered(d, attack, raw);
	buf_clear(&signed_anew);
	ok(d->s, sshsig_sign(&armour, &d->signers[attack->by == BY_BEN ? BEN : CAT],
			     SSHSIG_GIT, raw, &d->s->err));
	commit_assemble(&signed_anew, raw, buf_span(&armour));
	put_commit(d, buf_span(&signed_anew));
	buf_close(&armour);
	buf_close(&signed_anew);
}

/* Ben's next record; `tree` is a script of stock git that prints its tree. */
static inline void
ben_signs(struct desk *d, const struct attack *attack)
{
	enum record_type type = attack->record == NULL || attack->type == RECORD_GENESIS
		? RECORD_ALARM : attack->type;
	struct commit commit = next_of(d, BEN, type);
	struct span record = record_text(d, type, new_id(d), attack->record == NULL
					 ? ALARM : attack->record);
	char blob[OID_HEX], hidden[OID_HEX];
	struct oid oid;

	if (attack->edit != NULL)
		attack->edit(d, &commit);
	forge(d, BEN, &commit, record, NULL, 0);
	if (attack->tree == NULL)
		return;
	oid = object_hash(OBJECT_BLOB, record);
	oid_hex(blob, &oid);
	oid = object_hash(OBJECT_BLOB, span_of("hidden\n"));
	oid_hex(hidden, &oid);
	assert_true(oid_from_hex(&commit.tree, span_of(run(d->s, script_of(d,
		arena_printf(&d->s->arena, "R=%s blob=%s; %s", blob, hidden,
			     attack->tree))))));
	forge_as_is(d, BEN, ref_of(d, BEN), &commit);
}

static inline void
make_good(struct desk *d)
{
	nftw(d->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	copy_folder(d->s, at(d->s, "good"), d->path);
	reopen(d);
}

static inline void
attack_one(struct desk *d, const struct attack *attack)
{
	make_good(d);
	if (attack->sed != NULL || attack->awk != NULL || attack->by != AS_IT_STANDS)
		alter_head(d, attack);
	if (attack->tree != NULL || attack->record != NULL || attack->edit != NULL)
		ben_signs(d, attack);
	if (attack->old != NULL)
		publish(d, AMY, with(d, next_trust(d), attack->old, attack->new), 1, NULL);
	if (attack->make != NULL)
		attack->make(d);
	ok(d->s, repo_flush(d->ledger.repo, -1, &d->s->err));
	if (attack->script != NULL)
		run(d->s, script_of(d, attack->script));
	expect_attack(d, attack->name, attack->codes);
}

/* One good ledger for all tables of a program, and it is good. */
static struct desk attacked;

static inline int
attacks_begin(void **state)
{
	if (scratch_open(state) != 0)
		return -1;
	attack_open(&attacked, *state);
	expect_attack(&attacked, "good", "");
	return 0;
}

static inline int
attacks_end(void **state)
{
	print_message("at most %ld ms and %ld KiB\n", worst.ms, worst.kib);
	desk_close(&attacked);
	return scratch_close(state);
}

#define ATTACK_TABLE(name) \
	static void name##_are_told(void **state) \
	{ \
		(void)state; \
		for (size_t i = 0; i < sizeof name / sizeof *name; i++) \
			attack_one(&attacked, &name[i]); \
	}

#endif
