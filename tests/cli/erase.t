# What a programme holds of a person goes: drafts, its copy of the evidence, and where it came
# from. The signed records stay, name nobody, and say that it went.
sh 'assay demo D </dev/null >/dev/null'
cd D
sh <<END
cat > ../as <<A
sed -i "s/^actor: .*/actor: \$1/; s|^key: .*|key: keys/\$1.key|" assay.yaml
A
assay log --actor m-okoro --type decision > ../said
END
run cat ../said
let P 'decision ([0-9a-f]{8})'
let C '^([0-9a-f]{12})'
run assay show $C
out !~ 'erased'
run grep -l $P -r portfolios
let F '(portfolios/.*)'
run grep -h repo: $F
let R 'repo: *"?([^" ]*)'
sh "sh ../as m-okoro; assay say $P note overall 'More of this.'; sh ../as a-lind; ls \$XDG_STATE_HOME/assay/drafts/*/$P*"

# What an editor keeps beside a note, and what a write left that was cut off.
sh <<END
cd $XDG_STATE_HOME/assay/drafts/*
echo pippin > .$(ls | grep -o "^$P[0-9a-f]*" | head -1).note.md.swp
sh -c 'echo pippin > .assay-$$-0123456789abcdef'
echo mine > .assay-1-0123456789abcdef
END

# Only by an administrator, on a ground that is fit to stand for ever.
run assay erase $P
status 2
run assay erase $P --ground ' '
status 1
run assay erase $P --ground 'as asked in mail to a@example.org'
status 1
err ~ 'no paths and no addresses'
run assay erase $P --ground 'Daniel said so'
status 1
err ~ 'no names: .* say d-ruiz'
run assay erase $P --ground 'Tamsin wants it'
status 1
err ~ "no names: '#*' stands in the learner's own commits"
sh 'sh ../as d-ruiz'
run assay erase $P --ground 'asked by the learner'
status 1
err ~ 'only an administrator erases'
sh "test -e $F && test -d $R; sh ../as a-lind"

run assay erase $P --ground 'asked by the learner'
out ~ '^erased: recorded [0-9a-f]{40}$'
out ~ "the programme's copy of the evidence"
sh "test ! -e $F && test ! -e $R && ! ls -a \$XDG_STATE_HOME/assay/drafts/* | grep $P"
sh '! grep -r pippin $XDG_STATE_HOME/assay/drafts'
sh 'rm $XDG_STATE_HOME/assay/drafts/*/.assay-1-*'
run assay queue
out !~ "$P"
run assay show $C
out ~ '^erased  20[0-9-]{8}, with the evidence, ground: asked by the learner$'
run assay log --type erasure
out ~ 'a-lind +erasure [0-9a-f]{8} asked by the learner'
let E '^([0-9a-f]{12})'
run assay show $E
out ~ '^keys_destroyed_by: \[\]$'
out ~ '^evidence_deleted: yes$'
run assay audit
out ~ ': ok$'

# Gone is gone: only its whole pseudonym is still a name.
run assay erase $P --ground again
status 1
err ~ 'no portfolio here begins with'

# What was taken from elsewhere is not the programme's to delete.
sh <<END
git init -q -b main ../hers
echo hers > ../hers/plan.md
git -C ../hers add -A
git -C ../hers commit -qm one
assay portfolio add ../hers --rubric essential-spreadsheet-skills > ../q
assay erase "$(cat ../q)" --ground 'asked by the learner' > ../said
grep -q "is not the programme's" ../said
test -e ../hers/plan.md
assay erase "$(cat ../q)" --ground 'asked again' > ../said
grep -q 'no copy of the evidence' ../said
END
