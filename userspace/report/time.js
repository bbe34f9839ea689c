/* The time axis: a lane for each process or pipeline, what else happened, and a map of it all. */

const T = { lanes: 0, lane: null, order: null, height: 0, drag: null };
const LEFT = 8, MARKS = 22, AXIS = 20;
const COLOURS = ['text', 'soft', 'line', 'card', 'link', 'pick', 'login', 'command', 'terminal', 'service', 'door', 'other', 'root', 'fail', 'alert'];
/* Marks of what happened: a letter that a legend explains, and a colour. */
const MARK = { creds: ['C', 'root'], session_class: ['K', 'link'], session_tty: ['T', 'soft'], namespaces: ['N', 'soft'], ptrace: ['P', 'fail'], alert: ['!', 'alert'] };

function colours() {
	const style = getComputedStyle(document.documentElement);
	T.c = Object.fromEntries(COLOURS.map(name => [name, style.getPropertyValue('--' + name).trim()]));
}

const inSight = i => S.session < 0 || P.session[i] === S.session;
const extent = () => S.session < 0 ? [0, Math.max(D.end, 1000)] : [D.sessions[S.session].start, Math.max(D.sessions[S.session].start + 1000, D.sessions[S.session].end ?? D.sessions[S.session].seen)];

/* A heap of numbers, the smallest first. */
function push(heap, x, less) {
	let i = heap.push(x) - 1;
	for (let up; i > 0 && less(x, heap[up = (i - 1) >> 1]); i = up)
		heap[i] = heap[up];
	heap[i] = x;
}

function pop(heap, less) {
	const top = heap[0], x = heap.pop(), n = heap.length;
	let i = 0;
	for (let k = 1; k < n; k = 2 * i + 1) {
		if (k + 1 < n && less(heap[k + 1], heap[k]))
			k++;
		if (!less(heap[k], x))
			break;
		heap[i] = heap[k];
		i = k;
	}
	if (n)
		heap[i] = x;
	return top;
}

/* Groups of processes, each with the first member as its number. */
function groups() {
	const of = new Map(), group = new Int32Array(P.n), end = new Float64Array(P.n);
	for (let i = 0; i < P.n; i++) {
		if (!inSight(i))
			continue;
		const key = P.session[i] * 4294967296 + P.group[i], first = of.get(key);
		/* A number may be given again, long after. */
		group[i] = first !== undefined && P.start[i] <= end[first] + 1e6 ? first : i;
		if (group[i] === i)
			of.set(key, i);
		end[group[i]] = Math.max(end[group[i]], endOf(i));
	}
	return [group, end];
}

/* Each group takes the highest lane that is free. */
function layOut() {
	const [group, end] = groups(), free = [], busy = [], sooner = (a, b) => end[a] < end[b], upper = (a, b) => a < b;
	T.order = new Uint32Array(P.n).map((_, i) => i).filter(inSight).sort((a, b) => P.start[a] - P.start[b]);
	T.lane = new Uint32Array(P.n);
	T.lanes = 0;
	for (const i of T.order) {
		if (group[i] !== i) {
			T.lane[i] = T.lane[group[i]];
			continue;
		}
		while (busy.length && end[busy[0]] < P.start[i])
			push(free, T.lane[pop(busy, sooner)], upper);
		T.lane[i] = free.length ? pop(free, upper) : T.lanes++;
		push(busy, i, sooner);
	}
	T.height = Math.max(5, Math.min(18, Math.floor(240 / Math.max(1, T.lanes))));
}

function canvas(id, height) {
	const e = $(id), ratio = window.devicePixelRatio || 1, width = e.clientWidth || 600;
	e.style.height = height + 'px';
	e.width = Math.round(width * ratio);
	e.height = Math.round(height * ratio);
	const g = e.getContext('2d');
	g.setTransform(ratio, 0, 0, ratio, 0, 0);
	g.clearRect(0, 0, width, height);
	g.font = '11px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
	return [g, width, height];
}

const scale = (width, from, to) => us => LEFT + (us - from) / (to - from) * (width - 2 * LEFT);

function colourOf(i) {
	return isRoot(i) ? T.c.root : T.c[contextOf(i).kind] || T.c.other;
}

