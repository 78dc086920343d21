/* The score screen: keys in, verbs and cells out. */
#include "tests/unit/view_fixture.h"
#include "tui/app/signing.h"

static const struct judgement *
judged(const struct bench *bench, size_t criterion)
{
	return &bench->desk.session->scoring.judgements[criterion];
}

static void
a_digit_judges_and_moves_on_once(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "2");
	assert_int_equal(judged(&bench, 0)->mark.index, 1);
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "k1");
	assert_int_equal(judged(&bench, 0)->mark.index, 0);
	assert_string_equal(at_hand(&bench), "c1");
	press(&bench, "9");
	shows(&bench, "no: c1 has no level '9'", true);
	assert_int_equal(judged(&bench, 0)->mark.index, 0);
	get_up(&bench);
}

static void
a_note_right_after_judging_is_on_what_was_judged(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "1");
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "n");
	shows(&bench, "note on c1", true);
	press(&bench, "<C-c>");
	press(&bench, "n");
	shows(&bench, "note on c2", true);
	press(&bench, "<C-c>");
	bench.desk.stays = true;
	press(&bench, "2");
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "n");
	shows(&bench, "note on c2", true);
	press(&bench, "<Esc>");
	get_up(&bench);
}

/* The evidence may have gone on with the criterion: it is what one looked at while judging. */
static void
a_citation_right_after_judging_is_for_what_was_judged(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "j<Tab>jj<Tab>2");
	assert_string_equal(at_hand(&bench), "c3");
	shows(&bench, "2/2 other.txt", true);
	press(&bench, "c");
	shows(&bench, "c2 cites plan.md:3", true);
	assert_int_equal(judged(&bench, 1)->cite_count, 1);
	press(&bench, "nBoth.<Esc>");
	assert_string_equal(judged(&bench, 1)->note, "Both.");
	press(&bench, "]");
	assert_string_equal(at_hand(&bench), "c3");
	press(&bench, "c");
	shows(&bench, "c3 cites other.txt:1", true);
	press(&bench, "k2cX");
	assert_int_equal(judged(&bench, 1)->cite_count, 1);
	press(&bench, "<C-l>X");
	assert_int_equal(judged(&bench, 1)->cite_count, 0);
	get_up(&bench);
}

static void
a_first_code_goes_on_as_a_level_does(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "01");
	assert_int_equal(judged(&bench, 0)->mark.kind, MARK_CODE);
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "n");
	shows(&bench, "note on c1", true);
	press(&bench, "<C-c>]");
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "k02");
	assert_string_equal(at_hand(&bench), "c1");
	get_up(&bench);
}

static void
the_gap_after_judging_is_the_one_that_was_gone_on_to(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "1]");
	assert_string_equal(at_hand(&bench), "c2");
	shows(&bench, "c2 is not judged", true);
	press(&bench, "]");
	assert_string_equal(at_hand(&bench), "c3");
	get_up(&bench);
}

/* Whoever reads what feeds a criterion reads what feeds the next one, where they left it. */
static void
evidence_goes_on_with_the_criterion(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "<Tab>jj<Tab>1");
	shows(&bench, "1/2 plan.md", true);
	press(&bench, "2");
	assert_string_equal(at_hand(&bench), "c3");
	shows(&bench, "2/2 other.txt", true);
	press(&bench, "[");
	assert_string_equal(at_hand(&bench), "c2");
	shows(&bench, "1/2 plan.md", true);
	assert_int_equal(bench.desk.reader.at.line, 3);
	/* Evidence turned to by hand stays, and so does it where one only looks about. */
	press(&bench, ">]");
	assert_string_equal(at_hand(&bench), "c3");
	press(&bench, "<lt>");
	shows(&bench, "1/2 plan.md", true);
	press(&bench, "]");
	assert_string_equal(at_hand(&bench), "c4");
	shows(&bench, "1/2 plan.md", true);
	press(&bench, "k");
	shows(&bench, "1/2 plan.md", true);
	press(&bench, "e");
	shows(&bench, "2/2 other.txt", true);
	bench.app.slow = true;
	press(&bench, "[");
	assert_string_equal(at_hand(&bench), "c2");
	shows(&bench, "2/2 other.txt", true);
	get_up(&bench);
}

