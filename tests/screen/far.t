# A whole portfolio over a poor link: keys are typed ahead of a screen that comes late, all of
# them count, and few bytes come down. Then the same in line mode.
sh '. "$SRC/tests/screen/setup.sh"'
start 80x24 assay -C prog score
wait
keys '<Enter>22333332'
wait
screen ~ '8/8 judged, pass'
keys 'jnA clear and careful account.<Esc>]c]c]'
wait
screen ~ 'conflict of interest'
# Nothing is signed by what was typed before it was seen.
keys SfS
wait
screen ~ "no: that was typed before this page was shown: look at it, then sign"
press S
keys y
wait
screen ~ 'Recorded'
bytes total <= 4500
raw clean
keys qqq
exit 0
run assay -C prog audit
out ~ 'ok$'

# Line mode: every answer is short.
sh <<X
git init -q -b main again
cp -R "$SRC/samples/portfolios/circle-strong/." again
git -C again add . && git -C again commit -q -m 'Hand in'
assay -C prog portfolio add again --rubric restorative-practice-intro > q
cat > sheet <<Y
level p1.c1 2
level p1.c2 2
level p2.c1 3
level p2.c2 3
level p2.c3 3
level p2.c4 3
level p2.c5 3
level p3.c1 2
note p3.c9 A clear and careful account.
cite p2.c1 part2/a1/circle-plan.md:1
cite p2.c3 part2/a1/circle-plan.md:1
conflict none
Y
{ cat sheet; echo sign; } | assay -C prog score --line "$(cat q)" > said
cat said
test "$(wc -c < said)" -le 1500
X
out ~ '8/8, pass'
out ~ '^recorded [0-9a-f]{40}$'
# What was left open is told before it is recorded; at a terminal it is asked, as on the page.
out ~ '^never opened, though it feeds a criterion: .*part2/a2/seating\.png'
out ~ '^not ticked at the gate: [a-z_]+, [a-z_]+$'
sh 'assay -C prog score --line "$(cat q)" < sheet; basename "$(cat q)"'
let Q '^([0-9a-f]{32})$'
# What was typed before it was asked is no answer.
sh 'mkfifo go'
start 80x24 sh -c 'read -r x < go; assay -C prog sign $0 | tee said' $Q
keys 'y<Enter>'
sh 'echo > go; until grep -q "y signs:" said 2> /dev/null; do :; done'
keys 'n<Enter>'
exit 0
screen ~ 'it goes to the learner at once; y signs:'
screen ~ 'not signed, and nothing is lost'
screen !~ 'recorded'
start 80x24 sh -c 'assay -C prog sign $0 | tee signed' $Q
sh 'until grep -q "y signs:" signed 2> /dev/null; do :; done'
keys 'y<Enter>'
exit 0
screen ~ "^recorded [0-9a-f]{40}"
