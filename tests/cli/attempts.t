# Attempts: not yet, a later commit, another attempt; what it carries, and where it ends.
sh <<END
cat > again.yaml <<'Y'
assay_rubric: 1
id: again
version: 1
title: Once more
scales:
  three: {levels: [{id: low, label: Low, points: 0}, {id: mid, label: Mid, points: 1}, {id: high, label: High, points: 2}]}
codes:
  - {id: missing, label: Missing, effect: incomplete}
parts:
  - id: p1
    kind: artifacts
    label: Part one
    evidence: [{id: a1, label: Plan, path: plan.md, min: 1}, {id: a2, label: Log, path: "log/**", min: 1}]
    criteria:
      - {id: c1, label: Plans, scale: three, evidence: [a1], cite: required, feedback: required}
      - {id: c2, label: Does, scale: three, evidence: [a2]}
      - {id: c3, label: Tells, scale: three, evidence: [a2]}
decision:
  pass: all(p1 >= mid)
attempts: {max: 3, then: refer, rescore: failed_only, prior_scores_visible: yes}
Y
sed 's/^id: again/id: bank/; s/^attempts.*/attempts: {max: 3, then: refer, banking: best_of}/' again.yaml > bank.yaml
sed 's/^id: again/id: once/; s/^attempts.*/attempts: {max: 1, then: close}/' again.yaml > once.yaml
sed 's/^id: again/id: free/; /^attempts/d' again.yaml > free.yaml
git init -q -b main ev
mkdir ev/log
printf 'The plan is small.\n\nIt has two steps, and they are clear.\n' > ev/plan.md
echo one > ev/log/a.txt
git -C ev add -A
git -C ev commit -qm one
assay init prog --name 'A programme' --actor a-one --no-passphrase
cd prog
for r in again bank once free; do assay rubric publish ../$r.yaml; done
END
cd prog
run assay portfolio add ../ev --rubric again
let P '^([0-9a-f]{32})$'
err = ''

# Still undecided: it is the attempt there is.
run assay portfolio add ../ev --rubric again
out = $P
err = 'assay: attempt 1 of 3 is still to be decided'
run assay score --line $P <<END
level c1 mid
level c2 low
level c3 high
cite c1 plan.md:1
note c1 A plan that can be followed.
conflict none
sign
END
out ~ 'outcome: not yet, points 3 of 6'
out ~ '^recorded'
let FIRST '^recorded ([0-9a-f]{40})$'
sh 'git -C ../ev show assay/outcomes:feedback.md'
out ~ '^This was attempt 1 of 3; 2 remain\.$'

# Nothing changed since: said, and no attempt is spent; an empty commit changes nothing either.
run assay portfolio add ../ev --rubric again
out = $P
err = 'assay: nothing has changed since attempt 1 of 3 was judged'
sh 'git -C ../ev commit -q --allow-empty -m empty'
run assay portfolio add ../ev --rubric again
err = 'assay: nothing has changed since attempt 1 of 3 was judged'
run assay queue
out ~ '^........  signed    3/3   Once more: not yet, by a-one$'

# A draft begun over the signed decision is not left behind.
sh <<END
cd ../ev
printf 'The plan is small but whole.\n\nIt has two steps, and they\nare clear.\n' > plan.md
printf 'assay_portfolio: 1\nrubric: again\nattempt: 7\nevidence:\n  - {slot: a1, file: plan.md}\n' > portfolio.yaml
git mv log/a.txt log/b.txt
echo new > log/c.txt
git add -A
git commit -qm two
END
run assay say $P note overall Later.
run assay portfolio add ../ev --rubric again
status 1
err ~ '^assay: attempt 1 of [0-9a-f]{8} has a draft: sign it, or set it aside with `assay draft drop [0-9a-f]{8}`$'
run assay draft drop $P

# The next attempt, under the same pseudonym.
run assay portfolio add ../ev --rubric again
out = $P
err = 'assay: attempt 2 of 3'
run assay portfolio add ../ev --rubric again
out = $P
err = 'assay: attempt 2 of 3 is still to be decided'
run assay queue
out ~ '^........  ready     2/3   Once more: resubmission, attempt 2, after not yet by a-one$'
run assay queue --json
out ~ '"attempt": 2'
out ~ '"state": "ready"'