static void
a_comment_and_the_bank_after_judging_are_about_what_was_judged(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "nOnce more.<Esc>1");
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, ":bank<Enter>");
	shows(&bench, "kept in the bank for c1", true);
	press(&bench, ":bank<Enter>");
	shows(&bench, "c2 has no note to keep", true);
	press(&bench, "1");
	assert_string_equal(at_hand(&bench), "c3");
	press(&bench, "s");
	shows(&bench, "Comments ready for c2", true);
	press(&bench, "<Enter>");
	assert_string_equal(bench.desk.session->scoring.judgements[1].note, "Show us more.");
	/* Later it is about what is at hand, or what is named. */
	press(&bench, "s");
	shows(&bench, "no comments are ready for c3", true);
	press(&bench, ":comments c1<Enter>");
	shows(&bench, "Comments ready for c1", true);
	get_up(&bench);
}

static int
never(struct call *c, struct signer *signer)
{
	(void)signer;
	return err_set(&c->err, ERR_CANCELLED, "nobody signed");
}

/* The passphrase that is asked for is no place for what was typed before it was. */
static void
what_was_typed_before_a_passphrase_was_asked_for_is_no_part_of_it(void **state)
{
	struct scratch *s = *state;
	struct bench bench;
	struct call c;

	run(s, MAKE);
	run(s, IN "mkdir -p data/keys; umask 077; cat > data/keys/a-one.key <<'K'\n"
		"assay-key 1\n"
		"public ssh-ed25519 "
		"AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n"
		"kdf argon2id 1 8192 00000000000000000000000000000000\n"
		"cipher xchacha20poly1305 000000000000000000000000000000000000000000000000\n"
		"secret 00000000000000000000000000000000000000000000000000000000000000000000"
		"0000000000000000000000000000\nK");
	sit_down(&bench, s);
	bench.app.tells_seen = true;
	c = app_call(&bench.app, 0);
	ok(s, signing_begin(&c, "it cannot be taken back", never));
	press(&bench, "yy<Enter>");
	shows(&bench, "passphrase of your key:", true);
	assert_int_equal(bench.app.prompt.text.len, 0);
	bench.app.unseen = false;
	press(&bench, "abc");
	assert_int_equal(bench.app.prompt.text.len, 3);
	press(&bench, "<Esc>");
	get_up(&bench);
}

static void
what_was_said_is_listed_and_undone_up_to_a_place(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "12");
	press(&bench, "y");
	shows(&bench, "> undo ->  level c2 2", true);
	shows(&bench, "           level c1 1", true);
	press(&bench, "j<Enter>");
	shows(&bench, "undone   level c2 2", true);
	shows(&bench, "> undo ->  level c1 1", true);
	press(&bench, "k<Enter>");
	shows(&bench, "> undo ->  level c2 2", true);
	press(&bench, "uu");
	shows(&bench, "0, and 2 undone", true);
	get_up(&bench);
}

static void
many_levels_take_two_digits(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "jj");
	shows(&bench, "-- 01 l1  02 l2", true);
	press(&bench, "1");
	shows(&bench, "level 1_ of c3", true);
	press(&bench, "2");
	assert_int_equal(judged(&bench, 2)->mark.index, 11);
	press(&bench, "jj03");
	assert_int_equal(judged(&bench, 2)->mark.index, 2);
	press(&bench, "jj00");
	shows(&bench, "Why c", true);
	get_up(&bench);
}

static void
a_code_is_picked_from_the_list(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "0");
	shows(&bench, "Why c1 cannot be judged", true);
	press(&bench, "7");
	shows(&bench, "no: there are 2 codes", true);
	press(&bench, "2");
	assert_int_equal(judged(&bench, 0)->mark.kind, MARK_CODE);
	assert_int_equal(judged(&bench, 0)->mark.index, 1);
	shows(&bench, "ethics", true);
	get_up(&bench);
}

static void
undo_goes_to_what_it_undid(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "2jju");
	assert_string_equal(at_hand(&bench), "c1");
	assert_int_equal(judged(&bench, 0)->mark.kind, MARK_NONE);
	press(&bench, "u");
	shows(&bench, "no: there is nothing to undo", true);
	press(&bench, "U");
	assert_int_equal(judged(&bench, 0)->mark.kind, MARK_LEVEL);
	get_up(&bench);
}

static void
a_note_is_kept_or_dropped(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "nOne<Enter>Two");
	shows(&bench, "note on c1, for the learner", true);
	press(&bench, "<Esc>");
	assert_string_equal(judged(&bench, 0)->note, "One\nTwo");
	press(&bench, "n, three<C-c>");
	assert_string_equal(judged(&bench, 0)->note, "One\nTwo");
	press(&bench, "n<Esc>");
	assert_int_equal(bench.desk.session->scoring.done, 1);
	press(&bench, "n<C-u><BS><C-u><Esc>");
	assert_null(judged(&bench, 0)->note);
	get_up(&bench);
}

