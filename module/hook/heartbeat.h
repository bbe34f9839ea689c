/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether the hooks are still called: asked now and then, told when it changes. */
#ifndef SESSMON_HEARTBEAT_H
#define SESSMON_HEARTBEAT_H

#include <linux/types.h>

bool sessmon_heartbeat_creds(void);
void sessmon_heartbeat_start(void);
void sessmon_heartbeat_stop(void);

#endif /* SESSMON_HEARTBEAT_H */
