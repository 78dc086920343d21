# An alarm that proves a fork stands in the audit room under what it proves; from there one goes
# to the alarm, and from that to each of the two records, one of which is on no chain.
mask '[0-9a-f]{8,64}'
mask '20[0-9-]{8}(T[0-9:]*Z?)?'
sh <<END
assay demo D </dev/null >/dev/null
cd D
assay audit > /dev/null
R=$(git -C ledger.git for-each-ref --format='%(refname)' refs/heads | grep m-okoro)
git -C ledger.git update-ref $R $R~1
sed -i "s/^actor: .*/actor: m-okoro/; s|^key: .*|key: keys/m-okoro.key|" assay.yaml
C=$(git -C ledger.git for-each-ref --format="%(objectname)" refs/heads/assay/v1/log/a-lind)
assay alarm 'a test' $C > /dev/null
sed -i "s/^actor: .*/actor: a-lind/; s|^key: .*|key: keys/a-lind.key|" assay.yaml
assay audit > ../first || :
assay alarm > ../raised
END
start 80x24 assay -C D
wait
press A
screen ~ '^Audit: [0-9]+ problems? of'
press /signed <Enter>
screen alarm
press j <Enter>
screen ~ '^Record'
screen alarm-record
press <Enter>
screen ~ 'actor   m-okoro'
screen ~ '^number  1$'
press q <Enter>
screen ~ 'actor   m-okoro'
press q
screen ~ 'says    equivocation'
press : audit <Enter>
press '/<C-u>once<Enter>' j
screen ~ 'the chain once stood'
press <Enter>
screen ~ 'verdict fork'
screen ~ 'it is kept beside its chain, which has another record of this number'
resize 120x40
wait
screen alarm-beside-120x40
resize 40x12
wait
screen alarm-beside-40x12
keys Q
