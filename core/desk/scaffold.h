/*
 * A learner's portfolio before anything is in it: the manifest, one file a prompt that asks
 * its question, and a page that says what goes where. Everything a rubric calls a file is
 * held inside the folder, and nothing that stands there is ever overwritten.
 */
#ifndef CORE_DESK_SCAFFOLD_H
#define CORE_DESK_SCAFFOLD_H

#include "core/desk/dossier.h"

struct scaffold_file {
	const char *path;		/* from the folder */
	struct span bytes;
};

struct scaffold {
	struct scaffold_file *files;
	size_t count;
	const char **folders;		/* for slots, to be filled */
	size_t folder_count;
};

/* What a new portfolio for this rubric consists of; in `arena`. ERR_REFUSED when the rubric
 * asks for paths that cannot stand beside one another, or may not stand there at all. */
MUST int scaffold_plan(struct scaffold *out, struct arena *arena, const struct rubric *rubric,
		       struct err *err);
/* Make it in `dir`, which is made, or is empty: ERR_REFUSED names what is in it. */
MUST int scaffold_write(const struct scaffold *scaffold, const char *dir, struct err *err);

/*
 * A manifest for a folder of files that is there already: what the rubric's paths find is
 * left to them, and every other file stands in a comment, to be given its place. An empty
 * *out: the folder has a manifest. Reads no file but that.
 */
MUST int scaffold_adopt(struct span *out, struct arena *arena, const struct rubric *rubric,
			const char *dir, struct err *err);

/*
 * A repository of `dir` with all of it in one commit, by the system git; as the person git
 * knows, or as "learner" where it knows none. ERR_EXISTS when it is a repository already;
 * ERR_MISSING_PROGRAM.
 */
MUST int scaffold_commit(const char *dir, const char *message, struct err *err);

#endif
