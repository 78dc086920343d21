# The sign page: gaps first, then what will be recorded, then how anyone can check it.
sh '. "$SRC/tests/screen/setup.sh"'
mask '[0-9a-f]{8,}'
mask "$T"
start 80x24 assay -C prog
wait
press <Enter>
press S
screen sign-gaps
resize 120x40
wait
screen sign-gaps-120x40
resize 40x12
wait
screen sign-gaps-40x12
resize 80x24
wait
screen sign-gaps
press S
screen ~ 'no: p1\.c1 is not judged'
press q
press 22333332
screen ~ '8/8 judged, pass'
press j
press 'nA clear and careful account.<Esc>'
press ]
screen ~ 'p2\.c1'
press c
press ]
press c
press ]
screen ~ 'conflict of interest'
press S
press f
screen ~ 'no conflict declared'
press jk
screen sign
# an empty palette runs nothing, and least of all this
press :
press <Enter>
screen sign
resize 120x40
wait
screen sign-120x40
resize 40x12
wait
screen sign-40x12
resize 80x24
wait
screen sign
press S
screen ~ 'it goes to the learner at once; y signs:'
screen sign-confirm
press n
screen ~ 'no: not signed, and nothing is lost'
press S
press <Esc>
screen !~ 'Recorded'
press S
press y
screen ~ 'Recorded'
screen ~ 'number 1 of your chain'
screen ~ 'Released to the learner'
screen signed
press S
screen ~ 'no: it is signed'
raw clean
press q
screen ~ 'signed +8/8 +pass, by a-lind'
keys q
exit 0
run assay -C prog audit
out ~ 'ok$'

# with a passphrase: stars, a wrong one refused, nothing lost
sh <<END
git init -q -b main other
cp -R "$SRC/samples/portfolios/circle-partial/." other
git -C other add . && git -C other commit -q -m 'Hand in'
printf 'secret words\nsecret words\n' > pass
assay --passphrase-fd 3 init sealed --name 'Sealed' --actor b-two --release manual 3<pass
cp "$SRC/rubrics/restorative-practice-intro.yaml" sealed/rubrics/
assay -C sealed portfolio add other --rubric restorative-practice-intro
END
start 80x24 assay -C sealed
wait
press <Enter>
press 22333332
press 'jnWell done.<Esc>'
press ]
press c
press ]
press c
press Sf
press S
type 'wro'
screen ~ 'passphrase of your key: \*\*\*$'
press 'ng<Enter>'
screen ~ 'no: '
screen !~ 'Recorded'
press S
press 'secret words<Enter>'
screen ~ 'Recorded'
screen ~ 'After moderation'
raw !~ 'secret'
keys :quit<Enter>
exit 0
