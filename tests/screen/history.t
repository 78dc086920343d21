# The history: who said what, filtered; a record, what it changed, the evidence as it was
# judged, how to check it; and decisions side by side.
sh <<END
assay demo prog </dev/null
cd prog
p=$(assay log --outcome pass --actor a-lind --json |
	sed -n 's/.*"portfolio": *"\([0-9a-f]*\)".*/\1/p' | head -1)
printf %s "$p" > ../p
say() {
	sed -e '/^show/d; /^gaps/d; /^read/d; /^rubric/d' "$@" "$SRC/samples/demo.assay" |
		assay score --line "$p" > /dev/null
}
say -e 's/^level p2.c1 .*/level p2.c1 basic/' -e 's/^note p2.c2 .*/note p2.c2 Another note./'
cp assay.yaml mine.yaml
sed 's/a-lind/m-okoro/g' mine.yaml > assay.yaml
say -e 's/^level p2.c5 .*/level p2.c5 basic/'
cp mine.yaml assay.yaml
END
mask 'record [0-9a-f]{1,7}(…|~)'
mask '[0-9a-f]{64}'
mask '[0-9a-f]{40}'
mask '[0-9a-f]{32}'
mask '[0-9a-f]{12}'
mask '[0-9a-f]{8}'
mask '20[0-9-]{8}(T[0-9:]*Z?)?'
mask '/[^ ]*/prog'
start 80x24 assay -C prog
wait
press L
screen ~ '^> 20.* [+1] decision +[0-9a-f]{8} '
press '/<C-u>actor:a-lind<Enter>'
screen history
keys j
bytes <= 120
quiet 200

# One filter language: columns, words, without; a wrong column says which there are.
press '/<C-u>type:decision actor:lind<Enter>'
screen ~ "only 'type:decision actor:lind'"
screen ~ 'pass, superseded'
screen !~ 'm-okoro'
press '/<C-u>-type:decision trust<Enter>'
screen ~ '^> .*trust'
screen !~ 'decision +[0-9a-f]'
press '/<C-u>actr:lind<Enter>'
screen ~ '^no: there is no column .actr. here; there are time, actor'
screen ~ "only '-type:decision trust'"
# What was typed stays to be mended; Esc leaves the list as it was, and / begins with it.
screen ~ '^only: actr:lind$'
press '<Home><Right><Right><Del>o<Esc>'
screen ~ "only '-type:decision trust'"
press '/'
screen ~ '^only: -type:decision trust$'
press '<C-u>nothing like this'
screen ~ 'Nothing here is like that. / \^U Enter shows everything again'
press <Esc>
screen ~ "only '-type:decision trust'"

# The newest superseded nothing; the second of a-lind did.
press '/<C-u>actor:lind outcome:not_yet<Enter>g<Enter>'
screen ~ 'verdict witnessed'
screen ~ 'says    not_yet'
press d
screen history-difference
resize 120x40
wait
screen history-difference-120x40
resize 40x12
wait
screen history-difference-40x12
resize 80x24
wait
screen ~ 'from Proficient to Basic'
press qy
screen ~ 'verify-commit -v'
screen ~ 'trust signers > signers'
# What stands there can be copied into a shell.
snap shown
sh <<END
sed -e 1d -e '/^COMMAND/,$d' shown > pasted
sh -e pasted > said 2>&1
grep -q 'Good "git" signature for a-lind' said
END
screen check
resize 120x40
wait
screen check-120x40
resize 40x12
wait
screen check-40x12
resize 80x24
wait
press q

# The evidence as it was judged: looked at, not changed; one comes back to where one was.
press e
screen history-judged
resize 120x40
wait
screen history-judged-120x40
resize 40x12
wait
screen history-judged-40x12
resize 80x24
wait
press 1
screen ~ 'no: this portfolio is open to look at only'
press l
screen ~ 'no: this is how it was judged'
press <Enter>
screen ~ '^as judged 1/11 '
press qq
screen ~ 'verdict witnessed'
press =
screen compare
press ']'
screen ~ 'p2.c1: differs'
press <Tab>j<Tab>2
screen ~ 'verdict valid'
press qqqq
screen ~ '^Queue of'

# From the score screen too, which is as it was afterwards.
sh 'assay -C prog say $(cat p) level p1.c1 passing'
press R
press '/<C-u>drafting<Enter><Enter>'
screen ~ '1/8 judged'
press =
screen ~ ' of 9 differ'
press q
press jjL
screen ~ "only 'portfolio:"
press '/<C-u>type:decision actor:okoro<Enter><Enter>e'
screen ~ 'as judged by m-okoro'
screen ~ '8/8 judged'
press qqq
screen ~ '1/8 judged'
screen ~ '^> p2.c2'
keys qq
exit 0

start 40x12 assay -C prog
wait
press L
press '/<C-u>actor:a-lind<Enter>'
screen history-40x12
press '/<C-u>outcome:not_yet actor:a-lind<Enter>='
screen compare-40x12
press ']<Tab>jj'
screen compare-40x12-below
resize 120x40
wait
screen compare-120x40
press q
screen history-120x40
press '/<C-u>actor:okoro outcome:not_yet<Enter><Enter>d'
screen ~ 'no: this record supersedes no other'
keys qqq
exit 0

# The same in lines.
sh 'assay -C prog log --type decision --actor m-okoro --rubric restorative > said; wc -l < said'
out = 1
run assay -C prog log --outcome refer
out = 'nothing like that is recorded'
run assay -C prog log --only 'what:ever'
status 2
err ~ 'there is no column'
sh <<END
cd prog
p=$(cat ../p)
assay compare $p | head -3
assay compare $p --json | grep -c '"differs": *true'
old=$(assay log $p --only superseded | cut -c1-12)
new=$(assay log $p --actor a-lind --only -superseded | cut -c1-12)
assay show --difference $new > difference
grep -q 'from Proficient to Basic' difference
! assay show --difference $old 2> err
grep -q 'supersedes no other' err
cd ..
assay -C prog show --how $new | sed 's/-C /-C /' > how
sh -e how > checked 2>&1
grep -q 'Good "git" signature for a-lind' checked
printf 'show\nlevel p1.c1 1\nread part1/q1.md:1-2\nlog type:decision actor:okoro\ncompare\n' |
	assay -C prog score --line --judged $old > judged || :
grep -q 'as judged by a-lind' judged
grep -q '^p2.c1 proficient' judged
grep -q '^no: this portfolio is open to look at only' judged
grep -q 'm-okoro  decision' judged
grep -q 'differ$' judged
END
