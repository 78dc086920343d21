# Each check of a terminal fails when it should, with the screen.
sh 'cc -o toy $SRC/tests/driver/self/toy.c'
file cases <<END
row 1 = 'size 80x24'|expected row = .size 80x24., saw .size 40x8.
row 99 = x|not a number from 0 to 7
screen ~ zzz|expected screen ~ .zzz.
screen !~ size|expected screen !~
screen missing|missing.screen is not there: --accept writes it
cursor 0 0|expected cursor 0 0, saw 1 9
exit 0|program did not end for 1000 ms
stopped|program did not stop
press <Nope>|no key at .<Nope>.
press m|no idle mark for 1000 ms: 1 bytes were sent and the latest says 0
press q|the program has ended: exit 0
start 80by24 ./toy|no size
signal NOPE|no signal
keys b; bytes <= 9|expected at most 9 bytes, saw 10
bytes total <= 5|expected at most 5 bytes, saw 11
keys Q; exit 0|expected exit 0, saw exit 3
keys Q; exit signal HUP|expected exit signal HUP, saw exit 3
keys q; exit 0; alive|expected the program alive, saw exit 0
signal KILL; exit 0|saw signal KILL
press T; quiet 5000|the program wrote
press m|no idle mark
raw ~ zzz|expected raw ~
raw !~ idle|expected raw !~
press B; raw clean|raw is not clean: bidi control
press C; raw clean|raw is not clean: C1 control
press I; raw clean|raw is not clean: invalid UTF-8
press L; raw clean|raw is not clean: control
press o; raw clean|raw is not clean: OSC
press P; raw clean|raw is not clean: DCS, APC, PM or SOS
press c; raw clean|raw is not clean: strange escape
press N; raw clean|raw is not clean: strange CSI
answer maybe|wants on or off
END
sh <<END
while IFS='|' read -r lines expected; do
	{
		printf 'cd %s\ndeadline 1\nstart 40x8 ./toy\nwait\n' "$T"
		printf '%s\n' "$lines" | sed 's/; /\n/g'
	} > bad.t
	if "$DRIVE" bad.t > said; then echo "passed: $lines"; exit 1; fi
	grep -q "$expected" said || { echo "$lines"; cat said; exit 1; } >&2
done < cases
END
env D $
file gone.t <<$END
cd $T
start 9x4 sh -c 'echo ${D}PPID > leader; exit 5'
sh 'until [ -s leader ]; do :; done'
sh 'until grep -q ") Z" /proc/${D}(cat leader)/stat; do :; done'
END
run $DRIVE gone.t
status 1
out ~ 'gone.t:2: the program ended unasked: exit 5'
