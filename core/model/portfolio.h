/*
 * A portfolio as its learner describes it: `portfolio.yaml` at the evidence path says which
 * file fills which slot (rubric.md section 4). Without one, the rubric's globs decide.
 */
#ifndef CORE_MODEL_PORTFOLIO_H
#define CORE_MODEL_PORTFOLIO_H

#include "core/base/arena.h"
#include "core/base/fault.h"
#include "core/model/rubric.h"

#define PORTFOLIO_FILE "portfolio.yaml"
enum { PORTFOLIO_ITEMS = 10000 };

struct portfolio_item {
	struct place at;
	const char *slot;
	const char *file;	/* path from the evidence root, or NULL when it is a link */
	const char *link, *title, *retrieved;
	const char *note;
};

struct portfolio {
	const char *rubric, *title;
	int64_t attempt;	/* 0: not said */
	struct portfolio_item *items;
	size_t item_count;
	const char **empty;	/* slots intentionally left empty */
	size_t empty_count;
	struct attestations { bool original, release, ready; } attestations;
};

/*
 * NULL with faults. Texts live in `arena`. Every item has a file or a link, links are
 * http(s), paths stay inside; whether its slot is one of the rubric's is not asked.
 */
struct portfolio *portfolio_parse(struct arena *arena, struct faults *faults,
				  struct span bytes);

/*
 * Does a path match a rubric's glob? `*` and `?` (one character) within a name, `**`
 * across names; `**` as a whole name also stands for none. No other byte is special. A glob
 * of more than GLOB_BYTES matches nothing.
 */
bool glob_match(const char *glob, const char *path);

#endif
