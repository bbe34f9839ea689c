// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs, and what documents and times are of when they are told. */
#include "past/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/container.h"
#include "base/host.h"
#include "json/memo.h"

/* The boot of the host that asks, before host_set() says otherwise. */
static const char *own_boot(void)
{
	static char id[sizeof(((struct host *)0)->boot_id)];

	if (!id[0])
		memcpy(id, host_identify(NULL)->boot_id, sizeof(id));
	return id;
}

static int take(const struct store_run *run, void *arg)
{
	struct runs *runs = arg;

	runs->list = xmore(runs->list, runs->n + 1ULL, sizeof(*runs->list));
	runs->list[runs->n++] = *run;
	return 0;
}

int runs_fetch(struct runs *runs, struct store_reader *r)
{
	*runs = (struct runs){ 0 };
	own_boot();
	return store_read_runs(r, take, runs);
}

const struct store_run *runs_find(const struct runs *runs, int64_t id)
{
	unsigned int i;

	for (i = 0; i < runs->n; i++)
		if (runs->list[i].id == id)
			return &runs->list[i];
	return NULL;
}

bool runs_is_of_now(const struct store_run *run)
{
	return !strcmp(run->boot_id, own_boot());
}

/* Numbers of control groups are given anew at each boot. */
static bool in_no_container(uint64_t cgroup, struct container *c)
{
	(void)cgroup;
	(void)c;
	return false;
}

void runs_ask_of(const struct store_run *run)
{
	container_set_source(runs_is_of_now(run) ? NULL : in_no_container);
}

void runs_tell_of(const struct store_run *run, uint64_t wall)
{
	host_set(run->host, run->machine_id, run->boot_id, run->kernel);
	clock_set_moment(run->booted, wall);
	fragment_forget();
	runs_ask_of(run);
}

void runs_free(struct runs *runs)
{
	free(runs->list);
	*runs = (struct runs){ 0 };
}
