# Commands with pipes, and every check of what they said.
run sh -c 'echo out; echo err >&2; exit 7'
status 7
out = out
err = err
err ~ ^e.r$
out !~ err
run sh -c 'kill -TERM $$'
status signal TERM
run sh -c 'printf "a\nb\nc\n"'
out ~ ^b$
out !~ a.b
out ~ '^a$'
out clean
run printf 'tab\there, é and 漢\n'
out clean
run no-such-program
status 127
run sh -c 'test ! -t 0 && ! (: < /dev/tty) 2>/dev/null && pwd'
out ~ ^/
run env
out ~ ^HOME=/.*/home$
out ~ ^XDG_CONFIG_HOME=/
out ~ ^PATH=.*:/usr/bin:/bin$
out ~ ^TZ=UTC$
out ~ ^GIT_AUTHOR_NAME=
out !~ ^SSH_AUTH_SOCK=
run head -c 9000000 /dev/zero
out !~ .
sh 'head -c 300000 /dev/zero | tr "\0" x > big'
run sh -c 'cat big big big >&2; cat big'
out == big
run true <<END
nobody reads this
END
