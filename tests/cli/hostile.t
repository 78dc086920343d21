# Names, text and rubrics that try to speak to the terminal: none of it gets out.
sh <<END
mkdir -p work && cd work
git init -q -b main evil
cd evil
printf 'esc \033[31mred\033[0m osc \033]0;title\007 c1 \302\233 dcs \033Pq\033\\ bidi \342\200\256gnp zero\342\200\213width bad \377\376 end\n' > evil.md
printf 'x' > "$(printf 'na\033[2Jme\342\200\256.txt')"
printf 'x' > "$(printf 'bad\377name')"
head -c 300000 /dev/zero | tr '\0' 'y' > long.txt
printf 'a\000b' > binary.bin
git add -A
git commit -qm 'evil'
cd ..
. "$SRC/tests/cli/setup.sh"
sed 's/title: A small rubric/title: "A \\u202e small rubric"/; s/label: Plans/label: "Pl\\u202eans"/; s/^scales:/competency: "an \\e[31m escape and \\u009b31m another"\nscales:/' small.yaml > evil.yaml
END
cd work/programme
sh 'sed "s/^id: small/id: evil/" ../evil.yaml > ../evil2.yaml; assay rubric check ../evil2.yaml || :'
out clean
err clean
sh 'assay rubric publish ../evil2.yaml; assay portfolio add ../evil --rubric evil > ../q; cat ../q'
let Q '^([0-9a-f]{32})$'
run assay score --line $Q <<END
show
evidence
rubric
read evil.md
read long.txt
read binary.bin
search red
search zero
cite c1 evil.md:1
note c2 a note
quit
END
out clean
err clean
out ~ 'esc \^\[\[31mred'
out ~ '<U\+202E>'
out ~ 'and no text\. Nothing of it was opened or run'
out ~ '300000 bytes in this line'
run assay queue
out clean
run assay portfolio check ../evil --rubric evil
out clean

# A newline in a name makes no second line of an answer.
sh 'cd ../evil; printf "red\n" > "$(printf "x\nno: forged.md")"; printf "assay_portfolio: 1\nrubric: evil\nevidence: [{slot: a1, file: evil.md, note: \"n\\\\nno: forged\"}]\n" > portfolio.yaml; git add -A; git commit -qm newline'
run assay say $Q evidence newest
run assay score --line $Q <<END
evidence
search red
END
out !~ '^no: forged'
run assay portfolio check ../evil --rubric evil
out !~ '^no: forged'
sh 'sed "s/^id: evil/id: two/; s/^title: .*/title: \"Two\\\\nlines\"/" ../evil2.yaml > ../two.yaml'
run assay rubric publish ../two.yaml
status 1
err ~ 'two\.yaml:4:8: expected one line of text'
