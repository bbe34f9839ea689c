/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What doctor says, and who finds it out. */
#ifndef SESSMON_DOCTOR_H
#define SESSMON_DOCTOR_H

#include <stdbool.h>

/** enum doctor_verdict - How bad a finding is. */
enum doctor_verdict {
	DOCTOR_OK,
	DOCTOR_NOTE, /* no reason to fail today */
	DOCTOR_WRONG,
};

/**
 * doctor_say() - Print a finding.
 * @verdict: how bad it is; the tool fails if one is wrong
 * @remedy: what to do, or NULL
 * @fmt: as printf()
 */
void doctor_say(enum doctor_verdict verdict, const char *remedy, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * doctor_read() - Read the first line of a file.
 * @path: file
 * @line: gets it, without its end; empty if there is none
 * @size: of @line
 *
 * Return: true if there is a line.
 */
bool doctor_read(const char *path, char *line, int size);

/**
 * doctor_kernel() - Could this kernel build, find, accept and load the module?
 */
void doctor_kernel(void);

/**
 * doctor_caller() - May this process talk to the module?
 */
void doctor_caller(void);

/**
 * doctor_module() - Does the module answer, see everything and lose nothing?
 * @state: file with what was counted at the last look
 */
void doctor_module(const char *state);

/**
 * doctor_loaded() - Is the module in the kernel, whoever may talk to it?
 *
 * Return: true if it is.
 */
bool doctor_loaded(void);

#endif /* SESSMON_DOCTOR_H */
