// SPDX-License-Identifier: MIT
// Shows the results of the library. Only the library knows the rules: this script passes it bytes and gets JSON.
'use strict';

// Shows an error in the page, such as a browser without WebAssembly, or an input that is too large.
const $ = (id) => document.getElementById(id);

function complain(message) {
    $('broken').textContent = message;
    $('broken').hidden = !message;
}

addEventListener('error', ({message}) => complain(message));

// --- the library ------------------------------------------------------------------------------------------------------

const library = (() => {
    const code = Uint8Array.from(atob('@WASM@'), (c) => c.charCodeAt(0));
    const {exports} = new WebAssembly.Instance(new WebAssembly.Module(code), {});

    // A call may grow the memory. The memory then has a new buffer.
    const write = (bytes) => {
        const address = exports.input_begin(bytes.length);
        if (!address) throw new RangeError('There is not enough memory for this input.');
        new Uint8Array(exports.memory.buffer).set(bytes, address);
    };
    const read = (address) => {
        if (!address) throw new RangeError('There is not enough memory for this input.');
        const answer = new Uint8Array(exports.memory.buffer, address, exports.answer_size());
        return JSON.parse(new TextDecoder().decode(answer));
    };
    return {
        table: () => read(exports.table()),
        log: (bytes, role) => (write(bytes), read(exports.log(role))),
        line: (bytes, role) => (write(bytes), read(exports.line(role))),
        datagram: (bytes) => (write(bytes), read(exports.datagram())),
        request(kind, type, values) {
            const texts = values.map((value) => (value.bytes ? value.bytes : new Uint8Array()));
            write(Uint8Array.from(texts.flatMap((text) => [...text])));
            exports.request_begin(kind);
            exports.request_type(type);
            let offset = 0;
            values.forEach(({field, number, octets, bytes}) => {
                if (bytes) exports.request_text(field, offset, bytes.length);
                else if (octets) octets.forEach((octet, i) => exports.request_octet(field, i, octet));
                else if (number !== undefined) exports.request_number(field, number);
                offset += bytes ? bytes.length : 0;
            });
            return read(exports.request_end());
        },
    };
})();

const table = library.table();
const triples = (list, size) => Array.from({length: list.length / size}, (_, i) => list.slice(i * size, i * size + size));
const TOKENS = triples(table.tokens, 3).map(([name, rule, text]) => ({name, rule, text}));
const DEVIATIONS = triples(table.deviations, 2).map(([name, text]) => ({name, text}));
const STATUSES = Object.fromEntries(triples(table.statuses, 2));
const FORMS = new Map(table.forms.map((form) => [form.kind, form]));
const PARAMS = new Map(table.params.map((param) => [param.field, param]));
const FIELD_NAMES = ['', 'type', 'act', 'detail'];
const IN_REQUEST = 1;

const paramOf = (field) => PARAMS.get(field);
const nameOf = (field) => FIELD_NAMES[field] ?? paramOf(field).name;
const choicesOf = (field) => table.choices.filter((choice) => choice.field === field);
const fieldsOf = (form) => Array.from({length: form.count}, (_, i) => form.first + i);

// --- text -------------------------------------------------------------------------------------------------------------

const bytesOf = (latin1) => Uint8Array.from(latin1, (c) => c.charCodeAt(0));

// The text of bytes of a line: UTF-8, otherwise GBK (R5). Control characters are shown as symbols.
function shown(latin1) {
    const picture = (c) => (c === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + c.charCodeAt(0)));
    for (const encoding of ['utf-8', 'gb18030']) {
        try {
            const text = new TextDecoder(encoding, {fatal: true, ignoreBOM: true}).decode(bytesOf(latin1));
            return text.replace(/[\x00-\x1f\x7f]/g, picture);
        } catch { /* tries the next encoding */ }
    }
    return latin1.replace(/[^\x20-\x7e]/g, (c) => '\\x' + c.charCodeAt(0).toString(16).padStart(2, '0'));
}

const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

