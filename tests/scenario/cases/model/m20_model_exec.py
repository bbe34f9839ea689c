# SPDX-License-Identifier: GPL-2.0-only
"""Process model: how processes become other programs."""

import os
import shutil
import subprocess
import sys
import tempfile

from lab import check, cleanup, forge, sessmon
from oracle import model, set_up            # noqa: F401
from oracle.run import PROGRAM, start

# What happens to who came later does not depend on when the module was loaded.
WHEN = "early"


def test_exec():
    """exec makes a process another program, and its key stays."""
    run = model("exec")
    first, second = run.events("exec")
    check.equal(first.key, second.key, "keys before and after")


def test_exec_three_times():
    """Three execs in one process are counted, and are three events of one key."""
    run = model("exec-thrice")
    counts = [event("sessmon.process.exec_count") for event in run.events("exec")]
    check.equal(counts, [1, 2, 3, 4], "number of the exec in the process")


def test_exec_from_thread():
    """exec from a thread that is not the first keeps the key, and names the thread."""
    run = model("exec-thread")
    check.equal(run.events("exec")[1].key, run.events("fork")[0].key, "key")
    check.true(run.events("exec")[1]("sessmon.tid"), "the thread is named")


def test_exec_from_thread_after_exec():
    """exec from a thread keeps the key also after another exec."""
    model("exec-thread-twice")


def test_script():
    """A script's event names script and interpreter, with the arguments as they became."""
    run = model("exec-script", "./script")
    event = run.events("exec")[1]
    check.true("script" in event.exe_flags, "flagged as a script")
    check.equal(event("sessmon.process.exe.script"), f"{run.folder}/script", "script")
    check.equal(event("process.args")[1:], ["one optional argument", "./script", "kept"],
                "arguments")


def test_script_of_script():
    """A script whose interpreter is a script is still named by its own name."""
    run = model("exec-script", "./script of script")
    check.equal(run.events("exec")[1]("sessmon.process.exe.script"),
                f"{run.folder}/script of script", "script")


def test_script_on_another_device():
    """A script and its interpreter may have the same inode number on two devices."""
    inode = os.stat(PROGRAM).st_ino
    os.mkdir("/run/other")
    cleanup.defer(os.rmdir, "/run/other")
    check.equal(os.system("mount -t tmpfs -o mode=755,inode64 other /run/other"), 0, "mount")
    cleanup.defer(os.system, "umount -l /run/other")
    for number in range(2 * inode + 100):
        path = f"/run/other/{number}"
        with open(path, "w") as file:
            file.write(f"#!{PROGRAM}\n")
        if os.stat(path).st_ino == inode:
            break
        os.unlink(path)
    else:
        raise check.Skip("this kernel gave no file the interpreter's inode number")
    os.chmod(path, 0o755)
    run = model("exec-file", path)
    check.equal(run.events("exec")[1]("sessmon.process.exe.script"), path, "script")


BINFMT = "/proc/sys/fs/binfmt_misc"


def test_binfmt_misc():
    """What binfmt_misc has an interpreter for is told as the script, with the bits that count."""
    module = "/run/lab/modules/binfmt_misc.ko"
    # It comes after ours, and so stands before it in the kernel's list.
    if os.path.exists(module):
        subprocess.run(["insmod", module], check=True)
        cleanup.defer(subprocess.run, ["rmmod", "binfmt_misc"])
    subprocess.run(["mount", "-t", "binfmt_misc", "lab", BINFMT], check=True)
    cleanup.defer(subprocess.run, ["umount", BINFMT])
    # O: it is opened for the interpreter; C: its bits count.
    with open(f"{BINFMT}/register", "w", encoding="ascii") as file:
        file.write(":lab:E::lab-interpreted::/bin/cat:OC")
    cleanup.defer(os.system, f"echo -1 >{BINFMT}/lab")
    path = "/opt/a.lab-interpreted"
    with open(path, "w", encoding="ascii") as file:
        file.write("text\n")
    cleanup.defer(os.unlink, path)
    os.chmod(path, 0o4755)
    stream = sessmon.Monitor()
    check.eventually(lambda: os.system("true") == 0 and stream.events, "the reader hears")
    pid = forge.run(path)
    event = stream.wait(event__action="exec", process__pid=pid,
                        sessmon__process__exe__script=path)
    check.true(sessmon.get(event, "process.executable").endswith("/cat"), "what runs it")
    flags = sessmon.get(event, "sessmon.process.exe.flags")
    check.true({"script", "setuid", "secureexec"} <= set(flags), f"flags: {flags}")


