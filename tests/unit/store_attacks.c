/*
 * Altered forms, and what a key's own holder may try: every record of ledger.md sections 3,
 * 4 and 6 that must not be accepted. Each is a row: how it is made, what it must be called.
 */
#include "tests/unit/store_attacks.h"

/* ------------------------------------------------------------------------- section 3 */

/* S + L signs as well for those who do not look: the group order is in RFC 8032, 5.1. */
static void
make_s_over_the_order(struct desk *d)
{
	static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
					   0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
					   0xde, 0xf9, 0xde, 0x14, [31] = 0x10 };
	struct buf payload = { 0 }, armour = { 0 }, raw = { 0 };
	struct commit commit;
	const char *code;
	struct span bytes;
	struct oid oid;
	unsigned carry = 0;

	ok(d->s, repo_ref_read(&oid, d->ledger.repo, ref_of(d, BEN), &d->s->err));
	ok(d->s, repo_read(&bytes, &d->s->arena, d->ledger.repo, &oid, OBJECT_COMMIT,
			   COMMIT_BYTES, &d->s->err));
	ok(d->s, commit_read(&commit, &code, &d->s->arena, bytes, &d->s->err));
	for (int i = 0; i < 32; i++) {
		carry += commit.signature.signature[32 + i] + (unsigned)order[i];
		commit.signature.signature[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	commit_payload(&payload, &commit);
	sshsig_armour(&armour, &commit.signature, SSHSIG_GIT);
	commit_assemble(&raw, buf_span(&payload), buf_span(&armour));
	ok(d->s, repo_write(&oid, d->ledger.repo, OBJECT_COMMIT, buf_span(&raw), &d->s->err));
	move_ref(d, ref_of(d, BEN), &oid);
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&raw);
}

/* A signature for something else than commits. */
static void
make_signature_of_files(struct desk *d)
{
	struct buf payload = { 0 }, armour = { 0 }, raw = { 0 };
	struct commit commit;
	const char *code;

	ok(d->s, commit_read(&commit, &code, &d->s->arena, head_of(d, BEN), &d->s->err));
	commit_payload(&payload, &commit);
	ok(d->s, sshsig_sign(&armour, &d->signers[BEN], "file", buf_span(&payload),
			     &d->s->err));
	commit_assemble(&raw, buf_span(&payload), buf_span(&armour));
	put_commit(d, buf_span(&raw));
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&raw);
}

#define FORM(what, how) { .name = what, .codes = "non-canonical", .sed = how }
#define FORM_AWK(what, how) { .name = what, .codes = "non-canonical", .awk = how }
/* The same, and Ben signs what he altered. */
#define SIGNED(what, how) { .name = what, .codes = "non-canonical", .sed = how, .by = BY_BEN }

