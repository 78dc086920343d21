# The second attempt: what changed since the first, what is carried, what is banked.
sh <<END
cat > again.yaml <<'Y'
assay_rubric: 1
id: again
version: 1
title: Once more with feeling, and with a title that is long
scales:
  three: {levels: [{id: low, label: Developing, points: 0}, {id: mid, label: Basic, points: 1}, {id: high, label: Proficient, points: 2}]}
parts:
  - id: p1
    kind: artifacts
    label: Part one
    evidence: [{id: a1, label: Plan, path: plan.md, min: 1}, {id: a2, label: Log, path: "log/**", min: 1}, {id: a3, label: Table, path: table.csv}]
    criteria:
      - {id: c1, label: Plans what will be done, scale: three, evidence: [a1], cite: required}
      - {id: c2, label: Does it, scale: three, evidence: [a2]}
      - {id: c3, label: Counts what came of it, scale: three, evidence: [a3]}
      - {id: c4, label: Says what was learned, scale: three, evidence: [a2], feedback: required}
decision:
  pass: all(p1 >= high)
attempts: {max: 3, then: refer, rescore: failed_only, banking: best_of, prior_scores_visible: yes}
Y
git init -q -b main ev
mkdir ev/log
printf 'The plan is small.\n\nIt has two steps, and they are clear.\n' > ev/plan.md
printf 'one\n' > ev/log/a.txt
printf 'day,walls\n1,3\n2,4\n' > ev/table.csv
git -C ev add -A && git -C ev commit -qm one
assay init prog --name 'A programme' --actor a-lind --no-passphrase
assay -C prog rubric publish again.yaml
P=$(assay -C prog portfolio add ev --rubric again)
assay -C prog score --line $P <<L
level c1 high
level c2 mid
level c3 high
level c4 low
cite c1 plan.md:1
note c4 Say what you would do another time.
conflict none
sign
L
cd ev
printf 'The plan is small but whole.\n\nIt has two steps, and they\nare clear enough for a child to follow them from the first brick to the last.\n' > plan.md
git mv log/a.txt log/b.txt
echo new > log/c.txt
git add -A && git commit -qm two
cd ..
assay -C prog portfolio add ev --rubric again
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
END
mask '[0-9a-f]{8,}'
start 80x24 assay -C prog
wait
screen again-queue
press <Enter>
screen ~ 'attempt 2 of 3  '
press kk
screen again-score
press 2
screen ~ 'no: c1 is carried from attempt 1'
press jj
screen ~ '-- carried from attempt 1 --'
press k1
press kk
screen ~ 'banked: Basic \(attempt 1\)'
press o
screen ~ 'c1 carried from attempt 1, its evidence changed'
screen ~ 'c2 banked: Basic \(attempt 1\)'
press q
press k
press D
screen changes
resize 120x40
wait
screen changes-120x40
resize 40x12
wait
screen changes-40x12
resize 80x24
wait
press j
press <Enter>
screen changes-words
resize 120x40
wait
screen changes-words-120x40
resize 40x12
wait
screen changes-words-40x12
resize 80x24
wait
press q
press G
press kk
press <Enter>
screen ~ 'Its evidence is changed'
screen ~ 'attempt 1: low'
screen ~ 'its note then: Say what you would do another time\.'
press q
press q
press S
screen ~ 'Sign [0-9a-f]{8}, attempt 2 of 3'
press q
resize 40x12
wait
screen again-score-40x12
raw clean
keys :quit<Enter>
exit 0

# In a first attempt there is nothing to compare with.
sh 'cp again.yaml first.yaml; sed -i "s/^id: again/id: first/" first.yaml; assay -C prog rubric publish first.yaml; assay -C prog portfolio add ev --rubric first > p; cut -c1-8 p'
let P '^([0-9a-f]{8})$'
start 80x24 assay -C prog score $P
wait
press D
screen ~ 'no: nothing was judged before'
keys :quit<Enter>
exit 0
