#include "core/base/xml.h"

#include <expat.h>
#include <stdlib.h>

#include "core/base/buf.h"

enum { BYTES_MAX = 2 << 20, DEPTH_MAX = 64, ELEMENTS_MAX = 50000, CHUNK = 64 << 10,
       TOKEN_MAX = 256 << 10 };

struct reading {
	XML_Parser parser;
	struct arena *arena;
	struct faults *faults;
	struct xml *root;
	struct xml *open[DEPTH_MAX];
	struct buf text[DEPTH_MAX];	/* of each that is open */
	size_t depth, elements;
	bool stopped;
};

static struct place
here(struct reading *r)
{
	return (struct place){ (int)XML_GetCurrentLineNumber(r->parser),
			       (int)XML_GetCurrentColumnNumber(r->parser) + 1 };
}

static void
stop(struct reading *r, const char *why)
{
	if (!r->stopped)
		fault_add(r->faults, here(r), "%s", why);
	r->stopped = true;
	XML_StopParser(r->parser, XML_FALSE);
}

static void
take_attributes(struct reading *r, struct xml *element, const XML_Char **pairs)
{
	struct xml_attribute *items;
	size_t count = 0;

	while (pairs[2 * count] != NULL)
		count++;
	items = arena_array(r->arena, count, sizeof *items);
	for (size_t i = 0; i < count; i++)
		items[i] = (struct xml_attribute){ arena_text(r->arena, pairs[2 * i]),
						   arena_text(r->arena, pairs[2 * i + 1]) };
	element->attributes = items;
	element->attribute_count = count;
}

static void
on_start(void *data, const XML_Char *name, const XML_Char **pairs)
{
	struct reading *r = data;
	struct xml *element, *parent = r->depth == 0 ? NULL : r->open[r->depth - 1];

	if (r->stopped)
		return;
	if (r->depth == DEPTH_MAX) {
		stop(r, "deeper than 64 elements");
		return;
	}
	if (++r->elements > ELEMENTS_MAX) {
		stop(r, "more than 50,000 elements");
		return;
	}
	element = arena_alloc(r->arena, sizeof *element);
	element->name = arena_text(r->arena, name);
	element->at = here(r);
	take_attributes(r, element, pairs);
	if (parent == NULL)
		r->root = element;
	else if (parent->last == NULL)
		parent->first = parent->last = element;
	else
		parent->last = parent->last->next = element;
	buf_clear(&r->text[r->depth]);
	r->open[r->depth++] = element;
}

static void
on_end(void *data, const XML_Char *name)
{
	struct reading *r = data;

	(void)name;
	if (r->stopped || r->depth == 0)
		return;
	r->depth--;
	r->open[r->depth]->text = arena_span(r->arena, buf_span(&r->text[r->depth]));
}

static void
on_text(void *data, const XML_Char *text, int len)
{
	struct reading *r = data;

	if (!r->stopped && r->depth != 0)
		buf_put(&r->text[r->depth - 1], text, (size_t)len);
}

static void
on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
	   int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(data, "expected no DOCTYPE: documents that declare entities are not read");
}

/* In pieces, so that a tag which never ends is seen before it is held whole. */
static void
feed(struct reading *r, struct span bytes)
{
	size_t fed = 0;
	enum XML_Status status = XML_STATUS_OK;

	while (status == XML_STATUS_OK && !r->stopped) {
		size_t len = bytes.len - fed < CHUNK ? bytes.len - fed : CHUNK;
		bool last = fed + len == bytes.len;
		long done;

		status = XML_Parse(r->parser, bytes.data + fed, (int)len, last);
		fed += len;
		if (last)
			break;
		done = (long)XML_GetCurrentByteIndex(r->parser);
		if (status == XML_STATUS_OK && fed > TOKEN_MAX
		    && done < (long)(fed - TOKEN_MAX)) {
			stop(r, "a tag larger than 256 KiB");
			return;
		}
	}
	if (status != XML_STATUS_OK && !r->stopped)
		fault_add(r->faults, here(r), "expected XML: %s",
			  XML_ErrorString(XML_GetErrorCode(r->parser)));
}

struct xml *
xml_parse(struct arena *arena, struct faults *faults, struct span bytes)
{
	struct reading r = { .arena = arena, .faults = faults };
	size_t before = faults->count + faults->more;

	if (bytes.len > BYTES_MAX) {
		fault_add(faults, (struct place){ 0, 0 }, "larger than 2 MiB");
		return NULL;
	}
	r.parser = XML_ParserCreate(NULL);
	if (r.parser == NULL)
		abort();
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	feed(&r, bytes);
	XML_ParserFree(r.parser);
	for (size_t i = 0; i < DEPTH_MAX; i++)
		buf_close(&r.text[i]);
	return faults->count + faults->more == before ? r.root : NULL;
}

struct xml *
xml_child(const struct xml *element, const char *name)
{
	struct xml *child = element == NULL ? NULL : element->first;

	while (child != NULL && strcmp(child->name, name) != 0)
		child = child->next;
	return child;
}

struct xml *
xml_again(const struct xml *element)
{
	struct xml *next = element->next;

	while (next != NULL && strcmp(next->name, element->name) != 0)
		next = next->next;
	return next;
}

const char *
xml_attribute(const struct xml *element, const char *name)
{
	for (size_t i = 0; i < element->attribute_count; i++)
		if (strcmp(element->attributes[i].name, name) == 0)
			return element->attributes[i].value;
	return NULL;
}

void
xml_library(struct buf *out)
{
	buf_text(out, XML_ExpatVersion() + strlen("expat_"));
}
