# A program on a terminal: keys, waits, the screen and its styles, bytes, size, signals.
sh 'cc -o toy $SRC/tests/driver/self/toy.c'
start 90x8 ./toy
wait
alive
row 1 = 'size 90x8'
cursor 1 9
press x
row 1 ~ '\[78\]$'
bytes <= 4
press <Enter><Esc><Tab><S-Tab><C-a><M-x><lt><Space><BS><Up><Del><PgUp>
screen ~ '\[0d\]\[1b\]\[09\]\[1b\]\[5b\]\[5a\]\[01\]'
screen ~ '\[3c\]\[20\]\[7f\]\[1b\]\[5b\]\[41\]'
press a
press <Up>
screen ~ '\[1b\]\[4f\]\[41\]'
bytes <= 12
type gg "é"
screen ~ '\[67\]\[67\]\[c3\]\[a9\]'
resize 30x6
wait
screen ~ 'size 30x6'
screen !~ nothing
signal CONT
wait
keys q
exit 0
raw ~ 'size 90x8'
raw !~ never
raw clean

start 40x8 ./toy
wait
press r w R
row 2 = 'bold red'
row 3 ~ '^漢!----------$'
press d
mask '[0-9a-f]{6}'
screen terminal
bytes <= 26
bytes total <= 120
quiet 100
press f
press f f
press S
raw clean
keys <C-z>
stopped
alive
signal CONT
wait
keys Q
exit 3

start 40x8 ./toy
wait
answer off
press fff
keys k
exit signal ABRT

start 40x8 ./toy
wait
hangup
exit 129

start 40x8 tail -f /dev/null
hangup
exit signal HUP

env TERM vt100
start 80x24 sh -c 'tput cup 4 2; echo here; stty -a | grep -c rows'
exit 0
row 4 = '  here'
raw clean