# What changed, what is carried, and that no verb changes that.
run assay score --line $P <<END
changes
changes c1
changes c2
changes c7
END
out ~ '^attempt 2 of 3$'
out ~ '^its manifest says attempt 7, but this is attempt 2 of 3$'
out ~ '^since commit [0-9a-f]{12}, which attempt 1 judged:$'
out ~ '^c1: changed$'
out ~ '^  changed plan\.md: 68 bytes, blob [0-9a-f]{12}; was 58 bytes, blob [0-9a-f]{12}$'
out ~ '^    1 The plan is \[-small\.-\]\{\+small but whole\.\+\}$'
out ~ '^c2: changed$'
out ~ '^  untouched log/b\.txt: same bytes, renamed from log/a\.txt$'
out ~ '^  new log/c\.txt: 4 bytes, blob [0-9a-f]{12}$'
out ~ "^no: there is no criterion 'c7'$"
run assay score --line $P <<END
level c1 high
code c1 missing
clear c3
cite c1 plan.md
uncite c1
undo
note c1 Still good.
undo
redo
show
gaps
level c2 low
END
out ~ '^no: c1 is carried from attempt 1: this rubric has only what failed judged again$'
out ~ '^no: c3 is carried from attempt 1'
out ~ '^no: there is nothing to undo$'
out ~ '^c1 mid \(Plans\), carried from attempt 1, its evidence changed$'
out ~ '^attempt 1: mid$'
out ~ '^its note then: A plan that can be followed\.$'
out ~ '^gap: c2 is not judged$'
out !~ 'gap: c1'
out ~ '^c2 low, 3/3, not yet$'
sh 'assay score --line $P < /dev/null'
out ~ '3 of 3 judged'
run assay draft show $P
out ~ 'attempt 2 of 3, evidence'
out ~ '^c3 high \(Tells\), carried from attempt 1, its evidence changed$'

# Cut off while it signs, the outcome not placed: signing again finishes it, once.
run assay say $P conflict none
run assay say $P level c2 mid
sh 'echo someone > ../ev/.git/refs/heads/assay/outcomes.lock'
run assay sign $P
status 1
out ~ 'recorded, but not released'
sh 'rm ../ev/.git/refs/heads/assay/outcomes.lock'
run assay portfolio add ../ev --rubric again
status 1
err ~ '^assay: attempt 2 of [0-9a-f]{8} passed: there is none after it$'
run assay sign $P
out ~ '^recorded already [0-9a-f]{40}$'
out ~ '^released to the learner'
let SECOND '^recorded already ([0-9a-f]{40})$'
sh 'assay log $P | grep -c decision'
out = 2

# The record holds what was carried, and what it rests on.
sh 'git -C ledger.git cat-file commit $FIRST | sha256sum | cut -c1-64'
let SHA '^([0-9a-f]{64})$'
sh 'git -C ledger.git cat-file blob $SECOND:record.yaml'
out ~ '^attempt: 2$'
out ~ '^  - \{criterion: c1, level: mid, points: "1", note: attach/notes\.yaml\}$'
out ~ '^  - \{criterion: c3, level: high, points: "2", note: none\}$'
out ~ "^basis: \\[$SHA\\]$"
out ~ '^supersedes: \[\]$'
run assay audit
out ~ ': ok$'
run assay verify ../ev --json
out ~ '"outcomes": 2'
out ~ '"ok": true'
sh 'git -C ../ev ls-tree -r --name-only assay/outcomes'
out ~ "^proof/$SHA.commit$"
out ~ "^proof/$SHA.record.yaml$"
sh 'git -C ../ev show assay/outcomes:feedback.md'
out ~ '^### Plans: Mid$'
out ~ '^Carried from attempt 1: it was not judged again\.$'
out ~ '^This was attempt 2 of 3\.$'
sh <<END
assay trust signers > ../signers
for c in $(git -C ../ev rev-list --first-parent assay/outcomes | head -n 2); do
	git -C ../ev -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$T/signers verify-commit $c
done
END
err ~ 'Good "git" signature for a-one'
sh 'git -C ../ev log --first-parent --format=%s assay/outcomes | head -n 2'
out = <<END
assay outcome 1 again pass
assay outcome 0 again not_yet
END

# Stock git finds nothing wrong in either repository.
sh 'git -C ../ev fsck --strict; git -C ledger.git fsck --strict'

