# More levels than there are digits: two keys each; and everything said, with where undo stands.
sh <<END
git init -q -b main work
printf 'A plan.\n' > work/plan.md
git -C work add . && git -C work commit -q -m 'Hand in'
levels() { i=1; while [ $i -le "$1" ]; do printf '{id: l%d, label: Grade %d, points: %d}' $i $i $i; [ $i = "$1" ] || printf ', '; i=$((i+1)); done; }
cat > many.yaml <<Y
assay_rubric: 1
id: many
version: 1
title: Many levels
scales:
  twelve: {levels: [$(levels 12)]}
  twenty: {levels: [$(levels 20)]}
codes:
  - {id: missing, label: Not there, effect: incomplete}
parts:
  - id: p1
    kind: artifacts
    label: Part one
    evidence: [{id: a1, label: Plan, path: "*.md", min: 1}]
    criteria:
      - {id: c1, label: Twelve, scale: twelve, evidence: [a1]}
      - {id: c2, label: Twenty, scale: twenty, evidence: [a1]}
decision:
  pass: all(c1 >= l6)
Y
assay init prog --name 'A programme' --actor a-lind --release on_sign --no-passphrase
cp many.yaml prog/rubrics/
assay -C prog portfolio add work --rubric many
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
press <Esc><Enter>
screen levels
resize 120x40
wait
screen levels-120x40
resize 40x12
wait
screen levels-40x12
resize 80x24
wait
press 1
screen ~ '^-- 10 Grade 10  11 Grade 11  12 Grade 12  00 codes --'
screen ~ 'level 1_ of c1'
press 2
screen ~ 'c1 Twelve .*Grade 12'
screen ~ '^> c2'
press 2
screen ~ '^-- 20 Grade 20  00 codes --'
press 0
screen ~ 'c2 Twenty .*Grade 20'
press 07
screen ~ 'c2 Twenty .*Grade 7'
press 00
screen ~ 'Why c2 cannot be judged'
press 1
screen ~ 'c2 Twenty .*missing'
press 'nNo plan yet.<Esc>'
press y
screen said
resize 120x40
wait
screen said-120x40
resize 40x12
wait
screen said-40x12
resize 80x24
wait
press jj<Enter>
screen ~ '^> undo ->  level c2 7'
press q
screen ~ 'c2 Twenty .*Grade 7'
raw clean
keys :quit<Enter>
exit 0
