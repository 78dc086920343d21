# A golden screen is written by --accept, holds, and fails with its line when it differs.
sh 'cc -o toy $SRC/tests/driver/self/toy.c'
file g.t "cd $T\nstart 20x3 ./toy\nwait\nscreen g\n"
run $DRIVE g.t
status 1
out ~ 'g.screen is not there'
out ~ '^   1[|]size 20x3$'
run $DRIVE --accept g.t
run cat g.screen
out = "\nsize 20x3\n\ncursor: 1,9\nstyles:\n"
run $DRIVE g.t
out = "ok g.t\n1 passed, 0 failed\n"
sh 'sed -i s/20x3/20x4/ g.screen'
run $DRIVE g.t
status 1
out ~ 'not ok g.t:4: g.screen:2: expected .size 20x4., saw .size 20x3.'
run $DRIVE --keep g.t
status 1
let kept '^  kept: (.*)$'
sh 'test -d "$kept/home" && rm -r "$kept"'
file w.t "sh 'mkdir shut; echo x > shut/in; chmod 0 shut'"
sh 'mkdir empty; TMPDIR=$PWD/empty "$DRIVE" w.t'
run ls -A empty
out = ""
