#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Boot the guest once, show what it has to say, and leave with its exit status.

The guest has four serial lines:

    ttyS0  the kernel's console, kept in build/log/NAME.console
    ttyS1  a getty, as on any machine with a serial line
    ttyS2  results: what /run/lab/main of the payload prints, shown here at once; and files
           that are handed out (lab/hand.py), kept in build/log/NAME.files
    ttyS3  the other end of the cable that is plugged into ttyS1: who types there
           sits at a terminal of this machine

Nothing in the guest's exit status says whether its kernel was well, so the console
is searched for complaints afterwards, and one complaint is a failure.
"""

import argparse
import base64
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

COMPLAINT = re.compile(
    r"\bBUG\b|\bWARNING\b|\bOops\b|possible (circular|recursive) locking"
    r"|INFO: rcu|\bKASAN\b|\bKCSAN\b|\bUBSAN\b|unreferenced object|hung task"
    r"|Call Trace|Kernel panic")
# These announce a sanitizer, they do not report anything.
INNOCENT = re.compile(
    r"KernelAddressSanitizer initialized|kasan: |kcsan: (enabled|selftest)"
    r"|Kernel command line|Command line:")
EXCERPT_LINES = 40
TIMED_OUT = 124


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kernel", required=True, help="bzImage or vmlinux")
    parser.add_argument("--initrd", required=True)
    parser.add_argument("--disk", required=True, help="raw ext4 image, not written to")
    parser.add_argument("--keep", action="store_true",
                        help="write to the disk after all, so that the next boot sees it")
    parser.add_argument("--log", required=True, metavar="PREFIX",
                        help="PREFIX.console and PREFIX.qemu are written")
    parser.add_argument("--insmod", choices=("early", "late"), default="late",
                        help="when the module is loaded: before systemd, or not at all")
    parser.add_argument("--append", default="", help="more for the kernel's command line")
    parser.add_argument("--smp", type=int, default=2)
    parser.add_argument("--memory", type=int, default=1024, metavar="MIB")
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS")
    parser.add_argument("--interactive", action="store_true",
                        help="a root shell on this terminal; Ctrl-A x ends it")
    return parser.parse_args()


def command_line(args):
    """What the kernel is told.

    loglevel 5 lets warnings out, and little else: each character is slow.
    The host may be busy: stall detectors are told to be patient, and the kernel not to
    panic when its timer's first interrupts come late.  Serial lines interrupt by the PIC:
    in one boot on a busy host the IO-APIC sent the interrupts of a line to a vector that
    had no handler, which the kernel said, and the line was dead.
    """
    words = [
        "console=ttyS0", "quiet", "loglevel=5", "panic=-1",
        "tsc=reliable", "no_timer_check", "noapic", "random.trust_cpu=on", "mitigations=off",
        "rcupdate.rcu_expedited=1", "rcupdate.rcu_normal_after_boot=1",
        "rcupdate.rcu_cpu_stall_timeout=120", "watchdog_thresh=60",
        "net.ifnames=0", "lab.insmod=" + args.insmod,
    ]
    if args.interactive:
        size = shutil.get_terminal_size()
        words += ["lab.mode=interactive", f"lab.size={size.lines}x{size.columns}"]
    return " ".join(words + [args.append])


def serial_lines(args, cable):
    """The four lines, in their order.  The results are QEMU's own stdout."""
    console = f"{args.log}.console"
    if args.interactive:
        yield f"stdio,id=line0,mux=on,signal=off,logfile={console}"
    else:
        yield f"file,id=line0,path={console}"
    # A null-modem cable: QEMU is both ends of one socket.
    yield f"socket,id=line1,path={cable},server=on,wait=off"
    if args.interactive:
        yield "null,id=line2"
    else:
        yield "stdio,id=line2,signal=off"
    yield f"socket,id=line3,path={cable},server=off"


def qemu_command(args, cable):
    command = [
        "qemu-system-x86_64", "-nodefaults", "-display", "none", "-no-reboot",
        # la57 can kill a KASAN kernel while it looks at its processor.
        "-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max,la57=off",
        "-smp", str(args.smp), "-m", str(args.memory),
        "-kernel", args.kernel, "-initrd", args.initrd,
        "-append", command_line(args),
        "-drive", f"file={args.disk},if=virtio,format=raw,snapshot="
                  + ("off" if args.keep else "on"),
    ]
    # An interrupt for each line: ISA lines that share one lose characters.
    for number, line in enumerate(serial_lines(args, cable)):
        irq = (4, 3, 6, 7)[number]
        command += ["-chardev", line, "-device",
                    f"isa-serial,chardev=line{number},index={number},irq={irq}"]
    if args.interactive:
        command += ["-mon", "chardev=line0,mode=readline"]
    return command


