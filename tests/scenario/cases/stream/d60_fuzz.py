# SPDX-License-Identifier: GPL-2.0-only
"""Requests that nobody in their right mind would send, while much else happens."""

import json
import os
import subprocess
import time

from lab import check, cleanup, sessmon, wire
from lab.stream import PROGRAM, Storm, at_rest, say

# What is refused does not depend on how the module was loaded.
WHEN = "early"

MESSAGES = int(os.environ.get("FUZZ_MESSAGES", "6000"))


def fuzz(messages, seed):
    # pylint: disable-next=consider-using-with
    popen = subprocess.Popen([PROGRAM, "fuzz", str(messages), str(seed)], text=True,
                             stdout=subprocess.PIPE)
    cleanup.defer(popen.kill)
    return popen


def put_back():
    """The policy that fuzzed requests may have changed."""
    sock = wire.Socket()
    sock.do("POLICY_SET", wire.attribute(wire.C["SESSMON_A_BUILT_IN"]))
    sock.close()


def test_fuzz():
    """Thousands of damaged requests from many sockets, in a storm, change nothing."""
    sessmon.need()
    cleanup.defer(put_back)
    seed = int(time.time())
    weather, attacker = Storm(150, 2), fuzz(MESSAGES, seed)
    out = attacker.communicate(timeout=400)[0]
    weather.wait()
    check.equal(attacker.returncode, 0, f"exit status of the fuzzer with seed {seed}")
    told = json.loads(out)
    say(f"seed {seed}: {told}")
    check.true(told["sent"] >= MESSAGES, "all were sent")
    check.true(told["refused"] > MESSAGES // 20, "many were refused")
    check.true(told["taken"] > MESSAGES // 50, "many were taken for good ones")
    sock = wire.Socket()
    cleanup.defer(sock.close)
    at_rest(sock)
    check.equal(wire.stats(sock)["readers"], {}, "readers that are left")
    status, said, _ = sessmon.run("verify")
    check.equal(status, 0, f"the table against the kernel: {said}")


def test_unload_while_fuzzed():
    """The module can be unloaded and loaded while it is sent such requests."""
    sessmon.need()
    unloaded = 0
    for seed in range(1, 9):
        attacker = fuzz(1 << 30, seed)
        time.sleep(1)
        for _ in range(50):
            if subprocess.run(["rmmod", "sessmon"], stderr=subprocess.DEVNULL,
                              check=False).returncode == 0:
                unloaded += 1
                break
            time.sleep(0.05)    # A dump under way holds it.
        attacker.kill()
        attacker.wait()
        if not sessmon.loaded():
            sessmon.load()
    say(f"{unloaded} of 8 times unloaded while requests came in")
    check.true(unloaded >= 1, "it was unloaded while requests came in")
    put_back()


test_fuzz.limit = 600
