#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The tool as its users call it, on the small host of world.c; TAP out.
# usage: test_cli.sh SESSMON-FAKE

sessmon=$1
here=$(dirname "$0")
out=$(mktemp)
err=$(mktemp)
in=$(mktemp)
trap 'rm -f "$out" "$err" "$in"' EXIT
n=0
failed=0
export TZ=UTC LC_ALL=C
unset SESSMON_FAKE NO_COLOR

result() { # result STATUS NAME
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		printf "ok %s - %s\n" "$n" "$2"
	else
		failed=$((failed + 1))
		printf "not ok %s - %s\n" "$n" "$2"
		sed 's/^/# /' "$err"
	fi
}

# run WANTED-STATUS NAME ARGUMENT...: the exit status, and one line on stderr if it failed
run() {
	want=$1
	name=$2
	shift 2
	"$sessmon" "$@" >"$out" 2>"$err"
	got=$?
	lines=$(wc -l <"$err")
	if [ "$got" != "$want" ]; then
		echo "# exit status $got, wanted $want" >>"$err"
		result 1 "$name"
	elif [ "$want" != 0 ] && [ "$lines" != 1 ]; then
		echo "# $lines lines of errors" >>"$err"
		result 1 "$name"
	else
		result 0 "$name"
	fi
}

has() { # has PATTERN NAME: a line of the last output matches
	grep -Eq -- "$1" "$out"
	result $? "$2"
}

hasnt() {
	! grep -Eq -- "$1" "$out"
	result $? "$2"
}

complains() { # complains PATTERN NAME: the last error matches
	grep -Eq -- "$1" "$err"
	result $? "$2"
}

json() { # json KIND ARGUMENT...: documents are what they promise
	kind=$1
	shift
	"$sessmon" "$@" 2>"$err" | python3 "$here/check_json.py" "$kind" >"$out"
	grep '^#' "$out" >>"$err"
	grep -q '^ok' "$out"
	result $? "$* writes documents"
}

plain() { # no byte of the last output acts on a terminal
	! LC_ALL=C tr -d '\n' <"$out" | LC_ALL=C grep -q '[[:cntrl:]]'
	result $? "$1"
}

# How it is called
run 0 "--help" --help
run 0 "help ls" help ls
run 0 "ls --help" ls --help
has '^usage: sessmon ls' "it says how ls is used"
run 0 "--version" --version
run 2 "an unknown verb" frobnicate
run 2 "help for an unknown verb" help frobnicate
run 2 "an unknown option" ls --frobnicate
complains 'unknown option --frobnicate' "it says which"
run 2 "an unknown short option" stats -x
run 2 "an option without its value" ls --class
run 2 "an unknown class" ls --class nosuch
run 2 "an unknown type of entry" ls --entry nosuch
run 2 "no time" ls --since someday
run 2 "an end before the beginning" monitor -S 10m --until 20m
complains 'later than --until' "it says so"
run 2 "an unknown user" ls --user nosuch
complains 'unknown user nosuch' "it says so"
run 2 "a value for an option that has none" ls --json=1
complains 'option --json takes no value' "it says so"
run 2 "an argument too many" ls 5
run 2 "no key" show
run 2 "a bad key" show 12x
run 2 "two ways to tell the time" monitor -D -r
run 2 "an unknown group" monitor -G nosuch
run 2 "no number" monitor -m many
run 2 "less than none" monitor -m -1
run 2 "a number with a blank" monitor -m ' 3'
run 2 "a number that is too large" monitor -m 99999999999999999999999
run 2 "a number of none" monitor -m 0
run 2 "the type of no event" monitor -E unspec
run 2 "an event that does not come" monitor -G session -E exec
complains 'no such event comes' "it says so"
run 2 "a dump without a table" monitor -d -N
"$sessmon" >"$out" 2>"$err"
[ $? = 2 ] && [ -s "$err" ] && ! [ -s "$out" ]
result $? "no verb at all"

# What can go wrong
SESSMON_FAKE=unloaded run 1 "module not loaded" ls
complains 'not loaded \(modprobe sessmon\)' "it says so"
SESSMON_FAKE=unprivileged run 1 "no privilege" monitor
complains 'not permitted' "it says so"
SESSMON_FAKE=version run 1 "another version of the wire" stats
complains 'another version' "it says so"
run 1 "no such process" show 4242
complains 'no such process' "it says so"
run 1 "no such session" show s:4242
run 1 "a process of another start" show 321:1
run 1 "a process of another boot" show 00000000-0000-0000-0000-000000000000:321:33000000321
"$sessmon" ls >/dev/full 2>"$err"
[ $? = 1 ]
result $? "output that cannot be written"
"$sessmon" monitor >/dev/full 2>"$err"
[ $? = 1 ]
result $? "events that cannot be written"

