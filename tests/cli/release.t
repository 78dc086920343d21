# A record that could not be released: what comes after must never mix two judgements.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
# The branch `assay` is in the way of assay/outcomes: the release fails, the record stands.
sh 'git -C ../evidence branch assay'
run assay score --line $P <<END
level c1 high
level c2 high
cite c1 plan.md
note c9 Thanks.
conflict none
sign
END
status 1
out ~ '^recorded [0-9a-f]{40}$'
out ~ 'recorded, but not released: '
let FIRST '^recorded ([0-9a-f]{40})$'
run assay score --line $P
out ~ 'the last signing went through: recorded'

run assay queue
out ~ 'signing was begun; sign again to finish it'

# Signing again only tries the release again, though a hundred records came between and
# nothing but the ledger itself remembers.
sh 'rm -r ledger.git/assay/journal'
sh 'sed "s/^id: small/id: other/" ../small.yaml > ../other.yaml; assay rubric publish ../other.yaml'
run assay sign $P
status 1
out ~ 'recorded already'
sh 'assay log | grep -c " decision "'
out = 1

# The portfolio moves on and the newest is judged: that is another decision.
sh 'git -C ../evidence branch -D assay; cd ../evidence; echo four >> plan.md; git commit -qam more; git rev-parse --short=12 HEAD'
let NEWEST '^([0-9a-f]{12})$'
run assay say $P evidence newest
run assay draft show $P
out ~ "evidence $NEWEST"
run assay sign $P
out ~ '^recorded [0-9a-f]{40}$'
out ~ 'released to the learner'
run assay verify ../evidence
out ~ '^valid$'
sh 'assay log | grep -c " decision "'
out = 2
sh 'git -C ledger.git cat-file commit $FIRST | sha256sum | cut -c1-64'
let SHA '^([0-9a-f]{64})$'
sh 'git -C ledger.git for-each-ref --format="%(objectname)" refs/heads/assay/v1/log | while read c; do git -C ledger.git cat-file blob $c:record.yaml; done'
out ~ "^supersedes: \\[$SHA\\]"

# Once more: the outcome has number 1, two parents, and all of it holds.
run assay score --line $P <<END
level c1 high
level c2 low
cite c1 plan.md:4
note c2 Say more.
note c9 Thanks.
conflict none
sign
END
out ~ '^recorded'
run assay verify ../evidence --json
out ~ '"outcomes": 2'
out ~ '"ok": true'
sh 'git -C ../evidence log -1 --format="%s %P" assay/outcomes'
out ~ '^assay outcome 1 small not_yet [0-9a-f]{40} [0-9a-f]{40}$'
run assay audit
out ~ ': ok$'

# A second programme may judge the same repository, but not make one branch of two ledgers.
sh 'assay init ../second --name Second --actor b-two --no-passphrase; cd ../second; assay rubric publish ../small.yaml; assay portfolio add ../evidence --rubric small'
let Q '^([0-9a-f]{32})$'
run assay -C ../second score --line $Q <<END
level c1 high
level c2 high
cite c1 plan.md
note c9 Thanks.
conflict none
sign
END
status 1
out ~ 'recorded, but not released: the branch assay/outcomes holds outcomes of another ledger'
run assay verify ../evidence
out ~ '^valid$'
# Nor is a forged outcome built upon.
sh <<END
cd ../evidence
git cat-file commit assay/outcomes | sed 's/ not_yet$/ pass/' > ../forged
git update-ref refs/heads/assay/outcomes $(git hash-object -t commit -w ../forged)
END
run assay score --line $P <<END
level c1 high
level c2 high
cite c1 plan.md
note c9 Thanks.
conflict none
sign
END
status 1
out ~ 'not released: the branch assay/outcomes ends in a commit that this ledger never made'
run assay draft drop $P
out ~ 'its signing was begun: `assay log [0-9a-f]{8}` tells whether it is recorded'

# An outcome that cannot be read has no time; a commit on two chains is shown once.
sh <<END
cd ../evidence
git update-ref refs/heads/assay/outcomes main
END
sh 'assay verify ../evidence --json || [ $? = 1 ]'
out ~ '"time": null'
sh <<END
ref=$(git -C ledger.git for-each-ref --format='%(refname)' refs/heads/assay/v1/log)
git -C ledger.git update-ref $ref refs/heads/assay/v1/trust
assay show $(git -C ledger.git rev-parse $ref) || [ $? = 1 ]
END
out ~ '^commit  [0-9a-f]{40}$'
