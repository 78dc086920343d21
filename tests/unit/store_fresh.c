/*
 * Whether a newer trust file is about: what strangers put into a ledger stops nobody who would
 * sign, unless they signed it; and not once the root persons said which version holds.
 */
#include "core/base/file.h"
#include "tests/unit/store_ledger.h"

/* As Cat, who would sign next; and before trust is changed, or anything erased. */
static int
try_all(struct desk *d)
{
	struct seen *seen;
	size_t count;
	int status;

	ledger_close(&d->ledger);
	ok(d->s, ledger_open(&d->ledger, d->path, NULL, &d->s->err));
	status = ledger_seen(&seen, &count, &d->s->arena, &d->ledger, actors[CAT],
			     d->signers[CAT].key.kid, &d->s->err);
	assert_int_equal(status, ledger_trust_fresh(&d->ledger, &d->s->err));
	return status;
}

static void
settle(struct desk *d)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, &d->ledger.trust->sha256);
	ok(d->s, ledger_trust_settle(&d->ledger, hex, &d->s->err));
}

static const char *
log_of_nobody(struct desk *d, int number)
{
	return arena_printf(&d->s->arena, LEDGER_LOG "a-ben/%032d", number);
}

/* A commit that nobody signed, on top of another or of none. */
static struct oid
junk(struct desk *d, const struct oid *below, int number)
{
	struct buf raw = { 0 };
	char hex[OID_HEX];
	struct oid oid;

	buf_text(&raw, "tree " HEX40 "\n");
	if (below != NULL) {
		oid_hex(hex, below);
		buf_printf(&raw, "parent %s\n", hex);
	}
	buf_printf(&raw, "author x <x> %d +0000\ncommitter x <x> 1 +0000\n\nx\n", number);
	ok(d->s, repo_write(&oid, d->ledger.repo, OBJECT_COMMIT, buf_span(&raw), &d->s->err));
	buf_close(&raw);
	return oid;
}

/* Zed, whom no trust file here knows, signs under version 2 of one. */
static struct oid
zed_says(const char **ref, struct desk *d)
{
	struct signer cat = d->signers[CAT];
	struct commit commit;
	struct sshkey key;
	struct oid oid;

	ok(d->s, keyfile_create(&key, at(d->s, "zed"), NULL, NULL, &d->s->err));
	ok(d->s, keyfile_open(&d->signers[CAT], at(d->s, "zed"), NULL, &d->s->err));
	*ref = arena_printf(&d->s->arena, LEDGER_LOG "z-zed/%s", key.kid);
	commit = commit_next(&d->ledger, RECORD_GENESIS, "z-zed", d->signers[CAT].key.kid,
			     d->now++);
	commit.subject = "z-zed";
	commit.trust_version = 2;
	commit.tree = junk(d, NULL, 0);		/* any object */
	oid = forge_as_is(d, CAT, *ref, &commit);
	signer_close(&d->signers[CAT]);
	d->signers[CAT] = cat;
	return oid;
}

/* However many refs lead to what Ben said: none of their keys signed it. */
DESK(refs_on_one_record_stop_nobody)
{
	struct appended ben = say(d, BEN, RECORD_ALARM, ALARM);
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &ben.oid);
	for (int i = 0; i < 1100; i++)
		buf_printf(&text, "%s %s\n", hex, log_of_nobody(d, i));
	ok(d->s, file_write(path_join(&d->s->arena, d->path, "packed-refs"), buf_span(&text),
			    0600, &d->s->err));
	buf_close(&text);
	ok(d->s, try_all(d));
}

/* One pile that is nobody's stops nobody; so many that none can look at all of them do. */
DESK(more_than_can_be_looked_at_is_settled_by_the_root_persons)
{
	for (int chain = 0; chain < 5; chain++) {
		struct oid head = junk(d, NULL, chain);

		for (int i = 0; i < 500; i++)
			head = junk(d, &head, 10);
		move_ref(d, log_of_nobody(d, chain), &head);
		if (chain == 0)
			ok(d->s, try_all(d));
	}
	refused(d->s, ERR_REFUSED, try_all(d));
	says(d->s, "unknown-key: there are too many");
	says(d->s, "say `assay trust settle DIGEST`");
	settle(d);
	ok(d->s, try_all(d));
	ok(d->s, try_all(d));

	/* Until trust is another. */
	publish(d, AMY, next_trust(d), 1, NULL);
	refused(d->s, ERR_REFUSED, try_all(d));
	settle(d);
	ok(d->s, try_all(d));
}

/* Found under its own name, wherever else it stands and whatever is on top. */
DESK(what_a_stranger_signed_stops_who_would_sign_until_it_is_settled)
{
	struct commit commit;
	struct oid zed, head;
	const char *ref;

	say(d, BEN, RECORD_ALARM, ALARM);
	zed = zed_says(&ref, d);
	refused(d->s, ERR_CONFLICT, try_all(d));
	says(d->s, "trust-version: the key ");
	says(d->s, "say `assay trust settle DIGEST`");
	head = junk(d, &zed, 1);
	move_ref(d, log_of_nobody(d, 1), &head);
	move_ref(d, ref, &head);
	refused(d->s, ERR_CONFLICT, try_all(d));
	run(d->s, arena_printf(&d->s->arena, IN "git -C ledger.git update-ref -d %s", ref));
	ok(d->s, try_all(d));
	move_ref(d, ref, &zed);
	refused(d->s, ERR_CONFLICT, try_all(d));
	settle(d);
	ok(d->s, try_all(d));

	/* Whom we know is heard all the same. */
	commit = next_of(d, BEN, RECORD_ALARM);
	commit.trust_version = 2;
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	refused(d->s, ERR_CONFLICT, try_all(d));
	says(d->s, "trust-version: a-ben said record 2 under version 2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(refs_on_one_record_stop_nobody),
		SCRATCH_TEST(more_than_can_be_looked_at_is_settled_by_the_root_persons),
		SCRATCH_TEST(what_a_stranger_signed_stops_who_would_sign_until_it_is_settled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