# Sessions
run 0 "ls" ls
has '^310 [^ ]+ +[^ ]+ +10\.0\.2\.2 +pts/0 +login +[0-9A-Z][^ ]* +([0-9]+ +)?3 -bash$' "the login, its address, terminal and kind"
has '^410 .* 2001:db8::1 +pts/1 +terminal .* -bash$' "a terminal by an IPv6 address"
has '^400 .* sshd +- +service& .* tmux$' "the tmux server, by its door"
has '^& outlives its login$' "and what its mark means"
has '^1 service, 2 doors, init, kernel not shown: sessmon ls -a$' "the others are counted"
hasnt '^ *(0|200|500) ' "and not shown"
plain "nothing acts on a terminal"
run 0 "ls -a" ls -a
has '^ +1 .* init .*~ ' "a start that is deduced is marked"
[ "$(wc -l <"$out")" = 10 ]
result $? "all sessions, a header, a mark"
run 0 "ls -l -a" ls -l -a
has '^310 interactive_remote +.* pts/0 +sshd +10\.0\.2\.2:51234 +- ' "the wide list has the port"
has '^410 .* \[2001:db8::1\]:40000 +310 .* mux +-bash$' "IPv6 with brackets, and where it came from"
has '^400 service .* - +310 .* outlives_login +tmux$' "the tmux server leads back to the login"
run 0 "ls --class" ls --class interactive-remote --no-header
[ "$(wc -l <"$out")" = 1 ]
result $? "one session of that class"
run 0 "ls --class twice" ls -c interactive-remote -c terminal --no-header
[ "$(wc -l <"$out")" = 2 ]
result $? "sessions of both classes"
run 0 "ls --class and --flag" ls -c interactive-remote -c terminal --flag mux --no-header
[ "$(wc -l <"$out")" = 1 ]
result $? "both kinds must hold"
run 0 "ls --user" ls --user 1000 --no-header
[ "$(wc -l <"$out")" = 3 ]
result $? "three sessions of that user"
run 0 "ls --tty" ls --tty /dev/pts/1
has '^410 ' "by terminal"
run 0 "ls --tty none" ls --tty none
hasnt 'pts/' "without a terminal"
run 0 "ls --entry" ls --entry sshd
hasnt 'cron' "by entry"
run 0 "ls --flag" ls --flag outlives-login --no-header
has '^400 ' "by flag"
[ "$(wc -l <"$out")" = 1 ]
result $? "and no other"
run 0 "ls --origin" ls --origin s:310 --no-header
[ "$(grep -Ec '^4(00|10) ' "$out")" = 2 ] && [ "$(wc -l <"$out")" = 2 ]
result $? "what a login has left"
run 2 "an unknown flag" ls --flag nosuch
run 2 "no session" ls --origin me
run 0 "ls --since" ls --since 2099-01-01
[ "$(wc -l <"$out")" = 1 ]
result $? "none since then"

# Numbers instead of names
run 0 "--numeric ls" --numeric ls
has '^310 +1000 +1000 ' "the number of a user"
hasnt 'root' "and no name"
run 0 "-n show" -n show 310
hasnt '[a-z]\(0\)' "nor of a group"
run 3 "-n monitor" -n monitor
hasnt 'root' "nor in events"
"$sessmon" -n monitor -j 2>"$err" | grep -q '"user":{"id":"0","name"'
[ $? = 1 ]
result $? "nor in documents"

# Tree
run 0 "tree" tree -a
has '^      login s:310 ' "sessions within the session they came from"
has '^320 .* \\_ vim .notes of today.$' "processes below their parents"
has '^321 .*     \\_ sh -c ' "and theirs"
plain "nothing acts on a terminal"
run 0 "tree -l" tree -l
has '^310 +320 +320 .* \\_ vim ' "with parent and process group"

# Show
run 0 "show PID" show 321
has "^arguments +sh -c [$]'.x1b.0;owned.a" "arguments, escaped"
has '^real user +[^ ]*1000' "name beside number"
has '^because +door_tty$' "and its session"
plain "nothing acts on a terminal"
run 0 "show PID:START" show 321:33000000321
entity=$(sed -n 's/^entity id  *//p' "$out")
run 0 "show ENTITY-ID" show "$entity"
run 0 "show s:SID" show s:410
has '^origin +s:310:31000000310$' "where it came from"
run 0 "show a kernel thread" show 2
has '^name +kthreadd$' "by its name"

