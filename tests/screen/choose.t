# Lines are chosen whole, however many rows of the screen they take; of a table, whole rows.
sh <<END
git init -q -b main p
mkdir -p p/part2/a1 "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
awk 'BEGIN {
	for (i = 1; i <= 30; i++) {
		printf "line %d", i
		if (i % 3 == 0)
			for (n = 0; n < 40; n++)
				printf " and more"
		print ""
	}
}' > p/part2/a1/plan.txt
cp p/part2/a1/plan.txt p/part2/a1/plan.md
awk 'BEGIN { print "n,what"; for (i = 1; i <= 60; i++) printf "%d,\"a thing\nin two lines\"\n", i }' \
	> p/part2/a1/log.csv
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase > init
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro > p.id
cat p.id
END
let P '([0-9a-f]{8})'
mask '[0-9a-f]{8}'
file $XDG_CONFIG_HOME/assay/config.yaml <<END
mouse: yes
END
start 80x24 assay -C prog score "$P"
wait
press ':evidence part2/a1/plan.txt<Enter><Enter>'
press ':line 3<Enter>'
# From the middle of a long line: it is that line, and one key goes to the next.
press jj
row cursor !~ '^ +[0-9]'
press v
row cursor ~ '^ +3\*line 3 '
press jj
row cursor ~ '^ +5\*line 5$'
press j
screen choose
resize 120x40
wait
screen choose-120x40
resize 40x12
wait
screen choose-40x12
resize 80x24
wait
press c
screen ~ 'cites part2/a1/plan\.txt:3-6'
# Not chosen, rows are rows again; and upwards it is the same.
press k
row cursor ~ '^ +5 line 5$'
press k
press k
row cursor !~ '^ +[0-9]'
press vkkc
screen ~ 'cites part2/a1/plan\.txt:1-3'
press gvkkjc
screen ~ 'cites part2/a1/plan\.txt:1-2'
press Gvjkc
screen ~ 'cites part2/a1/plan\.txt:29-30'
press q
press ':evidence part2/a1/plan.md<Enter><Enter>'
press ':line 2<Enter>'
press vjjc
screen ~ 'cites part2/a1/plan\.md:2-4'
press q
# Of a table its rows; and a click is on the row it is on, below the head as well.
press ':evidence part2/a1/log.csv<Enter><Enter>'
press ':line 10<Enter>'
press vjjc
screen ~ 'cites part2/a1/log\.csv:10-15'
press '<Space><Space>'
row 1 ~ '^ +1 n +what'
row 6 ~ '^ +[0-9]+ [0-9]+ +a thing'
keys "\e[<lt>0;5;7M"
wait
cursor 6 0
keys "\e[<lt>0;5;2M"
wait
cursor 6 0
keys :quit<Enter>
exit 0
# Line mode cites the same lines.
run assay -C prog score --line "$P" <<LINES
cite p1.c1 part2/a1/plan.txt:3-6
LINES
out ~ 'no: .*already'
