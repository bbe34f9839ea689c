# SPDX-License-Identifier: GPL-2.0-only
"""What is stored of logins, jobs and services, from their first moment on.

test_grouping and test_schema look at the documents that test_beginnings has made.
"""

import os
import subprocess

import contract
from lab import check, proc, programs, scenes, sessmon

WHEN = "early"
LEADERS = ("session_leader", "entry_leader")
# Of a process: what nothing but its own events changes.
OWN = ("executable", "args", "working_directory", "user", "real_user", "saved_user", "group", "real_group",
       "parent.entity_id", "session_leader.entity_id", "group_leader.pid")
VERBS = (("ls",), ("tree",), ("show", "1"), ("show", "s:1"), ("stats",), ("policy", "show"), ("doctor",))

stored = []


def set_up():
    sessmon.need()


def is_present(doc):
    """Not what waited for a reader, nor what a thread did for itself."""
    return (sessmon.get(doc, "event.kind") == "event" and not sessmon.get(doc, "sessmon.replayed")
            and not sessmon.get(doc, "sessmon.tid"))


def of(pid):
    """The documents of one process, in their order."""
    return [doc for doc in stored if sessmon.get(doc, "process.pid") == pid and is_present(doc)]


def check_leaders(process):
    """Each document of a leader says of it as a leader what it says of it as a process."""
    execs = [doc for doc in of(process.pid) if sessmon.get(doc, "event.action") == "exec"]
    check.true(execs, f"executions of {process.pid}")
    for doc in of(process.pid):
        for leader in LEADERS:
            its = sessmon.get(doc, f"process.{leader}") or {}
            if not its.get("same_as_process"):
                continue
            for name in ("executable", "args", "user", "real_user", "group"):
                if name in doc["process"] and "executable" in its:
                    check.equal(its.get(name), doc["process"][name],
                                f"{leader}.{name} in {doc['event']['action']} {doc['event']['id']}")
    check.equal(sessmon.get(execs[-1], "process.executable"), process.exe, "program of the last exec")
    check.equal(sessmon.get(execs[-1], "process.args"), process.args, "its arguments")


def check_members(leader):
    """What the leader started names the leader as /proc does."""
    members = [doc for doc in stored if sessmon.get(doc, "process.session_leader.pid") == leader.pid
               and sessmon.get(doc, "process.pid") != leader.pid
               and sessmon.get(doc, "event.action") == "exec"]
    check.true(members, f"executions in session {leader.pid}")
    check.equal(sessmon.get(members[-1], "process.session_leader.executable"), leader.exe, "leader runs")
    check.equal(sessmon.get(members[-1], "process.session_leader.user.id"), str(leader.euid), "leader is")


def check_sudo():
    (sudo,) = [doc for doc in stored if sessmon.matches(doc, {
        "event.action": "exec", "process.args": ["true", "by sudo"]})]
    check.equal(sessmon.get(sudo, "process.user.name"), "bob", "who acts")
    check.equal(sessmon.get(sudo, "user.name"), "bob", "who acts, for rules")
    check.equal(sessmon.get(sudo, "process.entry_leader.user.name"), "alice", "who came in")
    check.equal(sessmon.get(sudo, "sessmon.session.login_user.name"), "alice", "who logged in")
    check.true({"alice", "bob"} <= set(sessmon.get(sudo, "related.user")), "both are related")


def events_of_processes(docs):
    """Events by the process that they are of, which a thread's own are, too."""
    made = {}
    for doc in docs:
        if sessmon.get(doc, "event.category") == ["process"] and sessmon.get(doc, "event.sequence"):
            made.setdefault(sessmon.get(doc, "process.entity_id"), []).append(doc)
    return made


def check_table(stream, expected):
    """What the last document of a process says is what the table said at that event.

    The table is asked once, and the stream has time to come as far: some process of the
    host always does something, so there may be no moment at which both are equally far.
    """
    known = {key for key, docs in events_of_processes(list(stream.events)).items() if any(map(is_present, docs))}
    # Of what was withheld there is no document.
    table = {sessmon.get(now, "process.entity_id"): now for now in sessmon.ask("tree")
             if sessmon.get(now, "event.category") == ["process"]
             and not sessmon.get(now, "sessmon.process.withheld")}
    until = {key: int(sessmon.get(table[key], "sessmon.process.last_seq")) for key in known & table.keys()}
    here = {table[key]["process"]["pid"] for key in until}
    check.true({each.pid for each in expected} <= here, f"{expected} are in the stream and in the table: {here}")

    def behind():
        heard = events_of_processes(list(stream.events))
        return [(key, heard[key][-1]["event"]["sequence"], last) for key, last in until.items()
                if heard[key][-1]["event"]["sequence"] < last]
    check.none_left(behind, "processes of which the stream says less than the table")
    heard = events_of_processes(list(stream.events))
    for key, last in until.items():
        told = [doc for doc in heard[key] if doc["event"]["sequence"] <= last and is_present(doc)][-1]
        for name in OWN:
            if sessmon.get(told["process"], name) is not None:
                check.equal(sessmon.get(told["process"], name), sessmon.get(table[key]["process"], name),
                            f"{name} in {told['event']['action']} {told['event']['id']} and in the table")


