# The line goes while a note is being written: the note is kept, the status says why.
deadline 30
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
out ~ 'note: Half a thought, and the line goes'
start 80x24 assay -C prog score "$P"
wait
press 'kn and comes back'
hangup
exit 129
run assay -C prog draft show $P
out ~ 'note: Half a thought, and the line goes and comes back'
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
mask '[0-9a-f]{8}'
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
out ~ 'What is half'
exit 0
screen ~ '^assay: this portfolio was taken over from another terminal'
screen ~ '^left with 129'
screen ~ ' icanon'
screen ~ '^opost'
start 80x24 assay -C prog score "$P"
wait
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
