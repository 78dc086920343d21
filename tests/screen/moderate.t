# The moderator's room: two decided, and not alike; a case is begun, cut off, gone on with, and
# signed; one decision is sent back, adjusted and confirmed; who may not is told why.
sh '. "$SRC/tests/cli/setup.sh"'
sh <<END
cd programme
for k in ben dan cat; do assay key new $k --no-passphrase | tail -1 > ../$k.pub; done
assay person add a-ben --pub ../ben.pub --role assessor
assay person add a-dan --pub ../dan.pub --role assessor
assay person add m-cat --pub ../cat.pub --role moderator
assay trust policy release on_moderation
assay trust sign
assay trust publish
assay assign $(cat ../p) --to a-ben a-dan
cat > ../as <<A
sed -i "s/^actor: .*/actor: \$1/; s|^key: .*|key: \$2|" assay.yaml
A
cat > ../say <<A
printf '%s\n' "level c1 \$1" 'cite c1 plan.md:1' "level c2 \$2" 'note c2 See the plan.' 'note c9 Well done.' 'conflict none' sign | assay score --line $(cat ../p)
A
sh ../as a-ben ben
sh ../say high high
sh ../as a-dan dan
sh ../say mid low
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
END
mask '[0-9a-f]{64}'
mask '[0-9a-f]{40}'
mask '[0-9a-f]{32}'
mask '[0-9a-f]{12}'
mask '[0-9a-f]{8}'
mask '20[0-9-]{8}(T[0-9:]*Z?)?'
mask '/[^ ]*/programme'
cd programme

# An assessor is told why not.
start 80x24 assay
wait
press M
screen ~ 'no: you judged it yourself'
press L
press '/<C-u>type:decision actor:ben<Enter>M'
screen ~ 'no: unauthorised: you are no moderator for small; an administrator can'
keys qq
exit 0

sh 'sh ../as m-cat cat'
start 80x24 assay
wait
press M
screen moderate
screen ~ 'Still missing: it cannot be signed yet'
press S
screen ~ 'no: say what becomes of it'
press c
screen ~ 'they do not agree: resolve it'
press =
screen ~ '2 of 3 differ'
press M
screen ~ 'no: a case is open already'
press q
# To resolve it one goes on to the levels, which begin from the first decision.
press R
screen ~ 'as judged by a-ben'
press u
screen ~ 'no: nothing more is said here'
press j2
press S
screen ~ 'c2: from high to mid'
press n
type 'Both read it; the plan carries it.'
# The line goes while one writes: it is all there.
hangup
exit 129
run assay queue
out ~ 'case begun'
start 80x24 assay
wait
press M
screen ~ 'begun and not said; Esc'
press '<Esc>'
screen moderate-resolve
resize 40x12
wait
screen moderate-40x12
resize 120x40
wait
screen moderate-120x40
resize 80x24
wait
press S
screen ~ 'it goes to the learner at once; y signs'
press n
screen ~ 'not signed, and nothing is lost'
press S
press y
screen ~ '^Moderated'
screen moderate-signed
press n
screen ~ 'no: it is signed'
press q
screen ~ 'resolved by m-ca'
screen queue-moderated
keys q
exit 0
run assay verify ../evidence
out ~ 'pass'
run assay audit
out ~ ': ok$'

# One decision alone, from the history: set aside; then sent back, and nothing is released.
start 80x24 assay
wait
press L
press '/<C-u>type:decision actor:dan<Enter>M'
screen ~ 'attempt 1: 1 decision$'
screen ~ 'resolved by m-cat, '
press a
screen ~ 'as judged by a-dan'
press 'j3S'
screen ~ 'c2: from low to high'
press c
screen ~ 'nothing is put in its place so: adjust it'
press X
screen ~ 'y sets aside what is said here'
press y
screen ~ 'set aside: nothing of it was signed'
press <Enter>M
screen ~ 'Not said: c confirm'
press X
screen ~ 'no: nothing is said of it yet'
press B
press n
type 'Read it again, please.'
press <Esc>
screen ~ 'return: 1 decision'
press S
screen ~ '^Moderated'
screen ~ 'Nothing: it is not decided by this'
press qqq
keys q
exit 0
sh 'sh ../as a-dan dan'
run assay queue
out ~ 'passed back by m-cat'