# Counters
run 0 "stats" stats
has '^fork +1000 +5 +995 +0 +0 +0$' "by type"
has '^exec +903 +0 +880 +10 +3 +10$' "and what the policy left out, and what was withheld"
has '^lifecycle +880$' "what each group was sent"
has '^hooks missing +mnt_ns$' "what this kernel does not show"

# The policy
run 0 "policy show" policy show
has '^program "/opt/my door" +host_access,getty$' "a path with a blank"
has '^record service session$' "what is put on record"
"$sessmon" policy show | "$sessmon" policy load - >"$out" 2>"$err"
grep -q '^policy 121 ' "$out"
result $? "load takes what show gives"
run 0 "policy reset" policy reset
has '^policy 1 ' "is the built-in one"
json policy policy -j show
run 0 "policy check of the file that is installed" policy check "$here/../../../userspace/install/default.policy"
run 2 "policy alone" policy
run 2 "policy frobnicate" policy frobnicate
run 2 "policy load without a file" policy load
run 1 "a policy that is not there" policy load /nonexistent
policy() { # policy LINE ERROR: a file with this third line is refused
	printf '# first\n\n%b\n' "$1" | "$sessmon" policy check - >"$out" 2>"$err"
	[ $? = 1 ] && grep -Eq -- "^sessmon: -:3: $2" "$err" && [ "$(wc -l <"$err")" = 1 ]
	result $? "refused: $1"
}
policy 'frob /bin/x' 'neither program nor record: frob'
policy 'program' 'program needs'
policy 'program bin/x host_access' 'no absolute path of a file: bin/x'
policy 'program /bin/ host_access' 'no absolute path'
policy 'program /bin/x king' 'no role .*: king'
policy 'program /bin/x host_access,,getty' 'no role'
policy 'program /bin/x setuid' 'no role .*: setuid'
policy 'program /bin/x host_access nosuch' 'unknown type of entry: nosuch'
policy 'program /bin/x host_access sshd more' 'program needs'
policy 'program "/bin/x host_access' 'a quote without its end'
policy 'record nosuch all' 'unknown class: nosuch'
policy 'record service some' 'no level .*: some'
policy 'record service' 'record needs'
policy 'record \033[31m all' 'unknown class: .x1b\[31m'
policy 'program /bin/x\0y host_access' 'a zero byte'
printf 'record service all\nrecord service none\n' | "$sessmon" policy check - 2>"$err"
[ $? = 1 ]
result $? "refused: a class twice"
{
	i=0
	while [ $i -lt 1025 ]; do
		i=$((i + 1))
		echo "program /bin/$i getty"
	done
} | "$sessmon" policy check - 2>"$err"
grep -q ':1025: too many' "$err"
result $? "refused: too many programs"

warns() { # warns WANTED-STATUS PATTERN NAME ARGUMENT...: what is understood, but hardly meant
	want=$1
	pattern=$2
	name=$3
	shift 3
	"$sessmon" policy "$@" >"$out" 2>"$err"
	[ $? = "$want" ] && grep -q "$pattern" "$err"
	result $? "$name"
}
warns 0 'no program lets people in' "check says that a policy is empty" check /dev/null
warns 1 'is empty' "load refuses it" load /dev/null
hasnt 'in force' "and loads nothing"
warns 0 'no program lets people in' "but for --force" load --force /dev/null
has '^policy 100 is in force' "which loads it"
# Not by a pipe: what counts there counts in a shell of its own.
printf 'program /bin/x getty\n' >"$in"
warns 0 'no program lets people in' "so it is without a door" check - <"$in"
printf 'record service none\n' >"$in"
warns 0 'no program lets people in' "which load takes" load - <"$in"
run 2 "force without load" policy --force reset

