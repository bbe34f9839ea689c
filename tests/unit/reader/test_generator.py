#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""A wire that has grown: what uapi/generate.py makes of it fits old programs; TAP out."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
TYPES = "userspace/lib/sessmon_types.h"
# An attribute behind the last one of a set, and what then is behind the struct's former end.
GROWN = {
    "a number in what the last member left of its unit": (
        "exe", ["u32"], r"policy_generation;\n\tuint32_t added0;\n\tuint64_t reserved\[6\]"),
    "another one takes half a unit": (
        "exe", ["u32", "u32"], r"added0;\n\tuint32_t added1;\n\tuint64_t reserved\[5\]"),
    "a large one behind a small one leaves a hole": (
        "creds", ["u32", "u64"], r"uint32_t added0;\n\tuint64_t added1;\n\tuint64_t reserved\[2\]"),
    "text takes two units": (
        "process", ["string"], r"struct sessmon_str added0;\n\tuint64_t reserved\[6\]"),
    "being there needs no room": ("event", ["flag"], r"hooks;\n\tuint64_t reserved\[16\]"),
    "all of the room": ("tty", ["u32", "u64", "u64"], r"uint64_t added2;\n\}"),
}
outcomes = []


def ok(good, what, got=""):
    outcomes.append(good)
    print(f"{'ok' if good else 'not ok'} {len(outcomes)} - {what}")
    if not good:
        print("# " + str(got).replace("\n", "\n# "))


def with_attributes(text, where, types):
    """The specification with attributes at the end of a set."""
    start = text.index(f"\n    name: {where}\n", text.index("\nattribute-sets:"))
    end = min(at for at in (text.find("\n  -\n", start), text.find("\noperations:", start)) if at > 0)
    more = "".join(f"\n      -\n        name: added{n}\n        type: {kind}\n        doc: Added."
                   for n, kind in enumerate(types))
    return text[:end].rstrip("\n") + more + "\n" + text[end:]


def generate(folder, where, types):
    """What becomes of the structs' header: (status, header or error)."""
    shutil.copytree(f"{TOP}/uapi", f"{folder}/uapi", dirs_exist_ok=True)
    with open(f"{folder}/uapi/sessmon.yaml", encoding="utf-8") as file:
        text = file.read()
    with open(f"{folder}/uapi/sessmon.yaml", "w", encoding="utf-8") as file:
        file.write(with_attributes(text, where, types))
    done = subprocess.run([f"{folder}/uapi/generate.py", TYPES], text=True, capture_output=True,
                          check=False)
    return done.returncode, done.stdout + done.stderr


def assertions():
    """What was true of the first library, as C."""
    with open(f"{TOP}/userspace/lib/libsessmon.abi", encoding="utf-8") as file:
        for line in file:
            if line[0] == "#":
                continue
            struct, member, offset, size = line.split()
            if member == "-":
                yield f'_Static_assert(sizeof(struct {struct}) == {size}, "{struct}");'
            else:
                yield (f'_Static_assert(offsetof(struct {struct}, {member}) == {offset} && '
                       f'sizeof(((struct {struct} *)0)->{member}) == {size}, "{struct}.{member}");')


def compiles(folder, header):
    """Whether programs of the first library find everything by this header."""
    lib = f"{folder}/lib"
    shutil.copytree(f"{TOP}/userspace/lib", lib)
    with open(f"{lib}/sessmon_types.h", "w", encoding="utf-8") as file:
        file.write(header)
    source = "\n".join(["#include <stddef.h>", "#include <sessmon.h>", *assertions()])
    return subprocess.run(["gcc", "-x", "c", "-std=c11", "-fsyntax-only", f"-I{lib}",
                           f"-I{TOP}/uapi", "-"], input=source, text=True, capture_output=True,
                          check=False)


def main():
    with open(f"{TOP}/{TYPES}", encoding="utf-8") as file:
        present = file.read()
    for what, header, fits in (
            ("the present structs lie as those of the first libsessmon.so.1", present, True),
            ("a member that is pushed is seen",
             present.replace("\tuint64_t cgroup;", "\tuint64_t pushes;\n\tuint64_t cgroup;"), False)):
        with tempfile.TemporaryDirectory() as folder:
            done = compiles(folder, header)
            ok((done.returncode == 0) == fits, what, done.stderr)
    for what, (where, types, want) in GROWN.items():
        with tempfile.TemporaryDirectory() as folder:
            status, header = generate(folder, where, types)
            ok(status == 0 and re.search(want, header), f"{where}: {what}", header)
            done = compiles(folder, header)
            ok(done.returncode == 0, f"{where}: and an old program finds all where it was", done.stderr)
    for where, types, want in (("tty", ["u32", "u64", "u64", "u32"], "tty: no room"),
                               ("key", ["u32"], "key: stays as it is")):
        with tempfile.TemporaryDirectory() as folder:
            status, said = generate(folder, where, types)
            ok(status != 0 and want in said, f"{where}: what has no room is not made", said)
    print(f"1..{len(outcomes)}")
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
