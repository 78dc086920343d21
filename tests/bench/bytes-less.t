sh <<X
"$SRC/tests/bench/prose" 3000 > long.txt
X
env LESSHISTFILE -
start 80x24 less long.txt
settle 300
tell 'first screen'
keys <Space>
settle 300
tell 'page'
keys j
settle 300
tell 'text line'
keys '/Line 2500<Enter>'
settle 300
tell 'search'
keys q
exit 0
