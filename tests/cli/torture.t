# The short form of `make torture`.
deadline 120
sh 'TMPDIR=$T "$SRC"/tests/torture/run "$(dirname "$(dirname "$DRIVE")")" 60 800'
out ~ '^ok kills'
out ~ '^ok calls: 40 of 40 writers'
out !~ '^not ok'
