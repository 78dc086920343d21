# Nothing is signed under a trust file that others know to be old, nor under one of two.
sh <<END
assay demo D </dev/null >/dev/null
cp -R D E; cp -R D F
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
run assay trust sign
run assay trust publish
status 1
err ~ '^assay: trust-fork: '
run assay trust drop
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
