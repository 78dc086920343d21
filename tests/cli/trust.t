# Who may say what, over years: people added, keys rotated and frozen, several roots.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
sh 'for k in ben cat new; do assay key new $k --no-passphrase | tail -1 > ../$k.pub; done; ssh-keygen -q -t rsa -N "" -f ../rsa'

# Every refusal says what is wanted, and proposes nothing.
run assay person add a-ben --role assessor
status 2
err ~ '--pub FILE'
run assay person add a-ben --pub ../ben.pub
status 2
err ~ '--role'
run assay person add a-ben --pub ../ben.pub --role boss
status 2
err ~ "^assay: 'boss' is no role"
run assay person add Ben --pub ../ben.pub --role assessor
status 2
run assay person add a-ben --pub ../rsa.pub --role assessor
status 1
err ~ 'rsa\.pub: '
run assay person add a-ben --pub ../ben.pub --role assessor --rubrics '../x'
status 1
err ~ 'no rubric id'
run assay person freeze ffff --why left
status 1
run assay trust sign
status 1
err ~ '^assay: no change of trust is proposed'
run assay trust drop
status 1
run assay trust threshold 2
status 1
err ~ 'of whom there are 1'
run assay trust policy release never
status 2
sh 'test ! -e trust'

# Proposed, told in plain words, signed, published.
run assay person add a-ben --pub ../ben.pub --role assessor moderator --rubrics 'sm*' --name 'Ben Ny'
out ~ '^  a-ben \(Ben Ny\) gets the key [0-9a-f]{32}$'
out ~ '^  a-ben \(Ben Ny\) is an assessor for sm\*, with the key'
out ~ '^wants the signature of one root person: `assay trust sign`'
run assay trust publish
status 1
err ~ '^assay: trust-threshold: 0 of the root persons of version 1 signed, 1 are needed'
run assay trust sign
out ~ '^signed by enough root persons'
run assay trust publish
out ~ '^version 2 of the trust file is in force: [0-9a-f]{40}$'
run assay audit
out ~ 'trust version 2: ok'
run assay person add a-ben --pub ../ben.pub --role assessor --rubrics 'sm*'
status 1
err ~ 'nothing to change'

# Stock ssh-keygen agrees with the signature of the version.
sh <<END
git -C ledger.git show refs/heads/assay/v1/trust:trust.yaml > ../t.yaml
git -C ledger.git show refs/heads/assay/v1/trust:allowed_signers > ../signers
sig=$(git -C ledger.git ls-tree --name-only refs/heads/assay/v1/trust sigs/)
git -C ledger.git show refs/heads/assay/v1/trust:$sig > ../t.sig
ssh-keygen -Y verify -n assay-trust@v1 -f ../signers -I a-one -s ../t.sig < ../t.yaml
END

# Changing a proposal takes its signatures away; dropping takes it all.
run assay trust policy checkpoint_max_age_days 3
run assay trust sign
run assay person add a-cat --pub ../cat.pub --role witness
out !~ 'signed with'
run assay trust drop
run assay trust show
out ~ '^trust version 2; outcomes are released on signing$'
out !~ 'proposed'

# Two roots: both sign, on two machines, and it is published once.
run assay person add a-ben --pub ../ben.pub --role root
run assay trust threshold 2
out ~ '^  2 of 2 root persons must sign a change, not 1 of 1$'
run assay trust sign
run assay trust publish
status 1
err ~ 'trust-threshold: 1 of the root persons of version 3 signed, 2 are needed'
sh 'mkdir ../bens; cp -R assay.yaml rubrics portfolios ../bens; sed -i "s/a-one/a-ben/; s/^key:.*/key: ben/; s|path: ledger.git|path: $T/programme/ledger.git|" ../bens/assay.yaml'
run assay -C ../bens trust take trust
out ~ '^signed with the key'
run assay -C ../bens trust sign
out ~ '^signed by enough root persons'
run assay -C ../bens trust take ../bens/trust
run assay trust take ../bens/trust
run assay trust publish
out ~ '^version 3 of the trust file is in force'
run assay -C ../bens trust publish
status 1
err ~ 'no change of trust is proposed'
run assay audit
out ~ 'trust version 3: ok'
run assay person root a-ben --remove
status 1
err ~ 'lower the threshold first'

