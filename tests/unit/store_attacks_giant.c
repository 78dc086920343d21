/*
 * Ledgers of great size, in bounds: a chain, refs, packed refs, trees and parents without end
 * (ledger.md section 8); and floods of refs, as many as one may have. So many of each as
 * ASSAY_GIANT says: `make torture` asks for 100000, the most that a chain may have. It is the
 * program that is asked, for its memory.
 */
#include "core/store/tree.h"
#include "tests/bench/packer.h"
#include "tests/unit/store_attacks.h"

static size_t
giant(void)
{
	return (size_t)limit_of("ASSAY_GIANT", 1000);
}

static struct oid
head_oid(struct desk *d)
{
	struct oid oid;

	ok(d->s, repo_ref_read(&oid, d->ledger.repo, ref_of(d, CAT), &d->s->err));
	return oid;
}

/* Ben's chain until it has `records`; the one at `forged` follows another than is there. */
static void
grow_chain(struct desk *d, size_t records, size_t forged)
{
	struct commit next = next_of(d, BEN, RECORD_ALARM), commit;
	struct digest sha256 = next.prev;
	struct oid head = next.parents[0];
	char id[RANDOM_ID_HEX];

	packer_open(&d->s->arena, path_join(&d->s->arena, d->path, "objects"));
	for (int64_t seq = next.seq; seq < (int64_t)records; seq++) {
		struct arena scratch = { 0 };

		random_id(id);
		commit = commit_next(&d->ledger, RECORD_ALARM, actors[BEN],
				     d->signers[BEN].key.kid, d->now++);
		if (seq == (int64_t)forged)
			sha256.bytes[0] ^= 1;
		commit_follow(&commit, &head, seq - 1, &sha256);
		ok(d->s, commit_write(&head, &sha256, &scratch, d->ledger.repo,
				      &d->signers[BEN], &commit,
				      span_of(arena_printf(&scratch, "assay: 1\ntype: alarm\n"
							   "id: %s\n" ALARM "seen: []\n", id)),
				      NULL, 0, &d->s->err));
		arena_close(&scratch);
	}
	packer_close();
	move_ref(d, ref_of(d, BEN), &head);
}

static void
make_long_chain(struct desk *d)
{
	grow_chain(d, giant(), SIZE_MAX);
}

static void
make_long_chain_forged(struct desk *d)
{
	grow_chain(d, giant(), giant() / 2);
}

static void
make_chain_too_long(struct desk *d)
{
	grow_chain(d, 100001, SIZE_MAX);
}

/* Trees in trees, each all that is in the one above; the record's tree is the outermost. */
static void
make_deep_tree(struct desk *d)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);
	struct tree_entry entry = { .mode = MODE_FILE, .name = "record.yaml" };
	struct span record = an_alarm(d);
	struct buf bytes = { 0 };

	forge(d, BEN, &commit, record, NULL, 0);
	entry.oid = object_hash(OBJECT_BLOB, record);
	packer_open(&d->s->arena, path_join(&d->s->arena, d->path, "objects"));
	for (size_t i = 0; i < giant(); i++) {
		buf_clear(&bytes);
		tree_encode(&bytes, &entry, 1);
		entry = (struct tree_entry){ .mode = MODE_TREE, .name = "attach" };
		ok(d->s, repo_write(&entry.oid, d->ledger.repo, OBJECT_TREE, buf_span(&bytes),
				    &d->s->err));
	}
	buf_close(&bytes);
	packer_close();
	commit.tree = entry.oid;
	forge_as_is(d, BEN, ref_of(d, BEN), &commit);
}

