# A portfolio returned at the gate, and moderated: released as it was returned, with all that is to
# be mended, and on an appeal judged in its place.
sh '. "$SRC/tests/cli/setup.sh"'
sh <<END
sed 's/^id: small/id: gated/; s/^codes:/gate:\n  - {id: opens, label: Every piece opens, auto: files_open, effect: return_incomplete}\n  - {id: own, label: It is your own work, effect: return_incomplete}\n  - {id: neat, label: It is neat, effect: warn}\n&/' small.yaml > gated.yaml
git -C evidence rm -q --cached sub/link; rm evidence/sub/link
yes a line of it | head -c 900000 > evidence/long.txt
git -C evidence add long.txt
git -C evidence commit -qam 'no link'
cd programme
assay rubric publish ../gated.yaml
assay portfolio add ../evidence --rubric gated > ../q
for k in ben cat; do assay key new $k --no-passphrase | tail -1 > ../$k.pub; done
assay person add a-ben --pub ../ben.pub --role assessor
assay person add m-cat --pub ../cat.pub --role moderator
assay trust policy release on_moderation
assay trust sign
assay trust publish
cat > ../as <<A
sed -i "s/^actor: .*/actor: \$1/; s|^key: .*|key: \$2|" assay.yaml
A
END
cd programme
sh 'cat ../q'
let Q '^([0-9a-f]{32})$'
sh 'sh ../as a-ben ben'
run assay score --line $Q <<END
checks
gate own unmet
return gate
note overall Hand in your own.
conflict none
sign
END
out ~ 'recorded [0-9a-f]{40}'
sh 'sh ../as m-cat cat'
run assay moderate $Q confirm --reason 'It is not their own.'
out ~ '^it stands as: incomplete$'
out ~ '^released to the learner: '
run assay verify ../evidence
out ~ 'incomplete'
sh 'git -C ../evidence show assay/outcomes:feedback.md'
out ~ 'It is your own work: the assessor finds that it is not met'
out ~ 'empty is empty'
out ~ 'Hand in your own'
run assay moderate $Q adjust --reason x --say 'return gate'
status 1
err ~ 'only who judges it returns it at the gate'
run assay moderate $Q adjust --reason 'It is theirs.' --say 'level c1 high' 'level c2 high' 'cite c1 plan.md' 'note c9 Thank you.'
out ~ '^it stands as: pass$'
out ~ '^released to the learner: '
run assay verify ../evidence
out ~ 'pass'
sh 'git -C ../evidence show assay/outcomes:feedback.md'
run assay audit
out ~ ': ok$'