function hatch(g, x, y, w, h) {
	g.save();
	g.beginPath();
	g.rect(x, y, w, h);
	g.clip();
	g.strokeStyle = T.c.line;
	for (let at = x - h; at < x + w; at += 6) {
		g.beginPath();
		g.moveTo(at, y + h);
		g.lineTo(at + h, y);
		g.stroke();
	}
	g.restore();
}

/* Steps of the axis, so that no two labels touch. */
function step(span, width) {
	const steps = [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 15e6, 3e7, 6e7, 12e7, 3e8, 6e8, 9e8, 18e8, 36e8, 72e8, 108e8, 216e8, 432e8, 864e8, 1728e8, 6048e8];
	return steps.find(s => s / span * width > 90) || steps[steps.length - 1] * 4;
}

function axis(g, x, width, height) {
	const every = step(S.to - S.from, width), zone = -whole(S.from).getTimezoneOffset() * 6e7;
	const begin = Number(BigInt(D.begin) / 1000n % 86400000000n) + zone;
	g.fillStyle = T.c.soft;
	g.strokeStyle = T.c.line;
	g.textBaseline = 'middle';
	for (let at = Math.ceil((S.from + begin) / every) * every - begin; at < S.to; at += every) {
		const px = Math.round(x(at)) + 0.5, text = every < 1e6 ? time(at) : every < 6e7 ? clock(whole(at)) : every < 864e8 ? clock(whole(at)).slice(0, 5) : dayOf.format(whole(at));
		g.beginPath();
		g.moveTo(px, MARKS);
		g.lineTo(px, height - AXIS + 4);
		g.stroke();
		if (px + g.measureText(text).width + 4 < width)
			g.fillText(text, px + 3, height - AXIS / 2);
	}
}

/* One that ends in the pixel where the one before it in its lane did is that one, to the eye. */
function bars(g, x, width) {
	const last = new Float64Array(T.lanes).fill(-1), h = Math.max(3, T.height - 3);
	for (const i of T.order) {
		const from = P.start[i], end = endOf(i);
		if (end < S.from || from > S.to)
			continue;
		const left = Math.max(x(from), 0), right = Math.max(Math.min(x(end), width), left + 1.5), lane = T.lane[i];
		if (right <= last[lane] + 0.5 && !failed(i) && i !== S.row)
			continue;
		const y = MARKS + 4 + lane * T.height;
		last[lane] = Math.max(last[lane], right);
		g.globalAlpha = P.lasted[i] < 0 ? 0.35 : 0.55;
		g.fillStyle = colourOf(i);
		g.fillRect(left, y, right - left, h);
		g.globalAlpha = 1;
		if (failed(i)) {
			g.fillStyle = T.c.fail;
			g.fillRect(right - 2, y, 2, h);
		}
		if (i === S.row) {
			g.strokeStyle = T.c.text;
			g.lineWidth = 1.5;
			g.strokeRect(left - 1, y - 1, right - left + 2, h + 2);
			g.lineWidth = 1;
		}
		if (h >= 11 && right - left > 40)
			label(g, nameOf(i), left, y, right - left, h);
	}
	for (const [i, runs] of D.ran)
		if (inSight(i) && T.lane[i] !== undefined)
			ticks(g, x, i, runs, h);
}

function label(g, text, left, y, room, h) {
	const n = Math.floor((room - 6) / 6.7);
	g.fillStyle = T.c.text;
	g.textBaseline = 'middle';
	if (n > 1)
		g.fillText(text.slice(0, n), left + 4, y + h / 2 + 0.5);
}

/* Another program in the same process. */
function ticks(g, x, i, runs, h) {
	g.fillStyle = T.c.text;
	for (const run of runs.slice(1))
		if (run[1] >= S.from && run[1] <= S.to)
			g.fillRect(x(run[1]), MARKS + 4 + T.lane[i] * T.height, 1, h);
}

/* What happened, as [moment, mark, session, process, words]. */
function marksInSight() {
	const list = D.changes.filter(c => MARK[c[1]] && (S.session < 0 || c[2] === S.session)).map(c => [c[0], c[1], c[2], c[3], D.words[c[4]]]);
	for (const a of D.told)
		if (S.session < 0 || a[1] === S.session)
			list.push([a[2], 'alert', a[1], a[0], D.words[a[3]] + ': ' + D.words[a[4]]]);
	return list;
}