# The doctor: what it says of the host it runs on is the host's matter
state=$(mktemp -u)
doctor() { # what it says, and keeps
	"$sessmon" doctor --state "$state" >"$out" 2>"$err"
}
doctor
has "^note  events lost in the kernel's ring: 5 since the module was loaded" "at the first look nobody knows when it was"
doctor
has "^note  events lost in the kernel's ring: 5, none since the last look [0-9.]+s ago$" "what is past is past"
SESSMON_FAKE_LOST=8 doctor
[ $? = 1 ]
result $? "it ends with 1 if something is wrong"
has "^WRONG events lost in the kernel's ring: 8, 3 of them since the last look" "what goes on is wrong"
SESSMON_FAKE_LOST=8 doctor
has "^note  events lost in the kernel's ring: 8, none since" "until it is past"
SESSMON_FAKE_LOST=2 doctor
has "^note  events lost in the kernel's ring: 2 since the module was loaded" "a module that was loaded anew counts anew"
SESSMON_FAKE_LOST=0 doctor
has "^ok +events lost in the kernel's ring: 0$" "none is well"
printf 'when x\nlost 99999999999999999999\nfrob\n' >"$state"
doctor
has "^note  events lost in the kernel's ring: 5 since" "what is no number was never kept"
rm -f "$state"
has "^note  no hook mnt_ns on this kernel: it is not seen in which mount namespace" "a hook that the kernel lacks is a note"
hasnt '^WRONG.*hook' "and nothing wrong"
SESSMON_FAKE=deaf doctor
has '^(WRONG the hook creds should be live and is not|note  no hook creds)' "a hook that should be there is"
hasnt '^note.*hook creds' "and no note"
rm -f "$state"
"$sessmon" doctor --state /nonexistent/x >"$out" 2>"$err"
has '^note  this look cannot be kept in /nonexistent/x: No such file' "a look that cannot be kept"
mkfifo "$state"
doctor
has "^note  this look cannot be kept in $state: not a regular file" "nor can it in what is no file"
[ -p "$state" ]
result $? "which stays what it is"
rm -f "$state"
if [ "$(id -u)" = 0 ]; then
	setpriv --inh-caps=-dac_read_search --bounding-set=-dac_read_search \
		"$sessmon" doctor --state "$state" >"$out" 2>"$err"
	has '^note  without CAP_DAC_READ_SEARCH documents lack container.id' "a capability that is lost in silence"
	rm -f "$state"
fi
# Which policy is in force: that of the tests' world was loaded, and is not what is in a file.
policy=$(mktemp)
in_force() { # in_force: what it says of the policy in that file
	"$sessmon" doctor --state "$state" --policy "$policy" >"$out" 2>"$err"
}
"$sessmon" policy show >"$policy"
in_force
has "^ok +policy in force: number 3, 2 programs, as in $policy\$" "the policy that is meant is in force"
# Its lines in another order, and one that goes without saying.
{ echo 'record terminal all'; tac "$policy"; } >"$in" && cp "$in" "$policy"
in_force
has "^ok +policy in force: number 3, 2 programs, as in $policy\$" "in any order"
for line in 'program /opt/other host_access' 'record service none' 'program /usr/sbin/sshd host_access remote'; do
	"$sessmon" policy show | grep -v "${line% *}" >"$policy"
	echo "$line" >>"$policy"
	in_force
	[ $? = 1 ]
	result $? "another policy is wrong: $line"
	has "^WRONG policy in force: number 3, 2 programs, loaded, and not what is in $policy\$" "and told"
	has "^      -> sessmon policy load $policy\$" "with what to do"
done
printf '\n\nprogram nowhere\n' >"$policy"
in_force
has "^WRONG $policy:3: program needs" "a file that load would refuse"
rm -f "$policy"
in_force
has '^note  policy in force: number 3, 2 programs, loaded by hand: the next boot will not have it$' \
	"a policy that nothing will load again"
has "^      -> sessmon policy show >$policy; systemctl enable sessmon-policy" "and how to keep it"
SESSMON_FAKE=built_in in_force
has '^ok +policy in force: number 1, 2 programs, built in$' "the built-in one needs no file"
SESSMON_FAKE=no_door in_force
has '^WRONG no program of the policy lets people in' "a policy without a door is wrong"
rm -f "$state"
run 2 "doctor with an argument" doctor now
"$sessmon" doctor -j --state "$state" 2>"$err" | python3 -c '
import json, sys
doc, = map(json.loads, sys.stdin)
found = doc["sessmon"]["doctor"]
assert doc["event"]["action"] == "doctor"
assert found["wrong"] == sum(f["verdict"] == "wrong" for f in found["findings"])
assert found["notes"] == sum(f["verdict"] == "note" for f in found["findings"]) > 0
lost = [f for f in found["findings"] if f["finding"].startswith("events lost")]
assert len(lost) == 1 and "ring_size" in lost[0]["remedy"], lost
' 2>"$err"
result $? "the doctor writes a document"
rm -f "$state"

