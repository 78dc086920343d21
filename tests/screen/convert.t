# What is no text, shown as text: by a converter in a fence, and only when asked.
file good <<END
#!/bin/sh
printf 'Converted \033[31mred\033[0m from %s\n' "$(head -c 5 "$1")"
printf 'bell \a and title \033]0;owned\a end\n\fOn the second page\n\f'
END
file greedy <<END
#!/bin/sh
cat "$SECRETS/secret" /etc/passwd 2>/dev/null
cat "${0%/*}/../home/secret" 2>/dev/null
echo more > "${1%/*}/made" && echo made a file
perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0) && connect(S, sockaddr_in(22, inet_aton("192.0.2.1"))) and print "connected\n"' 2>/dev/null
echo "home is $HOME"
ls -a
END
file spin <<END
#!/bin/sh
while :; do :; done
END
file flood <<END
#!/bin/sh
yes 'a line of very many'
END
file home/.mailcap <<END
# comment; more
application/pdf; good %s; copiousoutput
audio/x-wav; greedy '%s'; copiousoutput
audio/mpeg; spin %s; copiousoutput
image/gif; flood %s; copiousoutput
video/mp4; good %s | less; copiousoutput
image/png; show %s; test=test -n "$DISPLAY"
END
sh <<END
mkdir -p bin home
for program in good greedy spin flood; do
	cp "$program" bin/; chmod +x "bin/$program"
done
echo kept > home/secret
git init -q -b main p
mkdir -p p/part2/a1
printf '%%PDF-1.4\n\0' > p/part2/a1/plan.pdf
printf 'RIFF\0\0\0\0WAVE' > p/part2/a1/talk.wav
printf 'ID3\0' > p/part2/a1/talk.mp3
printf 'GIF89a\200\002\340\001\0' > p/part2/a1/way.gif
printf '\0\0\0\040ftypisom' > p/part2/a1/film.mp4
printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\002\200\0\0\001\340' > p/part2/a1/map.png
printf 'PK\003\004\0' > p/part2/a1/notes.docx
printf 'xyz\0\001\002' > p/part2/a1/data.bin
git -C p add . && git -C p commit -q -m 'Hand in'
assay init prog --name 'A programme' --actor a-lind --no-passphrase
cp "$SRC/rubrics/restorative-practice-intro.yaml" prog/rubrics/
assay -C prog portfolio add p --rubric restorative-practice-intro
END
env HOME "$T/home"
env PATH "$T/bin:$PATH"
mask '[0-9a-f]{8}'
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/plan.pdf<Enter><Enter>'
screen ~ 'This is a PDF of 10 B, and no text\. Nothing of it was opened or run\.'
screen ~ 'it as text: good, fenced by '
press V
row 22 ~ 'shown: good, fenced by '
press jk
screen convert
resize 40x12
wait
screen convert-40x12
resize 120x40
wait
screen convert-120x40
resize 80x24
wait
press '/second<Enter>'
press c
screen ~ 'p1\.c1 cites part2/a1/plan\.pdf#2'
press gvGc
screen ~ 'p1\.c1 cites part2/a1/plan\.pdf#1-2'
press V
screen ~ 'This is a PDF of'
press q
press ':evidence part2/a1/talk.wav<Enter><Enter>'
press V
screen !~ 'kept|root:|made a file|connected'
screen ~ 'home is /nonexistent'
screen ~ 'piece\.wav'
press q
press ':evidence part2/a1/talk.mp3<Enter><Enter>'
press 'V<Esc>'
row 22 ~ 'stopped'
screen ~ 'This is an MP3 recording'
press q
press ':evidence part2/a1/way.gif<Enter><Enter>'
screen ~ '640 by 480 dots'
press V
press G
screen ~ 'cut here: there is more'
press q
press ':evidence part2/a1/film.mp4<Enter><Enter>'
screen ~ 'mailcap:6: it wants a shell'
press q
press ':evidence part2/a1/map.png<Enter><Enter>'
screen ~ '640 by 480 dots'
press ':outside<Enter>'
row 22 ~ 'no: there is no display here'
press q
press ':evidence part2/a1/data.bin<Enter><Enter>'
press V
screen ~ '000000  78 79 7a 00 01 02 .* xyz\.\.\.$'
press c
screen ~ 'p1\.c1 cites part2/a1/data\.bin$'
raw clean
keys :quit<Enter>
exit 0
run assay -C prog queue --json
let portfolio '"portfolio": *"([0-9a-f]*)"'
run assay -C prog score --line "$portfolio" <<LINES
read part2/a1/plan.pdf
convert part2/a1/plan.pdf#2
convert part2/a1/talk.wav
convert part2/a1/nowhere.pdf
outside part2/a1/map.png
quit
LINES
out ~ '^This is a PDF of 10 B'
out ~ '^shown: good, fenced by'
out ~ '^On the second page$'
out !~ 'Converted|kept|root:|connected'
out ~ "^no: there is no file 'part2/a1/nowhere\.pdf' in this evidence$"
out ~ '^no: there is no display here'
# a viewer with windows: asked, run, and its copy gone
file bin/show <<END
#!/bin/sh
test -s "$1" && echo "$1" > "$T/shown"
END
sh 'chmod +x bin/show'
env DISPLAY ':0'
start 80x24 assay -C prog
wait
press <Enter>
press ':evidence part2/a1/map.png<Enter><Enter>'
screen ~ ':outside opens it'
press ':outside<Enter>'
screen ~ 'open it in show, without a fence\?'
press n
row 22 ~ 'nothing was opened'
press ':outside<Enter>'
press y
wait
keys :quit<Enter>
exit 0
sh 'read -r path < shown; case $path in */piece.png) test ! -e "$path";; *) exit 1;; esac'
