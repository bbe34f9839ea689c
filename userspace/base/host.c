// SPDX-License-Identifier: GPL-2.0-or-later
/* Who this host is: machine id, release, kernel, as documents name it. */
#include "base/host.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static struct host host;

/* It was said who the host is, and that has not been asked for since. */
static bool said, is_news;

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

/* A value of os-release is a word of shell, most often in quotes. */
static void take_value(char *value, char *to, size_t size)
{
	char quote = *value == '"' || *value == '\'' ? *value++ : 0;
	size_t n = 0;

	for (; *value && *value != quote && *value != '\n' && n + 1 < size; value++) {
		if (*value == '\\' && value[1])
			value++;
		to[n++] = *value;
	}
	to[n] = 0;
}

static void read_os(void)
{
	static const struct {
		const char *name;
		char *to;
		size_t size;
	} keys[] = {
		{ "ID=", host.os_id, sizeof(host.os_id) },
		{ "ID_LIKE=", host.os_family, sizeof(host.os_family) },
		{ "NAME=", host.os_name, sizeof(host.os_name) },
		{ "VERSION_ID=", host.os_version, sizeof(host.os_version) },
		{ "PRETTY_NAME=", host.os_full, sizeof(host.os_full) },
	};
	FILE *f = fopen("/etc/os-release", "re");
	char line[512];
	size_t i;

	if (!f)
		f = fopen("/usr/lib/os-release", "re");
	while (f && fgets(line, sizeof(line), f))
		for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (!strncmp(line, keys[i].name, strlen(keys[i].name)))
				take_value(line + strlen(keys[i].name), keys[i].to, keys[i].size);
	if (f)
		fclose(f);
	/* The first is the nearest one; whoever is like nobody is his own family. */
	host.os_family[strcspn(host.os_family, " ")] = 0;
	if (!host.os_family[0])
		memcpy(host.os_family, host.os_id, sizeof(host.os_id));
}

static void read_kernel(void)
{
	struct utsname u;

	if (uname(&u))
		return;
	snprintf(host.machine, sizeof(host.machine), "%s", u.machine);
	snprintf(host.kernel, sizeof(host.kernel), "%s", u.release);
}

static void read_machine_id(void)
{
	read_line("/etc/machine-id", host.machine_id, sizeof(host.machine_id));
	/* What systemd writes there until it has made one. */
	if (!strcmp(host.machine_id, "uninitialized"))
		host.machine_id[0] = 0;
}

void host_set(const char *name, const char *machine_id, const char *boot_id, const char *kernel)
{
	host_identify(NULL);
	snprintf(host.name, sizeof(host.name), "%s", name);
	snprintf(host.machine_id, sizeof(host.machine_id), "%s", machine_id);
	snprintf(host.boot_id, sizeof(host.boot_id), "%s", boot_id);
	snprintf(host.kernel, sizeof(host.kernel), "%s", kernel);
	said = is_news = true;
}

bool host_has_changed(void)
{
	static struct host before;
	static time_t looked;
	struct timespec now;
	bool news = is_news;

	is_news = false;
	if (said)
		return news;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (now.tv_sec == looked)
		return false;
	looked = now.tv_sec;
	before = host;
	gethostname(host.name, sizeof(host.name) - 1);
	if (!host.machine_id[0])
		read_machine_id();
	if (!host.os_id[0])
		read_os();
	return memcmp(&before, &host, sizeof(host));
}

const struct host *host_identify(const struct sessmon_info *info)
{
	if (!host.name[0]) {
		gethostname(host.name, sizeof(host.name) - 1);
		read_machine_id();
		read_line("/proc/sys/kernel/random/boot_id", host.boot_id, sizeof(host.boot_id));
		read_kernel();
		read_os();
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
