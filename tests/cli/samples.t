# The sample sheets come to the outcomes they were written for.
deadline 60
run assay demo demo
sh <<END
for sheet in circle-partial stock-sheet; do
	case $sheet in
	circle-partial) repo=2 ;;
	stock-sheet) repo=5 ;;
	esac
	p=$(grep -l "portfolios/$repo.git" demo/portfolios/*.yaml)
	p=$(basename "$p" .yaml)
	assay -C demo score --line "$p" < "$SRC/samples/sheets/$sheet.assay" > said
	if grep '^no:' said; then exit 1; fi
	assay -C demo sign "$p"
	assay verify "demo/portfolios/$repo.git"
done
END
out ~ 'restorative-practice-intro: refer'
out ~ 'essential-spreadsheet-skills: incomplete'
out ~ '^valid$'
sh 'for rubric in "$SRC"/rubrics/*.yaml; do assay rubric check "$rubric"; done'
out ~ 'ok, 9 criteria'
run assay -C demo audit
out ~ ': ok$'
sh <<END
for repo in demo/portfolios/*.git; do
	p=$(basename "$(grep -l "portfolios/$(basename $repo)" demo/portfolios/*.yaml)" .yaml)
	assay -C demo portfolio check $repo --rubric "$(sed -n 's/^rubric: //p' demo/portfolios/$p.yaml)" || echo "$repo is not whole"
done
END
out ~ 'demo/portfolios/5.git is not whole'
out ~ 'chart.md is named and not there'
out !~ 'demo/portfolios/1.git is not whole'
