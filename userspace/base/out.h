/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Standard output.  All that the tool says goes through here, so that nothing which
 * could not be written is passed over in silence.
 *
 * stdio is not used: what it has not written when a descriptor that does not block is
 * full, it drops.
 */
#ifndef SESSMON_OUT_H
#define SESSMON_OUT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * out_begin() - Make sure that there are three standard descriptors.
 *
 * One that was closed would become a socket's number.  It becomes /dev/null, opened so
 * that its use is an error.
 *
 * Return: false if that failed.
 */
bool out_begin(void);

/**
 * out_write() - Write bytes, after those of out_printf().
 * @data: bytes
 * @len: how many
 *
 * Waits for as long as it takes, but no longer than until ending_wanted().
 *
 * Return: false if it failed, now or before.
 */
bool out_write(const char *data, size_t len);

/**
 * out_printf() - Add formatted text, which out_flush() or out_end() writes.
 * @fmt: as printf()
 */
void out_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * out_flush() - Write what out_printf() was given.
 *
 * Return: as out_write().
 */
bool out_flush(void);

/**
 * out_lost_reader() - Who reads the output has gone: end as a write to it would.
 *
 * By SIGPIPE, as any filter; whoever has that ignored is told on stderr.
 */
void out_lost_reader(void);

/**
 * out_end() - Write what is left, and say it if something could not be written.
 * @status: what the tool would end with, enum tool_exit
 *
 * Return: @status, or TOOL_FAILED instead of TOOL_OK.
 */
int out_end(int status);

#endif /* SESSMON_OUT_H */
