# SPDX-License-Identifier: GPL-2.0-only
"""The specification of the wire, and what the library adds to it, by name."""

import os

import yaml

# The one in C is ten times as fast, and not everywhere.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def load(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as text:
        return yaml.load(text, LOADER)


def flat(text):
    return " ".join((text or "").split())


def paragraphs(text):
    return "\n\n".join(flat(part) for part in (text or "").strip().split("\n\n"))


def identifier(name):
    return name.replace("-", "_")


class Spec:
    """A specification with what is in it by name."""

    def __init__(self):
        self.spec = load("sessmon.yaml")
        self.library = load("library.yaml")
        self.enums = {each["name"]: each for each in self.spec["definitions"]
                      if each["type"] in ("enum", "flags")}
        self.sets = {each["name"]: each for each in self.spec["attribute-sets"]}
        self.constants = {each["name"]: each["value"] for each in self.spec["definitions"]
                          if each["type"] == "const"}

    def value(self, enum, name):
        number = [entry["name"] for entry in self.enums[enum]["entries"]].index(name)
        return 1 << number if self.enums[enum]["type"] == "flags" else number

    def attributes(self, where):
        """Attributes of a set by name."""
        return {each["name"]: each for each in self.sets[where]["attributes"]}

    def constant(self, where, attribute):
        """What the header calls an attribute."""
        return identifier(self.sets[where]["name-prefix"] + attribute).upper()

    def member(self, attribute):
        """What a struct of the library calls it."""
        return self.library["members"].get(attribute, identifier(attribute))

    def struct(self, where):
        """What the library calls the struct of a set."""
        for each in self.library["structs"]:
            if each["set"] == where and "struct" in each:
                return each["struct"]
        return "sessmon_" + self.member(where)
