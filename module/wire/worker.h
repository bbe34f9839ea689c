/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The worker that turns records into messages.
 */
#ifndef SESSMON_WORKER_H
#define SESSMON_WORKER_H

struct sessmon_sink;

int sessmon_worker_start(const struct sessmon_sink *to);
void sessmon_worker_stop(void);
void sessmon_worker_offer_backlog(void);

#endif /* SESSMON_WORKER_H */
