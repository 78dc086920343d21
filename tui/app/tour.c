#include "tui/app/tour.h"

#include "core/base/file.h"
#include "tui/app/desk.h"

/* What follows the keys of one command, or of two. */
static const struct stop {
	const char *view, *command, *other, *says;
} stops[] = {
	{ "queue", "open", "next", "opens a portfolio, %s goes on." },
	{ "score", "level", "codes", "give a level; %s says why none." },
	{ "score", "note", "cite", "writes to the learner, %s cites." },
	{ "score", "undo", "gap", "takes back, %s goes to the next gap." },
	{ "score", "sign", NULL, "shows what will be recorded, first." },
	{ NULL, "help", "palette", "lists every key, %s finds by name." },
};
enum { STOPS = sizeof stops / sizeof *stops };

void
tour_begin(struct app *app)
{
	const char *state = app->desk->workspace->places.state;
	struct arena scratch = { 0 };
	const char *mark = path_join(&scratch, state, "toured");
	struct err err;

	app->tour = !file_exists(mark) && file_make_dirs(state, 0700, &err) == 0
		&& file_create(mark, span_of(""), 0600, &err) == 0;
	arena_close(&scratch);
}

void
tour_draw(const struct app *app, const struct area *view)
{
	struct area over = area_part(view, view->rows - STOPS - 1, 0, STOPS + 1, view->columns);

	area_blank(&over);
	area_text(&over, 0, 0, ST_TITLE, "For your first time; any key ends this");
	for (int i = 0; i < STOPS; i++) {
		const struct stop *stop = &stops[i];
		struct key_name key = app_key_name(app, stop->view, stop->command);
		struct key_name other = app_key_name(app, stop->view, stop->other == NULL
						     ? stop->command : stop->other);
		const char *says = stop->says, *gap = strstr(says, "%s");
		int column = area_printf(&over, i + 1, 0, ST_PLAIN, "%s ", key.text);

		column = area_put(&over, i + 1, column, ST_PLAIN, gap == NULL ? span_of(says)
				  : (struct span){ says, (size_t)(gap - says) });
		if (gap != NULL)
			area_printf(&over, i + 1, column, ST_PLAIN, "%s%s", other.text, gap + 2);
	}
}
