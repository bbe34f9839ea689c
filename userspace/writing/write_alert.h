/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alerts among what is written: an alert follows the event that made it. */
#ifndef SESSMON_STORE_WRITE_ALERT_H
#define SESSMON_STORE_WRITE_ALERT_H

#include "store/alert.h"
#include "writing/write.h"

/**
 * store_write_alert() - Write that a rule matched, or that it did again.
 * @w: writer
 * @a: alert; what has the number of an earlier one is added to that, if its file has it
 *
 * Return: 0 or a negative error.
 */
int store_write_alert(struct store_writer *w, const struct store_alert *a);

#endif /* SESSMON_STORE_WRITE_ALERT_H */
