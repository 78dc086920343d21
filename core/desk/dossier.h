/*
 * A portfolio laid open on the desk: the pinned evidence, what its learner's manifest says
 * about it, and which slot or prompt of the rubric each piece answers.
 *
 * What is written about a portfolio is not in it: portfolio.yaml fills no slot, and a
 * README.md at its root only one whose path, or whose learner, names it.
 */
#ifndef CORE_DESK_DOSSIER_H
#define CORE_DESK_DOSSIER_H

#include "core/base/buf.h"
#include "core/model/address.h"
#include "core/model/markdown.h"
#include "core/model/portfolio.h"
#include "core/store/evidence.h"

enum dossier_kind {
	DOSSIER_FILE,
	DOSSIER_LINK,
	DOSSIER_ABSENT,			/* the manifest names a file that is not there */
	DOSSIER_EMPTY,			/* a slot left empty on purpose */
	DOSSIER_SUBMODULE,		/* stands for another repository */
};

struct dossier_item {
	enum dossier_kind kind;
	ptrdiff_t item;			/* index into evidence.items; -1 unless a file */
	const struct evidence_submodule *submodule;	/* when it is one */
	const char *path;		/* of the file, or the link itself, or the slot's id */
	const char *title, *note;	/* from the manifest; may be NULL */
	const struct slot *slot;	/* or NULL */
	const struct prompt *prompt;	/* or NULL; both NULL: other evidence */
};

struct dossier {
	struct arena arena;
	struct repo *repo;		/* NULL: a plain folder */
	const char *folder;		/* that is not committed; NULL: in git */
	struct evidence evidence;	/* of a folder: items without ids */
	const struct rubric *rubric;	/* lent */
	const struct portfolio *manifest;	/* NULL: none, or not readable */
	const char *manifest_fault;	/* why it was not, or NULL */
	struct dossier_item *items;	/* by part, slot and path; other evidence, then submodules last */
	size_t count;
};

/* Open the repository at `repo`, look at `commit` (a name as for repo_commit_named). `pace` as
 * for evidence_open, or NULL: what was cut misses pieces, and may give one to another place. */
MUST int dossier_open(struct dossier *out, const char *repo, const char *commit,
		      const char *path, const struct rubric *rubric,
		      const struct evidence_pace *pace, struct err *err);
/* The same of a plain folder, as it would be if it were committed whole. */
MUST int dossier_open_folder(struct dossier *out, const char *folder,
			     const struct rubric *rubric, struct err *err);
/* Whichever it is: git, or a folder that holds no commit yet (then `commit` must be NULL). */
MUST int dossier_open_any(struct dossier *out, const char *place, const char *commit,
			  const char *path, const struct rubric *rubric, struct err *err);
void dossier_close(struct dossier *dossier);

/* Append where the files of a slot go: "in the folder part2/a1", "at part2/plan.md". */
void slot_print_place(struct buf *out, const struct slot *slot);

/* Does this piece feed that criterion? (by its slot; prompts feed all criteria of their part) */
bool dossier_feeds(const struct dossier *dossier, size_t item, size_t criterion);
/* The dossier item of the file with this path, -1 if none. */
ptrdiff_t dossier_find(const struct dossier *dossier, const char *path);

/* A table by its name: .csv, .tsv or .tab; the latter two with tabs between the columns. */
bool dossier_is_table(const struct dossier *dossier, size_t item);
bool dossier_is_tabbed(const struct dossier *dossier, size_t item);
/* A file that is Markdown by its name: .md or .markdown. */
bool dossier_is_markdown(const struct dossier *dossier, size_t item);
/* Read such a file; bytes and all live in `arena`. ERR_REFUSED for what is none, ERR_LIMIT
 * when it is too large to be laid out; those of repo_read. */
MUST int dossier_markdown(struct markdown *out, struct arena *arena,
			  const struct dossier *dossier, size_t item, struct err *err);
/*
 * Append the beginning of the first line an address names; nothing where it names no lines.
 * ERR_NOT_FOUND when it is not in the evidence, and those of blob_open.
 */
MUST int dossier_first_line(struct buf *out, const struct dossier *dossier,
			    const struct address *address, struct err *err);

#endif
