#include "tests/driver/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 65536 };

void *
more(void *old, size_t count, size_t size)
{
	void *new = count <= SIZE_MAX / 2 / size ? realloc(old, count * size) : NULL;

	if (!new) {
		fputs("drive: out of memory\n", stderr);
		_exit(2);
	}
	return new;
}

char *
copy(const char *text, size_t len)
{
	char *new = more(NULL, len + 1, 1);

	memcpy(new, text, len);
	new[len] = '\0';
	return new;
}

static void
reserve(struct bytes *b, size_t extra)
{
	size_t need = b->len + extra + 1;

	if (need <= b->cap)
		return;
	b->cap = need < 256 ? 256 : need + need / 2;
	b->at = more(b->at, b->cap, 1);
}

void
bytes_add(struct bytes *b, const void *from, size_t len)
{
	reserve(b, len);
	if (len)
		memcpy(b->at + b->len, from, len);
	b->len += len;
	b->at[b->len] = '\0';
}

void
bytes_text(struct bytes *b, const char *text)
{
	bytes_add(b, text, strlen(text));
}

void
bytes_print(struct bytes *b, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len > 0) {
		reserve(b, (size_t)len);
		vsnprintf(b->at + b->len, (size_t)len + 1, format, again);
		b->len += (size_t)len;
	}
	va_end(again);
	va_end(args);
}

void
bytes_clear(struct bytes *b)
{
	b->len = 0;
	if (b->at)
		b->at[0] = '\0';
}

void
bytes_free(struct bytes *b)
{
	free(b->at);
	*b = (struct bytes){ 0 };
}

const char *
bytes_str(const struct bytes *b)
{
	return b->at ? b->at : "";
}

long
bytes_take(struct bytes *b, int fd)
{
	ssize_t got;

	if (b->len >= BYTES_MOST) {
		errno = EFBIG;
		return -1;
	}
	reserve(b, PIECE);
	got = read(fd, b->at + b->len, PIECE);
	if (got > 0)
		b->len += (size_t)got;
	b->at[b->len] = '\0';
	return got;
}

bool
bytes_load(struct bytes *b, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long got = -1;
	int saved;

	if (fd < 0)
		return false;
	while ((got = bytes_take(b, fd)) > 0)
		;
	saved = errno;
	close(fd);
	errno = saved;
	return got == 0;
}

bool
bytes_save(const char *path, const char *at, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	ssize_t put = 0;

	if (fd < 0)
		return false;
	for (; len > 0; at += put, len -= (size_t)put) {
		put = write(fd, at, len);
		if (put < 0)
			break;
	}
	return (close(fd) == 0) & (put >= 0);
}
