# The link dies without a word, after ever more bytes: whatever the screen had said is in the
# draft, and the next session takes over from the one that is still there.
deadline 60
sh <<X
. "$SRC/tests/bench/far.sh"
sed -n '/^link()/,/^}/p' "$SRC/tests/bench/far.sh" > link.sh
echo 4780 > cut
cat p
X
let P '^([0-9a-f]{32})$'
repeat 10
sh <<X
. ./link.sh
echo $(($(cat cut) + 50)) > cut
link 57600 25 $(cat cut)
X
start 80x24 ssh -F $T/conf -tt far $T/assay score --take-over $P
settle 2500
keys 1
settle 300
keys 2
settle 300
keys 1
settle 300
keys 2
settle 300
keys 1
settle 300
keys 2
settle 300
snap seen
hangup
exit 255
sh <<X
cat "$XDG_STATE_HOME"/assay/drafts/*/$P.1.a-lind > kept || : > kept
marks='Not [Pp]assing|Passing|Developing|Basic|Proficient'
grep -E "^[> ] p[0-9]\.c[0-9] .*($marks)" seen > judged || :
while read -r line; do
	id=$(echo "$line" | grep -oE 'p[0-9]\.c[0-9]')
	case $line in
	*Proficient*) level=3 ;;
	*Basic* | *[0-9]' '*' Passing'*) level=2 ;;
	*) level=1 ;;
	esac
	grep -q "^level $id $level\$" kept || { echo "$id $level was lost" >&2; exit 1; }
done < judged
echo "$(($(cat checked 2>/dev/null || echo 0) + $(wc -l < judged)))" > checked
X
end
sh <<X
. ./link.sh
link 57600 25 0
test "$(cat checked)" -gt 0; cat checked
X
let CHECKED '^([0-9]+)$'
start 80x24 ssh -F $T/conf -tt far $T/assay score --take-over $P
wait
snap back
screen ~ '^> p'
keys qq
exit 0
report "link cut 10 times while judging: $CHECKED judgements were on the screen, and all are kept"
