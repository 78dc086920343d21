# What assay writes for what people do all day.
sh <<X
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
assay demo prog < /dev/null
git init -q -b main long
"$SRC/tests/bench/prose" 3000 > long/long.txt
git -C long add . && git -C long commit -q -m 'Hand in'
assay -C prog portfolio add long --rubric restorative-practice-intro
X
let LONG '^([0-9a-f]{32})$'
start 80x24 assay -C prog
wait
tell 'first screen'
keys j
wait
tell 'list move'
keys k
wait
keys jjjjkkkkjjjjkkkkjjjj
wait
tell '20 moves at once'
press "/$LONG<Enter>"
keys <Enter>
wait
tell 'open'
keys 1
wait
tell 'level key'
press u
keys <Enter>
wait
press <PgDn>
keys <PgDn>
wait
tell 'page'
repeat 20
press j
end
keys j
wait
tell 'text line'
keys '/Line 2500<Enter>'
wait
tell 'search'
keys q
wait
tell 'back'
press n
press a
keys i
wait
tell 'type 1'
keys <Esc>
wait
keys :quit<Enter>
exit 0
