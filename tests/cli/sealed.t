# Notes that can be shredded: written sealed, read by whom they are closed for, verified by a
# stranger, handed over again, and gone for everybody after an erasure.
sh '. "$SRC/tests/cli/setup.sh"'
run cat p
let P '^([0-9a-f]{32})$'
sh <<END
cat > as <<A
sed -i "s/^actor: .*/actor: \$2/; s|^key: .*|key: \$3|" \$1/assay.yaml
A
cd programme
for k in ben cat; do assay key new $k --no-passphrase | tail -1 > ../$k.pub; done
assay person add a-ben --pub ../ben.pub --role assessor
assay person add m-cat --pub ../cat.pub --role moderator
assay trust policy seal_default yes
assay trust policy release on_moderation
assay trust sign
assay trust publish
END

# Nobody has a box yet: nothing is signed, and above all nothing is signed open.
cd programme
sh 'sh ../as . a-ben ben; assay assign $P --to a-ben --open 2>/dev/null || true'
file ../judge <<END
level c1 2
cite c1 plan.md:1
level c2 3
note c9 Well done, pippin.
conflict none
END
sh 'assay score --line $P < ../judge'
run assay sign $P
status 1
err ~ '^assay: notes and reasons are sealed here, and 0 persons could open them'
err ~ 'assay key box'

# Boxes. A key that signs is none, and a box is in the trust file once.
run assay key box cat --no-passphrase
out ~ '^cat  box [0-9a-f]{32}$'
let B 'box ([0-9a-f]{32})'
sh 'test "$(stat -c %a $XDG_DATA_HOME/assay/keys/cat.box)" = 600'
run assay key box cat --no-passphrase
status 1
err ~ 'a key is never replaced'
run assay key list
out ~ "^cat  box $B  \(no passphrase\)$"
sh 'sh ../as . a-one a-one'
run assay person box m-cat --pub ../cat.pub
status 1
err ~ 'this is a key that signs'
run assay person box x-who --pub $XDG_DATA_HOME/assay/keys/cat.box.pub
status 1
run assay person box m-cat --pub $XDG_DATA_HOME/assay/keys/cat.box.pub
out ~ "m-cat gets the box $B: what is sealed for them is closed for it"
sh 'assay trust sign; assay trust publish'
run assay person list
out ~ "box $B, since version 3"

