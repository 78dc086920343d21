# The main job in lines, then judged by other people's programs.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
run assay queue
out ~ 'ready.*0/2.*A small rubric: not started'

run assay score --line $P <<END
level c1 high
level c2 mid
gaps
cite c1 plan.md:1-2
cite c1 plan.md:9-12
cite c1 nowhere.md
note c2 Say what you did when it went wrong.
note c9 Thank you.
gaps
level c2 low
undo
outcome
sign
conflict none
sign page
sign please
sign
END
out ~ 'c1 high, 1/2'
out ~ '^no: it has only 3 lines'
out ~ "^no: there is no file 'nowhere.md'"
out ~ 'gap: c1 cites nothing'
out ~ 'gap: c2 wants a note'
out ~ 'outcome: pass, points 3 of 4'
out ~ '^no: no word yet on a conflict'
out ~ '^gap: no word yet on a conflict'
out ~ '^conflict of interest: none'
out ~ '^what the learner will read, at once:'
out ~ '^no: say sign, or sign page'
out ~ '^recorded [0-9a-f]{40}$'
out ~ '^record [0-9a-f]{32}, number [0-9]+ of your chain$'
out ~ 'released to the learner: [0-9a-f]{40}'
let COMMIT '^recorded ([0-9a-f]{40})$'
let OUTCOME 'learner: ([0-9a-f]{40})'
# Its id leads to it as its commit does, and so does a beginning of it.
let ID '^record ([0-9a-f]{32}),'
run assay show $ID
out ~ "^commit +$COMMIT"
sh 'assay show "$(echo $ID | cut -c1-8)" --how'
out ~ 'verify-commit'
run assay show 00000000
status 1
err ~ 'no record begins with 00000000'
run assay show abc
status 1
err ~ 'expected its commit or at least 4 digits of it, or its id or SHA-256 or 8 digits'

# Stock git and ssh-keygen say Good.
sh 'assay trust signers > ../signers'
sh 'git -C ledger.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$T/signers verify-commit $COMMIT'
err ~ 'Good "git" signature for a-one'
sh <<END
for ref in $(git -C ledger.git for-each-ref --format='%(refname)'); do
	git -C ledger.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile="$T/signers" \
		log --format='%G? %s' "$ref"
done
END
out ~ '^G assay decision 2 small pass$'
out ~ '^G assay rubric 1$'
out ~ '^G assay genesis 0 a-one$'
out ~ '^G assay trust 0 version 1$'
out !~ '^[^G]'
sh 'git -C ledger.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$T/signers log --show-signature -1 $COMMIT'
out ~ 'Good "git" signature'
sh 'git -C ledger.git fsck --strict; git -C ../evidence fsck --strict'
sh <<END
trust=refs/heads/assay/v1/trust
sig=$(git -C ledger.git ls-tree -r --name-only $trust | grep '^sigs/')
git -C ledger.git cat-file blob $trust:$sig > "$T/trust.sig"
git -C ledger.git cat-file blob $trust:trust.yaml |
	ssh-keygen -Y verify -f "$T/signers" -I a-one -n assay-trust@v1 -s "$T/trust.sig"
END
out ~ 'Good "assay-trust@v1" signature for a-one'

# Every trailer is the digest of what stands in the tree.
sh <<END
for commit in $(git -C ledger.git rev-list --all); do
	git -C ledger.git log -1 --format='%(trailers:key=Assay-Type,valueonly)' $commit | grep -q trust &&
		main=trust.yaml prefix= || { main=record.yaml prefix=attach/; }
	git -C ledger.git log -1 --format='%(trailers:key=Assay-Record,valueonly)' $commit |
	while read -r sum bytes; do
		[ -n "$sum" ] || continue
		[ "$(git -C ledger.git cat-file blob $commit:$main | sha256sum | cut -d' ' -f1)" = $sum ]
		[ "$(git -C ledger.git cat-file blob $commit:$main | wc -c)" = $bytes ]
	done
	git -C ledger.git log -1 --format='%(trailers:key=Assay-Attach,valueonly)' $commit |
	while read -r sum bytes name; do
		[ -n "$sum" ] || continue
		[ "$(git -C ledger.git cat-file blob $commit:$prefix$name | sha256sum | cut -d' ' -f1)" = $sum ]
		echo "checked $name"
	done
	parent=$(git -C ledger.git log -1 --format=%P $commit)
	prev=$(git -C ledger.git log -1 --format='%(trailers:key=Assay-Prev,valueonly)' $commit)
	if [ -z "$parent" ]; then [ "$prev" = none ]
	else [ "$(git -C ledger.git cat-file commit $parent | sha256sum | cut -d' ' -f1)" = $prev ]; fi
done
END
out ~ 'checked notes.yaml'
out ~ 'checked rubric.yaml'

# tree256 is what stock git computes in a SHA-256 repository.
sh <<END
git init -q --bare --object-format=sha256 "$T/s256"
git -C ../evidence fast-export --reencode=yes main | git -C "$T/s256" fast-import --quiet
t=$(git -C "$T/s256" rev-parse main^{tree})
git -C ledger.git cat-file blob $COMMIT:record.yaml | grep -q "tree256: $t"
END

# The outcome in the learner's own repository.
sh 'cd ../evidence; git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$T/signers verify-commit assay/outcomes'
err ~ 'Good "git" signature for a-one'
sh 'cd ../evidence; git log -p --format=%s%n%b assay/outcomes -- feedback.md'
out ~ 'assay outcome 0'
out ~ '\+\*\*Outcome: pass\.\*\*'
out ~ '\+Say what you did when it went wrong\.'
sh 'cd ../evidence; git status --porcelain; git diff HEAD --stat'
out = ''
run assay verify ../evidence
out ~ '^small: pass, attempt 1, signed by A small programme|^small: pass, attempt 1'
out ~ '^valid$'

# The history and the audit.
run assay log
out ~ 'a-one +decision [0-9a-f]{8} pass  \[valid\]'
run assay log $P --json
out ~ '"type": "decision"'
out !~ '"type": "rubric"'
run assay show $COMMIT
out ~ '^verdict valid$'
out ~ '^-- record.yaml$'
out ~ 'Say what you did'
run assay audit
out ~ '4 records, 4 valid, trust version 1: ok'
run assay audit --json
out ~ '"ok": true'
out ~ '"problems": \[\]'
run assay queue
out ~ 'signed .*2/2.*pass, by a-one'

# Signing again without a word changes nothing.
run assay sign $P
status 1
err ~ '^assay: c1 is not judged'
