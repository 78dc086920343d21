# Coming back after a cut line, a torn draft, a killed session; and two at once.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme

# Half a line is not obeyed: the rest of it may have said something else.
sh "printf 'level c1 high\nlevel c2 mid' | assay score --line $P"
out ~ '^c1 high, 1/2$'
out ~ '^no: the last line was cut'
run assay draft show $P
out ~ '^c1 high'
out ~ '^c2 - '
sh "printf 'level c2 mid\nnote c9 Thanks' | assay score --line $P"
run assay draft show $P
out !~ 'Thanks'

# A torn draft: what was acknowledged stands, the torn end is cut and told.
sh 'cd $XDG_STATE_HOME/assay/drafts/*; printf "note c1 half a wo" >> $P.1.a-one'
run assay draft show $P
out !~ 'half a wo'
run assay score --line $P
out ~ 'the last line of the draft was torn and is cut'
run assay score --line $P
out !~ 'torn'
out ~ '2 of 2 judged'
sh 'cd $XDG_STATE_HOME/assay/drafts/*; printf "assay-draft 1\nrubric 12" > half; cp $P.1.a-one whole; cp half $P.1.a-one'
run assay score --line $P
out ~ 'torn'
out ~ '0 of 2 judged'
sh 'cd $XDG_STATE_HOME/assay/drafts/*; mv whole $P.1.a-one; rm half'

# A second session is told who has it; to look is allowed; a killed one leaves nothing held.
sh <<END
mkfifo "$T/in"
assay score --line $P < "$T/in" > "$T/first" &
exec 9> "$T/in"
echo 'note c9 From the first.' >&9
until grep -q kept "$T/first"; do :; done
if assay say $P level c1 low 2> "$T/second"; then exit 1; fi
cat "$T/second"
if assay draft drop $P 2>> "$T/second"; then exit 1; fi
assay score --line --view $P <<X
show
level c1 low
X
kill -9 $!
wait || :
assay say $P level c1 mid
END
out ~ '^assay: another session has this portfolio open \(pid [0-9]+ on no terminal'
out ~ 'note: From the first'
out ~ '^no: this portfolio is open to look at only'
out ~ '^kept, 2/2'

# Or to take it over: the first, whose link is dead perhaps, leaves; all it kept is there.
sh <<END
mkfifo "$T/in3"
assay score --line $P < "$T/in3" > "$T/first" &
exec 9> "$T/in3"
echo 'note c9 From the first again.' >&9
until grep -q kept "$T/first"; do :; done
assay score --line --take-over $P <<X
show
note c9 From the second.
X
if wait $!; then exit 1; fi
END
out ~ 'note: From the first again'
out ~ '^kept'
run assay score --line --take-over $P <<END
show
END
out ~ 'note: From the second'
sh 'cd $XDG_STATE_HOME/assay/drafts/*; ls $P.1.a-one.lock'

# A number in a lock that is no session of ours is not sent anything.
sh <<END
cd "$XDG_STATE_HOME"/assay/drafts/*
flock "$P.1.a-one.lock" sh -c 'echo "pid 1 on /dev/pts/9 at elsewhere" > "$P.1.a-one.lock"
  if assay -C "$T/programme" score --line --take-over $P < /dev/null 2> "$T/third"; then exit 1; fi'
cat "$T/third"
END
out ~ 'the other session is none of yours on this machine \(pid 1 on /dev/pts/9 at elsewhere\)'

# Stopped by a hangup: everything acknowledged is there.
sh <<END
mkfifo "$T/in2"
assay score --line $P < "$T/in2" > "$T/last" &
exec 9> "$T/in2"
echo 'cite c1 plan.md' >&9
until grep -q kept "$T/last"; do :; done
kill -HUP $!
wait || :
END
run assay draft show $P
out ~ '^  cites plan\.md$'

# A signing that went through is told first, and signing again only finishes it.
sh 'cd $XDG_STATE_HOME/assay/drafts/*; cp $P.1.a-one kept'
run assay score --line $P <<END
note c2 A note.
conflict none
sign
END
let COMMIT '^recorded ([0-9a-f]{40})$'
sh <<END
cd "$XDG_STATE_HOME"/assay/drafts/*
mv $P.1.a-one.*.signed $P.1.a-one
END
run assay score --line $P <<END
sign
END
out ~ "^the last signing went through: recorded $COMMIT; say sign to finish it$"
out ~ "^recorded already $COMMIT$"
sh 'assay log | grep -c " decision "'
out = 1
run assay draft drop $P
status 1

# Nonsense can be dropped; nothing is deleted.
sh 'cd $XDG_STATE_HOME/assay/drafts/*; echo garbage > $P.1.a-one'
run assay draft drop $P
sh 'cat $XDG_STATE_HOME/assay/drafts/*/$P.1.a-one.*.dropped'
out = garbage
run assay say $P level c1 high
out = 'kept, 1/2'
