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
SECUREBITS = ("noroot", "noroot_locked", "no_setuid_fixup", "no_setuid_fixup_locked",
              "keep_caps", "keep_caps_locked", "no_cap_ambient_raise",
              "no_cap_ambient_raise_locked")


def _mask(names, order):
    """Names of bits, however they are written, as a number."""
    value = 0
    for name in names or ():
        if name.lower().startswith("0x"):
            value |= int(name, 16)
        else:
            value |= 1 << order.index(name)
    return value


def _capability(name):
    return name.upper().removeprefix("CAP_")


def creds(doc):
    """One set of credentials below sessmon."""
    found = {name: int(get(doc, path)) for name, path in CREDS.items()}
    for kind in CAPABILITIES:
        names = [name if name.startswith("0x") else _capability(name)
                 for name in get(doc, f"capabilities.{kind}") or ()]
        found[kind] = _mask(names, CAPABILITY_NAMES)
    found["securebits"] = _mask(get(doc, "securebits"), SECUREBITS)
    found["user_ns"] = get(doc, "user_ns")
    return found


class Event:
    """One event; `doc` is all that was said."""

    def __init__(self, doc):
        self.doc = doc
        self.type = get(doc, "event.action")
        if self.type == "end":
            self.type = "exit"
        self.seq = get(doc, "event.sequence")
        self.boot = get(doc, "sessmon.boottime")
        self.pid = self("sessmon.process.key.pid") or 0
        self.start = self("sessmon.process.key.start_ns")
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
