# Every refusal is one sentence and the promised status.
run assay queue
status 1
err ~ '^assay: there is no programme here; make one with `assay init`'
run assay nonsense
status 2
err ~ "^assay: there is no command 'nonsense'"
run assay queue --colour
status 2
err ~ "^assay: unknown option '--colour'"
run assay score
status 1
run assay init
status 2
run assay init p --name X --actor 'Not An Actor' --no-passphrase
status 2
err ~ '^assay: give yourself an --actor'
run assay init p --name X --actor a-one
status 1
err ~ '--passphrase-fd'

sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
run assay init programme --name X --actor a-two --no-passphrase
status 1
err ~ 'there is a programme in .* already'
cd programme

# Repositories that are none, empty, bare, shallow.
sh 'mkdir ../plain; git init -q ../empty; git clone -q --bare ../evidence ../bare.git; git clone -q --depth 1 file://$T/evidence ../shallow'
run assay portfolio add ../plain --rubric small
status 1
err ~ 'not a git repository'
run assay portfolio add ../nowhere --rubric small
status 1
run assay portfolio add ../empty --rubric small
status 1
err ~ 'no commits yet'
run assay portfolio add ../bare.git --rubric small
run assay portfolio add ../shallow --rubric small
run assay portfolio add ../evidence --rubric none
status 1
err ~ "there is no rubric 'none'"
run assay portfolio add ../evidence --rubric small --ref nowhere
status 1

# The pseudonym, and verbs.
run assay say zzzz level c1 high
status 1
err ~ 'is no portfolio'
run assay say 0000 level c1 high
status 1
run assay say $P level c1 best
status 1
err ~ 'c1 has no level .best.; it has 1 low, 2 mid, 3 high'
run assay say $P level c1 high
out = 'kept, 1/2'
run assay draft show $P
out ~ '^c1 high'
run assay draft drop $P
run assay draft drop $P
status 1
err ~ 'there is no draft'
run assay sign $P
status 1

# A missing key, a wrong passphrase, a key others can read.
sh 'mv $XDG_DATA_HOME/assay/keys/a-one.key $T/kept'
sh 'printf "level c1 high\nlevel c2 high\ncite c1 plan.md\nnote c9 Thanks.\nconflict none\n" | assay score --line $P'
run assay sign $P
status 1
err ~ '^assay: .*`assay key new'
sh 'cp $T/kept $XDG_DATA_HOME/assay/keys/a-one.key; chmod 644 $XDG_DATA_HOME/assay/keys/a-one.key'
run assay sign $P
status 3
err ~ 'chmod 600'
sh 'rm $XDG_DATA_HOME/assay/keys/a-one.key; printf "secret words\n" > ../pass; assay key new sealed --passphrase-fd 3 3< ../pass; assay key use sealed'
run assay sign $P
status 1
err ~ '--passphrase-fd'
sh 'echo wrong > ../wrong; if assay sign $P --passphrase-fd 3 3< ../wrong; then exit 1; fi'
err ~ 'the passphrase is wrong'
sh 'cp -p $T/kept $XDG_DATA_HOME/assay/keys/a-one.key; assay key use a-one'

# A portfolio that moves on while a draft is open: the assessor is told and chooses.
sh 'cd ../evidence; echo four >> plan.md; git commit -qam more'
run assay sign $P
status 1
err ~ 'the portfolio moved on'
run assay say $P evidence newest
run assay draft show $P
out ~ 'c1 high'
run assay score --line $P <<END
read plan.md
END
out ~ '^4 four'

# A ledger that cannot be written loses nothing.
sh 'mv ledger.git ../away'
run assay queue
status 1
err ~ '^assay: '
sh 'mv ../away ledger.git'
run assay sign $P
out ~ '^recorded'
