#include "tui/app/desk.h"

#include <stdio.h>
#include <stdlib.h>

void
desk_close(struct desk *desk)
{
	if (desk->session == NULL)
		return;
	session_close(desk->session);
	free(desk->session);
	desk->session = NULL;
}

/* The first piece one would read: a file that answers something. */
static size_t
first_item(const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->count; i++)
		if (dossier->items[i].kind == DOSSIER_FILE)
			return i;
	return 0;
}

int
desk_open(struct desk *desk, const char *portfolio, struct err *err)
{
	struct session_options options = { .look = desk->look, .who = desk->who };
	struct session *session;

	desk_close(desk);
	session = calloc(1, sizeof *session);
	if (session == NULL)
		abort();
	if (session_open(session, desk->workspace, portfolio, &options, err) != 0) {
		free(session);
		return -1;
	}
	desk->session = session;
	desk->criterion = 0;
	desk->item = first_item(&session->dossier);
	desk->line = 1;
	return 0;
}

int
desk_say(struct desk *desk, struct err *err, const char *fmt, ...)
{
	struct buf verb = { 0 };
	va_list args;
	int len, failed;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	va_start(args, fmt);
	vsnprintf(buf_room(&verb, (size_t)len), (size_t)len + 1, fmt, args);
	va_end(args);
	failed = session_say(desk->session, verb.data, err);
	buf_close(&verb);
	return failed;
}
