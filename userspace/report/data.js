/* SPDX-License-Identifier: GPL-2.0-or-later */
'use strict';
/* What the page tells: unpacked, its columns as typed arrays, and words for them. */

const $ = id => document.getElementById(id);
let D;		/* the document: see data.c */
const P = {};	/* processes, in the order of the tree: see columns.c */

const CARRIED = 1, CORE = 2;
/* Flags of a file that a row shows, and those of them that are news. */
const SHOWN = { memfd: 'in memory', deleted: 'deleted', overlay: 'overlay', setuid: 'set-uid', setgid: 'set-gid', secureexec: 'gained rights' };
const NEWS = new Set(['memfd', 'deleted']);
/* What each job of a shell does, and what the session tells: no news of a process. */
const DULL = new Set(['setpgid', 'setsid', 'rename']);

/* What is not seen, or turns the direction of writing, is written as what it is. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\ufffd]/gu;
const visible = text => /^[ -~]*$/.test(text) ? text : text.replace(UNSEEN, c => '\\u' + c.codePointAt(0).toString(16).padStart(4, '0'));

/* The only way in for text: as text. */
function element(name, what, text) {
	const e = document.createElement(name);
	if (what)
		e.className = what;
	if (text !== undefined)
		e.textContent = visible(String(text));
	return e;
}

async function unpack() {
	const at = $('data'), text = atob(at.textContent.trim());
	const bytes = new Uint8Array(text.length);
	at.textContent = '';
	for (let i = 0; i < bytes.length; i++)
		bytes[i] = text.charCodeAt(i);
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
	return new Response(stream).json();
}

function load(doc) {
	const p = doc.processes, n = p.pid.length;
	const base = doc.clocks.map(c => Number(BigInt(c.wall) - BigInt(doc.begin)) / 1000);
	D = doc;
	P.n = n;
	P.pid = Int32Array.from(p.pid);
	P.clock = Uint16Array.from(p.clock);
	P.ns = Float64Array.from(p.ns);
	P.lasted = Float64Array.from(p.lasted);
	P.status = Int32Array.from(p.status);
	P.up = Int32Array.from(p.up);
	P.group = Int32Array.from(p.group);
	P.context = Uint32Array.from(p.context);
	P.program = Uint32Array.from(p.program);
	P.executed = Float64Array.from(p.executed);
	P.flags = Uint8Array.from(p.flags);
	P.start = new Float64Array(n);
	P.depth = new Uint16Array(n);
	P.last = new Int32Array(n);
	P.session = new Uint32Array(n);
	for (let i = 0; i < n; i++) {
		P.pid[i] += i ? P.pid[i - 1] : 0;
		P.ns[i] += i && P.clock[i] === P.clock[i - 1] ? P.ns[i - 1] : 0;
		P.start[i] = base[P.clock[i]] + P.ns[i] / 1000;
		P.group[i] += P.pid[i];
		P.up[i] = P.up[i] ? i - P.up[i] : -1;
		P.depth[i] = P.up[i] < 0 ? 0 : P.depth[P.up[i]] + 1;
	}
	for (let i = n - 1; i >= 0; i--) {
		P.last[i] = Math.max(P.last[i], i + 1);
		if (P.up[i] >= 0)
			P.last[P.up[i]] = Math.max(P.last[P.up[i]], P.last[i]);
	}
	D.whole = D.sessions.filter(s => s.n !== undefined).length;
	D.sessions.forEach((s, i) => s.n && P.session.fill(i, s.first, s.first + s.n));
	loadPrograms(doc.programs);
	D.processes = null;
	/* The newest of some changes is the last one. */
	D.marks = new Map();
	D.changes.forEach((c, i) => c[3] >= 0 && !DULL.has(c[1]) && D.marks.set(c[3], (D.marks.get(c[3]) || []).concat(i)));
	D.ran = new Map();
	D.runs.forEach(r => D.ran.set(r[0], (D.ran.get(r[0]) || []).concat([r])));
	D.far = new Map(D.far.map(f => [f[0], f]));
	D.after = new Map(D.after);
	/* Of a process that is not here, its session's first one is told. */
	D.told = D.alerts;
	D.alerts = new Map();
	for (const [process, session, , level, title, , count] of D.told) {
		const i = process >= 0 ? process : D.sessions[session].first, text = D.words[level] + ': ' + D.words[title] + (count > 1 ? ' \u00d7 ' + count : '');
		D.alerts.set(i, (D.alerts.has(i) ? D.alerts.get(i) + '; ' : '') + text);
	}
}

function loadPrograms(programs) {
	D.programs = { line: Uint32Array.from(programs.line), file: Uint32Array.from(programs.file), cwd: Uint32Array.from(programs.cwd), args: Uint32Array.from(programs.args) };
	let line = 0;
	for (let i = 0; i < D.programs.line.length; i++)
		line = D.programs.line[i] = programs.line[i] + line;
	D.files.forEach(f => { f.tags = ((f.sessmon && f.sessmon.exe && f.sessmon.exe.flags) || []).filter((t, _, all) => SHOWN[t] && !(t === 'secureexec' && (all.includes('setuid') || all.includes('setgid')))); });
}

