# A large queue: shown as it was last time, read anew behind, and whole whatever became of what
# was kept.
sh <<END
assay demo prog </dev/null
i=0
while [ $i -lt 600 ]; do
	p=$(printf '%032x' $i)
	printf 'portfolio: %s\nrepo: none\nrubric: restorative-practice-intro\nattempt: 1\n' $p \
		> prog/portfolios/$p.yaml
	i=$((i + 1))
done
END
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
screen ~ '^Queue of a-lind: Riverbend Learning Cooperative$'
screen ~ '^> [0-9a-f]{8} +ready +0/8 +not started'
press '/<C-u>state:signed<Enter>'
screen ~ 'pass, by m-okoro'
screen !~ 'ready'
press '/<C-u>portfolio:000000000000000000000000000001f<Enter>'
press j
screen ~ '^> 00000000'
press '#'
screen large-counts
press q
press R
screen ~ "only 'portfolio:0000"
screen !~ '^[> ] [0-9a-f]{8}~'
keys q
exit 0
sh 'ls $HOME/.cache/assay/queue ${XDG_CACHE_HOME:-$HOME/.cache}/assay/queue 2>/dev/null | grep -c a-lind'
out ~ '[1-9]'

# What is kept is only a picture: nonsense, half of it, or that of another, is as good as none.
sh <<END
kept=$(ls ${XDG_CACHE_HOME:-$HOME/.cache}/assay/queue/*.a-lind)
sed 's/not started/gone mad/' $kept > lies && head -c 3000 lies > $kept
END
start 80x24 assay -C prog
wait
screen !~ 'gone mad'
screen ~ 'not started'
keys q
exit 0
sh <<END
kept=$(ls ${XDG_CACHE_HOME:-$HOME/.cache}/assay/queue/*.a-lind)
grep -q 'not started' $kept
cp lies $kept
END
start 80x24 assay -C prog
wait
raw ~ 'gone mad'
screen !~ 'gone mad'
screen ~ '^> [0-9a-f]{8} +[a-z]'
keys q
exit 0

# What cannot be read is said; the rows stay, marked.
sh 'printf nonsense > prog/portfolios/00000000000000000000000000000001.yaml'
start 80x24 assay -C prog
wait
screen ~ 'no: the programme could not be read anew'
screen ~ ', ~ not read anew$'
screen ~ '^> [0-9a-f]{8}~ready'
keys q
exit 0
