-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- A day (UTC) of the history; sessmon-history(5) explains it to who asks it by sqlite3(1).
--
-- Times are nanoseconds: of boot time, which nobody sets and which names processes, but for
-- those of runs and gaps, which are of UTC. A row's clock leads from one to the other, and to
-- the run and the boot that it is of; wall is how far UTC was from what the clock says.
--
-- No index of what is many but one, and none of a random value: what is written in the order of time is found
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

-- UTC is boot time + offset, from the boot time since on.
CREATE TABLE clock(
	id INTEGER PRIMARY KEY, run INTEGER NOT NULL, offset INTEGER NOT NULL,
	since INTEGER) STRICT;

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
CREATE INDEX session_sid ON session(sid);

-- A rule that matched, as it was then. tags have commas between them.
CREATE TABLE rule(
	id INTEGER PRIMARY KEY, rule TEXT, title TEXT NOT NULL, level TEXT NOT NULL, author TEXT,
	license TEXT, description TEXT, reference TEXT, tags TEXT) STRICT;

-- A rule that matched in a session, first at, last at last, count times in all. process is who
-- did it first, of a session its leader; seq is the event. matched is what of the rule was
-- there, as JSON.
CREATE TABLE alert(
	id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, session INTEGER, process INTEGER,
	clock INTEGER NOT NULL, at INTEGER NOT NULL, wall INTEGER NOT NULL, seq INTEGER NOT NULL,
	last INTEGER NOT NULL, count INTEGER NOT NULL, matched TEXT) STRICT;

