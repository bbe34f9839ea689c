-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- A day (UTC) of the history; sessmon-history(5) explains it to who asks it by sqlite3(1).
--
-- Times are nanoseconds: of boot time, which nobody sets and which names processes, but for
-- those of runs and gaps, which are of UTC. A row's clock leads from one to the other, and to
-- the run and the boot that it is of; wall is how far UTC was from what the clock says.
--
-- No index but one, and none of a random value: what is written in the order of time is found
-- by its row, whose number grows with time (mark). NULL is: not known, or as said. What comes
-- again is stored once, and has a number. What has no column, or came otherwise than columns
-- say, is in rest, for sessmon alone: so that an event is read as it came.

-- A life of the machine.
CREATE TABLE boot(
	id INTEGER PRIMARY KEY, boot_id TEXT NOT NULL, machine_id TEXT, host TEXT, kernel TEXT,
	booted INTEGER NOT NULL) STRICT;

-- A time in which somebody watched. Each begins with carried rows of all that lives. late is
-- the earliest time of what was told late.
CREATE TABLE run(
	id INTEGER PRIMARY KEY, boot INTEGER NOT NULL, started INTEGER NOT NULL,
	seen INTEGER NOT NULL, ended INTEGER, why INTEGER NOT NULL, module TEXT, program TEXT,
	hooks INTEGER, first_seq INTEGER, last_seq INTEGER, late INTEGER,
	first_session INTEGER NOT NULL, first_process INTEGER NOT NULL,
	first_session_change INTEGER NOT NULL, first_process_change INTEGER NOT NULL) STRICT;

-- UTC is boot time + offset.
CREATE TABLE clock(
	id INTEGER PRIMARY KEY, run INTEGER NOT NULL, offset INTEGER NOT NULL) STRICT;

-- What is missing; lost says how many events of which type, as JSON.
CREATE TABLE gap(
	id INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL,
	why INTEGER NOT NULL, count INTEGER, lost TEXT) STRICT;

-- The first rows of each minute (UTC, since 1970).
CREATE TABLE mark(
	minute INTEGER PRIMARY KEY, process INTEGER NOT NULL, process_change INTEGER NOT NULL,
	session INTEGER NOT NULL, session_change INTEGER NOT NULL) STRICT;