static const struct attack forms[] = {
	FORM("an extra header", "/^gpgsig /i encoding UTF-8"),
	FORM("an extra header after the signature", "/^ -----END/a note x"),
	FORM_AWK("armour in 60 columns",
		 "/^gpgsig/ { inside = 1; print; next } / -----END/ { inside = 0;"
		 " for (i = 1; i <= length(b); i += 60) print \" \" substr(b, i, 60) }"
		 " inside { b = b substr($0, 2); next } { print }"),
	FORM_AWK("the signature at the end of the body",
		 "/^gpgsig /,/^ -----END/ { sub(/^gpgsig /, \"\"); sub(/^ /, \"\");"
		 " s = s $0 \"\\n\"; next } { print } END { printf \"%s\", s }"),
	FORM("bytes after END", "s/^ -----END SSH SIGNATURE-----/& x/"),
	FORM("a line after END", "/^ -----END/a \\ more"),
	FORM_AWK("a second signature", "/^gpgsig /,/^ -----END/ { s = s $0 \"\\n\" }"
		 " { print } /^ -----END/ { printf \"%s\", s }"),
	FORM_AWK("the signature before the author",
		 "/^gpgsig /,/^ -----END/ { s = s $0 \"\\n\"; next } /^author/ { a = $0; next }"
		 " /^committer/ { c = $0; next }"
		 " /^$/ && !done { printf \"%s%s\\n%s\\n\", s, a, c; done = 1 } { print }"),
	FORM("text after a NUL", "$s/$/\\n\\x00hidden/"),
	FORM("a NUL inside", "s/^Assay-Version: 1/&\\x00/"),
	FORM("a signature for SHA-256 repositories", "s/^gpgsig /gpgsig-sha256 /"),
	FORM("no signature", "/^gpgsig /,/^ -----END/d"),
	FORM("a signature of PGP's form", "s/SSH SIGNATURE/PGP SIGNATURE/"),
	FORM("a blank before the base64", "s/^ U1NI/  U1NI/; s/-----BEGIN/ &/"),
	FORM("an empty line before the armour", "s/^gpgsig /gpgsig \\n /"),
	FORM("two empty lines before the armour", "s/^gpgsig /gpgsig \\n \\n /"),
	FORM("an empty line inside the armour", "s/^ U1NI/ \\n&/"),
	FORM("no text at all", "/^$/,$d"),
	{ .name = "a signature for files", .codes = "non-canonical",
	  .make = make_signature_of_files },
	SIGNED("a signed encoding", "/^committer/a encoding latin1"),
	SIGNED("a signed tag inside", "/^committer/a mergetag object x"),
	SIGNED("another committer", "s/^committer a-ben/committer w-cat/"),
	SIGNED("another time zone", "s/+0000$/+0100/"),
	SIGNED("a number with a zero before it", "s/^Assay-Seq: /&0/"),
	SIGNED("two parents", "/^parent/p"),
	{ .name = "no last line end", .codes = "non-canonical", .by = BY_BEN,
	  .awk = "{ printf \"%s%s\", end, $0; end = \"\\n\" }" },
	SIGNED("one line end too many", "$G"),
	SIGNED("lines that end as on other systems", "/^$/,$s/$/\\r/"),
	SIGNED("a folded trailer", "s/^Assay-Record: /&\\n /"),
	SIGNED("a trailer twice", "/^Assay-Actor/p"),
	SIGNED("a trailer more", "/^Assay-Actor/a Assay-Note: x"),
	SIGNED("trailers in another order", "/^Assay-Version/d; $a Assay-Version: 1"),
	SIGNED("a digest in capitals", "/^Assay-Record/s/[a-f]/\\u&/g"),
	SIGNED("a clock that differs from its line", "s/^Assay-Time: 20/Assay-Time: 19/"),
	SIGNED("a subject of one's own", "s/^assay alarm .*/& hello/"),
	SIGNED("a letter beyond ASCII", "s/^assay alarm/ass\\xc3\\xa4y alarm/"),
	{ .name = "a text of 40,000 letters", .codes = "non-canonical", .by = BY_BEN,
	  .awk = "{ print } END { for (i = 0; i < 4000; i++) printf \"xxxxxxxxxx\"; print }" },
	{ .name = "S over the group order", .codes = "bad-signature",
	  .make = make_s_over_the_order },
	{ .name = "a newer commit", .codes = "newer-format", .by = BY_BEN,
	  .sed = "s/^Assay-Version: 1/Assay-Version: 2/" },
	{ .name = "a type that there is not", .codes = "bad-record", .by = BY_BEN,
	  .sed = "s/alarm/decree/" },
};

/* ----------------------------------------------------------------- whose, and of what */

/* What one record of the same key was signed with, on another. */
static void
make_borrowed_signature(struct desk *d)
{
	struct buf payload = { 0 }, armour = { 0 }, raw = { 0 };
	struct commit head, below;
	const char *code;
	struct span bytes;

	ok(d->s, commit_read(&head, &code, &d->s->arena, head_of(d, BEN), &d->s->err));
	ok(d->s, repo_read(&bytes, &d->s->arena, d->ledger.repo, &head.parents[0],
			   OBJECT_COMMIT, COMMIT_BYTES, &d->s->err));
	ok(d->s, commit_read(&below, &code, &d->s->arena, bytes, &d->s->err));
	commit_payload(&payload, &head);
	sshsig_armour(&armour, &below.signature, SSHSIG_GIT);
	commit_assemble(&raw, buf_span(&payload), buf_span(&armour));
	put_commit(d, buf_span(&raw));
	buf_close(&payload);
	buf_close(&armour);
	buf_close(&raw);
}

