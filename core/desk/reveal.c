#include "core/desk/reveal.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/base/when.h"
#include "core/desk/seal.h"
#include "core/desk/timeline.h"

enum { OFFICES = 1u << TRUST_MODERATOR | 1u << TRUST_IQA | 1u << TRUST_ADMIN };

/* Is there a decision of this key on it that holds? */
static int
has_decided(bool *out, struct ledger *ledger, const char *portfolio, const char *kid,
	    struct err *err)
{
	struct arena scratch = { 0 };
	struct timeline timeline;
	int failed = timeline_read(&timeline, &scratch, ledger, NULL, err);

	*out = false;
	for (size_t i = 0; failed == 0 && i < timeline.count; i++) {
		const struct moment *moment = &timeline.moments[i];

		*out |= moment->type == RECORD_DECISION && moment->kid != NULL
			&& strcmp(moment->kid, kid) == 0 && strcmp(moment->verdict, "valid") == 0
			&& moment->portfolio != NULL
			&& strcmp(moment->portfolio, portfolio) == 0;
	}
	arena_close(&scratch);
	return failed;
}

static int
may_reveal(const char *kid, const struct veil *veil, struct ledger *ledger, struct err *err)
{
	bool decided;

	if (trust_allows(ledger->trust, kid, OFFICES, NULL, ledger->trust->version))
		return 0;
	if (has_decided(&decided, ledger, veil->portfolio, kid, err) != 0)
		return -1;
	return decided ? 0 : err_set(err, ERR_REFUSED, "whose it is, is told to moderators, "
		"internal assurers and administrators, and to you once your decision on it is "
		"signed");
}

/* One line, in one write: two sessions cannot mix theirs. */
static int
append(const char *path, const struct buf *line, struct err *err)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int failed;

	if (fd < 0)
		return err_errno(err, "the reveal cannot be logged in %s, so nothing is shown",
				 path);
	failed = file_write_all(fd, buf_span(line), true, err);
	if (close(fd) != 0 && failed == 0)
		failed = err_errno(err, "the reveal cannot be logged in %s, so nothing is shown",
				   path);
	return failed;
}

static int
keep(const struct workspace *workspace, const char *kid, const char *portfolio,
     const char *why, int64_t now, struct err *err)
{
	struct arena scratch = { 0 };
	struct buf line = { 0 };
	char when[WHEN_TEXT];
	int failed;

	when_print(when, now);
	buf_printf(&line, "%s %s %s %s ", when, workspace->actor, kid, portfolio);
	text_line(&line, span_of(why), 0);
	buf_text(&line, "\n");
	failed = append(path_join(&scratch, workspace->dir, REVEAL_LOG), &line, err);
	if (failed == 0)
		failed = file_sync_dir(workspace->dir, err);
	buf_close(&line);
	arena_close(&scratch);
	return failed;
}

int
reveal(struct veil *veil, const struct workspace *workspace, struct ledger *ledger,
       const char *why, int64_t now, struct err *err)
{
	struct sshkey key;
	bool sealed;

	if (why == NULL || why[strspn(why, " ")] == '\0')
		return err_set(err, ERR_USAGE, "say why: it is logged with your name");
	if (strlen(why) > REVEAL_WHY)
		return err_set(err, ERR_USAGE, "why, in at most %d bytes", REVEAL_WHY);
	if (seal_peek_signer(&key, &sealed, workspace, err) != 0
	    || may_reveal(key.kid, veil, ledger, err) != 0
	    || keep(workspace, key.kid, veil->portfolio, why, now, err) != 0)
		return -1;
	veil->lifted = true;
	return 0;
}

void
reveal_print(struct buf *out, const struct veil *veil)
{
	for (size_t i = 0; i < veil->identity.people_count; i++)
		buf_printf(out, "%s <%s>\n", veil->identity.people[i].name,
			   veil->identity.people[i].address);
	if (veil->identity.people_count == 0)
		buf_text(out, "no commit names anybody\n");
	buf_printf(out, "in %s\n", veil->repo);
	if (veil->remote != NULL)
		buf_printf(out, "from %s\n", veil->remote);
}
