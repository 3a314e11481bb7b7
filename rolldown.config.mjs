import { defineConfig } from 'rolldown';

/** Packages that must stay in files of their own, so that a command loads only those it uses. */
const vendors = [
  'commander',
  'undici',
  'jose',
  'zod',
  'conf',
  'cli-table3',
  'chalk',
  'yaml',
  '@inquirer/prompts',
];

export default defineConfig({
  input: { main: 'src/main.ts' },
  platform: 'node',
  external: ['@napi-rs/keyring'],
  output: {
    dir: 'dist',
    format: 'cjs',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    comments: { legal: true },
  },
});
export { vendors };
