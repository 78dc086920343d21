# Who may say what: someone is let in, the change is told, signed, put in force, taken away.
mask '[0-9a-f]{8,64}'
sh '. "$SRC/tests/cli/setup.sh"; cd programme; for k in ben cat new; do assay key new $k --no-passphrase | tail -1 > $k.pub; done'
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
press D
# Somebody for some rubrics, by name; a policy; all of it must be seen before it is signed.
press a
type 'a-cat cat.pub assessor for' <Enter>
screen ~ 'for which rubrics\?'
press a
type 'a-cat cat.pub assessor for a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3' <Enter>
screen ~ 'more than 32 words'
press a
type 'a-cat cat.pub assessor witness for sm* other-1 called Cat Ny' <Enter>
screen ~ 'a-cat \(Cat Ny\) is an assessor for sm\*, other-1, with the'
press p
type 'release never' <Enter>
screen ~ 'a policy is release on_sign'
resize 40x12
wait
press p
type 'release manual' <Enter>
press S
screen ~ 'no: more of it is below'
screen people-more-40x12
press <Tab> <PgDn> <PgDn> <PgDn>
screen ~ 'outcomes are released manual, not'
press S
screen ~ 'signed with the key'
resize 80x24
wait
screen ~ 'Signed by enough root persons'
press <Tab>
# What another root sends is taken in, whole.
sh 'cp -R trust ../theirs; mkdir ../bent; sed s/manual/on_moderation/ trust/trust.yaml > ../bent/trust.yaml; cp trust/*.sig ../bent'
press D
press i
type ../bent <Enter>
screen ~ 'is no good signature'
screen ~ 'No change is proposed'
press i
type ../theirs <Enter>
screen ~ 'Signed by enough root persons'
press P
screen ~ 'version 3 is in force'
screen ~ 'a-cat \(Cat Ny\): assessor for sm\* other-1, witness for'
# A box; another key for the same person; an end, and that it is raised.
press k k x
type ben.pub <Enter>
screen ~ 'this is a key that signs'
press x
type none <Enter>
screen ~ 'a-one has no box'
press r
type new.pub <Enter>
screen ~ 'a-one gets the key'
screen ~ '\(rotated\); what it says later does not count'
press D f
type 'lost 9' <Enter>
screen ~ 'has no good record 9'
press f
type 'lost x' <Enter>
screen ~ 'expected why, and the number'
press f
type 'lost 0' <Enter>
screen ~ 'record 0 \(lost\); what it says later'
press S P
screen ~ 'version 4 is in force'
press f
type 'lost 1' <Enter>
screen ~ 'record 1 \(lost\), not with 0'
keys qq
exit 0
run assay trust show
out ~ '^version 5 of the trust file, proposed:$'
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