// The limits of a value, in words.
function limits(param) {
    const unit = param.unit === 's' ? ' seconds' : '';
    switch (param.kind) {
    case 'number': return `${param.least} to ${param.most}${unit}`;
    case 'address': return `four octets, ${param.least} to ${param.most}`;
    case 'digits': return `${param.least} to ${param.most} digits`;
    case 'choice': return choicesOf(param.field).map(({value, text}) => `${value} ${text}`).join(', ');
    default: return [param.least && `at least ${plural(param.least, 'byte')}`,
                     param.most && `at most ${plural(param.most, 'byte')}`].filter(Boolean).join(', ') || 'any length';
    }
}

const meaning = (field, text) => choicesOf(field).find(({value}) => /^\d+$/.test(text) && value === Number(text))?.text ?? '';

// --- elements ---------------------------------------------------------------------------------------------------------

function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (name === 'class') made.className = value;
        else if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
        else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
    return made;
}

function copyButton(text) {
    const say = (word) => { button.textContent = word; setTimeout(() => { button.textContent = 'Copy'; }, 1500); };
    const button = element('button', {type: 'button', class: 'copy', onclick: () =>
        navigator.clipboard.writeText(text).then(() => say('Copied'), () => say('Not allowed'))}, 'Copy');
    return button;
}

// A link to a rule or a section of the rules.
const idOfRule = (rule) => rule.replace(' ', '-');
const ruleLink = (rule) => element('a', {href: '#' + idOfRule(rule)}, rule);
const rulesIn = (text) => [...text.matchAll(/\bR\d+\b|\bsections? \d+/g)].map(([rule]) => rule);

// --- tokens -----------------------------------------------------------------------------------------------------------

const tokensOf = (decoded, text) => {
    const tokens = [];
    for (let i = 0; i < decoded.tokens.length; i += 4) {
        const [kind, field, offset, length] = decoded.tokens.slice(i, i + 4);
        tokens.push({...TOKENS[kind], field, offset, length, bytes: text.slice(offset, offset + length)});
    }
    return tokens;
};

// The rule of a token. For a value it is the rule of its parameter.
function ruleOf(token, request) {
    const param = paramOf(token.field);
    if (token.name !== 'value' || !param) return token.rule;
    if (param.kind === 'number' || param.kind === 'choice') return 'R4';
    if (param.kind !== 'text') return 'section 4';
    return request ? 'R6' : param.name === 'password' ? 'R17' : 'R14';
}

function about(token, request) {
    const name = nameOf(token.field);
    const param = paramOf(token.field);
    const known = param && (token.name === 'value' || token.name === 'rest');
    const kind = token.name.replace('_', ' ');
    return [
        element('b', {}, name || kind), name ? ` ${kind}` : '', ` · ${token.text}`, known ? ` · ${limits(param)}` : '',
        param?.default && known ? ` · default ${param.default}` : '',
        meaning(token.field, token.bytes) && ` · ${token.bytes} is ${meaning(token.field, token.bytes)}`, ` · ${plural(token.length, 'byte')} at ${token.offset} · `,
        ruleLink(ruleOf(token, request)),
    ];
}

// Arrow keys move from token to token. The Tab key reaches only one token of a line.
function moveFocus(event) {
    const tokens = [...event.currentTarget.querySelectorAll('.token')];
    const at = tokens.indexOf(document.activeElement);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tokens.length - 1}[event.key];
    if (to === undefined || !tokens[to]) return;
    event.preventDefault();
    tokens[to].focus();
}

function tokenButton(token, first, show) {
    const param = paramOf(token.field);
    const string = param?.kind === 'text' || token.field === FIELD_NAMES.indexOf('detail');
    const classes = ['token', token.name, string && 'string', !token.length && 'empty'].filter(Boolean).join(' ');
    const name = [nameOf(token.field), token.name.replace('_', ' '), shown(token.bytes) || 'empty'].filter(Boolean).join(', ');
    return element('button', {
        type: 'button', class: classes, tabindex: first ? '0' : '-1', 'aria-label': name, 'aria-pressed': 'false',
        'data-kind': token.name, 'data-field': nameOf(token.field), 'data-offset': token.offset, 'data-length': token.length,
        onfocus: show, onclick: show, onmouseenter: show,
    }, shown(token.bytes));
}

