# Evidence of every kind, kind or hostile: shown, never obeyed.
file plan.md <<END
# Plan

The talking piece goes round twice.
A line that is longer than eighty columns by far, so that it has to wrap onto the next row of the screen.
Third point.
END
sh <<END
git init -q -b main p
mkdir -p p/part2/a1 p/part2/a2
cp plan.md p/part2/a1/plan.md
printf 'safe\n\033]0;owned\007\033[2J\033[31mred\nleft \342\200\256 right\nbad \377\376 bytes\n\302\233 8-bit\nzero\342\200\213width\n' > p/part2/a2/hostile.txt
printf 'caf\303\251 \342\200\234quoted\342\200\235 \346\274\242\345\255\227 \360\237\230\200 end\n\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253\302\253|\n' > p/part2/a2/wide.txt
printf '\211PNG\r\n\032\n\0\0\0' > p/part2/a2/picture.png
ln -s /etc/passwd p/part2/a2/link
ln -s ../a1//./plan.md p/part2/a2/inward
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 123456\n' > p/part2/a2/film.mp4
: > p/part2/a2/nothing.txt
seq 1 3000 > p/part2/a2/long.txt
printf 'x' > "p/part2/a2/$(printf 'na\033[31mme')"
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
press <Enter>
press E
screen evidence
resize 120x40
wait
screen evidence-120x40
resize 40x12
wait
screen evidence-40x12
resize 80x24
wait
screen evidence
keys j
bytes <= 12
press q:
press 'evidence part2/a1/plan.md<Enter>'
press <Enter>
screen read
resize 120x40
wait
screen read-120x40
resize 40x12
wait
screen read-40x12
resize 80x24
wait
screen read
keys j
bytes <= 12
press '/point<Enter>'
row cursor ~ '^  +5 Third point'
row 22 ~ '1/1'
press gv
press jj
press c
screen ~ 'p1\.c1 cites part2/a1/plan\.md:1-3'
press q
press ':evidence part2/a2/hostile.txt<Enter>'
press <Enter>
screen hostile
press q
press ':evidence part2/a2/wide.txt<Enter>'
press <Enter>
screen wide
press q
press ':evidence part2/a2/picture.png<Enter>'
press <Enter>
screen ~ 'a PNG image of 11 B'
press q
press ':evidence part2/a2/link<Enter>'
press <Enter>
screen ~ 'A symbolic link to /etc/passwd\. That is no piece of this evidence'
press <Enter>
row 22 ~ 'no: it names no piece of this evidence'
press q
press ':evidence part2/a2/inward<Enter><Enter>'
screen ~ 'part2/a1/plan\.md: Enter goes there'
press <Enter>
screen ~ 'part2/a1/plan\.md  a1'
press q
press ':evidence part2/a2/film.mp4<Enter>'
press <Enter>
screen ~ 'A Git LFS pointer: the file itself is kept elsewhere'
screen ~ '123456 bytes and the id sha256:0'
press q
press ':evidence part2/a2/nothing.txt<Enter>'
press <Enter>
screen ~ 'An empty file'
press q
press ':evidence part2/a2/long.txt<Enter>'
press <Enter>
press G
row cursor ~ '^  +3000 3000'
keys k
bytes <= 12
press :
press 'line 1500<Enter>'
row cursor ~ '^  +1500 1500'
keys <Space>
bytes <= 700
keys j
bytes <= 110
raw clean
keys :quit<Enter>
exit 0

# the same under a C locale and on other terminals
env LC_ALL C
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a2/wide.txt<Enter>'
press <Enter>
screen wide-ascii
raw !~ '[^ -~[:cntrl:]]'
keys :quit<Enter>
exit 0
env LC_ALL C.UTF-8
env TERM vt100
start 80x24 assay -C prog
wait
bytes total <= 1300
press <Enter>
press ':evidence part2/a2/hostile.txt<Enter>'
press <Enter>
screen ~ 'safe'
raw clean
keys :quit<Enter>
exit 0
env TERM linux
start 80x24 assay -C prog
wait
press <Enter>
keys <C-z>
stopped
signal CONT
wait
screen ~ '^> p1\.c1'
raw clean
keys :quit<Enter>
exit 0
# a submodule in a later commit: shown, told, never signed
env TERM xterm-256color
sh <<END
git -C p update-index --add --cacheinfo 160000,0123456789012345678901234567890123456789,part2/a2/other
git -C p commit -q -m 'A submodule'
END
start 80x24 assay -C prog
wait
press <Enter>
press ':newest<Enter>'
press ':evidence<Enter>G'
screen ~ 'submodule.*part2/a2/other'
press <Enter>
screen submodule
resize 120x40
wait
screen submodule-120x40
resize 40x12
wait
screen submodule-40x12
raw clean
keys :quit<Enter>
exit 0
run assay portfolio check p --rubric "$SRC/rubrics/restorative-practice-intro.yaml"
status 1
out ~ 'part2/a2/other is a submodule: what it holds is not in this repository'
