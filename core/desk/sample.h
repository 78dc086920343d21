/*
 * The sample programme: `samples/programme.yaml` made real, with portfolios in git
 * repositories, rubrics published, people, and some history.
 */
#ifndef CORE_DESK_SAMPLE_H
#define CORE_DESK_SAMPLE_H

#include "core/store/workspace.h"

/*
 * Build it in workspace->dir (which must hold no programme yet) from `data`, the folder of
 * samples/ and rubrics/. Fills the workspace as for the first person named; their keys, which
 * have no passphrase, are kept inside the programme. *play is the portfolio that the demo
 * script judges.
 */
MUST int sample_build(struct workspace *workspace, const char **play, struct arena *arena,
		      const char *data, int64_t now, struct err *err);

/* ERR_REFUSED where a building of it in `dir` was cut off. */
MUST int sample_check(struct arena *arena, const char *dir, struct err *err);

#endif
