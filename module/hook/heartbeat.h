/* SPDX-License-Identifier: GPL-2.0-only */
/* The heartbeat: are the hooks still called? Asked now and then, told when it changes. */
#ifndef SESSMON_HEARTBEAT_H
#define SESSMON_HEARTBEAT_H

#include <linux/types.h>

bool sessmon_heartbeat_creds(void);
void sessmon_heartbeat_start(void);
void sessmon_heartbeat_stop(void);

#endif /* SESSMON_HEARTBEAT_H */
