# The same in line mode, without a terminal at the far end; each line is answered before the next.
deadline 120
sh <<X
. "$SRC/tests/bench/far.sh"
link 9600 300 0
ssh -F conf -T far true
cp count alone
date +%s > began
cat > said <<Y
level p1.c1 2
level p1.c2 2
level p2.c1 3
level p2.c2 3
level p2.c3 3
level p2.c4 3
level p2.c5 3
level p3.c1 2
note p3.c1 A clear and careful account.
cite p2.c1 part2/a1/circle-plan.md:1
cite p2.c2 part2/a1/circle-plan.md:1
conflict none
outcome
quit
Y
while read -r line; do echo "$line"; sleep 0.8; done < said |
	ssh -F conf -T far $T/assay score --line "$(cat p)" > answers
X
sh <<X
grep -q '^outcome: pass' answers
assay -C prog draft show "$(cat p)" | grep -c ' cites '
echo "$(($(date +%s) - $(cat began))) s, $(cut -d' ' -f2 count) bytes down, $(cut -d' ' -f1 count) up"
echo "of these, connecting alone: $(cut -d' ' -f2 alone) down, $(cut -d' ' -f1 alone) up"
X
let SAID '^(.* up)$'
report "in line mode, ssh -T and all: $SAID"
let SAID '^(of these.* up)$'
report "$SAID"
