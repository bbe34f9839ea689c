#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Turn the bare packages into the machine under test.  Runs inside the new root,
# after the files of rootfs/tree have been copied over it.
set -euo pipefail

# Without a machine id systemd takes every boot for the first one, and presets all
# units again.
identity()
{
	echo lab >/etc/hostname
	printf '127.0.0.1 localhost lab\n::1 localhost\n' >/etc/hosts
	printf 'LANG=C.UTF-8\n' >/etc/default/locale
	: >/etc/fstab
	rm -f /etc/machine-id /var/lib/dbus/machine-id
	systemd-machine-id-setup
}

users()
{
	useradd -m -u 1000 -s /bin/bash alice
	useradd -m -u 1001 -s /bin/bash bob
	chpasswd <<-END
		root:lab
		alice:wonderland
		bob:builder
	END
}

# One key for everybody: whoever has it may log in as whom he likes.
keys()
{
	local home owner

	ssh-keygen -q -t ed25519 -N '' -C lab -f /root/lab_key
	for home in /root /home/alice /home/bob; do
		owner=$(stat -c %u:%g "$home")
		install -d -m 700 "$home/.ssh"
		install -m 600 /root/lab_key "$home/.ssh/id_ed25519"
		install -m 600 /root/lab_key.pub "$home/.ssh/authorized_keys"
		chown -R "$owner" "$home/.ssh"
	done
	rm /root/lab_key /root/lab_key.pub

	install -d /etc/dropbear
	dropbearkey -t ed25519 -f /etc/dropbear/host_key >/dev/null
}

# Timers would start processes in the middle of a measurement.
# The rest is what a guest without a screen, a network, a persistent disk
# or encrypted volumes waits for in vain.
units()
{
	systemctl mask --quiet \
		podman.service podman.socket podman-restart.service \
		podman-auto-update.service podman-auto-update.timer podman-clean-transient.service \
		apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
		e2scrub_all.timer fstrim.timer systemd-tmpfiles-clean.timer \
		auditd.service e2scrub_reap.service anacron.timer anacron.service \
		getty@tty1.service getty-static.service serial-getty@ttyS0.service \
		kmod-static-nodes.service modprobe@configfs.service \
		modprobe@dm_mod.service modprobe@drm.service \
		modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service \
		proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount \
		sys-kernel-config.mount dev-hugepages.mount \
		systemd-ask-password-console.path systemd-ask-password-wall.path \
		systemd-binfmt.service systemd-firstboot.service \
		systemd-journal-catalog-update.service systemd-journal-flush.service \
		systemd-journald-audit.socket systemd-machine-id-commit.service \
		systemd-modules-load.service systemd-network-generator.service \
		systemd-pcrphase.service systemd-pcrphase-sysinit.service \
		systemd-pstore.service systemd-random-seed.service \
		systemd-remount-fs.service systemd-repart.service \
		systemd-rfkill.socket systemd-sysusers.service \
		systemd-update-done.service systemd-update-utmp-runlevel.service \
		ldconfig.service systemd-hwdb-update.service \
		cryptsetup.target integritysetup.target veritysetup.target \
		remote-fs.target
	# The tests that want them start them.
	systemctl disable --quiet atd inetd containerd.service docker.service docker.socket machines.target
	systemctl enable --quiet ssh cron serial-getty@ttyS1.service
	systemctl set-default --quiet multi-user.target

	systemctl add-wants --quiet multi-user.target lab-shell.service lab.service
}

# Each generator is a process at each boot, or at each user's first login, and none
# of these has anything to find here.
generators()
{
	local name

	install -d /etc/systemd/system-generators /etc/systemd/user-generators \
		/etc/systemd/user-environment-generators
	for name in cryptsetup fstab getty gpt-auto hibernate-resume integritysetup \
			rc-local system-update sysv veritysetup; do
		ln -s /dev/null /etc/systemd/system-generators/systemd-$name-generator
	done
	ln -s /dev/null /etc/systemd/user-generators/systemd-xdg-autostart-generator
	ln -s /dev/null /etc/systemd/user-environment-generators/90gpg-agent
	systemctl --global mask --quiet \
		dirmngr.socket gpg-agent.socket gpg-agent-browser.socket \
		gpg-agent-extra.socket gpg-agent-ssh.socket podman.socket \
		podman-auto-update.timer systemd-tmpfiles-setup.service \
		systemd-tmpfiles-clean.timer
}

# A login runs these as extra processes; a test wants to see the login only.
quiet_login()
{
	rm -rf /etc/update-motd.d
	: >/etc/motd
	sed -i '/pam_mail\.so/d' /etc/pam.d/login /etc/pam.d/sshd /etc/pam.d/su
}

# A root file system for containers, small and without a registry.
container()
{
	local root=/srv/container

	install -d $root/{bin,dev,etc,home,proc,root,sys,tmp,run,var}
	install -m 755 /bin/busybox $root/bin/busybox
	chroot $root /bin/busybox --install -s /bin
	echo 'root:x:0:0:root:/root:/bin/sh' >$root/etc/passwd
	echo 'root:x:0:' >$root/etc/group
}

# The second root has the users and keys of the first.
later()
{
	local root=/srv/trixie

	install -d $root/{dev/pts,etc/ssh,home,proc,root,run/sshd,tmp,var/empty}
	cp -p /etc/passwd /etc/group /etc/shadow $root/etc/
	cp -p /etc/ssh/ssh_host_ed25519_key $root/etc/ssh/
	install -m 755 /bin/busybox $root/usr/bin/busybox
	ln -sf busybox $root/usr/bin/stty
}

identity
users
keys
units
generators
quiet_login
container
later
