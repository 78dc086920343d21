/*
 * Attacks on what judges the records: the trust chain, frozen keys, names of refs, and the
 * repository itself (ledger.md sections 2, 5, 8 and 12).
 */
#include <zlib.h>

#include "tests/unit/store_attacks.h"

/* ------------------------------------------------------------------------------ trust */

static char *
part(struct desk *d, const char *fmt, int who)
{
	return arena_printf(&d->s->arena, fmt, d->signers[who].key.kid);
}

static void
publish_with(struct desk *d, int who, const char *old, const char *new, int signers)
{
	publish(d, who, with(d, next_trust(d), old, new), signers, NULL);
}

static void
make_unsigned(struct desk *d)
{
	publish(d, AMY, next_trust(d), 0, NULL);
}

static void
grant_ben(struct desk *d, int who, int from)
{
	publish_with(d, who, "boxes: []", arena_printf(&d->s->arena, "  - {kid: %s, role: admin,"
		     " from: %d}\nboxes: []", d->signers[BEN].key.kid, from), 1);
}

/* Ben gives himself a role; what Amy signed is another file. */
static void
make_self_grant(struct desk *d)
{
	grant_ben(d, BEN, 2);
}

static void
make_edited_grant(struct desk *d)
{
	publish_with(d, AMY, "role: assessor", "role: admin", 1);
}

static void
make_grant_of_the_past(struct desk *d)
{
	grant_ben(d, AMY, 1);
}

static void
make_removed_grant(struct desk *d)
{
	publish_with(d, AMY, part(d, "\n  - {kid: %s, role: assessor, from: 1}", BEN), "", 1);
}

/* Cat's line out of keys and grants. */
static void
make_removed_key(struct desk *d)
{
	const struct trust_key *key = trust_key(d->ledger.trust, d->signers[CAT].key.kid);
	char *text = next_trust(d);

	text = with(d, text, part(d, "\n  - {kid: %s, role: witness, from: 1}", CAT), "");
	text = with(d, text, arena_printf(&d->s->arena,
		    "\n  - {kid: %s, pub: \"%s\", actor: w-cat, added: 1}", key->kid, key->pub),
		    "");
	publish(d, AMY, text, 1, NULL);
}

static char *
roots(struct desk *d, int threshold, const char *more)
{
	return arena_printf(&d->s->arena, "roots: {threshold: %d, persons: [{actor: r-amy, keys:"
			    " [%s%s", threshold, d->signers[AMY].key.kid, more);
}

/* Two of two must sign what follows; Amy alone does. */
static void
make_short_of_two(struct desk *d)
{
	publish_with(d, AMY, roots(d, 1, "]}]}"), roots(d, 2, part(d, "]}, {actor: w-cat, keys:"
		     " [%s]}]}", CAT)), 3);
	publish(d, AMY, next_trust(d), 1, NULL);
}

/* …and Amy signs with two keys of hers. */
static void
make_one_person_twice(struct desk *d)
{
	struct signer ben = d->signers[BEN];
	struct sshkey key;
	struct buf line = { 0 };
	char *text = next_trust(d), *keys;

	ok(d->s, keyfile_create(&key, at(d->s, "second"), NULL, NULL, &d->s->err));
	sshkey_print(&line, &key);
	keys = arena_printf(&d->s->arena, "keys:\n  - {kid: %s, pub: \"%s\", actor: r-amy,"
			    " added: 2}\n  - {kid: %s", key.kid, line.data,
			    d->signers[AMY].key.kid);
	text = with(d, text, arena_printf(&d->s->arena, "keys:\n  - {kid: %s",
					  d->signers[AMY].key.kid), keys);
	text = with(d, text, roots(d, 1, "]}]}"), arena_printf(&d->s->arena, "%s, %s]}, {actor:"
		    " w-cat, keys: [%s]}]}", roots(d, 2, ""), key.kid,
		    d->signers[CAT].key.kid));
	ok(d->s, keyfile_open(&d->signers[BEN], at(d->s, "second"), NULL, &d->s->err));
	publish(d, AMY, text, 3, NULL);
	publish(d, AMY, next_trust(d), 2, NULL);
	signer_close(&d->signers[BEN]);
	d->signers[BEN] = ben;
	run(d->s, IN "rm -f second second.pub");
	buf_close(&line);
}

static void
make_other_prev(struct desk *d)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, &d->ledger.trust->sha256);
	publish_with(d, AMY, hex, HEX64, 1);
}

static void
make_other_signers(struct desk *d)
{
	publish(d, AMY, next_trust(d), 1, "* namespaces=\"git\" ssh-ed25519 AAAA\n");
}