function tokenLine(tokens, request) {
    const panel = element('p', {class: 'about', 'aria-live': 'polite'});
    const line = element('div', {class: 'line', role: 'toolbar', 'aria-label': 'Tokens of the line', onkeydown: moveFocus});
    tokens.forEach((token, i) => line.append(tokenButton(token, i === 0, ({currentTarget}) => {
        for (const other of line.children) {
            other.setAttribute('aria-pressed', other === currentTarget);
            other.tabIndex = other === currentTarget ? 0 : -1;
        }
        panel.replaceChildren(...about(token, request));
    })));
    return [line, panel];
}

// --- messages ---------------------------------------------------------------------------------------------------------

function titleOf(kind, request) {
    const {kinds} = table;
    const names = request
        ? {[kinds.test]: 'test', [kinds.exTest]: 'test', [kinds.read]: 'read', [kinds.exRead]: 'read', [kinds.exErase]: 'erase'}
        : {[kinds.infoTest]: 'test line', [kinds.exInfoTest]: 'test line', [kinds.ok]: 'OK', [kinds.error]: 'ERROR',
           [kinds.cmeError]: 'CME ERROR'};
    return names[kind] ?? FORMS.get(kind)?.name.toLowerCase().replace('_', ' ') ?? '';
}

function faultOf(decoded, request) {
    const row = document.querySelector(`[data-statuses~="${decoded.status}"]`);
    const [, when, where] = row ? [...row.cells].map((cell) => cell.textContent) : ['', '', ''];
    const name = nameOf(decoded.field);
    const param = paramOf(decoded.field);
    const texts = rulesIn(when).map(idOfRule).map($).filter((rule) => rule?.matches('.rule'));
    return element('div', {class: 'fault'},
        element('p', {}, name && element('b', {}, name), name && ': ', STATUSES[decoded.status],
                param ? `. Allowed: ${limits(param)}` : '', `. Byte ${decoded.offset}: ${where}.`),
        element('p', {class: 'rule'}, 'Rules, ', element('a', {href: '#section-10'}, 'section 10'), `: ${when}`,
                ...(param ? [`; ${name}: `, ruleLink(ruleOf({name: 'value', field: decoded.field}, request))] : [])),
        ...texts.map((rule) => element('p', {class: 'rule'}, ...[...rule.childNodes].map((node) => node.cloneNode(true)))));
}

function valueRow(field, token, decoded, request) {
    const param = paramOf(field);
    const text = token && token.length ? shown(token.bytes) : '';
    const unset = decoded.deviations && triples(decoded.deviations, 2)
        .some(([deviation, of]) => of === field && DEVIATIONS[deviation - 1].name === 'unset');
    const defaulted = decoded.defaulted & (1 << field);
    const note = defaulted ? `default ${param.default}` : unset ? 'unset' : meaning(field, text);
    return element('tr', {}, element('th', {scope: 'row'}, param.name), element('td', {class: 'mono'}, text),
                   element('td', {}, note), element('td', {class: 'limits'}, limits(param)),
                   element('td', {}, ruleLink(ruleOf({name: 'value', field}, request))));
}

function valueTable(decoded, tokens, request) {
    const form = FORMS.get(decoded.kind);
    const fields = form ? fieldsOf(form).filter((field) => !request || paramOf(field).form !== 'output') : [];
    if (!fields.length) return null;
    const heads = ['Parameter', 'Value', 'Meaning', 'Limits', 'Rule'];
    const rows = fields.map((field) =>
        valueRow(field, tokens.find((token) => token.name === 'value' && token.field === field), decoded, request));
    return element('div', {class: 'scroll'}, element('table', {},
        element('thead', {}, element('tr', {}, ...heads.map((head) =>
            element('th', {scope: 'col', class: head === 'Limits' ? 'limits' : ''}, head)))),
        element('tbody', {}, ...rows)));
}