def test_beginnings():
    """Logins, sudo, a job and a service are told with their own program and user from the first exec."""
    few, stream = sessmon.Monitor("--group", "session"), sessmon.Monitor()
    # Each reader certainly listens.
    check.eventually(lambda: subprocess.run(["setsid", "-w", "true"], check=True) and few.events and stream.events,
                     "both readers hear")
    login = scenes.ssh()
    login.shell.run("sudo -u bob true 'by sudo'")
    command, service, job = programs.ssh_command("bob"), programs.service(), programs.cron_job("bob")
    holds = (command, service, job)
    leaders = [login.shell.process] + [proc.need(proc.need(each.pid).sid) for each in holds]
    for leader in leaders:
        stream.wait(event__action="exec", process__pid=leader.pid, process__executable=leader.exe)
        few.wait(event__action="session_leader", process__pid=leader.pid, process__executable=leader.exe)
    for each in holds:
        each.release()
    for each in holds:
        stream.wait(event__action="end", process__pid=each.pid)
    check_table(stream, [login.shell.process, login.connection])
    stored.extend(stream.events)
    for leader in leaders:
        check_leaders(leader)
    check_members(login.shell.process)
    check_sudo()


def test_grouping():
    """Session View keeps the fork, exec and end of every process that it is told of."""
    if not stored:
        raise check.Skip("nothing was stored")
    told = [doc for doc in stored if is_present(doc)]
    ids = [sessmon.get(doc, "event.id") for doc in told if sessmon.get(doc, "event.sequence")]
    check.equal(len(set(ids)), len(ids), "different events among as many")
    view, made = contract.SessionView(told), {}
    for doc in told:
        if sessmon.get(doc, "process.entity_id"):
            made.setdefault(sessmon.get(doc, "process.entity_id"), []).append(sessmon.get(doc, "event.action"))
    for key, actions in made.items():
        check.equal(view.actions(key), actions, f"what is kept of {key}")
        if "kthread" in sessmon.get(view.processes[key][-1], "sessmon.process.flags", []):
            continue        # The kernel makes one when it wants to, and it is in no session.
        check.true(view.entry.get(key) or {"fork", "exec", "end"}.isdisjoint(actions),
                   f"an entry in {view.processes[key][-1]}")
    check.true([key for key, actions in made.items() if {"fork", "exec", "end"} <= set(actions)], "whole lives")


def test_schema():
    """Each document of the run, and of each verb, is as the Elastic Common Schema has it."""
    docs = stored + [doc for verb in VERBS for doc in sessmon.ask(*verb)]
    wrong = {each for doc in docs for each in contract.check_own(doc)}
    check.equal(wrong, set(), "what no reader could take")
    check.equal(contract.conflicts(docs), [], "names with values of two types")
    if not contract.there():
        raise check.Skip("no schema came along")
    schema = contract.load()
    wrong = {each for doc in docs for each in contract.check(schema, doc)}
    check.equal(wrong, set(), f"what the schema does not allow in {len(docs)} documents")


def is_at_terminal(process):
    """Whether the controlling terminal is its input and its errors, according to /proc."""
    number = process.tty_nr
    device = os.makedev(number >> 8 & 0xfff, number & 0xff | number >> 12 & 0xfff00)
    return number != 0 and all(os.stat(f"/proc/{process.pid}/fd/{fd}").st_rdev == device for fd in (0, 2))


def check_interactive(least):
    """Of the processes that are there: who has no terminal is not interactive, others as /proc says."""
    told = {doc["process"]["pid"]: doc["process"].get("interactive") for doc in sessmon.ask("tree")
            if sessmon.get(doc, "event.category") == ["process"]}
    want = {each.pid: is_at_terminal(each) for each in proc.user_processes() if each.pid in told}
    check.equal({pid: told[pid] for pid in want}, want, "interactive")
    check.true(sum(want.values()) >= least, f"at least {least} of them are: {want}")


def test_interactive():
    """Interactive is whose input and errors are his terminal, when the program was executed or late."""
    stream = sessmon.Monitor()
    login = programs.ssh_pty("alice")
    for line in ("all", "no-input </dev/null", "no-output >/dev/null", "no-errors 2>/dev/null"):
        login.run(f"/bin/true {line}")
    programs.ssh_run("bob", "/bin/true by-command")
    for word, want in (("all", True), ("no-input", False), ("no-output", True), ("no-errors", False),
                       ("by-command", False)):
        doc = stream.wait(event__action="exec", process__args=["/bin/true", word])
        check.equal(sessmon.get(doc, "process.interactive"), want, word)
        for leader in LEADERS if word != "by-command" else ():
            check.equal(sessmon.get(doc, f"process.{leader}.interactive"), True, f"{leader} of {word}")
    check_interactive(2)
    sessmon.unload()
    sessmon.load()
    check_interactive(2)