static void
the_editor_gets_the_note_and_gives_it_back(void **state)
{
	struct scratch *s = *state;
	struct bench bench;
	const char *path;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "nshort<Esc>N");
	assert_string_equal(bench.app.errand.argv[0], "ed");
	assert_string_equal(bench.app.errand.argv[1], "-s");
	path = bench.app.errand.argv[2];
	assert_null(bench.app.errand.argv[3]);
	run(s, arena_printf(&s->arena, "printf 'longer\\nnote\\n\\n' > %s", path));
	app_errand_done(&bench.app, 0);
	assert_string_equal(judged(&bench, 0)->note, "longer\nnote");
	assert_string_equal(run(s, IN "ls state | grep -c note || :"), "0");
	press(&bench, "N");
	app_errand_done(&bench.app, 1);
	assert_string_equal(judged(&bench, 0)->note, "longer\nnote");
	shows(&bench, "no: the editor ended with 1", true);
	get_up(&bench);
}

static void
chosen_lines_are_cited(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "jvjjc");
	assert_int_equal(judged(&bench, 1)->cite_count, 1);
	assert_int_equal(judged(&bench, 1)->cites[0].first, 1);
	assert_int_equal(judged(&bench, 1)->cites[0].last, 3);
	shows(&bench, "1 cited", true);
	press(&bench, "c");
	assert_int_equal(judged(&bench, 1)->cites[1].first, 3);
	press(&bench, "X");
	assert_int_equal(judged(&bench, 1)->cite_count, 1);
	get_up(&bench);
}

static void
gaps_are_visited_in_order_and_said_when_none_is_left(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "]");
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "[[");
	assert_string_equal(at_hand(&bench), "c4");
	press(&bench, "nKept.<Esc>]2");
	assert_string_equal(at_hand(&bench), "c2");
	press(&bench, "jkc3");
	assert_string_equal(at_hand(&bench), "c3");
	press(&bench, "05]");
	shows(&bench, "conflict of interest", true);
	shows(&bench, "3/3 judged, pass", false);
	press(&bench, "j");
	shows(&bench, "3/3 judged, pass", true);
	get_up(&bench);
}

static void
what_is_wanted_is_named_beside_it(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	shows(&bench, "note? cite?", false);
	press(&bench, "j1");
	shows(&bench, "note? cite?", true);
	press(&bench, "ks");
	shows(&bench, "Show us more.", true);
	press(&bench, "<Enter>");
	assert_string_equal(judged(&bench, 1)->note, "Show us more.");
	shows(&bench, "note cite?", true);
	press(&bench, "d");
	shows(&bench, "3 good: There is plenty of it.", true);
	get_up(&bench);
}

static void
only_looking_changes_nothing(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	press(&bench, "q");
	assert_true(bench.app.left);
	get_up(&bench);
	sit_down(&bench, s);
	ok(s, desk_open(&bench.desk, "0011", true, &s->err));
	press(&bench, "1");
	shows(&bench, "no: ", true);
	assert_int_equal(judged(&bench, 0)->mark.kind, MARK_NONE);
	get_up(&bench);
	assert_string_equal(run(s, IN "ls state/drafts/*/*.a-one 2>/dev/null | wc -l"), "0");
}

static void
every_screen_draws_at_every_size(void **state)
{
	static const int sizes[][2] = {
		{ 12, 40 }, { 24, 80 }, { 40, 120 }, { 13, 200 }, { 60, 41 }, { 5, 20 }, { 1, 1 },
	};
	static const char *const ways[] = {
		"d", "w", "E", "E<Enter>", "0", "r", "o", "S", "?", "n long long note", ":r",
		"<Tab>jjvjj", "S?", "EE", ":messages<Enter>",
	};
	struct scratch *s = *state;

	run(s, MAKE);
	for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
		struct bench bench;

		sit_down(&bench, s);
		press(&bench, ways[way]);
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			app_size(&bench.app, sizes[i][0], sizes[i][1]);
			app_draw(&bench.app);
			app_draw(&bench.app);
		}
		get_up(&bench);
	}
}

#define MAKE_LARGE MAKE "; b=$(echo one | git hash-object -w --stdin); seq -f " \
	"\"100644 blob $b\tm%04g.txt\" 1 3000 | git update-index --add --index-info; " \
	"git commit -qm many"

