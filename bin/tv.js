#!/usr/bin/env node
// Plain old syntax on purpose: an old Node must be able to read this far and say what is wrong.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && (parts[1] < 18 || (parts[1] === 18 && parts[2] < 1)))) {
  process.stderr.write(
    'error: `tv` needs Node 20.18.1 or newer, and this is ' +
      process.version +
      '\n' +
      'hint: install a current Node from https://nodejs.org or with your version manager\n',
  );
  process.exitCode = 2;
} else {
  if (parts[0] >= 22) enableCompileCache();
  start();
}

function enableCompileCache() {
  var nodeModule = require('node:module');
  if (typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache();
}

function start() {
  try {
    require.resolve('../dist/start.js');
  } catch (_error) {
    process.stderr.write(
      'error: `tv` is not built\nhint: run `npm run build` in the folder of its sources\n',
    );
    process.exitCode = 2;
    return;
  }
  require('../dist/start.js');
}
