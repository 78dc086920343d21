# The comment bank: the last used first, found by a few letters, the same in lines.
sh <<END
. "$SRC/tests/screen/setup.sh"
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
END
run cat p
let P '([0-9a-f]{8})'
start 80x24 assay -C prog
wait
press <Enter>
press ':bank<Enter>'
screen ~ 'no: p1\.c1 has no note to keep'
press 'nName one afternoon, and who was hurt.<Esc>'
press ':bank<Enter>'
screen ~ 'kept in the bank for p1\.c1'
press s
screen ~ '^> +Name one afternoon'
screen comments
resize 120x40
wait
screen comments-120x40
resize 40x12
wait
screen comments-40x12
resize 80x24
wait
press /
type t
type u
screen ~ "only 'tu'"
press '<BS><BS>nmftrn'
screen ~ '^> +Name one afternoon'
screen !~ 'Tell us'
press <Esc>
press j<Enter>
press s
screen !~ '^> +Name one afternoon'
press j
screen ~ '^> +Name one afternoon'
press x
screen !~ 'Name one afternoon'
press x
screen ~ 'no: that is not yours: the rubric has it ready|circles start'
press q
raw clean
keys :quit<Enter>
exit 0
run assay -C prog score --line "$P" <<END
note p1.c2 Who else was there?
bank p1.c2
note p1.c2
comments p1.c2
comments p1.c2 welsth
comments p1.c2 zzzz
comment p1.c2 1
show
unbank p1.c2 1
comments p1.c2 welse
comment p1.c2 99
comment p1.cc 1
quit
END
out ~ '^kept in the bank for p1\.c2$'
out ~ '^1 Who else was there\?$'
out ~ '^no comments are ready for p1\.c2$'
out ~ 'note: Who else was there\?'
out ~ '^taken out$'
out ~ '^no: which comment\? comments p1\.c2 numbers them$'
out ~ "^no: there is no criterion 'p1\.cc'$"
