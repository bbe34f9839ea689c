#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""What others use says what it is: documented.py [TOP].

Prints a line for each file of module/ and userspace/ that does not open with a comment, each
function of module/ that other files may call, each struct and enum of its headers, each
function, struct and enum of userspace's headers, and each part of the wire in
uapi/sessmon.yaml that has no documentation; and ends with 1 if there is one.

Only whether there is a comment, and of this name, is looked at: whether it is complete is
what scripts/kernel-doc sees.
"""

import os
import re
import sys

import yaml

# From the first column on: what a type or a function begins with there.
TYPE = re.compile(r"^(?:struct|enum|union) (\w+) \{$")
FUNCTION = re.compile(r"^(?!static (?!inline)|typedef\b)[a-z][\w *]*[ *](\w+)\(")
# Macros of the kernel and of the compiler that look like a function.
NO_FUNCTION = re.compile(r"^(module_|__)")


def above(lines, number):
    """The comment that ends right above a line, as one text; "" if there is none."""
    end = number - 1
    if not lines[end].endswith("*/"):
        return ""
    start = end
    while "/*" not in lines[start]:
        start -= 1
    return "\n".join(lines[start:end + 1])


def documents(comment, name):
    return comment.startswith("/**") and re.search(rf"\b{name}\b", comment)


def undocumented(path, functions):
    """Names of a file that have no comment of their own."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    if not lines[1].startswith("/*"):
        yield f"{path}: does not open with what it does"
    for number, line in enumerate(lines):
        found = (path.endswith(".h") and TYPE.match(line)) or (functions and FUNCTION.match(line))
        if found and not NO_FUNCTION.match(found[1]) and \
                not documents(above(lines, number), found[1]):
            yield f"{path}:{number + 1}: {found[1]} has no kernel-doc"


def sources(folder):
    for where, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith((".c", ".h")) and name != "features.c":
                yield os.path.join(where, name)


def parts(spec):
    """(what it is called, its documentation) of each part of the wire."""
    yield "the family", spec.get("doc")
    for each in spec["definitions"]:
        yield each["name"], each.get("doc")
        for entry in each.get("entries", []):
            entry = entry if isinstance(entry, dict) else {"name": entry}
            yield f"{each['name']}: {entry['name']}", entry.get("doc")
    for each in spec["attribute-sets"]:
        yield each["name"], each.get("doc")
        for attribute in each["attributes"]:
            yield f"{each['name']}: {attribute['name']}", attribute.get("doc")
    for each in spec["operations"]["list"]:
        yield each["name"], each.get("doc")


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else "."
    wrong = []
    # A function of the module has its comment where it is defined, of the reader where it is
    # declared.
    for half, where in (("module", ".c"), ("userspace", ".h")):
        for path in sources(os.path.join(top, half)):
            wrong += undocumented(path, functions=path.endswith(where))
    with open(os.path.join(top, "uapi", "sessmon.yaml"), encoding="utf-8") as file:
        wrong += (f"sessmon.yaml: {name} has no doc" for name, doc in parts(yaml.safe_load(file))
                  if not doc)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
