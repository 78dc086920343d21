# Tables of comma separated values: columns, the head on top, rows cited by their lines.
sh <<END
git init -q -b main p
mkdir -p p/part2/a1
awk 'BEGIN {
	print "Date;Child;What was said;Who kept the circle;Minutes;Follow up"
	for (i = 1; i <= 50000; i++) {
		said = "said a thing of number " i " that goes on for longer than a column may be"
		if (i == 3)
			said = "\"first line\nsecond; with a \"\"quote\"\"\nthird\""
		printf "2026-01-%02d;child %d;%s;keeper %d;%d;%s\n", i % 28 + 1, i, said, i % 7, i % 60, i % 3 ? "yes" : ""
	}
}' > p/part2/a1/log.csv
seq -f 'c%.0f' -s '	' 0 9999 > p/part2/a1/wide.tsv
seq -s '	' 0 9999 >> p/part2/a1/wide.tsv
{ printf 'a,b\nx,'; head -c 1000000 /dev/zero | tr '\0' y; printf '\nlast,row\n'; } > p/part2/a1/cell.csv
{ printf 'a,"\033]0;x\007\033[31mred",\377\376\n"'; yes 'never closed' | head -n 200000; } > p/part2/a1/hostile.csv
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/log.csv<Enter><Enter>'
screen table
resize 120x40
wait
screen table-120x40
resize 40x12
wait
screen table-40x12
resize 80x24
wait
# Laid out it stays when one asks for long lines: it says what there is instead.
press w
screen ~ 'no: a table is laid out in columns: h and l move through them, t shows'
row 1 ~ '^[> ] *1 Date'
press jjj
row 1 ~ '^  *1 Date'
row cursor ~ '^  +4 2026-01-04.*first line'
press c
screen ~ 'p1\.c1 cites part2/a1/log\.csv:4-6'
press j
keys j
bytes <= 16
press kk
keys <Space>
bytes <= 2600
row 1 ~ '^  *1 Date'
press h
row 22 ~ 'that is as far as it goes'
press lll
screen table-panned
press hhh
press '/keeper 5;59<Enter>'
row cursor ~ '^  '
row 1 ~ '^  *1 '
press G
row cursor ~ '^  +50003 '
row 1 ~ '^  *1 '
press ':line 30000<Enter>'
row cursor ~ '^  +30000 child 29997 '
press h
press t
row cursor ~ '^  +30000 2026-.*;child 29997'
press t
row cursor ~ '^  +30000 2026-.* +child 29997'
press gvjjjc
screen ~ 'p1\.c1 cites part2/a1/log\.csv:1-6'
press q
press ':evidence part2/a1/wide.tsv<Enter><Enter>'
screen ~ 'c0   c1   c2 '
press '/9999<Enter>'
row cursor ~ '^  +1 .*c9999$'
press q
press ':evidence part2/a1/cell.csv<Enter><Enter>'
screen ~ '^ +3 la.*  row$'
press q
press ':evidence part2/a1/hostile.csv<Enter><Enter>'
screen ~ '\^\[\]0;x\^G'
press G
row cursor ~ '^  *[0-9]+ never closed'
raw clean
keys :quit<Enter>
exit 0
env LC_ALL C
env TERM vt100
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/log.csv<Enter><Enter>'
row cursor ~ '^  +1 Date'
raw !~ '[^ -~[:cntrl:]]'
keys :quit<Enter>
exit 0
env LC_ALL C.UTF-8
run assay -C prog queue --json
let portfolio '"portfolio": *"([0-9a-f]*)"'
run assay -C prog score --line "$portfolio" <<LINES
read part2/a1/log.csv:4-6
read part2/a1/log.csv
read part2/a1/wide.tsv
quit
LINES
out ~ '^columns: Date \| Child \| What was said'
out ~ '^4-6 2026-01-04 \| child 3 \| first line'
out ~ '^there is more: read part2/a1/log\.csv:43-82$'
out ~ 'and more columns$'
