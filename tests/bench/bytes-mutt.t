sh <<X
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  printf 'From a@example.org Thu Jan  1 00:00:00 2026\nFrom: A Person <a@example.org>\nTo: b@example.org\nSubject: Message number %s of a few\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-ID: <%s@example.org>\n\n' $i $i
  "$SRC/tests/bench/prose" 3000
  echo
done > box
echo 'set folder="."; set arrow_cursor; set pager_stop; unset mark_old; set sort=mailbox-order' > rc
X
start 80x24 mutt -n -F rc -R -f box
settle 800
tell 'first screen'
keys j
settle 300
tell 'list move'
keys jjjkkkkjjjjkkkkjjjjk
settle 500
tell '20 moves at once'
keys <Enter>
settle 500
tell 'open'
keys <Space>
settle 300
tell 'page'
keys <Enter>
settle 300
tell 'text line'
keys '/Line 2500<Enter>'
settle 500
tell 'search'
keys i
settle 300
tell 'back'
keys x
exit 0
