/*
 * Seeds as tests: runs a fuzz target over the files named, without libFuzzer.
 * A crash found once is a seed, and so a test for ever.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc((size_t)1 << 20);
	size_t len;

	if (file == NULL || data == NULL) {
		fprintf(stderr, "%s: cannot be read\n", path);
		return 1;
	}
	len = fread(data, 1, (size_t)1 << 20, file);
	fclose(file);
	LLVMFuzzerTestOneInput(data, len);
	free(data);
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i]);
	return failed;
}