# Check
run_verify() {
	"$sessmon" verify >"$out" 2>"$err"
	[ $? = 1 ]
}
run_verify
result $? "verify ends with 1 if something differs"
has '^7:8: parent, the table has 1, the kernel 2$' "what the module found"
has '^321: (stale in the table|start is )' "what /proc shows"

# Events
run 3 "monitor ends with the module, in its own way" monitor
complains 'unloaded' "and says why"
has ' exec +330 \[9 withheld\] [^ ]+ in login s:310: /usr/bin/s' "exec"
has ' fork +330 .* by 310 .*VM,VFORK$' "fork"
has ' creds .* euid .*->root\(0\).* permitted none->all .*groups changed by exec$' "credentials, old and new"
has ' setpgid .* group 310 -> 330 by 310$' "process group, old and new"
has ' setsid .* s:310 -> s:330$' "session, old and new"
has ' namespaces .* mnt 4026531841->4026532000$' "namespaces, old and new"
has ' ptrace .* attach by 320$' "tracing"
has ' rename .*xc0.xaf.? -> ' "name, old and new"
has ' reparent .* parent 310 -> 1 \(init\)$' "parent, old and new"
has ' exit .* killed by SIGSEGV, core dumped after 0\.003s$' "exit by a signal"
has ' exit .* code 3 after 1m30s$' "exit with a code"
has ' becomes +s:410 \[8 withheld\] terminal, was service \(detached_tty\): ' "class, old and new"
has ' outlives +s:400 its login: .*, left by s:310 .*: tmux$' "a flag that came up"
has ' terminal +s:410 .* from 2001:db8::1 .*: top -d 1$' "a leader's program"
has ' user +s:410 \[8 withheld\] is ([^ ]+\()?1001\)? acting as root\(0\): .* from 2001:' "and a leader's ids"
has ' tty +s:410 \[8 withheld\] gained pts/2: ' "terminal"
has ' lost .* 45 events of group lifecycle' "a loss on the way to the reader"
has ' lost .* 2 events, in the kernel' "a loss in the kernel"
has ' lost .* 30 fork, 12 exit, in the kernel' "a loss by type"
[ "$(wc -l <"$out")" = 25 ]
result $? "each event is one line"
plain "nothing acts on a terminal"
! LC_ALL=C grep -q '[^ -~]' "$out"
result $? "a terminal that does not know UTF-8 is sent none"
LC_ALL=C.UTF-8 "$sessmon" monitor >"$out" 2>"$err"
LC_ALL=C.UTF-8 grep -q "/usr/bin/sü.x1bdo" "$out"
result $? "one that does is"
run 3 "monitor -E" monitor -E exec -c interactive-remote
[ "$(grep -c ' exec ' "$out")" = 1 ]
result $? "that type only"
hasnt '^[^ ]+ fork ' "and no other"
has ' lost ' "but losses always"
run 3 "monitor -E end" monitor -E end
has ' exit ' "as documents call it"
hasnt '^[^ ]+ exec ' "and no other"
run 0 "monitor -G" monitor -G security -m 3
hasnt ' exec ' "that group only"
run 0 "monitor --group session" monitor --group session -m 7
[ "$(grep -Ec ' (start|tty|terminal|user|becomes|outlives|end) +s:' "$out")" = 7 ]
result $? "the stream of few events: all of sessions"
hasnt '^[^ ]+ +(fork|exec|exit|creds) ' "and nothing else"
run 0 "monitor -m" monitor -m 2
[ "$(grep -Ec ' (fork|setpgid) ' "$out")" = 2 ]
result $? "so many and no more"
run 3 "monitor -d" monitor -d
[ "$(grep -c ' exists ' "$out")" = 18 ]
result $? "what there is, before what happens"
run 3 "monitor -d -c" monitor -d -c terminal
[ "$(grep -c ' exists ' "$out")" = 2 ] && ! grep ' exists ' "$out" | grep -qvE ' terminal( s:410)?: '
result $? "a filter holds for what there is"
run 3 "monitor -d -e" monitor -d -E exec
hasnt ' exists ' "what there is is no exec"
run 3 "monitor -d -E exists" monitor -d -E exists -c terminal
[ "$(grep -c ' exists ' "$out")" = 2 ]
result $? "but exists"
hasnt ' (exec|fork|exit) ' "and nothing else"
run 0 "monitor -d -G" monitor -d -G session -m 1
[ "$(grep -c ' exists ' "$out")" = 8 ]
result $? "sessions only"
for time in -D -T -r; do
	run 0 "monitor $time" monitor $time -m 1
