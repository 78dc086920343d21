/*
 * Somebody else's XML as a tree that knows where every element stood. Documents with a
 * DOCTYPE are refused, so that no entity but the five of XML can be there; so are more than
 * 2 MiB, 64 levels, 50,000 elements, and a tag or a token over 256 KiB.
 */
#ifndef CORE_BASE_XML_H
#define CORE_BASE_XML_H

#include "core/base/arena.h"
#include "core/base/fault.h"
#include "core/base/span.h"

struct xml_attribute {
	const char *name, *value;
};

struct xml {
	const char *name;		/* with its prefix, if it has one */
	struct place at;
	struct span text;		/* all the text directly inside it; NUL-terminated, UTF-8 */
	const struct xml_attribute *attributes;
	size_t attribute_count;
	struct xml *first, *next;	/* the elements inside, and the one behind it */
	struct xml *last;
};

/* The root element, in `arena`; NULL after a fault. */
struct xml *xml_parse(struct arena *arena, struct faults *faults, struct span bytes);

/* The first element inside with this name; the next behind it with the same name. NULL. */
struct xml *xml_child(const struct xml *element, const char *name);
struct xml *xml_again(const struct xml *element);

/* The value of an attribute, or NULL. */
const char *xml_attribute(const struct xml *element, const char *name);

struct buf;
/* Append the version of the library beneath. */
void xml_library(struct buf *out);

#endif
