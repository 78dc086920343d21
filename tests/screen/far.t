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
keys SfSy
wait
screen ~ 'Recorded'
bytes total <= 3600
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
assay -C prog score --line "$(cat q)" <<Y > said
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
sign
Y
cat said
test "$(wc -c < said)" -le 1500
X
out ~ '8/8, pass'
out ~ '^recorded [0-9a-f]{40}$'
