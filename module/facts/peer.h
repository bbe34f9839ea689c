/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is at the other end of the connection that a process holds.
 */
#ifndef SESSMON_PEER_H
#define SESSMON_PEER_H

#include "facts/facts.h"

bool sessmon_peer_of_current(struct sessmon_peer *peer);
bool sessmon_peer_of_task(struct task_struct *task, struct sessmon_peer *peer);

#endif /* SESSMON_PEER_H */
