#include "core/desk/watch.h"

#include "core/model/record_body.h"

int
watch_checkpoint(struct watched *out, const struct speaker *by, struct err *err)
{
	const struct trust *trust = by->ledger->trust;
	struct arena scratch = { 0 };
	struct checkpoint said = { .trust_version = trust->version };
	struct appended last;
	char sha256[DIGEST_HEX];
	int failed;

	*out = (struct watched){ 0 };
	digest_hex(sha256, &trust->sha256);
	said.trust_sha256 = sha256;
	failed = watch_forks(&out->alarms, &last, by, err);
	if (failed == 0)
		failed = ledger_heads(&said.heads, &said.head_count, &scratch, by->ledger,
				      by->actor, by->signer->key.kid, err);
	out->heads = said.head_count;
	if (failed == 0)
		failed = statement_record(&out->checkpoint, by, RECORD_CHECKPOINT, &said, NULL,
					  0, err);
	arena_close(&scratch);
	return failed;
}

/* ---- alarms ---- */

/* Named by the record they are: 32 digits of its SHA-256. */
static struct blob_to_write
attached_commit(struct arena *arena, const char *sha256, struct span raw)
{
	return (struct blob_to_write){ arena_printf(arena, "%.32s.commit", sha256), raw };
}

static int
raise_fork(struct appended *out, const struct speaker *by, const struct fork *fork,
	   struct err *err)
{
	struct arena scratch = { 0 };
	const char *of[] = { fork->sha256[0], fork->sha256[1] };
	const struct alarm said = { FORK_KIND, of, 2 };
	const struct blob_to_write attached[] = {
		attached_commit(&scratch, of[0], fork->raw[0]),
		attached_commit(&scratch, of[1], fork->raw[1]),
	};
	int failed = statement_record(out, by, RECORD_ALARM, &said, attached, 2, err);

	arena_close(&scratch);
	return failed;
}

/* What alarms there are hold already; NULL in `open` for each that is told. */
struct telling {
	const struct fork **open;
	size_t count;
};

static bool
holds(const struct commit *commit, const char *sha256)
{
	char hex[DIGEST_HEX];

	for (size_t i = 0; i < commit->attachment_count; i++) {
		digest_hex(hex, &commit->attachments[i].sha256);
		if (strcmp(hex, sha256) == 0)
			return true;
	}
	return false;
}

static bool
cross_out(void *who, const struct entry *entry)
{
	struct telling *telling = who;

	if (!entry->counts || entry->record == NULL || entry->record->type != RECORD_ALARM)
		return true;
	for (size_t i = 0; i < telling->count; i++) {
		const struct fork *fork = telling->open[i];

		if (fork != NULL && holds(entry->commit, fork->sha256[0])
		    && holds(entry->commit, fork->sha256[1]))
			telling->open[i] = NULL;
	}
	return true;
}

static int
raise_open(size_t *raised, struct appended *last, const struct speaker *by,
	   const struct telling *telling, struct err *err)
{
	for (size_t i = 0; i < telling->count; i++) {
		if (telling->open[i] == NULL)
			continue;
		if (raise_fork(last, by, telling->open[i], err) != 0)
			return -1;
		++*raised;
	}
	return 0;
}

int
watch_forks(size_t *raised, struct appended *last, const struct speaker *by,
	    struct err *err)
{
	struct arena scratch = { 0 };
	struct telling telling = { 0 };
	struct fork *forks;
	int failed = forks_find(&forks, &telling.count, &scratch, by->ledger, err);

	*raised = 0;
	telling.open = arena_array(&scratch, telling.count, sizeof *telling.open);
	for (size_t i = 0; failed == 0 && i < telling.count; i++) {
		telling.open[i] = fork_is_settled(by->ledger->trust, forks[i].kid) ? NULL
			: &forks[i];
		failed = fork_keep(by->ledger, &forks[i], err);
	}
	if (failed == 0 && telling.count != 0)
		failed = ledger_walk(by->ledger, NULL, cross_out, &telling, err);
	if (failed == 0)
		failed = raise_open(raised, last, by, &telling, err);
	arena_close(&scratch);
	return failed;
}

static int
attach_records(struct blob_to_write *attached, const char **of, struct arena *arena,
	       const struct speaker *by, const struct moment *about, size_t count,
	       struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct span raw;
		struct oid oid;

		if (!oid_from_hex(&oid, span_of(about[i].commit)))
			return err_set(err, ERR_INVALID, "that is no commit id");
		if (repo_read(&raw, arena, by->ledger->repo, &oid, OBJECT_COMMIT, COMMIT_BYTES,
			      err) != 0)
			return -1;
		of[i] = about[i].sha256;
		attached[i] = attached_commit(arena, of[i], raw);
	}
	return 0;
}

int
watch_alarm(struct appended *out, const struct speaker *by, const char *kind,
	    const struct moment *about, size_t count, const char *text, struct err *err)
{
	struct arena scratch = { 0 };
	const char *of[ALARM_RECORDS];
	struct blob_to_write attached[ALARM_RECORDS + 1];
	const struct alarm said = { kind, of, count };
	size_t parts = count;
	int failed;

	if (count > ALARM_RECORDS)
		return err_set(err, ERR_LIMIT, "an alarm holds at most %d records",
			       ALARM_RECORDS);
	failed = statement_words(kind, by->ledger->trust, err);
	if (failed == 0)
		failed = attach_records(attached, of, &scratch, by, about, count, err);
	if (text != NULL)
		attached[parts++] = (struct blob_to_write){ "text.txt", span_of(text) };
	if (failed == 0)
		failed = statement_record(out, by, RECORD_ALARM, &said, attached, parts, err);
	arena_close(&scratch);
	return failed;
}

int
watch_retire(struct appended *out, const struct speaker *by, const char *why,
	     struct err *err)
{
	const struct retire said = { why };

	return statement_words(why, by->ledger->trust, err) != 0 ? -1
		: statement_record(out, by, RECORD_RETIRE, &said, NULL, 0, err);
}

int
watch_ready(const struct audit *audit, struct err *err)
{
	static const char *const worse[] = { "rollback", "trust-fork", "unsafe-repository" };

	for (size_t i = 0; i < audit->problem_count; i++)
		for (size_t k = 0; k < sizeof worse / sizeof *worse; k++)
			if (strcmp(audit->problems[i].code, worse[k]) == 0)
				return err_set(err, ERR_REFUSED, "%s: %.120s: %.200s", worse[k],
					       audit->problems[i].ref,
					       audit->problems[i].detail);
	return 0;
}
