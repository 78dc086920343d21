/*
 * The head of a bundle, which git made and a stranger sent: looked at before any git is.
 */
#ifndef CORE_STORE_BUNDLE_H
#define CORE_STORE_BUNDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

enum { BUNDLE_HEAD = 8 << 20 };		/* bytes, the signature and the names */

/* An ordinary file that begins as one. */
bool bundle_is(const char *path);
/*
 * Is its head one that a whole ledger can have? *size is that of the file. ERR_REFUSED for
 * a good one that holds only a part; ERR_UNSAFE for one with more than LEDGER_REFS names,
 * or than BUNDLE_HEAD bytes, or lines of another kind; ERR_IO. The text begins with `path`.
 */
MUST int bundle_look(int64_t *size, const char *path, struct err *err);

#endif
