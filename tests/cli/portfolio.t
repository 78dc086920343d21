# A learner's way: a scaffold, what is still to write, a full portfolio, a signed outcome.
env RUBRIC "$SRC/rubrics/restorative-practice-intro.yaml"
run assay portfolio new mine --rubric $RUBRIC
out ~ '^made mine for Introduction to Restorative Practice'
sh 'git -C mine fsck --strict; git -C mine log --format="%an: %s"'
out = 'Test Author: an empty portfolio'
run assay portfolio new mine --rubric $RUBRIC
status 1
err ~ '^assay: mine is not empty: it holds .git, README.md and more'

# Exactly what is to be written, and nothing the scaffold broke.
cd mine
run assay portfolio check . --rubric $RUBRIC
status 1
out ~ '^as committed in [0-9a-f]{12}, files: 5$'
out ~ '^  q1: part1/q1.md has 0 words; 150 to 300 are asked for$'
out ~ '^      -> write 150 more$'
out ~ '^  q2: part1/q2.md holds no words yet$'
out ~ '^  a1: 0 pieces; 1 to 2 are asked for$'
out ~ '^      -> put them in the folder part2/a1, or name them in portfolio.yaml$'
out ~ '^  original is not attested'
out ~ '^6 things to mend$'

# Written, but not committed: said so, and to be looked at as it is.
sh <<END
for f in 1/q1 1/q2 3/r1; do seq -s ' ' 1 250 >> part$f.md; done
for a in a1 a2 a3; do echo text > part2/$a/ann-lee-u1234567.md; done
sed -i 's/: no /: yes /' portfolio.yaml
END
run assay portfolio check . --rubric $RUBRIC
status 1
out ~ '^Not committed, and so not looked at here:$'
out ~ '^  changed: part1/q1.md$'
out ~ '^  new: part2/a1/ann-lee-u1234567.md$'
out ~ '^6 things to mend$'
run assay portfolio check --folder . --rubric $RUBRIC
out ~ '^  q1: part1/q1.md has 250 words; 150 to 300 are asked for$'
out ~ '^  part2/a1/ann-lee-u1234567.md holds what may be somebody.s number: 1234567$'
out !~ 'not attested'
out ~ '^ready to submit, once it is committed$'
sh 'for a in a1 a2 a3; do mv part2/$a/ann-lee-u1234567.md part2/$a/work.md; done; git add -A; git commit -qm done'
run assay portfolio check . --rubric $RUBRIC
out !~ 'To look at'
out ~ '^  The circle was led by the learner and took place in the last twelve months: a person looks$'
out ~ '^ready to submit$'
run assay portfolio check . --rubric $RUBRIC --json
out ~ '"ready": true'
out ~ '"uncommitted": 0'
out ~ '"state": "met"'
cd ..

# A link in the manifest, another rubric by its id, and what ships with assay by its own.
sh 'cd mine; sed -i "s|^evidence:|&\n  - {slot: a2, link: \"ftp://x\"}|" portfolio.yaml'
run assay portfolio check --folder mine --rubric $RUBRIC
status 1
out ~ 'the manifest cannot be used: portfolio.yaml:[0-9]+:[0-9]+: expected a link that begins https'
sh 'cd mine; git checkout -q portfolio.yaml'
run assay portfolio check mine --rubric nowhere
status 1
err ~ "^assay: there is no rubric .nowhere. here; give its file: --rubric FILE"
env ASSAY_DATA $SRC
run assay portfolio new sheet --rubric essential-spreadsheet-skills --no-git
run assay portfolio check sheet --rubric essential-spreadsheet-skills
status 1
out ~ '^as the files stand in this folder, files: 5; only what is committed is judged$'

# Bare: the folder and the rubric alone, to a signed outcome the learner can verify.
sh 'assay score mine --rubric $RUBRIC --no-passphrase --line < /dev/null > greeting'
run assay score mine --rubric $RUBRIC --line <<END
checks
level p1.c1 passing
level p1.c2 passing
level p2.c1 proficient
level p2.c2 proficient
level p2.c3 proficient
level p2.c4 proficient
level p2.c5 proficient
level p3.c1 passing
cite p2.c1 part2/a1/work.md:1
cite p2.c3 part2/a2/work.md:1
cite p2.c5 part2/a3/work.md:1
note p3.c9 Go on.
gate own_circle met
gate no_names met
checks
conflict none
sign
END
out ~ '^gate opens met: Every file opens and can be read$'
out ~ '^gate own_circle yours to tick: The circle was led'
out ~ '^gate own_circle met: The circle was led'
out ~ '^recorded [0-9a-f]{40}$'
out !~ '^no:'

# A folder of files somebody has: two commands.
sh 'mkdir -p have/part2/a1; cp mine/part2/a1/work.md have/part2/a1/; echo x > have/notes.txt'
run assay portfolio check have --rubric $RUBRIC
status 1
out ~ '^as the files stand in this folder, files: 2; only what is committed is judged$'
out ~ '^  notes.txt answers nothing that is asked for$'
run assay portfolio adopt have --rubric $RUBRIC
out ~ '^wrote have/portfolio.yaml$'
out ~ '^committed all of have$'
sh 'git -C have status --porcelain; git -C have log --format=%s; grep WHERE have/portfolio.yaml'
out ~ '^my portfolio$'
out ~ '^#  - .slot: WHERE, file: notes.txt.$'
run assay portfolio adopt have --rubric $RUBRIC
out ~ '^kept have/portfolio.yaml$'
out ~ 'is a git repository already; commit what is new'
run assay score --rubric $RUBRIC have --line <<END
evidence
END
out ~ 'part2/a1/work.md'

# A gigabyte in a folder is read, not held (sanitisers do not run under such a limit).
sh 'cd have; truncate -s 1G part2/a1/film.mp4; if (ulimit -v 500000; assay --version) > ../said 2>&1; then ulimit -v 500000; fi; assay portfolio check --folder . --rubric $RUBRIC > ../said || :'
sh 'cat said'
out ~ 'a1: part2/a1/film.mp4 is a binary file; text is asked for'
run assay portfolio new
status 2
run assay portfolio new x
status 2
err ~ 'say which rubric'