# Judged anew, or by one more, between the case being opened and its being signed: nothing is
# recorded, nor does the learner read what does not stand.
sh 'sh ../as m-cat cat; git -C ../evidence rev-parse assay/outcomes > ../released'
start 80x24 assay
wait
press L
press '/<C-u>type:decision actor:dan<Enter>M'
press n
type 'It stands.'
press <Esc>
press c
screen !~ 'cannot be signed yet'
sh 'sh ../as a-dan dan; sh ../say mid mid; sh ../as m-cat cat'
press S
press y
screen ~ 'no: .*a-dan judged it anew'
screen ~ 'Still missing: it cannot be signed yet'
press S
screen ~ 'no: a-dan judged it anew since this case was begun: set it aside'
press X
press y
press q
press M
screen ~ ': 2 decisions'
press n
type 'They are at one.'
press <Esc>
press R
press 'j2S'
screen !~ 'cannot be signed yet'
sh 'sh ../as a-one a-one; sh ../say high mid; sh ../as m-cat cat'
press S
press y
screen ~ 'no: .*a-one judged it too'
press q
press M
press X
press y
keys qq
exit 0
sh 'test $(assay log --type moderation | grep -c m-cat) = 2'
sh 'test $(git -C ../evidence rev-parse assay/outcomes) = $(cat ../released)'

# What is half written outlives whatever ends the sitting, and is not signed over; one's own
# editor writes notes here too.
file ed <<END
#!/bin/sh
printf ' From an editor.\n' >> "$1"
END
sh 'chmod +x ed'
env EDITOR "$T/programme/ed"
start 80x24 assay
wait
press M
press n
type 'Half a reason'
signal KILL
exit signal KILL
sh 'assay moderate $(cat ../p) confirm 2>&1 || :'
out ~ 'a reason was begun and is not said: finish it'
sh 'assay moderate $(cat ../p)'
out ~ '^a reason was begun and is not said: Half a reason$'
start 80x24 assay
wait
press M
screen ~ '^Half a reason$'
press ', and its end.<Esc>'
screen ~ '^  Half a reason, and its end\.$'
press '<Enter>jj'
press n
type 'Half a note'
signal KILL
exit signal KILL
sh 'assay moderate $(cat ../p) confirm 2>&1 || :'
out ~ 'a note on c9 was begun and is not said: finish it'
start 80x24 assay
wait
press M
screen ~ 'as you left it'
press <Enter>
screen ~ 'begun and not said; Esc'
press '<Esc>'
press jjN
wait
press n
screen ~ 'Half a note From an editor\.'
press '<Esc>S'
screen ~ '^  c9: another note$'
press X
press y
keys qq
exit 0
# What cannot be said now is there to be said again.
start 80x24 assay
wait
press M
press '<Enter>jj'
sh 'mkdir "$(find "$XDG_STATE_HOME" -name "*.case.*.dropped" | sed -n "1s/[.]case[.].*/.case/p")"'
press n
type ' Not yet.'
press '<Esc>'
screen ~ 'no:'
press N
wait
press n
screen ~ 'Not yet. From an editor\.'
sh 'find "$XDG_STATE_HOME" -name "*.case" -exec rmdir {} +'
press '<Esc>S'
screen ~ '^  c9: another note$'
press X
press y
keys qq
exit 0
unset EDITOR
sh 'find "$XDG_STATE_HOME" -name "*.case*.note*" | wc -l'
out = 0

# A role that is there and a draft of another session: told, and only one has it.
sh 'sh ../as m-cat cat'
run assay log --type moderation
out ~ 'returns it'

# Work is shared out from the queue: to those who may judge; taken on, and given back.
sh 'sh ../as a-one a-one; assay portfolio add ../evidence --ref HEAD --path a --rubric small > ../r || :'
start 80x24 assay
wait
press '/<C-u>state:ready<Enter>'
press a
type 'x-who' <Enter>
screen ~ 'no: x-who may not judge by small'
press a
type 'a-dan sealed' <Enter>
screen ~ 'assigned, to be judged blind'
keys q
exit 0
sh 'sh ../as a-dan dan'
start 80x24 assay
wait
press '/<C-u>why:second<Enter>'
press c
screen ~ 'conflict of interest, or none:'
# What would be cut off is not recorded at all.
type 'Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read. Her uncle, who lives next door to me, taught me to read.' <Enter>
screen ~ 'no: at most 511 bytes'
press c
type none <Enter>
screen ~ 'yours until 20'
press ':give-back<Enter>'
screen ~ 'given back'
press M
screen ~ 'no: nothing is decided'
press ':people<Enter>'
press ':retire gone<Enter>'
screen ~ 'nothing can ever follow on the chain of [0-9a-f]{8}; y signs'
press n
screen ~ 'not signed, and nothing is lost'
press ':retire gone<Enter>'
press y
screen ~ 'retired: nothing more can be signed with this key'
keys qq
exit 0
run assay log --type retire
out ~ 'a-dan +retire gone'
