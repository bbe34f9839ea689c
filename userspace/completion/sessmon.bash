# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of sessmon(8) for bash.  Verbs and options are asked from the tool,
# so that they cannot differ from it.

_sessmon_verbs() {
	sessmon --help 2>/dev/null | sed -n 's/^  \([a-z]*\)  .*/\1/p'
}

_sessmon_options() {
	sessmon help "$1" 2>/dev/null | grep -Eo -- '--[a-z-]+' | sort -u
}

_sessmon_classes="kernel init host_access interactive_remote noninteractive_remote terminal
	service unknown"
_sessmon_entries="unknown init sshd ssm kubelet teleport container terminal console cron remote
	display kthread"
_sessmon_events="fork exec exit setsid setpgid creds reparent namespaces ptrace rename
	session_start session_end session_tty session_class session_flags"
_sessmon_flags="inferred detached had_tty mux container service_tty outlives_login unknown_door
	turned_interactive leader_exited"

# Sessions and, for show, processes that exist now.
_sessmon_keys() {
	sessmon ls 2>/dev/null | sed -n 's/^\([0-9][0-9]*\) .*/s:\1/p'
	ps -eo pid= | tr -d ' '
}

_sessmon_values() {
	case $1 in
	-c | --class) echo "$_sessmon_classes" ;;
	-e | --entry | --event)
		if [ "$2" = ls ]; then echo "$_sessmon_entries"; else echo "$_sessmon_events"; fi
		;;
	-g | --group) echo "session lifecycle security" ;;
	-f | --flag) echo "$_sessmon_flags" ;;
	-o | --origin) _sessmon_keys | grep '^s:' ;;
	-u | --user) compgen -u ;;
	-t | --tty)
		if [ "$2" = ls ]; then ps -eo tty= | sort -u | grep -v '?'; fi
		;;
	-s | --since) echo "10m 1h 1d" ;;
	esac
}

_sessmon() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
	local words

	if [ "$COMP_CWORD" = 1 ] || { [ "$verb" = help ] && [ "$COMP_CWORD" = 2 ]; }; then
		words=$(_sessmon_verbs)
	else
		words=$(_sessmon_values "$prev" "$verb")
	fi
	if [ -z "$words" ] && [ "$COMP_CWORD" -gt 1 ]; then
		words=$(_sessmon_options "$verb")
		case $verb:$cur in
		show:-* | policy:-*) ;;
		policy:*)
			case $prev in
			check | load) words=$(compgen -f -- "$cur") ;;
			*) words="show check load reset" ;;
			esac
			;;
		show:*) words=$(_sessmon_keys) ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	# A key has colons, at which bash would break the word.
	if declare -F __ltrim_colon_completions >/dev/null; then
		__ltrim_colon_completions "$cur"
	fi
}

complete -F _sessmon sessmon
