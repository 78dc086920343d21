# What a rule makes of a sheet, said by labels, and what a change would do.
file r.yaml <<END
assay_rubric: 1
id: circle
version: 1
title: Circles
design: {barriers: none}
scales:
  three: {levels: [{id: developing, label: Developing, points: 0}, {id: basic, label: Basic, points: 1}, {id: proficient, label: Proficient, points: 2}]}
codes:
  - {id: missing, label: Evidence absent, effect: none}
parts:
  - id: p2
    kind: artifacts
    label: Part 2
    evidence: [{id: a1, path: "**"}]
    criteria:
      - {id: p2.c1, label: Plans a circle people can enter safely, scale: three}
      - {id: p2.c2, label: Keeps the circle, scale: three}
      - {id: p2.c3, label: Looks at what changed, scale: three}
      - {id: p2.n, label: Anything else, scale: none, feedback: required}
decision:
  pass: all([p2.c1, p2.c2] >= proficient) and sum(rubric) >= 6
  incomplete: count(code(p2)) >= 2
END
file s.yaml "p2.c1: basic\np2.c2: proficient\np2.c3: basic\n"
file coded.yaml "p2.c1: {code: missing}\np2.c2: {code: missing}\np2.c3: basic\n"
file half.yaml "p2.c1: basic\n"
run assay rubric try r.yaml s.yaml
status 0
out ~ '^outcome: not yet, points 4 of 6$'
out ~ '^  Plans a circle people can enter safely: is Basic, needs Proficient \[p2.c1\]$'
out ~ '^  the points come to 4, 6 are needed \[rubric\]$'
out ~ '^  Looks at what changed: is Basic, needs Proficient \[p2.c3\]$'
out !~ 'sum\(|all\('
run assay rubric try r.yaml coded.yaml
out ~ '^outcome: incomplete'
out ~ '^  2 criteria in Part 2 are coded, which is at least 2 \[p2\]$'
out ~ 'is coded Evidence absent \[p2.c2\]'
run assay rubric try r.yaml half.yaml
out ~ '^outcome: unfinished'
out ~ '^  Keeps the circle: is not judged \[p2.c2\]$'

# A change, several, and one that is not enough.
run assay rubric try r.yaml s.yaml p2.c1=proficient p2.c3=proficient
status 0
out ~ '^outcome: not yet, points 4 of 6$'
out ~ '^with p2.c1 at Proficient and p2.c3 at Proficient: pass, points 6 of 6$'
run assay rubric try r.yaml s.yaml p2.c3=proficient
out ~ '^with p2.c3 at Proficient: still not yet, points 5 of 6$'
run assay rubric try r.yaml s.yaml p2.c1=missing p2.c2=missing
out ~ '^with p2.c1 coded Evidence absent and p2.c2 coded Evidence absent: incomplete'
run assay rubric try --json r.yaml s.yaml p2.c1=proficient p2.c3=missing
out ~ '"outcome": "not_yet"'
out ~ '"all\(\[p2.c1, p2.c2\] >= proficient\): p2.c1 is basic, needs proficient"'
out ~ '"Plans a circle people can enter safely: is Basic, needs Proficient"'
out ~ '"what_if": \{'
out ~ '"level": "proficient"'
out ~ '"code": "missing"'

# What cannot be.
run assay rubric try r.yaml s.yaml p9=proficient
status 2
err ~ "no criterion 'p9'"
run assay rubric try r.yaml s.yaml p2.c1=high
status 2
err ~ 'p2.c1=high: scale three has no such level, the rubric no such code'
run assay rubric try r.yaml s.yaml p2.n=proficient
status 2
err ~ 'p2.n takes a comment only'
run assay rubric try r.yaml s.yaml p2.c1
status 2
run assay rubric try r.yaml
status 2
err ~ 'usage: assay rubric try FILE SHEET'
