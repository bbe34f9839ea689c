/* The tree of processes: a list of rows of which only those in sight are elements. */

const HEIGHT = 24, FOLD = 4, MORE = 10;
/* What is shown, and what is open; the fragment of the address says it. */
const S = { session: -1, row: null, query: '', failed: false, root: false, alerts: false, marked: false, running: false, fold: true, from: 0, to: 0, closed: new Set(), opened: new Set() };
const FILTERS = [['failed', 'Failed'], ['root', 'Root'], ['alerts', 'Alerts'], ['marked', 'Changes'], ['running', 'Still there'], ['fold', 'Fold repeats']];
const L = { rows: [], pool: [], found: null, folds: new Map(), headings: false, at: -1 };

/* A row is a process, from 0 on, or a session: -1 is the first. */
const heading = s => -1 - s;
const filtering = () => S.query || S.failed || S.root || S.alerts || S.marked || S.running;

function wanted(i) {
	return (!L.found || L.found[i]) && (!S.failed || failed(i)) && (!S.root || isRoot(i)) && (!S.alerts || D.alerts.has(i)) && (!S.running || P.lasted[i] < 0) &&
		(!S.marked || D.marks.has(i) || D.alerts.has(i) || fileOf(i).tags.length > 0 || becomes(i) !== '');
}

/* What is wanted, and above each of it what made it. */
function keep(first, end) {
	const kept = new Uint8Array(end - first);
	for (let i = end - 1; i >= first; i--) {
		if (wanted(i))
			kept[i - first] = 1;
		if (kept[i - first] && P.up[i] >= 0)
			kept[P.up[i] - first] |= 2;
	}
	return kept;
}

const alike = (a, b) => P.up[a] === P.up[b] && P.last[b] === b + 1 && P.context[a] === P.context[b] &&
	(P.program[a] === P.program[b] || nameOf(a) === nameOf(b)) && !D.marks.has(b) && !D.alerts.has(b);

/* How many that are alike begin here: grep, four hundred times. */
function repeats(i, end) {
	let n = 1;
	if (P.last[i] !== i + 1 || D.marks.has(i) || D.alerts.has(i))
		return 1;
	while (i + n < end && alike(i, i + n))
		n++;
	return n;
}

function addMembers(s) {
	const end = s.first + s.n, kept = filtering() ? keep(s.first, end) : null;
	for (let i = s.first; i < end;) {
		if (kept && !kept[i - s.first]) {
			i++;
			continue;
		}
		L.shown += !kept || kept[i - s.first] & 1 ? 1 : 0;
		L.rows.push(i);
		const n = S.fold && !kept && !S.opened.has(i) ? repeats(i, end) : 1;
		if (n >= FOLD) {
			L.folds.set(i, n);
			L.shown += n - 1;
			i += n;
		} else {
			if (S.closed.has(i)) {
				L.shown += P.last[i] - i - 1;
				i = P.last[i];
			} else {
				i++;
			}
		}
	}
}

function build() {
	L.rows = [];
	L.folds.clear();
	L.shown = 0;
	L.total = 0;
	L.headings = D.whole > 1;
	for (let k = 0; k < D.whole; k++) {
		const s = D.sessions[k];
		if (S.session >= 0 && S.session !== k)
			continue;
		L.total += s.n;
		const at = L.rows.length;
		if (L.headings)
			L.rows.push(heading(k));
		if (!S.closed.has(heading(k)))
			addMembers(s);
		else
			L.shown += s.n;
		if (L.headings && filtering() && L.rows.length === at + 1)
			L.rows.length = at;
	}
	$('rows').style.height = L.rows.length * HEIGHT + 'px';
	$('list').setAttribute('aria-rowcount', L.rows.length);
	$('count').textContent = L.shown === L.total ? plural(L.total, 'process', 'processes') : L.shown.toLocaleString() + ' of ' + plural(L.total, 'process', 'processes');
	render();
}

const plural = (n, one, many) => n.toLocaleString() + ' ' + (n === 1 ? one : many);

function refresh() {
	L.found = S.query ? find(S.query) : null;
	build();
}

/* ---- elements ---- */

function newRow() {
	const e = element('div', 'row');
	e.setAttribute('role', 'row');
	e.cell = {};
	for (const name of ['time', 'pid', 'user', 'result', 'lasted', 'runs']) {
		e.cell[name] = element('span', 'c-' + name);
		e.cell[name].setAttribute('role', 'gridcell');
		e.append(e.cell[name]);
	}
	$('rows').append(e);
	return e;
}

