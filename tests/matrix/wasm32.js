// SPDX-License-Identifier: MIT
// Runs the program of machine_wasm32.c: node wasm32.js FILE.wasm
'use strict';
const fs = require('fs');
let memory;
const say = (at) => {
    const bytes = new Uint8Array(memory.buffer, at);
    fs.writeSync(1, Buffer.from(bytes.subarray(0, bytes.indexOf(0))));
};
const imports = {machine: {say, leave: (status) => process.exit(status)}};
const program = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(process.argv[2])), imports);
memory = program.exports.memory;
program.exports.main();
