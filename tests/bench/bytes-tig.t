sh <<X
git init -q -b main repo
cd repo
git commit -q --allow-empty -m 'Begin'
for i in 1 2 3 4 5 6 7 8 9; do git commit -q --allow-empty -m "Commit number $i of a few"; done
"$SRC/tests/bench/prose" 3000 > long.txt
git add . && git commit -q -m 'Hand in'
X
cd repo
start 80x24 tig
settle 500
tell 'first screen'
keys j
settle 300
tell 'list move'
keys jjjjkkkkjjjjkkkkjjjj
settle 500
tell '20 moves at once'
keys kkkkkkkkkkkk
settle 300
keys <Enter>
settle 500
tell 'open'
keys O
settle 300
keys <Space>
settle 300
tell 'page'
keys <Space>
settle 300
repeat 22
keys j
settle 100
end
keys j
settle 300
tell 'text line'
keys '/Line 2500<Enter>'
settle 500
tell 'search'
keys q
settle 300
tell 'back'
keys Q
exit 0
