# Streams that were closed before we began: nothing we open may take their numbers, or
# answers would be written into a draft and a lock file read as verbs.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
run sh -c 'assay say $P level c1 high <&- >&- 2>&-'
status 3
run sh -c 'assay say $P level c2 high >&-'
status 3
err ~ 'the answer could not be written'
run sh -c 'assay say $P level c2 nope <&- 2>&-'
status 1
run sh -c 'assay score --line $P <&-'
out !~ '^no:'
sh 'cat $XDG_STATE_HOME/assay/drafts/*/$P.1.a-one'
out !~ 'kept|assay:'
run assay draft show $P
out ~ '^c1 high'
out ~ '^c2 high'
