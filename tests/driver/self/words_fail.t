# What cannot be read is a failure with its line, and names no wrong one.
file quote.t "sh true\nrun 'open"
run $DRIVE quote.t
status 1
out ~ '^not ok quote.t:2: a quote is not closed$'
out ~ '^0 passed, 1 failed$'
file name.t 'run echo $nowhere'
run $DRIVE name.t
status 1
out ~ 'name.t:1: no variable \$nowhere'
file here.t "\nfile x <<END\nbody\n"
run $DRIVE here.t
status 1
out ~ 'here-document'
file loop.t "repeat 2\nsh true\n"
run $DRIVE loop.t
status 1
out ~ 'loop.t:1: .repeat. and .end. do not pair'
file end.t "sh true\nend\n"
run $DRIVE end.t
status 1
out ~ 'end.t:2:'
file command.t 'frobnicate'
run $DRIVE command.t
status 1
out ~ 'no command .frobnicate.'
file count.t 'status'
run $DRIVE count.t
status 1
out ~ '0 arguments'
run $DRIVE missing.t
status 1
out ~ 'missing.t:0: cannot be read'
run $DRIVE
status 2
err ~ '^usage'
file good.t 'sh true'
run $DRIVE good.t name.t
status 1
out ~ '^ok good.t$'
out ~ '^1 passed, 1 failed$'