function marks(g, x) {
	let last = -99;
	g.textBaseline = 'middle';
	g.textAlign = 'center';
	for (const [at, name] of marksInSight()) {
		const px = x(at), [letter, colour] = MARK[name];
		if (at < S.from || at > S.to || (px < last + 12 && name !== 'alert'))
			continue;
		last = px;
		g.fillStyle = T.c[colour];
		g.beginPath();
		g.arc(px, MARKS / 2, 7, 0, 7);
		g.fill();
		g.fillStyle = T.c.card;
		g.fillText(letter, px, MARKS / 2 + 1);
	}
	g.textAlign = 'start';
}

function drawLanes() {
	const [g, width, height] = canvas('lanes', MARKS + 8 + T.lanes * T.height + AXIS), x = scale(width, S.from, S.to);
	for (const [from, to] of D.gaps)
		if (to > S.from && from < S.to)
			hatch(g, Math.max(0, x(from)), 0, Math.min(width, x(to)) - Math.max(0, x(from)), height - AXIS);
	axis(g, x, width, height);
	bars(g, x, width);
	marks(g, x);
	$('lanes').setAttribute('aria-label', 'Timeline of ' + plural(T.order.length, 'process', 'processes') + ' in ' + plural(T.lanes, 'lane', 'lanes') + ', from ' + moment(S.from) + ' to ' + moment(S.to) + '. The list below has all of it.');
	$('range').textContent = moment(S.from) + ' \u2013 ' + (dayOf.format(whole(S.from)) === dayOf.format(whole(S.to)) ? time(S.to) : moment(S.to)) + ' (' + duration(S.to - S.from) + ')';
	$('range').title = utc(S.from) + ' \u2013 ' + utc(S.to);
}

/* How many began when, those that failed in their colour; and which part is shown. */
function drawMap() {
	const [g, width, height] = canvas('map', 34), [from, to] = extent(), x = scale(width, from, to);
	const n = Math.max(1, Math.floor((width - 2 * LEFT) / 3)), all = new Uint32Array(n), bad = new Uint32Array(n);
	for (const i of T.order) {
		const k = Math.max(0, Math.min(n - 1, Math.floor((P.start[i] - from) / (to - from) * n)));
		all[k]++;
		bad[k] += failed(i);
	}
	const most = all.reduce((a, b) => Math.max(a, b), 1), tall = c => c ? Math.max(1.5, Math.sqrt(c / most) * (height - 6)) : 0;
	for (let k = 0; k < n; k++) {
		g.fillStyle = T.c.soft;
		g.fillRect(LEFT + k * 3, height - tall(all[k]), 2, tall(all[k]));
		g.fillStyle = T.c.fail;
		g.fillRect(LEFT + k * 3, height - tall(bad[k]), 2, tall(bad[k]));
	}
	g.fillStyle = T.c.link;
	g.globalAlpha = 0.14;
	g.fillRect(x(S.from), 0, Math.max(3, x(S.to) - x(S.from)), height);
	g.globalAlpha = 1;
	g.strokeStyle = T.c.link;
	g.strokeRect(x(S.from) + 0.5, 0.5, Math.max(3, x(S.to) - x(S.from)) - 1, height - 1);
	$('map').setAttribute('aria-valuenow', Math.round((S.from - from) / (to - from) * 100));
	$('map').setAttribute('aria-valuetext', moment(S.from) + ' to ' + moment(S.to));
}

function draw() {
	drawLanes();
	drawMap();
}

/* ---- zoom ---- */

function zoomTo(from, to, quietly) {
	const [first, last] = extent(), span = Math.max(1000, Math.min(to - from, last - first));
	S.from = Math.max(first, Math.min(from, last - span));
	S.to = S.from + span;
	draw();
	if (!quietly)
		remember();
}

function zoom(by, at) {
	const middle = at ?? (S.from + S.to) / 2;
	zoomTo(middle - (middle - S.from) * by, middle + (S.to - middle) * by);
}

const pan = part => zoomTo(S.from + (S.to - S.from) * part, S.to + (S.to - S.from) * part);
const zoomAll = () => zoomTo(...extent());

function timeKey(e) {
	const keys = { '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), 0: zoomAll, ArrowLeft: () => pan(-0.25), ArrowRight: () => pan(0.25) };
	if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey)
		return;
	e.preventDefault();
	keys[e.key]();
}

