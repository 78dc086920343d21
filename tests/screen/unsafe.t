# A ledger that nobody is to open: its audit room opens all the same, with why it does not and
# what to do; there is nothing else to see in it, and nothing is left of it.
sh '. "$SRC/tests/cli/setup.sh"'
sh <<END
git -C programme/ledger.git bundle create -q ../../good.bundle --branches
mkdir bin
printf '#!/bin/sh\nexec dd if=/dev/zero of=swollen bs=1 count=1 seek=1000000000\n' > bin/git
chmod 700 bin/git
printf '# v2 git bundle\n%040d refs/heads/../x\n\n' 0 > bent.bundle
git clone -q --depth 1 file://$PWD/programme/ledger.git shallow
git clone -q --mirror programme/ledger.git other.git
T=$(git -C other.git rev-parse refs/heads/assay/v1/trust)
git -C other.git update-ref refs/heads/assay/v1/trust $(git -C other.git commit-tree -m x $T^{tree})
END
start 80x24 sh -c 'PATH=$PWD/bin:$PATH exec assay audit --screen good.bundle'
wait
screen ~ '^Audit of good\.bundle: 1 problem of 1 kind$'
screen unsafe
press L
screen ~ 'no: that is no chain of the ledger'
press y
screen ~ 'no: no record stands there to be checked'
press C
screen ~ 'no: .*unsafe'
press : queue <Enter>
screen ~ 'no: this ledger does not open: there is only its audit to see'
press : people <Enter>
screen ~ 'no: this ledger does not open'
press F
screen ~ '1 problem of 1 kind, in full'
press /code:fork <Enter>
screen ~ "only 'code:fork'"
press / <C-u> <Enter> j
screen ~ 'Clone it afresh'
resize 120x40
wait
screen unsafe-120x40
resize 40x12
wait
screen unsafe-40x12
press ?
screen ~ 'Keys'
press q
keys q
exit 0
start 80x24 assay audit --screen bent.bundle
wait
screen ~ '^Audit of bent\.bundle: 1 problem of 1 kind$'
screen ~ '^> unsafe-repository 1'
press j
screen ~ 'has a line in its head that names no'
keys q
exit 0
start 80x24 assay audit --screen shallow
wait
screen ~ '^Audit of shallow: 1 problem of 1 kind$'
keys q
exit 0
# One that lies there whole, and whose trust does not hold: what its audit says, and no more.
start 80x24 assay audit --screen other.git
wait
screen ~ '^Audit of other\.git: .* problems? of'
screen ~ 'refs/heads/assay/v1/trust|trust'
press : people <Enter>
screen ~ 'no: this ledger does not open'
keys q
exit 0
# So with one's own.
sh 'mkdir -p programme/ledger.git/info; echo x > programme/ledger.git/info/grafts'
start 80x24 assay -C programme audit --screen
wait
screen ~ '^Audit: 1 problem of 1 kind$'
screen ~ '^> unsafe-repository 1'
press C
screen ~ 'no: '
keys q
exit 0
sh 'find . -name "delivered-*"'
out = ''
# What is no ledger at all is told in a line.
start 80x24 assay audit --screen small.yaml
exit 1
