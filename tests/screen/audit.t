# The audit room: all is well, then a ledger that somebody worked over: problems by reason, the
# record or its chain, filtered, judged anew; and the same in lines.
sh <<END
assay demo prog </dev/null
assay -C prog audit > /dev/null
cat > forge <<'F'
g() { git -C prog/ledger.git "$@"; }
ref() { g for-each-ref --format='%(refname)' refs/heads/assay/v1/log/$1; }
R=$(ref m-okoro); H=$(g rev-parse $R)
g update-ref $R $(echo 'by hand' | g -c user.name=x -c user.email=x@y commit-tree $H^{tree} -p $H)
R=$(ref a-lind); H=$(g rev-parse $R)
g update-ref $R $(g cat-file commit $H | sed 's/^\(assay decision .*\) [a-z_]*$/\1 refer/' | g hash-object -t commit -w --stdin)
g update-ref refs/heads/main $H
F
END
mask '[0-9a-f]{40}'
mask '[0-9a-f]{32}'
mask '[0-9a-f]{16}'
mask '[0-9a-f]{12}'
mask '[0-9a-f]{8}'
mask '20[0-9-]{8}(T[0-9:]*Z?)?'
start 80x24 assay -C prog
wait
press A
screen ~ '^Audit: all is well$'
screen audit-well
press L
screen ~ 'no: choose a record, or a chain'
press j<Enter>
screen ~ "only 'chain:a-lind/"
press qy
screen ~ 'verify-commit -v'
press qF
screen ~ '^Audit: all is well, in full$'
screen ~ 'Every one of them was judged now'
press q
screen ~ '^Queue of'

# Worked over while it lay open: the next audit sees it.
sh 'sh -e forge'
press LA
screen audit
screen ~ 'non-canonical 2  It is not in the one accepted form'
keys j
bytes <= 400
quiet 200
screen audit-problem
press <Enter>
screen ~ 'verdict non-canonical'
press q
press jL
screen ~ "only 'chain:m-okoro/"
screen ~ '! unreadable'
press q<Enter>
screen ~ "only 'chain:m-okoro/"
press qy
screen ~ 'no: no record stands there to be checked'
press '/<C-u>code:path<Enter>j<Enter>'
screen ~ 'no: that is no chain of the ledger'
press '/<C-u>cod:path<Enter>'
screen ~ 'no: there is no column .cod. here; there are code, chain'
press '<C-u>nothing like it<Enter>'
screen ~ 'Nothing here is like that'
press '/<C-u>actor:lind<Enter>'
screen ~ 'a-lind.* 4 of 5 valid'
screen !~ 'okoro'
press ':audit code:fork<Enter>'
screen ~ "of 3 kinds, only 'code:fork'"
press qq
screen ~ '^Records'
press '/<C-u><Enter>'
press A
resize 40x12
wait
screen audit-40x12
press <Tab>j<Tab>
resize 120x40
wait
screen audit-120x40
raw clean
keys qqq
exit 0

run assay -C prog audit
status 1
out ~ '^non-canonical: It is not in the one accepted form'
out ~ '^problem: non-canonical at refs/heads/assay/v1/log/a-lind/'
run assay -C prog audit --only code:path
status 1
out ~ '^problem: path-mismatch at refs/heads/main '
out !~ 'problem: fork'
run assay -C prog audit --only cod:path
status 2
err ~ 'there is no column'
sh 'assay -C prog audit --json | grep -c "\"portfolio\": *\"[0-9a-f]"'
out = 1

# What a checkpoint is made over: nothing that is worse than it was.
sh 'rm -rf prog; assay demo prog </dev/null; assay -C prog audit > /dev/null'
start 80x24 assay -C prog
wait
press AC
screen ~ 'signed where 1 other chain stands'
screen ~ 'The newest checkpoint is by a-lind'
sh 'R=$(git -C prog/ledger.git for-each-ref --format="%(refname)" refs/heads/assay/v1/log/m-okoro); git -C prog/ledger.git update-ref $R $R~1'
press RC
screen ~ 'no: rollback:'
keys qq
exit 0
