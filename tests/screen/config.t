# Keys, colours and ways of working as a person wants them; what is wrong is said, and stops nothing.
sh '. "$SRC/tests/screen/setup.sh"'
mask '[0-9a-f]{8}'
mask "$T"
run env LC_ALL=C.UTF-8 assay -C prog doctor
out ~ 'ok: configuration: .*config\.yaml: none'

# other keys: the row of levels, the footer, the help page and the messages follow
file $XDG_CONFIG_HOME/assay/config.yaml <<END
theme: two-hues
advance: no
keys:
  everywhere: {help: "<C-g>", back: "<C-x>"}
  score:
    level: "!@#%&*(){"
    codes: "}"
    next-unsigned: ""
    undo: z
    note: q
    sign: "<C-s>"
    cite: "<C-t>"
    cites: "<C-r>"
  read: {convert: W, follow: "<C-y>"}
END
start 80x24 assay -C prog
wait
press <Enter>
screen ~ '^-- ! Not passing  @ Passing  } codes --'
screen config-score
press @
screen ~ 'p1\.c1 .*Passing'
screen ~ '^> p1\.c1'
press z
screen ~ 'undone: level p1\.c1 2'
press 'q'
screen ~ 'note on p1\.c1'
press <C-c>
press <C-r>
screen ~ 'Nothing yet: \^T cites the line at hand'
press <C-x>
press '?'
screen ~ '\? does nothing here; \^G'
press <C-g>
screen ~ '! @ # % & \* '
screen ~ 'z +undo'
resize 40x12
wait
screen ~ '! @ # % & \* '
resize 80x24
wait
press <C-x>
resize 120x40
wait
screen config-score-120x40
resize 40x12
wait
screen config-score-40x12
press <C-x>
keys <C-x>
exit 0

# two commands at one key, a key there is not, a word there is not: said, and the usual used
file $XDG_CONFIG_HOME/assay/config.yaml <<END
theme: mauve
wdth: 90
keys:
  score:
    undo: z
    redo: z
    note: "]"
    sing: s
    edit: "<Nothing>"
END
run env LC_ALL=C.UTF-8 assay -C prog doctor
status 1
out ~ 'look: configuration'
out ~ 'config\.yaml:1:8: expected one of calm, plain, contrast, two-hues'
out ~ 'config\.yaml:2:1: .*width'
out ~ 'config\.yaml:6:11: z for redo of score: it is the key of undo of score since line 5, column 11'
out ~ 'config\.yaml:7:11: \] for note of score: it is the key of gap of score already'
out ~ "config\.yaml:8:5: there is no command 'sing' in score"
out ~ "config\.yaml:9:11: there is no key called '<Nothing>'"
start 80x24 assay -C prog
wait
row 22 ~ 'config\.yaml: 6 faults, see `assay doctor`: 1:8: expected'
press <Enter>
press 2
screen ~ 'p1\.c1 .*Passing'
press z
screen ~ 'undone'
press U
screen ~ 'again'
press n
screen ~ 'note on p1\.c1'
press <C-c>
keys :quit<Enter>
exit 0

# what there is to set, and every key there is
run assay help config
out ~ 'theme: calm'
out ~ 'A key is a character or one of'
run assay help link
out ~ '^    KexAlgorithms curve25519-sha256$'
run assay help keys
out ~ '^score:'
out ~ 'undo +z +take the last verb back'

# how long one worked: asked for, shown on the sign page, beside the draft and in no record
file $XDG_CONFIG_HOME/assay/config.yaml <<END
timer: yes
END
start 80x40 assay -C prog
wait
press <Enter>
press x
press 2
press S
press '<Space>'
screen ~ 'You worked on it, for you alone and in no record'
screen ~ '^  0 min'
keys :quit<Enter>
exit 0
sh 'rm "$XDG_CONFIG_HOME/assay/config.yaml"'
start 80x40 assay -C prog
wait
press <Enter>
press S
press '<Space>'
screen !~ 'You worked'
keys :quit<Enter>
exit 0
