# A passphrase by descriptor is one line, read once; an empty one is not "none".
sh 'printf "pw\n" > pw; : > empty'
sh 'assay init p --name S --actor s-one --passphrase-fd 3 3< pw'
out ~ '^S is ready'
sh 'if assay key new bare --passphrase-fd 3 3< empty; then exit 1; fi'
err ~ '^assay: that passphrase is empty; for a key without one say --no-passphrase'
sh 'if assay init q --name S --actor q-one --passphrase-fd 3 3< empty; then exit 1; fi; test ! -e q'
run assay key list
out ~ '^s-one  kid [0-9a-f]{32}$'
out !~ 'bare|q-one'
cd p
run assay key use nowhere
status 1
err ~ 'there is no key'
sh 'grep key: assay.yaml'
out = 'key: s-one'

# Another rubric of the same name does not take away the text that a draft stands on.
sh '. "$SRC/tests/cli/setup.sh"; sed "s/^title:.*/title: Changed/; s/^version: 1/version: 2/" small.yaml > changed.yaml'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
run assay say $P level c1 high
run assay rubric publish ../changed.yaml
run assay draft show $P
status 1
sh 'cmp ../small.yaml rubrics/small.yaml.*; mv rubrics/small.yaml.* rubrics/small.yaml'
run assay draft show $P
out ~ '^c1 high'

# Stopped while a passphrase is asked for: the terminal shows again what is typed.
start 80x24 sh -c 'trap : TERM; (until stty -a < /dev/tty | grep -q -- " -echo "; do :; done; kill -TERM 0) & assay key new late; stty -a > ../tty'
exit 0
sh 'grep -c -- " -echo " ../tty || :'
out = 0
sh 'test ! -e $XDG_DATA_HOME/assay/keys/late.key'
