# Who watches: what others saw is witnessed, checkpoints certify it, two signatures in one
# place are proof, and a chain that is retired has ended.
sh 'assay demo D </dev/null >/dev/null'
cd D
sh <<END
cat > ../as <<'A'
sed -i "s/^actor: .*/actor: $1/; s|^key: .*|key: keys/$1.key|" assay.yaml
A
git -C ledger.git for-each-ref --format='%(refname)' refs/heads | grep m-okoro > ../ref
END
run cat ../ref
let R '(.*)'

# Nobody looked on yet.
run assay audit
out ~ '^warning: nobody made a checkpoint yet: .*`assay checkpoint`'
out ~ ': ok$'
run assay audit --json
out ~ '"kind": "no-checkpoint"'
out ~ '"certified": 0'
run assay log --type rubric
out !~ 'certified'

# A moderator signs where every chain stands; an assessor may not.
sh 'sh ../as m-okoro'
run assay checkpoint
status 1
err ~ '^assay: unauthorised: '
run assay checkpoint now
status 2
sh 'sh ../as d-ruiz'
run assay checkpoint
out ~ '^checkpoint: recorded [0-9a-f]{40}$'
let C 'recorded ([0-9a-f]{40})'
out ~ '^it says where 2 chains of others stand, and version 1 of the trust file$'
run assay audit --json
out ~ '"actor": "d-ruiz"'
out ~ '"warnings": \[\]'
out ~ '"certified": 5,$'
run assay log --type rubric
out ~ '\[certified\]'
run assay log --json
out ~ '"witnesses": 1,$'
out ~ '"certified": true,$'
run assay show $C
out ~ '^verdict valid$'
out ~ '^heads:$'

# Stock git agrees, and the chain is where the mark says.
sh 'assay trust signers > s; git -C ledger.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile="$PWD/s" verify-commit '$C
run git -C ledger.git for-each-ref refs/assay/hwm
out ~ 'refs/assay/hwm/log/m-okoro/'
out ~ 'refs/assay/hwm/trust$'

# Cut back: seen at once. A checkpoint would say less than was seen, and is not made.
sh 'git -C ledger.git update-ref '$R' '$R'~1'
run assay audit
status 1
out ~ '^problem: rollback at refs/heads/assay/v1/log/m-okoro/'
run assay checkpoint
status 1
err ~ '^assay: rollback: .*--anyway$'

# And gone on otherwise: that is proof, which is kept, raised once, and true for everybody.
sh 'sh ../as m-okoro'
run assay alarm 'a test' $C --text 'to see what comes of it'
out ~ '^alarm: recorded [0-9a-f]{40}$'
sh 'sh ../as a-lind'
run assay audit
status 1
out ~ '^problem: fork at refs/heads/assay/v1/log/m-okoro/'
run assay alarm
out ~ '^1 alarm raised, with both records attached'
run assay alarm
out ~ '^nothing here proves'
run git -C ledger.git for-each-ref refs/assay/conflict
out ~ 'refs/assay/conflict/m-okoro/[0-9a-f]{32}/[0-9a-f]{12}$'
run git -C ledger.git for-each-ref --format=%(objectname) refs/assay/conflict
let B '([0-9a-f]{40})'
run assay show $B
status 1
out ~ '^verdict fork$'
out ~ 'it is kept beside its chain, which has another record of this number$'
out ~ '^type: '
run assay log --type alarm
out ~ 'a-lind .*alarm equivocation'
let A '^([0-9a-f]{12}) .* alarm equivocation'
run assay show $A
out ~ '^kind: equivocation$'
out ~ '^-- [0-9a-f]{32}\.commit$'
sh 'git clone -q --mirror ledger.git ../copy.git 2>/dev/null; git -C ../copy.git for-each-ref --format="delete %(refname)" refs/assay | git -C ../copy.git update-ref --stdin; assay audit ../copy.git > ../said && exit 1; grep "it proves that m-okoro signed two different records 1 with the key" ../said'

# The roots freeze the key where it may count: settled.
sh 'sed "s,.*/,," ../ref'
let K '(.*)'
run assay person freeze $K --why compromised --record 1
run assay trust sign
run assay trust publish
run assay audit
status 1
out !~ 'it proves|the chain once stood'
run assay alarm
out ~ '^nothing here proves'

# An alarm is about something; what stands in a record is no place for names and paths.
run assay alarm 'a test'
status 2
run assay alarm 'see /home/x' $C
status 1
err ~ 'no paths'
run assay alarm 'ask Miriam about it' $C
status 1
err ~ 'no names: .* say m-okoro'

# The end of a chain.
sh 'sh ../as d-ruiz; git -C ledger.git for-each-ref --format="%(refname)" refs/heads | grep d-ruiz'
let D 'd-ruiz/([0-9a-f]{32})'
run assay retire abcd --why left
status 1
err ~ 'the key you sign with is [0-9a-f]{32}'
run assay retire $D
status 2
run assay retire $D --why 'She changed jobs'
out ~ '^retired: recorded [0-9a-f]{40}$'
run assay checkpoint
status 1
err ~ 'bad-sequence'
