/*
 * What the formats have in common: private to core/import/.
 */
#ifndef CORE_IMPORT_READ_H
#define CORE_IMPORT_READ_H

#include "core/base/xml.h"
#include "core/base/yaml.h"
#include "core/import/import.h"

/* A new rubric, criterion, level at the end; NULL and a fault past what a file may hold.
 * Pointers to earlier ones do not outlive the next call. */
struct import_rubric *import_add_rubric(struct import *import, struct place at,
					const char *title);
struct import_criterion *import_add_criterion(struct import *import,
					      struct import_rubric *rubric,
					      struct place at);
struct import_level *import_add_level(struct import *import,
				      struct import_criterion *criterion,
				      struct place at);

/* Text as people read it: HTML taken out, control characters and outer white space gone,
 * lines ended by LF. `""` for nothing. */
const char *import_text(struct import *import, struct span raw);

/* A name: the same on one line. */
const char *import_name(struct import *import, struct span raw);

void import_note(struct import_rubric *rubric, struct place at, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* A decimal number, the mark a point or a comma (which is noted). A fault if it is none. */
struct ratio import_number(struct import *import, struct import_rubric *rubric,
			   struct place at, const char *what, struct span text);

/* Of a map: the text of a scalar member, empty where there is none; a fault if it is no
 * scalar. */
struct span import_scalar(struct import *import, const struct node *map, const char *key);
/* The member if it is a list (or map), else NULL. */
const struct node *import_list(const struct node *map, const char *key);
/* A note for each member with anything in it that is not `known` (NULL-terminated): it was
 * left out. */
void import_note_others(struct import_rubric *rubric, const struct node *map,
			const char *what, const char *const *known);
/* Items of a list, those that are maps, by the number under `key`; without it as they come. */
const struct node **import_sorted(struct import *import, size_t *count,
				  const struct node *list, const char *key);

void import_canvas_csv(struct import *import, struct span bytes);
void import_canvas_json(struct import *import, struct span bytes);
void import_moodle_xml(struct import *import, struct span bytes);
void import_ora_xml(struct import *import, struct span bytes);
void import_ora_json(struct import *import, struct span bytes);
void import_markus_yaml(struct import *import, struct span bytes);
void import_case_json(struct import *import, struct span bytes);

#endif