done

# Documents
json session ls -j
json event monitor -j
json event monitor -j -N
json process tree -j
json process show -j 321
json session show -j s:310
json stats stats -j
"$sessmon" monitor -j -m 1 >/dev/null 2>&1
"$sessmon" monitor -j 2>/dev/null | python3 -c '
import json, sys
docs = [json.loads(line) for line in sys.stdin]
execs = [d for d in docs if d["event"]["action"] == "exec"]
e = execs[0]
p = e["process"]
assert e["sessmon"]["process"]["exe"]["inode"] == "1234"
assert p["args"][2] == "\x1b]0;owned\x07\x1b[31m" and p["args"][4] == "\ufffd\ufffd", p["args"]
assert p["entry_leader"]["entry_meta"] == {"type": "sshd", "source": {"ip": "10.0.2.2"}}
assert e["sessmon"]["session"]["peer"]["remote"] == {"ip": "10.0.2.2", "port": 51234}
assert p["parent"]["executable"] == "/usr/bin/bash"
assert p["session_leader"]["parent"]["session_leader"]["pid"] == 300
assert p["group_leader"]["same_as_process"] is True
assert p["thread"]["capabilities"]["effective"][0] == "CAP_CHOWN"
assert e["sessmon"]["session"]["reason"] == "door_tty"
assert "process.parent" in e["sessmon"]["joined"]
assert p["session_leader"]["tty"]["char_device"] == {"major": 136, "minor": 0}
ends = [d for d in docs if d["event"]["action"] == "end"]
assert "exit_code" not in ends[0]["process"] and ends[0]["sessmon"]["exit_signal"]["name"] == "SIGSEGV"
assert ends[1]["process"]["exit_code"] == 3 and ends[1]["process"]["executable"] == "/usr/bin/vim"
lost = [d["sessmon"]["loss"] for d in docs if d["event"]["action"] == "lost"]
assert {"where": "socket", "count": 45, "group": "lifecycle"} in lost, lost
creds = [d for d in docs if d["event"]["action"] == "uid_change"][0]
assert creds["sessmon"]["old"]["creds"]["user"]["id"] == "1000" and creds["process"]["user"]["id"] == "0"
assert creds["sessmon"]["process"]["creds"]["user"]["id"] == "0"
starts = [d for d in docs if d["event"]["action"] == "session_start"]
assert starts[0]["process"]["pid"] == 330 and "process" not in starts[0]["sessmon"]
' 2>"$err"
result $? "documents say what happened"
# The world's events are of another time than the test: their clock was set since.
"$sessmon" monitor -j 2>/dev/null | python3 -c '
import datetime, json, sys
def ns(t):
    return int(datetime.datetime.fromisoformat(t[:19] + "+00:00").timestamp()) * 10**9 + int(t[20:29])
n = 0
for d in map(json.loads, sys.stdin):
    for p in (d.get("process"), d.get("process", {}).get("parent"), d.get("process", {}).get("entry_leader")):
        if p and "start" in p and "boottime" in d["sessmon"]:
            apart = ns(d["@timestamp"]) - int(d["sessmon"]["boottime"])
            assert abs(ns(p["start"]) - int(p["entity_id"].split(":")[-1]) - apart) <= 1000000, (d["@timestamp"], p["start"])
            n += 1
assert n > 10
' 2>"$err"
result $? "what started has started by the clock of the event"

"$sessmon" ls -j | python3 -c '
import json, sys
docs = {d["process"]["pid"]: d["process"] for d in map(json.loads, sys.stdin) if "process" in d}
assert docs[310]["parent"]["pid"] == 300 and docs[310]["executable"] == "/usr/bin/bash"
' 2>"$err"
result $? "a session is told with its leader"

# A directory that does not answer, as the C library sees it: the file of users is a pipe
# into which nobody writes.
if [ "$(id -u)" = 0 ]; then
	mkfifo "$out.fifo"
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -c 'mount --bind "$1" /etc/passwd && exec timeout 100 "$2" monitor' sh \
		"$out.fifo" "$sessmon" >"$out" 2>"$err"
	[ $? = 3 ]
	result $? "a directory of users that hangs does not stop the events"
	rm "$out.fifo"
	[ "$(wc -l <"$out")" = "$("$sessmon" monitor 2>/dev/null | wc -l)" ]
	result $? "none is missing"
	has ' exec +330 \[9 withheld\] [0-9]+ in ' "who acts is a number"
fi

echo "1..$n"
[ "$failed" = 0 ]
