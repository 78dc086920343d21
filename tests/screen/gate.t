# The gate on the screen, from the score screen and from the sign page, to a signed return.
sh <<END
git init -q -b main circle
cp -R "$SRC/samples/portfolios/circle-strong/." circle
: > circle/part2/a2/seating.png
git -C circle add . && git -C circle commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --release on_sign --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add circle --rubric restorative-practice-intro
END
mask '[0-9a-f]{8,}'
mask "$T"
start 80x24 assay -C prog
wait
press <Enter>
row 0 ~ 'gate 0/3'
press t
screen gate
resize 120x40
wait
screen gate-120x40
resize 40x12
wait
screen gate-40x12
resize 80x24
wait
press j
press n
press y
press k
press B
screen ~ 'to be returned incomplete: S shows'
press S
press f
screen gate-sign
press t
screen ~ 'to be returned incomplete'
press u
press q
screen ~ 'Not declared'
press f
press S
press y
screen ~ 'Recorded'
keys q
wait
screen ~ 'returned at the gate'
raw clean
keys q
exit 0
run assay -C prog audit
out ~ 'ok$'
