# Nothing is signed under a trust file that others know to be old, nor under one of two.
sh <<END
assay demo D </dev/null >/dev/null
cp -R D E; cp -R D F; cp -R D G; cp -R D H
sed -i "s/^actor: .*/actor: m-okoro/; s|^key: .*|key: keys/m-okoro.key|" E/assay.yaml
for p in D F; do
	assay -C $p trust policy required_witnesses $([ $p = D ] && echo 1 || echo 2)
	assay -C $p trust sign
	assay -C $p trust publish
done > /dev/null
assay -C D checkpoint > /dev/null
ls E/portfolios/*.yaml | head -1 | sed 's,.*/,,; s,\.yaml,,'
END
let P '^([0-9a-f]{32})$'
cd E
sh 'git -C ledger.git fetch -q ../../D/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"'
run assay audit
status 1
out ~ '^problem: trust-version at refs/heads/assay/v1/log/a-lind/'
run assay claim $P --conflict none
status 1
err ~ '^assay: trust-version: a-lind said record [0-9]+ under version 2 of the trust file, and here is version 1: fetch the trust chain'

# What nobody signed, put on top, hides nothing.
sh <<END
ref=$(git -C ledger.git for-each-ref --format='%(refname)' refs/heads/assay/v1/log/a-lind)
head=$(git -C ledger.git rev-parse $ref)
echo $ref > ../ref
echo $head > ../head
for i in 1 2 3; do head=$(git -C ledger.git commit-tree -p $head -m x $head^{tree}); done
git -C ledger.git update-ref $ref $head
END
run assay claim $P --conflict none
status 1
err ~ '^assay: trust-version: a-lind said record [0-9]+ under version 2'
sh <<END
{
	echo "commit refs/heads/much"
	printf 'committer x <x@x> 1 +0000\ndata 1\nx\nfrom %s\n\n' $(cat ../head)
	for i in $(seq 500); do
		printf 'commit refs/heads/much\ncommitter x <x@x> %s +0000\ndata 1\nx\n\n' $i
	done
} | git -C ledger.git fast-import --quiet
git -C ledger.git update-ref $(cat ../ref) refs/heads/much
git -C ledger.git update-ref -d refs/heads/much
END
run assay claim $P --conflict none
status 1
err ~ '^assay: bad-signature: the newest 500 records of refs/heads/assay/v1/log/a-lind/[0-9a-f]{32} are not signed with its key'
sh 'git -C ledger.git update-ref $(cat ../ref) $(cat ../head)'

# No root person changes trust from there, whether it was signed before or is now.
cd ../G
run assay trust policy checkpoint_max_age_days 5
run assay trust sign
sh 'git -C ledger.git fetch -q ../../D/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"'
run assay trust publish
status 1
err ~ '^assay: trust-version: a-lind said record [0-9]+ under version 2 .*: fetch the trust chain'
run assay trust show
out ~ '^nobody can sign it, or put it in force: trust-version: a-lind said record [0-9]+ under'
out !~ '^signed by enough'
run assay trust sign
status 1
err ~ '^assay: trust-version: '
# Nor is another change begun there, or taken in.
run assay trust policy checkpoint_max_age_days 6
status 1
err ~ '^assay: trust-version: '
run assay trust take trust
status 1
err ~ '^assay: trust-version: '
sh 'grep -c "checkpoint_max_age_days: 5" trust/trust.yaml'
out = "1\n"
run git -C ledger.git rev-list --count refs/heads/assay/v1/trust
out = "1\n"

