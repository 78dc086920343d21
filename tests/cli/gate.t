# The gate: what it finds, what is ticked, and a portfolio returned incomplete.
sh '. "$SRC/tests/cli/setup.sh"'
sh <<END
sed 's/^id: small/id: gated/; s/^codes:/gate:\n  - {id: opens, label: Every piece opens, auto: files_open, effect: return_incomplete}\n  - {id: own, label: It is your own work, effect: return_incomplete}\n  - {id: neat, label: It is neat, effect: warn}\n&/' small.yaml > gated.yaml
rm evidence/sub/link
git -C evidence commit -qam 'no link'
cd programme
assay rubric publish ../gated.yaml
assay portfolio add ../evidence --rubric gated > ../q
END
sh 'cat q'
let Q '^([0-9a-f]{32})$'
sh 'sed "s/auto: files_open/auto: opened/" gated.yaml > bad.yaml; assay rubric check bad.yaml || :'
err ~ 'expected files_open, types, word_limits, links, lfs, names, attestations or complete'

# Nothing is automatic: scored whole, it still cannot be signed, and says what to do.
cd programme
run assay score --line $Q <<END
checks
level c1 high
level c2 high
cite c1 plan.md
note c9 Thank you.
conflict none
sign
gate opens met
gate own maybe
gate own met
return gate
undo
return gate
note overall Nearly there.
outcome
show
END
out ~ '^the gate: 1 of 3 not met; checks shows them$'
out ~ '^gate opens unmet: Every piece opens$'
out ~ '^  a1: sub/deep/empty is empty$'
out ~ '^gate own yours to tick: It is your own work$'
out ~ '^gate neat yours to tick \(a warning\): It is neat$'
out ~ '^no: opens is not met at the gate: return gate sends it back'
out ~ '^no: opens is found by assay'
out ~ '^no: say .gate own met. or'
out ~ '^outcome: incomplete, returned at the gate$'
out ~ '^  gate: opens: a1: item [0-9]+ is empty$'
out ~ '^kept, 2/2, to be returned incomplete$'
run assay queue
out ~ 'drafting.*A small rubric: ready to sign'

# Signed: a record without scores that everybody's tools accept.
run assay sign $Q
let COMMIT '^recorded ([0-9a-f]{40})$'
out ~ '^outcome: incomplete, returned at the gate$'
out ~ '^released to the learner: '
sh 'assay trust signers > ../signers; git -C ledger.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=$T/signers verify-commit $COMMIT'
err ~ 'Good "git" signature for a-one'
sh 'git -C ledger.git cat-file blob $COMMIT:record.yaml'
out ~ '^stage: gate$'
out ~ '^scores: \[\]$'
out ~ '^totals: .points: "0", max: "4".$'
out ~ '^outcome: incomplete$'
out ~ '^why: \["gate: opens: a1: item [0-9]+ is empty"\]$'
out ~ '^declaration: .authentic: no, conflict: none.$'
out !~ 'empty\.|sub/'
run assay audit
out ~ ': ok$'
run assay verify ../evidence
out ~ '^gated: incomplete'
out ~ '^valid$'
run assay queue
out ~ 'signed +0/2 .*returned at the gate: incomplete, by a-one'
run assay log $Q
out ~ 'decision [0-9a-f]{8} incomplete, at the gate  \[valid\]'
sh 'git -C ../evidence show assay/outcomes:feedback.md'
out ~ '^\*\*Outcome: incomplete\.\*\*'
out ~ '^Nearly there\.$'
out ~ '^## What to mend$'
out ~ '^- Every piece opens: a1: sub/deep/empty is empty; put the file there again$'
out !~ 'Criterion by criterion|Thank you'

# Mended, it goes through; a check a person found unmet returns it, in that person's words.
sh 'cd ../evidence; echo full > sub/deep/empty; git commit -qam mended'
run assay score --line $Q <<END
evidence newest
checks
gate own unmet
return gate
conflict I know this learner a little.
gaps
sign
END
out ~ '^gate opens met'
out ~ '^no gaps'
out ~ '^  gate: own: the assessor finds that it is not met$'
out ~ '^recorded '
sh 'git -C ../evidence show assay/outcomes:feedback.md'
out ~ '^- It is your own work: the assessor finds that it is not met$'
run assay score --line $Q <<END
level c1 high
level c2 high
cite c1 plan.md
note c9 Thank you.
gate own met
gate neat unmet
conflict none
sign
END
out ~ '^outcome: pass'
out ~ '^recorded '
run assay queue
out ~ 'signed +2/2 .*: pass, by a-one'
run assay audit
out ~ ': ok$'
run assay verify ../evidence
out ~ '^valid$'
sh 'cat ../p'
let P '^([0-9a-f]{32})$'
run assay say $P return gate
status 1
err ~ 'this rubric has no gate'

# The attempt after one that was returned carries nothing, for nothing was judged.
sh <<END
sed 's/^id: gated/id: again/; s/^decision:/attempts: {max: 3, rescore: failed_only, banking: best_of}\n&/' ../gated.yaml > ../again.yaml
assay rubric publish ../again.yaml
: > ../evidence/sub/deep/empty
git -C ../evidence commit -qam 'empty once more'
assay portfolio add ../evidence --rubric again > ../first
printf 'return gate\nconflict none\nsign\n' | assay score --line $(cat ../first)
echo full > ../evidence/sub/deep/empty
git -C ../evidence commit -qam 'mended once more'
assay portfolio add ../evidence --rubric again > ../second
END
sh 'cat ../second'
let S '^([0-9a-f]{32})$'
run assay queue
out ~ 'ready.*0/2.*not started'
run assay score --line $S <<END
level c1 high
level c2 high
cite c1 plan.md
note c9 Thank you.
conflict none
sign
END
out ~ '^outcome: pass'
out ~ '^recorded '
run assay audit
out ~ ': ok$'
run assay verify ../evidence
out ~ '^again: pass, attempt 2'
out ~ '^valid$'
