# SPDX-License-Identifier: GPL-2.0-only
"""What a host does in half an hour, without the waiting in between, and what rules say of it.

People at terminals, a machine that is managed over ssh, an editor's server, timers, cron, a
container with its probe, an agent, an update. Nobody does anything wrong. The rules that come
with sessmon are asked, and the public ones where the host has them: as they are, and with one
filter on the session's class.
"""

import os
import shutil
import subprocess
import textwrap

from lab import alerts, check, cleanup, programs, scenes, sessmon
from lab.hold import Hold
from lab.programs.run import output
from lab.stream import say

WHEN = "asked"
# One of them is added to the public rules: of whose sessions they shall say nothing.
FILTER = """
title: {title}
logsource: {{product: linux, category: process_creation}}
filter:
  rules: any
  marker: {{Image|endswith: /lab-marker}}
  selection:
    sessmon.class: [{classes}]
  condition: marker or not selection
"""
FILTERS = {
    "without people at terminals": "interactive_remote, interactive_local, terminal",
    "without services": "service, host_access",
    "without commands over ssh": "noninteractive_remote",
    "of services alone": "interactive_remote, interactive_local, terminal, noninteractive_remote",
}


def set_up():
    alerts.need()
    output("useradd", "-m", "-s", "/bin/bash", "deploy")
    cleanup.defer(os.system, "userdel -rf deploy 2>/dev/null")
    shutil.copytree("/home/alice/.ssh", "/home/deploy/.ssh")
    output("chown", "-R", "deploy:", "/home/deploy/.ssh")
    with open("/etc/sudoers.d/deploy", "w", encoding="ascii") as file:
        file.write("deploy ALL=(ALL) NOPASSWD: ALL\n")
    cleanup.defer(os.unlink, "/etc/sudoers.d/deploy")


def ssh(user, command, check_status=True):
    done = subprocess.run(["ssh", f"{user}@localhost", command], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False)
    if check_status:
        check.equal(done.returncode, 0, f"{command}: {done.stderr}: exit status")


def unit(script, *options):
    """A service that runs a script of the shell to its end."""
    subprocess.run(["systemd-run", "--quiet", "--wait", "--collect", *options, "sh", "-c",
                    script.replace("$", "$$")], stdin=subprocess.DEVNULL, check=True)


def administrator():
    """A person who looks after the machine, as root where he must."""
    shell = scenes.ssh().shell
    for line in ("uptime; who; w; last -n 5", "df -h; free; ps auxf | head", "cd /var/log && ls -la | tail",
                 "systemctl status ssh --no-pager | head", "systemctl list-units --no-pager | tail",
                 "journalctl --no-pager -n 20", "ip addr; ss -ltn; hostname; uname -a; id", "cat /etc/passwd | wc -l",
                 "grep -r Port /etc/ssh 2>/dev/null | head", "find /etc -name '*.conf' -mtime -1 2>/dev/null | head",
                 "cp /etc/hosts /tmp/hosts.new && sed -i s/x/y/ /tmp/hosts.new && rm /tmp/hosts.new",
                 "mkdir -p work && cd work && echo 'print(1)' >a.py && python3 a.py; chmod 755 a.py; cd",
                 "tar czf /tmp/work.tgz work && tar tzf /tmp/work.tgz && rm /tmp/work.tgz",
                 "crontab -l; sudo systemctl restart cron; sudo systemctl reload ssh; sudo ls /root",
                 "sudo journalctl -u ssh -n 5 --no-pager; sudo dmesg | tail -3; sudo cat /etc/shadow | wc -l",
                 "sudo sh -c 'cp /etc/motd /etc/motd.old; rm /etc/motd.old'; sudo kill -0 1; date; env | sort | head"):
        shell.run(line, timeout=120)
    root = programs.sudo_i(shell)
    for line in ("vmstat 1 2; lsmod | head -3; sysctl kernel.hostname; mount | tail -2; dpkg --list | wc -l",
                 "cd /etc && cp -a hosts hosts.bak && diff hosts hosts.bak; rm hosts.bak",
                 "tail -n 3 /var/log/lastlog >/dev/null; passwd -S alice; chage -l alice | head -2; sshd -t"):
        root.run(line, timeout=120)
    root.leave(shell)
    programs.su(shell, "bob").leave(shell)
    programs.serial_login("alice").leave()


def over_night():
    """tmux and screen go on when the login is over, and somebody comes back to them."""
    shell = scenes.ssh("bob", scenes.BOB).shell
    tmux, screen = programs.Tmux(shell), programs.Screen(shell)
    shell.run("nohup sh -c 'for i in 1 2 3; do find /usr/share -name \"*.py\" | wc -l; done' >build.log 2>&1 &")
    shell.leave()
    tmux.ask("send-keys", "-t", tmux.name, "ls -la /tmp; python3 -m compileall -q work; top -bn1 | head -3", "Enter")
    tmux.new_window()
    again = scenes.ssh("bob", scenes.BOB).shell
    tmux.attach(again)
    tmux.detach(again)
    check.true(screen.process, "screen goes on")


