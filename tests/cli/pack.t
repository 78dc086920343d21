# An audit pack: its page is followed to the letter, with stock programs alone.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
run assay say $P level c1 high
run assay say $P cite c1 plan.md:1
run assay say $P level c2 high
run assay say $P note c9 All good.
run assay say $P conflict none
run assay sign $P
run assay key new ben --no-passphrase
sh 'assay key show ben | tail -1 > ../ben.pub'
run assay person add a-ben --pub ../ben.pub --role assessor
run assay trust sign
run assay trust publish
file ../follow <<END
#!/bin/sh
# Every block of commands of the page in the pack "$1", in a shell that stops at a failure.
cd "$1" || exit 9
awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' CHECK.md > commands
exec env -i PATH=/usr/bin:/bin HOME="$PWD" sh -eu commands
END

run assay export audit-pack ../pack
out ~ '^\.\./pack holds ledger [0-9a-f]{64}; CHECK\.md there says how anyone checks it$'
sh 'cat ../pack/CHECK.md'
out ~ 'trust version 2: 5 records on 1 chains'
run sh ../follow ../pack
out ~ '^ledger\.bundle: OK$'
out ~ '^Good "assay-trust@v1" signature for a-one'
out ~ '^version: 2$'
out ~ '^all of it holds$'
run assay export audit-pack ../pack
status 1
err ~ 'exists already'
run assay export audit-pack
status 2
run assay export something ../x
status 2

# A pack that was changed on its way.
sh 'cp -R ../pack ../bent; rm -rf ../bent/check.git; printf x | dd of=../bent/ledger.bundle bs=1 seek=900 conv=notrunc 2>/dev/null'
run sh ../follow ../bent
status 1
out !~ 'all of it holds'

# Of another ledger.
sh 'cp -R ../pack ../other; rm -rf ../other/check.git; cd ../other; sed -i "s/^./x/" ledger-id; sha256sum ledger.bundle ledger-id allowed_signers CHECK.md > SHA256SUMS'
run sh ../follow ../other
status 1
out !~ 'Good'

# A record on somebody else's chain, and one that nobody signed: each packs, and is found.
sh 'cp -R ledger.git ../kept.git; git -C ledger.git for-each-ref --format="%(refname)" refs/heads/assay/v1/log'
let REF '^(refs.*)$'
sh 'git -C ledger.git update-ref refs/heads/assay/v1/log/a-eve/00000000000000000000000000000000 "$REF"'
run assay export audit-pack ../eve
run sh ../follow ../eve
status 1
out ~ '^a-one a-one$'
out !~ 'all of it holds'
sh 'rm -rf ledger.git; cp -R ../kept.git ledger.git; git -C ledger.git update-ref "$REF" $(git -C ledger.git commit-tree -p "$REF" -m "assay decision 9" "$REF^{tree}")'
run assay export audit-pack ../unsigned
run sh ../follow ../unsigned
status 1
out !~ 'all of it holds'
