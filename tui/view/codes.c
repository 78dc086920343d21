/* Condition codes: why a criterion cannot be judged. */
#include "tui/app/judging.h"
#include "tui/app/moving.h"
#include "tui/base/keys.h"

static int
open_codes(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct list *list;

	if (desk_ready(c) != 0)
		return -1;
	if (desk->session->rubric->code_count == 0)
		return err_set(&c->err, ERR_REFUSED, "this rubric has no condition codes");
	list = view_state(sizeof *list);
	list->count = desk->session->rubric->code_count;
	c->state = list;
	return 0;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	static const char *const effects[] = {
		[EFFECT_INCOMPLETE] = "incomplete", [EFFECT_REFER] = "refer",
		[EFFECT_NONE] = "no effect",
	};
	const struct desk *desk = who;
	const struct code *code = &desk->session->rubric->codes[index];

	area_printf(row, 0, 0, ST_PLAIN, "%zu", index + 1);
	area_text(row, 0, 3, ST_PLAIN, effects[code->effect]);
	area_text(row, 0, 15, ST_PLAIN, code->label);
}

static void
draw_codes(struct call *c, struct area *area)
{
	struct desk *desk = c->app->desk;
	struct area title = area_take(area, 2);

	area_printf(&title, 0, 0, ST_TITLE, "Why %s cannot be judged", desk_criterion(desk)->id);
	area_text(&title, 1, 0, ST_PLAIN, desk_criterion(desk)->label);
	list_draw(c->state, area, draw_row, desk, true);
}

static int
say_code(struct call *c, size_t index)
{
	const struct rubric *rubric = c->app->desk->session->rubric;

	if (index >= rubric->code_count)
		return err_set(&c->err, ERR_REFUSED, "there are %zu codes", rubric->code_count);
	if (judging_say(c, "code", rubric->codes[index].id) != 0)
		return -1;
	app_back(c);
	return 0;
}

static int
run_pick(struct call *c)
{
	int digit = c->key != KEY_NONE ? c->key : c->argument[0];

	return say_code(c, (size_t)(digit - '1'));
}

static int
run_choose(struct call *c)
{
	return say_code(c, ((struct list *)c->state)->at);
}

static const struct command commands[] = {
	{ "choose", "<Enter>", "say this code", run_choose, NULL, true },
	{ "pick", "123456789", "say the code with this number", run_pick, NULL, true },
	LIST_COMMANDS,
};

const struct view view_codes = {
	.name = "codes",
	.help = "A condition code says why a criterion cannot be judged. It is a third value, "
		"not a low score, and what it leads to stands beside it.",
	.open = open_codes, .draw = draw_codes, .close = view_free, COMMANDS(commands),
};