/* Ben's head with as many parents, its signature over all of them. */
static void
make_many_parents(struct desk *d)
{
	struct buf payload = { 0 }, grown = { 0 }, armour = { 0 };
	struct commit commit = next_of(d, BEN, RECORD_ALARM);
	const char *more;
	char hex[OID_HEX];

	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	commit_payload(&payload, &commit);
	oid_hex(hex, &commit.parents[0]);
	more = strstr(payload.data, "author ");
	buf_put(&grown, payload.data, (size_t)(more - payload.data));
	for (size_t i = 1; i < giant(); i++)
		buf_printf(&grown, "parent %s\n", hex);
	buf_text(&grown, more);
	ok(d->s, sshsig_sign(&armour, &d->signers[BEN], SSHSIG_GIT, buf_span(&grown),
			     &d->s->err));
	buf_clear(&payload);
	commit_assemble(&payload, buf_span(&grown), buf_span(&armour));
	put_commit(d, buf_span(&payload));
	buf_close(&payload);
	buf_close(&grown);
	buf_close(&armour);
}

/* Refs by this pattern, `count` of them, behind what is packed already. */
static void
pack_refs(struct desk *d, const char *pattern, size_t count)
{
	struct oid head = head_oid(d);
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &head);
	buf_text(&text, "# pack-refs with: peeled fully-peeled sorted \n");
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s %s%032zu\n", hex, pattern, i);
	ok(d->s, file_write(path_join(&d->s->arena, d->path, "packed-refs"), buf_span(&text),
			    0600, &d->s->err));
	buf_close(&text);
}

static void
make_many_packed_refs(struct desk *d)
{
	pack_refs(d, "refs/heads/", giant() < 30000 ? 30000 : giant());
}

static void
make_many_packed_chains(struct desk *d)
{
	pack_refs(d, LEDGER_LOG "w-cat/", giant() < 30000 ? 30000 : giant());
}

static void
make_packed_refs_of_100_mb(struct desk *d)
{
	pack_refs(d, LEDGER_LOG "w-cat/", giant() * 10);
}

static void
make_one_long_name(struct desk *d)
{
	size_t len = giant() * 1000;
	struct oid head = head_oid(d);
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &head);
	buf_printf(&text, "%s refs/heads/", hex);
	memset(buf_room(&text, len), 'x', len);
	text.len += len;
	buf_char(&text, '\n');
	ok(d->s, file_write(path_join(&d->s->arena, d->path, "packed-refs"), buf_span(&text),
			    0600, &d->s->err));
	buf_close(&text);
}

static void
make_many_loose_refs(struct desk *d)
{
	struct oid head = head_oid(d);
	const char *folder = path_join(&d->s->arena, d->path, "refs/heads/x");
	char hex[OID_HEX + 1], path[4096];

	oid_hex(hex, &head);
	strcat(hex, "\n");
	ok(d->s, file_make_dirs(folder, 0700, &d->s->err));
	for (size_t i = 0; i < giant(); i++) {
		int fd;

		snprintf(path, sizeof path, "%s/%zu", folder, i);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		ok(d->s, file_write_all(fd, span_of(hex), false, &d->s->err));
		close(fd);
	}
}

static void
make_deep_refs(struct desk *d)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/refs/heads", d->path);
	for (size_t i = 0; i < 500; i++)
		buf_text(&path, "/deep");
	ok(d->s, file_make_dirs(path.data, 0700, &d->s->err));
	buf_close(&path);
}

#define MAKES(what, code, how) { .name = what, .codes = code, .make = how }
#define UNSAFE(what, how) MAKES(what, "unsafe-repository", how)

static const struct attack giants[] = {
	MAKES("a tree of trees", "bad-tree", make_deep_tree),
	MAKES("parents without end", "non-canonical", make_many_parents),
	UNSAFE("refs without end", make_many_packed_refs),
	UNSAFE("chains without end", make_many_packed_chains),
	UNSAFE("folders of refs without end", make_deep_refs),
};

/* Only as large as `make torture` has them are these any. */
static const struct attack true_giants[] = {
	UNSAFE("refs without end, each a file", make_many_loose_refs),
	UNSAFE("packed refs of 100 MB", make_packed_refs_of_100_mb),
	UNSAFE("a ref whose name has 100 MB", make_one_long_name),
};

