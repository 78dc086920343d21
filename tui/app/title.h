/*
 * The first row of the score screen: which portfolio by which rubric, and at its end what
 * one should know before judging, an attempt that is a later or the last one, and a gate
 * that is not all met. The rubric's title gives way to them.
 */
#ifndef TUI_APP_TITLE_H
#define TUI_APP_TITLE_H

#include "core/desk/session.h"
#include "tui/base/canvas.h"

void title_draw(const struct area *row, const struct session *session);

#endif
