import type { Plugin } from 'rolldown';
import { minifySync } from 'rolldown/utils';

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
    // conf compares versions only for migrations, and has none to do.
    module: /\/semver\/index\.js$/,
    code: 'module.exports = {};',
  },
  {
    // Bodies are strings; FormData, streams and the like would need half of fetch.
    module: /\/undici\/lib\/web\/fetch\/body\.js$/,
    code: "exports.extractBody = () => { throw new Error('Only strings can be sent') };",
  },
  {
    // No question is answered in an editor.
    module: /\/@inquirer\/external-editor\/dist\/index\.js$/,
    code: "export const editAsync = () => { throw new Error('The editor is not bundled') };",
  },
  {
    module: /\/ajv-formats\/dist\/index\.js$/,
    code: "module.exports = () => { throw new Error('ajv-formats is not bundled') };",
  },
  {
    // cli-table3 is given printable ASCII and an ellipsis, painted or not; what else there is is drawn without it.
    module: /\/string-width\/index\.js$/,
    code: "module.exports = (text) => text.replace(/\\u001b\\[\\d+m/g, '').length;",
  },
  {
    // Whether to paint is decided for each stream before chalk is loaded.
    module: /\/chalk\/source\/vendor\/supports-color\/index\.js$/,
    code: 'export default { stdout: false, stderr: false };',
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

/** Shortens third-party chunks, which are read at every start: names of functions stay, so that stack traces can be read. */
export function shortVendors(isVendor: (moduleId: string) => boolean): Plugin {
  return {
    name: 'short-vendors',
    // After the chunks are printed, which would put the white space back.
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || chunk.moduleIds.length === 0 || !chunk.moduleIds.every(isVendor))
          continue;
        chunk.code = minifySync(chunk.fileName, chunk.code, {
          compress: false,
          mangle: { toplevel: false, keepNames: true },
          codegen: { removeWhitespace: true, legalComments: 'inline' },
        }).code;
      }
    },
  };
}

/** Chunks that are needed at once and often; asking for them at each use would only cost time. */
const everywhere = ['./core.js', './failure.js', './json.js', './rolldown-runtime.js'];

/** Chunks that answer a Tab, where even the errors are not loaded until there is one. */
const quickest = ['completion', 'places'];

/**
 * Loads Node's own modules and other chunks where they are first used: `let node_crypto = require("node:crypto")` at the
 * top of a chunk would load them for every command that loads the chunk. Importing does nothing in this house, so when
 * it happens does not matter.
 */
export function lazyRequires(): Plugin {
  return {
    name: 'lazy-requires',
    renderChunk(code, chunk) {
      const eager = quickest.includes(chunk.name) ? ['./rolldown-runtime.js'] : everywhere;
      let lazy = code;
      for (const [line = '', name = '', specifier = ''] of code.matchAll(
        /^(?:let|const) (\w+) = require\("(node:[^"]+|\.[^"]+)"\);\n/gm,
      )) {
        const unwrapping = new RegExp(`^${name} = require_rolldown_runtime\\.__toESM\\(${name}.*\\n`, 'm');
        const unwraps = unwrapping.test(code);
        if (eager.includes(specifier) || (unwraps && !specifier.startsWith('node:'))) continue;
        lazy = lazy
          .replace(line, '')
          .replace(unwrapping, '')
          .replace(
            new RegExp(`\\b${name}${unwraps ? '(?:\\.default\\b|\\b)' : '\\b'}`, 'g'),
            `(require("${specifier}"))`,
          );
      }
      return lazy === code ? null : lazy;
    },
  };
}