static const struct attack signatures[] = {
	{ .name = "signed by another key", .codes = "bad-signature", .by = BY_CAT },
	{ .name = "a number altered after signing", .codes = "bad-signature",
	  .sed = "s/^\\(Assay-Record: .*\\) [0-9]*$/\\1 1/" },
	{ .name = "the signature of another record", .codes = "bad-signature",
	  .make = make_borrowed_signature },
	{ .name = "a key that nobody knows", .codes = "unknown-key",
	  .make = forge_unknown_key },
	{ .name = "another's records under one's own name",
	  .codes = "path-mismatch path-mismatch", .script = "git update-ref $B $C" },
	{ .name = "the trust chain under one's own name", .codes = "path-mismatch",
	  .script = "git update-ref $B $T" },
	{ .name = "one's own chain as trust",
	  .codes = "path-mismatch path-mismatch path-mismatch path-mismatch unknown-key"
		   " unknown-key unknown-key",
	  .script = "git update-ref $T $B" },
	{ .name = "a key bound to another person", .codes = "path-mismatch", .by = BY_BEN,
	  .sed = "s/a-ben/w-cat/" },
	{ .name = "a chain under a name of one's fancy", .codes = "path-mismatch",
	  .script = "git update-ref ${B%%a-ben*}a-eve/${B##*/} $B" },
};

/* Another ledger of the same people, and what was said there. */
static void
make_replay(struct desk *d)
{
	struct trust_member members[PEOPLE];
	struct ledger other;
	struct oid oid;
	char hex[OID_HEX];

	for (int i = 0; i < PEOPLE; i++)
		members[i] = (struct trust_member){ &d->signers[i].key, actors[i], NULL,
						    1u << TRUST_ASSESSOR };
	run(d->s, IN "chmod -R u+w other.git 2>/dev/null || :; rm -rf other.git");
	ok(d->s, ledger_create(&other, at(d->s, "other.git"), &d->signers[AMY], members,
			       PEOPLE, RELEASE_ON_SIGN, NOW, &d->s->err));
	ok(d->s, repo_ref_read(&oid, other.repo, ref_of(d, AMY), &d->s->err));
	ledger_close(&other);
	oid_hex(hex, &oid);
	run(d->s, script_of(d, arena_printf(&d->s->arena,
		"cp -rn ../other.git/objects .; git update-ref %s %s", ref_of(d, AMY), hex)));
}

static const struct attack replays[] = {
	{ .name = "a record of another ledger", .codes = "wrong-ledger", .make = make_replay },
	{ .name = "another ledger altogether",
	  .codes = "wrong-ledger unknown-key unknown-key",
	  .make = make_replay,
	  .script = "git update-ref $T $(git -C ../other.git rev-parse $T); git for-each-ref"
		    " --format='delete %(refname)' ${C%/*} | git update-ref --stdin" },
};

/* ------------------------------------------------------------------------------ links */

static void
edit_seq(struct desk *d, struct commit *commit)
{
	(void)d;
	commit->seq++;
}

static void
edit_prev(struct desk *d, struct commit *commit)
{
	(void)d;
	commit->prev.bytes[0] ^= 1;
}

/* Cut out the record before: what follows it says so itself. */
static void
edit_skip(struct desk *d, struct commit *commit)
{
	assert_true(oid_from_hex(&commit->parents[0], span_of(run(d->s, script_of(d,
		"git rev-parse $B^")))));
}

static void
edit_again(struct desk *d, struct commit *commit)
{
	edit_skip(d, commit);
	commit->seq--;
}

static void
make_words_after_retiring(struct desk *d)
{
	struct commit commit;

	say(d, BEN, RECORD_RETIRE, "why: enough\n");
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), NULL, 0);
}

/* The head said twice: in its own place, and in the next. */
static void
make_the_same_again(struct desk *d)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM), head;
	const char *code;

	ok(d->s, commit_read(&head, &code, &d->s->arena, head_of(d, BEN), &d->s->err));
	commit.tree = head.tree;
	commit.record_sha256 = head.record_sha256;
	commit.record_bytes = head.record_bytes;
	forge_as_is(d, BEN, ref_of(d, BEN), &commit);
}

static void
make_two_in_one_place(struct desk *d)
{
	struct commit head;
	const char *code;

	run(d->s, script_of(d, "git update-ref $M $B"));
	ok(d->s, commit_read(&head, &code, &d->s->arena, head_of(d, BEN), &d->s->err));
	head.time++;
	forge_as_is(d, BEN, ref_of(d, BEN), &head);
}

