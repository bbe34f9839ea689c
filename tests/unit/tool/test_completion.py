#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Completion in real bash, zsh and fish, on a terminal, in folders that others have
filled with names that are programs; TAP out.  usage: test_completion.py SESSMON-FAKE

Each shell is typed a line and a TAB, and then a key that writes the line as it has
become into a file: so nothing is waited for but that file."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, "..", "..", "..", "userspace", "completion")
PATIENCE = 120

# Each makes a file called pwned if any shell expands it, or breaks what takes words apart.
HOSTILE = [b"$(touch${IFS}pwned)", b"`touch pwned`", b"a b.policy", b"a\nb", b"*", b"[x]?", b"'", b'"',
           b"a;touch pwned", b"$HOME", b"~root", b"!!", b"\\", b"a\tb", b"x&touch pwned&", b"{a,b}",
           b"(touch pwned)", b"<(touch pwned)", b"s:1=2", b"#c", b"gr\xc3\xbc\xc3\x9f", b"-c", b"--class=",
           b"$'\\x41'", b"^x", b"%s%n"]
USER = b"$(touch${IFS}pwned)x"

BASH = r"""
PS1=; PS2=; HISTFILE=; bind 'set completion-query-items 0'; bind 'set page-completions off'
dump() { printf %%s "$READLINE_LINE" >%(out)s.new; mv %(out)s.new %(out)s; READLINE_LINE=; READLINE_POINT=0; }
bind -x '"\C-g": dump'; . %(scripts)s/sessmon.bash; cd %(cwd)s; touch %(out)s.ready
"""
ZSH = r"""
PS1=; PS2=; fpath=(%(zsh)s $fpath); autoload -Uz compinit; compinit -D -u; LISTMAX=100000; setopt no_auto_menu
dump() { print -rn -- "$BUFFER" >%(out)s.new; mv %(out)s.new %(out)s; BUFFER=; }
zle -N dump; bindkey '^G' dump; bindkey '^I' complete-word; cd %(cwd)s; touch %(out)s.ready
"""
FISH = r"""
function fish_prompt; end
function dump; commandline | string collect >%(out)s.new; mv %(out)s.new %(out)s; commandline ''; end
bind \cg dump; source %(scripts)s/sessmon.fish; cd %(cwd)s; touch %(out)s.ready
"""
START = {"bash": (["bash", "--norc", "--noprofile", "-i"], BASH), "zsh": (["zsh", "-f", "-i"], ZSH),
         "fish": (["fish", "--no-config", "-i"], FISH)}
# What a shell makes of a line: the words that the tool would be given.
WORDS = {"bash": 'sessmon() { printf "%s\\0" "$@"; }; ', "zsh": 'sessmon() { printf "%s\\0" "$@"; }; ',
         "fish": "function sessmon; printf '%s\\0' $argv; end; "}
tests = failed = 0


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    if not good:
        for each in why:
            print(f"# {each!r}")
    sys.stdout.flush()


