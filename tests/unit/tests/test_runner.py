#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The scenarios' runner: which of them the words on its command line choose; TAP out."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LAB = os.path.join(HERE, "..", "..", "scenario", "lab")
SCENARIOS = {
    "a_birds": 'WHEN = "never"\n\ndef test_sing():\n    """A lark is heard."""\n\n'
               'def test_fly():\n    """An owl is not."""\n',
    "b_fish": 'def test_swim():\n    """A pike goes by."""\n',
}


def chosen(folder, *texts):
    """Exit status, tests that were run, and texts that are in none."""
    done = subprocess.run([sys.executable, "-B", "-m", "lab.runner", *texts], cwd=folder,
                          text=True, capture_output=True, check=False)
    lines = done.stdout.splitlines()
    passed = [line.split(": ")[1].split(" (")[0] for line in lines if line.startswith("ok ")]
    return done.returncode, passed, [line.split(" of ")[1] for line in lines
                                     if line.startswith("not ok ")]


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(LAB, os.path.join(folder, "lab"))
        os.mkdir(os.path.join(folder, "scenarios"))
        for name, text in SCENARIOS.items():
            with open(f"{folder}/scenarios/{name}.py", "w", encoding="ascii") as file:
                file.write(text)
        wanted = {
            (): (0, ["A pike goes by"], []),
            ("birds",): (0, ["A lark is heard", "An owl is not"], []),
            ("pike", "a_birds.test_fly"): (0, ["An owl is not", "A pike goes by"], []),
            ("pike", "cat"): (1, ["A pike goes by"], ["'cat'"]),
            ("cat",): (1, [], ["'cat'"]),
        }
        for number, (texts, want) in enumerate(wanted.items(), 1):
            got = chosen(folder, *texts)
            failed += got != want
            print(f"{'ok' if got == want else 'not ok'} {number} - runner {' '.join(texts)}"
                  + ("" if got == want else f": {got}, not {want}"))
    print(f"1..{len(wanted)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
