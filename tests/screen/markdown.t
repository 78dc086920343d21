# Markdown laid out, line for line: what is cited is what was seen.
file page.md <<END
# A plan for the circle

The **talking piece** goes round *twice*, as [the guide](https://example.org/guide "Guide") says, and nobody has to speak.

## Who sits where

> One rule: nobody is hurried.

- the *keeper* begins
  and ends
- then `left` to right, see https://example.org/order.

| Chair | Who            |
|-------|:---------------|
| 1     | **Keeper**     |
| 2     | A child, asked |

```
not *laid* out
```
<!-- a comment stays -->
END
sh <<END
git init -q -b main p
mkdir -p p/part2/a1
cp page.md p/part2/a1/page.md
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
press <Enter>
keys <Enter>
bytes <= 1700
screen markdown
keys j
bytes <= 24
resize 120x40
wait
screen markdown-120x40
resize 40x12
wait
screen markdown-40x12
resize 80x24
wait
press t
screen markdown-source
press t
press '/Keeper<Enter>'
screen ~ '^> 15 1     \| \*Keeper\*$'
press c
screen ~ 'p1\.c1 cites part2/a1/page\.md:15'
press O
screen markdown-outline
keys j
bytes <= 12
press <Enter>
screen ~ '^>  5 ## Who sits where'
press a
screen markdown-links
press j<Enter>
screen ~ '^> 11 - then `left`'
raw clean
keys :quit<Enter>
exit 0
env TERM vt100
start 80x24 assay -C prog
wait
press <Enter><Enter>
screen ~ 'talking piece\*'
raw clean
keys :quit<Enter>
exit 0
env LC_ALL C
env TERM linux
start 80x24 assay -C prog
wait
press <Enter><Enter>
screen ~ '1     \| \*Keeper\*'
raw !~ '[^ -~[:cntrl:]]'
keys :quit<Enter>
exit 0
env LC_ALL C.UTF-8
run assay -C prog queue --json
let portfolio '"portfolio": *"([0-9a-f]*)"'
run assay -C prog score --line "$portfolio" <<LINES
outline part2/a1/page.md
links part2/a1/page.md
links nowhere.md
outline
quit
LINES
out ~ '^1: level 1, A plan for the circle$'
out ~ '^5: level 2, Who sits where$'
out ~ '^1: line 3, the guide: https://example\.org/guide$'
out ~ '^2: line 11, https://example\.org/order$'
out ~ "^no: there is no file 'nowhere\.md' in this evidence$"
out ~ '^no: of which piece\? a path, as in plan\.md$'
