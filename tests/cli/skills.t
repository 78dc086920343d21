# Libraries of skills: brought in, and held against rubrics.
sh <<END
cd "$SRC/tests/imports"
while read -r name file more; do
	eval "set -- $more"
	assay rubric skills import --from "${file%%/*}" "$file" "$@" > $T/yaml 2> $T/notes || echo "exit $?" >> $T/notes
	if [ -e "$name.yaml" ]; then
		cmp "$name.yaml" $T/yaml
		cmp "$name.notes" $T/notes
	else
		[ ! -s $T/yaml ]
		echo "exit 1" | cat "$name.notes" - > $T/want
		cmp $T/want $T/notes
	fi
done <<'LIST'
osmt-csv/skills osmt-csv/skills.csv
osmt-csv/twice osmt-csv/twice.csv
osmt-json/skills osmt-json/skills.json
osmt-json/torn osmt-json/torn.json
case-json/items case-json/items.json --id garden
LIST
END
run assay rubric skills import --from osmt-csv
status 2
run assay rubric skills import nothing.csv
status 2
err ~ '^  osmt-json '
run assay rubric skills import --from excel nothing.csv
status 2
err ~ "there is no format 'excel'"

# The rubrics that ship, against the libraries that ship: no programme is needed.
run assay rubric skills $SRC/rubrics/restorative-practice-intro.yaml
out ~ '^restorative-practice: Restorative practice'
out ~ "^  circles.prepare: Preparing people for a circle\n    restorative-practice-intro p1.c2 p2.c1\$"
out ~ "^  practice.mediate: Mediating between two people\n    no rubric stands for it\$"
out ~ "^skills that are in no library\n  restorative-practice-intro: relationship, Relationship skills\$"
out !~ 'criteria that stand for no skill'
run assay rubric skills
status 1
err ~ 'assay init'

# A programme's own library comes first; what fits nothing is told.
sh '. "$SRC/tests/cli/setup.sh"'
cd programme
run assay rubric skills
out ~ "^criteria that stand for no skill\n  small c1 c2\$"
sh <<END
mkdir rubrics/skills
assay rubric skills import --from osmt-csv "$SRC/tests/imports/osmt-csv/skills.csv" --id money -o rubrics/skills/money.yaml
sed 's|^parts:|skills:\n  - {id: skill-3, name: Loans}\n  - {id: other, url: "https://osmt.example.org/api/skills/0b1d5c1e-0000-4000-8000-000000000002"}\n  - {id: mine}\nparts:|; s|cite: required|cite: required, skills: [skill-3]|; s/^version: 1/version: 2/' ../small.yaml > ../two.yaml
assay rubric publish ../two.yaml
END
run assay rubric skills import --from osmt-csv $SRC/tests/imports/osmt-csv/skills.csv --id money -o rubrics/skills/money.yaml
status 1
err ~ 'exists already'
run assay rubric skills
out ~ '^money: Imported skills$'
out ~ "^  skill-3: Explains a Loan\n    small c1\$"
out ~ "^  0b1d5c1e-0000-4000-8000-000000000002: Closes the Books\n    small\$"
out ~ "^skills that are in no library\n  small: mine\$"
out ~ '^  small c2$'
run assay rubric skills small --json
out ~ '"assay": 1'
out ~ '"unknown": \['
out ~ '"id": "mine"'
out ~ '"unaligned": \['
sh 'assay rubric skills --json | python3 -m json.tool > /dev/null || ! command -v python3'
sh 'echo nonsense: 1 >> rubrics/skills/money.yaml'
run assay rubric skills
status 1
err ~ 'money\.yaml:[0-9]+:1: unknown key'