# A key that only the newer version knows tells of it as well; of another one of our number,
# too, until the root persons say that ours is the one.
cd ../H
sh <<END
assay key new zed --no-passphrase | tail -1 > ../zed.pub
assay person add z-zed --pub ../zed.pub --role witness
assay trust sign
assay trust publish
sed -i "s/^actor: .*/actor: z-zed/; s|^key: .*|key: zed|" assay.yaml
assay checkpoint
cp -R ../F ../I
cd ../I
git -C ledger.git fetch -q ../../H/ledger.git "refs/heads/assay/v1/log/z-zed/*:refs/heads/assay/v1/log/z-zed/*"
END
cd ../I
# Nothing of what it says is shown: whether it may be seen, nobody can say who does not read it.
sh 'git -C ledger.git for-each-ref --format="%(objectname)" refs/heads/assay/v1/log/z-zed'
let Z '^([0-9a-f]{40})$'
run assay show $Z
status 1
out ~ '^verdict unknown-key$'
out ~ '^ +its chain is not read, so nothing of what it says is shown: fetch the trust chain'
out !~ 'record\.yaml|^heads'
run assay show --difference $Z
status 1
err ~ '^assay: unknown-key: its chain is not read'
run assay log --only 'type:"not read"'
out ~ "not read  \[unknown-key\]$"
run assay alarm other $Z
status 1
err ~ '^assay: unknown-key: its chain is not read'
run assay assign $P --to m-okoro
status 1
err ~ '^assay: trust-fork: the key [0-9a-f]{32} said record 1 under another version 2 of the trust file than the one that is here: ask the root persons for the digest'
run assay erase $P --ground 'asked to'
status 1
err ~ '^assay: trust-fork: the key '
run assay trust show
let S '^its digest is ([0-9a-f]{64})$'
run assay trust settle $S
run assay assign $P --to m-okoro
run assay audit
status 1
out !~ 'path-mismatch'
cd ../G
sh <<END
for r in $(git -C ledger.git for-each-ref --format='%(refname)' refs/heads/assay/v1/log/a-lind); do
	git -C ledger.git fetch -q ../../H/ledger.git +$r:$r
done
git -C ledger.git fetch -q ../../H/ledger.git "refs/heads/assay/v1/log/z-zed/*:refs/heads/assay/v1/log/z-zed/*"
END
run assay trust sign
status 1
err ~ '^assay: trust-version: the key [0-9a-f]{32}, which version 1 of the trust file does not know, signed under version 2: fetch the trust chain'
sh 'git -C ledger.git fetch -q ../../H/ledger.git "refs/heads/assay/v1/trust:refs/heads/assay/v1/trust"; rm -r trust'
run assay trust policy checkpoint_max_age_days 6
run assay trust sign
run assay trust publish
out ~ '^version 3 of the trust file is in force'
cd ../E
sh 'git -C ledger.git fetch -q ../../D/ledger.git "refs/heads/assay/v1/*:refs/heads/assay/v1/*"'
run assay claim $P --conflict none
out ~ 'recorded'

# Two good versions 2: the audit says so, and it stops there.
cd ../D
run assay audit
sh 'git -C ledger.git fetch -q ../../F/ledger.git +refs/heads/assay/v1/trust:refs/heads/assay/v1/trust'
run assay audit
status 1
out ~ '^problem: trust-fork at refs/heads/assay/v1/trust '
out ~ '^trust-fork: There are two different versions of the trust file. Stop, and ask'
run assay alarm
run assay assign $P --to m-okoro
status 1
err ~ '^assay: trust-fork: the trust file is not the one that was found good here before'
run assay doctor
status 1

# The root persons say which: the one that is here, or the other.
run assay trust policy checkpoint_max_age_days 3
status 1
err ~ '^assay: trust-fork: '
sh 'test ! -e trust/trust.yaml'
run assay trust show
let G '^its digest is ([0-9a-f]{64})$'
run assay trust settle abc
status 2
run assay trust settle 0000000000000000000000000000000000000000000000000000000000000000
status 1
err ~ "has the digest $G: fetch the one that they signed"
run assay trust settle $G
out ~ '^version 2 of the trust file is the one that holds here$'
run assay audit
status 1
out !~ 'trust-fork'

# What does not hold is not settled on, whatever stands below it.
sh 'c=$(git -C ledger.git commit-tree -p refs/heads/assay/v1/trust -m x refs/heads/assay/v1/trust^{tree}); git -C ledger.git update-ref refs/heads/assay/v1/trust $c; git -C ledger.git rev-parse refs/assay/hwm/trust > ../mark'
run assay trust settle $G
status 1
err ~ '^assay: non-canonical: the trust chain does not hold above version 2: .*; fetch the one that the root persons have'
sh 'test "$(git -C ledger.git rev-parse refs/assay/hwm/trust)" = "$(cat ../mark)"'