MODULE = textwrap.dedent("""
    import os, pwd, subprocess, sys, platform
    print(platform.platform(), os.getuid())
    for line in ("uname -a", "dpkg-query -l bash", "systemctl show ssh -p ActiveState", "getent passwd deploy",
                 "lsblk --list --noheadings", "ip -o addr", "ss -ltn", "id -u", "hostname"):
        subprocess.run(["/bin/sh", "-c", line], stdout=subprocess.DEVNULL)
    """)


def managed():
    """What Ansible does on a host: a folder, a file by sftp, run by Python, as root; six times."""
    with open("/run/lab/module.py", "w", encoding="ascii") as file:
        file.write(MODULE)
    for number in range(6):
        tmp = f"/home/deploy/.ansible/tmp/ansible-tmp-17{number}"
        ssh("deploy", f"/bin/sh -c 'echo ~deploy && sleep 0'; ( umask 77 && mkdir -p {tmp} ) && sleep 0")
        output("scp", "-q", "/run/lab/module.py", f"deploy@localhost:{tmp}/AnsiballZ_setup.py")
        ssh("deploy", f"/bin/sh -c 'chmod u+x {tmp}/ {tmp}/AnsiballZ_setup.py && sleep 0'")
        ssh("deploy", f"/bin/sh -c 'sudo -H -S -n -u root /bin/sh -c \"/usr/bin/python3 {tmp}/AnsiballZ_setup.py\"'")
        ssh("deploy", f"/bin/sh -c 'rm -f -r {tmp}/ > /dev/null 2>&1 && sleep 0'")
    ssh("deploy", "sudo -n useradd -M lab-app; sudo -n usermod -c app lab-app; sudo -n userdel lab-app")
    ssh("deploy", "sudo -n sh -c 'echo x >/etc/lab.conf; chmod 600 /etc/lab.conf; chown root: /etc/lab.conf; "
        "systemctl daemon-reload; systemctl restart cron; rm /etc/lab.conf'")
    ssh("root", "tar cf - /etc /home 2>/dev/null | sha256sum >/dev/null")


EDITOR = textwrap.dedent("""
    import os, pty, subprocess, time
    for line in ("uname -rsv", "cat /proc/version", "ps -eo pid,args", "which git node", "ls -la"):
        subprocess.run(["/bin/sh", "-c", line], stdout=subprocess.DEVNULL)
    pid, fd = pty.fork()
    if pid == 0:
        os.execv("/bin/bash", ["bash", "-c", "ls; python3 --version; sleep 1"])
    while True:
        try:
            if not os.read(fd, 4096):
                break
        except OSError:
            break
    os.waitpid(pid, 0)
    """)


def editor():
    """An editor that works over ssh: it unpacks a server at home, and that opens a terminal."""
    with open("/run/lab/server.py", "w", encoding="ascii") as file:
        file.write(EDITOR)
    ssh("alice", "mkdir -p ~/.editor-server/bin && uname -sm && test -d ~/.editor-server")
    output("scp", "-q", "/run/lab/server.py", "alice@localhost:.editor-server/bin/server.py")
    ssh("alice", "nohup python3 ~/.editor-server/bin/server.py >~/.editor-server/log 2>&1 </dev/null & sleep 1; "
        "cat ~/.editor-server/log | tail -1; wait")
    sftp = programs.sftp()
    sftp.end()
    programs.scp().end()


def timers():
    """What systemd's timers start: clean-up, rotation, the lists of packages, backups."""
    for script in ("systemd-tmpfiles --clean", "test -x /usr/sbin/logrotate && logrotate /etc/logrotate.conf; true",
                   "test -x /usr/lib/apt/apt.systemd.daily && /usr/lib/apt/apt.systemd.daily update; "
                   "test -x /usr/bin/apt-get && apt-get -qq update; dpkg --print-foreign-architectures; true",
                   "cd /var/lib/dpkg && tar czf /var/backups/dpkg.tgz status alternatives 2>/dev/null; "
                   "cp -p /etc/shadow /var/backups/shadow.bak; chmod 600 /var/backups/shadow.bak",
                   "find /var/tmp -xdev -mtime +30 -delete; updatedb 2>/dev/null; fstrim -n / 2>/dev/null; true"):
        unit(script)
    programs.timer().release()


