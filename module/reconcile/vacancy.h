/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sessions whose last member has left, while a child of it is being born into them.
 */
#ifndef SESSMON_VACANCY_H
#define SESSMON_VACANCY_H

#include <linux/types.h>

struct sessmon_session;

void sessmon_vacancy_init(void);
void sessmon_vacancy_stop(void);
void sessmon_vacancy_leave(struct sessmon_session *s, bool alone);

#endif /* SESSMON_VACANCY_H */