/* The text, with what is searched for marked in it. */
function marked(e, text) {
	const at = S.query ? text.toLowerCase().indexOf(S.query.toLowerCase()) : -1;
	if (at < 0) {
		e.append(text);
		return;
	}
	e.append(text.slice(0, at), element('mark', '', text.slice(at, at + S.query.length)), text.slice(at + S.query.length));
}

function twist(row) {
	if (row < 0)
		return S.closed.has(row) ? '\u25B8' : '\u25BE';
	if (L.folds.has(row))
		return '\u25B8';
	if (P.last[row] > row + 1)
		return S.closed.has(row) ? '\u25B8' : '\u25BE';
	return '';
}

function fillHeading(e, row) {
	const s = D.sessions[-1 - row], c = e.cell;
	c.time.textContent = time(s.start);
	c.time.title = utc(s.start);
	c.pid.textContent = c.user.textContent = c.result.textContent = '';
	c.result.className = 'c-result';
	c.lasted.textContent = s.end !== undefined ? duration(s.end - s.start) : '';
	c.runs.append(element('span', 'twist', twist(row)), element('span', 'kind ' + s.kind, s.kind), ' s:' + s.sid + ' ');
	marked(c.runs, sentence(s));
}

function fillFold(c, row, n) {
	let bad = 0, us = 0;
	for (let i = row; i < row + n; i++) {
		bad += failed(i);
		us += Math.max(0, P.lasted[i]);
	}
	c.runs.append(nameOf(row), element('span', 'n', ' \u00d7 ' + n.toLocaleString()));
	c.pid.textContent = '';
	c.lasted.textContent = duration(us);
	c.result.textContent = bad ? bad + ' failed' : '0';
	c.result.className = 'c-result ' + (bad ? 'fail' : 'soft');
}

function tags(i) {
	const list = fileOf(i).tags.map(t => ['tag' + (NEWS.has(t) ? ' fail' : t.startsWith('se') ? ' root' : ''), SHOWN[t]]);
	if (D.alerts.has(i))
		list.unshift(['tag alert', '! ' + D.alerts.get(i)]);
	if (becomes(i))
		list.push(['tag' + (isRoot(i) ? ' root' : ''), becomes(i)]);
	if (P.flags[i] & CORE)
		list.push(['tag fail', 'core']);
	return list;
}

function fillProcess(e, i) {
	const c = e.cell, n = L.folds.get(i), context = contextOf(i), bad = failed(i);
	c.time.textContent = time(P.start[i]);
	c.time.title = utc(P.start[i]);
	c.pid.textContent = P.pid[i];
	c.user.textContent = visible(context.user);
	c.user.className = 'c-user' + (context.uid === 0 ? ' root' : '');
	c.user.title = context.who;
	c.result.textContent = resultOf(i);
	c.result.className = 'c-result ' + (bad ? 'fail' : 'soft');
	c.lasted.textContent = P.lasted[i] < 0 ? '' : duration(P.lasted[i]);
	c.runs.append(element('span', 'twist', twist(i)));
	c.runs.firstChild.style.marginLeft = Math.min(P.depth[i], 20) * 16 + 'px';
	if (n) {
		fillFold(c, i, n);
		return;
	}
	/* Tags stand before what may be too long. */
	for (const [what, text] of tags(i))
		c.runs.append(element('span', what, text), ' ');
	marked(c.runs, lineOf(i).slice(0, 1000));
}

function fill(e, at) {
	const row = L.rows[at], level = row < 0 ? 1 : P.depth[row] + (L.headings ? 2 : 1), mark = twist(row);
	e.cell.runs.textContent = '';
	if (row < 0)
		fillHeading(e, row);
	else
		fillProcess(e, row);
	const aside = row >= 0 && filtering() && !wanted(row);
	e.className = 'row' + (row < 0 ? ' head' : '') + (row === S.row ? ' picked' : '') + (aside ? ' aside' : '');
	e.id = 'row' + at;
	e.setAttribute('aria-rowindex', at + 1);
	e.setAttribute('aria-level', level);
	e.setAttribute('aria-selected', row === S.row);
	if (mark)
		e.setAttribute('aria-expanded', mark === '\u25BE');
	else
		e.removeAttribute('aria-expanded');
	e.style.top = at * HEIGHT + 'px';
	e.at = at;
	e.hidden = false;
}

