# Sourced by scripts of this folder: a small programme to work in, made by stock git and assay.
#   . "$SRC/tests/cli/setup.sh"
# leaves programme/, evidence/, small.yaml, and the pseudonym in the file p.
cat > small.yaml <<'Y'
assay_rubric: 1
id: small
version: 1
title: A small rubric
scales:
  three: {levels: [{id: low, points: 0}, {id: mid, points: 1}, {id: high, points: 2}]}
codes:
  - {id: missing, label: Missing, effect: incomplete}
  - {id: ethics, label: An ethics issue, effect: refer}
parts:
  - id: p1
    kind: artifacts
    label: Part one
    evidence: [{id: a1, label: Plan, path: "**", min: 1}]
    criteria:
      - {id: c1, label: Plans, scale: three, evidence: [a1], cite: required}
      - {id: c2, label: Does, scale: three, evidence: [a1], feedback: required_if_below high}
      - {id: c9, label: Anything else, scale: none, feedback: required}
decision:
  pass: all(p1 >= mid)
Y
git init -q -b main evidence
mkdir -p evidence/a evidence/sub/deep
printf 'one\ntwo\nthree\n' > evidence/plan.md
printf 'x\n' > evidence/a/z.txt
printf 'x\n' > evidence/a-b.txt
printf 'x\n' > evidence/a.c
printf '#!/bin/sh\n' > evidence/sub/run.sh
chmod +x evidence/sub/run.sh
: > evidence/sub/deep/empty
ln -s ../plan.md evidence/sub/link
printf 'caf\303\251\n' > "evidence/sub/caf$(printf '\303\251').md"
git -C evidence add -A
git -C evidence commit -qm 'my evidence'
assay init programme --name 'A small programme' --actor a-one --no-passphrase > init.txt
cd programme
assay rubric publish ../small.yaml > published.txt
assay portfolio add ../evidence --rubric small > ../p
cd ..
