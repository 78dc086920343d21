#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/file.h"

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

/* A folder of its own for each test, and what was made in it. */
struct folder {
	struct arena arena;
	char path[64];
};

static int
folder_open(void **state)
{
	struct folder *folder = calloc(1, sizeof *folder);

	assert_non_null(folder);
	strcpy(folder->path, "/tmp/assay-file-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	*state = folder;
	return 0;
}

static void
remove_all(struct arena *arena, const char *path)
{
	char **names;
	size_t count;
	struct err err;

	if (unlink(path) == 0)
		return;
	assert_int_equal(file_list(&names, &count, arena, path, 1000, &err), 0);
	while (count-- > 0)
		remove_all(arena, path_join(arena, path, names[count]));
	assert_int_equal(rmdir(path), 0);
}

static int
folder_close(void **state)
{
	struct folder *folder = *state;

	remove_all(&folder->arena, folder->path);
	arena_close(&folder->arena);
	free(folder);
	return 0;
}

static char *
at(struct folder *folder, const char *name)
{
	return path_join(&folder->arena, folder->path, name);
}

static size_t
entries(struct folder *folder)
{
	char **names;
	size_t count;
	struct err err;

	assert_int_equal(file_list(&names, &count, &folder->arena, folder->path, 100, &err), 0);
	return count;
}

static void
what_is_written_is_read_back_whole(void **state)
{
	struct folder *folder = *state;
	struct span in = SPAN("a\0b\xFF\n"), out;
	struct err err;
	struct stat st;

	assert_int_equal(file_write(at(folder, "f"), in, 0600, &err), 0);
	assert_int_equal(file_read(&out, &folder->arena, at(folder, "f"), in.len, &err), 0);
	assert_true(span_equal(in, out));
	assert_int_equal(out.data[out.len], '\0');
	assert_int_equal(stat(at(folder, "f"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(file_write(at(folder, "f"), SPAN(""), 0600, &err), 0);
	assert_int_equal(file_read(&out, &folder->arena, at(folder, "f"), 0, &err), 0);
	assert_int_equal(out.len, 0);
	assert_int_equal(entries(folder), 1);
}

static void
a_file_over_the_limit_is_not_read(void **state)
{
	struct folder *folder = *state;
	struct span out;
	struct err err;
	int fd = open(at(folder, "huge"), O_WRONLY | O_CREAT, 0600);

	assert_int_equal(ftruncate(fd, (off_t)1 << 32), 0);
	close(fd);
	assert_int_equal(file_read(&out, &folder->arena, at(folder, "huge"), 1000, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_true(folder->arena.used < 10000);
}

static void
only_a_regular_file_is_read(void **state)
{
	struct folder *folder = *state;
	struct span out;
	struct err err;

	assert_int_equal(file_read(&out, &folder->arena, at(folder, "none"), 10, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(file_read(&out, &folder->arena, folder->path, 10, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(mkfifo(at(folder, "fifo"), 0600), 0);
	assert_int_equal(file_read(&out, &folder->arena, at(folder, "fifo"), 10, &err), -1);
	assert_int_equal(err.code, ERR_IO);
}

static void
create_never_replaces(void **state)
{
	struct folder *folder = *state;
	struct span out;
	struct err err;

	assert_int_equal(file_create(at(folder, "f"), SPAN("one"), 0644, &err), 0);
	assert_int_equal(file_create(at(folder, "f"), SPAN("two"), 0644, &err), -1);
	assert_int_equal(err.code, ERR_EXISTS);
	assert_int_equal(symlink("nowhere", at(folder, "link")), 0);
	assert_int_equal(file_create(at(folder, "link"), SPAN("two"), 0644, &err), -1);
	assert_int_equal(err.code, ERR_EXISTS);
	assert_int_equal(file_read(&out, &folder->arena, at(folder, "f"), 10, &err), 0);
	assert_true(span_is(out, "one"));
	assert_int_equal(entries(folder), 2);
}

static void
a_failed_write_leaves_nothing_behind(void **state)
{
	struct folder *folder = *state;
	struct err err;

	assert_int_equal(mkdir(at(folder, "dir"), 0700), 0);
	assert_int_equal(file_write(at(folder, "dir"), SPAN("x"), 0644, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(file_write(at(folder, "no/f"), SPAN("x"), 0644, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(entries(folder), 1);
}

static void
a_written_link_is_replaced_and_not_followed(void **state)
{
	struct folder *folder = *state;
	struct span out;
	struct err err;

	assert_int_equal(file_write(at(folder, "f"), SPAN("one"), 0644, &err), 0);
	assert_int_equal(symlink("f", at(folder, "link")), 0);
	assert_int_equal(file_write(at(folder, "link"), SPAN("two"), 0644, &err), 0);
	assert_int_equal(file_read(&out, &folder->arena, at(folder, "f"), 10, &err), 0);
	assert_true(span_is(out, "one"));
}

static void
folders_are_made_with_those_above(void **state)
{
	struct folder *folder = *state;
	struct err err;

	assert_int_equal(file_make_dirs(at(folder, "a//b/c/"), 0755, &err), 0);
	assert_true(file_is_dir(at(folder, "a/b/c")));
	assert_int_equal(file_make_dirs(at(folder, "a/b"), 0755, &err), 0);
	assert_int_equal(file_write(at(folder, "f"), SPAN("x"), 0644, &err), 0);
	assert_int_equal(file_make_dirs(at(folder, "f/b"), 0755, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	assert_true(file_exists(at(folder, "f")));
	assert_false(file_is_dir(at(folder, "f")));
	assert_false(file_exists(at(folder, "g")));
}

static void
names_come_sorted_and_limited(void **state)
{
	struct folder *folder = *state;
	static const char *const made[] = { "b", "a", "\xC3\xA9", "B" };
	static const char *const sorted[] = { "B", "a", "b", "\xC3\xA9" };
	char **names;
	size_t count;
	struct err err;

	for (size_t i = 0; i < 4; i++)
		assert_int_equal(file_write(at(folder, made[i]), SPAN(""), 0644, &err), 0);
	assert_int_equal(file_list(&names, &count, &folder->arena, folder->path, 4, &err), 0);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(names[i], sorted[i]);
	assert_int_equal(file_list(&names, &count, &folder->arena, folder->path, 3, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_int_equal(file_list(&names, &count, &folder->arena, at(folder, "z"), 3, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void
paths_are_joined_and_made_real(void **state)
{
	struct folder *folder = *state;
	struct arena *arena = &folder->arena;
	char *real = path_real(arena, folder->path);

	assert_string_equal(path_join(arena, "a/", "b"), "a/b");
	assert_string_equal(path_join(arena, "", "b"), "b");
	assert_string_equal(path_name("a/b"), "b");
	assert_string_equal(path_name("b"), "b");
	assert_int_equal(mkdir(at(folder, "d"), 0755), 0);
	assert_int_equal(symlink("d", at(folder, "l")), 0);
	assert_string_equal(path_real(arena, at(folder, "l")), path_join(arena, real, "d"));
	assert_string_equal(path_real(arena, at(folder, "l/new/./x/../y")),
			    path_join(arena, real, "d/new/y"));
	assert_string_equal(path_real(arena, "/no-such-folder/x"), "/no-such-folder/x");
	assert_string_equal(path_real(arena, "/"), "/");
	assert_string_equal(path_real(arena, "no-such-file"),
			    path_join(arena, path_real(arena, ""), "no-such-file"));
}

static void
a_full_disk_is_an_error(void **state)
{
	struct err err;
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(file_write_all(fd, SPAN("x"), false, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	close(fd);
}

static void
many_files_and_folders_are_flushed_at_once(void **state)
{
	struct folder *folder = *state;
	struct err err;
	int fds[50];

	for (int i = 0; i < 49; i++) {
		fds[i] = open(path_join(&folder->arena, folder->path,
					arena_printf(&folder->arena, "%d", i)),
			      O_WRONLY | O_CREAT | O_EXCL, 0600);
		assert_int_equal(file_write_all(fds[i], SPAN("x"), false, &err), 0);
	}
	fds[49] = open(folder->path, O_RDONLY | O_DIRECTORY);
	assert_int_equal(file_sync_all(fds, 0, &err), 0);
	assert_int_equal(file_sync_all(fds, 1, &err), 0);
	assert_int_equal(file_sync_all(fds, 50, &err), 0);
	close(fds[20]);
	assert_int_equal(file_sync_all(fds, 50, &err), -1);
	assert_int_equal(err.code, ERR_IO);
	for (int i = 0; i < 50; i++)
		if (i != 20)
			close(fds[i]);
}

/* By another name of the same file, what is left of it. */
static void
what_is_shredded_or_written_over_is_overwritten(void **state)
{
	struct folder *f = *state;
	const char *path = at(f, "note"), *kept = at(f, "kept");
	struct span bytes;
	struct err err;

	assert_int_equal(file_write_over(path, SPAN("pippin"), 0600, &err), 0);
	assert_int_equal(link(path, kept), 0);
	assert_int_equal(file_write_over(path, SPAN("quince"), 0600, &err), 0);
	assert_int_equal(file_read(&bytes, &f->arena, kept, 100, &err), 0);
	assert_true(span_equal(bytes, SPAN("\0\0\0\0\0\0")));
	assert_int_equal(file_read(&bytes, &f->arena, path, 100, &err), 0);
	assert_true(span_equal(bytes, SPAN("quince")));

	assert_int_equal(unlink(kept), 0);
	assert_int_equal(link(path, kept), 0);
	assert_int_equal(file_shred(path, &err), 0);
	assert_false(file_exists(path));
	assert_int_equal(file_read(&bytes, &f->arena, kept, 100, &err), 0);
	assert_true(span_equal(bytes, SPAN("\0\0\0\0\0\0")));
	assert_int_equal(file_shred(path, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void
what_cannot_be_overwritten_is_not_called_shredded(void **state)
{
	struct folder *f = *state;
	const char *path = at(f, "note"), *away = at(f, "link");
	struct rlimit all, none;
	struct err err;

	assert_int_equal(file_write(path, SPAN("pippin"), 0600, &err), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &all), 0);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = all.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(file_shred(path, &err), -1);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &all), 0);
	assert_int_equal(err.code, ERR_IO);
	assert_true(file_exists(path));

	assert_int_equal(symlink(path, away), 0);
	assert_int_equal(file_shred(away, &err), 0);
	assert_false(file_exists(away));
	assert_true(file_exists(path));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_open, folder_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(what_is_written_is_read_back_whole),
		IN_FOLDER(a_file_over_the_limit_is_not_read),
		IN_FOLDER(only_a_regular_file_is_read),
		IN_FOLDER(create_never_replaces),
		IN_FOLDER(a_failed_write_leaves_nothing_behind),
		IN_FOLDER(a_written_link_is_replaced_and_not_followed),
		IN_FOLDER(folders_are_made_with_those_above),
		IN_FOLDER(many_files_and_folders_are_flushed_at_once),
		IN_FOLDER(what_is_shredded_or_written_over_is_overwritten),
		IN_FOLDER(what_cannot_be_overwritten_is_not_called_shredded),
		IN_FOLDER(names_come_sorted_and_limited),
		IN_FOLDER(paths_are_joined_and_made_real),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