static void
make_no_yaml(struct desk *d)
{
	publish(d, AMY, "[", 1, "x");
}

/* Two version 2, both good: one is here, of the other we have the mark. */
static void
make_trust_fork(struct desk *d)
{
	struct oid first = publish(d, AMY, next_trust(d), 1, NULL);
	struct commit commit;
	const char *code;
	struct span raw;

	ok(d->s, repo_read(&raw, &d->s->arena, d->ledger.repo, &first, OBJECT_COMMIT,
			   COMMIT_BYTES, &d->s->err));
	move_ref(d, LEDGER_MARK "trust", &first);
	ok(d->s, commit_read(&commit, &code, &d->s->arena, raw, &d->s->err));
	commit.time++;
	forge_as_is(d, AMY, LEDGER_TRUST, &commit);
}

static void
edit_newer_trust(struct desk *d, struct commit *commit)
{
	(void)d;
	commit->trust_version = 2;
}

static void
edit_other_trust(struct desk *d, struct commit *commit)
{
	(void)d;
	commit->trust_sha256.bytes[0] ^= 1;
}

static void
make_older_trust(struct desk *d)
{
	struct digest first = d->ledger.trust->sha256;
	struct commit commit;

	publish(d, AMY, next_trust(d), 1, NULL);
	say(d, BEN, RECORD_ALARM, ALARM);
	commit = next_of(d, BEN, RECORD_ALARM);
	commit.trust_version = 1;
	commit.trust_sha256 = first;
	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), NULL, 0);
}

#define ALTERS(what, code, from, to) \
	{ .name = what, .codes = code, .old = from, .new = to }
#define MAKES(what, code, how) { .name = what, .codes = code, .make = how }

static const struct attack trusts[] = {
	MAKES("a version that nobody signed", "trust-threshold", make_unsigned),
	MAKES("one of two who must sign", "trust-threshold", make_short_of_two),
	MAKES("one person with two keys", "trust-threshold", make_one_person_twice),
	MAKES("a role for oneself", "unauthorised", make_self_grant),
	MAKES("a grant edited", "trust-edited", make_edited_grant),
	MAKES("a grant that was always there", "trust-version", make_grant_of_the_past),
	MAKES("a grant taken away", "trust-edited", make_removed_grant),
	MAKES("a key taken away", "trust-edited", make_removed_key),
	MAKES("another version below", "bad-link", make_other_prev),
	MAKES("allowed_signers of one's own", "bad-tree", make_other_signers),
	MAKES("a trust file that is none", "bad-record", make_no_yaml),
	MAKES("two versions of one number", "trust-fork", make_trust_fork),
	MAKES("a trust cited that is older than before", "trust-version", make_older_trust),
	ALTERS("a version that skips a number", "trust-version", "version: 2", "version: 3"),
	ALTERS("a threshold of nobody", "bad-record", "threshold: 1", "threshold: 0"),
	ALTERS("a threshold nobody can meet", "bad-record", "threshold: 1", "threshold: 9"),
	ALTERS("a newer trust file", "newer-format", "assay_trust: 1", "assay_trust: 2"),
	{ .name = "a trust cited that is not here", .codes = "trust-version",
	  .edit = edit_newer_trust },
	{ .name = "a trust cited that there never was", .codes = "trust-version",
	  .edit = edit_other_trust },
	{ .name = "trust taken back", .codes = "rollback", .old = "boxes: []",
	  .new = "boxes: []",
	  .script = "git update-ref " LEDGER_MARK "trust $T; git update-ref $T $T^" },
	{ .name = "no trust", .codes = "missing unknown-key unknown-key unknown-key", .script = "git update-ref -d $T" },
};

/* ----------------------------------------------------------------------------- freeze */

static void
freeze_ben(struct desk *d, const char *seq, const char *sha256)
{
	char *grant = part(d, "{kid: %s, role: assessor, from: 1", BEN);

	publish_with(d, AMY, grant, arena_printf(&d->s->arena, "%s, until: {seq: %s, sha256:"
		     " %s, why: left, in: 2}", grant, seq, sha256), 1);
}

static void
freeze_at(struct desk *d, const char *seq, const char *commit)
{
	freeze_ben(d, seq, run(d->s, script_of(d, arena_printf(&d->s->arena,
		   "git cat-file commit %s | sha256sum | cut -c1-64", commit))));
}

static void
make_words_after_freeze(struct desk *d)
{
	freeze_at(d, "2", "$B^");
}

static void
make_frozen_elsewhere(struct desk *d)
{
	freeze_ben(d, "3", HEX64);
}

