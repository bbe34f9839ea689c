// SPDX-License-Identifier: GPL-2.0-or-later
#include "host.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct host host;

static void read_line(const char *path, char *line, int size)
{
	FILE *f = fopen(path, "re");

	line[0] = 0;
	if (!f)
		return;
	if (fgets(line, size, f))
		line[strcspn(line, "\n")] = 0;
	fclose(f);
}

const struct host *host_identify(const struct sessmon_info *info)
{
	if (!host.name[0]) {
		gethostname(host.name, sizeof(host.name) - 1);
		read_line("/etc/machine-id", host.machine_id, sizeof(host.machine_id));
		/* What systemd writes there until it has made one. */
		if (!strcmp(host.machine_id, "uninitialized"))
			host.machine_id[0] = 0;
		read_line("/proc/sys/kernel/random/boot_id", host.boot_id, sizeof(host.boot_id));
	}
	/* The module's word is better: our /proc may be another one's. */
	if (info && info->boot_id[0])
		snprintf(host.boot_id, sizeof(host.boot_id), "%s", info->boot_id);
	return &host;
}

void host_entity_id(struct buf *b, const struct sessmon_key *key)
{
	buf_puts(b, host.boot_id);
	buf_add(b, ":", 1);
	buf_number(b, key->id, 1);
	buf_add(b, ":", 1);
	buf_number(b, key->start, 1);
}
