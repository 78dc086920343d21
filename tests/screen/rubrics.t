# All rubrics of the programme: found, read, folded, searched, compared.
sh <<END
assay demo prog </dev/null
cd prog
r=rubrics/essential-spreadsheet-skills.yaml
sed 's/^version: 1/version: 2/; s/label: Draws an honest chart/label: Draws a chart that is honest/; s/business_days: 10/business_days: 12/' $r > ../two.yaml
assay rubric publish ../two.yaml
sed 's/^version: 2/version: 3/; s/id: fluent, label: Fluent, points: 3/id: fluent, label: Fluent, points: 4/' ../two.yaml > rubrics/next.yaml
END
mask '[0-9a-f]{32,64}'
mask '[0-9a-f]{64}'
start 80x24 assay -C prog
wait
press B
screen rubrics
screen ~ '^> essential-spreadsheet-skills@3 +draft'
screen ~ '^  essential-spreadsheet-skills@2 +published'
screen ~ '^  essential-spreadsheet-skills@1 +earlier'
keys j
bytes <= 16
keys k
bytes <= 16
quiet 200

# Filtered as one types; nothing that matches says what to do.
press '/<C-u>restor'
screen ~ '^> restorative-practice-intro@1 '
screen !~ 'spreadsheet'
press 'q'
screen ~ 'Nothing here is like that'
press <Esc>
screen ~ 'spreadsheet'

# What changed since it was published before; the first version says there is nothing.
press d
screen differences
screen ~ '^> structure changed: results are not comparable$'
press qjd
screen ~ '^> structure unchanged: results stay comparable$'
screen ~ 'business days to an answer changed'
press qjd
screen ~ 'no: nothing was published before essential-spreadsheet-skills@1'

# Read, folded, searched.
press <Enter>
screen rubric
press Z
screen rubric-folded
screen ~ 'part p1: Before you start \(\+4\)$'
press '/<C-u>draws an honest<Enter>'
screen ~ '^> p2.c4: Draws an honest chart \(\+14\)$'
press z
screen ~ '^> p2.c4: Draws an honest chart$'
screen ~ '^    1 beginning: There is no chart'
press jz
screen ~ '^> p2.c4: Draws an honest chart \(\+14\)$'
press '/<C-u>zebra<Enter>'
screen ~ "no: no later line holds 'zebra'"
press n
press '/<C-u>note is<Enter>'
press n
press N
screen ~ '^>   a note is'
press d
screen ~ 'no: nothing was published before'
raw clean
press q
screen ~ '^> essential-spreadsheet-skills@1'
keys qq
exit 0

# By name; at other sizes.
start 40x12 assay -C prog
wait
press ':rubrics<Enter>'
screen rubrics-40x12
press d
screen differences-40x12
press q<Enter>
screen rubric-40x12
resize 120x40
wait
screen rubric-120x40
keys qqq
exit 0

start 120x40 assay -C prog
wait
press B
screen rubrics-120x40
# The scroll region is that of the terminal: below 24 rows nothing would be deleted.
raw ~ '\[r'
raw !~ '\[1;24r'
press d
screen differences-120x40
press ':differences essential-spreadsheet-skills@1 essential-spreadsheet-skills@2<Enter>'
screen ~ 'From essential-spreadsheet-skills@1 to essential-spreadsheet-skills@2'
press ':rubric essential-spreadsheet-skills@1<Enter>'
screen ~ 'Rubric essential-spreadsheet-skills@1'
press ':rubric nothing<Enter>'
screen ~ "no: there is no rubric 'nothing' here"
keys qqqqqq
exit 0

# None yet, and a file that is no rubric.
sh 'assay init empty --name "An empty one" --actor b-one --no-passphrase; echo nonsense > empty/rubrics/odd.yaml'
start 80x24 assay -C empty
wait
press B
screen rubrics-empty
screen ~ 'odd.yaml'
press <Enter>
screen ~ 'no: nothing is on this list'
press d
screen ~ 'no: nothing is on this list'
keys qq
exit 0
