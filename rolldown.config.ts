import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';
import { chunkGroups } from './scripts/build/chunks.ts';
import { thirdPartyNotices } from './scripts/build/notices.ts';
import { packageFolder } from './scripts/build/packages.ts';
import { builtPages } from './scripts/build/pages.ts';
import { lazyRequires, shortVendors, withoutUnreachable } from './scripts/build/slim.ts';

const root = dirname(fileURLToPath(import.meta.url));

export default defineConfig({
  input: { start: 'src/start.ts' },
  platform: 'node',
  // `start` exports nothing; the chunks of `chunkGroups` leave the choice to rolldown, which wants it said.
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  checks: { ineffectiveDynamicImport: false },
  plugins: [
    withoutUnreachable(),
    lazyRequires(),
    shortVendors((id) => packageFolder(id) !== undefined),
    builtPages(),
    thirdPartyNotices(),
  ],
  output: {
    dir: 'dist',
    format: 'cjs',
    // A build beside running tests must not take their files away; CI and packing start from a clean folder.
    cleanDir: process.env.CI === 'true' || process.env.npm_command === 'pack',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    comments: { legal: true, jsdoc: false, annotation: false },
    codeSplitting: { groups: chunkGroups(root) },
  },
});
