# A change of trust drawn up before somebody signed under a newer version: the screen says that
# nobody can sign it, and no other is begun.
mask '[0-9a-f]{8,64}'
sh <<END
. "$SRC/tests/cli/setup.sh"
cp -R programme ahead
cd ahead
assay trust policy required_witnesses 1
assay trust sign
assay trust publish
assay checkpoint
cd ../programme
assay trust policy checkpoint_max_age_days 5
assay trust sign
git -C ledger.git fetch -q ../../ahead/ledger.git "refs/heads/assay/v1/log/*:refs/heads/assay/v1/log/*"
END
start 80x24 assay -C programme
wait
press : people <Enter>
screen stale
press P
screen ~ 'no: trust-version: a-one said record [0-9]+ under version 2'
press p
type 'release manual' <Enter>
screen ~ 'no: trust-version: a-one said record'
resize 120x40
wait
screen stale-120x40
resize 40x12
wait
screen stale-40x12
resize 80x24
wait
press D
screen ~ 'No change is proposed'
press p
type 'release manual' <Enter>
screen ~ 'no: trust-version: '
screen ~ 'No change is proposed'
keys qq
exit 0
