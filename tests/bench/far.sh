# Sourced by the scripts of this folder: a programme with one portfolio at the far end of a
# poor link. `ssh -F conf far ./assay ...` is on it; `count` holds its bytes afterwards.
. "$SRC/tests/screen/setup.sh" > /dev/null
ssh-keygen -q -t ed25519 -N '' -f id
ssh-keygen -q -t ed25519 -N '' -f host
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
cat > sshd.conf <<X
HostKey $T/host
AuthorizedKeysFile $T/id.pub
StrictModes no
UsePAM no
PidFile none
PermitRootLogin yes
PrintMotd no
PrintLastLog no
X
link() { # BITS DELAY CUT
cat > conf <<X
Host far
  User $(id -un)
  IdentityFile $T/id
  IdentitiesOnly yes
  IdentityAgent none
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
$(assay help link | sed -n '/^Host /,/^$/s/^    /  /p')
  ProxyCommand ${DRIVE%/*}/bench/shaper $1 $2 $3 $T/count /usr/sbin/sshd -i -f $T/sshd.conf
X
}
{
	echo '#!/bin/sh'
	export -p | grep -v ' TERM='
	echo "exec assay -C $T/prog \"\$@\""
} > assay
chmod +x assay
