# The first sight of assay: six lines until the first key, and never again.
sh '. "$SRC/tests/screen/setup.sh"'
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
bytes total <= 1300
screen tour
resize 40x12
wait
screen tour-40x12
resize 120x40
wait
screen tour-120x40
resize 80x24
wait
press j
screen !~ 'first time'
press k
raw clean
keys q
exit 0
start 80x24 assay -C prog
wait
screen !~ 'first time'
keys q
exit 0
# where it cannot be kept that it was shown, it is not shown
env XDG_STATE_HOME /dev/null/nowhere
start 80x24 assay -C prog
wait
screen !~ 'first time'
keys q
exit 0