function canonicalOf(decoded) {
    if (decoded.refused) return element('p', {class: 'canonical'}, `No canonical form: ${STATUSES[decoded.refused]}`);
    const text = shown(decoded.canonical);
    return element('p', {class: 'canonical'}, element('span', {}, 'Canonical'), element('code', {}, text), copyButton(text));
}

function deviationsOf(decoded) {
    const texts = triples(decoded.deviations ?? [], 2).map(([deviation, field]) =>
        [nameOf(field), `${DEVIATIONS[deviation - 1].name} (${DEVIATIONS[deviation - 1].text})`].filter(Boolean).join(': '));
    return texts.length ? element('p', {class: 'about'}, 'Deviations, ', ruleLink('R28'), `: ${texts.join('; ')}`) : null;
}

function chip(decoded) {
    const tone = decoded.status === 'ok' ? 'good' : decoded.status === 'not_ours' ? 'quiet' : 'bad';
    return element('span', {class: `chip ${tone}`}, STATUSES[decoded.status]);
}

// The result of one decoder for a message.
function reading(title, decoders, decoded, message) {
    const request = !message.tolerant;
    const tokens = tokensOf(decoded, message.text);
    const good = decoded.status === 'ok';
    return element('section', {
        'data-decoders': decoders, 'data-status': decoded.status, 'data-error-field': nameOf(decoded.field),
        'data-error-offset': decoded.offset, 'data-used': decoded.used, 'data-refused': decoded.refused ?? '',
        'data-deviations': (decoded.deviations ?? []).join(' '),
    }, element('h4', {}, element('span', {class: request ? 'hidden' : ''}, title), ' ', chip(decoded)), ...tokenLine(tokens, request),
       ...(good ? [deviationsOf(decoded), valueTable(decoded, tokens, request), canonicalOf(decoded)]
           : decoded.status === 'not_ours' ? [] : [faultOf(decoded, request)]).filter(Boolean));
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function messageItem(message, number) {
    const {strict, tolerant} = message;
    const request = !tolerant;
    const best = strict.status === 'ok' || request ? strict : tolerant;
    if (strict.status === 'not_ours' && (request || tolerant.status === 'not_ours') && !message.exact)
        return element('li', {class: 'other', 'data-line': number}, `${number}  `, element('code', {}, shown(message.text) || ' '));
    const readings = request ? [reading('Request', 'strict', strict, message)]
        : same(strict, tolerant) ? [reading('Strict and tolerant', 'strict tolerant', strict, message)]
        : [reading('Strict', 'strict', strict, message), reading('Tolerant', 'tolerant', tolerant, message)];
    return element('li', {'data-line': number},
        element('div', {class: 'title'}, `line ${number}`, element('b', {}, request ? 'request' : 'response'),
                best.status === 'ok' ? titleOf(best.kind, request) : ''),
        element('div', {class: `columns ${readings.length > 1 ? 'two' : ''}`}, ...readings));
}

const ITEMS_MAX = 300; // limit of shown messages, because more make a browser slow

function showLines(lines) {
    const items = lines.flatMap((messages, i) => messages.map((message) => [message, i + 1]))
        .filter(([{text}]) => text.trim());
    const ours = items.filter(([{strict, tolerant}]) => strict.status !== 'not_ours' || (tolerant && tolerant.status !== 'not_ours'));
    const wrong = ours.filter(([{strict, tolerant}]) => strict.status !== 'ok' && !(tolerant && tolerant.status === 'ok'));
    $('summary').textContent = items.length
        ? `${plural(lines.length, 'line')}, ${plural(ours.length, 'message')}, ${plural(wrong.length, 'error')}` +
          (items.length > ITEMS_MAX ? `; the first ${ITEMS_MAX} are shown` : '') +
          '. Point at a token, or select it with the Tab and arrow keys, to see its meaning.'
        : '';
    $('messages').replaceChildren(...items.slice(0, ITEMS_MAX).map(([message, number]) => messageItem(message, number)));
}

function showBytes(bytes, role = $('role').value) {
    return showLines(library.log(bytes, Number(role)));
}

// Shows all of `bytes` as one line, even if they contain a line end.
function showLine(bytes, role) {
    const messages = library.line(bytes, role).map((message) => ({...message, exact: true}));
    $('messages').replaceChildren(...messages.map((message) => messageItem(message, 1)));
}

// --- the form ---------------------------------------------------------------------------------------------------------

const VERBS = [['read', 'read'], ['erase', 'erase']];

// The requests that can be built: title, kind and fields; `type` for a request without fields.
function buildable() {
    const {kinds} = table;
    const forms = table.forms.filter((form) => form.direction & IN_REQUEST);
    const title = (form) => form.name.toLowerCase().replace('_', ' ');
    const set = (form) => ({title: `${form.type}  ${title(form)}`, kind: form.kind, type: 0,
                            fields: fieldsOf(form).filter((field) => paramOf(field).form !== 'output')});
    const extended = forms.filter((form) => form.ex);
    return [
        [table.commands[0], [...forms.filter((form) => !form.ex).map(set), {title: '?  read', kind: kinds.read, type: 0, fields: []},
                             {title: '=?  test', kind: kinds.test, type: 0, fields: []}]],
        [table.commands[1], [
            ...extended.map((form) => ({...set(form), title: `${form.type},0  save ${title(form)}`})),
            ...VERBS.flatMap(([verb], i) => extended.map((form) => ({
                title: `${form.type},${i + 1}  ${verb} ${title(form)}`, kind: [kinds.exRead, kinds.exErase][i], type: form.type, fields: []}))),
            {title: '=?  test', kind: kinds.exTest, type: 0, fields: []}]],
    ];
}

const choices = buildable().flatMap(([, list]) => list);

function control(field) {
    const param = paramOf(field);
    const common = {id: `field-${param.name}`, 'data-field': field, 'aria-describedby': `limits-${param.name}`};
    if (param.kind === 'choice')
        return element('select', common, ...choicesOf(field).filter((choice) => !choice.reserved)
            .map(({value, text}) => element('option', {value}, `${value}  ${text}`)));
    const numeric = param.kind === 'number' || param.kind === 'digits';
    return element('input', {...common, type: 'text', placeholder: param.default, autocomplete: 'off', spellcheck: 'false',
                             inputmode: numeric ? 'numeric' : undefined});
}

function drawFields() {
    const choice = choices[$('form').value];
    $('fields').replaceChildren(...choice.fields.map((field) => {
        const {name} = paramOf(field);
        return element('div', {}, element('label', {for: `field-${name}`}, name), control(field),
                       element('small', {id: `limits-${name}`}, limits(paramOf(field))));
    }));
    build();
}

// The value of a control; `fault` if it is no value that can be passed to the library.
function valueOf(input) {
    const field = Number(input.dataset.field);
    const param = paramOf(field);
    const text = input.value || param.default;
    if (param.kind === 'text' || param.kind === 'digits') return {field, bytes: new TextEncoder().encode(input.value)};
    const parts = param.kind === 'address' ? text.split('.') : [text];
    const numbers = parts.every((part) => /^\d{1,10}$/.test(part)) ? parts.map(Number) : [];
    if (numbers.length !== (param.kind === 'address' ? 4 : 1)) return {field, fault: text ? 'syntax' : 'missing'};
    if (numbers.some((number) => number > (param.kind === 'address' ? 0xff : 0xffffffff))) return {field, fault: 'range'};
    return param.kind === 'address' ? {field, octets: numbers} : {field, number: numbers[0]};
}

function build() {
    const choice = choices[$('form').value];
    const inputs = [...$('fields').querySelectorAll('[data-field]')];
    const values = inputs.map(valueOf);
    const wrong = values.find(({fault}) => fault);
    const built = wrong ? {status: wrong.fault, field: wrong.field} : library.request(choice.kind, choice.type, values);
    for (const input of inputs)
        input.setAttribute('aria-invalid', built.status !== 'ok' && Number(input.dataset.field) === built.field);
    const text = built.line === undefined ? '' : shown(built.line);
    $('built').replaceChildren(...(built.status === 'ok'
        ? [element('p', {class: 'canonical'}, element('code', {}, text), copyButton(text),
                   element('button', {type: 'button', class: 'copy', onclick: () => takeApart(text)}, 'Take apart'))]
        : [chip(built), ' ', nameOf(built.field) && element('b', {}, nameOf(built.field)),
           paramOf(built.field) ? `: ${limits(paramOf(built.field))}` : '']));
    $('built').dataset.status = built.status;
    $('built').dataset.line = text;
}

function takeApart(text) {
    $('text').value = text;
    $('role').value = '0';
    showBytes(new TextEncoder().encode(text));
    $('text').focus();
}

// --- CoAP -------------------------------------------------------------------------------------------------------------

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const dotted = (code) => `${code >> 5}.${String(code & 31).padStart(2, '0')}`;

function parseHex(text) {
    const digits = text.replace(/0x/gi, '').replace(/[\s:,;-]/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) return null;
    return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const HEADER = 4; // bytes before the token (RFC 7252, 3)

// The bytes of a datagram in parts. Each part has a CSS class.
function pieces(bytes, message) {
    const cuts = [[0, HEADER, 'header'], [HEADER, HEADER + message.token, 'token-bytes']];
    for (const {begin, at, len, end} of message.options)
        cuts.push([begin, len ? at : end, 'option'], [len ? at : end, end, 'option-value']);
    const {payload} = message;
    if (payload.len) cuts.push([payload.at - 1, payload.at, 'option'], [payload.at, bytes.length, 'payload']);
    return cuts.filter(([begin, end]) => end > begin)
        .map(([begin, end, kind]) => element('span', {class: kind}, hex(bytes.slice(begin, end))));
}

const latin1Of = (bytes) => String.fromCharCode(...bytes);
const isText = (bytes) => bytes.every((byte) => byte >= 0x20 && byte !== 0x7f);

function optionRow(option, bytes) {
    const value = bytes.slice(option.at, option.at + option.len);
    const text = option.number !== undefined ? [option.number, option.text].filter((part) => part !== undefined && part !== '').join(' ')
        : option.text !== undefined ? shown(option.text) : hex(value);
    return [`${option.name || 'option'} (${option.option})`, text];
}

const linkText = ([kind, name, value]) => ({target: `<${value}>`, flag: name, token: `${name}=${value}`, quoted: `${name}="${value}"`})[kind];

function datagramRows(bytes, message) {
    const {payload} = message;
    const body = bytes.slice(payload.at, payload.at + payload.len);
    return [
        ['Type', message.type], ['Code', `${dotted(message.code)} ${message.codeName}`.trim()],
        ['Message ID', `${message.id} (0x${message.id.toString(16).padStart(4, '0')})`],
        ['Token', hex(bytes.slice(HEADER, HEADER + message.token)) || 'none'],
        ...message.options.map((option) => optionRow(option, bytes)),
        ['Payload', payload.len ? plural(payload.len, 'byte') : 'none'],
        ...(payload.len && isText(body) ? [['as text', shown(latin1Of(body))]] : []),
        ...(payload.links.length ? [['as links', payload.links.map(linkText).join('  ')]] : []),
    ];
}

function showDatagram(bytes) {
    const place = $('datagram');
    if (!bytes) return place.replaceChildren(element('p', {class: 'notice'}, 'The input is not a sequence of pairs of hexadecimal digits.'));
    if (!bytes.length) return place.replaceChildren();
    const message = library.datagram(bytes);
    place.dataset.status = message.status;
    if (message.status !== 'ok') {
        const {offset} = message;
        return place.replaceChildren(element('div', {}, element('p', {class: 'bytes'},
            element('span', {}, hex(bytes.slice(0, offset))), element('span', {class: 'fault-byte'}, hex(bytes.slice(offset)) || '…')),
            element('div', {class: 'fault'}, element('b', {}, 'not a CoAP message'), ` at byte ${offset} (RFC 7252, 3)`)));
    }
    return place.replaceChildren(element('div', {}, element('p', {class: 'bytes'}, ...pieces(bytes, message)),
        element('div', {class: 'scroll'}, element('table', {}, element('tbody', {}, ...datagramRows(bytes, message).map(([name, text]) =>
            element('tr', {}, element('th', {scope: 'row'}, name), element('td', {class: 'mono'}, text))))))));
}

// --- the page ---------------------------------------------------------------------------------------------------------

const EXAMPLES = {
    'A session': 'AT+QDMPCFG=1,117.161.2.7,5683,420\nOK\nAT+QDMPCFG?\n+QDMPCFG: 0,1\n+QDMPCFG: 1,117.161.2.7,5683,420\n' +
                 '+QDMPCFG: 2,M100000089, 95Go****,1,863703030822519\nOK',
    'Errors': 'AT+QDMPCFG=1,117.161.2.7,5683,299\nAT+QDMPCFG=2,M100000089,"secret",1,863703030822519\nAT+QDMPCFGEX=1,0,"A0-B1\n' +
              '+QDMPCFGEX: 3,v1,name,more',
    'Deviations': '> +QDMPCFG: 2,,    ***,0,\n+QDMPCFG: 6,"1"\n+QDMPCFG: (0-6)',
    'A log': '[11:35:02.123] TX: AT+QDMPCFGEX=2,0,"16G","8M","ARM","V2"\n[11:35:02.180] RX: OK\n11:35:04 modem: +CEREG: 1\n' +
             '11:35:05 modem: +QDMPCFG: 6,6',
};
const DATAGRAMS = {'A register': '44 02 12 34 01 00 00 01 b2 72 64 11 28 38 65 70 3d 31 32 33 34 35 ff 3c 2f 3e 3b 72 74 3d 22 6f 6d ' +
                                 '61 2e 6c 77 6d 32 6d 22 2c 3c 2f 31 2f 30 3e',
                   'An answer': '64 41 12 34 12 00 00 00 82 72 64 08 41 42 43 44 31 32 33 34',
                   'An acknowledgement': '60 00 12 34'};

const debounce = (call, time) => {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(call, time); };
};

function exampleButtons(place, examples, show) {
    place.append(...Object.entries(examples).map(([name, text]) =>
        element('button', {type: 'button', onclick: () => show(text)}, name)));
}

function guarded(call) {
    complain('');
    try {
        call();
    } catch (error) {
        complain(error.message);
    }
}

const readText = () => guarded(() => showBytes(new TextEncoder().encode($('text').value)));
const readHex = () => guarded(() => showDatagram(parseHex($('hex').value)));

$('text').addEventListener('input', debounce(readText, 120));
$('hex').addEventListener('input', debounce(readHex, 120));
$('role').addEventListener('change', readText);
$('file').addEventListener('change', async ({target}) => {
    const [file] = target.files;
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    guarded(() => showBytes(bytes));
});
exampleButtons($('examples'), EXAMPLES, (text) => { $('role').value = '0'; $('text').value = text; readText(); });
exampleButtons($('datagrams'), DATAGRAMS, (text) => { $('hex').value = text; readHex(); });

$('form').append(...buildable().map(([command, list]) => element('optgroup', {label: command},
    ...list.map((choice) => element('option', {value: choices.findIndex(({kind, type}) => kind === choice.kind && type === choice.type)},
                                    choice.title)))));
$('form').value = choices.findIndex(({fields}) => fields.length > 2);
$('form').addEventListener('change', drawFields);
for (const event of ['input', 'change'])
    $('builder').addEventListener(event, ({target}) => target.id === 'form' || build());
$('builder').addEventListener('submit', (event) => event.preventDefault());
drawFields();
$('text').value = EXAMPLES['A session'];
readText();
