# SPDX-License-Identifier: GPL-2.0-only
"""sessmon(7), the reference of names, as mdoc: userspace/man/sessmon.7.

What a name means is said by the YNL specification; which facts have which label and
which field of a document, by the reader's own description of them (describe.c).  What
has no explanation there is an error: say it in the specification.
"""

import re
import textwrap

from .described import tables

# The tables of describe.c: prefix of the macro, attribute set, heading, field of documents.
TABLES = (
    ("process", "process", "Process", "sessmon.process"),
    ("exe", "exe", "Program", "sessmon.process.exe"),
    ("creds", "creds", "Credentials", "sessmon.process.creds"),
    ("ns", "namespaces", "Namespaces", "sessmon.process.ns"),
    ("session", "session", "Session", "sessmon.session"),
    ("event", "event", "Event", "sessmon"),
    ("stats", "stats", "Counters", "sessmon.stats"),
)
ENUMS = (
    ("event-type", "Events"), ("session-class", "Classes of sessions"), ("class-reason", "Reasons of a class"),
    ("entry-type", "Types of entry"), ("session-flags", "Flags of a session"), ("process-flags", "Flags of a process"),
    ("exe-flags", "Flags of a program"), ("tty-action", "What became of a terminal"),
    ("reparent-reason", "Who adopted a process"), ("ptrace-action", "Tracing"), ("groups", "Groups of events"),
    ("record-level", "Levels of record"), ("difference-kind", "Differences that verify finds"),
    ("hook", "Hooks"),
)
INTRO = r""".\" SPDX-License-Identifier: GPL-2.0-or-later
.\" Made from uapi/sessmon.yaml by make regen: change it there.
.Dd November 28, 2026
.Dt SESSMON 7
.Os
.Sh NAME
.Nm sessmon
.Nd what the names mean that sessmon uses
.Sh DESCRIPTION
A reference: each fact, flag and value that
.Xr sessmon 8
shows, once.
What is said about them there is not said again.
.Pp
Names of values are the same in text, in documents and as arguments of options,
where a dash is as good as an underscore.
A value or flag that a newer module has and this reader does not know is shown
as a number."""
FACTS = r""".Sh FACTS
What comes first is the label that
.Cm sessmon show
or
.Cm sessmon stats
has for it.
Then come the fields of documents, first those under
.Cm process
in the Elastic Common Schema, then our own.
A fact that could not be had is absent.
.Pp
Some fields are objects.
The key of a process or session has
.Cm entity_id , pid
and, where it is known,
.Cm start
or
.Cm start_ns .
A user or group has
.Cm id
and
.Cm name .
A terminal has
.Cm major , minor , name
and, if it is a pseudo-terminal,
.Cm instance ,
which tells devpts mounts apart.
A connection has
.Cm remote
and
.Cm local ,
each with
.Cm ip
and
.Cm port .
A signal has
.Cm number
and
.Cm name .
.Pp
Of a session's leader the program is under
.Cm sessmon.session.leader ;
what credentials and namespaces were before is under
.Cm sessmon.old.creds
and
.Cm sessmon.old.ns ."""
OTHERS = r""".Ss The rest
.Bl -tag -width Ds
.It Sy entity id Pq Cm process.entity_id
The key together with the boot id: names the process on this host for ever.
.It Sy parent runs Pq Cm process.parent.args
Command line of the parent.
.It Sy container Pq Cm container.id , container.runtime
The container whose control group it is in, and what made that.
.It Sy container name Pq Cm container.name
What it is called.
.It Sy image Pq Cm container.image.name , container.image.tag
What it was made from.
.It Sy image digest , image id Pq Cm container.image.hash.all
Of the image's manifest, and of its configuration.
.It Sy pod , pod id Pq Cm orchestrator.resource.name , orchestrator.resource.id
The pod that it is in.
.It Sy namespace , cluster Pq Cm orchestrator.namespace , orchestrator.cluster.name
Of that pod.
.It Sy container known from Pq Cm sessmon.container.source
See
.Xr sessmon 8 ,
Containers.
.It Sy unknown because Pq Cm sessmon.container.unknown
Why no more of it is known.
.It Cm sessmon.boottime
When the event happened, in ns of boot time.
.It Cm sessmon.joined
Which objects of the document the reader's table has completed.
.It Cm sessmon.loss
What is missing:
.Cm where , count , group
and, of what was lost in the kernel,
.Cm by_type ;
see
.Xr sessmon 8 .
.It Cm sessmon.tracer
For ptrace;
who traces, as far as the reader's table knows:
.Cm executable ,
and
.Cm same_session ,
whether both are in one session.
.It Cm sessmon.policy
The policy:
.Cm generation , built_in ,
a list
.Cm program
of
.Cm path , roles
and
.Cm entry_type ,
and
.Cm record ,
a level for each class.
.It Cm sessmon.verify
What
.Cm verify
found:
.Cm inside ,
by the module, and
.Cm proc ,
against
.Pa /proc ,
each with how many
.Cm processes
were looked at, how many are
.Cm missing
in the table,
.Cm stale
or
.Cm differing ,
and a list
.Cm differences
of
.Cm pid
and either
.Cm kind , table
and
.Cm kernel
or, in words,
.Cm difference .
With
.Fl H ,
.Cm hooks
instead: how many facts were
.Cm seen ,
and a list
.Cm facts
of
.Cm fact , verdict
and
.Cm reason .
.It Sy module version Pq Cm sessmon.stats.module_version , sessmon.stats.wire_version
Of the module, and of the wire that it speaks.
.It Sy last event Pq Cm sessmon.stats.last_seq
Number of the last event.
.It Sy events lost Pq Cm sessmon.stats.lost
Events that found no room in the ring since the module was loaded.
.It Sy hooks live , hooks fired , hooks missing Pq Cm sessmon.stats.hooks
Hooks that this kernel has, those that have fired since the module was loaded,
and those that it lacks.
.It Sy EVENT Pq Cm sessmon.stats.events
For each type of event how many were
.Cm produced ,
and of those how many were
.Cm lost , sent , filtered
out by the policy,
.Cm withheld
as over the budget of their process or session and
.Cm unheard
because nobody listened.
.It Sy GROUP Pq Cm sessmon.stats.groups
Events that each group was
.Cm sent .
.It Sy RELIABLE READER Pq Cm sessmon.stats.readers
A list: each with the
.Cm port
of its socket, the
.Cm groups
that it wants, how many events it was
.Cm sent
and how many it
.Cm lost ,
bytes
.Cm held
for it, and whether it is
.Cm demoted
to an ordinary reader because it was too slow.
.El"""
END = r""".Sh SEE ALSO
.Xr libsessmon 3 ,
.Xr sessmon 4 ,
.Xr capabilities 7 ,
.Xr credentials 7 ,
.Xr namespaces 7 ,
.Xr sessmon 8
.Sh AUTHORS
.An The sessmon developers ."""
DETAILS = """Besides what it happened to, an event has what is said to be for its type in Facts,
Event, below: see there what each means."""
missing = []


