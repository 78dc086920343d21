# Each check fails when it should, and says what it saw.
file program "#!/bin/sh\necho hello\necho oops >&2\nexit 3\n"
file other hello2
file cases <<END
status 1|expected status 1, saw exit 3; err .oops
status signal KILL|expected status signal KILL, saw exit 3
status three|no status .three.
out ~ zzz|expected out ~ .zzz., saw .hello.n.; err .oops
out !~ ^hello$|expected out !~
out = hell|expected out = .hell.
out == other|expected out ==
out == gone|gone: No such file
out ~ [|regex
out % x|no check
out clean x|operands
let x (zzz)|expected out ~ .(zzz).
let x hello|no group
err = other|expected err =
sh true|bad.t:3: expected exit 0, saw exit 3
cd nowhere|no such folder
env 1x y|no name
sh "exit 4"|expected exit 0, saw exit
wait|before any .start.
END
sh <<END
while IFS='|' read -r line expected; do
	printf 'cd %s\n\nrun sh program\n%s\n' "$T" "$line" > bad.t
	if "$DRIVE" bad.t > said; then echo "passed: $line"; exit 1; fi
	grep -q "$expected" said || { echo "$line"; cat said; exit 1; } >&2
done < cases
END
file fifo.t "deadline 1\nsh 'mkfifo fifo'\nrun cat fifo"
run $DRIVE fifo.t
status 1
out ~ 'fifo.t:3: the program did not end'
file left.t "deadline 1\nsh 'mkfifo fifo; cat fifo & :'"
run $DRIVE left.t
status 1
out ~ 'the program left its output open'
file flood.t "run cat /dev/zero"
run $DRIVE flood.t
status 1
out ~ 'wrote over 67108864 bytes'