# Banking: the better of all attempts counts, and the last attempt is for another person.
sh <<END
git clone -q ../ev ../two
git -C ../two checkout -q main
assay portfolio add ../two --rubric bank
END
let Q '^([0-9a-f]{32})$'
run assay score --line $Q <<END
level c1 high
level c2 low
level c3 low
cite c1 plan.md:1
note c1 Good.
conflict none
sign
END
out ~ '^recorded'
sh 'cd ../two; echo more >> plan.md; git commit -qam three; cd ../prog; assay portfolio add ../two --rubric bank'
out = $Q
run assay score --line $Q <<END
changes
level c1 low
level c2 mid
level c3 low
cite c1 plan.md:1
note c1 Less good.
show
conflict none
sign
END
out ~ '^c2: untouched$'
out ~ '^c1 low \(Plans\), banked: High \(attempt 1\)$'
out !~ 'attempt 1: high'
out ~ 'outcome: not yet, points 3 of 6'
out ~ 'Tells: is Low, needs Mid'
out !~ 'Plans: is Low'
sh 'git -C ../two show assay/outcomes:feedback.md'
out ~ '^### Plans: Low$'
out ~ '^It counts as High, which attempt 1 showed\.$'
out ~ '^This was attempt 2 of 3; 1 remains\.$'
sh 'cd ../two; echo more >> plan.md; git commit -qam four; cd ../prog; assay portfolio add ../two --rubric bank'
run assay score --line $Q <<END
level c1 low
level c2 low
level c3 low
cite c1 plan.md:1
note c1 Less good.
conflict none
sign
END
out ~ 'outcome: refer, points 3 of 6'
out ~ '^  Tells: is Low, needs Mid$'
out ~ '^  this is attempt 3 of 3'
let THIRD '^recorded ([0-9a-f]{40})$'
sh 'git -C ledger.git cat-file blob $THIRD:record.yaml'
out ~ '^outcome: refer$'
out ~ '^totals: \{points: "3", max: "6"\}$'
out ~ '^  - \{criterion: c1, level: low, points: "0"'
out ~ '^basis: \[[0-9a-f]{64}, [0-9a-f]{64}\]$'
run assay audit
out ~ ': ok$'
run assay verify ../two
out ~ '^bank: refer, attempt 3'
out ~ '^valid$'
sh 'git -C ../two show assay/outcomes:feedback.md'
out ~ '^This was attempt 3 of 3; none remains\.$'
out ~ '^- Tells: is Low, needs Mid$'
out ~ '^- this is attempt 3 of 3, and none follows: another person looks at it$'
sh 'cd ../two; echo more >> plan.md; git commit -qam five'
run assay portfolio add ../two --rubric bank
status 1
err = 'assay: attempt 3 of 3 was the last: it is for another person now, and no further one is taken'

# A rubric that closes after the last attempt.
sh 'git init -q -b main ../three; cp -r ../two/plan.md ../two/log ../three; cd ../three; git add -A; git commit -qm one; cd ../prog; assay portfolio add ../three --rubric once'
let R '^([0-9a-f]{32})$'
run assay score --line $R <<END
level c1 low
level c2 low
level c3 low
cite c1 plan.md:1
note c1 Not yet.
conflict none
sign
END
out ~ '^attempt 1 of 1$'
out ~ 'outcome: not yet'
sh 'git -C ../three show assay/outcomes:feedback.md'
out !~ 'submit again'
sh 'cd ../three; echo more >> plan.md; git commit -qam two'
run assay portfolio add ../three --rubric once
status 1
err = 'assay: attempt 1 of 1 was the last: this rubric is closed after it'

# The judged commit is gone: history was rewritten, and no branch keeps it.
sh 'git init -q -b main ../four; cp -r ../two/plan.md ../two/log ../four; cd ../four; git add -A; git commit -qm one; cd ../prog; assay portfolio add ../four --rubric free'
let S '^([0-9a-f]{32})$'
run assay score --line $S <<END
level c1 low
level c2 low
code c3 missing
cite c1 plan.md:1
note c1 Not yet.
conflict none
sign
END
out ~ 'outcome: incomplete'
sh <<END
cd ../four
echo more >> plan.md
git commit -qa --amend -m rewritten
git update-ref -d refs/heads/assay/outcomes
git reflog expire --expire=now --all
git gc -q --prune=now
cd ../prog
assay portfolio add ../four --rubric free
END
err = 'assay: attempt 2'
run assay score --line $S <<END
changes
level c1 high
cite c1 plan.md:1
note c1 Well.
level c2 high
level c3 high
conflict none
sign
END
out ~ '^no: commit [0-9a-f]{12}, which attempt 1 judged, is not in the repository any more$'
out ~ '^recorded'
run assay audit
out ~ ': ok$'

# Bare use goes the same way: the next attempt of itself, the last one when there is none.
sh <<END
git init -q -b main ../five
cp -r ../two/plan.md ../two/log ../five
cd ../five
git add -A
git commit -qm one
printf 'level c1 low\nlevel c2 low\nlevel c3 low\ncite c1 plan.md:1\nnote c1 No.\nconflict none\nsign\n' |
	assay score --line --rubric ../again.yaml --no-passphrase .
echo more >> plan.md
git commit -qam two
printf 'quit\n' | assay score --line --rubric ../again.yaml .
END
out ~ '^attempt 2 of 3$'