# A signature over something else, and a foreign folder, are refused.
run assay trust policy release on_moderation
out ~ '^  outcomes are released on_moderation, not on_sign$'
sh 'mkdir ../evil; sed "s/on_moderation/manual/" trust/trust.yaml > ../evil/trust.yaml'
run assay trust take ../evil
status 1
err ~ 'another change is proposed here'
run assay trust sign
sh 'cp trust/*.sig ../evil/'
run assay trust drop
run assay trust take ../evil
status 1
err ~ 'is no good signature over the trust\.yaml beside it'
run assay trust drop
status 1
sh 'cp ../evil/* trust/'
run assay trust show
status 1
err ~ 'no good signature'
run assay trust signers
out ~ '^a-one namespaces='
run assay trust drop

# Rotation: the old key ends where it is, the new one may what it might.
run assay person rotate a-one --pub ../new.pub
out ~ '^  a-one: ?|^  a-one, assessor with the key [0-9a-f]{32}: ends with record [0-9]+ \(rotated\)'
out ~ '^  a-one is an assessor for all rubrics, with the key'
run assay trust sign
run assay -C ../bens trust take trust
run assay -C ../bens trust sign
run assay trust take ../bens/trust
run assay trust publish
run assay say $P level c1 high
run assay say $P cite c1 plan.md:1
run assay say $P level c2 high
run assay say $P note c9 All good.
run assay say $P conflict none
run assay sign $P
status 1
err ~ 'after-freeze'
run assay key use new
run assay sign $P
out ~ '[0-9a-f]{40}'
run assay audit
out ~ 'trust version 4: ok'

# Frozen before its last record: what it said later does not count. Raising the end brings it back.
run assay person list
let K 'key ([0-9a-f]{32}), since version 4'
run assay person freeze $K --why lost --record 0
out ~ 'ends with record 0 \(lost\)'
run assay trust sign
run assay -C ../bens trust take trust
run assay -C ../bens trust sign
run assay trust take ../bens/trust
run assay trust publish
run assay audit
status 1
out ~ 'after-freeze'
run assay person freeze $K --why lost --record 0
status 1
err ~ 'an end may only be raised'
run assay person freeze $K --why lost --record 1
out ~ 'ends with record 1 \(lost\), not with 0$'
run assay trust sign
run assay -C ../bens trust take trust
run assay -C ../bens trust sign
run assay trust take ../bens/trust
run assay trust publish
run assay audit
out ~ 'trust version 6: ok'

# Two keys of one person are one person; and what is signed is told first, whoever may sign.
run assay trust policy checkpoint_max_age_days 9
run assay trust sign
run assay key use a-one
run assay trust sign
out ~ '^  the age in days at which a checkpoint is old is 9, not 7$'
out ~ '^wants the signatures of 1 more root person;'
run assay trust publish
status 1
err ~ 'trust-threshold: 1 of the root persons'
run assay trust drop
run assay trust policy checkpoint_max_age_days 9
run assay key use cat
run assay trust sign
status 1
out ~ '^  the age in days at which a checkpoint is old is 9, not 7$'
err ~ 'only root persons sign a change of trust'
run assay trust drop

# The end of a key is no end of its vote; one goes by itself, but for the last.
run assay person freeze $K --why lost --record 2
status 1
run assay person root $K --remove
out ~ '^  a-one is a root person no more with the key [0-9a-f]{32}$'
run assay person root a-ben --remove
status 1
run assay person list
let B 'key ([0-9a-f]{32}), since version 2, a root key'
run assay person root $B --remove
status 1
err ~ "it is the only root key of a-ben: give them another first"
