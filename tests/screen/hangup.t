# The line goes while a note is being written, or assay is killed: it is in the editor again.
deadline 30
mask '[0-9a-f]{8}'
run assay demo prog
sh 'basename "$(grep -l portfolios/2.git prog/portfolios/*.yaml)" .yaml'
let P '^([0-9a-f]{32})$'
start 80x24 assay -C prog score "$P"
wait
press 2
press 'nHalf a thought, and the line goes'
signal HUP
exit 129
run assay -C prog draft show $P
out ~ '^p1\.c1 passing'
out ~ '^a note on p1\.c1 was begun and is not said: Half a thought, and the line goes$'
start 80x24 assay -C prog score "$P"
wait
screen ~ '^> p1\.c2'
screen ~ 'begun and not said; Esc'
screen jotting
resize 120x40
wait
screen jotting-120x40
resize 40x12
wait
screen jotting-40x12
resize 80x24
wait
press '<Home>Not half: '
press '<Up>'
signal KILL
exit signal KILL
# Not signed over, not lost by looking, and said in lines.
run assay -C prog sign $P
status 1
err ~ 'a note on p1\.c1 was begun and is not said: finish it on the screen, or say `note p1\.c1'
run assay -C prog score --line --view $P <<END
show
END
out ~ '^a note on p1\.c1 was begun and is not said: Not half: Half a thought'
start 80x24 assay -C prog score "$P"
wait
press '!'
screen ~ '^Not half: !Half a thought, and the line goes$'
press '<Esc>'
screen ~ '^> p1\.c2'
screen !~ 'a note on'
press 'kn<End> and comes back'
hangup
exit 129
start 80x24 assay -C prog score "$P"
wait
press '<Esc>'
keys :quit<Enter>
exit 0
run assay -C prog draft show $P
out ~ 'note: Not half: !Half a thought, and the line goes and comes back'
out !~ 'is not said'
# What is dropped is gone.
start 80x24 assay -C prog score "$P"
wait
press 'n more<C-c>'
signal KILL
exit signal KILL
run assay -C prog score --line --view $P
out !~ 'is not said'
# What an editor had written down when everything ended is found again.
file ed <<END
#!/bin/sh
printf ' From an editor.\n' >> "$1"
kill -KILL $PPID
END
sh 'chmod +x ed'
env EDITOR "$T/ed"
start 80x24 assay -C prog score "$P"
wait
keys kN
exit signal KILL
start 80x24 assay -C prog score "$P"
wait
screen ~ 'goes and comes back From an editor\.$'
press '<Esc>'
keys :quit<Enter>
exit 0
unset EDITOR
run assay -C prog draft show $P
out ~ 'note: Not half: !Half a thought, and the line goes and comes back From an editor\.$'
sh 'ls home/.state/assay/drafts/* | grep -c note || :'
out = 0
# A second session is told who holds it.
start 80x24 assay -C prog score "$P"
wait
run assay -C prog say $P clear p1.c1
status 1
err ~ 'another session has this portfolio open \(pid [0-9]+ on /dev/pts'
keys :quit<Enter>
exit 0
# What was decided is said beside what was begun after it.
run assay -C prog queue
out ~ 'drafting  1/8 .*gaps'
sh 'basename "$(grep -l portfolios/3.git prog/portfolios/*.yaml)" .yaml'
let Q '^([0-9a-f]{32})$'
run assay -C prog say $Q level p1.c1 1
run assay -C prog queue
out ~ 'drafting .*gaps, after not yet, by a-lind'

# Who comes back is where they were: criterion, piece of evidence, and lines.
start 80x24 assay -C prog score "$P"
wait
press 'jjjj>'
press k3
press '<Tab>jjjjjjjjjjj<Tab>'
screen place
hangup
exit 129
start 80x24 assay -C prog score "$P"
wait
screen place
resize 120x40
wait
screen place-120x40
resize 40x12
wait
screen place-40x12

# Its link may be dead without its knowing: another session of the same person takes over.
run assay -C prog score --line --take-over "$P" <<END
show
END
out ~ '^p2\.c2 proficient'
exit 129
screen ~ '^assay: this portfolio was taken over'
# The shell it was started from has its terminal back as it was, also when it was stopped.
start 80x24 sh -c 'assay -C prog score "$0"; echo left with $?; stty -a' "$P"
wait
press n
type 'What is half'
run assay -C prog score --line --take-over "$P" <<END
show
END
out ~ '^a note on p2\.c3 was begun and is not said: What is half'
exit 0
screen ~ '^assay: this portfolio was taken over from another terminal'
screen ~ '^left with 129'
screen ~ ' icanon'
screen ~ '^opost'
start 80x24 assay -C prog score "$P"
wait
press '<Esc>'
keys <C-z>
stopped
run assay -C prog score --line --take-over "$P" <<END
show
END
exit 129
screen ~ '^assay: this portfolio was taken over'
start 80x24 assay -C prog score "$P"
wait
signal HUP
exit 129
screen ~ '^assay: the line was hung up, or assay was asked to end; nothing is lost'
start 80x24 assay -C prog
wait
press "/$P<Enter>"
press T
screen ~ '^> p2\.c'
keys :quit<Enter>
exit 0

# Line mode leaves with a sentence too, and goes on to the next portfolio without it.
start 80x24 sh -c 'assay -C prog score --line "$0" | tee said; echo over' "$P"
sh 'until grep -q "help lists" said 2> /dev/null; do :; done'
run assay -C prog score --line --take-over "$P" <<END
next
END
out ~ 'help lists the words\.$'
exit 0
screen ~ '^this portfolio was taken over from another terminal; nothing is lost$'
screen ~ '^over$'
run assay -C prog queue --json
let FIRST '"portfolio": "([0-9a-f]{32})"'
run assay -C prog score --line $FIRST <<END
previous
next sideways
next
quit
END
out ~ '^no: the queue ends here$'
out ~ '^no: say next, or next unsigned$'
sh 'printf "next\nquit\n" | assay -C prog score --line "$(assay -C prog queue --json | sed -n "s/.*portfolio\": \"\([0-9a-f]*\)\".*/\1/p" | head -n 1)" | grep -c "help lists"'
out = 2
# An editor is not waited for either; what it had written down is there.
file ed <<END
#!/bin/sh
trap '' HUP
printf ' Half of it.\n' >> "$1"
: > editing
while :; do read -r never; done
END
sh 'chmod +x ed'
env EDITOR "$T/ed"
start 80x24 assay -C prog score "$P"
wait
keys kN
sh 'until [ -e editing ]; do :; done'
run assay -C prog score --line --take-over "$P"
out ~ 'was begun and is not said: .*Half of it\.$'
exit 129
screen ~ '^assay: this portfolio was taken over'