-- Names, as sessmon has them; of flags, by the number of the bit.
CREATE TABLE event_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE class_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE reason_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE entry_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE session_flag(bit INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE process_flag(bit INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE exe_flag(bit INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE gap_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE end_name(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

-- ---- for people ----

-- Programs with their files in words; args with a blank between each two.
CREATE VIEW program_line AS SELECT
	p.id, f.path, f.script, w.word AS cwd,
	(WITH RECURSIVE part(line, rest) AS (
		SELECT '', p.args
		UNION ALL
		SELECT line || CASE line WHEN '' THEN '' ELSE ' ' END ||
			CAST(substr(rest, 1, instr(rest, x'00') - 1) AS TEXT),
			substr(rest, instr(rest, x'00') + 1)
		FROM part WHERE instr(rest, x'00'))
	SELECT line || CASE WHEN length(rest) THEN ' ' || CAST(rest AS TEXT) ELSE '' END
	FROM part WHERE NOT instr(rest, x'00')) AS args
	FROM program p JOIN file f ON f.id = p.file LEFT JOIN word w ON w.id = p.cwd;

-- Sessions: a row for each run that saw it. Times are UTC.
CREATE VIEW session_v AS SELECT
	s.id, 's:' || s.sid AS session,
	strftime('%Y-%m-%dT%H:%M:%fZ', (coalesce(s.started, s.start) + k.offset) / 1e9,
		'unixepoch') AS started,
	strftime('%Y-%m-%dT%H:%M:%fZ', (s.ended + coalesce((SELECT offset FROM clock WHERE
		run = k.run AND id > k.id AND since <= s.ended ORDER BY id DESC), k.offset)) / 1e9,
		'unixepoch') AS ended,
	strftime('%Y-%m-%dT%H:%M:%fZ', (s.ended_after + k.offset) / 1e9, 'unixepoch')
		AS ended_after,
	c.name AS class, r.name AS reason, e.name AS entry,
	s.loginuid AS login_uid, s.uid, s.euid, t.name AS tty,
	CASE length(s.address)
	WHEN 4 THEN printf('%d.%d.%d.%d',
		instr('123456789ABCDEF', substr(hex(s.address), 1, 1)) * 16 +
		instr('123456789ABCDEF', substr(hex(s.address), 2, 1)),
		instr('123456789ABCDEF', substr(hex(s.address), 3, 1)) * 16 +
		instr('123456789ABCDEF', substr(hex(s.address), 4, 1)),
		instr('123456789ABCDEF', substr(hex(s.address), 5, 1)) * 16 +
		instr('123456789ABCDEF', substr(hex(s.address), 6, 1)),
		instr('123456789ABCDEF', substr(hex(s.address), 7, 1)) * 16 +
		instr('123456789ABCDEF', substr(hex(s.address), 8, 1)))
	WHEN 16 THEN lower(printf('%s:%s:%s:%s:%s:%s:%s:%s',
		substr(hex(s.address), 1, 4), substr(hex(s.address), 5, 4),
		substr(hex(s.address), 9, 4), substr(hex(s.address), 13, 4),
		substr(hex(s.address), 17, 4), substr(hex(s.address), 21, 4),
		substr(hex(s.address), 25, 4), substr(hex(s.address), 29, 4)))
	END AS address, s.port,
	's:' || s.from_sid AS made_in, 's:' || s.entry_sid AS came_in_by,
	's:' || s.origin_sid AS left_by,
	(SELECT group_concat(name) FROM session_flag WHERE s.flags >> bit & 1) AS flags,
	s.total AS processes, l.path AS program, l.args, s.carried, k.run, b.boot_id, b.host
	FROM session s JOIN clock k ON k.id = s.clock JOIN run u ON u.id = k.run
	JOIN boot b ON b.id = u.boot
	LEFT JOIN class_name c ON c.id = s.class LEFT JOIN reason_name r ON r.id = s.reason
	LEFT JOIN entry_name e ON e.id = s.entry_type LEFT JOIN tty t ON t.id = s.tty
	LEFT JOIN program_line l ON l.id = s.leader;

-- Programs that were run: first those that a process executed first, then the later ones.
-- ended is the end of the program, exit_code and signal that of the process, if it was its last.
CREATE VIEW program_v AS SELECT
	p.id AS process, 0 AS number, p.pid, p.session AS session_id, 's:' || s.sid AS session,
	strftime('%Y-%m-%dT%H:%M:%fZ', (p.start + p.exec_at + k.offset +
		coalesce(p.exec_wall, p.wall, 0)) / 1e9, 'unixepoch') AS started,
	strftime('%Y-%m-%dT%H:%M:%fZ', coalesce((SELECT at + wall + offset FROM exec JOIN clock
		ON clock.id = clock WHERE process = p.id AND number = 1), p.start + p.ended +
		k.offset + coalesce(p.end_wall, p.wall, 0)) / 1e9, 'unixepoch') AS ended,
	l.path, l.args, l.cwd, w.word AS comm, c.uid, c.euid, c.loginuid AS login_uid,
	t.name AS tty, n.name AS class,
	CASE WHEN NOT p.exit & 127 AND NOT EXISTS(SELECT 1 FROM exec WHERE process = p.id)
		THEN p.exit >> 8 & 255 END AS exit_code,
	CASE WHEN p.exit & 127 AND NOT EXISTS(SELECT 1 FROM exec WHERE process = p.id)
		THEN p.exit & 127 END AS signal,
	k.run
	FROM process p JOIN clock k ON k.id = p.clock
	JOIN session s ON s.id = coalesce(p.exec_session, p.session)
	LEFT JOIN context c ON c.id = coalesce(p.exec_context, p.context)
	LEFT JOIN tty t ON t.id = c.tty LEFT JOIN class_name n ON n.id = c.class
	LEFT JOIN word w ON w.id = coalesce(p.exec_comm, p.comm)
	LEFT JOIN program_line l ON l.id = p.program
	WHERE p.exec_at IS NOT NULL
UNION ALL SELECT
	e.process, e.number, p.pid, p.session, 's:' || s.sid,
	strftime('%Y-%m-%dT%H:%M:%fZ', (e.at + e.wall + k.offset) / 1e9, 'unixepoch'),
	strftime('%Y-%m-%dT%H:%M:%fZ', coalesce((SELECT at + wall + offset FROM exec JOIN clock
		ON clock.id = clock WHERE process = p.id AND number = e.number + 1), p.start +
		p.ended + kp.offset + coalesce(p.end_wall, p.wall, 0)) / 1e9, 'unixepoch'),
	l.path, l.args, l.cwd, w.word, c.uid, c.euid, c.loginuid, t.name, n.name,
	CASE WHEN NOT p.exit & 127 AND NOT EXISTS(SELECT 1 FROM exec WHERE process = p.id AND
		number > e.number) THEN p.exit >> 8 & 255 END,
	CASE WHEN p.exit & 127 AND NOT EXISTS(SELECT 1 FROM exec WHERE process = p.id AND
		number > e.number) THEN p.exit & 127 END,
	k.run
	FROM exec e JOIN process p ON p.id = e.process JOIN clock k ON k.id = e.clock
	JOIN clock kp ON kp.id = p.clock
	JOIN session s ON s.id = e.session LEFT JOIN context c ON c.id = e.context
	LEFT JOIN tty t ON t.id = c.tty LEFT JOIN class_name n ON n.id = c.class
	LEFT JOIN word w ON w.id = e.comm LEFT JOIN program_line l ON l.id = e.program;

-- What else happened, to sessions and to processes.
CREATE VIEW change_v AS SELECT
	strftime('%Y-%m-%dT%H:%M:%fZ', (h.at + h.wall + k.offset) / 1e9, 'unixepoch') AS time, h.seq,
	n.name AS event, NULL AS pid, 's:' || s.sid AS session, h.before,
	c.name AS after, k.run
	FROM session_change h JOIN clock k ON k.id = h.clock JOIN session s ON s.id = h.session
	JOIN event_name n ON n.id = h.type LEFT JOIN class_name c ON c.id = h.class
	WHERE h.type > 0
UNION ALL SELECT
	strftime('%Y-%m-%dT%H:%M:%fZ', (h.at + h.wall + k.offset) / 1e9, 'unixepoch'), h.seq, n.name,
	p.pid, 's:' || s.sid, h.before, h.after, k.run
	FROM process_change h JOIN clock k ON k.id = h.clock
	JOIN event_name n ON n.id = h.type LEFT JOIN process p ON p.id = h.process
	LEFT JOIN session s ON s.id = h.session;

-- When nothing was recorded, and why.
CREATE VIEW gap_v AS SELECT
	strftime('%Y-%m-%dT%H:%M:%fZ', since / 1e9, 'unixepoch') AS since,
	strftime('%Y-%m-%dT%H:%M:%fZ', until / 1e9, 'unixepoch') AS until,
	(SELECT name FROM gap_name WHERE id = why) AS why, count, lost
	FROM gap;

-- Alerts. Times are UTC. Whoever passes one on names the author of its rule.
CREATE VIEW alert_v AS SELECT
	a.id, strftime('%Y-%m-%dT%H:%M:%fZ', (a.at + a.wall + k.offset) / 1e9, 'unixepoch') AS time,
	strftime('%Y-%m-%dT%H:%M:%fZ', (a.last + a.wall + k.offset) / 1e9, 'unixepoch') AS last,
	a.count, r.level, r.title, r.author, r.license, r.rule, r.tags,
	a.session AS session_id, 's:' || s.sid AS session, c.name AS class, s.uid,
	s.loginuid AS login_uid, a.process, p.pid, l.path, l.args, a.matched, k.run
	FROM alert a JOIN rule r ON r.id = a.rule JOIN clock k ON k.id = a.clock
	LEFT JOIN session s ON s.id = a.session LEFT JOIN class_name c ON c.id = s.class
	LEFT JOIN process p ON p.id = a.process
	LEFT JOIN program_line l ON l.id = coalesce(p.program, p.born_program);
