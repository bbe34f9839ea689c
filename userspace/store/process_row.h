/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of processes: which column is which. */
#ifndef SESSMON_STORE_PROCESS_ROW_H
#define SESSMON_STORE_PROCESS_ROW_H

/* clang-format off */

/* PROCESS_ROW() - All columns, in the order of the table: F(CONSTANT, name). */
#define PROCESS_ROW(F) \
	F(ID, id) F(SESSION, session) F(CLOCK, clock) F(PID, pid) \
	F(START, start) F(CARRIED, carried) F(PARENT, parent) F(CONTEXT, context) \
	F(COMM, comm) F(PGID, pgid) F(SEQ, seq) F(EXECS, execs) \
	F(BORN, born) F(WALL, wall) F(BORN_PROGRAM, born_program) F(BORN_EXECS, born_execs) \
	F(BORN_SESSION, born_session) F(BORN_PARENT, born_parent) F(BORN_CONTEXT, born_context) F(BORN_COMM, born_comm) \
	F(BORN_PGID, born_pgid) F(PROGRAM, program) F(EXEC_AT, exec_at) F(EXEC_WALL, exec_wall) \
	F(EXEC_SEQ, exec_seq) F(EXEC_SESSION, exec_session) F(EXEC_PARENT, exec_parent) F(EXEC_CONTEXT, exec_context) \
	F(EXEC_COMM, exec_comm) F(EXEC_PGID, exec_pgid) F(ENDED, ended) F(END_WALL, end_wall) \
	F(END_SEQ, end_seq) F(EXIT, exit) F(ENDED_AFTER, ended_after) F(REST, rest)

/* clang-format on */

/** enum process_column - Their places in a row. */
enum process_column {
#define PROCESS_COLUMN(constant, name) PROCESS_##constant,
	PROCESS_ROW(PROCESS_COLUMN) PROCESS_COLUMNS
};

#endif /* SESSMON_STORE_PROCESS_ROW_H */
