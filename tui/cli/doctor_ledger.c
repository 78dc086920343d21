/* assay doctor: the programme, the key, the ledger and what stands in it. */
#include <ftw.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <time.h>

#include "core/base/crew.h"
#include "core/base/file.h"
#include "core/base/when.h"
#include "core/desk/seal.h"
#include "core/desk/sealing.h"
#include "core/desk/shelf.h"
#include "core/desk/timeline.h"
#include "core/trust/agent.h"
#include "tui/cli/doctor.h"

enum { LEDGER_ROOM = 64, SKEW = 300, STALE = 60 };

static enum diagnosis
needs(bool there, const char *what, struct err *err)
{
	if (there)
		return DOCTOR_OK;
	err_set(err, ERR_NOT_FOUND, "%s first", what);
	return DOCTOR_LOOK;
}

static enum diagnosis
check_programme(struct buf *saw, struct doctor *doctor, struct err *err)
{
	if (cli_workspace(&doctor->workspace, doctor->cli, err) != 0)
		return DOCTOR_LOOK;
	doctor->has_workspace = true;
	buf_printf(saw, "%s, in %s, as %s", doctor->workspace.name, doctor->workspace.dir,
		   doctor->workspace.actor);
	return DOCTOR_OK;
}

static enum diagnosis
check_key(struct buf *saw, struct doctor *doctor, struct err *err)
{
	struct sshkey key;
	bool sealed;

	if (needs(doctor->has_workspace, "begin a programme", err) != DOCTOR_OK
	    || seal_peek_signer(&key, &sealed, &doctor->workspace, err) != 0)
		return DOCTOR_LOOK;
	buf_printf(saw, "%s, kid %s%s", doctor->workspace.key, key.kid,
		   sealed ? "" : ", without a passphrase");
	return DOCTOR_OK;
}

static enum diagnosis
check_agent(struct buf *saw, struct doctor *doctor, struct err *err)
{
	struct agent_key *keys;
	size_t count;

	if (doctor->cli->places.agent == NULL) {
		buf_text(saw, "none (not needed)");
		return DOCTOR_OK;
	}
	if (agent_list(&keys, &count, &doctor->cli->arena, doctor->cli->places.agent, err)
	    != 0)
		return DOCTOR_LOOK;
	buf_printf(saw, "%zu ed25519 keys", count);
	return DOCTOR_OK;
}

static enum diagnosis
check_ledger(struct buf *saw, struct doctor *doctor, struct err *err)
{
	if (needs(doctor->has_workspace, "begin a programme", err) != DOCTOR_OK
	    || workspace_ledger(&doctor->ledger, &doctor->workspace, err) != 0)
		return DOCTOR_LOOK;
	doctor->has_ledger = true;
	buf_printf(saw, "%s, trust version %" PRId64, doctor->ledger.path,
		   doctor->ledger.trust->version);
	if (doctor->ledger.trust_code == NULL)
		return DOCTOR_OK;
	err_set(err, ERR_INVALID, "a later version of the trust file is not in force: %s: %s; "
		"ask the root persons", doctor->ledger.trust_code,
		doctor->ledger.trust_detail);
	return DOCTOR_LOOK;
}

/* Does the key that signs here say anything that counts? */
static enum diagnosis
check_roles(struct buf *saw, struct doctor *doctor, struct err *err)
{
	static const enum trust_role roles[] = { TRUST_ASSESSOR, TRUST_MODERATOR, TRUST_IQA,
						 TRUST_ADMIN, TRUST_WITNESS };
	const struct trust *trust = doctor->ledger.trust;
	const struct trust_key *known;
	struct sshkey key;
	bool sealed;

	if (needs(doctor->has_ledger, "open the ledger", err) != DOCTOR_OK
	    || seal_peek_signer(&key, &sealed, &doctor->workspace, err) != 0)
		return DOCTOR_LOOK;
	known = trust_key(trust, key.kid);
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (trust_allows(trust, key.kid, 1u << roles[i], NULL, trust->version))
			buf_printf(saw, "%s%s", saw->len == 0 ? "" : ", ",
				   trust_role_word(roles[i]));
	if (known != NULL && strcmp(known->actor, doctor->workspace.actor) != 0)
		err_set(err, ERR_REFUSED, "this key is %s's in the trust file, and assay.yaml "
			"says %s: mend `actor`, or `assay key use`", known->actor,
			doctor->workspace.actor);
	else if (known == NULL)
		err_set(err, ERR_REFUSED, "this key is not in the trust file: send the line of "
			"`assay key show` to an administrator, or `assay key use` another");
	else if (saw->len == 0)
		err_set(err, ERR_REFUSED, "this key has no role that is open for all rubrics; "
			"`assay person list` says what it has");
	return known == NULL || strcmp(known->actor, doctor->workspace.actor) != 0
		? DOCTOR_LOOK : saw->len == 0 ? DOCTOR_MIND : DOCTOR_OK;
}

