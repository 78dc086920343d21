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