static const struct attack links[] = {
	{ .name = "a number left out", .codes = "bad-sequence", .edit = edit_seq },
	{ .name = "another record below", .codes = "bad-link", .edit = edit_prev },
	{ .name = "a record cut out from below", .codes = "bad-link", .edit = edit_skip },
	{ .name = "a number said again over its elder", .codes = "bad-link",
	  .edit = edit_again },
	{ .name = "a parent put in another's place", .codes = "bad-signature",
	  .script = "git update-ref $B $(git cat-file commit $B | sed \"s/^parent .*/parent"
		    " $(git rev-parse $B~2)/\" | git hash-object -w --literally -t commit"
		    " --stdin)" },
	{ .name = "the chain cut and begun anew", .codes = "bad-sequence", .by = BY_BEN,
	  .sed = "/^parent/d; s/^Assay-Prev: .*/Assay-Prev: none/; s/^Assay-Seq: 3/Assay-Seq:"
		 " 0/; s/^assay alarm 3/assay alarm 0/" },
	{ .name = "a genesis in the middle", .codes = "bad-sequence", .by = BY_BEN,
	  .sed = "s/^assay alarm 3/assay genesis 3 a-ben/; s/^Assay-Type: alarm/Assay-Type:"
		 " genesis/" },
	{ .name = "words after retiring", .codes = "bad-sequence",
	  .make = make_words_after_retiring },
	{ .name = "a chain without its lowest records", .codes = "missing",
	  .script = "o=$(git rev-parse $B~2); rm -f objects/$(echo $o | sed 's,..,&/,')" },
	{ .name = "a chain whose ref names nothing", .codes = "missing",
	  .script = "echo 0123456789012345678901234567890123456789 > $B" },
	{ .name = "the same record again", .codes = "bad-record",
	  .make = make_the_same_again },
	{ .name = "a chain taken back to where it stood", .codes = "rollback",
	  .script = "git update-ref $M $B; git update-ref $B $B^" },
	{ .name = "a chain that is gone", .codes = "rollback",
	  .script = "git update-ref $M $B; git update-ref -d $B" },
	{ .name = "two records in one place", .codes = "fork",
	  .make = make_two_in_one_place },
};

/* ------------------------------------------------------------------------------ trees */

#define TREE(what, how, code) { .name = what, .codes = code, .tree = how }
#define MADE(what, lines, code) \
	TREE(what, "printf '" lines "' | git mktree --missing", code)

