#include "tui/app/worktime.h"

#include <stdlib.h>

#include "core/base/file.h"

enum { PAUSE = 120, TIME_BYTES = 32, HOUR = 3600, MOST = 1000 * HOUR };

static char *
time_path(struct arena *arena, const struct desk *desk)
{
	const struct taken *taken = &desk->session->taken;

	return arena_printf(arena, "%s.time", workspace_draft_path(arena, desk->workspace,
			    taken->portfolio, taken->attempt));
}

void
worktime_open(struct desk *desk)
{
	struct arena scratch = { 0 };
	struct span text;
	struct err ignored;

	desk->worked = 0;
	if (!desk->timer)
		return;
	desk->worked_at = desk->now();
	if (file_read(&text, &scratch, time_path(&scratch, desk), TIME_BYTES, &ignored) == 0)
		desk->worked = strtoll(text.data, NULL, 10);
	if (desk->worked < 0 || desk->worked > MOST)
		desk->worked = 0;
	arena_close(&scratch);
}

void
worktime_tick(struct desk *desk)
{
	int64_t now, passed;

	if (!desk->timer || desk->session == NULL)
		return;
	now = desk->now();
	passed = now - desk->worked_at;
	desk->worked += passed > 0 && passed <= PAUSE ? passed : 0;
	desk->worked_at = now;
}

/* That it cannot be kept is no trouble: it is of no use to anybody else. */
void
worktime_close(struct desk *desk)
{
	struct arena scratch = { 0 };
	struct err ignored;

	if (desk->timer && desk->worked != 0 && !desk->session->look)
		(void)!file_write(time_path(&scratch, desk), span_of(arena_printf(&scratch,
			"%lld\n", (long long)desk->worked)), 0600, &ignored);
	arena_close(&scratch);
}

void
worktime_print(struct buf *out, const struct desk *desk)
{
	if (!desk->timer)
		return;
	if (desk->worked >= HOUR)
		buf_printf(out, "%lld h ", (long long)(desk->worked / HOUR));
	buf_printf(out, "%lld min", (long long)(desk->worked % HOUR / 60));
}