static void
a_large_portfolio_is_shown_by_its_beginning_and_read_on_before_a_key(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE_LARGE);
	sit_down(&bench, s);
	shows(&bench, "1/2000+ m0001.txt", true);
	assert_true(app_read_on(&bench.app));
	shows(&bench, "1/3002 plan.md", true);
	assert_false(app_read_on(&bench.app));
	get_up(&bench);
	sit_down(&bench, s);
	shows(&bench, "2000+", true);
	press(&bench, "2");
	assert_int_equal(judged(&bench, 0)->mark.index, 1);
	shows(&bench, "1/3002 plan.md", true);
	get_up(&bench);
}

static bool
stop(void *who, int64_t done, int64_t total)
{
	(void)who, (void)done, (void)total;
	return false;
}

static void
stopped_in_a_large_portfolio_one_only_looks(void **state)
{
	struct scratch *s = *state;
	struct bench bench;

	run(s, MAKE_LARGE "; seq -f \"100644 blob $b\tn%04g.txt\" 1 3000 | "
	    "git update-index --add --index-info; git commit -qm more");
	sit_down(&bench, s);
	bench.app.progress.tick = stop;
	assert_true(app_read_on(&bench.app));
	shows(&bench, "only looking: the rest of the evidence was not read: stopped", true);
	press(&bench, "2");
	assert_int_equal(judged(&bench, 0)->mark.kind, MARK_NONE);
	assert_false(app_read_on(&bench.app));
	shows(&bench, "1/2000+ m0001.txt", true);
	get_up(&bench);
}

/* What needs a ledger is left out: the neighbours in the queue, and the log. */
static void
random_keys_break_nothing(void **state)
{
	static const char *const keys[] = {
		"j", "k", "1", "2", "3", "9", "0", "n", "a", " ", "<Enter>", "<Enter>", "<Esc>",
		"<Esc>", "<C-c>", "<Tab>", "c", "v", "X", "x", "u", "U", "]", "[", "e", ">", "<lt>",
		"E", "d", "w", "r", "o", "S", "f", "s", "?", ":", "b", "g", "G", "/", "N", "O", "<BS>",
		"<Up>", "<Down>", "<C-w>", "<C-u>", "é", "漢", "q", "<PgUp>", "<PgDn>", "D",
	};
	static const int sizes[][2] = { { 24, 80 }, { 12, 40 }, { 50, 140 }, { 3, 9 } };
	struct scratch *s = *state;
	uint64_t seed = 88172645463325252;
	struct bench bench;

	run(s, MAKE);
	sit_down(&bench, s);
	for (int i = 0; i < 5000; i++) {
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		press(&bench, keys[seed % (sizeof keys / sizeof *keys)]);
		if (bench.app.errand.argv != NULL)
			app_errand_done(&bench.app, 1);
		if (seed % 97 == 0)
			app_size(&bench.app, sizes[seed / 97 % 4][0], sizes[seed / 97 % 4][1]);
		if (bench.app.left) {
			get_up(&bench);
			sit_down(&bench, s);
		}
		app_draw(&bench.app);
	}
	get_up(&bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_citation_right_after_judging_is_for_what_was_judged),
		SCRATCH_TEST(a_first_code_goes_on_as_a_level_does),
		SCRATCH_TEST(a_digit_judges_and_moves_on_once),
		SCRATCH_TEST(a_note_right_after_judging_is_on_what_was_judged),
		SCRATCH_TEST(the_gap_after_judging_is_the_one_that_was_gone_on_to),
		SCRATCH_TEST(evidence_goes_on_with_the_criterion),
		SCRATCH_TEST(a_comment_and_the_bank_after_judging_are_about_what_was_judged),
		SCRATCH_TEST(what_was_typed_before_a_passphrase_was_asked_for_is_no_part_of_it),
		SCRATCH_TEST(what_was_said_is_listed_and_undone_up_to_a_place),
		SCRATCH_TEST(many_levels_take_two_digits),
		SCRATCH_TEST(a_code_is_picked_from_the_list),
		SCRATCH_TEST(undo_goes_to_what_it_undid),
		SCRATCH_TEST(a_note_is_kept_or_dropped),
		SCRATCH_TEST(the_editor_gets_the_note_and_gives_it_back),
		SCRATCH_TEST(chosen_lines_are_cited),
		SCRATCH_TEST(gaps_are_visited_in_order_and_said_when_none_is_left),
		SCRATCH_TEST(what_is_wanted_is_named_beside_it),
		SCRATCH_TEST(only_looking_changes_nothing),
		SCRATCH_TEST(a_large_portfolio_is_shown_by_its_beginning_and_read_on_before_a_key),
		SCRATCH_TEST(stopped_in_a_large_portfolio_one_only_looks),
		SCRATCH_TEST(every_screen_draws_at_every_size),
		SCRATCH_TEST(random_keys_break_nothing),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
