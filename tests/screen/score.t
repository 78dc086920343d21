# One portfolio judged on the score screen: keys, bytes, and what is on disk afterwards.
sh '. "$SRC/tests/screen/setup.sh"'
mask '[0-9a-f]{8}'

# straight to a portfolio: all of it in 1.3 kB
run assay -C prog queue --json
let portfolio '"portfolio": *"([0-9a-f]*)"'
start 80x24 assay -C prog score "$portfolio"
wait
bytes total <= 1300
screen ~ '^> p1\.c1'
keys :quit<Enter>
exit 0
start 80x24 assay -C prog
wait
bytes total <= 1300
screen ~ 'not started'
press <Enter>
screen score
raw clean

# one key judges and moves on, and the evidence goes with it: no dearer than to ask for it
keys 2
bytes <= 600
screen ~ 'p1\.c1 .*Passing'
screen ~ '^> p1\.c2'
screen ~ '^2/11 part1/q2\.md'
row 22 ~ '1/8 judged'
keys 1
wait
keys k
wait
keys 2
bytes <= 40
screen ~ '^> p1\.c2'
press 'j>'
keys 2
bytes <= 40
screen ~ '^> p2\.c2'
press 'u<lt>'
keys uu
wait
screen ~ 'p1\.c2 Knows the people in the circle$'
keys U
wait
screen ~ 'again: level p1\.c2 1'
keys 2
wait

# moves
keys j
wait
keys j
bytes <= 12
keys k
bytes <= 12
keys jkjkjkjkjkjkjkjkjkjk
bytes <= 40
quiet 300

# evidence
keys <Tab>
bytes <= 24
keys j
bytes <= 24
keys jjjjjjjj
wait
keys j
bytes <= 110
keys <Tab>
wait

# a note in place: one byte a letter
press n
screen ~ 'TEXT'
type F
keys a
bytes <= 1
keys i
bytes <= 1
press 'r, and more:<Enter>two lines.'
screen note
press <Esc>
screen ~ 'p2\.c1 .*note cite\?'
press c
screen ~ 'p2\.c1 cites part2/a1/circle-plan\.md:[0-9]'
keys :quit<Enter>
exit 0

# everything said is there
run assay -C prog queue
out ~ 'drafting +2/8'
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 40x12 assay -C prog
wait
press <Enter>
screen score-40x12
keys :quit<Enter>
exit 0
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 120x40 assay -C prog
wait
press <Enter>
screen score-120x40
keys w
wait
screen score-beside
press w
press ':theme contrast<Enter>'
screen score-contrast
keys :quit<Enter>
exit 0

# without colour, and on other terminals within 10 % of the same bytes
env NO_COLOR 1
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog
wait
press <Enter>
raw !~ '\[3[0-79]m'
keys :quit<Enter>
exit 0
unset NO_COLOR
env TERM vt100
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog score "$portfolio"
wait
bytes total <= 1430
keys ]
wait
keys 1
bytes <= 660
keys u
wait
raw clean
keys :quit<Enter>
exit 0
env TERM linux
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog score "$portfolio"
wait
bytes total <= 1430
keys ]
wait
keys 1
bytes <= 660
keys u
wait
raw clean
keys :quit<Enter>
exit 0
env TERM screen
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog score "$portfolio"
wait
bytes total <= 1430
keys ]
wait
keys 1
bytes <= 660
keys u
wait
raw clean
keys :quit<Enter>
exit 0
env TERM tmux
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog score "$portfolio"
wait
bytes total <= 1430
keys ]
wait
keys 1
bytes <= 660
keys u
wait
raw clean
keys :quit<Enter>
exit 0

# the editor has the terminal, and the screen comes back whole
env TERM xterm-256color
file editor <<END
#!/bin/sh
stty -a | grep -q ' icanon' && printf 'Written elsewhere.\n' > "$2"
END
run chmod +x editor
env EDITOR "$T/editor --now"
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog score "$portfolio"
wait
keys kN
wait
screen ~ '^> p1\.c2 .* note$'
screen ~ 'What|Why a circle'
press n
screen ~ 'Written elsewhere\.'
press <C-c>
env EDITOR /nonexistent
raw clean
keys :quit<Enter>
exit 0
sh 'rm -f "$XDG_STATE_HOME"/assay/drafts/*/*.place'
start 80x24 assay -C prog score "$portfolio"
wait
keys kN
wait
screen ~ 'no: the editor ended with 127|cannot'
screen ~ '^> p1\.c2 .* note$'
keys :quit<Enter>
exit 0