class Shell:
    """A shell on a terminal of its own."""

    def __init__(self, name, place, cwd):
        self.name, self.out = name, os.path.join(place, name)
        argv, setup = START[name]
        zsh = os.path.join(place, "zsh-functions")
        os.makedirs(zsh, exist_ok=True)
        shutil.copy(os.path.join(SCRIPTS, "sessmon.zsh"), os.path.join(zsh, "_sessmon"))
        rc = os.path.join(place, name + ".rc")
        with open(rc, "w", encoding="utf-8") as f:
            f.write(setup % {"out": self.out, "scripts": SCRIPTS, "zsh": zsh, "cwd": cwd})
        env = {"PATH": os.path.join(place, "bin") + ":" + os.environ["PATH"], "HOME": place, "TERM": "xterm",
               "LC_ALL": "C.UTF-8", "TMPDIR": place}
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.execvpe(argv[0], argv, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 2000, 200, 0, 0))
        self.seen = b""
        self.send(b". " + rc.encode() + b"\r")
        self.wait(self.out + ".ready")

    def send(self, data):
        while data:
            self.drain(0)
            data = data[os.write(self.fd, data[:256]):]

    def drain(self, timeout):
        while select.select([self.fd], [], [], timeout)[0]:
            self.seen = (self.seen + os.read(self.fd, 65536))[-4000:]
            timeout = 0

    def wait(self, path):
        end = time.monotonic() + PATIENCE
        while not os.path.exists(path):
            self.drain(0.02)
            if time.monotonic() > end:
                raise TimeoutError(f"{self.name}: {self.seen!r}")
        with open(path, "rb") as f:
            got = f.read()
        os.unlink(path)
        return got

    def complete(self, line, tabs=1):
        """The line as it is after a TAB, or after two: the second lists what there is."""
        self.seen = b""
        self.send(line.encode() + b"\t" * tabs + b"\a")
        got = self.wait(self.out)
        return got[:-1] if self.name == "fish" and got.endswith(b"\n") else got

    def words(self, line, cwd):
        """What the completed line hands to the tool."""
        done = subprocess.run([self.name, "-c", WORDS[self.name] + os.fsdecode(line)], cwd=cwd,
                              stdout=subprocess.PIPE, check=False, env=dict(os.environ, LC_ALL="C.UTF-8"))
        return done.stdout.split(b"\0")[:-1]

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def pwned(place):
    return [os.path.join(top, f) for top, _, files in os.walk(place) for f in files if f.startswith("pwned")]


def lines_of(tool):
    """A line for each verb, option and value there is."""
    usage = subprocess.run([tool, "--help"], stdout=subprocess.PIPE, check=True, text=True).stdout
    verbs = [v for v in re.findall(r"^  ([a-z]+)  ", usage, re.M) if v != "help"]
    lines = ["sessmon ", "sessmon -", "sessmon help "]
    for verb in verbs:
        lines += [f"sessmon {verb} ", f"sessmon {verb} -", f"sessmon {verb} a ", f"sessmon {verb} $(touch pwned) -"]
        text = subprocess.run([tool, "help", verb], stdout=subprocess.PIPE, check=True, text=True).stdout
        for short, name, takes in re.findall(r"^ +(?:(-.), )?(--[a-z-]+)(?: ([^ \n]+))?", text, re.M):
            lines.append(f"sessmon {verb} {name} ")
            if takes:
                lines += [f"sessmon {verb} {name}=", f"sessmon {verb} {short or name} "]
    return lines + [f"sessmon policy {each} " for each in ("load", "check", "load ./", "load \\$")]


WANTED = [
    ("sessmon mon", ["monitor"]), ("sessmon ls --cla", ["ls", "--class"]),
    ("sessmon ls --class interactive_r", ["ls", "--class", "interactive_remote"]),
    ("sessmon ls -c ser", ["ls", "-c", "service"]), ("sessmon ls --class=ser", ["ls", "--class=service"]),
    ("sessmon ls -jc host", ["ls", "-jc", "host_access"]),
    ("sessmon monitor -G sec", ["monitor", "-G", "security"]),
    ("sessmon monitor -E setp", ["monitor", "-E", "setpgid"]), ("sessmon ls --flag mu", ["ls", "--flag", "mux"]),
    ("sessmon show s:31", ["show", "s:310"]), ("sessmon show 30", ["show", "300"]),
    ("sessmon policy res", ["policy", "reset"]), ("sessmon help doc", ["help", "doctor"]),
    ("sessmon ls --color al", ["ls", "--color", "always"]), ("sessmon show --color=ne", ["show", "--color=never"]),
    ("sessmon ls -o sid,ki", ["ls", "-o", "sid,kind"]), ("sessmon ls --columns=sid,ki", ["ls", "--columns=sid,kind"]),
    ("sessmon ls -c comm", ["ls", "-c", "command"]), ("sessmon tree -F 10.", ["tree", "-F", "10.0.2.2"]),
    ("sessmon ls -F 2001:", ["ls", "-F", "2001:db8::1"]), ("sessmon monitor -A 3", ["monitor", "-A", "3"]),
    ("sessmon monitor -E exi", ["monitor", "-E", "exi"]), ("sessmon tree -e cro", ["tree", "-e", "cron"]),
    ("sessmon ls --program tm", ["ls", "--program", "tmux"]), ("sessmon log -b -", ["log", "-b", "-1"]),
    ("sessmon sess", ["sessions"]), ("sessmon log --by", ["log", "--by-root"]), ("sessmon verify --hoo", ["verify", "--hooks"]), ("sessmon doctor --sta", ["doctor", "--state"]),
]


