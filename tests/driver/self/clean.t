# Every class of byte that must not reach a reader is found in `out` and in `err`.
file classes <<END
\033[31m|control at byte 1
\r|control
\000|control
\177|DEL
\302\233|C1 control
\233|invalid UTF-8
\300\200|invalid UTF-8
\355\240\200|invalid UTF-8
\303|invalid UTF-8
\342\200\256|bidi control
\342\201\246|bidi control
\342\200\216|bidi control
\330\234|bidi control
\342\200\213|zero width
\342\201\240|zero width
\357\273\277|zero width
\363\240\201\201|tag
END
sh <<END
while IFS='|' read -r bytes expected; do
	for to in out err; do
		fd=1; [ $to = out ] || fd=2
		printf "x$bytes" > bytes
		printf 'cd %s\nrun sh -c "cat bytes >&%s"\n%s clean\n' "$T" $fd $to > bad.t
		if "$DRIVE" bad.t > said; then echo "passed: $bytes"; exit 1; fi
		grep -q "bad.t:3: $to is not clean: $expected" said || { cat said; exit 1; } >&2
	done
done < classes
END