static void
make_frozen_beyond(struct desk *d)
{
	freeze_ben(d, "9", HEX64);
}

static void
make_lost_before_all(struct desk *d)
{
	freeze_ben(d, "none", "none");
}

/* The end that was set is set back. */
static void
make_end_lowered(struct desk *d)
{
	freeze_at(d, "3", "$B");
	publish_with(d, AMY, "until: {seq: 3", "until: {seq: 2", 1);
}

static void
make_end_taken_away(struct desk *d)
{
	const char *text;
	char *from, *to;

	freeze_at(d, "3", "$B");
	text = next_trust(d);
	from = strstr(text, ", until: {");
	to = strchr(from, '}') + 1;
	publish(d, AMY, arena_printf(&d->s->arena, "%.*s%s", (int)(from - text), text, to), 1,
		NULL);
}

static const struct attack freezes[] = {
	MAKES("words after a freeze", "after-freeze", make_words_after_freeze),
	MAKES("another record where the key was frozen", "fork", make_frozen_elsewhere),
	MAKES("less than the roots saw", "missing", make_frozen_beyond),
	MAKES("a key lost before its first record",
	      "after-freeze after-freeze after-freeze after-freeze", make_lost_before_all),
	MAKES("an end set back", "trust-edited", make_end_lowered),
	MAKES("an end taken away", "trust-edited", make_end_taken_away),
};

/* --------------------------------------------------------------- refs and repositories */

/* A loose object by this name: `header`, its NUL, and so many MiB of zeros, which lie in a
 * thousandth of that on the disk. */
static void
write_zeros(struct desk *d, const char *hex, const char *header, size_t mib)
{
	static char zeros[1 << 20];
	static unsigned char block[1 << 16];
	z_stream z = { .next_in = (Bytef *)(uintptr_t)header,
		       .avail_in = (unsigned)strlen(header) + 1 };
	const char *path = arena_printf(&d->s->arena, "%s/objects/%.2s/%s", d->path, hex,
					hex + 2);
	struct buf out = { 0 };
	size_t len;

	assert_int_equal(deflateInit(&z, 9), Z_OK);
	z.next_out = block;
	z.avail_out = sizeof block;
	assert_int_equal(deflate(&z, Z_FULL_FLUSH), Z_OK);
	buf_put(&out, (char *)block, sizeof block - z.avail_out);
	z.next_in = (Bytef *)zeros;
	z.avail_in = sizeof zeros;
	z.next_out = block;
	z.avail_out = sizeof block;
	assert_int_equal(deflate(&z, Z_FULL_FLUSH), Z_OK);
	len = sizeof block - z.avail_out;
	for (size_t i = 0; i < mib; i++)
		buf_put(&out, (char *)block, len);
	deflateEnd(&z);
	ok(d->s, file_make_dirs(arena_printf(&d->s->arena, "%s/objects/%.2s", d->path, hex),
				0700, &d->s->err));
	ok(d->s, file_write(path, buf_span(&out), 0600, &d->s->err));
	buf_close(&out);
}

/* Ben's head is this object, though it never had that name. */
static void
put_head(struct desk *d, const char *hex)
{
	ok(d->s, file_write(path_join(&d->s->arena, d->path, ref_of(d, BEN)),
			    span_of(arena_printf(&d->s->arena, "%s\n", hex)), 0600,
			    &d->s->err));
}

static void
make_commit_of_2_gib(struct desk *d)
{
	write_zeros(d, HEX40, "commit 2147483648", 2048);
	put_head(d, HEX40);
}

static void
make_commit_that_lies(struct desk *d)
{
	write_zeros(d, HEX40, "commit 300", 2048);
	put_head(d, HEX40);
}

static void
sign_tree_at(struct desk *d, const char *hex)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);

	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), NULL, 0);
	assert_true(oid_from_hex(&commit.tree, span_of(hex)));
	forge_as_is(d, BEN, ref_of(d, BEN), &commit);
}

static void
make_tree_of_a_million(struct desk *d)
{
	write_zeros(d, HEX40, "tree 29000000", 28);
	sign_tree_at(d, HEX40);
}

/* A record whose object says one thing of itself and holds another. */
static void
sign_record_of_zeros(struct desk *d, const char *header)
{
	const char *tree = run(d->s, script_of(d, "printf '100644 blob " HEX40 "\\trecord.yaml"
			       "\\n' | git mktree --missing"));

	tree = arena_text(&d->s->arena, tree);
	write_zeros(d, HEX40, header, 2048);
	sign_tree_at(d, tree);
}

static void
make_record_of_2_gib(struct desk *d)
{
	sign_record_of_zeros(d, "blob 2147483648");
}

