# Lines that were there when they were cited must be there in what is signed.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
run assay score --line $P <<END
level c1 high
level c2 high
cite c1 plan.md:2-3
note c9 Thanks.
conflict none
END
sh 'cd ../evidence; echo one > plan.md; git commit -qam shorter'
run assay say $P evidence newest
run assay sign $P
status 1
err ~ '^assay: c1 cites lines of plan.md: it has only 1 lines$'
run assay say $P uncite c1
run assay say $P cite c1 plan.md:1
run assay sign $P
out ~ '^recorded'

# --help answers on every command, wherever it stands.
run assay rubric check --help
out ~ '^assay rubric'
run assay sign $P --help
out ~ '^assay sign'
run assay say $P note c9 --help
out ~ '^kept'
