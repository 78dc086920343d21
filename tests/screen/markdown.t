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
file talk.txt <<END
We read it at (https://example.org/circles), and at ftp://example.org too.
Nobody runs file:///etc/passwd.
END
sh <<END
git init -q -b main p
mkdir -p p/part2/a1
cp talk.txt p/part2/a1/
cp page.md p/part2/a1/page.md
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro
END
mask '[0-9a-f]{8}'
env BROWSER no-browser
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
row cursor ~ '^  15 1     \| \*Keeper\*$'
press c
screen ~ 'p1\.c1 cites part2/a1/page\.md:15'
press O
screen markdown-outline
keys j
bytes <= 12
press <Enter>
row cursor ~ '^   5 ## Who sits where'
press a
screen markdown-links
press j<Enter>
row cursor ~ '^  11 - then `left`'
press q
press ':evidence part2/a1/talk.txt<Enter><Enter>'
press a
screen ~ '^> \[1\] line 1  https://example\.org/circles$'
screen !~ 'ftp|passwd'
press B
row 22 ~ 'no: no-browser is not installed'
press c
screen ~ 'p1\.c1 cites part2/a1/talk\.txt:1'
press ':evidence part2/a1/page.md<Enter><Enter>'
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
links part2/a1/talk.txt
browse https://example.org/circles
browse file:///etc/passwd
outline
quit
LINES
out ~ '^1: level 1, A plan for the circle$'
out ~ '^5: level 2, Who sits where$'
out ~ '^1: line 3, the guide: https://example\.org/guide$'
out ~ '^2: line 11, https://example\.org/order$'
out ~ "^no: there is no file 'nowhere\.md' in this evidence$"
out ~ '^no: of which piece\? a path, as in plan\.md$'
out ~ '^1: line 1, https://example\.org/circles$'
out ~ '^no: no-browser is not installed$'
out ~ '^no: only a plain http or https address is opened$'
# over ssh nothing is opened where there is no display; a display is asked for first
file bin/see <<END
#!/bin/sh
echo "$1" > "$T/seen"
END
sh 'chmod +x bin/see'
env PATH "$T/bin:$PATH"
env BROWSER see
env SSH_CONNECTION 'a 1 b 2'
env TERM xterm-256color
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/talk.txt<Enter><Enter>'
press aB
row 22 ~ 'no: over ssh there is no display here'
keys :quit<Enter>
exit 0
env DISPLAY ':0'
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/talk.txt<Enter><Enter>'
press aB
screen ~ 'open https://example\.org/circles in see\?'
press y
wait
keys :quit<Enter>
exit 0
run cat seen
out = 'https://example.org/circles'
