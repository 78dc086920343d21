/*
 * Keys as an xterm sends them: `<Up>`, `<C-x>`, `<lt>`, or a letter.
 */
#ifndef TESTS_DRIVER_KEYS_H
#define TESTS_DRIVER_KEYS_H

#include <stdbool.h>

#include "tests/driver/bytes.h"

/*
 * Append the bytes of the first key in *at, which moves past it. `application`: the
 * program asked for ESC O in place of ESC [. False: no such key.
 */
bool key_next(struct bytes *out, const char **at, bool application);

#endif
