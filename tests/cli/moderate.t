# A moderator's story: work is shared out, judged, sent back, judged again, adjusted, and
# only then released; the learner's repository proves all of it.
sh '. "$SRC/tests/cli/setup.sh"'
run cat p
let P '^([0-9a-f]{32})$'
cd programme
sh <<END
for k in ben cat dan; do assay key new $k --no-passphrase | tail -1 > ../$k.pub; done
assay person add a-ben --pub ../ben.pub --role assessor
assay person add a-dan --pub ../dan.pub --role assessor
assay person add m-cat --pub ../cat.pub --role moderator --name 'Catherine Holm'
assay trust policy release on_moderation
assay trust policy required_witnesses 1
assay trust sign
assay trust publish
cat > ../as <<A
sed -i "s/^actor: .*/actor: \$1/; s|^key: .*|key: \$2|" assay.yaml
A
END

# Shared out: by the administrator, to who may judge, blind or not.
run assay assign $P
status 2
run assay assign $P --to a-ben --open --sealed
status 2
run assay assign $P --to x-who
status 1
err ~ '^assay: x-who may not judge by small'
run assay assign $P --to a-ben a-ben
status 2
err ~ 'named twice'
run assay assign $P --to a-ben --seal-to m-cat --open
status 2
run assay assign $P --to a-ben --sealed --seal-to m-cat
out ~ '^assigned, to be judged blind: recorded [0-9a-f]{40}$'
run assay assign $P --to a-ben
out ~ '^assigned: recorded [0-9a-f]{40}$'
run assay show $P
status 1
run assay log --type assignment
out ~ 'assignment [0-9a-f]{8} to a-ben  \['
out ~ 'assignment [0-9a-f]{8} to a-ben, sealed'

# Taken on: a lease, with what conflict there is.
sh 'sh ../as a-ben ben'
run assay assign $P --to a-ben
status 1
err ~ '^assay: unauthorised'
run assay claim $P
status 2
err ~ '--conflict none, or what it is'
run assay claim $P --conflict none --hours 0
status 2
run assay claim $P --release
status 1
err ~ 'you have no claim'
run assay claim $P --conflict 'Her uncle is my neighbour' --hours 1
out ~ '^claimed: recorded ([0-9a-f]{40})$'
let C 'recorded ([0-9a-f]{40})'
run assay show $C
out ~ '^conflict: attach/conflict\.txt$'
out ~ '^Her uncle is my neighbour$'
run assay queue
out ~ 'your claim ends in'
run assay claim $P --release
out ~ '^given back'
run assay claim $P --conflict none
out ~ '^yours until '

# Nothing to moderate yet, and nobody moderates themselves.
run assay moderate $P confirm --reason Fine
status 1
err ~ '^assay: nothing is decided on attempt 1'
run assay score --line $P <<END
level c1 2
cite c1 plan.md:1
level c2 3
note c9 Well done.
conflict none
sign
END
out ~ 'released after moderation'
run git -C ../evidence branch --list assay/outcomes
out !~ 'outcomes'
run assay moderate $P confirm --reason Fine
status 1
err ~ 'you judged it yourself'

# The decision names the assignment it follows.
run assay log --type decision
let X '^([0-9a-f]{12})'
run assay show $X
out ~ '^assignment: [0-9a-f]{64}$'
out ~ '^stance: independent$'

# Sent back, with a reason.
sh 'sh ../as m-cat cat'
run assay moderate $P confirm
status 1
err ~ '^assay: say the reason'
run assay moderate $P approve --reason x
status 2
run assay moderate $P return --reason x --say 'level c1 low'
status 1
err ~ 'adjust it, or resolve it'
run assay moderate $P --drop
status 1
err ~ 'no case was begun'
run assay moderate $P return --reason 'assay-sealed@v1 is what it looks like'
status 1
err ~ '^assay: what begins as a sealed text does could never be read'
run assay moderate $P return --reason 'The plan is cited, and what was done is not.'
out ~ '^returned: recorded'
out !~ 'released'
sh 'sh ../as a-ben ben'
run assay queue
out ~ 'passed back by m-cat'
run assay score --line $P <<END
level c1 2
cite c1 plan.md:1
level c2 3
cite c2 plan.md:2
note c9 Well done indeed.
conflict none
sign
END
out ~ 'recorded [0-9a-f]{40}'

