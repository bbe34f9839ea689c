/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A small host: init, sshd with one login, a tmux server that the login left
 * behind, cron; and what happens on it.
 */
#ifndef TESTS_HOST_WORLD_H
#define TESTS_HOST_WORLD_H

#include "encode.h"

#define WORLD_BOOT_ID "5f0c1a52-8f3b-4a55-9d0e-0123456789ab"
#define SECOND	      1000000000ULL

extern const struct sessmon_process world_processes[];
extern const unsigned int world_n_processes;
extern const struct sessmon_session world_sessions[];
extern const unsigned int world_n_sessions;

/**
 * struct world_event - An event and how it is sent.
 * @group: 0 session, 1 lifecycle, 2 security
 * @e: the event
 */
struct world_event {
	unsigned int group;
	struct sessmon_event e;
};

extern const struct world_event world_events[];
extern const unsigned int world_n_events;

#endif /* TESTS_HOST_WORLD_H */