static enum diagnosis
check_room(struct buf *saw, struct doctor *doctor, struct err *err)
{
	return needs(doctor->has_workspace, "begin a programme", err) != DOCTOR_OK
		? DOCTOR_LOOK
		: doctor_room(saw, doctor->workspace.ledger_path, LEDGER_ROOM, err);
}

/* Lock files of git: of someone who is writing, or died. There is one walk at a time. */
static struct {
	const char *last;
	size_t count;
	time_t before;
	struct arena arena;
} locks;

static int
look_at_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	size_t len = strlen(path);

	(void)at;
	if (kind == FTW_F && len > 5 && strcmp(path + len - 5, ".lock") == 0
	    && st->st_mtime < locks.before) {
		locks.count++;
		locks.last = arena_text(&locks.arena, path);
	}
	return 0;
}

static enum diagnosis
check_locks(struct buf *saw, struct doctor *doctor, struct err *err)
{
	enum diagnosis found = DOCTOR_OK;

	if (needs(doctor->has_workspace, "begin a programme", err) != DOCTOR_OK)
		return DOCTOR_LOOK;
	locks.last = NULL;
	locks.count = 0;
	locks.before = (time_t)doctor->cli->now() - STALE;
	if (nftw(doctor->workspace.ledger_path, look_at_file, 16, FTW_PHYS) != 0) {
		err_errno(err, "%s", doctor->workspace.ledger_path);
		return DOCTOR_LOOK;
	}
	buf_printf(saw, "%zu left behind", locks.count);
	if (locks.count != 0) {
		err_set(err, ERR_CONFLICT, "if nobody writes there now, remove %.300s",
			locks.last);
		found = DOCTOR_LOOK;
	}
	arena_close(&locks.arena);
	return found;
}

static enum diagnosis
check_records(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct audit_how how = { .id = doctor->workspace.ledger_id,
		.state = doctor->cli->places.state, .threads = crew_online() };
	const struct audit *audit = &doctor->audit;

	if (needs(doctor->has_workspace, "begin a programme", err) != DOCTOR_OK
	    || audit_run(&doctor->audit, &doctor->cli->arena, doctor->workspace.ledger_path,
			 &how, NULL, err) != 0)
		return DOCTOR_LOOK;
	doctor->has_audit = true;
	buf_printf(saw, "%" PRId64 ", %zu problems", audit->records, audit->problem_count);
	if (audit->ok)
		return DOCTOR_OK;
	err_set(err, ERR_INVALID, "%s at %.200s: `assay audit` says all of it, and what to do",
		audit->problems[0].code, audit->problems[0].ref);
	return DOCTOR_LOOK;
}

static enum diagnosis
check_clock(struct buf *saw, struct doctor *doctor, struct err *err)
{
	int64_t now = doctor->cli->now(), newest = 0;
	struct timeline timeline;
	char text[WHEN_TEXT];

	when_print(text, now);
	buf_text(saw, text);
	if (needs(doctor->has_ledger, "open the ledger", err) != DOCTOR_OK
	    || timeline_read(&timeline, &doctor->cli->arena, &doctor->ledger, NULL, err) != 0)
		return DOCTOR_LOOK;
	for (size_t i = 0; i < timeline.count; i++)
		if (strcmp(timeline.moments[i].verdict, "valid") == 0
		    && timeline.moments[i].seconds > newest)
			newest = timeline.moments[i].seconds;
	if (newest <= now + SKEW)
		return DOCTOR_OK;
	when_print(text, newest);
	err_set(err, ERR_REFUSED, "a record says %s, which is later: set the clock, or ask whose "
		"clock was wrong", text);
	return DOCTOR_LOOK;
}

static enum diagnosis
check_watch(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct audit *audit = &doctor->audit;
	struct buf text = { 0 };
	char when[WHEN_TEXT];

	if (needs(doctor->has_audit, "open the ledger", err) != DOCTOR_OK)
		return DOCTOR_LOOK;
	when_print(when, audit->checkpoint_time);
	if (audit->has_checkpoint)
		buf_printf(saw, "the newest of %s, by %s", when, audit->checkpoint_actor);
	else
		buf_text(saw, audit->people < 2 ? "none, and nobody else to make one" : "none");
	if (!audit_is_unwatched(&text, audit, doctor->cli->now()))
		return DOCTOR_OK;
	err_set(err, ERR_REFUSED, "%s", text.data);
	buf_close(&text);
	return DOCTOR_MIND;
}

