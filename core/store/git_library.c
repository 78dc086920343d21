#include "core/store/git_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#include "core/base/buf.h"
#include "core/store/git.h"

/* Libgit2 is one per process and so is this: the only state core keeps. */
struct libgit2 git2;

static pthread_once_t load_once = PTHREAD_ONCE_INIT, start_once = PTHREAD_ONCE_INIT;
static struct err load_error;
static int start_status;

/* The one whose headers this was made with; a lack in it is told at once, not at the call. */
static void
load(void)
{
	static const char file[] = "libgit2.so." LIBGIT2_SOVERSION;
	static const struct {
		const char *name;
		void *to;
	} rows[] = {
#define ROW(name) { "git_" #name, &git2.name },
		LIBGIT2(ROW)
#undef ROW
	};
	void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	bool whole = library != NULL;

	for (size_t i = 0; whole && i < sizeof rows / sizeof *rows; i++) {
		void *at = dlsym(library, rows[i].name);

		whole = at != NULL;
		memcpy(rows[i].to, &at, sizeof at);
	}
	if (!whole)
		err_set(&load_error, ERR_MISSING_PROGRAM, "libgit2 cannot be loaded (%.200s): "
			"apt install libgit2-" LIBGIT2_SOVERSION, dlerror());
}

/*
 * Libgit2 begins by reading every certificate of the machine, 10 ms for connections that assay
 * never makes by it. It takes no harm from finding none, so it is lent no file while it begins.
 */
static void
start(void)
{
	struct rlimit files, none;
	bool lent = getrlimit(RLIMIT_NOFILE, &files) == 0;

	none = (struct rlimit){.rlim_cur = 0, .rlim_max = files.rlim_max};
	lent = lent && setrlimit(RLIMIT_NOFILE, &none) == 0;
	start_status = git2.libgit2_init();
	if (lent)
		setrlimit(RLIMIT_NOFILE, &files);
	if (start_status < 0 && lent)
		start_status = git2.libgit2_init();
	if (start_status >= 0)
		git2.libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

static int
library_load(struct err *err)
{
	pthread_once(&load_once, load);
	return load_error.code == ERR_NONE ? 0
		: err_set(err, load_error.code, "%s", load_error.text);
}

/* Never shut down: that is exit's to do. */
int
git_library_open(struct err *err)
{
	if (library_load(err) != 0)
		return -1;
	pthread_once(&start_once, start);
	return start_status >= 0 ? 0 : err_set(err, ERR_IO, "libgit2 cannot be started");
}

static enum err_code
code_of(int status, int class)
{
	static const struct {
		int status;
		enum err_code code;
	} rows[] = {
		{ GIT_ENOTFOUND, ERR_NOT_FOUND }, { GIT_EEXISTS, ERR_EXISTS },
		{ GIT_EMODIFIED, ERR_CONFLICT }, { GIT_ELOCKED, ERR_CONFLICT },
		{ GIT_EMISMATCH, ERR_INVALID }, { GIT_EOWNER, ERR_UNSAFE },
		{ GIT_EINVALIDSPEC, ERR_INVALID },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].status == status)
			return rows[i].code;
	return class == GIT_ERROR_ODB || class == GIT_ERROR_ZLIB || class == GIT_ERROR_OBJECT
		|| class == GIT_ERROR_INDEXER || class == GIT_ERROR_SHA ? ERR_INVALID : ERR_IO;
}

int
git_fail(struct err *err, int status)
{
	const git_error *said = git2.error_last();

	return err_set(err, code_of(status, said == NULL ? 0 : said->klass), "%s",
		       said == NULL ? "libgit2 does not say why" : said->message);
}

void
git_library(struct buf *out)
{
	int major = 0, minor = 0, revision = 0;

	if (library_load(NULL) != 0) {
		buf_text(out, "none");
		return;
	}
	git2.libgit2_version(&major, &minor, &revision);
	buf_printf(out, "%d.%d.%d", major, minor, revision);
}
