# The terminal changes its size in the middle of everything: nothing is lost, each screen is whole.
sh '. "$SRC/tests/screen/setup.sh"'
start 80x24 assay -C prog
wait
press <Esc><Enter>
press ':gate<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'gate'
press q
screen ~ '^. p1\.c1'
press ':codes<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'cannot be judged'
press q
screen ~ '^. p1\.c1'
press ':comments<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'Comments'
press q
screen ~ '^. p1\.c1'
press ':evidence<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'q1'
press q
screen ~ '^. p1\.c1'
press ':read<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'q1'
press q
screen ~ '^. p1\.c1'
press ':rubric<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'Rubric restor'
press q
screen ~ '^. p1\.c1'
press ':outcome<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'Outcome of'
press q
screen ~ '^. p1\.c1'
press ':sign<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ '^Sign '
press q
screen ~ '^. p1\.c1'
press ':messages<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'Messages'
press q
screen ~ '^. p1\.c1'
press ':log<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ '^Records'
press q
screen ~ '^. p1\.c1'
press ':cites<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'cite'
press q
screen ~ '^. p1\.c1'
press ':help<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'Keys and commands'
press q
screen ~ '^. p1\.c1'
press ':people<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'Who may say'
press q
screen ~ '^. p1\.c1'
press ':rubrics<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'ubric'
press q
screen ~ '^. p1\.c1'
press ':outline<Enter>'
resize 40x12
wait
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
resize 80x24
wait
screen ~ 'eadings|Why a circle'
press q
screen ~ '^. p1\.c1'
# the palette, half a word in it
press ':und'
resize 40x12
wait
resize 120x40
wait
resize 80x24
wait
screen ~ '^:und'
press <Esc>
# a note, half a sentence in it
press 'nHalf a sent'
resize 20x5
wait
press 'lost'
resize 40x12
wait
screen ~ 'Half a sent'
screen !~ 'lost'
resize 80x24
wait
press 'ence.<Esc>'
screen ~ 'p1\.c1 .*note'
# a search being typed, and a size that changes faster than it is drawn
press '/'
resize 40x12
resize 100x30
resize 60x20
resize 80x24
wait
press <Esc>
press 2
screen ~ 'p1\.c1 .*Passing +note'
# stopped and continued at another size
signal TSTP
stopped
resize 120x40
signal CONT
wait
screen ~ 'p1\.c1 .*Passing +note'
raw clean
keys :quit<Enter>
exit 0
