# Somebody new, with nothing but what the screen says: from the samples to a decision that is
# signed, and verified with the lines of stock git that the last screen shows.
deadline 30
mask '[0-9a-f]{40}'
mask '[0-9a-f]{32}'
mask '[0-9a-f]{8}'
start 80x24 assay demo practice
wait
screen ~ 'Enter opens a portfolio'
press <Esc>

# The footer: / filters, Enter opens.
press '/rubric:spread state:ready<Enter>'
screen ~ '^> .* ready .* not started .*Essential Spreadsheet Skills'
press <Enter>
screen ~ '^> p1\.c1 Starts from a real question'

# Tab goes to the evidence; v chooses lines there, c cites them. A digit judges; n directly
# after it writes on what was judged, and the evidence has gone on with the criterion.
press <Tab>vjjc
screen ~ 'p1\.c1 cites part1/q1\.md:1-2'
press <Tab>1
screen ~ '^> p1\.c2'
screen ~ '^2/8 part1/q2\.md'
press n
screen ~ 'note on p1\.c1'
press 'Who will use the sheet, and for what?<Esc>'
screen ~ 'p1\.c1 .* Not passing +note 1 cited'
press 1
screen ~ '^3/8 part2/a1/stock\.csv'
press <Tab>jjvjc
press <Tab>2
press 'nTwo totals leave the last row out.<Esc>'
press 11

# What is not there is said, and 0 opens the codes for it.
screen ~ '^> p2\.c4'
screen ~ 'The manifest names this file, and it is not there'
press 0
screen ~ '1 +incomplete +Evidence absent or unreadable'
press 1
screen ~ 'p2\.c4 .* missing'

# ] goes to the next gap, e to the other pieces that feed the criterion.
press ]
screen ~ '^> p2\.c5 .*cite\?'
press ee
screen ~ '^6/8 part2/a3/check\.txt'
press c1
press 'nSay what you checked, and what you found.<Esc>'
screen ~ '^> p3\.c1'
press 1]
screen ~ '^> p3\.c9 .*note\?'
press 'nLet the sheet do the sums, then draw what they say.<Esc>'
screen newcomer
resize 120x40
wait
screen newcomer-120x40
resize 40x12
wait
screen newcomer-40x12
resize 80x24
wait

# What it comes to; then the gate.
press o
screen ~ 'incomplete'
press q
press t
screen ~ 'chart\.md is named and not there'
press n
screen ~ '\[unmet\] +Every file opens'
press yy
press kky
screen ~ '\[met\] +Every file opens'
screen ~ '\[met\] +No bank numbers'
press q

# The sign page says what is missing and how to mend it.
press S
screen ~ 'f says that you have none'
press S
screen ~ 'no: no word yet on a conflict of interest'
press f
screen ~ 'no conflict declared'
screen ~ 'part2/a1/stock-sorted\.csv'
press S
screen ~ '^it goes to the learner at once; y signs:'
press y
screen ~ 'Recorded'
screen ~ 'assay/outcomes of the portfolio'
snap shown
sh <<END
sed -e '1,/^Check it with stock git/d' -e '/^COMMAND/,$d' shown > pasted
test "$(grep -c . pasted)" -ge 2
sh -e pasted > said 2>&1
grep -q 'Good "git" signature for a-lind' said
END
press q
screen ~ 'Nothing here is like that'
press '/<C-u><Enter>'
screen ~ ' signed +8/8 +incomplete, by a-lind'
keys q
exit 0