-- Display names and working directories; not necessarily valid text.
CREATE TABLE word(id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;

-- A terminal.
CREATE TABLE tty(
	id INTEGER PRIMARY KEY, name TEXT, major INTEGER, minor INTEGER, instance INTEGER) STRICT;

-- A file that is executed.
CREATE TABLE file(
	id INTEGER PRIMARY KEY, path TEXT, script TEXT, dev_major INTEGER, dev_minor INTEGER,
	inode INTEGER, generation INTEGER, mode INTEGER, uid INTEGER, gid INTEGER,
	nlink INTEGER) STRICT;

-- That with its arguments (each ended by a zero byte) and working directory (a word).
CREATE TABLE program(
	id INTEGER PRIMARY KEY, file INTEGER NOT NULL, cwd INTEGER, args BLOB, argc INTEGER,
	args_len INTEGER, flags INTEGER, policy_generation INTEGER) STRICT;

-- What many processes have in common.
CREATE TABLE context(
	id INTEGER PRIMARY KEY, class INTEGER, flags INTEGER, loginuid INTEGER,
	audit_session INTEGER, cgroup INTEGER, tty INTEGER,
	uid INTEGER, euid INTEGER, suid INTEGER, fsuid INTEGER,
	gid INTEGER, egid INTEGER, sgid INTEGER, fsgid INTEGER,
	cap_inheritable INTEGER, cap_permitted INTEGER, cap_effective INTEGER,
	cap_bounding INTEGER, cap_ambient INTEGER, securebits INTEGER, user_ns INTEGER,
	ns_cgroup INTEGER, ns_ipc INTEGER, ns_mnt INTEGER, ns_net INTEGER, ns_pid INTEGER,
	ns_time INTEGER, ns_uts INTEGER) STRICT;

-- A session: what it is from its birth on, and how it was at last. carried is 1 if it was
-- there when the run began, 2 if its birth was missed. If ended_after is not NULL, it ended
-- between the two, unseen. leader is a program, comm a word.
CREATE TABLE session(
	id INTEGER PRIMARY KEY, clock INTEGER NOT NULL, sid INTEGER NOT NULL,
	start INTEGER NOT NULL, carried INTEGER NOT NULL, seq INTEGER,
	ended INTEGER, ended_after INTEGER,
	started INTEGER, from_sid INTEGER, from_start INTEGER,
	entry_sid INTEGER, entry_start INTEGER, entry_type INTEGER, entry_uid INTEGER,
	entry_tty INTEGER, address BLOB, port INTEGER, local_address BLOB, local_port INTEGER,
	cid INTEGER, vsock_port INTEGER, local_vsock_port INTEGER, vpid INTEGER, pid_ns INTEGER,
	class INTEGER, reason INTEGER, flags INTEGER, tty INTEGER,
	origin_sid INTEGER, origin_start INTEGER, uid INTEGER, euid INTEGER,
	loginuid INTEGER, audit_session INTEGER, members INTEGER, total INTEGER,
	leader INTEGER, comm INTEGER, withheld INTEGER, cgroup INTEGER, rest BLOB) STRICT;

-- What happened to a session, and how it was right after it; of type 0, how it was when the
-- run began.
CREATE TABLE session_change(
	id INTEGER PRIMARY KEY, session INTEGER NOT NULL, clock INTEGER NOT NULL,
	type INTEGER NOT NULL, at INTEGER NOT NULL, wall INTEGER NOT NULL, seq INTEGER NOT NULL,
	class INTEGER, reason INTEGER, flags INTEGER, tty INTEGER,
	origin_sid INTEGER, origin_start INTEGER, uid INTEGER, euid INTEGER,
	loginuid INTEGER, audit_session INTEGER, members INTEGER, total INTEGER,
	leader INTEGER, comm INTEGER, withheld INTEGER, cgroup INTEGER,
	before TEXT, rest BLOB) STRICT;

-- A process. session, parent, context, comm, pgid and execs are how they were at last; those
-- of birth (born_) and of the first program (exec_) are NULL where they were the same, 0 where
-- they were not known (-1 of pgid). born, exec_at and ended count from its start, exec_seq and
-- end_seq from seq. born_program is what it inherited, program what it executed first, if it
-- did. exit is what wait(2) tells. carried and ended_after are as in session.
CREATE TABLE process(
	id INTEGER PRIMARY KEY, session INTEGER NOT NULL, clock INTEGER NOT NULL,
	pid INTEGER NOT NULL, start INTEGER NOT NULL, carried INTEGER NOT NULL,
	parent INTEGER, context INTEGER, comm INTEGER, pgid INTEGER,
	seq INTEGER, execs INTEGER, born INTEGER, wall INTEGER,
	born_program INTEGER, born_execs INTEGER, born_session INTEGER, born_parent INTEGER,
	born_context INTEGER, born_comm INTEGER, born_pgid INTEGER,
	program INTEGER, exec_at INTEGER, exec_wall INTEGER, exec_seq INTEGER,
	exec_session INTEGER, exec_parent INTEGER, exec_context INTEGER, exec_comm INTEGER,
	exec_pgid INTEGER,
	ended INTEGER, end_wall INTEGER, end_seq INTEGER, exit INTEGER, ended_after INTEGER,
	rest BLOB) STRICT;

-- A program that a process executed after its first one, from number 1 on.
CREATE TABLE exec(
	process INTEGER NOT NULL, number INTEGER NOT NULL, clock INTEGER NOT NULL,
	at INTEGER NOT NULL, wall INTEGER NOT NULL, seq INTEGER NOT NULL,
	program INTEGER, session INTEGER NOT NULL, parent INTEGER, context INTEGER,
	comm INTEGER, pgid INTEGER, execs INTEGER, rest BLOB,
	PRIMARY KEY(process, number)) STRICT, WITHOUT ROWID;

-- What else happened to a process, with what changed before and after it as JSON; without a
-- process, to the module.
CREATE TABLE process_change(
	id INTEGER PRIMARY KEY, process INTEGER, clock INTEGER NOT NULL, type INTEGER NOT NULL,
	at INTEGER NOT NULL, wall INTEGER NOT NULL, seq INTEGER NOT NULL, session INTEGER,
	parent INTEGER, context INTEGER, comm INTEGER, pgid INTEGER, execs INTEGER,
	actor INTEGER, before TEXT, after TEXT, rest BLOB) STRICT;

CREATE INDEX process_session ON process(session);

-- Names, as sessmon has them; of flags, by the number of the bit.
CREATE TABLE event_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE class_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE reason_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE entry_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE session_flag(bit INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE process_flag(bit INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE exe_flag(bit INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
