/*
 * How large an image says it is, by the first bytes of PNG, GIF and JPEG as their
 * specifications give them. Nothing of it is decoded.
 */
#ifndef CORE_DESK_PICTURE_H
#define CORE_DESK_PICTURE_H

#include "core/base/buf.h"
#include "core/base/span.h"

/* Append ", 640 by 480 dots"; nothing where it says none. */
void picture_print_size(struct buf *out, struct span head);

#endif
