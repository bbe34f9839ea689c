# SPDX-License-Identifier: GPL-2.0-only
"""A file system of one file, whose contents are never delivered, nor is it said of a
second one whether it is there.

`python3 -m lab.fuse DIR` serves it on DIR until it is killed, which also ends the
wait of whoever has read the file. It speaks to /dev/fuse itself, as any user's
program may who has had fusermount open it.
"""

import ctypes
import errno
import os
import stat
import struct
import subprocess
import sys
import tempfile

from lab import check, cleanup

NAME, SILENT = "file", "silent"
SIZE = 4096
# <linux/fuse.h>
LOOKUP, FORGET, GETATTR, OPEN, READ, RELEASE, FLUSH, INIT = 1, 2, 3, 14, 15, 18, 25, 26
INTERRUPT, BATCH_FORGET = 36, 42
ROOT, FILE = 1, 2


def _attributes(node):
    mode = stat.S_IFDIR | 0o755 if node == ROOT else stat.S_IFREG | 0o644
    return struct.pack("<6Q10I", node, SIZE, 8, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, SIZE, 0)


def _answer(opcode, node):
    """What is said to a request, or the error number."""
    if opcode == INIT:
        return struct.pack("<4I2H2I2H8I", 7, 31, SIZE, 0, 1, 1, SIZE, 1, 0, 0, *[0] * 8)
    if opcode == LOOKUP:
        return struct.pack("<4Q2I", FILE, 1, 3600, 3600, 0, 0) + _attributes(FILE)
    if opcode == GETATTR:
        return struct.pack("<Q2I", 3600, 0, 0) + _attributes(node)
    if opcode == OPEN:
        return struct.pack("<Q2I", 1, 0, 0)
    return b"" if opcode in (RELEASE, FLUSH) else errno.ENOSYS


def serve(device):
    while True:
        request = os.read(device, 1 << 17)
        _, opcode, unique, node = struct.unpack_from("<2I2Q", request)
        if opcode in (FORGET, BATCH_FORGET, INTERRUPT, READ):
            continue
        if opcode == LOOKUP and request.endswith(f"{SILENT}\0".encode()):
            continue
        said = _answer(opcode, node)
        error, said = (said, b"") if isinstance(said, int) else (0, said)
        os.write(device, struct.pack("<IiQ", 16 + len(said), -error, unique) + said)


def mounted():
    """Such a file system, until the test is over; its folder."""
    if not os.path.exists("/dev/fuse"):
        raise check.Skip("this kernel has no FUSE")
    folder = tempfile.mkdtemp()
    cleanup.defer(os.rmdir, folder)
    cleanup.defer(subprocess.run, ["umount", "-l", folder])
    # pylint: disable-next=consider-using-with
    server = subprocess.Popen([sys.executable, "-B", "-m", "lab.fuse", folder], text=True,
                              stdout=subprocess.PIPE)
    cleanup.defer(server.wait)
    cleanup.defer(server.kill)
    check.equal(server.stdout.readline().strip(), "mounted", "what the file system says")
    return folder


def main(folder):
    device = os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40755,user_id=0,group_id=0"
    if libc.mount(b"lab", folder.encode(), b"fuse", 0, options.encode()):
        sys.exit(os.strerror(ctypes.get_errno()))
    print("mounted", flush=True)
    serve(device)


if __name__ == "__main__":
    main(sys.argv[1])