/* Two texts of one id and version, wherever they lie: which was meant by a result? */
static enum diagnosis
check_rubrics(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct shelf_item *clash;
	struct shelf shelf;

	if (needs(doctor->has_ledger, "open the ledger", err) != DOCTOR_OK
	    || shelf_read(&shelf, &doctor->cli->arena, &doctor->workspace, &doctor->ledger, err)
		       != 0)
		return DOCTOR_LOOK;
	buf_printf(saw, "%zu, in the folder and the ledger", shelf.count);
	clash = shelf_clash(&shelf);
	if (clash != NULL && clash->commit != NULL && clash[-1].commit != NULL)
		err_set(err, ERR_INVALID, "%s@%" PRId64 " was published with two texts, "
			"in %.12s and %.12s: publish a higher version, and say which "
			"results stand on which", clash->id, clash->version,
			clash[-1].commit, clash->commit);
	else if (clash != NULL)
		err_set(err, ERR_INVALID, "there are two texts of %s@%" PRId64
			": raise `version` in the one that is not published",
			clash->id, clash->version);
	else if (shelf.unread_count != 0)
		err_set(err, ERR_SYNTAX, "%s is no rubric: `assay rubric check` says why",
			shelf.unread[0]);
	else
		return DOCTOR_OK;
	return DOCTOR_LOOK;
}

static bool
has_box(const struct trust *trust, const char *actor)
{
	for (size_t i = 0; i < trust->box_count; i++)
		if (strcmp(trust->boxes[i].actor, actor) == 0)
			return true;
	return false;
}

/* Can enough people open what is sealed here, and this one what others seal? */
static enum diagnosis
check_sealing(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const struct sealing sealing = { &doctor->workspace, &doctor->ledger, NULL, NULL };
	const struct trust *trust = doctor->ledger.trust;
	const char *actor = doctor->workspace.actor;

	if (needs(doctor->has_ledger, "open the ledger", err) != DOCTOR_OK)
		return DOCTOR_LOOK;
	if (!trust->seal_default) {
		buf_text(saw, "none: notes and reasons lie open in the ledger for ever; "
			 "`assay help sealed`");
		return DOCTOR_OK;
	}
	buf_text(saw, "opened by ");
	sealing_print_readers(saw, &sealing);
	if (sealing_ready(&sealing, err) != 0) {
		buf_text(saw, "too few");
		return DOCTOR_LOOK;
	}
	if (has_box(trust, actor) || !trust_allows_person(trust, actor, SEALING_READERS, NULL))
		return DOCTOR_OK;
	err_set(err, ERR_NOT_FOUND, "what others seal cannot be closed for you: make a box with "
		"`assay key box`, and have `assay person box %s --pub FILE` said", actor);
	return DOCTOR_MIND;
}

/* Are the repositories where they were taken from? */
static enum diagnosis
check_portfolios(struct buf *saw, struct doctor *doctor, struct err *err)
{
	const char *gone = NULL;
	struct taken *taken;
	size_t count, missing = 0;

	if (needs(doctor->has_workspace, "begin a programme", err) != DOCTOR_OK
	    || workspace_taken(&taken, &count, &doctor->cli->arena, &doctor->workspace, err)
		       != 0)
		return DOCTOR_LOOK;
	for (size_t i = 0; i < count; i++)
		if (!file_is_dir(taken[i].repo)) {
			gone = taken[i].portfolio;
			missing++;
		}
	buf_printf(saw, "%zu", count);
	if (missing == 0)
		return DOCTOR_OK;
	buf_printf(saw, ", of which %zu are not where they were", missing);
	err_set(err, ERR_NOT_FOUND, "put the repository back that portfolios/%s.yaml names, or "
		"mend the path there", gone);
	return DOCTOR_LOOK;
}

const struct check ledger_checks[] = {
	{ "programme", check_programme }, { "key", check_key }, { "ssh-agent", check_agent },
	{ "ledger", check_ledger }, { "your roles", check_roles },
	{ "room for the ledger", check_room }, { "lock files", check_locks },
	{ "records", check_records }, { "clock", check_clock }, { "checkpoints", check_watch },
	{ "rubrics", check_rubrics }, { "portfolios", check_portfolios },
	{ "sealed notes", check_sealing },
};
const size_t ledger_check_count = sizeof ledger_checks / sizeof *ledger_checks;
