# SPDX-License-Identifier: GPL-2.0-only
"""What `sessmon monitor -j` says, as the values that the programs' facts have."""

from lab.sessmon import get

CREDS = {"uid": "real_user.id", "euid": "user.id", "suid": "saved_user.id",
         "fsuid": "fs_user.id", "gid": "real_group.id", "egid": "group.id",
         "sgid": "saved_group.id", "fsgid": "fs_group.id"}
CAPABILITIES = ("inheritable", "permitted", "effective", "bounding", "ambient")
# In the order of the kernel's numbers, linux/capability.h.
CAPABILITY_NAMES = (
    "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP "
    "LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER "
    "SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE "
    "SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP "
    "MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF "
    "CHECKPOINT_RESTORE").split()
SECUREBITS = ("NOROOT", "NOROOT_LOCKED", "NO_SETUID_FIXUP", "NO_SETUID_FIXUP_LOCKED",
              "KEEP_CAPS", "KEEP_CAPS_LOCKED", "NO_CAP_AMBIENT_RAISE",
              "NO_CAP_AMBIENT_RAISE_LOCKED")


def _mask(names, order):
    """Names of bits as a number."""
    return sum(1 << order.index(name) for name in names or ())


def _capability(name):
    return name.upper().removeprefix("CAP_")


def creds(own, schema=None):
    """One set of credentials below sessmon; what the schema has a name for is there."""
    def said(path, name):
        value = get(own, path)
        return get(schema or {}, name) if value is None else value
    found = {name: int(said(path, path)) for name, path in CREDS.items()}
    for kind in CAPABILITIES:
        names = said(f"capabilities.{kind}", f"thread.capabilities.{kind}") or ()
        found[kind] = _mask(map(_capability, names), CAPABILITY_NAMES)
    found["securebits"] = _mask(get(own, "securebits"), SECUREBITS)
    found["user_ns"] = get(own, "user_ns")
    return found


class Event:
    """One event; `doc` is all that was said."""

    def __init__(self, doc):
        self.doc = doc
        self.type = get(doc, "sessmon.event")
        self.seq = get(doc, "event.sequence")
        self.boot = int(get(doc, "sessmon.boottime") or 0)
        self.pid = self("sessmon.process.key.pid") or 0
        self.start = int(self("sessmon.process.key.start_ns") or 0)
        self.of_session = self.type.startswith("session_")
        if self.of_session:
            self.sid = self("sessmon.session.key.pid")
        else:
            self.sid = self("process.session_leader.pid") or 0

    def __call__(self, path):
        """The field of this name; None if there is none."""
        return get(self.doc, path)

    def __repr__(self):
        return f"{self.type} of {self.pid or self.sid} (number {self.seq})"

    @property
    def key(self):
        return (self.pid, self.start)

    @property
    def parent(self):
        return self("process.parent.pid")

    @property
    def flags(self):
        return self("sessmon.process.flags") or []

    @property
    def exe_flags(self):
        return self("sessmon.process.exe.flags") or []


def text(raw):
    """Bytes as the reader writes them: each that is no UTF-8 as U+FFFD."""
    out = ""
    while raw:
        try:
            return out + raw.decode()
        except UnicodeDecodeError as error:
            out += raw[:error.start].decode() + "\ufffd"
            raw = raw[error.start + 1:]
    return out
