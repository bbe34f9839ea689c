// SPDX-License-Identifier: GPL-2.0-only
/* Controlling terminals. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "act.h"
#include "verbs.h"

static int new_pty(int *slave)
{
	int master = (int)must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));

	must(grantpt(master));
	must(unlockpt(master));
	*slave = (int)must(open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC));
	return master;
}

static void lead(int slave)
{
	must(say_result("setsid", setsid()));
	if (slave >= 0)
		must(say_result("TIOCSCTTY", ioctl(slave, TIOCSCTTY, 0)));
}

static int gain_and_exit(void)
{
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		lead(slave);
		/* It has one: asking again changes nothing. */
		must(say_result("TIOCSCTTY", ioctl(slave, TIOCSCTTY, 0)));
		act_exit(0);
	}
	act_reap(child);
	close(master);
	return 0;
}

/* Opening a terminal that nobody has is enough for a leader without one. */
static int gain_by_open(void)
{
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		lead(-1);
		must(say_result("open", open(ptsname(master), O_RDWR | O_CLOEXEC)));
		act_exit(0);
	}
	act_reap(child);
	return 0;
}

static int steal(void)
{
	struct gate ready = gate_new(), stolen = gate_new();
	int slave, master = new_pty(&slave);
	pid_t victim = act_fork(0), thief;

	if (!victim) {
		lead(slave);
		gate_open(&ready);
		gate_wait(&stolen);
		say("robbed");
		act_exit(0);
	}
	gate_wait(&ready);
	thief = act_fork(0);
	if (!thief) {
		lead(-1);
		/* Another session's terminal is had by stealing it only. */
		say_result("TIOCSCTTY", ioctl(slave, TIOCSCTTY, 0));
		must(say_result("TIOCSCTTY steal", ioctl(slave, TIOCSCTTY, 1)));
		gate_open(&stolen);
		act_exit(0);
	}
	act_reap(victim);
	act_reap(thief);
	close(master);
	return 0;
}

static int give_up(void)
{
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		lead(slave);
		signal(SIGHUP, SIG_IGN);
		must(say_result("TIOCNOTTY", ioctl(slave, TIOCNOTTY)));
		/* And takes it again. */
		must(say_result("TIOCSCTTY", ioctl(slave, TIOCSCTTY, 0)));
		act_exit(0);
	}
	act_reap(child);
	close(master);
	return 0;
}

/* One who does not lead can forget the terminal, for itself only. */
static int give_up_as_member(void)
{
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		lead(slave);
		if (!act_fork(0)) {
			must(ioctl(slave, TIOCNOTTY));
			act_exit(0);
		}
		act_reap(-1);
		act_exit(0);
	}
	act_reap(child);
	close(master);
	return 0;
}

static int hangup(void)
{
	struct gate ready = gate_new(), hung = gate_new();
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		signal(SIGHUP, SIG_IGN);
		close(master);
		lead(slave);
		gate_open(&ready);
		gate_wait(&hung);
		say("hung up");
		act_exit(0);
	}
	gate_wait(&ready);
	close(master);
	gate_open(&hung);
	act_reap(child);
	return 0;
}

static int vhangup_it(void)
{
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		signal(SIGHUP, SIG_IGN);
		lead(slave);
		must(say_result("vhangup", vhangup()));
		act_exit(0);
	}
	act_reap(child);
	close(master);
	return 0;
}

/* The session lives on without its leader, and without its terminal. */
static int survivors(void)
{
	struct gate ready = gate_new(), gone = gate_new();
	int slave, master = new_pty(&slave);
	pid_t child = act_fork(0);

	if (!child) {
		lead(slave);
		signal(SIGHUP, SIG_IGN);
		child = act_fork(0);
		if (!child) {
			gate_open(&ready);
			act_await_orphaned(getsid(0));
			gate_wait(&gone);
			say("left behind");
			act_exit(0);
		}
		gate_wait(&ready);
		act_exit(0);
	}
	act_reap(child);
	gate_open(&gone);
	close(master);
	return 0;
}

const struct verb verbs_tty[] = {
	{ "tty", gain_and_exit },
	{ "tty-open", gain_by_open },
	{ "tty-steal", steal },
	{ "tty-notty", give_up },
	{ "tty-notty-member", give_up_as_member },
	{ "tty-hangup", hangup },
	{ "tty-vhangup", vhangup_it },
	{ "tty-survivors", survivors },
	{ 0 },
};
