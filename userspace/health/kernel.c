// SPDX-License-Identifier: GPL-2.0-or-later
/* What the kernel, its headers, its keys and its boot have to do with the module. */
#include "health/doctor.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define LINE	    512
#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define SIGN_IT	    "sign it with a key that this machine trusts: see userspace/install/signing.md"

/* The answer of modinfo(8) to one question; it knows how modules are compressed. */
static bool modinfo(const char *field, char *line, int size)
{
	char command[LINE];
	FILE *f;
	bool ok;

	snprintf(command, sizeof(command),
		 "PATH=$PATH:/usr/sbin:/sbin modinfo -F %s sessmon 2>/dev/null", field);
	line[0] = 0;
	f = popen(command, "re");
	if (!f)
		return false;
	ok = fgets(line, size, f);
	line[strcspn(line, "\n")] = 0;
	pclose(f);
	return ok && *line;
}

static bool first_match(const char *pattern, char *found, size_t size)
{
	glob_t g;
	bool ok;

	ok = !glob(pattern, 0, NULL, &g);
	if (ok)
		snprintf(found, size, "%s", g.gl_pathv[0]);
	globfree(&g);
	return ok;
}

static void check_headers(const char *release)
{
	char path[LINE], remedy[LINE];

	snprintf(path, sizeof(path), "/lib/modules/%s/build/Makefile", release);
	if (!access(path, R_OK)) {
		doctor_say(DOCTOR_OK, NULL, "headers of this kernel: %s", path);
		return;
	}
	snprintf(remedy, sizeof(remedy), "apt install linux-headers-%s", release);
	doctor_say(DOCTOR_NOTE, remedy,
		   "no headers of this kernel: the module cannot be built for it here");
}

/* A module that DKMS knows and that is not there was not built, or its build failed. */
static void say_why_missing(const char *release)
{
	char log[LINE], remedy[2 * LINE];

	if (first_match("/var/lib/dkms/sessmon/*/build/make.log", log, sizeof(log)))
		snprintf(remedy, sizeof(remedy), "its last build failed, see %s", log);
	else if (!access("/var/lib/dkms/sessmon", F_OK))
		snprintf(remedy, sizeof(remedy), "dkms autoinstall -k %s", release);
	else
		snprintf(remedy, sizeof(remedy), "make install, in the source tree");
	doctor_say(doctor_loaded() ? DOCTOR_NOTE : DOCTOR_WRONG, remedy,
		   "modprobe finds no module for this kernel");
}

static bool check_module_file(const char *release)
{
	char file[LINE], pattern[LINE];

	if (modinfo("filename", file, sizeof(file))) {
		doctor_say(DOCTOR_OK, NULL, "module file: %s", file);
		return true;
	}
	snprintf(pattern, sizeof(pattern), "/lib/modules/%s/*/*/sessmon.ko*", release);
	if (first_match(pattern, file, sizeof(file)))
		doctor_say(DOCTOR_WRONG, "depmod -a", "modprobe does not know %s", file);
	else
		say_why_missing(release);
	return false;
}

static void check_loaded_file(void)
{
	char loaded[LINE], file[LINE];

	if (doctor_read("/sys/module/sessmon/srcversion", loaded, sizeof(loaded)) &&
	    modinfo("srcversion", file, sizeof(file)) && strcmp(loaded, file))
		doctor_say(DOCTOR_NOTE, "modprobe -r sessmon && modprobe sessmon",
			   "the module that is loaded is not the one in the file");
}

/* Four bytes of attributes, then one that says on or off. */
static bool secure_boot(const char **state)
{
	unsigned char value[5];
	FILE *f;
	bool on = false;

	*state = "unknown: no such variable";
	if (access("/sys/firmware/efi", F_OK)) {
		*state = "no: not started through EFI";
		return false;
	}
	f = fopen(SECURE_BOOT, "re");
	if (!f)
		return false;
	if (fread(value, 1, sizeof(value), f) == sizeof(value)) {
		on = value[4] == 1;
		*state = on ? "yes" : "no";
	}
	fclose(f);
	return on;
}

static bool locked_down(char *level, int size)
{
	char line[LINE], *start;

	snprintf(level, size, "unknown");
	if (!doctor_read("/sys/kernel/security/lockdown", line, sizeof(line)))
		return false;
	start = strchr(line, '[');
	if (start && strchr(start, ']')) {
		*strchr(start, ']') = 0;
		snprintf(level, size, "%s", start + 1);
	}
	return strcmp(level, "none") && strcmp(level, "unknown");
}

static bool enforced(void)
{
	char word[LINE];

	return doctor_read("/sys/module/module/parameters/sig_enforce", word, sizeof(word)) &&
	       *word == 'Y';
}

/* Secure Boot by itself asks for nothing: distributions lock the kernel down under it. */
static bool wants_signature(void)
{
	char level[LINE];
	const char *boot;
	bool lockdown = locked_down(level, sizeof(level)), force = enforced();

	secure_boot(&boot);
	doctor_say(DOCTOR_OK, NULL, "Secure Boot: %s; lockdown: %s; module.sig_enforce: %s", boot,
		   level, force ? "yes" : "no");
	return lockdown || force;
}

static void check_signer(bool wanted)
{
	char signer[LINE];

	if (modinfo("signer", signer, sizeof(signer)))
		doctor_say(DOCTOR_OK, NULL, "signed by: %s", signer);
	else if (wanted)
		doctor_say(doctor_loaded() ? DOCTOR_NOTE : DOCTOR_WRONG, SIGN_IT,
			   "the module file is not signed, and this kernel takes no other");
	else
		doctor_say(DOCTOR_OK, NULL, "not signed, and this kernel does not ask for it");
}

static bool names_module(const char *path)
{
	char line[LINE];
	FILE *f = fopen(path, "re");
	bool found = false;

	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f))
		found = !strncmp(line, "sessmon", 7) &&
			strspn(line + 7, " \t\n") == strlen(line + 7);
	fclose(f);
	return found;
}

static void check_boot(void)
{
	static const char *const patterns[] = {
		"/etc/modules-load.d/*.conf",
		"/run/modules-load.d/*.conf",
		"/usr/local/lib/modules-load.d/*.conf",
		"/usr/lib/modules-load.d/*.conf",
		"/etc/modules",
	};
	size_t i, j;
	glob_t g;

	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		bool found = false;

		if (glob(patterns[i], 0, NULL, &g))
			continue;
		for (j = 0; j < g.gl_pathc && !found; j++) {
			found = names_module(g.gl_pathv[j]);
			if (found)
				doctor_say(DOCTOR_OK, NULL, "loaded at boot by: %s", g.gl_pathv[j]);
		}
		globfree(&g);
		if (found)
			return;
	}
	doctor_say(DOCTOR_NOTE, "echo sessmon >/etc/modules-load.d/sessmon.conf",
		   "nothing loads the module at boot");
}

void doctor_kernel(void)
{
	struct utsname u;
	bool wanted;

	uname(&u);
	doctor_say(DOCTOR_OK, NULL, "kernel: %s", u.release);
	check_headers(u.release);
	wanted = wants_signature();
	if (check_module_file(u.release)) {
		check_signer(wanted);
		check_loaded_file();
	}
	check_boot();
}
