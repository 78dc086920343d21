/*
 * A cat on the keyboard: random keys, names of commands, and sizes of the terminal, on the
 * sample programme with everything real but the terminal. Whatever is pressed, nothing
 * crashes, every cell holds what may go to a terminal, and an assessment changes only by a
 * verb that is in the draft. `make torture` presses a million keys.
 */
#include "tests/unit/store_scratch.h"
#include "tests/unit/rounds.h"

#include <string.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/desk/sample.h"
#include "core/store/ledger.h"
#include "tui/app/app.h"
#include "tui/app/desk.h"
#include "tui/base/keys.h"
#include "tui/views.h"

enum { KEYS = 4000, PATIENCE = 20000, DRAW_EVERY = 3, MOST_TYPED = 24 };

struct mash {
	struct scratch *s;
	struct workspace workspace;
	struct ledger ledger;
	struct desk desk;
	struct app app;
	uint32_t seed;
	uint64_t scores;		/* a digest of the assessment, and of what draft */
	uint64_t which;
	int64_t draft;
	const struct session *session;
	long verbs;			/* lines that came into drafts */
};

static uint32_t
roll(struct mash *m, uint32_t below)
{
	m->seed = m->seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)m->seed * below) >> 32);
}

static int64_t
stopped_clock(void)
{
	return 1780000000;
}

/* ---- what must hold ---- */

static uint64_t
mix(uint64_t sum, const void *data, size_t len)
{
	const unsigned char *at = data;

	for (size_t i = 0; i < len; i++)
		sum = (sum ^ at[i]) * UINT64_C(1099511628211);
	return sum;
}

static uint64_t
mix_text(uint64_t sum, const char *text)
{
	return mix(sum, text == NULL ? "\1" : text, text == NULL ? 1 : strlen(text) + 1);
}

static uint64_t
digest_scores(const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	uint64_t sum = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < session->rubric->criterion_count; i++) {
		const struct judgement *judgement = &scoring->judgements[i];

		sum = mix(sum, &judgement->mark.kind, sizeof judgement->mark.kind);
		sum = mix(sum, &judgement->mark.index, sizeof judgement->mark.index);
		sum = mix_text(sum, judgement->note);
		for (size_t k = 0; k < judgement->cite_count; k++)
			sum = mix_text(sum, judgement->cites[k].path);
	}
	sum = mix_text(mix_text(sum, scoring->overall), scoring->conflict);
	sum = mix(sum, &scoring->decided, sizeof scoring->decided);
	return mix(sum, &scoring->returned, sizeof scoring->returned);
}

/* Which draft it is; of a look at a decision, which of them. */
static uint64_t
digest_which(const struct session *session)
{
	uint64_t sum = mix_text(UINT64_C(14695981039346656037), session->draft.path);

	return session->judged == NULL ? sum : mix_text(sum, session->judged->sha256);
}

/* Unless the draft grew, the assessment is what it was. */
static void
check_scores(struct mash *m)
{
	const struct session *session = m->desk.session;
	uint64_t scores = session == NULL ? 0 : digest_scores(session);
	uint64_t which = session == NULL ? 0 : digest_which(session);
	bool same = session != NULL && session == m->session && which == m->which;

	if (same && session->draft.len == m->draft && scores != m->scores)
		fail_msg("on %s, %s: another assessment without a verb", app_top(&m->app)->name,
			 session->draft.path);
	m->verbs += same && session->draft.len > m->draft;
	m->session = session;
	m->which = which;
	m->draft = session == NULL ? 0 : session->draft.len;
	m->scores = scores;
}

/* What never may begin a cell: controls, what turns or joins text, and tags. */
static const struct {
	uint32_t first, last;
} forbidden[] = {
	{ 0, 0x1f }, { 0x7f, 0x9f }, { 0x061c, 0x061c }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
	{ 0xd800, 0xdfff }, { 0xe0000, 0xe0fff },
};

static void
check_cell(const struct cell *cell)
{
	struct span text = span_of(cell->text);
	size_t used;
	uint32_t point;

	if (text.len == 0)
		return;
	point = text_decode(text, &used);
	assert_true(point != TEXT_BAD || used > 1);
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		assert_false(point >= forbidden[i].first && point <= forbidden[i].last);
	for (size_t i = 0; i < text.len; i++)
		assert_true((unsigned char)text.data[i] >= ' ' && text.data[i] != 0x7f);
}

static void
check_canvas(struct mash *m)
{
	const struct canvas *canvas = &m->app.canvas;

	app_draw(&m->app);
	for (int i = 0; i < canvas->rows * canvas->columns; i++)
		check_cell(&canvas->cells[i]);
	assert_in_range(canvas->cursor_row, 0, canvas->rows - 1);
	assert_in_range(canvas->cursor_column, 0, canvas->columns - 1);
}

/* ---- the cat ---- */

