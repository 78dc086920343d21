/* Secrets from the disk, straight into guarded memory. */
#include "core/trust/keyfile_secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int
load_bytes(struct secret *text, int fd, const char *path, struct err *err)
{
	size_t len = 0;
	ssize_t got;

	do {
		got = read(fd, text->data + len, SECRET_FILE - len);
		len += got > 0 ? (size_t)got : 0;
	} while ((got > 0 && len < SECRET_FILE) || (got < 0 && errno == EINTR));
	if (got < 0)
		return err_errno(err, "cannot read %s", path);
	text->len = len;
	return len < SECRET_FILE ? 0
		: err_set(err, ERR_SYNTAX, "%s is not an assay key file", path);
}

static int
check_stat(int fd, const char *path, bool private, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(err, "cannot read %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_SYNTAX, "%s is not a file", path);
	if (private && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return err_set(err, ERR_UNSAFE,
			       "others may read the key %s; take that away"
			       " with `chmod 600 %s`",
			       path, path);
	return 0;
}

int
secret_read(struct secret *text, const char *path, bool private, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int result;

	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_NOT_FOUND, "there is no key %s", path);
	if (fd < 0)
		return err_errno(err, "cannot open %s", path);
	*text = secret_open(SECRET_FILE);
	result = check_stat(fd, path, private, err);
	if (result == 0)
		result = load_bytes(text, fd, path, err);
	close(fd);
	if (result < 0)
		secret_close(text);
	return result;
}
