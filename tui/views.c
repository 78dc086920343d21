#include "tui/views.h"

extern const struct view view_help, view_messages;

const struct view *const views[] = {
	&view_help, &view_messages,
};
const size_t view_count = sizeof views / sizeof *views;