static const struct attack trees[] = {
	TREE("a file nobody signed for", "printf '100644 blob %s\\textra\\n100644 blob %s\\t"
	     "record.yaml\\n' $blob $R | git mktree", "bad-tree"),
	TREE("an attachment nobody signed for", "a=$(printf '100644 blob %s\\tx\\n' $blob | git"
	     " mktree); printf '040000 tree %s\\tattach\\n100644 blob %s\\trecord.yaml\\n' $a $R"
	     " | git mktree", "bad-tree"),
	TREE("no record", "printf '100644 blob %s\\tother.yaml\\n' $R | git mktree", "bad-tree"),
	TREE("an empty tree", "git mktree < /dev/null", "bad-tree"),
	TREE("a record that may be run", "printf '100755 blob %s\\trecord.yaml\\n' $R |"
	     " git mktree", "bad-tree"),
	TREE("a record that is a link", "printf '120000 blob %s\\trecord.yaml\\n' $R |"
	     " git mktree", "bad-tree"),
	TREE("a record that is a submodule", "printf '160000 commit %s\\trecord.yaml\\n' $(git"
	     " rev-parse $B) | git mktree", "bad-tree"),
	TREE("a record that is a folder", "a=$(printf '100644 blob %s\\tx\\n' $R | git mktree);"
	     "printf '040000 tree %s\\trecord.yaml\\n' $a | git mktree", "bad-tree"),
	TREE("a tree where a record should be", "a=$(git mktree < /dev/null); printf '100644"
	     " blob %s\\trecord.yaml\\n' $a > ../l; git mktree --missing < ../l 2>/dev/null ||"
	     " { printf '100644 record.yaml\\0'; printf $(echo $a | sed 's/../\\\\x&/g'); } |"
	     " git hash-object -w --literally -t tree --stdin", "bad-tree"),
	TREE("a way up and out", "x=$(echo $R | sed 's/../\\\\x&/g'); { printf '100644"
	     " ../x\\0'\"$x\"; printf '100644 record.yaml\\0'\"$x\"; } | git hash-object -w"
	     " --literally -t tree --stdin", "bad-tree"),
	TREE("a name twice", "x=$(echo $R | sed 's/../\\\\x&/g'); { printf '100644"
	     " record.yaml\\0'\"$x\"; printf '100644 record.yaml\\0'\"$x\"; } | git hash-object"
	     " -w --literally -t tree --stdin", "bad-tree"),
	TREE("a mode with a zero before it", "x=$(echo $R | sed 's/../\\\\x&/g'); printf"
	     " '0100644 record.yaml\\0'\"$x\" | git hash-object -w --literally -t tree --stdin",
	     "bad-tree"),
	TREE("a tree cut short", "printf '100644 record.yaml\\0abc' | git hash-object -w"
	     " --literally -t tree --stdin", "bad-tree"),
	TREE("a folder in a folder", "a=$(printf '100644 blob %s\\tx\\n' $blob | git mktree);"
	     " a=$(printf '040000 tree %s\\ta\\n' $a | git mktree); printf '040000 tree"
	     " %s\\tattach\\n100644 blob %s\\trecord.yaml\\n' $a $R | git mktree", "bad-tree"),
	TREE("2,000 entries", "seq 2000 | sed \"s/.*/100644 blob $blob\\tf&/\" | git mktree",
	     "bad-tree"),
	TREE("a blob for a tree", "echo $blob", "bad-tree"),
	TREE("a tree that is not here", "echo 0123456789012345678901234567890123456789",
	     "missing"),
	TREE("another record than was signed", "printf '100644 blob %s\\trecord.yaml\\n' $blob"
	     " | git mktree", "digest-mismatch"),
	TREE("a record of its size and another word", "n=$(git cat-file blob $R | tr k c | git"
	     " hash-object -w --stdin); printf '100644 blob %s\\trecord.yaml\\n' $n |"
	     " git mktree", "digest-mismatch"),
	MADE("a record that is not here", "100644 blob 0123456789012345678901234567890123456789"
	     "\\trecord.yaml\\n", "missing"),
	{ .name = "a torn record", .codes = "digest-mismatch",
	  .script = "f=$(file $B:record.yaml); head -c 30 $f > ../f; cat ../f > $f" },
	{ .name = "other bytes under a good name", .codes = "digest-mismatch",
	  .script = "cat $(file $C:record.yaml) > $(file $B:record.yaml)" },
	{ .name = "another commit under a good name", .codes = "digest-mismatch",
	  .script = "cat $(file $C) > $(file $B~2)" },
};

/* ---------------------------------------------------------------------------- records */

/* A decision of Ben's with one part of it altered, by hand. */
static void
say_altered(struct desk *d, const char *old, const char *new)
{
	struct commit commit = next_of(d, BEN, RECORD_DECISION);
	const char *text = decision_text(d, "pass", "none", "");

	commit.subject = "circles pass";
	forge(d, BEN, &commit, record_text(d, RECORD_DECISION, new_id(d),
					   with(d, text, old, new)), NULL, 0);
}

static void
make_basis_of_another_type(struct desk *d)
{
	struct appended alarm = say(d, BEN, RECORD_ALARM, ALARM);

	say_altered(d, "basis: []", arena_printf(&d->s->arena, "basis: [%s]", alarm.sha256));
}

static void
make_supersede_another_s(struct desk *d)
{
	struct appended other = say(d, AMY, RECORD_DECISION,
				    decision_text(d, "pass", "none", ""));

	say_altered(d, "supersedes: []",
		    arena_printf(&d->s->arena, "supersedes: [%s]", other.sha256));
}

static void
make_supersede_nothing(struct desk *d)
{
	say_altered(d, "supersedes: []", "supersedes: [" HEX64 "]");
}

static void
make_supersede_twice(struct desk *d)
{
	struct appended first = say(d, BEN, RECORD_DECISION,
				    decision_text(d, "pass", "none", ""));

	say(d, BEN, RECORD_DECISION, decision_text(d, "refer", "none", first.sha256));
	say_altered(d, "supersedes: []",
		    arena_printf(&d->s->arena, "supersedes: [%s]", first.sha256));
}

