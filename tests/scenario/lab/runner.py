# SPDX-License-Identifier: GPL-2.0-only
"""Runs the scenarios of this payload and prints TAP.

    python3 -m lab.runner [TEXT...]

A scenario is a file scenarios/*.py; its tests are the functions test_*, and the
first line of their docstrings says in a sentence what is true when they pass.  A
function set_up() of the file is called once before them.  With TEXT, only tests whose file,
function or sentence contains it, or one of them, are run, and a TEXT that is in none
is a failure: a test that was renamed must not be missed in silence.  Without, those of a
file with WHEN = "early" or "late" only if the module was or was not loaded before systemd,
and those of one with WHEN = "asked" not at all.
"""

import glob
import importlib.util
import os
import signal
import sys
import time
import traceback

from lab import check, cleanup, proc, terminal

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                      "scenarios")
LIMIT = 180                 # seconds for one test, unless it has a `limit` of its own
SCREEN_LINES = 12
LINE = 200                  # characters of a line of evidence
LEAKS = "/sys/kernel/debug/kmemleak"


def say(text):
    print(text, flush=True)


def load(path):
    """Import a scenario from its file."""
    name = os.path.basename(path)[:-len(".py")]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def sentence(test):
    if test.__doc__:
        return test.__doc__.strip().splitlines()[0].rstrip(".")
    return test.__name__[len("test_"):].replace("_", " ")


def loaded():
    """When the module was loaded, or will be by whoever needs it: "early" or "late"."""
    with open("/proc/cmdline") as cmdline:
        return "early" if "lab.insmod=early" in cmdline.read() else "late"


def title(module, test):
    """What a TEXT is looked for in."""
    return f"{module.__name__}.{test.__name__}: {sentence(test)}"


def tests_of(module, texts):
    """The tests of a scenario, in the order in which they are written."""
    if not texts and getattr(module, "WHEN", loaded()) != loaded():
        return []
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    return [test for test in tests
            if not texts or any(text in title(module, test) for text in texts)]


def evidence(error):
    """What a person needs to see to understand a failure without a second run."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    for line in "".join(told.format()).splitlines():
        say(f"#   {line[:LINE]}")
    for screen in terminal.transcripts:
        screen.forget()
        say(f"# on the screen of {screen.name}:")
        for line in screen.screen.splitlines()[-SCREEN_LINES:]:
            say(f"#   {line!r}")
    say("# processes:")
    for line in proc.table():
        say(f"#   {line}")


def out_of_time(_signal, _frame):
    raise check.Failure("the test did not end in time")


def outcome(number, name, test):
    """Run one test; "passed", "failed" or "skipped"."""
    terminal.transcripts.clear()
    signal.alarm(getattr(test, "limit", LIMIT))
    started = time.monotonic()
    with cleanup.scope():
        try:
            test()
            result, line = "passed", f"ok {number} - {name}"
        except check.Skip as reason:
            result, line = "skipped", f"ok {number} - {name} # SKIP {reason}"
        except Exception as error:  # pylint: disable=broad-except
            result, line = "failed", f"not ok {number} - {name}: {error}"
            failure = error
        spent = time.monotonic() - started
        say(f"{line} ({spent:.1f} s)" if result != "skipped" else line)
        if result == "failed":
            evidence(failure)
        signal.alarm(60)            # the clean-up may hang as well
    signal.alarm(0)
    return result


def leaks():
    """What kmemleak reports of the kernel's memory, where the kernel has it."""
    # An object is reported when it is seen twice, and was made some seconds ago.
    for pause in (6, 0):
        with open(LEAKS, "w", encoding="ascii") as file:
            file.write("scan")
        time.sleep(pause)
    with open(LEAKS, encoding="ascii", errors="replace") as file:
        return file.read().splitlines()


def outcome_of_leaks(number):
    """The last test on a kernel that looks for leaks; "passed" or "failed"."""
    found = leaks()
    say(f"{'not ' if found else ''}ok {number} - nothing leaked in the kernel")
    for line in found[:200]:
        say(f"#   {line[:LINE]}")
    return "failed" if found else "passed"


def run(modules, texts):
    """All tests; how many had which outcome."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    plan = [(module, tests_of(module, texts)) for module in modules]
    titles = [title(module, test) for module, tests in plan for test in tests]
    missed = [text for text in texts if not any(text in each for each in titles)]
    looks = os.path.exists(LEAKS)
    say(f"1..{len(titles) + len(missed) + looks}")
    for number, text in enumerate(missed, 1):
        counts["failed"] += 1
        say(f"not ok {number} - there is a test of {text!r}")
    number = len(missed)
    for module, tests in plan:
        with cleanup.scope():
            if tests and hasattr(module, "set_up"):
                module.set_up()
            for test in tests:
                number += 1
                counts[outcome(number, f"{module.__name__}: {sentence(test)}", test)] += 1
    if looks:
        counts[outcome_of_leaks(number + 1)] += 1
    return counts


def main():
    signal.signal(signal.SIGALRM, out_of_time)
    started = time.monotonic()
    modules = [load(path) for path in sorted(glob.glob(f"{FOLDER}/*.py"))]
    counts = run(modules, sys.argv[1:])
    say(f"# all of them: {time.monotonic() - started:.1f} s")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
