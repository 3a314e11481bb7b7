// Makes scripts/recording/tour.svg from a real run of the binary on the sandbox, in a pseudo-terminal: `npm run recording`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { screenLines } from './screen.mjs';
import { drawSvg } from './svg.mjs';

const columns = 108;
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'tv-recording-'));

const lines = [
  ['tokensets', 'list', '--user', 'ada@example.com'],
  ['apps', 'check', 'Acme Web', 'Acme Dashboard'],
  ['connections', 'disable', 'github', '--dry-run'],
];

function play(args) {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      TV_CONFIG_DIR: join(home, 'c'),
      TV_STATE_DIR: join(home, 's'),
      TERM: 'xterm-256color',
    };
    const child = spawn(process.execPath, [join(root, 'bin/tv.js'), ...args], {
      cols: columns,
      rows: 60,
      env,
      cwd: home,
    });
    let output = '';
    child.onData((data) => {
      output += data;
    });
    child.onExit(() => resolve(output));
  });
}

async function main() {
  let output = '';
  for (const line of lines) {
    const shown = line.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ');
    output += `\u001b[1m$ tv -p sandbox ${shown}\u001b[0m\r\n${await play(['-p', 'sandbox', ...line])}\r\n`;
  }
  writeFileSync(
    join(root, 'scripts/recording/tour.svg'),
    drawSvg(await screenLines(output, columns), columns, 'tv on the sandbox'),
  );
}

main().finally(() => rmSync(home, { recursive: true, force: true }));
