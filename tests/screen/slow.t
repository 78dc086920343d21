# A slow link: every action in as many bytes as without, or fewer; nothing drawn unasked.
sh <<END
. "$SRC/tests/screen/setup.sh"
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
END
mask '[0-9a-f]{8}'
start 80x24 assay --slow -C prog
wait
bytes total <= 500
keys <Enter>
bytes <= 1240
keys 2
bytes <= 40
press jj
keys j
bytes <= 12
keys k
bytes <= 12
keys u
bytes <= 140
# the palette names the one it would run, no list
keys :
bytes <= 400
press und
screen ~ '^  ?undo|^> undo'
screen !~ 'redo'
press <Esc>
press w
screen ~ 'no: panes stay stacked'
raw !~ '\[3[0-79]m'
raw clean
resize 120x40
wait
screen slow-120x40
resize 40x12
wait
screen slow-40x12
resize 80x24
wait
screen slow
press q
# a filter takes hold when it was typed, not letter by letter
keys /
wait
keys r
bytes <= 1
press 'xyz'
screen ~ 'Restorative'
press <Enter>
screen ~ 'Nothing here is like that'
keys q
exit 0
# the same by configuration
file $XDG_CONFIG_HOME/assay/config.yaml <<END
slow: yes
END
start 120x40 assay -C prog
wait
press / <Enter>
press <Enter>
press w
screen ~ 'no: panes stay stacked'
keys :quit<Enter>
exit 0
