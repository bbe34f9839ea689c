# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
# For whoever sits in front of the guest; every other login stays as it is.
case $(tty) in
/dev/ttyS0)
	cat /usr/local/lib/lab/motd
	# A serial line does not tell how large the terminal at its other end is.
	size=$(sed -n 's/.*lab\.size=\([0-9]*\)x\([0-9]*\).*/rows \1 cols \2/p' /proc/cmdline)
	# shellcheck disable=SC2086 # two options with a value each
	[ -z "$size" ] || stty $size
	unset size
	# shellcheck source=/dev/null
	[ -z "$BASH" ] || [ ! -e /run/lab/completion/sessmon.bash ] ||
		. /run/lab/completion/sessmon.bash
	;;
esac
