#compdef sessmon
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of sessmon(8) for zsh.  What may come next says the tool itself; names of
# files are left to zsh.  compadd quotes what it is given and expands nothing.

_sessmon() {
	emulate -L zsh
	local line
	local -a answers matches meanings typed

	typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
	answers=("${(@f)$(command sessmon complete -- "${typed[@]}" 2>/dev/null)}")
	for line in "${answers[@]}"; do
		if [[ $line == / ]]; then
			_files
			return
		elif [[ -n $line ]]; then
			matches+=("${line%%$'\t'*}")
			meanings+=("${line/$'\t'/  -- }")
		fi
	done
	(( $#matches )) && compadd -d meanings -a matches
}

_sessmon "$@"
