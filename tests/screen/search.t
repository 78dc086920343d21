# Finding one's way in a long piece: searching, counting, panning, marks.
sh <<END
git init -q -b main p
mkdir -p p/part2/a1
seq -f 'Line %g of the diary' 1 3000 > p/part2/a1/diary.txt
{ printf 'id\tname\t'; printf 'x%.0s' $(seq 1 150); printf ' end of a long line\n'; } >> p/part2/a1/diary.txt
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/diary.txt<Enter><Enter>'
press '/^line 29([0-9]+)? of'
keys <Enter>
bytes <= 1000
row cursor ~ '^  +29 Line 29 of'
row 22 ~ '1/111'
screen search
resize 120x40
wait
screen search-120x40
resize 40x12
wait
screen search-40x12
resize 80x24
wait
keys n
wait
row 22 ~ '2/111'
keys N
wait
keys N
wait
row 22 ~ '111/111, from the end again'
keys n
wait
row 22 ~ '1/111, from the top again'
press '/LINE<Enter>'
row 22 ~ "no: 'LINE' is not in it"
press /<Up><Up><Enter>
row 22 ~ '1/111'
# a mark and back
press mx
press G
row cursor ~ '^  +3001 id'
press "'x"
row cursor ~ '^  +29 Line 29'
# a long line, wrapped and then cut
press G
press w
row cursor ~ '^  +3001 id +name +x+(…|~)$'
keys l
wait
screen pan
press hllll
screen ~ 'end of a long line'
press w
press '#'
row cursor ~ '^  id +name'
keys k
bytes <= 24
raw clean
keys :quit<Enter>
exit 0
# other terminals show the same
env TERM vt100
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/diary.txt<Enter><Enter>'
press '/^line 29([0-9]+)? of<Enter>'
row 22 ~ '1/111'
raw clean
keys :quit<Enter>
exit 0
env TERM linux
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/diary.txt<Enter><Enter>'
press '/^line 29([0-9]+)? of<Enter>'
row 22 ~ '1/111'
raw clean
keys :quit<Enter>
exit 0
env TERM screen-256color
env LC_ALL C
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/diary.txt<Enter><Enter>'
press '/^line 29([0-9]+)? of<Enter>'
row 22 ~ '1/111'
raw !~ '[^ -~[:cntrl:]]'
keys :quit<Enter>
exit 0
# lines, with the same expressions
run assay -C prog queue --json
let portfolio '"portfolio": *"([0-9a-f]*)"'
run assay -C prog score --line "$portfolio" <<LINES
search ^Line 300[0-9]? of
search LINE 1 of
search (no
search a\1
quit
LINES
out ~ '^part2/a1/diary\.txt:300 Line 300 of the diary$'
out ~ '^part2/a1/diary\.txt:3000 Line 3000 of the diary$'
out ~ '^nothing says that$'
out ~ '^that is no expression: sought as plain words$'
out ~ '^no: references back, as \\1, are not searched for$'
