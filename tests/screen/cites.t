# What a criterion cites is a list that leads back; words stand beside what was asked.
sh <<END
git init -q -b main circle
cp -R "$SRC/samples/portfolios/circle-strong/." circle
git -C circle add . && git -C circle commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add circle --rubric restorative-practice-intro
END
mask '[0-9a-f]{8}'
run assay -C prog queue --json
let portfolio '"portfolio": *"([0-9a-f]*)"'
start 80x24 assay -C prog score "$portfolio"
wait
press ':cite part1/q1.md:9-10<Enter>'
press ':cite part1/q1.md<Enter>'
press ':cite part1/q1.md:3<Enter>'
press C
screen cites
resize 120x40
wait
screen cites-120x40
resize 40x12
wait
screen cites-40x12
resize 80x24
wait
keys j
bytes <= 12
press g<Enter>
screen ~ '^   9 The three lost three lunchtimes'
press C
press X
screen !~ 'q1\.md:9-10'
press qE
screen cites-words
raw clean
keys :quit<Enter>
exit 0
env TERM vt100
start 80x24 assay -C prog score "$portfolio"
wait
press C
screen ~ '^  part1/q1\.md:3  In November'
raw clean
keys :quit<Enter>
exit 0
run assay -C prog score --line "$portfolio" <<LINES
cites p1.c1
cites p1.c2
cites
evidence
quit
LINES
out ~ '^part1/q1\.md:3 In November four'
out ~ '^it cites nothing$'
out ~ "^no: there is no criterion ''$"
out ~ '^q1: part1/q1\.md, [0-9]+ bytes, .*[0-9]+ words \(asked for: [0-9]+ to [0-9]+'
