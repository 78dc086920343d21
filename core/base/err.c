#include "core/base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int
err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return -1;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_errno(struct err *err, const char *fmt, ...)
{
	int saved = errno;
	char what[384];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	return err_set(err, saved == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", what,
		       strerror(saved));
}

int
err_within(struct err *err, const char *fmt, ...)
{
	char prefix[160], old[sizeof err->text];
	va_list ap;

	if (err == NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(prefix, sizeof prefix, fmt, ap);
	va_end(ap);
	memcpy(old, err->text, sizeof old);
	snprintf(err->text, sizeof err->text, "%s: %.*s", prefix,
		 (int)(sizeof err->text - sizeof prefix - 3), old);
	return -1;
}

int
err_status(const struct err *err)
{
	switch (err->code) {
	case ERR_NONE:
		return 0;
	case ERR_USAGE:
		return 2;
	case ERR_IO:
	case ERR_LATE:
	case ERR_UNSAFE:
	case ERR_MISSING_PROGRAM:
		return 3;
	default:
		return 1;
	}
}