static const int special[] = {
	KEY_RETURN, KEY_RETURN, KEY_RETURN, KEY_ESCAPE, KEY_TABULATOR, KEY_RUBOUT,
	KEY_ARROW_UP, KEY_ARROW_DOWN, KEY_ARROW_LEFT, KEY_ARROW_RIGHT, KEY_LINE_HOME,
	KEY_LINE_END, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_INSERT, KEY_DELETE, KEY_BACK_TAB,
	KEY_STRANGE, KEY_CTRL('a'), KEY_CTRL('c'), KEY_CTRL('u'), KEY_CTRL('w'), KEY_CTRL('z'),
	0xe9, 0x6f22, 0x1f600, 0x202e, 0x200b, 0x85, 0xfffe,
};

static int
any_key(struct mash *m)
{
	if (roll(m, 4) == 0)
		return special[roll(m, sizeof special / sizeof *special)];
	return (int)(' ' + roll(m, 95));
}

/* The name of a command of the screen on top, or of all screens, typed after a colon. */
static void
run_by_name(struct mash *m)
{
	const struct view *view = app_top(&m->app);
	bool here = roll(m, 4) != 0;
	size_t count = here ? view->command_count : app_command_count;
	const char *name = (here ? view->commands : app_commands)[roll(m, (uint32_t)count)].name;

	app_key(&m->app, KEY_ESCAPE);
	app_key(&m->app, ':');
	for (; *name != '\0'; name++)
		app_key(&m->app, *name);
	if (roll(m, 2) == 0)
		app_key(&m->app, ' ');
	for (uint32_t i = roll(m, MOST_TYPED) / 4; i > 0; i--)
		app_key(&m->app, any_key(m));
	app_key(&m->app, KEY_RETURN);
}

static void
open_app(struct mash *m)
{
	m->desk = (struct desk){ .workspace = &m->workspace, .ledger = &m->ledger,
		.now = stopped_clock, .who = "the cat", .editor = "false" };
	app_begin(&m->app, views, view_count, &m->desk);
	app_size(&m->app, 24, 80);
	if (app_start(&m->app, "queue", NULL, &m->s->err) != 0)
		fail_msg("%s", m->s->err.text);
}

static void
close_app(struct mash *m)
{
	app_end(&m->app);
	desk_close(&m->desk);
	veil_close(&m->desk.veil);
	arena_close(&m->desk.outside);
	m->session = NULL;
}

/* What the loop would do. */
static void
oblige(struct mash *m)
{
	m->app.suspend = m->app.repaint = false;
	m->app.theme = NULL;
	while (m->app.errand.argv != NULL)
		app_errand_done(&m->app, (int)roll(m, 2));
	if (m->app.left) {
		close_app(m);
		open_app(m);
	}
}

static void
press_one(struct mash *m)
{
	uint32_t what = roll(m, 200);

	if (what == 0)
		app_size(&m->app, 1 + (int)roll(m, 60), 1 + (int)roll(m, 200));
	else if (what == 1)
		app_size(&m->app, 24, 80);
	else if (what < 8)
		run_by_name(m);
	else if (what < 40 && strcmp(app_top(&m->app)->name, "score") != 0)
		app_key(&m->app, what < 30 ? 'q' : KEY_RETURN);	/* to where it is warm */
	else
		app_key(&m->app, any_key(m));
	oblige(m);
	check_scores(m);
}

/* A cat of its own on a programme of its own. */
static void
press_all(struct scratch *s, unsigned cat, long keys)
{
	struct mash m = { .s = s, .seed = 20260101u * (cat + 1) };
	const char *dir = arena_printf(&s->arena, "cat-%u", cat), *play;
	char *data = getcwd(NULL, 0);

	m.workspace = (struct workspace){ .dir = at(s, path_join(&s->arena, dir, "prog")),
		.places = { .data = at(s, path_join(&s->arena, dir, "data")),
			    .state = at(s, path_join(&s->arena, dir, "state")),
			    .path = "/nowhere" } };
	if (file_make_dirs(at(s, dir), 0700, &s->err) != 0
	    || sample_build(&m.workspace, &play, &s->arena, data, stopped_clock(), &s->err) != 0
	    || ledger_open(&m.ledger, m.workspace.ledger_path, m.workspace.ledger_id,
			   &s->err) != 0)
		fail_msg("%s", s->err.text);
	open_app(&m);
	for (long i = 0; i < keys; i++) {
		press_one(&m);
		if (i % DRAW_EVERY == 0)
			check_canvas(&m);
	}
	close_app(&m);
	assert_true(m.verbs > keys / 1000);	/* it was no idle cat */
	ledger_close(&m.ledger);
	free(data);
}

/* Many cats: what one has said is looked through at each of its keys. */
static void
whatever_is_pressed_only_a_verb_changes_an_assessment(void **state)
{
	const char *wanted = getenv("ASSAY_KEYS");
	long keys = wanted == NULL ? rounds(KEYS) : strtol(wanted, NULL, 10);
	unsigned cat = 0;

	assert_int_equal(digest_init(), 0);
	for (; keys > 0; keys -= PATIENCE)
		press_all(*state, cat++, keys < PATIENCE ? keys : PATIENCE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			whatever_is_pressed_only_a_verb_changes_an_assessment, scratch_open,
			scratch_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