# Confirmed: what stands goes to the learner, who can prove it.
sh 'sh ../as m-cat cat'
run assay moderate $P adjust --reason x
status 1
err ~ 'say what is to stand in its place'
run assay moderate $P adjust --reason x --say 'level c1 top'
status 1
err ~ "'top'"
run assay moderate $P confirm --reason 'I read it all, and agree.'
out ~ '^it stands as: pass$'
out ~ '^released to the learner: [0-9a-f]{40} on assay/outcomes$'
run assay verify ../evidence
out ~ 'pass'
run git -C ../evidence show assay/outcomes:feedback.md
out ~ 'Well done indeed\.'
run git -C ../evidence ls-tree --name-only assay/outcomes proof/
out ~ 'proof/[0-9a-f]{64}\.commit'

# Begun, kept, shown as it stands, and set aside; an assessor may not.
sh 'sh ../as a-ben ben'
run assay moderate $P
status 1
err ~ '^assay: you judged it yourself'
sh 'sh ../as m-cat cat'
run assay moderate $P --say 'level c1 mid' --reason 'So far.'
out ~ '^1 a-ben, record [0-9a-f]{12}: pass, 3 of 4 points$'
out ~ '^returned by m-cat, |^confirmed by m-cat, '
out ~ '^not to be signed yet: say what becomes of it'
run assay moderate $P --say 'level c2 low'
out ~ '^c2: from high to low$'
run assay moderate $P --say undo
out !~ 'c2: from'
run assay moderate $P --say undo
run assay moderate $P --say undo
status 1
err ~ 'what is below was signed'
run assay moderate $P --drop
out ~ '^set aside'
run assay moderate $P
out !~ 'So far'

# An assessor is told why not.
sh 'sh ../as a-dan dan'
run assay moderate $P
status 1
err ~ '^assay: unauthorised: you are no moderator for small; an administrator'
sh 'sh ../as m-cat cat'

# And on an appeal adjusted: other scores, another outcome, the same proof.
run assay moderate $P adjust --reason 'On appeal: two of us read it again.' --say 'level c1 low' 'note c9 Plan first, then do.'
out ~ '^it stands as: not_yet$'
out ~ '^released to the learner: '
run assay verify ../evidence
out ~ 'not yet|not_yet'
run git -C ../evidence show assay/outcomes:feedback.md
out ~ 'Plan first, then do\.'
run git -C ../evidence show assay/outcomes:outcome.yaml
out ~ 'criterion: c1, level: low'
out ~ '^outcome: not_yet$'
run assay log $P
out ~ 'm-cat +moderation [0-9a-f]{8} not_yet, adjusts it  \[valid\]'
let M '^([0-9a-f]{12}) .* adjusts it'
run assay show $M
out ~ '^reason: attach/reason\.txt$'
out ~ '^On appeal: two of us read it again\.$'
run assay show $M --difference
out ~ 'from pass, .* to not yet'

# Recorded where the learner could not be reached: said again, it is released, and stands once.
sh 'mv ../evidence ../away; assay log --type moderation | wc -l > ../before'
run assay moderate $P confirm --reason 'It stands after all.'
status 1
out ~ '^recorded, but not released: .*it will not be recorded twice$'
run assay queue
out ~ 'case begun'
sh 'mv ../away ../evidence'
run assay moderate $P confirm
out ~ '^released to the learner: '
sh 'test $(assay log --type moderation | wc -l) = $(($(cat ../before) + 1))'

# And so long after that the journal of the ledger knows nothing of it: its chain holds.
sh 'mv ../evidence ../away'
run assay moderate $P confirm --reason 'And it stands.'
status 1
run assay checkpoint
sh 'rm -r ledger.git/assay/journal; mv ../away ../evidence'
run assay moderate $P confirm
out ~ '^confirmed: recorded [0-9a-f]{40}$'
out ~ '^released to the learner: '
sh 'test $(assay log --type moderation | wc -l) = $(($(cat ../before) + 2))'
run assay moderate $P adjust --reason 'And again.' --say 'level c1 low'
out ~ '^it stands as: not_yet$'

# The whole of it is sound, and watched.
run assay checkpoint
out ~ '^it says where 2 chains of others stand, and version 2'
run assay audit
out ~ 'a-ben [0-9a-f]{8}: 6 of 6 records valid, 6 certified'
out ~ ': ok$'
run assay log --type decision
out ~ '\[certified\]'

# Who is still to judge it blind moderates nothing of it; and no moderator returns it at a gate.
sh 'sh ../as a-one a-one'
run assay assign $P --to a-one --sealed
run assay moderate $P confirm --reason 'Not seen.'
status 1
err ~ '^assay: you are to judge attempt 1 of [0-9a-f]{8} blind'
