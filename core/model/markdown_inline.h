/* What stands inside a line of Markdown: private to markdown.c and markdown_inline.c. */
#ifndef CORE_MODEL_MARKDOWN_INLINE_H
#define CORE_MODEL_MARKDOWN_INLINE_H

#include "core/model/markdown.h"

/* Where laid text goes, and the links met on the way. */
struct inline_out {
	struct laid *laid;
	const char *line;		/* where the line begins: sources count from here */
	bool strong;
	uint32_t number;		/* links met so far in the document */
	struct markdown *collect;	/* links are added here; NULL: not */
	struct arena *arena;
	int64_t line_number;
};

/* Add bytes as they stand. */
void inline_put(struct inline_out *out, struct span text);
/* Add what stands for the byte at `source`, and is not written there. */
void inline_add(struct inline_out *out, const char *text, const char *source);
/* Add text without its punctuation. */
void inline_lay(struct inline_out *out, struct span text);
/* Note a link; its number. */
uint32_t inline_link(struct inline_out *out, struct span text, struct span target);

#endif
