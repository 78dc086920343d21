# Who may say what: someone is let in, the change is told, signed, put in force, taken away.
mask '[0-9a-f]{8,64}'
sh '. "$SRC/tests/cli/setup.sh"; cd programme; assay key new ben --no-passphrase | tail -1 > ben.pub'
cd programme
start 80x24 assay
wait
press : people <Enter>
screen people-alone
press P
screen ~ 'no: no change is proposed'
press a
type 'a-ben ben.pub boss' <Enter>
screen ~ "'boss' is no role"
screen ~ 'No change is proposed'
press a
type 'a-ben ben.pub assessor moderator' <Enter>
screen people-proposed
press P
screen ~ 'not enough root persons have signed it'
press S
screen ~ 'Signed by enough root persons: P puts it in force'
press P
screen ~ 'version 2 is in force'
screen ~ 'a-ben: assessor, moderator'
press j t
screen ~ 'a-ben becomes a root person with the key'
press T 2 <Enter>
screen ~ '2 of 2 root persons must sign a change, not 1 of 1'
resize 120x40
wait
screen people-120x40
resize 40x12
wait
screen people-40x12
resize 80x24
wait
press D
screen ~ 'No change is proposed'
press f
type angry <Enter>
screen ~ 'a key ends because it is rotated'
press f
type left <Enter>
screen ~ 'counts \(left\)'
keys qq
exit 0
run assay trust show
out ~ '^version 3 of the trust file, proposed:$'
sh 'echo nonsense > trust/trust.yaml'
start 80x24 assay
wait
press : people <Enter>
screen ~ 'trust\.yaml:1:1: '
press a
screen ~ 'what is proposed cannot be read: D drops it'
press D
screen ~ 'No change is proposed'
keys qq
exit 0
