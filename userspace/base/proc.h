/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc says of a process: the other witness. */
#ifndef SESSMON_PROC_H
#define SESSMON_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct proc - A process as /proc has it.
 * @pid: process id
 * @ppid: parent
 * @pgid: process group
 * @sid: session
 * @tty_major: controlling terminal
 * @tty_minor: controlling terminal
 * @start: in clock ticks of boot time
 * @uid: real user
 * @euid: effective user
 * @zombie: has ended
 */
struct proc {
	uint32_t pid, ppid, pgid, sid;
	uint32_t tty_major, tty_minor;
	uint64_t start;
	uint32_t uid, euid;
	bool zombie;
};

/**
 * proc_read() - Read one process.
 * @pid: process id
 * @p: filled
 *
 * Return: false if there is none.
 */
bool proc_read(uint32_t pid, struct proc *p);

/**
 * proc_read_bytes() - Read the beginning of a file of one process.
 * @pid: process id
 * @name: of the file
 * @bytes: filled
 * @size: of @bytes
 *
 * Return: how many bytes, 0 if there is no such file.
 */
size_t proc_read_bytes(uint32_t pid, const char *name, char *bytes, size_t size);

/**
 * proc_read_file() - Read a small file of one process.
 * @pid: process id
 * @name: of the file
 * @text: filled, ended by a zero
 * @size: of @text
 *
 * Return: false if there is none, or nothing in it.
 */
bool proc_read_file(uint32_t pid, const char *name, char *text, size_t size);

/**
 * proc_list() - Find all processes.
 * @fn: called with each process id
 * @arg: handed to @fn
 *
 * Return: false if /proc cannot be read.
 */
bool proc_list(void (*fn)(uint32_t pid, void *arg), void *arg);

#endif /* SESSMON_PROC_H */