def prose(text):
    """Lines of roff: one sentence on each, none too long, none that is a request."""
    for paragraph in text.strip().split("\n\n"):
        for sentence in re.split(r"(?<=[.;]) ", " ".join(paragraph.split())):
            for line in textwrap.wrap(sentence, 78, break_on_hyphens=False, break_long_words=False):
                line = line.replace("\\", "\\e")
                print(("\\&" if line[0] in ".'" else "") + line)


def need(doc, what):
    if not doc:
        missing.append(what)
    return doc or ""


def item(name, doc):
    print(f".It {name}")
    prose(doc)


def print_enum(enum, heading, details=None):
    print(f".Ss {heading}")
    prose(need(enum.get("doc"), enum["name"]))
    if details:
        prose(DETAILS)
    print(".Bl -tag -width Ds")
    for entry in enum["entries"]:
        item("Cm " + entry["name"].replace("-", "_"), need(entry.get("doc"), f"{enum['name']}: {entry['name']}"))
        if details and details.get(entry["name"]):
            print("It has:\n.Sy " + " , ".join(details[entry["name"]]) + " .")
    print(".El")


def details_of(attributes, labels):
    """Which facts an event of each type has and others have not: those that are "For" it."""
    details = {}
    for each in attributes:
        types = re.match(r"For ((?:[a-z-]+(?:, | and )?)+);", each.get("doc") or "")
        if each["name"] == "counters" or not types:
            continue
        for one in re.split(r", | and ", types[1]):
            details.setdefault(one, []).append(labels.get(each["name"]) or each["name"].replace("-", " "))
    return details


def print_facts(table, spec, where, heading, prefix):
    docs = {each["name"]: each.get("doc") for each in spec[where]["attributes"]}
    print(f".Ss {heading}\n.Bl -tag -width Ds")
    for attr, _, label, ecs, own, _ in table:
        fields = [f"process.{ecs}"] if ecs else []
        if prefix.startswith("sessmon.stats"):
            fields = []
        fields += [f"{prefix}.{own}"] if own else []
        head = " Pq ".join(filter(None, ["Sy " + label if label else None,
                                         "Cm " + " , ".join(fields) if fields else None]))
        item(head, need(docs.get(attr), f"{where}: {attr}"))
    print(".El")


def print_all(spec):
    described = tables()
    print(INTRO + "\n.Sh VALUES")
    labels = {fact.attr: fact.label for fact in described["event"]}
    details = details_of(spec.sets["event"]["attributes"], labels)
    for name, heading in ENUMS:
        print_enum(spec.enums[name], heading, details if name == "event-type" else None)
    print(FACTS)
    for name, where, heading, prefix in TABLES:
        print_facts(described[name], spec.sets, where, heading, prefix)
    print(OTHERS)
    print(END)
    if missing:
        raise SystemExit("no doc in the specification: " + ", ".join(missing))
