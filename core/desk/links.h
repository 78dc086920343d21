/*
 * The links in a piece of evidence: those of Markdown, and web addresses in any other text.
 * They are shown; one is opened only when somebody says so, by a browser of theirs.
 */
#ifndef CORE_DESK_LINKS_H
#define CORE_DESK_LINKS_H

#include "core/desk/dossier.h"
#include "core/store/workspace.h"

/* In the order they stand, at most MARKDOWN_LINKS; all lives in `arena`. ERR_REFUSED for what
 * is no text, ERR_LIMIT for more than MARKDOWN_BYTES; those of repo_read. */
MUST int links_find(struct markdown_link **out, size_t *count, struct arena *arena,
		    const struct dossier *dossier, size_t item, struct err *err);
/* The web addresses in a line of plain text; appended to an array of arena_grow. */
void links_in_line(struct markdown_link **links, size_t *count, struct arena *arena,
		   struct span line, int64_t number);
/*
 * argv of the program that opens a link: the first of $BROWSER, or xdg-open. ERR_REFUSED for
 * what is no plain http or https address, and over ssh where there is no display;
 * ERR_MISSING_PROGRAM.
 */
MUST int link_browser(const char **argv, size_t room, struct arena *arena,
		      const struct places *places, struct span target, struct err *err);

#endif
