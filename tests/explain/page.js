// SPDX-License-Identifier: MIT
// Functions that read the page for the tests. The tests load this script after the page.
'use strict';

const latin1Bytes = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));

function readSection(section) {
    const {dataset} = section;
    const tokens = [...section.querySelectorAll('.token')].map((token) =>
        [token.dataset.kind, token.dataset.field, token.dataset.offset, token.dataset.length].join(':') + ',').join('');
    const canonical = section.querySelector('.canonical code');
    return {status: dataset.status, field: dataset.errorField, offset: dataset.errorOffset, used: dataset.used, tokens,
            refused: dataset.refused, deviations: dataset.deviations, canonical: canonical ? canonical.textContent : null,
            shown: [...section.querySelectorAll('.token')].map((token) => token.textContent)};
}

// For each message of the list, the shown result of each decoder.
function readMessages() {
    return [...document.querySelectorAll('#messages > li')].map((item) => {
        const readings = {line: Number(item.dataset.line)};
        for (const section of item.querySelectorAll('[data-decoders]'))
            for (const decoder of section.dataset.decoders.split(' ')) readings[decoder] = readSection(section);
        return readings;
    });
}

function drawLine(text, role) {
    showLine(latin1Bytes(text), role);
    return readMessages();
}

function drawDatagram(text) {
    document.getElementById('hex').value = text;
    readHex();
    const place = document.getElementById('datagram');
    return {status: place.dataset.status, bytes: [...place.querySelectorAll('.bytes span')].map((span) => span.textContent).join(' '),
            rows: [...place.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent))};
}

// The texts whose contrast with their background is too low (WCAG 2.2, 1.4.3), each with its contrast.
function lowContrasts(least) {
    const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const ground = (node) => {
        for (; node; node = node.parentElement) {
            const colour = numbers(getComputedStyle(node).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const low = new Set();
    for (const node of document.querySelectorAll('body *')) {
        if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()) || !node.offsetParent) continue;
        const [a, b] = [luminance(numbers(getComputedStyle(node).color)), luminance(ground(node))].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < least) low.add(`${node.tagName}.${node.className}: ${contrast.toFixed(2)}`);
    }
    return [...low];
}

// The controls that have no name for a screen reader.
function unnamed() {
    const labelled = (node) => node.labels?.length || node.getAttribute('aria-label') || node.textContent.trim();
    return [...document.querySelectorAll('button, input, select, textarea, a')].filter((node) => !labelled(node))
        .map((node) => node.outerHTML.slice(0, 80));
}
