# Sourced by scripts here and in tests/bench: a programme, prog, with the portfolio circle
# to judge. Its pseudonym is in the file p, and said.
git init -q -b main circle
cp -R "$SRC/samples/portfolios/circle-strong/." circle
git -C circle add . && git -C circle commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --release on_sign --no-passphrase > /dev/null
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add circle --rubric restorative-practice-intro > p
cat p
