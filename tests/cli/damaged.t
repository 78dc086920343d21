# What does not open is told: "nothing says that" is not said of what was not read.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
sh 'cd ../evidence; rm -f .git/objects/$(git rev-parse HEAD:plan.md | sed "s/^../&\//")'
run assay score --line $P <<END
read plan.md
search two
cite c1 plan.md:1
END
out ~ '^no: object [0-9a-f]{40} is not in '
out ~ '^1 of 8 pieces are not text, or do not open: not searched$'
run assay say $P cite c1 plan.md
sh 'printf "level c1 high\nlevel c2 high\nnote c9 x\nconflict none\nsign\n" | assay score --line $P'
out ~ '^no: plan\.md: object'
run assay portfolio check ../evidence --rubric small
status 1
out ~ '^  a1: plan.md does not open'
# A manifest that cannot be read is named, not called absent.
sh 'git init -q ../other; cd ../other; echo x > portfolio.yaml; git add portfolio.yaml; git commit -qm manifest'
run assay portfolio check ../other
status 1
err ~ '^portfolio.yaml:1:1: expected a mapping$'
