# A mouse, where it is wanted: a click moves, the wheel scrolls, nothing is judged by either.
sh <<END
. "$SRC/tests/screen/setup.sh"
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
END
run cat p
let P '([0-9a-f]{8})'
# not asked for, not one byte of it; what comes anyway does nothing
start 80x24 assay -C prog score "$P"
wait
keys "\e[<lt>0;5;17M"
wait
screen ~ '^> p1\.c1'
raw !~ '1000h|1006h'
keys :quit<Enter>
exit 0
file $XDG_CONFIG_HOME/assay/config.yaml <<END
mouse: yes
END
start 80x24 assay -C prog score "$P"
wait
raw ~ '\[\?1000h.*\[\?1006h'
keys "\e[<lt>0;5;17M\e[<lt>0;5;17m"
bytes <= 120
screen ~ '^> p2\.c2'
keys "\e[<lt>65;5;17M"
wait
screen ~ '^> p2\.c5'
keys "\e[<lt>64;5;17M"
wait
screen ~ '^> p2\.c2'
# in the evidence
keys "\e[<lt>0;5;6M"
wait
cursor 5 0
keys "\e[<lt>65;5;6M\e[<lt>65;5;6M\e[<lt>65;5;6M\e[<lt>65;5;6M"
wait
screen !~ 'Why a circle'
keys "\e[<lt>64;5;6M\e[<lt>64;5;6M\e[<lt>64;5;6M\e[<lt>64;5;6M\e[<lt>64;5;6M"
wait
screen ~ 'Why a circle'
# nowhere, off the screen, and while something is typed
keys "\e[<lt>0;500;500M\e[<lt>0;1;1M\e[<lt>35;3;3M"
wait
press n
keys "\e[<lt>0;5;17M"
wait
screen ~ 'TEXT'
press <C-c>
screen ~ '0/8 judged'
# a page scrolls
press ?
keys "\e[<lt>65;5;17M"
wait
screen !~ '^Evidence above'
keys q
wait
# what closed a screen before it was shown is not clicked on
keys "EqE\e[<lt>0;5;6Mq\e[<lt>0;5;6M"
wait
screen ~ '0/8 judged'
keys :quit<Enter>
exit 0
raw ~ '\[\?1006l.*\[\?1000l'
run assay -C prog draft show "$P"
out !~ '^p[12]\.c. [a-z]'
