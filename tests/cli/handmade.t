# Files edited by hand into nonsense: told where, and nothing else is drawn into it.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
# A portfolio that is not named as its file is would be judged into another's draft.
sh 'cp portfolios/$P.yaml ../kept; sed "s/^portfolio: ..../portfolio: 0000/" ../kept > portfolios/$P.yaml'
run assay say $P level c1 high
status 1
err ~ '^/.*\.yaml:1:12: expected the pseudonym its file is named after$'
run assay queue
status 1
sh 'cp ../kept portfolios/$P.yaml'

# A key that could not be put into assay.yaml is not said to be in use.
sh 'cp assay.yaml ../kept; sed "s/^key:/\"key\":/" ../kept > assay.yaml'
sh 'assay key new other --no-passphrase'
run assay key use other
status 1
err ~ "no line that begins with 'key:'"
out = ''
sh 'cp ../kept assay.yaml'

# What could not be judged, or would make a file that cannot be read again, is not taken in.
run assay portfolio add ../evidence --rubric small --path nowhere
status 1
run assay portfolio add ../evidence --rubric small --path plan.md
status 1
run assay portfolio add ../evidence --rubric small --path ../..
status 1
sh 'assay portfolio add ../evidence --rubric small --path $(head -c 5000 /dev/zero | tr "\0" a) && exit 1 || [ $? = 1 ]'
run assay queue
out ~ '^[0-9a-f]{8}  ready'
sh 'assay queue | grep -c .'
out = 1

# A draft line that means nothing: its place, and exit 1; the queue says so too.
run assay say $P level c1 high
sh 'cd $XDG_STATE_HOME/assay/drafts/*; echo nonsense >> $P.1.a-one'
run assay draft show $P
status 1
err ~ '^/.*:5:1: there is no verb .nonsense.$'
run assay queue
out ~ 'a line of its draft does not hold'
run assay draft drop $P

# A beginning that was cut off before assay.yaml can be begun again; another's ledger not.
sh 'assay init ../again --name X --actor a-one --no-passphrase; cd ../again; mv assay.yaml ../was'
let ID '^ledger id ([0-9a-f]{64})$'
run assay init ../again --name X --actor b-two --no-passphrase
status 1
run assay init ../again --name X --actor a-one --no-passphrase
out ~ "^ledger id $ID$"
sh 'cmp ../again/assay.yaml ../was'
sh 'rm ../again/assay.yaml; rm -r ../again/ledger.git; mkdir ../again/ledger.git'
run assay init ../again --name X --actor a-one --no-passphrase
status 1
# A key is named as `assay key` names keys: nothing is written anywhere else.
run assay init ../other --name X --actor a-one --key ../../evil --no-passphrase
status 2
run assay init ../other --name X --actor a-one --key '' --no-passphrase
status 2
sh 'test ! -e $XDG_DATA_HOME/evil.key && test ! -e ../other'