ATTACK_TABLE(giants)

static void
true_giants_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; giant() >= 100000 && i < sizeof true_giants / sizeof *true_giants; i++)
		attack_one(&attacked, &true_giants[i]);
}

/* As many refs as a ledger may have, all at Ben's head; each told with this code, or none. */
struct flood {
	const char *name, *code;
	void (*ref)(struct buf *out, struct desk *d, size_t number);
};

static void
nobody_s_key(struct buf *out, struct desk *d, size_t number)
{
	(void)d;
	buf_printf(out, LEDGER_LOG "a-ben/%032zu", number);
}

static void
nobody_s_name(struct buf *out, struct desk *d, size_t number)
{
	buf_printf(out, LEDGER_LOG "a%06zu/%s", number, d->signers[BEN].key.kid);
}

static void
nobody_s_mark(struct buf *out, struct desk *d, size_t number)
{
	(void)d;
	buf_printf(out, LEDGER_MARK "log/a-ben/%032zu", number);
}

static void
kept_beside(struct buf *out, struct desk *d, size_t number)
{
	buf_printf(out, "refs/assay/conflict/w-cat/%s/%012zu", d->signers[CAT].key.kid, number);
}

static void
shown_by_remotes(struct buf *out, struct desk *d, size_t number)
{
	buf_printf(out, "refs/assay/in/r%06zu/log/a-ben/%s", number, d->signers[BEN].key.kid);
}

static void
long_name(struct buf *out, struct desk *d, size_t number)
{
	(void)d;
	buf_text(out, "refs/heads/");
	for (int i = 0; i < 100; i++)
		buf_char(out, 'x');
	buf_printf(out, "%06zu", number);
}

static const struct flood floods[] = {
	{ "chains of keys that nobody knows", "unknown-key", nobody_s_key },
	{ "one key's chain under many names", "path-mismatch", nobody_s_name },
	{ "marks of chains that there are not", "rollback", nobody_s_mark },
	{ "refs that belong in no ledger", "path-mismatch", long_name },
	{ "what was kept beside a chain", "", kept_beside },
	{ "what remotes showed of a chain", "", shown_by_remotes },
};

static size_t
make_flood(struct desk *d, const struct flood *flood)
{
	size_t count = giant() < 100000 ? giant() / 4 : 9900;
	struct buf text = { 0 };
	char hex[OID_HEX];
	struct oid head;

	ok(d->s, repo_ref_read(&head, d->ledger.repo, ref_of(d, BEN), &d->s->err));
	oid_hex(hex, &head);
	for (size_t i = 0; i < count; i++) {
		buf_printf(&text, "%s ", hex);
		flood->ref(&text, d, i);
		buf_char(&text, '\n');
	}
	ok(d->s, file_write(path_join(&d->s->arena, d->path, "packed-refs"), buf_span(&text),
			    0600, &d->s->err));
	buf_close(&text);
	return count;
}

static size_t
times_in(const struct buf *said, const char *code)
{
	char field[64];
	size_t count = 0;

	snprintf(field, sizeof field, "\"code\": \"%s", code);
	for (const char *at = said->data; at != NULL && (at = strstr(at, field)) != NULL; at++)
		count++;
	return count;
}

/* All that is told, and so often each: `first`, then `second`. */
static void
expect_times(struct desk *d, const char *name, const char *first, size_t times,
	     const char *second, size_t more)
{
	const char *const argv[] = { assay_path(d->s), "audit", "--json", "--full",
				     "--ledger-id", d->ledger.id, d->path, NULL };
	struct ending ending = { 0 };

	run_audit(&ending, d, argv);
	if (ending.status != (times == 0 ? 0 : 1) || times_in(&ending.said, first) != times
	    || times_in(&ending.said, second) != more
	    || times_in(&ending.said, "") != times + more)
		fail_msg("%s: exit %d, %zu times %s, %zu times %s, %zu in all", name,
			 ending.status, times_in(&ending.said, first), first,
			 times_in(&ending.said, second), second, times_in(&ending.said, ""));
	expect_in_bounds(name, &ending);
	buf_close(&ending.said);
}

