/* assay doctor: the programs and libraries that assay rests on. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/digest.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/base/xml.h"
#include "core/base/yaml.h"
#include "core/store/flate.h"
#include "core/store/git.h"
#include "tui/cli/doctor.h"

/* The first line that a program says; false: it is not there, or fails. */
static bool
ask(struct buf *out, const char *const argv[])
{
	struct process process = { .argv = argv, .output_limit = 65536, .timeout_ms = 10000 };
	struct buf said = { 0 };
	struct span rest, first;
	struct err ignored;
	int status;
	bool fine = process_run(&status, &said, &said, &process, &ignored) == 0
		&& status == 0;

	rest = buf_span(&said);
	first = span_cut(&rest, '\n');
	if (fine)
		buf_put(out, first.data, first.len);
	buf_close(&said);
	return fine;
}

static enum diagnosis
check_program(struct buf *saw, const char *const argv[], const char *package,
	      struct err *err)
{
	if (ask(saw, argv))
		return DOCTOR_OK;
	err_set(err, ERR_MISSING_PROGRAM, "install it: apt install %s", package);
	return DOCTOR_LOOK;
}

static enum diagnosis
check_git(struct buf *saw, struct doctor *doctor, struct err *err)
{
	static const char *const argv[] = { "git", "--version", NULL };

	(void)doctor;
	return check_program(saw, argv, "git", err);
}

static enum diagnosis
check_ssh(struct buf *saw, struct doctor *doctor, struct err *err)
{
	static const char *const argv[] = { "ssh", "-V", NULL };

	(void)doctor;
	return check_program(saw, argv, "openssh-client", err);
}

/* Numbers between dots, from the left; what follows them is not looked at. */
static int
compare_versions(const char *a, const char *b)
{
	for (;;) {
		char *after_a, *after_b;
		long x = strtol(a, &after_a, 10), y = strtol(b, &after_b, 10);

		if (x != y)
			return x < y ? -1 : 1;
		if (*after_a != '.' || *after_b != '.')
			return (*after_a == '.') - (*after_b == '.');
		a = after_a + 1;
		b = after_b + 1;
	}
}

/* The oldest of each that assay was tried with. */
static const struct library {
	const char *name;
	void (*version)(struct buf *out);
	const char *least;
} libraries[] = {
	{ "libsodium", sodium_library, "1.0.18" }, { "nettle", digest_library, "3.8" },
	{ "libgit2", git_library, "1.5.1" }, { "libyaml", yaml_library, "0.2.5" },
	{ "jansson", json_library, "2.14" }, { "expat", xml_library, "2.5.0" },
	{ "zlib", flate_library, "1.2.13" }, { "libdeflate", deflate_library, "1.14" },
	{ "utf8proc", text_library, "2.8.0" },
};

static enum diagnosis
check_libraries(struct buf *saw, struct doctor *doctor, struct err *err)
{
	enum diagnosis found = DOCTOR_OK;

	(void)doctor;
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
		const struct library *library = &libraries[i];
		size_t from;

		buf_printf(saw, "%s%s ", i == 0 ? "" : ", ", library->name);
		from = saw->len;
		library->version(saw);
		if (compare_versions(saw->data + from, library->least) >= 0
		    || found != DOCTOR_OK)
			continue;
		if (!isdigit((unsigned char)saw->data[from]))
			err_set(err, ERR_REFUSED, "%s is not here: install it", library->name);
		else
			err_set(err, ERR_REFUSED, "%s is older than %s, which assay was tried "
				"with: upgrade it", library->name, library->least);
		found = DOCTOR_LOOK;
	}
	return found;
}

/*
 * CVE-2024-24575 and CVE-2024-24577 are mended upstream in 1.6.5 and 1.7.2, and by Debian in
 * packages whose library still says the old number. assay calls neither of what they are in.
 */
static const struct mended {
	const char *series, *package;
} mended[] = {
	{ "1.1", "1.1.0+dfsg.1-4+deb11u2" }, { "1.5", "1.5.1+ds-1+deb12u1" },
};

static bool
is_mended_upstream(const char *version)
{
	return compare_versions(version, "1.7.2") >= 0
		|| (compare_versions(version, "1.6.5") >= 0
		    && compare_versions(version, "1.7.0") < 0);
}

static bool
is_mended_package(struct buf *package, const char *version)
{
	char name[48], *dot;

	snprintf(name, sizeof name, "libgit2-%.32s", version);
	dot = strchr(name, '.');
	dot = dot == NULL ? NULL : strchr(dot + 1, '.');
	if (dot != NULL)
		*dot = '\0';
	for (size_t i = 0; i < sizeof mended / sizeof *mended; i++) {
		const char *query[] = { "dpkg-query", "-W", "-f", "${Version}", name, NULL };
		const char *compare[] = { "dpkg", "--compare-versions", NULL, "ge",
					  mended[i].package, NULL };
		struct buf nothing = { 0 };
		bool is;

		if (strcmp(name + strlen("libgit2-"), mended[i].series) != 0
		    || !ask(package, query))
			continue;
		compare[2] = package->data;
		is = ask(&nothing, compare);
		buf_close(&nothing);
		return is;
	}
	return false;
}

static enum diagnosis
check_fixes(struct buf *saw, struct doctor *doctor, struct err *err)
{
	struct buf version = { 0 }, package = { 0 };
	bool mended_here;

	(void)doctor;
	git_library(&version);
	if (!isdigit((unsigned char)version.data[0])) {
		buf_text(saw, "no libgit2");
		buf_close(&version);
		return DOCTOR_OK;
	}
	mended_here = is_mended_upstream(version.data)
		|| is_mended_package(&package, version.data);
	buf_printf(saw, "libgit2 %s", package.len != 0 ? package.data : version.data);
	buf_close(&version);
	buf_close(&package);
	if (mended_here)
		return DOCTOR_OK;
	err_set(err, ERR_REFUSED, "the fixes of CVE-2024-24575 and CVE-2024-24577 are not known "
		"to be in it: apt upgrade. assay calls nothing of what they are in");
	return DOCTOR_MIND;
}

const struct check library_checks[] = {
	{ "git", check_git }, { "ssh", check_ssh }, { "libraries", check_libraries },
	{ "fixes", check_fixes },
};
const size_t library_check_count = sizeof library_checks / sizeof *library_checks;
