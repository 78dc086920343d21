# Whose a portfolio is: told to one who only judges after their own decision, not before.
sh '. "$SRC/tests/cli/setup.sh"'
run cat p
let P '([0-9a-f]{8})'
cd programme
sh <<END
assay key new ben --no-passphrase | tail -1 > ../ben.pub
assay person add a-ben --pub ../ben.pub --role assessor
assay trust sign
assay trust publish
sed -i 's/^actor: .*/actor: a-ben/; s/^key: .*/key: ben/' assay.yaml
END
run assay reveal "$P" --why 'Curious'
status 1
err ~ 'told to moderators, .* and to you once your decision on it is signed'
run test -e reveals.log
status 1
run assay score --line "$P" <<END
reveal Still curious
level c1 2
cite c1 plan.md:1
level c2 3
note c9 Well done.
conflict none
sign
END
out ~ 'no: whose it is'
run assay reveal "$P" --why 'To write to them'
out ~ '<.*>'
out ~ '^in /.*/evidence$'
run cat reveals.log
out ~ '^[0-9T:Z-]+ a-ben [0-9a-f]{32} [0-9a-f]{32} To write to them$'
# one decision of one's own does not open what others sent in
sh <<END
git init -q -b main ../other
echo hers > ../other/plan.md
git -C ../other add -A
git -C ../other commit -qm one
assay portfolio add ../other --rubric small > ../q
END
sh 'assay reveal "$(cat ../q)" --why Curious 2> ../said && exit 1; grep -q "told to moderators" ../said'
# why is one line, however it was given, and there is one
sh 'assay reveal "$(cat ../p)" --why "$(printf "two\nlines\033[2J")" >/dev/null; assay reveal "$(cat ../p)" --why "   " && exit 1 || exit 0'
sh 'test "$(wc -l < reveals.log)" = 2; ! grep -q "$(printf "\033")" reveals.log'