static void
floods_are_told_each_once(void **state)
{
	struct desk *d = &attacked;

	(void)state;
	for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
		const struct flood *flood = &floods[i];
		size_t count;

		make_good(d);
		count = make_flood(d, flood);
		expect_times(d, flood->name, *flood->code == '\0' ? "-" : flood->code,
			     *flood->code == '\0' ? 0 : count, "too-many", 0);
	}
}

/* Of a chain that is bad from its first record on, the first thousand are told one by one. */
static void
a_long_chain_that_is_another_s_is_told_in_bounds(void **state)
{
	struct desk *d = &attacked;
	struct oid head;

	(void)state;
	make_good(d);
	grow_chain(d, giant() / 2 + 600, SIZE_MAX);
	ok(d->s, repo_ref_read(&head, d->ledger.repo, ref_of(d, BEN), &d->s->err));
	move_ref(d, ref_of(d, CAT), &head);
	expect_times(d, "a long chain that is another's", "path-mismatch", 1000, "too-many", 1);
}

/* It takes as long as its records take, and no more memory than a short one. */
static void
a_long_chain_is_good_or_is_told_from_where_it_is_not(void **state)
{
	static const struct attack chains[] = {
		MAKES("a long chain", "", make_long_chain),
		MAKES("a long chain forged in its middle", "bad-link", make_long_chain_forged),
		MAKES("a chain longer than one may be", "bad-sequence", make_chain_too_long),
	};

	(void)state;
	print_message("giants: at most %ld ms and %ld KiB\n", worst.ms, worst.kib);
	unsetenv("ASSAY_ATTACK_MS");
	worst.ms = 0;
	for (size_t i = 0; i < (giant() < 100000 ? 2 : 3); i++)
		attack_one(&attacked, &chains[i]);
}

/* On top of what Ben signed in another's place, so many commits that nobody did. */
static void
pile_on(struct oid *head, struct desk *d, size_t count)
{
	struct buf raw = { 0 };
	char hex[OID_HEX];

	packer_open(&d->s->arena, path_join(&d->s->arena, d->path, "objects"));
	for (size_t i = 0; i < count; i++) {
		oid_hex(hex, head);
		buf_clear(&raw);
		buf_printf(&raw, "tree " HEX40 "\nparent %s\nauthor x <x> 1 +0000\n"
			   "committer x <x> 1 +0000\n\nx\n", hex);
		ok(d->s, repo_write(head, d->ledger.repo, OBJECT_COMMIT, buf_span(&raw),
				    &d->s->err));
	}
	packer_close();
	buf_close(&raw);
}

/* What a remote shows is gone down as far as a chain may be long, and no further. */
static void
a_walk_beside_a_chain_has_an_end(void **state)
{
	struct desk *d = &attacked;
	struct commit commit;
	struct oid beside;

	(void)state;
	make_good(d);
	commit = next_of(d, BEN, RECORD_ALARM);
	beside = forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	move_ref(d, ref_of(d, BEN), &commit.parents[0]);
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	pile_on(&beside, d, giant());
	move_ref(d, arena_printf(&d->s->arena, "refs/assay/in/x/log/%s/%s", actors[BEN],
				 d->signers[BEN].key.kid), &beside);
	expect_times(d, "a long walk beside a chain", "fork", giant() < CHAIN_RECORDS, "-", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(giants_are_told),
		cmocka_unit_test(true_giants_are_told),
		cmocka_unit_test(floods_are_told_each_once),
		cmocka_unit_test(a_long_chain_is_good_or_is_told_from_where_it_is_not),
		cmocka_unit_test(a_long_chain_that_is_another_s_is_told_in_bounds),
		cmocka_unit_test(a_walk_beside_a_chain_has_an_end),
	};

	return cmocka_run_group_tests(tests, attacks_begin, attacks_end);
}
