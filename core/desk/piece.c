#include "core/desk/piece.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

enum { WINDOW = 64 << 10 };

int
piece_open_file(struct piece *out, const char *path, struct err *err)
{
	struct stat st;

	*out = (struct piece){ .fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK
					  | O_CLOEXEC) };
	if (out->fd < 0 && errno == ELOOP)
		return err_set(err, ERR_REFUSED, "%s is a symbolic link", path);
	if (out->fd < 0)
		return err_errno(err, "%s", path);
	if (fstat(out->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		piece_close(out);
		return err_set(err, ERR_REFUSED, "%s is no plain file", path);
	}
	out->size = st.st_size;
	if ((out->window = malloc(WINDOW)) == NULL)
		abort();
	return 0;
}

int
piece_open(struct piece *out, const struct dossier *dossier, size_t item, struct err *err)
{
	const struct evidence_item *what = &dossier->evidence.items[item];
	struct arena scratch = { 0 };
	int failed;

	*out = (struct piece){ .fd = -1 };
	if (dossier->folder == NULL) {
		if (blob_open(&out->blob, dossier->repo, &what->oid, err) != 0)
			return -1;
		out->size = blob_size(out->blob);
		return 0;
	}
	failed = piece_open_file(out, path_join(&scratch, dossier->folder, what->path), err);
	arena_close(&scratch);
	return failed;
}

void
piece_close(struct piece *piece)
{
	if (piece->blob != NULL)
		blob_close(piece->blob);
	if (piece->fd >= 0)
		close(piece->fd);
	free(piece->window);
	*piece = (struct piece){ .fd = -1 };
}

int
piece_window(struct span *out, struct piece *piece, int64_t offset, struct err *err)
{
	ssize_t got;

	if (piece->blob != NULL)
		return blob_window(out, piece->blob, offset, err);
	do
		got = pread(piece->fd, piece->window, WINDOW, offset);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_errno(err, "it cannot be read");
	if (got == 0 && offset < piece->size)
		return err_set(err, ERR_INVALID, "it is shorter than it was");
	*out = (struct span){ piece->window, (size_t)got };
	return 0;
}
