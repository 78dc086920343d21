/*
 * Libgit2, loaded when it is first needed: it brings thirteen libraries for connections that
 * assay never makes by it, and they take longer to load than a ledger takes to look at. So it is
 * asked for by name, and what it is called with is checked against its own headers all the same.
 */
#ifndef CORE_STORE_GIT_LIBRARY_H
#define CORE_STORE_GIT_LIBRARY_H

#include <git2.h>
#include <git2/sys/repository.h>

#include "core/store/git.h"

/* Every function of it that is used: git2.NAME is git_NAME. */
#define LIBGIT2(X) \
	X(config_free) \
	X(config_get_string) \
	X(config_parse_bool) \
	X(diff_buffers) \
	X(diff_options_init) \
	X(error_last) \
	X(ignore_path_is_ignored) \
	X(libgit2_init) \
	X(libgit2_opts) \
	X(libgit2_version) \
	X(odb_free) \
	X(odb_new) \
	X(reference_delete) \
	X(reference_free) \
	X(reference_iterator_free) \
	X(reference_iterator_glob_new) \
	X(reference_iterator_new) \
	X(reference_lookup) \
	X(reference_name) \
	X(reference_name_to_id) \
	X(reference_next) \
	X(reference_next_name) \
	X(reference_target) \
	X(reference_type) \
	X(repository_commondir) \
	X(repository_config_snapshot) \
	X(repository_free) \
	X(repository_head) \
	X(repository_is_bare) \
	X(repository_open_ext) \
	X(repository_path) \
	X(repository_set_odb)

struct libgit2 {
#define MEMBER(name) __typeof__(git_##name) *name;
	LIBGIT2(MEMBER)
#undef MEMBER
};

/* Filled by git_library_open, and never emptied. */
extern struct libgit2 git2;

/* Load it and start it, once a process; while it starts nobody can open a file, so not beside
 * threads that do: a crew's ledger is opened before it. ERR_MISSING_PROGRAM, ERR_IO. */
MUST int git_library_open(struct err *err);
/* What it said last, as our error; `status` is what it returned. */
int git_fail(struct err *err, int status);

/* The repository as it knows it, which lives as long as the repo; a ledger is shown to it only
 * when this is called. */
MUST int repo_git(git_repository **out, struct repo *repo, struct err *err);
/* As repo_ref_read and repo_ref_list, by its reading. */
MUST int library_ref_read(struct oid *out, bool *found, struct repo *repo, const char *name,
			  struct err *err);
MUST int library_ref_list(struct ref **out, size_t *count, struct arena *arena,
			  struct repo *repo, const char *folder, size_t limit,
			  struct err *err);

#endif
