/*
 * Every screen there is: the one list of them.
 */
#ifndef TUI_VIEWS_H
#define TUI_VIEWS_H

#include "tui/app/view.h"

extern const struct view *const views[];
extern const size_t view_count;

#endif