/* The process under a point, the smallest of those that are there. */
function processAt(px, y) {
	const width = $('lanes').clientWidth, x = scale(width, S.from, S.to), lane = Math.floor((y - MARKS - 4) / T.height);
	let found = -1;
	for (const i of T.order)
		if (T.lane[i] === lane && x(P.start[i]) - 2 <= px && px <= Math.max(x(endOf(i)), x(P.start[i]) + 2) + 2 && (found < 0 || endOf(i) - P.start[i] <= endOf(found) - P.start[found]))
			found = i;
	return found;
}

function markAt(px) {
	const x = scale($('lanes').clientWidth, S.from, S.to);
	return marksInSight().filter(m => Math.abs(x(m[0]) - px) < 8);
}

function beginTime() {
	const lanes = $('lanes'), map = $('map');
	const us = (e, canvas, from, to) => from + (e.offsetX - LEFT) / (canvas.clientWidth - 2 * LEFT) * (to - from);
	lanes.addEventListener('pointerdown', e => { if (e.button === 0) { T.drag = { at: e.offsetX, us: us(e, lanes, S.from, S.to) }; lanes.setPointerCapture(e.pointerId); } });
	lanes.addEventListener('pointermove', e => {
		if (!T.drag) {
			const near = e.offsetY < MARKS ? markAt(e.offsetX) : [], i = near.length ? -1 : processAt(e.offsetX, e.offsetY);
			lanes.title = near.length ? near.map(m => time(m[0]) + ' ' + m[1] + ': ' + m[4]).join('\n') : i >= 0 ? P.pid[i] + ' ' + lineOf(i).slice(0, 200) : '';
			return;
		}
		drawLanes();
		const g = lanes.getContext('2d');
		g.fillStyle = T.c.link;
		g.globalAlpha = 0.18;
		g.fillRect(Math.min(T.drag.at, e.offsetX), 0, Math.abs(e.offsetX - T.drag.at), lanes.clientHeight);
		g.globalAlpha = 1;
	});
	lanes.addEventListener('pointerup', e => {
		const drag = T.drag, to = us(e, lanes, S.from, S.to);
		T.drag = null;
		if (drag && Math.abs(e.offsetX - drag.at) > 4) {
			zoomTo(Math.min(drag.us, to), Math.max(drag.us, to));
			return;
		}
		const near = e.offsetY < MARKS ? markAt(e.offsetX).find(m => m[3] >= 0) : null, i = near ? near[3] : processAt(e.offsetX, e.offsetY);
		if (i >= 0)
			reveal(i);
	});
	lanes.addEventListener('pointercancel', () => { T.drag = null; drawLanes(); });
	lanes.addEventListener('dblclick', zoomAll);
	lanes.addEventListener('wheel', e => { if (e.ctrlKey || e.shiftKey) { e.preventDefault(); zoom(e.deltaY + e.deltaX > 0 ? 1.4 : 1 / 1.4, us(e, lanes, S.from, S.to)); } }, { passive: false });
	const centre = e => { const at = us(e, map, ...extent()), half = (S.to - S.from) / 2; zoomTo(at - half, at + half); };
	map.addEventListener('pointerdown', e => { map.setPointerCapture(e.pointerId); T.pan = true; centre(e); });
	map.addEventListener('pointermove', e => T.pan && centre(e));
	map.addEventListener('pointerup', () => { T.pan = false; });
	for (const e of [lanes, map])
		e.addEventListener('keydown', timeKey);
	$('zoom-in').onclick = () => zoom(0.5);
	$('zoom-out').onclick = () => zoom(2);
	$('zoom-all').onclick = zoomAll;
	window.addEventListener('resize', () => { draw(); render(); });
	window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { colours(); legend(); draw(); });
}

function legend() {
	const kinds = new Set(D.contexts.map(c => c.kind)), at = $('legend');
	const one = (colour, text) => { const e = element('span', '', text), i = element('i'); i.style.color = T.c[colour]; e.prepend(i); at.append(e); };
	at.textContent = '';
	for (const kind of ['login', 'command', 'terminal', 'service'])
		if (kinds.has(kind))
			one(kind, kind);
	one('root', 'root');
	one('fail', 'failed');
	const names = { creds: 'credentials', session_class: 'class', session_tty: 'terminal', namespaces: 'namespaces', ptrace: 'traced', alert: 'alert' };
	for (const name of new Set(marksInSight().map(m => m[1])))
		at.append(element('span', '', MARK[name][0] + ' ' + names[name]));
}