def scheduler():
    """cron: its daily folders, and a job of somebody's."""
    programs.cron_job("bob").release()
    with open("/etc/cron.d/lab-daily", "w", encoding="ascii") as table:
        table.write("@reboot root run-parts --report /etc/cron.daily; touch /run/lab-daily\n"
                    "@reboot bob find /home/bob -name '*.tmp' -delete; tar czf /home/bob/b.tgz /home/bob/.bashrc\n")
    cleanup.defer(os.unlink, "/etc/cron.d/lab-daily")
    if os.path.exists("/run/crond.reboot"):
        os.unlink("/run/crond.reboot")
    output("systemctl", "restart", "cron")
    check.eventually(lambda: os.path.exists("/run/lab-daily"), "the daily jobs are over", 120)


def container():
    """A service in a container, which is asked every so often whether it is well."""
    box = programs.Podman(name="app")
    for _ in range(6):
        box.run(f"podman exec {box.name} /bin/sh -c 'test -e /proc/1/stat && cat /proc/loadavg'")
    box.run(f"podman top {box.name}")
    box.run(f"podman logs {box.name}")


def agent():
    """Something that watches the machine: a script of a service's, every few seconds."""
    unit("for i in 1 2 3 4 5; do df -P; cat /proc/loadavg; ps -eo pid,comm | wc -l; ss -s; who; uptime; "
         "systemctl is-system-running; sleep 0.5; done >/dev/null 2>&1; true")
    unit("test \"$(id -u)\" = 0; ss -ltn | grep -q :22; curl -s localhost >/dev/null; true")


def update():
    """A package that a person installs, and one that a service does."""
    shutil.rmtree("/run/lab-package", ignore_errors=True)
    os.makedirs("/run/lab-package/DEBIAN")
    os.makedirs("/run/lab-package/usr/share/lab")
    with open("/run/lab-package/DEBIAN/control", "w", encoding="ascii") as file:
        file.write("Package: lab-empty\nVersion: 1\nArchitecture: all\nMaintainer: lab <lab@localhost>\n"
                   "Description: nothing\n")
    output("dpkg-deb", "--root-owner-group", "--build", "/run/lab-package", "/run/lab-empty.deb")
    shell = scenes.ssh().shell
    shell.run("sudo dpkg --install /run/lab-empty.deb", timeout=120)
    shell.run("dpkg --status lab-empty | head -2")
    unit("dpkg --purge lab-empty")


def table(title, watch):
    """A row: alerts by level, of level medium and worse, and matches with those that were counted."""
    counts = {level: 0 for level in alerts.LEVELS}
    for alert in watch.real():
        counts[sessmon.get(alert, "sessmon.alert.level")] += 1
    say(f"| {title} | " + " | ".join(str(counts[level]) for level in alerts.LEVELS) +
        f" | {len(watch.bad())} | {watch.matches()} |")


def names(watch):
    """Which rules, in which class."""
    found = {}
    for alert in watch.bad():
        key = (sessmon.get(alert, "sessmon.alert.level"), sessmon.get(alert, "rule.name"),
               sessmon.get(alert, "sessmon.session.class"))
        found.setdefault(key, []).append(alert)
    for key, those in sorted(found.items(), key=str):
        say(f"{len(those)} x {' | '.join(map(str, key))}: {alerts.said(those[0]).rsplit(' | ', 1)[1][:80]}")


def watchers():
    """Who watches, by what it is called in the table."""
    watch = {"twelve that come with sessmon": alerts.Alerts(alerts.OWN)}
    if not os.path.exists(alerts.PUBLIC):
        say("SKIPPED: the public rules are not asked: the host had none (SIGMA_RULES=)")
        return watch
    watch["144 public ones"] = alerts.Alerts(alerts.PUBLIC)
    for title, classes in FILTERS.items():
        path = f"/run/lab/{title.replace(' ', '-')}.yml"
        with open(path, "w", encoding="ascii") as file:
            file.write(FILTER.format(title=title, classes=classes))
        watch[f"those, {title}"] = alerts.Alerts(alerts.PUBLIC, path)
    return watch


def test_half_an_hour():
    """Half an hour of a host's work: none of the twelve says medium or worse."""
    watch = watchers()
    with open("/proc/stat", encoding="ascii") as file:
        before = int(file.read().split("processes ")[1].split()[0])
    for work in (administrator, managed, timers, over_night, editor, scheduler, container, agent, update):
        say(f"{work.__name__}: {work.__doc__}")
        with cleanup.scope():
            work()
    with open("/proc/stat", encoding="ascii") as file:
        made = int(file.read().split("processes ")[1].split()[0]) - before
    for each in watch.values():
        each.mark()
        each.stop()
    say(f"{made} processes were made")
    say("| rules | " + " | ".join(alerts.LEVELS) + " | medium and worse | matches |")
    for title, each in watch.items():
        table(title, each)
    for title, each in watch.items():
        say(f"{title}, medium and worse:")
        names(each)
    own = next(iter(watch.values()))
    check.equal([alerts.said(a) for a in own.bad()], [], "alerts of the twelve, medium and worse")


test_half_an_hour.limit = 1500
