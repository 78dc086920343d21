# All criteria of a sample portfolio, with a note and citations, at 9600 bit/s and 600 ms.
deadline 120
sh <<X
. "$SRC/tests/bench/far.sh"
link 9600 300 0
date +%s > began
X
start 80x24 ssh -F $T/conf -tt far $T/assay score
wait
keys <Enter>
wait
keys 22333332
wait
screen ~ '8/8 judged, pass'
keys 'jnA clear and careful account.<Esc>'
wait
keys ']c]c]'
wait
screen ~ 'conflict of interest'
keys Sf
wait
keys qqq
exit 0
sh <<X
assay -C prog draft show "$(cat p)" | grep -c ' cites '
echo "$(($(date +%s) - $(cat began))) s, $(cut -d' ' -f2 count) bytes down, $(cut -d' ' -f1 count) up"
X
let SAID '^(.* up)$'
report "on the screen, ssh and all: $SAID"