def test_shell(name, tool, place):
    hostile = os.path.join(place, "hostile")
    shell = Shell(name, place, hostile)
    for line in lines_of(tool):
        shell.complete(line, 2)
    ok(not pwned(place), f"{name}: nothing is run at any verb or option", pwned(place))
    for line, want in WANTED:
        got = shell.complete(line)
        ok(shell.words(got, place) == [w.encode() for w in want], f"{name}: {line}", got, shell.seen)
    for i, file in enumerate(HOSTILE):
        # To fish a tab ends the name, whatever is completed, cat, too.
        if name == "fish" and b"\t" in file:
            continue
        got = shell.complete(f"sessmon policy check d/{i}/")
        words = shell.words(got, hostile)
        ok(words == [b"policy", b"check", b"d/%d/%s" % (i, file)], f"{name}: the file {file!r} is one word", got,
           words, shell.seen)
    if os.geteuid() == 0:
        got = shell.complete("sessmon ls -u \\$")
        ok(shell.words(got, place) == [b"ls", b"-u", USER], f"{name}: a user's name is a word", got, shell.seen)
    ok(not pwned(place), f"{name}: nor for a file's or user's name", pwned(place))
    shell.close()


def test_install(place):
    """make install puts each script where its shell looks by itself, uninstall takes it away."""
    make = ["make", "-s", "-C", os.path.join(HERE, "..", "..", "..", "userspace"), "PREFIX=/usr/local", f"DESTDIR={place}/root"]
    looks = {"/usr/local/share/bash-completion/completions/sessmon": None,
             "/usr/local/share/zsh/site-functions/_sessmon": ["zsh", "-c", "echo $fpath"],
             "/etc/fish/completions/sessmon.fish": ["fish", "-c", "echo $fish_complete_path"]}
    done = subprocess.run(make + ["install"], stdout=subprocess.DEVNULL, check=False)
    ok(not done.returncode, "make install")
    for file, where in looks.items():
        ok(os.path.exists(f"{place}/root{file}"), f"installs {file}")
        if where:
            seen = subprocess.run(where, stdout=subprocess.PIPE, check=True, text=True,
                                  env=dict(os.environ, HOME=place)).stdout
            ok(os.path.dirname(file) in seen.split(), "where the shell looks", seen)
    subprocess.run(make + ["uninstall"], check=False)
    left = [f for _, _, files in os.walk(f"{place}/root") for f in files]
    ok(not left, "make uninstall leaves nothing", left)


def main():
    # As root with a user of that name, whom nobody else sees.
    if os.geteuid() == 0 and "IN_NAMESPACE" not in os.environ:
        with tempfile.NamedTemporaryFile() as passwd:
            with open("/etc/passwd", "rb") as real:
                passwd.write(real.read() + USER + b":x:4321:4321::/:/bin/sh\n")
            passwd.flush()
            sys.exit(subprocess.run(["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc/passwd && exec "$@"',
                                     passwd.name, sys.executable] + sys.argv, check=False,
                                    env=dict(os.environ, IN_NAMESPACE="1")).returncode)
    tool = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        os.makedirs(os.path.join(place, "bin"))
        os.symlink(tool, os.path.join(place, "bin", "sessmon"))
        for i, file in enumerate(HOSTILE):
            for folder in (b"hostile", b"hostile/d/%d" % i):
                path = os.path.join(os.fsencode(place), folder, file)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb"):
                    pass
        for name in START:
            test_shell(name, tool, place)
        test_install(place)
    print(f"1..{tests}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
