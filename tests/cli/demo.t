# Without a terminal the demo plays a whole scoring, signs, and prints the log and the audit.
deadline 60
run assay demo demo
out ~ '^outcome: pass'
out ~ '^recorded [0-9a-f]{40}$'
out ~ '^\$ assay log$'
out ~ 'records, .* valid, trust version 1: ok$'
out clean
err clean
run assay -C demo queue
out ~ 'signed'
run assay -C demo audit --json
out ~ '"ok": true'
sh <<END
for repo in demo/portfolios/*.git; do
	git -C $repo fsck --strict
	if git -C $repo rev-parse -q --verify refs/heads/assay/outcomes > /dev/null; then
		assay verify $repo
	fi
done
END
out ~ 'restorative-practice-intro: pass'
out ~ 'restorative-practice-intro: not_yet'
out ~ 'essential-spreadsheet-skills: pass'
out !~ 'NOT VALID'

# Cut off while it was built: told, not opened as if it were whole.
sh 'mkdir data; cp -R $SRC/rubrics $SRC/samples data/; sed -i "s/^level.*/level nothing here/" data/samples/sheets/*.assay'
sh 'if ASSAY_DATA=$PWD/data assay demo half; then exit 1; fi'
run assay demo half
status 1
err ~ 'was cut off while it was built: remove that folder and try again$'
