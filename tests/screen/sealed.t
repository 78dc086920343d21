# Sealed notes: the sign page says who will be able to open them; a record says by whom it is
# sealed and what to do where the key is not at hand, and that it is shredded once erased.
sh '. "$SRC/tests/screen/setup.sh"'
sh <<END
cd prog
assay key new cat --no-passphrase | tail -1 > ../cat.pub
assay key box cat --no-passphrase > ../said
assay person add m-cat --pub ../cat.pub --role moderator
assay person box m-cat --pub $XDG_DATA_HOME/assay/keys/cat.box.pub
assay trust policy seal_default yes
assay trust sign
assay trust publish
END
mask '[0-9a-f]{8,}'
mask "$T"
mask '20[0-9-]{8}(T[0-9:]*Z)?'
start 80x24 assay -C prog
wait
press <Enter>22333332
press j
press 'nA clear and careful account, pippin.<Esc>'
press ]
press c
press ]
press c
press S
press f
screen ~ 'no conflict declared'
press <PgDn>
screen ~ 'notes sealed; to be opened by m-cat, and you'
screen sealed-sign
resize 120x40
wait
screen sealed-sign-120x40
resize 40x12
wait
press <PgDn><PgDn>
screen sealed-sign-40x12
resize 80x24
wait
press S
press y
screen ~ 'Recorded'
press q
press L
press '/<C-u>type:decision<Enter>'
press <Enter>
press <End>
screen ~ 'pippin'
press qq
keys q
exit 0

# On another machine, where the key was not fetched yet.
sh 'cp -R prog other; rm -r other/sealing'
start 80x24 assay -C other
wait
press L
press '/<C-u>type:decision<Enter>'
press <Enter>
press <End>
screen ~ 'notes\.yaml: sealed by a-lind, and the key is not here'
screen !~ 'pippin'
screen sealed-record
resize 120x40
wait
press <End>
screen sealed-record-120x40
resize 40x12
wait
press <End>
screen sealed-record-40x12
raw clean
press qq
keys q
exit 0

# Erased: nobody reads it any more.
sh 'assay -C prog erase "$(cat p)" --ground "asked by the learner" > said'
start 80x24 assay -C prog
wait
press L
press '/<C-u>type:decision<Enter>'
press <Enter>
press <End>
screen ~ 'sealed by a-lind, and shredded, as record'
screen !~ 'pippin'
screen sealed-shredded
resize 120x40
wait
press <End>
screen sealed-shredded-120x40
resize 40x12
wait
press <End>
screen sealed-shredded-40x12
press qq
keys q
exit 0