const contextOf = i => D.contexts[P.context[i]];
const fileOf = i => D.files[D.programs.file[P.program[i]]];
const lineOf = i => D.lines[D.programs.line[P.program[i]]];
const endOf = i => P.start[i] + (P.lasted[i] < 0 ? Math.max(0, untilOf(i) - P.start[i]) : P.lasted[i]);
const failed = i => P.status[i] > 0;
const isRoot = i => contextOf(i).uid === 0;
/* Who did not end is there as long as somebody saw its session. */
const untilOf = i => { const s = D.sessions[P.session[i]]; return s.end ?? s.seen; };
const runsStill = i => P.lasted[i] < 0 && D.sessions[P.session[i]].runs;
const keyOf = i => P.pid[i] + ':' + (BigInt(D.clocks[P.clock[i]].base) + BigInt(P.ns[i]));
const sessionKey = s => 's:' + s.sid + ':' + s.ns;

function nameOf(i) {
	const path = fileOf(i).executable || lineOf(i);
	return visible(path.slice(path.lastIndexOf('/') + 1));
}

function resultOf(i) {
	const status = P.status[i];
	if (status < 0)
		return D.after.has(i) ? 'unseen' : P.lasted[i] >= 0 ? '?' : runsStill(i) ? 'runs' : 'not seen';
	return status & 127 ? D.signals[status & 127] || String(status & 127) : String(status >> 8);
}

/* Who acts as another one than who made him, in words; to give up root is what doors are for. */
const change = (from, to) => from && to && from !== to && !/root$/.test(from) ? from + ' \u2192 ' + to : '';
const becomes = i => P.up[i] < 0 ? '' : change(contextOf(P.up[i]).user, contextOf(i).user);

const pad = (n, width) => String(n).padStart(width, '0');
const whole = us => new Date(Number(BigInt(D.begin) / 1000000n) + us / 1000);
const dayOf = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
const clock = d => pad(d.getHours(), 2) + ':' + pad(d.getMinutes(), 2) + ':' + pad(d.getSeconds(), 2);
const time = us => { const d = whole(us); return clock(d) + '.' + pad(d.getMilliseconds(), 3); };
const moment = us => dayOf.format(whole(us)) + ' ' + time(us);
const utc = us => whole(us).toISOString().replace('T', ' ').replace('Z', ' UTC');

function duration(us) {
	const s = us / 1e6;
	if (s < 10)
		return s.toFixed(3) + 's';
	if (s < 60)
		return s.toFixed(1) + 's';
	if (s < 3600)
		return Math.floor(s / 60) + 'm' + pad(Math.floor(s % 60), 2) + 's';
	if (s < 86400)
		return Math.floor(s / 3600) + 'h' + pad(Math.floor(s % 3600 / 60), 2) + 'm';
	return Math.floor(s / 86400) + 'd' + pad(Math.floor(s % 86400 / 3600), 2) + 'h';
}

function timeElement(us, text) {
	const e = element('time', '', text || moment(us));
	e.dateTime = whole(us).toISOString();
	e.title = utc(us);
	return e;
}

/* login s:310 alice on pts/0 from 10.0.2.2 by sshd */
function sentence(s) {
	let text = s.user || '';
	if (s.tty)
		text += ' on ' + s.tty;
	if (s.from)
		text += ' from ' + s.from;
	if (s.door && !['unknown', 'init', 'kthread'].includes(s.door))
		text += ' by ' + s.door;
	if (s.origin !== undefined || s.origin_sid)
		text += ', left by s:' + (s.origin !== undefined ? D.sessions[s.origin].sid : s.origin_sid);
	return s.flags ? text + ' [' + s.flags + ']' : text;
}

/* ---- search ---- */

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const hits = (list, re, text) => Uint8Array.from(list, x => re.test(text(x)) ? 1 : 0);

/* Which processes have a text, in whatever is known of them: each word once. */
function find(query) {
	const re = new RegExp(escaped(query), 'i'), found = new Uint8Array(P.n);
	const lines = hits(D.lines, re, x => x), words = hits(D.words, re, x => x);
	const files = hits(D.files, re, x => x.text || (x.text = JSON.stringify(x)));
	const contexts = hits(D.contexts, re, x => x.text || (x.text = JSON.stringify(x)));
	const sessions = hits(D.sessions, re, s => s.kind + ' s:' + s.sid + ' ' + sentence(s));
	const programs = D.programs, program = new Uint8Array(programs.line.length);
	for (let i = 0; i < program.length; i++)
		program[i] = lines[programs.line[i]] | files[programs.file[i]] | words[programs.cwd[i]] | words[programs.args[i]];
	const number = /^[\w?: ]+$/.test(query);
	for (let i = 0; i < P.n; i++)
		found[i] = program[P.program[i]] | contexts[P.context[i]] | (number && (re.test(P.pid[i]) || (P.status[i] && re.test(resultOf(i)))) ? 1 : 0);
	D.runs.forEach(r => { found[r[0]] |= program[r[2]] | contexts[r[3]]; });
	D.changes.forEach(c => { if (c[3] >= 0) found[c[3]] |= words[c[4]] | (re.test(c[1]) ? 1 : 0); });
	D.sessions.forEach((s, i) => { if (sessions[i] && s.n) found[s.first] = 1; });
	D.alerts.forEach((text, i) => { if (re.test(text)) found[i] = 1; });
	return found;
}