static void
make_record_that_lies(struct desk *d)
{
	sign_record_of_zeros(d, "blob 71");
}

#define GIT(what, code, how) { .name = what, .codes = code, .script = how }
#define UNSAFE(what, how) GIT(what, "unsafe-repository", how)
#define STRANGE(what, how) GIT(what, "path-mismatch", how)

static const struct attack repositories[] = {
	MAKES("a commit of 2 GiB in 2 MB", "non-canonical", make_commit_of_2_gib),
	MAKES("2 GiB that call themselves 300 bytes", "digest-mismatch", make_commit_that_lies),
	MAKES("a record of 2 GiB in 2 MB", "digest-mismatch", make_record_of_2_gib),
	MAKES("a record of 2 GiB that calls itself 71 bytes", "digest-mismatch",
	      make_record_that_lies),
	MAKES("a tree of a million entries", "bad-tree", make_tree_of_a_million),
	UNSAFE("grafts", "git rev-parse $B > info/grafts"),
	UNSAFE("a shallow clone", "git rev-parse $B > shallow"),
	UNSAFE("objects borrowed", "mkdir -p objects/info; echo /tmp > objects/info/alternates"),
	UNSAFE("objects replaced", "git replace -f $B $B^"),
	UNSAFE("objects replaced in packed refs", "git replace -f $B $B^; git pack-refs --all;"
	       " rmdir refs/replace || :"),
	UNSAFE("another's commondir", "echo ../good > commondir"),
	UNSAFE("a linked folder of objects", "mv objects ../o; ln -s ../o objects"),
	UNSAFE("a linked folder in objects", "mv objects/pack ../k; ln -s ../k objects/pack"),
	GIT("a linked record", "digest-mismatch", "f=$(file $B:record.yaml); mv $f ../f; ln -s"
	    " ../../../f $f"),
	UNSAFE("a linked HEAD", "mv HEAD ../h; ln -s ../h HEAD"),
	UNSAFE("a linked ref", "mv $B ../b; ln -s ../../../../../../../../b $B"),
	UNSAFE("a linked folder of refs", "mv refs/heads/assay ../r; ln -s ../../../r"
	       " refs/heads/assay"),
	UNSAFE("a ref in a comment", "git pack-refs --all; sed -i '2s/^./#/' packed-refs"),
	UNSAFE("a packed ref twice", "git pack-refs --all; sed -i '2p' packed-refs"),
	UNSAFE("packed refs out of order", "git pack-refs --all; sed -i '2{h;d};3G' packed-refs"),
	UNSAFE("a tab in packed refs", "git pack-refs --all; sed -i '2s/ /\t/' packed-refs"),
	UNSAFE("a ref in the first comment", "git pack-refs --all; sed -i '1{N;s/\\n/ /}' packed-refs"),
	UNSAFE("packed refs elsewhere", "git pack-refs --all; mv packed-refs ../q; ln -s ../q"
	       " packed-refs"),
	UNSAFE("a ref that is no id", "chmod u+w $C; echo nobody knows > $C"),
	UNSAFE("a ref that is empty", ": > $C"),
	STRANGE("a branch beside", "git update-ref refs/heads/main $T"),
	STRANGE("a tag", "git tag v1 $T"),
	STRANGE("notes", "git update-ref refs/notes/commits $T"),
	STRANGE("a name in capitals", "git update-ref ${B%/*}/0123456789ABCDEF0123456789ABCDEF"
		" $B"),
	STRANGE("a chain that is another name", "git symbolic-ref ${B%/*}/" HEX16 HEX16 " $B"),
	STRANGE("a chain below a chain", "git update-ref -d $B; git update-ref $B/x $T"),
	STRANGE("a mark of no chain", "git update-ref " LEDGER_MARK "log/a-ben/x $B"),
	STRANGE("a local name that there is not", "git update-ref refs/assay/hwn/x $B"),
	STRANGE("an actor of no name", "git update-ref ${C%%w-cat*}x/" HEX16 HEX16 " $C"),
	GIT("trust that is another name", "missing unknown-key unknown-key unknown-key"
	    " path-mismatch",
	    "t=$(git rev-parse $T); git update-ref -d $T; git update-ref refs/assay/in/x $t;"
	    " git symbolic-ref $T refs/assay/in/x"),
};

ATTACK_TABLE(trusts)
ATTACK_TABLE(freezes)
ATTACK_TABLE(repositories)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trusts_are_told),
		cmocka_unit_test(freezes_are_told),
		cmocka_unit_test(repositories_are_told),
	};

	return cmocka_run_group_tests(tests, attacks_begin, attacks_end);
}
