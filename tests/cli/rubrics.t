# What an author does with a rubric in a programme: versions, differences, pages, lists.
sh '. "$SRC/tests/cli/setup.sh"; cp small.yaml two.yaml; sed -i "s/^version: 1/version: 2/; s/label: Plans/label: Plans ahead/" two.yaml; sed "s/^version: 2/version: 3/; s/id: high, points: 2/id: high, points: 4/" two.yaml > three.yaml'
cd programme

# What was published stays as it is.
run assay rubric publish ../small.yaml
out ~ '^published already small version 1: [0-9a-f]{40}$'
sh 'sed "s/^title: .*/title: Changed on the sly/" ../small.yaml > ../sly.yaml'
run assay rubric publish ../sly.yaml
status 1
err = 'assay: version 1 of small is published already, and this text is another: what was published stays as it is; give this one `version: 2`'
run assay rubric publish ../two.yaml
out ~ '^published small version 2: '
out ~ '^results stay comparable with those by version 1: `assay rubric diff small@1 small@2`'
run assay rubric publish ../three.yaml
out ~ '^results are not comparable with those by version 2'
run assay rubric publish ../two.yaml
out ~ '^published already small version 2'
sh 'cmp ../three.yaml rubrics/small.yaml'
sh 'sed "s/^version: 2/version: 1/" ../two.yaml > ../back.yaml'
run assay rubric publish ../back.yaml
status 1
err ~ 'version 3 of small is published already'
run assay audit
out ~ 'ok$'

# The list, and differences by file, id and published version.
run assay rubric list
out ~ '^small@3 A small rubric: 3 criteria, published, 1 portfolio$'
out ~ '^small@1 A small rubric: 3 criteria, published.*, followed by a newer version$'
run assay rubric list --json
out ~ '"version": 3'
out ~ '"newest": true'
run assay rubric diff small@1 small@1
out = 'same'
run assay rubric diff small@1 small@2
out ~ '^wording only: results stay comparable$'
out ~ <<END
criterion c1, label changed
  - Plans
  \+ Plans ahead
END
run assay rubric diff small@2 small
status 1
out ~ '^structure changed: results are not comparable$'
out ~ 'high 4'
run assay rubric diff small@2 ../three.yaml --json
status 1
out ~ '"change": "structure"'
out ~ '"comparable": false'
out ~ '"matter": "structure"'
out ~ '"version": 2,'
run assay rubric diff small@9 small
status 1
err ~ "there is no rubric 'small@9' here; see .assay rubric list"
run assay rubric diff small@x small
status 1
err ~ 'expected one, or an id of a rubric, or ID@VERSION'
sh 'sed "s/^version: 1/version: 1 # the first/" ../small.yaml > ../comment.yaml; sed "s/^version: 1/version: 1\nattempts: {max: 2}/" ../small.yaml > ../tries.yaml'
run assay rubric diff small@1 ../comment.yaml
out = <<END
wording only: results stay comparable
only comments, spaces or the order of keys differ
END
run assay rubric diff ../tries.yaml small@1
out = <<END
structure unchanged: results stay comparable

conduct: what is asked for and how it is run
attempts, at most is gone
  - 2
END
run assay rubric diff small
status 2
run assay rubric show nothing
status 1
err ~ "there is no rubric 'nothing'"

# Pages: for a person, for a learner; foreign text stays text.
run assay rubric show small@1
out ~ '^pass when every criterion of Part one is at mid or above$'
out ~ '^  as a rule: all\(p1 >= mid\)$'
sh 'sed "s/^version: 1/version: 4/; s/label: Plans/label: \"# *Plans* <b>\"/" ../small.yaml > ../odd.yaml'
run assay rubric show --markdown ../odd.yaml
out ~ '^### \\# \\\*Plans\\\* \\<b\\>$'
out ~ '^You pass when every criterion of Part one is at mid or above\.$'
out ~ '^- Plan \(1 or more\)$'
out !~ 'p1|c1|>='

# A learner's page of each rubric that ships holds no id and no rule.
sh 'for r in $SRC/rubrics/*.yaml; do assay rubric show --markdown $r > page; grep -q "^You pass when\|^The assessor weighs" page; if grep -nE "\(p[0-9]|>= |any_code" page; then exit 1; fi; done'

# Every fault with its place, every doubt with a remedy.
run assay rubric check ../small.yaml
err ~ 'small\.yaml:1:1: warning: no level of any criterion is described: say under'
file ../bad.yaml <<END
assay_rubric: 1
id: x
version: 1
title: "a\nb"
scales: {s: {levels: [{id: a, points: 1}]}}
parts: []
decision: {}
END
run assay rubric check ../bad.yaml
status 1
err ~ '^\.\./bad\.yaml:4:8: expected one line of text'
err ~ '^\.\./bad\.yaml:5:[0-9]+: '
err ~ '^\.\./bad\.yaml:6:[0-9]+: '
err ~ '^\.\./bad\.yaml:7:[0-9]+: '

# Doctor: files that are none, and two texts of one id and version.
run assay doctor
out ~ '^ok: rubrics: 3, in the folder and the ledger$'
sh 'cp ../sly.yaml rubrics/sly.yaml'
run assay doctor
status 1
out ~ <<END
look: rubrics: 4, in the folder and the ledger
      there are two texts of small@1: raise `version` in the one that is not published
END
run assay rubric list
out ~ '^small@1 Changed on the sly: 3 criteria, not published yet'
sh 'mv ../bad.yaml rubrics/sly.yaml'
run assay doctor
status 1
out ~ 'rubrics/sly.yaml is no rubric: `assay rubric check` says why'
run assay rubric list
err ~ 'rubrics/sly.yaml is no rubric'
run assay rubric list --json
out ~ '"unread": \['

# What is only in the ledger is found there; the file goes before, then the folder.
sh 'rm rubrics/*'
run assay rubric show small
out ~ '^small version 3$'
run assay rubric list
out ~ '^small@3 .*, published, not in the folder'
run assay rubric nonsense
status 2
err ~ '^assay: usage: assay rubric check FILE'
