# Quotes, escapes, variables, here-documents and loops.
run printf '%s|' a 'b c' "d e" f\ g "\x41\u00e9\t\"" 'x"y$T' "\." \$T
out = "a|b c|d e|f g|Aé\t\"|x\"y\$T|\\.|\$T|"
env NAME "one two"
run printf '%s|' $NAME ${NAME}x "$NAME" a$ "$ b"
out = 'one two|one twox|one two|a$|$ b|'
unset NAME
run sh -c 'echo ${NAME-none}'
out = none
sh 'echo id=4711 rest'
let id 'id=([0-9]+)'
sh 'echo $id-$T' # variables are the environment
out ~ '^4711-/'
file a/b/raw <<END
	$id stays
END
file full <<$END
	$id goes
END
run cat a/b/raw full
out = <<END
	$id stays
	4711 goes
END
file exact "no newline"
run cat exact
out == exact
cd a
cd b
run cat raw
out ~ stays
run cat <<END
to stdin
END
out = "to stdin\n"
run cat
out = ""
repeat 2
	repeat 3
		sh 'printf x >> $T/count'
	end
end
run cat $T/count
out = xxxxxx
