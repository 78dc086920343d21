/* Two texts compared as git compares them. */
#include "core/store/git.h"
#include "core/store/git_library.h"

struct runs {
	struct arena *arena;
	struct text_run *items;
	size_t count;
};

/* Where there are no lines, git names the one before. */
static size_t
first_of(int start, int lines)
{
	return (size_t)(lines == 0 ? start : start - 1);
}

static int
add_run(const git_diff_delta *delta, const git_diff_hunk *hunk, void *who)
{
	struct runs *runs = who;

	(void)delta;
	runs->items = arena_grow(runs->arena, runs->items, runs->count,
				 sizeof *runs->items);
	runs->items[runs->count++] = (struct text_run){
		first_of(hunk->old_start, hunk->old_lines), (size_t)hunk->old_lines,
		first_of(hunk->new_start, hunk->new_lines), (size_t)hunk->new_lines };
	return 0;
}

int
text_diff(struct text_run **out, size_t *count, struct arena *arena, struct span old,
	  struct span new, struct err *err)
{
	git_diff_options options;
	struct runs runs = { .arena = arena };
	int status;

	if (git_library_open(err) != 0)
		return -1;
	status = git2.diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.context_lines = options.interhunk_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (status == 0)
		status = git2.diff_buffers(old.data, old.len, NULL, new.data, new.len, NULL,
					  &options, NULL, NULL, add_run, NULL, &runs);
	*out = runs.items;
	*count = runs.count;
	return status == 0 ? 0 : git_fail(err, status);
}
