# The audit room over a ledger that others sent: looked at only, and gone afterwards.
sh <<END
assay demo prog </dev/null
g() { git -C prog/ledger.git "$@"; }
g bundle create -q ../../well.bundle --branches
R=$(g for-each-ref --format='%(refname)' refs/heads/assay/v1/log/a-lind); H=$(g rev-parse $R)
g update-ref $R $(g cat-file commit $H | sed 's/^\(assay decision .*\) [a-z_]*$/\1 refer/' | g hash-object -t commit -w --stdin)
g update-ref refs/heads/main $H
g bundle create -q ../../bent.bundle --branches
git clone -q prog/ledger.git clone
mv prog away
END
mask '[0-9a-f]{40}'
mask '[0-9a-f]{32}'
mask '[0-9a-f]{16}'
mask '[0-9a-f]{12}'
mask '[0-9a-f]{8}'
mask '20[0-9-]{8}(T[0-9:]*Z?)?'
start 80x24 assay audit --screen bent.bundle
wait
screen delivered
screen ~ '^Audit of bent\.bundle: 2 problems of 2 kinds'
press <Enter>
screen ~ 'verdict non-canonical'
press y
screen ~ 'no: this ledger lies here only while it is'
press qL
screen ~ "only 'chain:a-lind/"
press q C
screen ~ 'no: this ledger is looked at only: nothing is signed here'
press : people <Enter> a
screen ~ 'no: this ledger is looked at only: its root persons'
press q : queue <Enter>
screen ~ '^Queue of nobody: bent\.bundle'
screen !~ 'No such file'
press q F
screen ~ '^Audit of bent\.bundle: .* in full'
resize 40x12
wait
screen delivered-40x12
resize 120x40
wait
screen delivered-120x40
keys q
exit 0
start 80x24 assay audit --screen clone --only code:path
wait
screen ~ "^Audit of clone: .*only 'code:path'"
screen ~ 'refs/heads/main'
keys q
exit 0
start 80x24 assay audit --screen well.bundle
wait
screen ~ '^Audit of well\.bundle: all is well$'
screen ~ 'checked against no id'
keys q
exit 0
sh 'find . -name "delivered-*"; find . -path "*hwm*" -newer well.bundle'
out = ''

# In lines it is offered where there is a screen, and refused where there is none.
run assay audit bent.bundle
status 1
out !~ 'screen'
run assay audit bent.bundle --screen
status 2
err ~ 'no full screen here: say it without --screen'
