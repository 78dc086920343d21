# Rubrics of other programs: each export as it should come out, with all that is said of it.
sh <<END
cd "$SRC/tests/imports"
while read -r name file more; do
	eval "set -- $more"
	assay rubric import --from "${file%%/*}" "$file" "$@" > $T/yaml 2> $T/notes || echo "exit $?" >> $T/notes
	if [ -e "$name.yaml" ]; then
		cmp "$name.yaml" $T/yaml
		assay rubric check $T/yaml > /dev/null 2>&1
	else
		[ ! -s $T/yaml ]
		echo "exit 1" | cat "$name.notes" - > $T/want
		cmp $T/want $T/notes
		continue
	fi
	cmp "$name.notes" $T/notes
done <<'LIST'
canvas-csv/essay canvas-csv/essay.csv
canvas-csv/essay-pass canvas-csv/essay.csv --pass 'sum(rubric) >= 9' --id letter
canvas-csv/tableur canvas-csv/tableur.csv --nth 1
canvas-csv/tableur-2 canvas-csv/tableur.csv --id autre-grille
canvas-csv/windows canvas-csv/windows.csv
canvas-csv/hostile canvas-csv/hostile.csv
canvas-json/rubric canvas-json/rubric.json
canvas-json/course canvas-json/course.json --nth 2
canvas-json/twice canvas-json/twice.json
canvas-json/odd canvas-json/odd.json
moodle-xml/grading moodle-xml/grading.xml
moodle-xml/guide moodle-xml/guide.xml
moodle-xml/laughs moodle-xml/laughs.xml
moodle-xml/broken moodle-xml/broken.xml
ora-xml/assessment ora-xml/assessment.xml
ora-xml/torn ora-xml/torn.xml
ora-json/rubric ora-json/rubric.json
ora-json/torn ora-json/torn.json
markus-yaml/criteria markus-yaml/criteria.yml --id shell
markus-yaml/tagged markus-yaml/tagged.yml
markus-yaml/odd markus-yaml/odd.yml
case-json/package case-json/package.json --pass 'weighted(rubric) >= 1.5'
case-json/none case-json/none.json
LIST
END

# What is asked wrongly is answered with what there is.
sh 'cp $SRC/tests/imports/canvas-csv/tableur.csv $SRC/tests/imports/canvas-csv/essay.csv .'
run assay rubric import tableur.csv
status 2
err ~ '^  canvas-csv +Canvas'
err ~ '--from is wanted'
run assay rubric import --from blackboard tableur.csv
status 2
err ~ '^  case-json '
err ~ "there is no format 'blackboard'"
run assay rubric import --from canvas-csv
status 2
run assay rubric import --from canvas-csv nowhere.csv
status 1
run assay rubric import --from canvas-csv tableur.csv
status 1
out = ''
err ~ 'nth 2  Autre grille .autre-grille, 1 criteria.'
err ~ 'say which one with --nth N$'
run assay rubric import --from canvas-csv tableur.csv --nth 3
status 1
err ~ '--nth is from 1 to 2$'
run assay rubric import --from canvas-csv essay.csv --nth x
status 1
run assay rubric import --from canvas-csv essay.csv --id 'Not an id'
status 2
run assay rubric import --from canvas-csv essay.csv --pass 'sum(rubric) >='
status 1
out = ''
err ~ '^assay: --pass: '
run assay rubric import --from canvas-csv essay.csv --pass 'all(nobody >= 1)'
status 1
err ~ '^assay: --pass: .*nobody'

# Limits, each before there is anything to hold.
sh 'head -n 1 essay.csv > many.csv; i=0; while [ $i -lt 201 ]; do i=$((i + 1)); echo "Long,Criterion $i,,,Yes,,1,No,,0"; done >> many.csv'
run assay rubric import --from canvas-csv many.csv
status 1
err = "many.csv:2:1: 'Long' has 201 criteria; a rubric has at most 200"
sh 'head -n 1 essay.csv > wide.csv; awk "BEGIN { for (i = 0; i < 3000; i++) print \"R\" i \",C,,,Yes,,1,No,,0\" }" >> wide.csv'
run assay rubric import --from canvas-csv wide.csv
status 1
err ~ '^wide.csv:1002:1: more than 1000 rubrics in one file$'
sh 'head -c 2097153 /dev/zero > zeros'
run assay rubric import --from canvas-csv zeros
status 1
sh 'printf "\377\376R\0" > utf16.csv'
run assay rubric import --from canvas-csv utf16.csv
status 1
err = 'utf16.csv:1:1: this is UTF-16: save it as CSV UTF-8'

# Nothing that a terminal obeys gets out, neither in what is written nor in what is said.
sh 'head -n 1 essay.csv > esc.csv; printf "\033]0;x\007Ti\033[31mtle,\342\200\256evil,,TRUE,Yes,,1,No,,x\033[2J\n" >> esc.csv'
run assay rubric import --from canvas-csv esc.csv
status 1
err clean
sh 'sed "s/x.\[2J/0/" esc.csv > esc0.csv'
run assay rubric import --from canvas-csv esc0.csv
out clean
err clean

# From the export to a signed decision.
run assay rubric import --from canvas-csv essay.csv -o letter.yaml --pass 'sum(rubric) >= 9'
out = ''
err ~ 'written to letter.yaml; mend it there, then: assay rubric check letter.yaml and assay rubric publish letter.yaml$'
run assay rubric import --from canvas-csv essay.csv -o letter.yaml
status 1
err ~ 'letter.yaml exists already; --force writes over it$'
sh 'grep -q "sum(rubric) >= 9" letter.yaml'
run assay rubric import --from canvas-csv essay.csv -o letter.yaml --pass 'sum(rubric) >= 10' --force
sh 'grep -q "sum(rubric) >= 10" letter.yaml'
run assay rubric show letter.yaml
out ~ '^  Gives reasons,$'
run assay rubric import --from canvas-csv essay.csv -o nowhere/letter.yaml
status 1
sh <<END
assay init programme --name P --actor a-one --no-passphrase
git init -q -b main evidence
echo 'Dear council' > evidence/letter.md
git -C evidence add -A
git -C evidence commit -qm evidence
cd programme
assay rubric publish ../letter.yaml
assay portfolio add ../evidence --rubric persuasive-letter > ../p
cat ../p
END
let P '^([0-9a-f]{32})$'
cd programme
run assay score --line $P <<END
level claim strong
level reasons fair
level voice clear
conflict none
sign
END
out ~ '^recorded [0-9a-f]{40}$'
run assay audit
out ~ ': ok$'

# Without a rule a person decides, and that is signed too.
sh <<END
assay rubric import --from canvas-csv ../essay.csv --id by-hand -o ../by-hand.yaml
assay rubric publish ../by-hand.yaml
assay portfolio add ../evidence --rubric by-hand
END
let Q '^([0-9a-f]{32})$'
run assay score --line $Q <<END
level claim strong
level reasons fair
level voice clear
conflict none
decide pass
sign
END
out ~ '^recorded [0-9a-f]{40}$'
