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
out !~ 'is judged'
run assay audit pack --ledger-id $L
out ~ '^of what was given, this is judged: /.*/pack/ledger\.bundle$'
out !~ 'not checked'
out ~ '3 records, 3 valid, trust version 1: ok'
run assay audit clone --ledger-id $L --json
out ~ '"ref": "refs/heads/assay/v1/log/a-one/'
out ~ '"judged": "/.*/clone/\.git"'
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
err ~ 'more than one remote, or branch of one, of /.*/clone holds a ledger'
run assay audit init.txt
status 1
err ~ '^assay: .*init\.txt is neither a bundle made by git nor a git repository$'

# What lies in a repository's own folder is not what was meant, least of all in one's own.
sh <<END
cp bent.bundle programme/ledger.git/ledger.bundle
cp -R bent/.git programme/ledger.git/.git
cp l.bundle bent.git/ledger.bundle
END
run assay -C programme audit
out ~ '3 records, 3 valid, trust version 1: ok'
run assay audit programme/ledger.git
out ~ '3 records, 3 valid, trust version 1: ok'
run assay audit bent.git
status 1
out ~ '^problem: unsafe-repository at - : /.*/bent\.git has replaced objects'
sh 'rm -rf programme/ledger.git/ledger.bundle programme/ledger.git/.git bent.git/ledger.bundle'

# A part of one is honest, and so is a disk that is full: neither is called unsafe.
sh <<END
R=$(git -C programme/ledger.git for-each-ref --format='%(refname)' refs/heads/assay/v1/log)
git -C programme/ledger.git bundle create -q ../../part.bundle $R ^$R~1
git clone -q --mirror programme/ledger.git big.git
B=$(head -c 90000 /dev/urandom | git -C big.git hash-object -w --stdin)
T=$(printf '100644 blob %s\tbig\n' $B | git -C big.git mktree)
git -C big.git update-ref refs/heads/big $(git -C big.git commit-tree -m big $T)
git -C big.git bundle create -q ../big.bundle --all
END
run assay audit part.bundle
status 1
err ~ '^assay: /.*/part\.bundle holds only what came after [0-9a-f]{12}: ask for a whole one$'
run sh -c 'ulimit -f 20; exec assay audit big.bundle'
status 3
err ~ '^assay: git fetch: .*(signal 25|File too large)'
run assay audit big.bundle
status 1
out !~ 'unsafe-repository'

# A git that goes past what it is given: that is an answer, and not trouble.
sh 'mkdir bin; printf "#!/bin/sh\nexec dd if=/dev/zero of=swollen bs=1 count=1 seek=1000000000\n" > bin/git; chmod 700 bin/git'
run sh -c 'PATH=$PWD/bin:$PATH exec assay audit l.bundle'
status 1
out ~ '^problem: unsafe-repository at - : git does not take this bundle in: git fetch wants to write more than 64 MiB in one file: a good one never does$'

# The head of a bundle, before git sees it.
sh <<END
O=$(git -C programme/ledger.git rev-parse refs/heads/assay/v1/trust)
{ echo '# v2 git bundle'; seq 10001 | sed "s,.*,$O refs/heads/x&,"; echo; } > many.bundle
{ echo '# v2 git bundle'; yes "$O refs/heads/x" | head -c 9000000; } > long.bundle
printf '# v2 git bundle\n%s refs/heads/../../x\n\n' $O > up.bundle
printf '# v2 git bundle\n%s refs/heads/x\n' $O > cut.bundle
printf '# v3 git bundle\n@object-format=sha1\n@filter=blob:none\n%s HEAD\n\n' $O > thin.bundle
printf '# v3 git bundle\n@object-format=sha256\n%s HEAD\n\n' $O > other.bundle
END
run assay audit many.bundle
status 1
out ~ '^problem: unsafe-repository at - : /.*/many\.bundle names more than 10000 refs'
run assay audit long.bundle
status 1
out ~ '^problem: unsafe-repository at - : /.*/long\.bundle has a head that is larger than'
run assay audit up.bundle
status 1
out ~ '^problem: unsafe-repository at - : /.*/up\.bundle has a line in its head that names no'
run assay audit cut.bundle
status 1
out ~ '^problem: unsafe-repository at - : /.*/cut\.bundle has a head that does not end'
run assay audit thin.bundle
status 1
err ~ '^assay: /.*/thin\.bundle leaves some of its objects out: ask for a whole one$'
run assay audit other.bundle
status 1
out ~ '/other\.bundle asks for what no ledger needs: @object-format=sha256$'

# The refs of a clone.
sh <<END
O=$(git -C programme/ledger.git rev-parse refs/heads/assay/v1/trust)
git clone -q programme/ledger.git full
seq -w 10001 | sed "s,.*,$O refs/tags/x&," >> full/.git/packed-refs
git clone -q programme/ledger.git points
git -C points symbolic-ref refs/remotes/origin/x refs/remotes/origin/y
git init -q --bare two.git
git -C two.git fetch -q ../programme/ledger.git refs/heads/assay/v1/trust:refs/heads/a/assay/v1/trust refs/heads/assay/v1/trust:refs/heads/b/assay/v1/trust
git clone -q two.git two
END
run assay audit full
status 1
out ~ '^problem: unsafe-repository at - : /.*/full has more '
run assay audit points
status 1
out ~ '^problem: unsafe-repository at - : /.*/points has a ref that names no commit itself'
run assay audit two
status 1
err ~ '^assay: more than one remote, or branch of one, of /.*/two holds a ledger'

# What somebody left goes, what somebody has does not: neither is known by a number.
sh 'find . -name "delivered-*"'
out = ''
sh <<END
C=${XDG_CACHE_HOME:-$HOME/.cache}/assay
mkdir -p $C/delivered-left $C/delivered-held $C/delivered-begun
touch $C/delivered-left/lock $C/delivered-held/lock
flock $C/delivered-held/lock assay audit l.bundle > /dev/null
cd $C
echo delivered-*
rm -r delivered-*
END
out ~ '^delivered-begun delivered-held$'
