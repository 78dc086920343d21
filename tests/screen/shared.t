# Work that is shared out, as the one who gets it sees it: a claim that ends soon, a second
# marking, and one that is to be judged blind, until it is signed.
sh <<END
. "$SRC/tests/cli/setup.sh"
mkdir -p "$XDG_STATE_HOME/assay"; : > "$XDG_STATE_HOME/assay/toured"
cp p leased
cd programme
assay key new ben --no-passphrase | tail -1 > ../ben.pub
assay person add a-ben --pub ../ben.pub --role assessor > /dev/null
assay trust sign > /dev/null
assay trust publish > /dev/null
for n in second blind; do
	git clone -q ../evidence ../$n.git
	assay portfolio add ../$n.git --rubric small > ../$n
done
assay assign $(cat ../leased) --to a-ben > /dev/null
assay assign $(cat ../second) --to a-one a-ben --open > /dev/null
assay assign $(cat ../blind) --to a-one a-ben --sealed --seal-to a-one > /dev/null
for n in second blind; do
	printf '%s\n' 'level c1 3' 'cite c1 plan.md:1-2' 'level c2 3' 'note c9 Said by the first.' \
		'conflict none' sign | assay score --line $(cat ../$n) > /dev/null
done
sed -i 's/^actor: .*/actor: a-ben/; s|^key: .*|key: ben|' assay.yaml
assay claim $(cat ../leased) --conflict none --hours 1 > /dev/null
END
run cat blind
let B '([0-9a-f]{8})'
mask '[0-9a-f]{8}'
mask '1:00|0:5[0-9]'
start 80x24 assay -C programme
wait
# In one order for the golden screens: the neutral one goes by the pseudonyms.
press oo
screen ~ 'ready +0/2 +your claim ends in (1:00|0:5)'
screen ~ 'ready +0/2 +second marking, after (…|~)'
screen ~ 'ready +0/2 +second marking, sealed'
screen !~ 'pass'
press '/<C-u>why:second<Enter>'
screen !~ 'your claim'
screen ~ 'after (…|~)'
press '/<C-u>why:sealed<Enter>'
screen shared-sealed
press '/<C-u>why:lease<Enter>'
screen shared-lease
resize 120x40
wait
screen shared-lease-120x40
resize 40x12
wait
screen shared-lease-40x12
resize 80x24
wait
# Blind: what the other made of it is nowhere, and the screen says why.
press "/<C-u>portfolio:$B<Enter><Enter>"
press =
screen shared-blind
screen ~ 'blind: sign yours first'
resize 120x40
wait
screen shared-blind-120x40
resize 40x12
wait
screen shared-blind-40x12
resize 80x24
wait
press L
screen !~ 'pass|Said by the first'
press q
raw !~ 'Said by the first'
# Signed, both lie side by side.
press 2c
press 1
press 'nToo little.<Esc>]nNo more.<Esc>Sf'
press S
keys y
wait
screen ~ '^Signed'
press q
press "/<C-u>portfolio:$B<Enter>"
press "<Enter>="
screen ~ 'a-one, [-0-9]+: pass'
screen ~ 'a-ben, [-0-9]+: not yet'
screen ~ 'note: Said by the first\.'
keys :quit<Enter>
exit 0