# A program that lies deeper than a path can say.
_DEEP = """
import os, shutil, sys
os.chdir(sys.argv[1])
for _ in range(20):
    os.mkdir("d" * 250)
    os.chdir("d" * 250)
shutil.copy("/bin/true", "lab-deep")
os.execv("./lab-deep", ["lab-deep"])
"""


def test_long_path():
    """A path that is longer than the kernel can say keeps its end, and is said to be cut."""
    folder = tempfile.mkdtemp(dir="/var/tmp")
    cleanup.defer(shutil.rmtree, folder)
    stream = sessmon.Monitor()
    check.eventually(lambda: os.system("true") == 0 and stream.events, "the reader hears")
    subprocess.run([sys.executable, "-c", _DEEP, folder], check=True)
    event = stream.wait(event__action="exec", process__args=["lab-deep"])
    path = sessmon.get(event, "process.executable")
    check.equal(path[-260:], "/" + "d" * 250 + "/lab-deep", "the end of the path")
    check.true(4000 < len(path) < 4096 and path[0] != "/", f"what is left of it: {len(path)}")
    check.true("path_missing" in sessmon.get(event, "sessmon.process.exe.flags"), "flagged")


def test_memfd():
    """A program that lives in a memfd is flagged as such."""
    event = model("exec-memfd").events("exec")[1]
    check.true("memfd" in event.exe_flags, "flagged as memfd")
    check.equal(event("process.executable"), "/memfd:in memory (deleted)", "path")


def test_deleted():
    """A program whose file was deleted before is flagged as such."""
    event = model("exec-deleted").events("exec")[1]
    check.true("deleted" in event.exe_flags, "flagged as deleted")
    check.true("memfd" not in event.exe_flags, "not flagged as memfd")


def test_failed():
    """An exec that the kernel refuses makes no event, at whatever stage it was refused."""
    run = model("exec-refused")
    refused = [line.own["error"] for line in run.story.lines if line.did == "exec refused"]
    check.equal(len(refused), 7, "execs that were refused")
    check.equal(len(run.events("exec")), 2, "exec events")


def test_failed_too_late():
    """An exec that fails when the old program is gone makes no exec event, but an end."""
    run = start("exec-hopeless", _without_room())
    run.finish()
    child = run.processes[1]
    check.equal(run.events("exec", child), [], "exec events")
    check.equal(run.event("exit", child)("sessmon.exit_signal.number"), 11, "signal")


def _without_room():
    """An ELF program that claims memory where no program can have any."""
    with open(PROGRAM, "rb") as file:
        image = bytearray(file.read())
    table = int.from_bytes(image[32:40], "little")
    size, count = (int.from_bytes(image[at:at + 2], "little") for at in (54, 56))
    for at in range(table, table + size * count, size):
        if image[at] == 1:                              # PT_LOAD
            image[at + 16:at + 24] = (0x7ffffffff000).to_bytes(8, "little")
    path = "/run/lab/hopeless"
    with open(path, "wb") as file:
        file.write(image)
    os.chmod(path, 0o755)
    cleanup.defer(os.unlink, path)
    return path


def test_no_arguments():
    """A program without any argument has what the kernel makes of that."""
    model("exec-no-args")


def test_many_arguments():
    """10,000 arguments are counted and measured; as many as fit are kept, and that is said."""
    event = model("exec-many-args", "10000").events("exec")[1]
    check.equal(event("process.args_count"), 10000, "arguments")
    check.true("args_truncated" in event.exe_flags, "flagged as truncated")


def test_huge_arguments():
    """Arguments of 2 MB are counted and measured; as many as fit are kept."""
    event = model("exec-huge-args").events("exec")[1]
    check.true(event("sessmon.process.exe.args_length") > 2 << 20, "2 MB of arguments")


def test_arguments_around_the_limit():
    """Arguments are said to be truncated if and only if they do not fit."""
    for size in (4095, 4096, 4097):
        event = model("exec-sized-args", str(size)).events("exec")[1]
        check.equal(event("sessmon.process.exe.args_length"), size, "bytes of arguments")


def test_odd_arguments():
    """Empty arguments, invalid UTF-8, line ends and escape sequences are kept as they are."""
    run = model("exec-odd-args")
    args = run.events("exec")[1]("process.args")
    check.equal(args[:3], ["", "new\nline", "\ufffd\ufffd\ufffd("], "the first three")
    check.equal(args[4], "\x1b]0;title\x07\x1b[31m", "escapes")
