/*
 * drive: runs test scripts (the language is in README.md) and says what it saw.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/driver/test.h"

static int
usage(void)
{
	fputs("usage: drive [--accept] [--keep] [--bin DIR] [--root SRC] [--on TERM/LOCALE] "
	      "FILE.t...\n", stderr);
	return 2;
}

/* build/release/tests/drive stands beside build/release/assay's folder. */
static bool
find_self(struct options *o)
{
	char *slash;

	o->self = realpath("/proc/self/exe", NULL);
	if (!o->self)
		return false;
	if (o->bin)
		return true;
	o->bin = copy(o->self, strlen(o->self));
	for (int up = 0; up < 2 && (slash = strrchr(o->bin, '/')); up++)
		*slash = '\0';
	return true;
}

static bool
set_folder(char **at, const char *path)
{
	free(*at);
	*at = realpath(path, NULL);
	if (!*at)
		fprintf(stderr, "drive: %s: %s\n", path, strerror(errno));
	return *at != NULL;
}

/* `vt100/C`: what stands for the terminal and the locale a script finds. */
static bool
set_surroundings(struct options *o, char *text)
{
	char *slash = strchr(text, '/');

	if (!slash)
		return false;
	*slash = '\0';
	o->terminal = text;
	o->locale = slash + 1;
	return true;
}

/* 0, or the status to leave with. */
static int
read_options(struct options *o, int argc, char **argv)
{
	static const struct option names[] = {
		{ "accept", no_argument, NULL, 'a' }, { "keep", no_argument, NULL, 'k' },
		{ "bin", required_argument, NULL, 'b' },
		{ "root", required_argument, NULL, 'r' },
		{ "on", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 },
	};
	int got;

	if (!set_folder(&o->source, "."))
		return 2;
	while ((got = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (got == 'a')
			o->accept = true;
		else if (got == 'k')
			o->keep = true;
		else if (got == 'o' ? !set_surroundings(o, optarg) : got != 'b' && got != 'r')
			return usage();
		else if (got == 'o')
			continue;
		else if (!set_folder(got == 'b' ? &o->bin : &o->source, optarg))
			return 2;
	}
	if (optind == argc)
		return usage();
	return find_self(o) ? 0 : 2;
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	int passed = 0, failed = 0, status = read_options(&o, argc, argv);

	setlocale(LC_ALL, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	for (int i = optind; status == 0 && i < argc; i++)
		if (test_run(argv[i], &o))
			passed++;
		else
			failed++;
	if (status == 0)
		printf("%d passed, %d failed\n", passed, failed);
	free(o.bin);
	free(o.source);
	free(o.self);
	return status ? status : failed > 0;
}