class Results:
    """The guest's lines, shown as they come; TAP among them is counted, files are kept."""

    def __init__(self, folder):
        self.folder = folder
        self.parts = {}             # of files that are on their way
        self.started = time.monotonic()
        self.status = None          # of /run/lab/main, once it has ended
        self.planned = 0
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}

    def follow(self, stream):
        for raw in stream:
            self._line(raw.decode(errors="replace").rstrip("\r\n"))

    def _line(self, line):
        if line.startswith("@lab exit "):
            self.status = int(line.split()[-1])
        elif line.startswith("@lab file "):
            self._file(*line.split()[2:4])
        elif line.startswith("@lab up "):
            print(f"# up after {line.split()[-1]} s of guest time, "
                  f"{time.monotonic() - self.started:.1f} s since QEMU started", flush=True)
        else:
            self._count(line)
            print(line, flush=True)

    def _file(self, name, part):
        """One more part of a file, or its end."""
        if part != ".":
            self.parts.setdefault(name, []).append(part)
            return
        os.makedirs(self.folder, exist_ok=True)
        content = gzip.decompress(base64.b64decode("".join(self.parts.pop(name)), validate=True))
        with open(os.path.join(self.folder, os.path.basename(name)), "wb") as file:
            file.write(content)
        print(f"# {name}: {len(content)} bytes in {self.folder}", flush=True)

    def _count(self, line):
        plan = re.fullmatch(r"1\.\.([0-9]+)", line)
        if plan:
            self.planned = int(plan[1])
        elif line.startswith("ok "):
            self.counts["skipped" if " # SKIP" in line else "passed"] += 1
        elif line.startswith("not ok "):
            self.counts["failed"] += 1

    def add(self, passed, sentence):
        """One more test, done on this side.  What passes is of interest in TAP only."""
        if self.planned or not passed:
            self.planned += 1
            self._line(f"{'ok' if passed else 'not ok'} {self.planned} - {sentence}")

    def summary(self):
        """The counts; what was planned and not heard of has failed."""
        if not self.planned:
            return
        self.counts["failed"] += self.planned - sum(self.counts.values())
        skipped = f", {self.counts['skipped']} skipped" if self.counts["skipped"] else ""
        print(f"{self.counts['passed']} passed, {self.counts['failed']} failed{skipped}")


def complaints(path):
    """The part of a console log that starts with the first complaint, or nothing."""
    with open(path, errors="replace") as log:
        lines = [line.rstrip() for line in log]
    for number, line in enumerate(lines):
        if COMPLAINT.search(line) and not INNOCENT.search(line):
            return lines[max(0, number - 2):number + EXCERPT_LINES]
    return []


def last_lines(path, count=15):
    with open(path, errors="replace") as log:
        return [line.rstrip() for line in log][-count:]


def run(args, command, results):
    """Run QEMU to its end or its time limit; return the exit status of the guest."""
    if args.interactive:
        return subprocess.run(command, check=False).returncode
    with open(f"{args.log}.qemu", "wb") as errors:
        qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=errors)
    late = threading.Timer(args.timeout, qemu.kill)
    late.start()
    try:
        results.follow(qemu.stdout)
        qemu.wait()
    finally:
        late.cancel()
        qemu.kill()
    if results.status is not None:
        return results.status
    late = time.monotonic() - results.started >= args.timeout
    results.add(False, f"the guest {'ended in time' if late else 'stayed alive'}")
    print("# QEMU said:", *last_lines(f"{args.log}.qemu"), sep="\n# ")
    print("# end of its console:", *last_lines(f"{args.log}.console"), sep="\n# ")
    return TIMED_OUT


def main():
    args = arguments()
    # Leave properly when told to: QEMU must not stay behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.makedirs(os.path.dirname(os.path.abspath(args.log)), exist_ok=True)
    results = Results(f"{args.log}.files")
    with tempfile.TemporaryDirectory(prefix="lab") as folder:
        status = run(args, qemu_command(args, os.path.join(folder, "cable")), results)
    excerpt = complaints(f"{args.log}.console")
    results.add(not excerpt, "the kernel had nothing to complain about")
    if excerpt:
        print(f"# from {args.log}.console:", *excerpt, sep="\n# ")
    results.summary()
    return status or (1 if excerpt else 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
