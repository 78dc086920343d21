# One repository, one rubric, one command: a personal programme is made on the way.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'rm -rf programme $XDG_DATA_HOME $XDG_STATE_HOME'
run assay score --rubric small.yaml evidence <<END
level c1 high
END
status 1
err ~ '--passphrase-fd'
run assay score --rubric small.yaml --no-passphrase evidence <<END
level c1 high
cite c1 plan.md
level c2 high
END
out ~ 'c2 high, 2/2, pass'
run assay score --rubric small.yaml evidence <<END
note c9 Thank you.
conflict none
sign
END
out ~ '2 of 2 judged'
out ~ '^recorded'
run assay audit --ledger-id 0000000000000000000000000000000000000000000000000000000000000000 $XDG_DATA_HOME/assay/personal
status 1
out ~ 'NOT OK'
run assay audit $XDG_DATA_HOME/assay/personal
out ~ ': ok$'
run assay verify evidence
out ~ '^valid$'
