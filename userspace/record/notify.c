// SPDX-License-Identifier: GPL-2.0-or-later
/* Datagrams to NOTIFY_SOCKET.  Nobody waits for them, and nobody depends on them. */
#include "record/notify.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/number.h"

#define NS_PER_US 1000ULL

static void send_text(const char *path, const char *text)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = strlen(path);
	int fd;

	if (len >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, len);
	/* A name of no file system begins with a zero byte. */
	if (*path == '@')
		to.sun_path[0] = 0;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)!sendto(fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&to,
		      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}

void notify(const char *fmt, ...)
{
	const char *path = getenv("NOTIFY_SOCKET");
	char text[512];
	va_list ap;

	if (!path || (*path != '/' && *path != '@'))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	send_text(path, text);
}

uint64_t notify_watchdog(void)
{
	const char *us = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
	uint64_t wanted, whose;

	if (!us || !number_parse(us, UINT64_MAX / NS_PER_US, &wanted))
		return 0;
	/* It may be meant for who started us. */
	if (pid && (!number_parse(pid, UINT32_MAX, &whose) || whose != (uint64_t)getpid()))
		return 0;
	return wanted * NS_PER_US;
}