# Each in a programme of their own from here on, as on machines of their own.
sh <<END
cd ..
cp -R programme hers
sh as programme a-ben ben
sh as hers m-cat cat
sed -i 's|^repo: .*|repo: ../evidence|' hers/portfolios/*.yaml
END
run assay sign $P
out ~ '^notes are sealed; to be opened by m-cat$'
out ~ '^recorded ([0-9a-f]{40})$'
let C 'recorded ([0-9a-f]{40})'
run git -C ledger.git cat-file blob $C:attach/notes.yaml
out ~ '^assay-sealed@v1$'
out ~ "^portfolio $P$"
let K '^key ([0-9a-f]{32})$'
out !~ 'pippin'
run git -C ../evidence ls-tree -r --name-only assay/keys
out = "$K/$B\n"
sh 'test "$(stat -c %a sealing sealing/$P sealing/$P/*)" = "$(printf "700\n700\n600")"'

# Nothing of the text is left where drafts are.
sh '! grep -rl pippin . $XDG_STATE_HOME $XDG_CACHE_HOME 2>/dev/null'

# Who wrote it reads it; the moderator after the key was taken in, and not before.
run assay show $C
out ~ 'Well done, pippin'
cd ../hers
sh 'git -C ledger.git fetch -q ../../programme/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"'
run assay show $C
out ~ "^-- notes\.yaml: sealed by a-ben, and the key is not here: .assay seal take"
out !~ 'pippin'
run assay score --line --judged $C $P <<END
show
END
out ~ '\(sealed by a-ben, and the key is not here'
run assay seal list
out ~ "^[0-9a-f]{8}  a-ben +not here$"
run assay moderate $P confirm --reason 'It is cited.'
status 1
err ~ 'its notes are sealed by a-ben'
run assay seal take
out ~ '^1 key taken in$'
run assay seal take $P
out ~ '^0 keys taken in$'
run assay show $C
out ~ 'Well done, pippin'
run assay score --line --judged $C $P <<END
show
END
out ~ 'pippin'

# No box, no reason: it is refused before anything is written.
sh <<END
cp -R ../hers ../scant
cd ../scant
sh ../as . a-one a-one
assay trust policy seal_recipients_min 3
assay trust sign
assay trust publish
sh ../as . m-cat cat
END
cd ../scant
run assay moderate $P confirm --reason 'It is cited, quince.'
status 1
err ~ '1 person could open them, not the 3'
run assay log --type moderation
out !~ 'a-ben|m-cat'
cd ../hers

# Her own reason is sealed with a key of her own, and the learner reads the notes.
run assay moderate $P confirm --reason 'It is cited, quince.'
out ~ '^released to the learner'
let M 'recorded ([0-9a-f]{40})'
run assay show $M
out ~ 'It is cited, quince'
run git -C ../evidence show assay/outcomes:feedback.md
out ~ 'pippin'
run assay seal list
out ~ 'm-cat +here, to read and write'
cd ../programme
sh 'git -C ledger.git fetch -q ../../hers/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"'
run assay show $M
out ~ '^-- reason\.txt: sealed by m-cat, and the key is not here'

# A stranger verifies all of it, without a key.
run assay audit
out ~ ': ok$'
run assay verify ../evidence
out ~ '^valid$'
run assay export audit-pack ../pack
sh <<END
git clone -q --bare ../pack/*.bundle ../theirs
! git -C ../theirs cat-file --batch --batch-all-objects | grep -aq pippin
END

# A box made later, and a repository that cannot be written: by hand.
sh <<END
assay key box ben --no-passphrase > ../said
sh ../as . a-one a-one
assay person box a-ben --pub $XDG_DATA_HOME/assay/keys/ben.box.pub
assay trust sign
assay trust publish
sh ../as . a-ben ben
cd ../hers
git -C ledger.git fetch -q ../../programme/ledger.git "refs/heads/assay/v1/*:refs/heads/assay/v1/*"
mv ../evidence ../gone
END
cd ../hers
# Once it is sealed, nothing that was written of it lies open: no half note either.
sh <<END
assay moderate $P --reason 'Half, medlar.' > ../begun
c=$(find "$XDG_STATE_HOME" -name "$P*.case")
printf 'assay-jotting 1\non c2\nat 0\nHalf, medlar.' > "$c.note"
END
run assay moderate $P return --reason 'Once more, medlar.'
out ~ 'what was sealed can only be read here yet'
sh '! grep -r medlar "$XDG_STATE_HOME"'
sh 'mv ../gone ../evidence'
run assay seal give $P --to ../handed
out ~ 'closed for 1 box, in \.\./handed'
cd ../programme
sh 'git -C ledger.git fetch -q ../../hers/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"'
run assay show $P
status 1
run assay log --type moderation
let N '^([0-9a-f]{12})'
run assay show $N
out ~ 'sealed by m-cat, and the key is not here'
run assay seal take --from ../handed
status 1
out ~ 'nothing lies there for a box of yours; m-cat says'

# One's own other machine: a box of one's own is enough.
run assay seal give
out ~ 'closed for 2 boxes, on assay/keys'
sh 'cp -R ../programme ../other; rm -r ../other/sealing'
cd ../other
run assay show $C
out !~ 'pippin'
run assay seal take $P
status 1
out ~ '1 key taken in'
run assay show $C
out ~ 'pippin'

# What the learner plants in their own repository is no key.
sh <<END
cd ../evidence
git branch -q kept assay/keys
f=$(git rev-parse assay/keys:$K/$B | tr -d '\n')
g=$(git cat-file blob $f | tr 'A-Y' 'B-Z' | git hash-object -w --stdin)
t=$(printf '100644 blob %s\t%s\n' $g $B | git mktree)
r=$({ git ls-tree kept | grep -v $K; printf '040000 tree %s\t%s\n' $t $K; } | git mktree)
git update-ref refs/heads/assay/keys $(git commit-tree -m x $r)
END
sh 'cp -R ../hers ../late; rm -r ../late/sealing'
cd ../late
run assay seal take
status 1
err ~ 'does not open'
out ~ '^1 key taken in$'
sh <<END
cd ../evidence
git update-ref refs/heads/assay/keys $(printf x | git hash-object -w --stdin | xargs -I{} printf '100644 blob {}\tREADME\n' | git mktree | xargs git commit-tree -m x)
END
run assay seal take
status 1
err ~ 'which assay never put there'
sh <<END
cd ../evidence
git update-ref refs/heads/assay/keys kept
git branch -qD kept
git reflog expire --expire=now --all
git prune --expire=now
END

# Nothing is destroyed that no record erases, but one's own where that is said.
sh 'cp -R ../hers ../alone; cp -R ../evidence ../theirs-too'
cd ../alone
sh "sed -i 's|^repo: .*|repo: ../theirs-too|' portfolios/*.yaml"
run assay seal destroy $P
status 1
err ~ '^assay: no record here erases [0-9a-f]{8}: an administrator says .assay erase.'
sh 'test -d sealing/$P && test ! -e sealing/$P.shredded'
run assay seal destroy 0123456789abcdef0123456789abcdef --before-the-record
status 1
err ~ 'neither the programme nor the ledger knows 01234567'
sh 'test ! -e sealing/0123456789abcdef0123456789abcdef.shredded'
run assay seal destroy $P --before-the-record
out ~ '^2 keys of sealed texts overwritten and gone here, 1 wrapped one in'
run git -C ../theirs-too ls-tree --name-only assay/keys
out = "$K\n"

# In the programme's own copy they are overwritten before it goes.
sh 'cp -R ../programme ../ours; cp -R ../evidence ../ours/portfolios/evidence'
cd ../ours
sh "sed -i 's|^repo: .*|repo: portfolios/evidence|' portfolios/*.yaml; sh ../as . a-one a-one"
run assay erase $P --ground 'asked by the learner'
out ~ "the programme's copy of the evidence"
out ~ '^1 key of sealed texts overwritten and gone here, 4 wrapped ones in'
sh 'test ! -e portfolios/evidence'

# Erased: the keys here and in the repository go; others are told to destroy theirs.
cd ../programme
sh <<END
cat sealing/$P/* ../hers/sealing/$P/* | sed -n 's/^key //p' > ../secrets
test $(wc -l < ../secrets) = 3
sh ../as . a-one a-one
END
run assay erase $P --ground 'asked by the learner' --destroyed-by x-who
status 1
err ~ 'the trust file knows no x-who'
sh 'git init -q --bare ../hub; git -C ../evidence push -q ../hub assay/keys main'
run assay erase $P --ground 'asked by the learner' --remote ../hub
out ~ '^1 key of sealed texts overwritten and gone here, 4 wrapped ones in the portfolio repository'
out ~ 'm-cat may have a key: `assay seal destroy'
out ~ '^assay/keys is gone at \.\./hub'
out ~ '^erased: recorded ([0-9a-f]{40})$'
let E 'recorded ([0-9a-f]{12})'
run assay show $E
out ~ '^keys_destroyed_by: \[a-one\]$'
run assay show $C
out ~ "^-- notes\.yaml: sealed by a-ben, and erased by record $E; the key is not here"
run git -C ../evidence branch --list assay/keys
out = ''
run git -C ../hub branch --list
out = "  main\n"
sh '! git -C ../evidence cat-file --batch --batch-all-objects | grep -a -A3 assay-wrapped'
sh '! grep -rFf ../secrets . $XDG_STATE_HOME $XDG_CACHE_HOME'

# Whoever has a key still is shown nothing, and destroys it.
cd ../hers
sh 'git -C ledger.git fetch -q ../../programme/ledger.git "refs/heads/assay/v1/*:refs/heads/assay/v1/*"'
run assay show $C
out ~ "sealed by a-ben, and erased by record $E, but the key is still here: .assay seal destroy"
out !~ 'pippin'
# Also where one looks at what was judged, as it was.
run assay score --line --judged $C $P <<END
show
quit
END
out !~ 'pippin'
run assay seal list
out ~ "a-ben +erased by record $E, and still here"

# Not under an old trust file, nor under one of two: who said it may be none who may.
sh <<END
cp -R ../hers ../behind
for p in newer twin; do
	cp -R ../programme ../$p
	cd ../$p
	assay trust policy checkpoint_max_age_days $([ $p = newer ] && echo 3 || echo 4)
	assay trust sign
	assay trust publish
done
cd ../newer
assay erase $P --ground again
cd ../behind
git -C ledger.git fetch -q ../../newer/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"
END
cd ../behind
run assay seal take
status 1
out = ''
err ~ '^assay: trust-version: a-one said record [0-9]+ under version [0-9]+ .*: fetch the trust chain first'
run assay seal give $P
status 1
err ~ '^assay: trust-version: '
run assay seal destroy $P
status 1
err ~ '^assay: trust-version: '
sh 'cp -R ../behind ../admin; cd ../admin; sh ../as . a-one a-one; git -C ../evidence branch -q assay/keys'
cd ../admin
run assay erase $P --ground again
status 1
err ~ '^assay: trust-version: '
sh 'test $(ls sealing/$P | wc -l) = 2 && test -e portfolios/$P.yaml && git -C ../evidence branch -D assay/keys'
cd ../behind
sh <<END
git -C ledger.git fetch -q ../../newer/ledger.git "refs/heads/assay/v1/trust:refs/heads/assay/v1/trust"
assay audit
git -C ledger.git fetch -q ../../twin/ledger.git "+refs/heads/assay/v1/trust:refs/heads/assay/v1/trust"
END
run assay seal take
status 1
err ~ '^assay: trust-fork: '
run assay seal destroy $P
status 1
err ~ '^assay: trust-fork: '
sh 'test $(ls sealing/$P | wc -l) = 2 && test ! -e sealing/$P.shredded'
sh 'git -C ledger.git fetch -q ../../newer/ledger.git "+refs/heads/assay/v1/trust:refs/heads/assay/v1/trust"; assay seal take || true'
out ~ ' 2 keys overwritten and gone here'
cd ../hers
sh 'cp -R ../hers ../obeys; cd ../obeys; assay seal take > said || true; cat said; assay seal list'
out ~ "^[0-9a-f]{8}  erased by record $E: 2 keys overwritten and gone here"
out ~ "a-ben +erased by record $E; the key is not here"
sh 'git -C ../evidence push -q ../hub main:assay/keys'
run assay seal destroy $P --remote ../hub
out ~ '^assay/keys is as it was at \.\./hub: no such branch was here to hold it against'
out ~ '^2 keys of sealed texts overwritten and gone here'
run git -C ../hub branch --list
out = "  assay/keys\n  main\n"
run assay seal destroy $P --remote ../nowhere
out ~ '^assay/keys is as it was at \.\./nowhere: git ls-remote'
out ~ 'tell the administrator that m-cat destroyed theirs'
run assay show $C
out ~ "sealed by a-ben, and erased by record $E; the key is not here"
run assay seal take
status 1
out ~ "a-ben: erased by record $E; the key is not here"
sh '! grep -rFf ../secrets . $XDG_STATE_HOME $XDG_CACHE_HOME'
cd ../programme
run assay erase $P --ground 'asked by the learner' --destroyed-by m-cat
let F 'recorded ([0-9a-f]{12})'
out !~ 'm-cat may have a key'
run assay show $F
out ~ '^keys_destroyed_by: \[a-one, m-cat\]$'
run assay show $M
out ~ "^-- reason\.txt: sealed by m-cat, and shredded, as record $F says"
run assay seal list
out ~ "m-cat +shredded, as record $F says"
out ~ "a-ben +erased by record [0-9a-f]{12}; the key is not here"
run assay audit
out ~ ': ok$'
