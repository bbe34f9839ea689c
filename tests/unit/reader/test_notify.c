// SPDX-License-Identifier: GPL-2.0-or-later
/* What a service tells its manager, as a socket of ours hears it. TAP out. */
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "record/notify.h"
#include "tap.h"

static int listen_at(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	memcpy(at.sun_path, path, strlen(path));
	if (*path == '@')
		at.sun_path[0] = 0;
	if (bind(fd, (struct sockaddr *)&at,
		 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path))))
		abort();
	setenv("NOTIFY_SOCKET", path, 1);
	return fd;
}

/* What has come, "" if nothing has. */
static const char *heard(int fd)
{
	static char text[1024];
	ssize_t n = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);

	text[n > 0 ? n : 0] = 0;
	return text;
}

static void test_socket(const char *path)
{
	int fd = listen_at(path), i;

	notify("READY=1\nSTATUS=%d events", 42);
	is_text(heard(fd), "READY=1\nSTATUS=42 events",
		*path == '@' ? "told in no file system" : "told in a file");
	is_text(heard(fd), "", "once");
	for (i = 0; i < 5000; i++)
		notify("WATCHDOG=1");
	ok(*heard(fd), "a manager that does not listen is not waited for");
	close(fd);
	notify("STOPPING=1");
}

static void test_nobody(void)
{
	char path[200] = "/";

	unsetenv("NOTIFY_SOCKET");
	notify("READY=1");
	setenv("NOTIFY_SOCKET", "relative", 1);
	notify("READY=1");
	memset(path + 1, 'x', sizeof(path) - 2);
	setenv("NOTIFY_SOCKET", path, 1);
	notify("READY=1");
	setenv("NOTIFY_SOCKET", "/nobody/is/there", 1);
	notify("READY=1");
	ok(1, "a manager that is not there is no error");
}

static uint64_t watchdog(const char *us, const char *pid)
{
	unsetenv("WATCHDOG_PID");
	if (pid)
		setenv("WATCHDOG_PID", pid, 1);
	setenv("WATCHDOG_USEC", us, 1);
	return notify_watchdog();
}

static void test_watchdog(void)
{
	char own[16];

	snprintf(own, sizeof(own), "%d", (int)getpid());
	unsetenv("WATCHDOG_USEC");
	ok(!notify_watchdog(), "no watchdog");
	ok(watchdog("3000000", NULL) == 3000000000ULL, "one of three seconds");
	ok(watchdog("3000000", own) == 3000000000ULL, "which is meant for us");
	ok(!watchdog("3000000", "1"), "one that is meant for another one");
	ok(!watchdog("soon", own) && !watchdog("", own), "one that is no number");
	ok(!watchdog("18446744073709551615", own), "one that never comes");
}

int main(void)
{
	char folder[] = "/tmp/sessmon-notify-XXXXXX", path[64], name[64];

	if (!mkdtemp(folder))
		abort();
	snprintf(path, sizeof(path), "%s/socket", folder);
	test_socket(path);
	snprintf(name, sizeof(name), "@sessmon-notify-%d", (int)getpid());
	test_socket(name);
	test_nobody();
	test_watchdog();
	unlink(path);
	rmdir(folder);
	return tap_done();
}
