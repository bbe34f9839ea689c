/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who comes in through a door that no policy names.
 */
#ifndef SESSMON_GUEST_H
#define SESSMON_GUEST_H

#include "model/process.h"

void sessmon_guest_session(struct sessmon_process *p, struct sessmon_session *s);
void sessmon_guest_creds(struct sessmon_process *p, u32 uid);
void sessmon_guest_exec(struct sessmon_process *p);
void sessmon_guest_infer(void);

#endif /* SESSMON_GUEST_H */
