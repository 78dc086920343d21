# A hub with the hook, and what people push to it: by stock git, honestly and otherwise.
deadline 60
sh '. "$SRC/tests/cli/setup.sh"'
cd programme
sh 'cat ../init.txt'
let L '^ledger id ([0-9a-f]{64})$'
sh <<END
k=$(assay key new ben --no-passphrase | tail -1); echo "$k" > ../ben.pub
assay person add b-ben --pub ../ben.pub --role assessor > /dev/null
git init -q --bare ../hub.git
git -C ../hub.git symbolic-ref HEAD refs/heads/assay/v1/trust
printf '#!/bin/sh\nexec assay hook pre-receive\n' > ../hub.git/hooks/pre-receive
chmod +x ../hub.git/hooks/pre-receive
cat > ../push <<'S'
#!/bin/sh
# push REFSPEC...: from ledger.git to the hub; says what became of it, exits as git does.
git -C ledger.git push -q ../../hub.git "$@" 2>&1 | sed 's/ *$//'
S
cat > ../same <<'S'
# Does the hub hold what it held, and nothing else?
git -C ../hub.git for-each-ref > ../now
cmp ../refs ../now
[ -z "$(find ../hub.git/objects -name 'tmp_objdir*')" ]
S
chmod +x ../push ../same
END

# A hub of which nobody said what it is to be takes nothing.
run ../push refs/heads/assay/v1/trust
out ~ "nobody said which ledger this is to be: .*`git config assay.ledger $L`"
out ~ 'pre-receive hook declined'
sh 'git -C ../hub.git config assay.ledger 0000000000000000000000000000000000000000000000000000000000000000'
run ../push refs/heads/assay/v1/trust
out ~ 'wrong-ledger: '
sh 'git -C ../hub.git config assay.ledger zero'
run ../push refs/heads/assay/v1/trust
out ~ 'assay.ledger in the config, wants 64 hex digits'
sh "git -C ../hub.git config assay.ledger $L"
run ../push 'refs/heads/assay/v1/log/*'
out ~ 'there is no trust chain here, and none is pushed'
# Names that would stand in the way of the chains.
run ../push HEAD:refs/heads/assay HEAD:refs/heads/assay/v1 HEAD:refs/heads/assay/v1/log
out ~ 'refs/heads/assay: only refs/heads/assay/v1/trust and '
out ~ 'refs/heads/assay/v1: only '
out ~ 'refs/heads/assay/v1/log: only '
sh 'git -C ../hub.git for-each-ref > ../refs; [ ! -s ../refs ]'

# A good push: trust and chains at once; then one record more, then nothing.
run ../push 'refs/heads/assay/v1/*'
out ~ '^remote: assay: 3 new records hold$'
run assay audit ../hub.git --ledger-id $L
out ~ '3 records, 3 valid, trust version 1: ok'
sh <<END
cat ../p | { read p; printf 'level c1 high\nlevel c2 high\ncite c1 plan.md:1\nnote c9 x\nconflict none\n' | assay score --line $p; assay sign $p; } > ../signed
git -C ../hub.git for-each-ref > ../refs
END
run ../push 'refs/heads/assay/v1/*'
out ~ '^remote: assay: 1 new record holds$'
run ../push 'refs/heads/assay/v1/*'
out = ''

# Everything else is refused, and leaves no trace.
sh <<END
git -C ../hub.git for-each-ref > ../refs
cd ledger.git
B=$(git for-each-ref --format='%(refname)' refs/heads/assay/v1/log)
echo $B > ../../b
git update-ref refs/x/older $B^
git update-ref refs/x/altered $(git cat-file commit $B | sed 's/^\(Assay-Record: .*\) [0-9]*$/\1 7/' | git hash-object -w -t commit --stdin)
git update-ref refs/x/plain $(git commit-tree -m hello -p $B $B^{tree})
git update-ref refs/x/root $(git commit-tree -m hello $B^{tree})
END
sh 'cat ../b'
let B '^(.*)$'
run ../push +refs/x/older:$B
out ~ 'log/a-one/[0-9a-f]{32}: it does not go on from what is here: a chain only grows'
run ../push +refs/x/altered:$B
out ~ 'bad-signature: record [0-9]+: '
run ../push refs/x/plain:$B
out ~ 'non-canonical: '
run ../push +refs/x/root:$B
out ~ 'non-canonical: '
run ../push :$B
out ~ 'nothing is ever taken out of a ledger'
run ../push $B:refs/heads/main HEAD:refs/tags/v1 $B:refs/notes/commits $B:refs/replace/0123456789012345678901234567890123456789
out ~ 'refs/heads/main: only '
out ~ 'refs/tags/v1: only '
out ~ 'refs/replace/[0-9]*: only '
out ~ 'refs/notes/commits: only '
out ~ 'nothing was taken: 4 of 4 refs did not hold'
run ../push $B:refs/heads/assay/v1/log/b-ben/0123456789abcdef0123456789abcdef
out ~ 'log/b-ben/0123456789abcdef0123456789abcdef: unknown-key: no key 0123456789abcdef0123456789abcdef is in trust'
run ../push +refs/heads/assay/v1/trust:$B
out ~ 'path-mismatch: |does not go on'
run ../push +$B:refs/heads/assay/v1/trust
out ~ 'path-mismatch: '
run ../same
# One good and one bad: nothing of either.
sh 'assay trust sign > /dev/null; assay trust publish > /dev/null'
run ../push refs/heads/assay/v1/trust $B:refs/heads/main
out ~ 'assay: nothing was taken: 1 of 2 refs did not hold'
run ../push refs/heads/assay/v1/trust +refs/x/altered:$B
out ~ 'assay: nothing was taken: 1 of 2 refs did not hold'
run ../same
run ../push refs/heads/assay/v1/trust
out ~ '^remote: assay: 1 new record holds$'

