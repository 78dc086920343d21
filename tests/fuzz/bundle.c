/*
 * The head of a bundle from anyone, as a file: one that is taken has lines of two kinds only,
 * names that a file of packed refs can hold, and is taken whatever comes after it.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/store/bundle.h"
#include "core/store/git_ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file that has no name. */
static int
open_nameless(void)
{
	char quick[] = "/dev/shm/assay-bundle-XXXXXX", slow[] = "/tmp/assay-bundle-XXXXXX";
	char *name = quick;
	int fd = mkstemp(name);

	if (fd < 0)
		fd = mkstemp(name = slow);
	assert(fd >= 0 && unlink(name) == 0);
	return fd;
}

/* With nothing in it but these bytes. */
static void
fill(char path[64], const uint8_t *data, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = open_nameless();
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	assert(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
}

static void
check_name(struct span name)
{
	assert(name.len != 0 && memchr(name.data, '\0', name.len) == NULL);
	for (size_t i = 0; i < name.len; i++)
		assert(name.data[i] > ' ' || (unsigned char)name.data[i] >= 0x80);
	if (span_is(name, "HEAD"))
		return;
	assert(span_starts(name, "refs/") && name.data[name.len - 1] != '/');
	for (size_t i = 0; i + 1 < name.len; i++)
		assert(memcmp(name.data + i, "..", 2) != 0 && memcmp(name.data + i, "//", 2) != 0
		       && memcmp(name.data + i, "/.", 2) != 0);
}

/* How long the head is, with the empty line that ends it. */
static size_t
check_head(struct span rest)
{
	const char *from = rest.data;
	struct span line = span_cut(&rest, '\n');
	bool newer = span_is(line, "# v3 git bundle");
	size_t refs = 0;

	assert(newer || span_is(line, "# v2 git bundle"));
	while ((line = span_cut(&rest, '\n')).len != 0) {
		if (newer && span_is(line, "@object-format=sha1"))
			continue;
		assert(line.len > 41 && line.data[40] == ' ');
		assert(hex_is((struct span){ line.data, 40 }, 40));
		check_name((struct span){ line.data + 41, line.len - 41 });
		refs++;
	}
	assert(refs <= LEDGER_REFS && rest.data - from <= BUNDLE_HEAD);
	return (size_t)(rest.data - from);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	char path[64];
	int64_t told;

	if (digest_init() < 0)
		return 0;
	fill(path, data, size);
	if (bundle_look(&told, path, &err) == 0) {
		size_t head = check_head((struct span){ (const char *)data, size });

		assert(told == (int64_t)size && bundle_is(path));
		fill(path, data, head);
		assert(bundle_look(&told, path, &err) == 0 && told == (int64_t)head);
		fill(path, data, head - 1);
		assert(bundle_look(&told, path, &err) != 0);
	} else {
		assert(err.code == ERR_UNSAFE || err.code == ERR_REFUSED);
		assert(strncmp(err.text, path, strlen(path)) == 0);
	}
	return 0;
}
