# SPDX-License-Identifier: GPL-2.0-only
"""The module as the kernel sees it: its hooks, and the parameters it is loaded with."""

import os
import re
import subprocess
import sys

from lab import check, cleanup, fuse, klog, sessmon

PARAMETERS = "/sys/module/sessmon/parameters"
DEFAULTS = {"ring_size": "4096", "max_processes": "1000000", "buckets": "0",
            "backlog": "1024", "hold_kib": "4096", "hold_ms": "5000", "nounload": "N"}


def set_up():
    sessmon.need()


def parameters():
    values = {}
    for name in os.listdir(PARAMETERS):
        with open(f"{PARAMETERS}/{name}", encoding="ascii") as value:
            values[name] = value.read().strip()
    return values


def reloaded_with(*words):
    """Load the module with other parameters; the next test has it as it was."""
    sessmon.unload()
    cleanup.defer(sessmon.load)
    done = subprocess.run(["insmod", sessmon.MODULE, *words], text=True,
                          capture_output=True, check=False)
    if done.returncode == 0:
        cleanup.defer(sessmon.unload)
    return done.returncode


def test_hooks():
    """Every hook is live on this kernel."""
    _, out, _ = sessmon.run("doctor")
    line = re.search(r"^ok +([0-9]+) of ([0-9]+) hooks live$", out, re.M)
    check.true(line, f"the doctor counts the hooks: {out!r}")
    print(f"# {line[1]} of {line[2]} hooks live", flush=True)
    check.equal(line[1], line[2], out)


def test_defaults():
    """Without parameters sysfs shows the defaults, and every parameter is described."""
    reloaded_with()
    check.equal(parameters(), DEFAULTS, "parameters")
    said = subprocess.run(["modinfo", "-p", sessmon.MODULE], text=True, capture_output=True,
                          check=True).stdout
    described = {line.split(":")[0] for line in said.splitlines()}
    check.equal(described, set(DEFAULTS), "parameters in modinfo")


def test_accepted():
    """Good values are taken and shown; the ring is rounded up to a power of two."""
    check.equal(reloaded_with("ring_size=100", "max_processes=5000", "buckets=16"), 0, "insmod")
    shown = parameters()
    check.equal(shown, {**DEFAULTS, "ring_size": "128", "max_processes": "5000",
                        "buckets": "16"}, "parameters")
    check.true(sessmon.ls(), "sessions with so small a table")
    check.equal(sessmon.get(sessmon.ask("stats")[0], "sessmon.stats.ring_size", 128), 128,
                "the size of the ring in the counters")


def refusal(*words):
    """The lines of the kernel's log that say why."""
    log = klog.Log()
    check.differ(reloaded_with(*words), 0, f"insmod with {words} and 0")
    check.true(not sessmon.loaded(), "not loaded")
    return [line for line in log.lines() if line != "sessmon: detached"]


def test_refused():
    """A value out of range ends in one line that names it and says what would do."""
    for words, texts in (
            (("ring_size=63",), ["ring_size=63: give a number from 64 to 262144"]),
            (("ring_size=262145",), ["ring_size=262145: give a number from 64 to 262144"]),
            (("max_processes=0",), ["max_processes=0: give a number from 1 to 4194304"]),
            (("max_processes=4194305",), ["max_processes=4194305: give a number"]),
            (("buckets=8",), ["buckets=8: give a number from 16 to 262144"]),
            (("backlog=65537",), ["backlog=65537: give a number from 0 to 65536"]),
            (("hold_kib=0",), ["hold_kib=0: give a number from 1 to 1048576"]),
            (("hold_ms=600001",), ["hold_ms=600001: give a number from 1 to 600000"]),
            (("buckets=1000",), ["buckets=1000: give a power of two"]),
            (("ring_size=1", "buckets=3"), ["ring_size=1: give", "buckets=3: give"])):
        with cleanup.scope():
            said = refusal(*words)
            check.equal(len(said), len(texts), f"lines in the kernel's log: {said}")
            for line, text in zip(said, texts):
                check.true(f"sessmon: {text}" in line, f"{line!r} has {text!r}")


def test_malformed():
    """What is no number is refused by the kernel, which names the parameter."""
    for word in ("ring_size=many", "buckets=-1", "nounload=perhaps"):
        with cleanup.scope():
            said = refusal(word)
            check.true(any(word.split("=")[0] in line for line in said), f"{said} names {word!r}")


TRACING = "/sys/kernel/tracing"


def _write(name, value):
    """Python's own append mode looks for the file's end, and there is none."""
    file = os.open(f"{TRACING}/{name}", os.O_WRONLY | os.O_APPEND)
    try:
        os.write(file, value.encode())
    finally:
        os.close(file)