static void
make_other_subject(struct desk *d)
{
	say_altered(d, "outcome: pass", "outcome: not_yet");
}

static void
make_unknown_key(struct desk *d)
{
	say_altered(d, "why: []", "why: []\nbecause: I say so");
}

static void
make_key_twice(struct desk *d)
{
	say_altered(d, "outcome: pass", "outcome: pass\noutcome: pass");
}

/* What Ben says he saw of Cat's chain, or of his own. */
static void
say_seen(struct desk *d, int whom, int seq, const char *sha256)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);

	forge(d, BEN, &commit, span_of(arena_printf(&d->s->arena, "assay: 1\ntype: alarm\nid:"
		" %s\n" ALARM "seen: [{actor: %s, kid: %s, seq: %d, sha256: %s}]\n", new_id(d),
		actors[whom], d->signers[whom].key.kid, seq, sha256)), NULL, 0);
}

static void
make_saw_more(struct desk *d)
{
	say_seen(d, CAT, 7, HEX64);
}

static void
make_saw_other(struct desk *d)
{
	say_seen(d, CAT, 1, HEX64);
}

static void
make_saw_self(struct desk *d)
{
	say_seen(d, BEN, 1, HEX64);
}

/* Cat is a witness, and decides. */
static void
make_decision_by_witness(struct desk *d)
{
	struct commit commit = next_of(d, CAT, RECORD_DECISION);

	commit.subject = "circles pass";
	forge(d, CAT, &commit, record_text(d, RECORD_DECISION, new_id(d),
					   decision_text(d, "pass", "none", "")), NULL, 0);
}

static void
make_newer_record(struct desk *d)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);
	struct span text = record_text(d, RECORD_ALARM, new_id(d), ALARM);

	((char *)(uintptr_t)text.data)[7] = '2';
	forge(d, BEN, &commit, text, NULL, 0);
}

#define SAYS(what, kind, body, code) \
	{ .name = what, .codes = code, .record = body, .type = kind }
#define MAKES(what, code, how) { .name = what, .codes = code, .make = how }

static const struct attack records[] = {
	SAYS("a list where a word should be", RECORD_ALARM, "kind: [list]\n", "bad-record"),
	SAYS("an alias", RECORD_ALARM, "kind: &a x\nmore: *a\n", "bad-record"),
	SAYS("a tag", RECORD_ALARM, "kind: !!binary eA==\n", "bad-record"),
	SAYS("a second document", RECORD_ALARM, "kind: x\n---\nkind: y\n", "bad-record"),
	SAYS("a depth of fifty", RECORD_ALARM, "kind: x\nmore: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	     "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",	     "bad-record"),
	SAYS("an assessor who erases", RECORD_ERASURE, "portfolio: " HEX16 HEX16
	     "\nkeys_destroyed_by: [a-ben]\nevidence_deleted: no\nground: none\n",
	     "unauthorised"),
	MAKES("a witness who decides", "unauthorised", make_decision_by_witness),
	MAKES("a key of one's own fancy", "bad-record", make_unknown_key),
	MAKES("a key twice", "bad-record", make_key_twice),
	MAKES("an outcome that the subject hides", "non-canonical", make_other_subject),
	MAKES("resting on an alarm", "bad-record", make_basis_of_another_type),
	MAKES("superseding another's decision", "bad-record", make_supersede_another_s),
	MAKES("superseding what is not here", "missing", make_supersede_nothing),
	MAKES("superseding twice", "bad-record", make_supersede_twice),
	MAKES("having seen what is not here", "missing", make_saw_more),
	MAKES("having seen another record", "fork", make_saw_other),
	MAKES("having seen oneself", "bad-record", make_saw_self),
	MAKES("a newer record", "newer-format", make_newer_record),
};

ATTACK_TABLE(forms)
ATTACK_TABLE(signatures)
ATTACK_TABLE(replays)
ATTACK_TABLE(links)
ATTACK_TABLE(trees)
ATTACK_TABLE(records)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_told),   cmocka_unit_test(signatures_are_told),
		cmocka_unit_test(replays_are_told), cmocka_unit_test(links_are_told),
		cmocka_unit_test(trees_are_told),   cmocka_unit_test(records_are_told),
	};

	return cmocka_run_group_tests(tests, attacks_begin, attacks_end);
}
