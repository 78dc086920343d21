/* From one portfolio of the queue to the next. */
#include "core/desk/inbox.h"
#include "tui/app/desk.h"

int
desk_inbox(struct inbox *out, const struct desk *desk, struct arena *arena, struct err *err)
{
	if (desk->inbox != NULL) {
		*out = *desk->inbox;
		return 0;
	}
	if (desk_ledger(desk, err) != 0)
		return -1;
	return inbox_read(out, arena, desk->workspace, desk->ledger, desk->now(), err);
}

int
desk_step(struct desk *desk, int by, bool unsigned_only, struct err *err)
{
	struct arena scratch = { 0 };
	struct inbox inbox;
	const char *portfolio = NULL;
	size_t criterion = desk->criterion;
	int failed;

	if (desk->session->judged != NULL)
		return err_set(err, ERR_REFUSED,
			       "this is how it was judged: go back first");
	failed = desk_inbox(&inbox, desk, &scratch, err);
	if (failed == 0)
		portfolio = inbox_neighbour(&inbox, desk->session->taken.portfolio, by,
				      unsigned_only);
	if (portfolio != NULL)
		failed = desk_open(desk, portfolio, false, err);
	else if (failed == 0)
		failed = err_set(err, ERR_NOT_FOUND, "the queue ends here");
	arena_close(&scratch);
	if (failed == 0 && criterion < desk->session->rubric->criterion_count)
		desk_go_on(desk, criterion);
	return failed;
}