def _count_waits_of(comm):
    """From now on, as the kernel's own probe sees it; returns who tells the count."""
    if not os.path.exists(f"{TRACING}/kprobe_events"):
        subprocess.run(["mount", "-t", "tracefs", "tracefs", TRACING], check=True)
    _write("kprobe_events", "p:lab_wait synchronize_rcu")
    cleanup.defer(_write, "kprobe_events", "-:lab_wait")
    _write("events/kprobes/lab_wait/filter", f'comm == "{comm}"')
    _write("events/kprobes/lab_wait/enable", "1")
    cleanup.defer(_write, "events/kprobes/lab_wait/enable", "0")

    def count():
        with open(f"{TRACING}/trace", encoding="ascii", errors="replace") as trace:
            return sum(": lab_wait:" in line for line in trace)
    return count


def _probes():
    with open("/sys/kernel/debug/kprobes/list", encoding="ascii") as probes:
        return len(probes.readlines())


def test_unload_waits_once():
    """An unload waits for its probes of functions together, not for one after the other."""
    sessmon.unload()
    cleanup.defer(sessmon.load)
    before = _probes()
    sessmon.load()
    probes = _probes() - before
    count = _count_waits_of("rmmod")
    sessmon.unload()
    print(f"# {count()} waits for {probes} probes", flush=True)
    check.true(0 < count() < probes, f"{count()} waits for {probes} probes")


def _hears(reader):
    """A reader that was just started has not subscribed yet: until it is told of one."""
    def told():
        subprocess.run(["true"], check=True)
        return sessmon.find_all(reader.events, event__action="exec")
    check.eventually(told, "a reader that is told of executions")


def test_reader_sees_it_go():
    """A recorder whose module goes ends in its own way, or waits and tells the gap."""
    ends, waits = sessmon.Monitor(), sessmon.Monitor("-d", "--wait")
    _hears(ends)
    _hears(waits)
    sessmon.unload()
    cleanup.defer(lambda: sessmon.loaded() or sessmon.load())
    check.equal(ends.popen.wait(20), 3, "exit status of one that does not wait")
    waits.wait(event__action="detaching")
    mark = waits.mark()
    sessmon.load()
    gap = waits.wait(since=mark, event__action="lost")
    check.equal(sessmon.get(gap, "sessmon.loss.where", None), "unloaded", "what was lost")
    waits.wait(since=mark, event__kind="state", process__pid=1)
    # What exists is shown by who has subscribed: from here on nothing is missed.
    child = subprocess.Popen(["true"])      # pylint: disable=consider-using-with
    child.wait()
    waits.wait(since=mark, event__action="exec", process__pid=child.pid)
    check.equal(waits.stop(), 0, "exit status of one that is told to end")


# Its arguments lie in a file: PR_SET_MM, PR_SET_MM_ARG_START and PR_SET_MM_ARG_END.
_ARGUMENTS_IN_A_FILE = """
import ctypes, mmap, os, sys, time
libc = ctypes.CDLL(None, use_errno=True)
file = os.open(sys.argv[1], os.O_RDONLY)
memory = mmap.mmap(file, 4096, mmap.MAP_PRIVATE)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
for what, where in (8, start), (9, start + 4096):
    if libc.prctl(35, what, ctypes.c_ulong(where), 0, 0):
        sys.exit(os.strerror(ctypes.get_errno()))
print("moved", flush=True)
time.sleep(600)
"""


def started(*words):
    """A Python program that runs until the test is over, when it has said its first word."""
    program = subprocess.Popen([sys.executable, "-B", *words], text=True,  # pylint: disable=R1732
                               stdout=subprocess.PIPE)
    cleanup.defer(program.wait)
    cleanup.defer(program.kill)
    return program, program.stdout.readline().strip()


def test_load_waits_for_nobody():
    """A load does not wait for whom a process has let serve its arguments from a file."""
    sessmon.unload()
    cleanup.defer(sessmon.load)
    folder = fuse.mounted()
    victim, said = started("-c", _ARGUMENTS_IN_A_FILE, os.path.join(folder, fuse.NAME))
    check.equal(said, "moved", "what the program says")
    insmod = subprocess.Popen(["insmod", sessmon.MODULE])   # pylint: disable=R1732
    # Not before those have ended: what waits cannot be killed.
    check.equal(insmod.wait(60), 0, "exit status of insmod")
    cleanup.defer(sessmon.unload)
    (said,) = sessmon.ask("show", str(victim.pid))
    check.true("args_missing" in sessmon.get(said, "sessmon.process.exe.flags", []),
               "the arguments are said to be missing")