# Many objects come as a pack: they are found there too; and nobody borrows for the hook.
sh 'git -C ../hub.git config receive.unpackLimit 1; git init -q --bare ../hub2.git; cp ../hub.git/hooks/pre-receive ../hub2.git/hooks; cp ../hub.git/config ../hub2.git/config; git -C ledger.git push -q ../../hub2.git "refs/heads/assay/v1/*" 2>&1; ls ../hub2.git/objects/pack'
out ~ 'assay: 5 new records hold'
out ~ 'pack-[0-9a-f]*\.pack'
sh 'echo /tmp > ../hub2.git/objects/info/alternates; git -C ../hub2.git for-each-ref > ../refs2'
run git -C ledger.git push -q ../../hub2.git refs/x/plain:$B
status 1
err ~ 'borrows objects .*assay does not open it as a ledger'
sh 'rm ../hub2.git/objects/info/alternates'

# A store that lost something takes nothing, whatever is pushed.
sh <<END
cd ../hub.git
B=$(cat ../b)
o=$(git rev-parse $B~1)
f=objects/$(echo $o | sed 's,..,&/,')
mv $f ../lost
END
sh 'cd ledger.git; k=$(cut -d" " -f2 ../../ben.pub | base64 -d | sha256sum | cut -c1-32); echo refs/heads/assay/v1/log/b-ben/$k'
let C '^(.*)$'
run ../push $B:$C
out ~ 'nothing was taken: refs/heads/assay/v1/log/a-one/[0-9a-f]* cannot be read here any more'

# By hand: what git would not say is not understood.
cd ../hub.git
run assay hook pre-receive <<END
hello
END
status 1
err ~ '^assay: nothing was taken: expected `<old> <new> <ref>`'
run assay hook post-receive
status 2
run env GIT_QUARANTINE_PATH=/tmp assay hook pre-receive <<END
0000000000000000000000000000000000000000 0123456789012345678901234567890123456789 refs/heads/assay/v1/trust
END
status 3
err ~ 'is no folder of pushed objects'
run assay help hook
out ~ 'hooks/pre-receive\.d/assay'

# As Gitea and gitolite call it: one of several programs that a driver gives what is pushed.
cd ../programme
sh <<END
git init -q --bare ../many.git
git -C ../many.git config assay.ledger "$(sed -n 's/^ledger id //p' ../init.txt)"
mkdir -p ../many.git/hooks/pre-receive.d
cat > ../many.git/hooks/pre-receive <<'H'
#!/bin/sh
all=$(cat)
worst=0
for one in hooks/pre-receive.d/*; do
	echo "$all" | "$one" || worst=$?
done
exit $worst
H
printf '#!/bin/sh\nexec assay hook pre-receive\n' > ../many.git/hooks/pre-receive.d/assay
printf '#!/bin/sh\ncat > ../pushed\n' > ../many.git/hooks/pre-receive.d/other
chmod +x ../many.git/hooks/pre-receive ../many.git/hooks/pre-receive.d/*
END
run git -C ledger.git push -q ../../many.git refs/heads/assay/v1/trust:refs/heads/main
status 1
err ~ '^remote: assay: refs/heads/main: only refs/heads/assay/v1/trust and '
sh '[ -s ../pushed ]; [ -z "$(git -C ../many.git for-each-ref)" ]'
run git -C ledger.git push -q ../../many.git 'refs/heads/assay/v1/*'
err ~ '^remote: assay: [0-9]+ new records hold'
run assay audit ../many.git --ledger-id $L
out ~ ': ok$'
