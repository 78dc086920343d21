# The short form of `make torture`.
deadline 120
sh '"$SRC"/tests/torture/run "$(dirname "$(dirname "$DRIVE")")" 60'
out ~ '^ok kills'
out !~ '^not ok'
