import type { Plugin } from 'rolldown';

/** Modules of packages that no command can reach, and what stands in for them. */
const unreachable: readonly { readonly module: RegExp; readonly code: string }[] = [
  {
    // HTTP/2 needs `allowH2`, which is never set; its module loads `node:http2` at once, a tenth of a short command.
    module: /\/undici\/lib\/dispatcher\/client-h2\.js$/,
    code: "module.exports = () => { throw new Error('HTTP/2 is not bundled') };",
  },
  {
    // conf checks files only when it is given a schema; profiles are checked by zod.
    module: /\/ajv\/dist\/2020\.js$/,
    code: "exports.Ajv2020 = exports.default = class { constructor() { throw new Error('ajv is not bundled') } };",
  },
  {
    module: /\/ajv-formats\/dist\/index\.js$/,
    code: "module.exports = () => { throw new Error('ajv-formats is not bundled') };",
  },
];

/** Lines of packages that load one of Node's own modules at once for something that no command, or no good day, needs. */
const eager: readonly { readonly module: RegExp; readonly line: string; readonly instead: string }[] = [
  {
    // For subcommands that are programs of their own.
    module: /\/commander\/lib\/command\.js$/,
    line: "const childProcess = require('node:child_process');",
    instead: 'const childProcess = {};',
  },
  {
    // To tell a request of a server that is sent on as a body.
    module: /\/undici\/lib\/core\/util\.js$/,
    line: "const { IncomingMessage } = require('node:http')",
    instead: 'class IncomingMessage {}',
  },
  {
    // For Node's default of this one number.
    module: /\/undici\/lib\/dispatcher\/client\.js$/,
    line: "const http = require('node:http')",
    instead: 'const http = { maxHeaderSize: 16384 }',
  },
];

const assertLine = "const assert = require('node:assert')";
const assertWhenItFails =
  "const assert = (value, message) => { if (!value) require('node:assert')(value, message) }";

/** Leaves out of the bundle what packages load at start and `tv` never uses. */
export function withoutUnreachable(): Plugin {
  return {
    name: 'without-unreachable',
    load: {
      filter: { id: unreachable.map(({ module }) => module) },
      handler(id) {
        return unreachable.find(({ module }) => module.test(id.replaceAll('\\', '/')))?.code;
      },
    },
    transform: {
      filter: { id: [/\/node_modules\/(commander|undici)\//] },
      handler(code, id) {
        const found = eager.filter(({ module }) => module.test(id.replaceAll('\\', '/')));
        const missing = found.find(({ line }) => !code.includes(line));
        if (missing !== undefined) throw new Error(`${id} has changed: it lacks \`${missing.line}\``);
        const slim = found.reduce((text, { line, instead }) => text.replace(line, instead), code);
        return /\bassert\.\w/.test(slim) ? slim : slim.replace(assertLine, assertWhenItFails);
      },
    },
  };
}

/**
 * Loads Node's own modules where they are first used: `let node_crypto = require("node:crypto")` at the top of a chunk
 * would load them for every command that loads the chunk.
 */
export function lazyBuiltins(): Plugin {
  return {
    name: 'lazy-builtins',
    renderChunk(code) {
      let lazy = code;
      for (const [line = '', name = '', specifier = ''] of code.matchAll(
        /^let (node_\w+) = require\(("node:[^"]+")\);\n/gm,
      )) {
        const uses = new RegExp(`\\b${name}\\b`, 'g');
        // A default import is unwrapped at the top of the chunk, so it is needed there.
        if (new RegExp(`^${name} = `, 'm').test(code)) continue;
        lazy = lazy.replace(line, '').replace(uses, `(require(${specifier}))`);
      }
      return lazy === code ? null : lazy;
    },
  };
}
