/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a service tells its manager: sd_notify(3), without the library. */
#ifndef SESSMON_NOTIFY_H
#define SESSMON_NOTIFY_H

#include <stdint.h>

/**
 * notify() - Tell the manager, if there is one.
 * @fmt: as printf(): READY=1, STATUS=..., a line each
 */
void notify(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * notify_watchdog() - How often the manager wants to hear WATCHDOG=1.
 *
 * Return: ns, 0 if it does not.
 */
uint64_t notify_watchdog(void);

#endif /* SESSMON_NOTIFY_H */