/* Of rows that were there already nothing changes. */
function scrolled() {
	const list = $('list'), first = Math.max(0, Math.floor(list.scrollTop / HEIGHT) - MORE);
	const end = Math.min(L.rows.length, first + Math.ceil(list.clientHeight / HEIGHT) + 2 * MORE), n = Math.ceil(list.clientHeight / HEIGHT) + 2 * MORE;
	if (L.pool.length < n) {
		while (L.pool.length < n)
			L.pool.push(newRow());
		L.pool.forEach(forget);
	}
	for (let at = first; at < end; at++)
		if (L.pool[at % L.pool.length].at !== at)
			fill(L.pool[at % L.pool.length], at);
}

function forget(e) {
	e.at = -1;
	e.hidden = true;
	e.removeAttribute('id');
}

function render() {
	const list = $('list');
	L.pool.forEach(forget);
	scrolled();
	L.at = S.row === null ? -1 : L.rows.indexOf(S.row);
	if (L.at >= 0 && $('row' + L.at))
		list.setAttribute('aria-activedescendant', 'row' + L.at);
	else
		list.removeAttribute('aria-activedescendant');
}

/* ---- moving ---- */

function show(at) {
	const list = $('list'), top = at * HEIGHT;
	if (top < list.scrollTop)
		list.scrollTop = top;
	else if (top + HEIGHT > list.scrollTop + list.clientHeight)
		list.scrollTop = top + HEIGHT - list.clientHeight;
}

function pick(row, quietly) {
	S.row = row;
	const at = L.rows.indexOf(row);
	if (at >= 0)
		show(at);
	render();
	detail();
	drawLanes();
	if (!quietly)
		remember();
}

/* Open what hides a process, and pick it. */
function reveal(i) {
	if (i >= 0) {
		if (S.session >= 0 && P.session[i] !== S.session)
			S.session = -1;
		S.closed.delete(heading(P.session[i]));
		for (let up = P.up[i]; up >= 0; up = P.up[up])
			S.closed.delete(up);
		build();
		if (!L.rows.includes(i))
			for (const [first, n] of L.folds)
				if (i >= first && i < first + n)
					S.opened.add(first);
		build();
		if (!L.rows.includes(i))
			clearFilters();
	}
	pick(i);
}

function toggle(row) {
	if (L.folds.has(row))
		S.opened.add(row);
	else if (S.opened.has(row))
		S.opened.delete(row);
	else if (!S.closed.delete(row))
		S.closed.add(row);
	build();
}

function move(by) {
	const at = L.rows.indexOf(S.row);
	if (L.rows.length)
		pick(L.rows[Math.max(0, Math.min(L.rows.length - 1, at < 0 ? 0 : at + by))]);
}

function goLeft() {
	const row = S.row;
	if (row !== null && twist(row) === '\u25BE')
		toggle(row);
	else if (row >= 0 && row !== null)
		pick(P.up[row] >= 0 ? P.up[row] : L.headings ? heading(P.session[row]) : row);
}

function listKey(e) {
	const page = Math.max(1, Math.floor($('list').clientHeight / HEIGHT) - 1);
	const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(page), PageUp: () => move(-page),
		Home: () => move(-L.rows.length), End: () => move(L.rows.length), ArrowLeft: goLeft,
		ArrowRight: () => twist(S.row) === '\u25B8' ? toggle(S.row) : move(1),
		' ': () => toggle(S.row), Enter: () => $('detail').focus() };
	if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey)
		return;
	e.preventDefault();
	if (S.row === null && L.rows.length)
		pick(L.rows[e.key === 'End' ? L.rows.length - 1 : 0]);
	else
		keys[e.key]();
}

function clearFilters() {
	S.query = $('search').value = '';
	S.failed = S.root = S.alerts = S.marked = S.running = false;
	pressed();
	refresh();
}

function pressed() {
	for (const [name] of FILTERS)
		$('filter-' + name).setAttribute('aria-pressed', S[name]);
}

function beginList() {
	const list = $('list');
	for (const [name, text] of FILTERS) {
		const b = element('button', '', text);
		b.type = 'button';
		b.id = 'filter-' + name;
		b.hidden = name === 'alerts' && !D.told.length;
		b.onclick = () => { S[name] = !S[name]; pressed(); build(); remember(); };
		$('filters').append(b);
	}
	pressed();
	list.addEventListener('scroll', () => { if (!L.due) { L.due = true; requestAnimationFrame(() => { L.due = false; scrolled(); }); } });
	list.addEventListener('keydown', listKey);
	$('rows').addEventListener('click', e => {
		const row = e.target.closest('.row');
		if (!row)
			return;
		const id = L.rows[row.at];
		if (e.target.className === 'twist' || L.folds.has(id))
			toggle(id);
		pick(id);
	});
	$('search').addEventListener('input', () => { S.query = $('search').value.trim(); refresh(); remember(); });
}
