# A ledger as others send it: a bundle, the folder of a pack, an ordinary clone. Each is judged
# as if it stood here, and nothing is left of it afterwards.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat init.txt'
let L '^ledger id ([0-9a-f]{64})$'
sh <<END
git -C programme/ledger.git bundle create -q ../../l.bundle --branches
git clone -q programme/ledger.git clone
git -C clone branch of-my-own
assay -C programme export audit-pack pack
END
run assay audit l.bundle
out ~ 'not checked against an id'
out ~ '3 records, 3 valid, trust version 1: ok'
run assay audit pack --ledger-id $L
out !~ 'not checked'
out ~ '3 records, 3 valid, trust version 1: ok'
run assay audit clone --ledger-id $L --json
out ~ '"ref": "refs/heads/assay/v1/log/a-one/'
out ~ '"ok": true'
run assay audit l.bundle --ledger-id 0000000000000000000000000000000000000000000000000000000000000000
status 1
out ~ 'no trust file of such a ledger is here'
out ~ '^problem: wrong-ledger at refs/heads/assay/v1/trust '

# A linked worktree of a clone, and a clone that is packed.
sh 'git -C clone gc -q; git -C clone worktree add -q ../tree'
run assay audit tree
out ~ '3 records, 3 valid, trust version 1: ok'

# A record altered on its way; a branch that is no chain; tags that came along.
sh <<END
R=$(git -C programme/ledger.git for-each-ref --format='%(refname)' refs/heads/assay/v1/log)
git clone -q --mirror programme/ledger.git bent.git
git -C bent.git update-ref $R $(git -C bent.git cat-file commit $R | sed 's/^\(Assay-Record: .*\) [0-9]*$/\1 7/' | git -C bent.git hash-object -w -t commit --stdin)
git -C bent.git update-ref refs/heads/main $R
git -C bent.git tag v1 $R
git -C bent.git bundle create -q ../bent.bundle --all
git clone -q bent.git bent
git -C bent.git update-ref refs/replace/$(git -C bent.git rev-parse $R) $R~1
git -C bent.git bundle create -q ../replaced.bundle --all
head -c 900 l.bundle > torn.bundle
git clone -q --depth 1 file://$PWD/programme/ledger.git shallow
git -C clone remote add other ../bent.git
git -C clone remote rename origin one
git -C clone fetch -q other
END
run assay audit bent.bundle
status 1
out ~ '^problem: bad-signature at refs/heads/assay/v1/log/a-one/'
out ~ '^problem: path-mismatch at refs/heads/main '
out ~ '^problem: path-mismatch at refs/tags/v1 '
run assay audit bent
status 1
out ~ '^problem: bad-signature at refs/heads/assay/v1/log/a-one/'
out ~ '^problem: path-mismatch at refs/heads/main '

# What no ledger may be is one problem, and an answer.
run assay audit replaced.bundle
status 1
out ~ '^problem: unsafe-repository at - : /.*/replaced\.bundle has replaced objects'
run assay audit shallow --json
status 1
out ~ '"code": "unsafe-repository"'
run assay audit torn.bundle
status 1
out ~ '^problem: unsafe-repository at - : git does not take this bundle in: '
run assay audit clone
status 1
err ~ 'more than one remote of /.*/clone holds a ledger'
run assay audit init.txt
status 1
err ~ '^assay: .*init\.txt is neither a bundle made by git nor a git repository$'
sh 'find . -name "delivered-*"'
out = ''
