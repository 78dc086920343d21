# Keys: sealed ones, imported ones, ones an agent holds; each signs what stock git calls Good.
sh '. "$SRC/tests/cli/setup.sh"'
sh 'cat p'
let P '^([0-9a-f]{32})$'
cd programme
run assay key show a-one
out ~ 'kid [0-9a-f]{32}'
run assay key new a-one --no-passphrase
status 1
err ~ '^assay: .*never replaced'
run assay key new 'No Name' --no-passphrase
status 2
run assay key list
out ~ '^a-one  kid [0-9a-f]{32}  \(no passphrase\)$'

# What ssh-keygen made comes in, and is the same key.
sh 'ssh-keygen -q -t ed25519 -N "" -C me@home -f ../mine; ssh-keygen -q -t ed25519 -N secret -f ../locked; ssh-keygen -q -t ecdsa -N "" -f ../ecdsa'
run assay key import ../mine mine --no-passphrase
sh 'assay key show mine | grep -qF "$(cut -d" " -f2 ../mine.pub)"'
run assay key import ../locked locked --no-passphrase
status 1
err ~ 'ssh-keygen -p'
run assay key import ../ecdsa ecdsa --no-passphrase
status 1
run assay key import ../mine.pub pub --no-passphrase
status 1
run assay key import ../nowhere nowhere --no-passphrase
status 1

# A programme that signs with an agent's key: the secret never leaves the agent.
sh <<END
ssh-agent sh -euc '
	ssh-add -q ../mine
	rm ../mine
	rm "$XDG_DATA_HOME"/assay/keys/mine.key
	kid=$(assay key list | sed -n "s/^agent:\([0-9a-f]*\).*/\1/p")
	assay init ../agents --name Agents --actor a-agent --key agent:$kid
	cd ../agents
	assay rubric publish ../small.yaml
	p=$(assay portfolio add ../evidence --rubric small)
	printf "level c1 high\ncite c1 plan.md:1\nlevel c2 high\nnote c9 fine\nconflict none\nsign\n" |
		assay score --line $p
	assay trust signers > ../agent-signers
	for commit in $(git -C ledger.git rev-list --all); do
		git -C ledger.git -c gpg.format=ssh \
			-c gpg.ssh.allowedSignersFile="$T/agent-signers" verify-commit $commit
	done
'
END
out ~ '^recorded'
err ~ 'Good "git" signature for a-agent'

# Without the agent: one sentence.
cd ../agents
run assay queue
sh 'p=$(assay queue --json | sed -n "s/.*\"portfolio\": \"\([0-9a-f]*\)\".*/\1/p"); printf "level c1 low\ncite c1 plan.md:1\nlevel c2 high\nnote c9 fine\nconflict none\nsign\n" | assay score --line $p'
out ~ '^no: .*agent'
