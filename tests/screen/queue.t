# The queue: what waits and why, filtered as one types, and an empty one that says what to do.
sh <<END
assay demo prog </dev/null
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
bytes total <= 1300
screen ~ '^> [0-9a-f]{8} ready +0/8 +not started'
keys j
bytes <= 12
keys k
bytes <= 12
quiet 300
press /
type s
type p
screen !~ 'Restorative'
press <BS><BS>
press 'not yet'
screen queue-filter
press <Enter>
screen ~ "only 'not yet'"
press '/<C-u><Enter>'
screen ~ 'Spreadsheet'
keys jjjjkkkkjjjjkkkkjjjjj
bytes <= 16
# By any column; another order, which the title names, and back to the neutral one.
press '/<C-u>state:signed rubric:restor -why:pass<Enter>'
screen ~ '^> .* not yet, by a-lind'
screen !~ 'ready'
press '/<C-u>stat:x<Enter>'
screen ~ 'no: there is no column .stat. here; there are portfolio, state'
press '/<C-u><Enter>ooo'
screen ~ '^Queue of .*, by why$'
screen ~ '^  [0-9a-f]{8} signed'
press ':sort rubric<Enter>'
screen ~ ', by rubric$'
press ':sort neutral<Enter>'
screen !~ 'Cooperative, by'
press '#'
screen queue-counts
press q
press ?
screen help
press q
press L
screen ~ '^> .* [+] decision +[0-9a-f]{8} '
screen ~ 'valid, '
press <Enter>
screen ~ 'verdict valid'
press qq
press r
screen ~ 'version 1'
press ':theme contrast<Enter>'
press ':theme mauve<Enter>'
screen ~ 'no: .*two-hues'
raw clean
keys qq
exit 0

start 40x12 assay -C prog
wait
screen ~ '^> [0-9a-f]{8}'
press '/<C-u>not yet'
screen queue-40x12
press '<Enter>#'
screen queue-counts-40x12
resize 120x40
wait
screen queue-counts-120x40
press q
screen queue-120x40
press '/<C-u>not yet'
resize 40x12
wait
press <Esc>
press ?
screen help-40x12
resize 20x5
wait
screen ~ 'Nothing is'
resize 120x40
wait
screen help-120x40
keys qq
exit 0

# nothing waits
run assay init empty --name 'An empty one' --actor b-one --no-passphrase
start 80x24 assay -C empty
wait
screen queue-empty
press <Enter>
screen ~ 'no: nothing is on this list'
keys q
exit 0

# a hangup leaves at once
start 80x24 assay -C prog
wait
hangup
exit 129

# a terminal that never answers is waited for once, and then no more
start 80x24 assay -C prog
answer off
keys j
wait
keys k
wait
screen ~ '^> [0-9a-f]{8}'
keys <Enter>
wait
keys q
wait
keys q
exit 0
