# Every check, each with its remedy; what is wrong makes it answer no, what is to be minded does not.
sh '. "$SRC/tests/cli/setup.sh"'
cd programme
run env LC_ALL=C.UTF-8 assay doctor
out ~ '^ok: git: git version'
out ~ '^ok: libraries: libsodium 1\.0\.[0-9]+, nettle [0-9.]+, libgit2 1\.[0-9.]+, libyaml'
out ~ '^(ok|mind): fixes: libgit2 '
out ~ '^ok: your roles: assessor, moderator, admin$'
out ~ '^ok: lock files: 0 left behind$'
out ~ '^ok: records: [0-9]+, 0 problems$'
out ~ '^ok: clock: 20'
out ~ '^ok: checkpoints: none, and nobody else to make one$'
out ~ '^ok: portfolios: 1$'
out !~ '^look: '
run assay doctor now
status 2

# Without a word of colour, for programs.
run env LC_ALL=C.UTF-8 assay doctor --json
out ~ '"check": "lock files",$'
out ~ '"found": "ok",$'
out ~ '"ok": true$'

# A second person, and nobody who looks on; then a lock, and evidence that is gone.
sh <<END
assay key new ben --no-passphrase | tail -1 > ../ben.pub
assay key new cat --no-passphrase > ../cat.pub
assay person add w-ben --pub ../ben.pub --role witness
assay trust sign
assay trust publish
END
run env LC_ALL=C.UTF-8 assay doctor
out ~ '^mind: checkpoints: none$'
sh 'touch -d "1 hour ago" ledger.git/refs/heads/assay/v1/trust.lock; mv ../evidence ../away'
run env LC_ALL=C.UTF-8 assay doctor
status 1
out ~ '^look: lock files: 1 left behind$'
out ~ '^      if nobody writes there now, remove /.*/trust\.lock$'
out ~ '^look: portfolios: 1, of which 1 are not where they were$'
sh 'rm ledger.git/refs/heads/assay/v1/trust.lock; mv ../away ../evidence'

# Other people's keys; a witness that looked on; records that were cut off.
sh 'sed -i "s/^key:.*/key: cat/" assay.yaml'
run env LC_ALL=C.UTF-8 assay doctor
status 1
out ~ 'this key is not in the trust file: send'
sh 'sed -i "s/^key:.*/key: ben/" assay.yaml'
run env LC_ALL=C.UTF-8 assay doctor
status 1
out ~ "this key is w-ben's in the trust file, and assay.yaml says a-one"
sh 'sed -i "s/^actor:.*/actor: w-ben/" assay.yaml; assay checkpoint'
run env LC_ALL=C.UTF-8 assay doctor
out ~ '^ok: your roles: witness$'
out ~ '^ok: checkpoints: the newest of 20[0-9T:Z-]*, by w-ben$'
sh 'r=$(git -C ledger.git for-each-ref --format="%(refname)" refs/heads/assay/v1/log/a-one); git -C ledger.git update-ref $r $r~1'
run env LC_ALL=C.UTF-8 assay doctor
status 1
out ~ '^look: records: [0-9]+, [0-9] problems$'
out ~ '`assay audit` says all of it'
# Where libgit2 cannot be loaded, a ledger is judged all the same; evidence is not opened.
sh 'mkdir ../lib; for l in /usr/lib/*/libgit2.so.*; do echo none > ../lib/${l##*/}; done'
run env LD_LIBRARY_PATH=../lib assay audit
status 1
out ~ 'records valid'
run env LD_LIBRARY_PATH=../lib LC_ALL=C.UTF-8 assay doctor
status 1
out ~ '^look: libraries: .*libgit2 none,'
out ~ '^      libgit2 is not here: install it$'
out ~ '^ok: fixes: no libgit2$'
run env LD_LIBRARY_PATH=../lib assay audit ..
status 1
err ~ 'is not a git repository'
# Nothing is begun without the log that is wanted of it.
run env LD_LIBRARY_PATH=../lib assay init ../begun --name Begun --actor a-one --no-passphrase
status 3
err ~ 'libgit2 cannot be loaded'
sh '[ -z "$(ls -A ../begun)" ]'
run env LD_LIBRARY_PATH=../lib assay portfolio check ../evidence --rubric ../small.yaml
status 3
err ~ 'libgit2 cannot be loaded \(.*\): apt install libgit2-[0-9.]+$'

# Nowhere.
cd /
run env LC_ALL=C assay -C /nowhere doctor
status 1
out ~ '^look: locale: '
out ~ '^look: programme$'
out ~ '^      begin a programme first$'
