# Whose a portfolio is stands on no surface before a reveal; the canary is in all that could tell.
sh <<END
mkdir -p "home-of-ZZCANARY"
git init -q -b main home-of-ZZCANARY/ZZCANARY-work
cd home-of-ZZCANARY/ZZCANARY-work
git config user.name 'Zoe ZZCANARY'
git config user.email 'zzcanary@zzcanary.example'
git remote add origin https://git.example/ZZCANARY/work.git
printf '# Plan of Zoe ZZCANARY\n\nI am ZZCANARY, at zzcanary@zzcanary.example or zoe.zzcanary@x.example.\nThe zoe in the rubric stays.\n' > ZZCANARY-plan.md
printf 'name,mark\nZZCANARY,3\n' > table.csv
cat > portfolio.yaml <<Y
assay_portfolio: 1
rubric: small
title: The work of ZZCANARY
evidence:
  - {slot: a1, file: ZZCANARY-plan.md, title: Plan by ZZCANARY, note: by ZZCANARY}
  - {slot: a1, file: table.csv}
Y
git add -A
GIT_AUTHOR_NAME='Zoe ZZCANARY' GIT_AUTHOR_EMAIL=zzcanary@zzcanary.example GIT_COMMITTER_NAME='Zoe ZZCANARY' GIT_COMMITTER_EMAIL=zzcanary@zzcanary.example git commit -q -m 'ZZCANARY hands in'
cd ../..
cat > small.yaml <<Y
assay_rubric: 1
id: small
version: 1
title: A small rubric
scales:
  three: {levels: [{id: low, points: 0}, {id: mid, points: 1}, {id: high, points: 2}]}
codes:
  - {id: missing, label: Missing, effect: incomplete}
parts:
  - id: p1
    kind: artifacts
    label: Part one
    evidence: [{id: a1, label: Plan, path: "**", min: 1}]
    criteria:
      - {id: c1, label: Plans as zoe does, scale: three, evidence: [a1], cite: required}
      - {id: c2, label: Does, scale: three, evidence: [a1]}
decision:
  pass: all(p1 >= mid)
Y
assay init prog --name 'A programme' --actor a-lind --release on_sign --no-passphrase
assay -C prog rubric publish small.yaml
assay -C prog portfolio add home-of-ZZCANARY/ZZCANARY-work --rubric small > p
END
mask '[0-9a-f]{8,}'
run cat p
let P '([0-9a-f]{8})'

# every screen an assessor has
start 80x24 assay -C prog
wait
press <Esc><Enter>
screen ~ '########-plan\.md'
screen ~ 'Plan of #{12}'
screen ~ 'The zoe in the rubric stays'
screen veil
resize 120x40
wait
screen veil-120x40
resize 40x12
wait
screen veil-40x12
resize 80x24
wait
press <Enter>
press '/ZZ'
press <Esc>
press 'O'
press q
press q
press ':evidence<Enter>'
screen ~ '########-plan'
press q
press c
screen ~ 'cites ########-plan\.md:1'
press 2
press 'nGood work, ZZ<BS><BS>friend.<Esc>'
press 2
press C
press q
press y
screen ~ 'cite c1 ########-plan'
press q
press ':links<Enter>'
press q
press ':changes<Enter>'
press ':rubric<Enter>'
press q
press ':outcome<Enter>'
press q
press ':gate<Enter>'
press Sf
screen ~ 'cites ########-plan'
press '<Space><Space><Space>'
press S
press y
screen ~ 'Recorded'
press '<Space>'
press q
press L
press <Enter>
press '<Space><Space><Space>'
press q
press q
press ':messages<Enter>'
screen ~ 'cites ########-plan'
press q
press ?
press q
press B
press q
press ':people<Enter>'
press q
raw !~ '[Zz][Zz]CANARY|zzcanary'
raw clean
# and a key of its office: why is asked, logged, and then it is said
press <Enter>
press ':learner<Enter>'
screen ~ 'no: whose it is, is not revealed'
press ':reveal<Enter>'
press <Enter>
screen ~ 'no: say why'
press ':reveal<Enter>'
press 'A complaint about the outcome<Enter>'
screen ~ 'Zoe ZZCANARY <zzcanary@zzcanary\.example>'
screen ~ 'in .*/home-of-ZZCANARY/ZZCANARY-work'
screen ~ 'from https://git\.example/ZZCANARY/work\.git'
press q
screen ~ 'ZZCANARY-plan\.md'
keys :quit<Enter>
exit 0
run cat prog/reveals.log
out ~ '^[0-9T:Z-]+ a-lind [0-9a-f]{32} [0-9a-f]{32} A complaint about the outcome$'

# every subcommand of an assessor
run assay -C prog queue
out !~ 'CANARY|canary'
run assay -C prog queue --json
out !~ 'CANARY|canary'
run assay -C prog score --line "$P" <<END
show
evidence
read ZZCANARY-plan.md
read ZZCANARY-plan.md:1-3
search hand
outline ZZCANARY-plan.md
links ZZCANARY-plan.md
cite c1 ZZCANARY-plan.md:2
cites c1
cite c1 ZZCANARY-plan.md:99
read nothing-of-ZZCANARY.md
said
rubric
checks
gaps
outcome
changes
undo
quit
END
out ~ '########-plan\.md'
out ~ 'Plan of ############'
out !~ '[Zz][Zz]CANARY|zzcanary'
err !~ 'CANARY|canary'
run assay -C prog say "$P" cite c1 ZZCANARY-plan.md:77
status 1
err !~ 'CANARY|canary'
run assay -C prog draft show "$P"
out !~ 'CANARY|canary'
run assay -C prog log
out !~ 'CANARY|canary'
run assay -C prog log "$P" --json
out !~ 'CANARY|canary'
run assay -C prog score --line "$P" <<END
level c1 1
cite c1 ZZCANARY-plan.md:2
level c2 1
note c1 Dear zzcanary.
conflict none
sign
END
out ~ '^recorded'
run assay -C prog compare "$P" --json
out ~ 'Dear ########'
out ~ '"criteria"'
out !~ 'CANARY|canary'
run assay -C prog log
let C '^([0-9a-f]{10,}).*decision'
run assay -C prog show "$C"
out !~ 'CANARY|canary'
run assay -C prog audit
out !~ 'CANARY|canary'
sh 'assay -C prog doctor > said 2>&1 || :'
run cat said
out !~ 'CANARY|canary'
# its repository gone: neither the place nor the name
sh 'mv home-of-ZZCANARY elsewhere'
run assay -C prog score --line "$P" <<END
quit
END
status 1
err !~ 'CANARY|canary'
run assay -C prog sign "$P"
status 1
err !~ 'CANARY|canary'
run assay -C prog queue
out !~ 'CANARY|canary'
err !~ 'CANARY|canary'
start 80x24 assay -C prog
wait
press <Enter>
screen ~ 'no: '
raw !~ 'CANARY|canary'
keys q
exit 0
sh 'mv elsewhere home-of-ZZCANARY'

# one who only judges is told after their decision, not before, and that too is logged
run assay -C prog reveal "$P"
status 2
run assay -C prog reveal "$P" --why 'An appeal'
out ~ 'Zoe ZZCANARY <zzcanary@zzcanary\.example>'
run cat prog/reveals.log
out ~ 'An appeal$'
# what cannot be logged is not shown
sh 'rm prog/reveals.log; mkdir prog/reveals.log'
run assay -C prog reveal "$P" --why 'An appeal'
status 3
out !~ 'CANARY|canary'
err !~ 'CANARY|canary'
