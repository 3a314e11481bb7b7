import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { packageFolder, readManifest } from './packages.ts';

const rule = '-'.repeat(80);

function licenceText(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  return files
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

function notice(folder: string): string {
  const { name, version, license, homepage, repository } = readManifest(folder);
  const source = typeof repository === 'string' ? repository : repository?.url;
  const text = licenceText(folder);
  if (license === undefined && text === '') throw new Error(`${name} is bundled and has no licence`);
  return [
    rule,
    `${name} ${version}`,
    `Licence: ${license ?? 'see below'}`,
    `Source: ${homepage ?? source?.replace(/^git\+/, '') ?? `https://www.npmjs.com/package/${name}`}`,
    '',
    text === '' ? `(The package ships no licence file; it is offered under ${license}.)` : text,
    '',
  ].join('\n');
}

/** Writes the licences of everything that was bundled to `THIRD-PARTY-NOTICES.txt`. */
export function thirdPartyNotices(): Plugin {
  return {
    name: 'third-party-notices',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined));
      const notices = [...folders].map(notice).sort();
      this.emitFile({
        type: 'asset',
        fileName: 'THIRD-PARTY-NOTICES.txt',
        source: `tv bundles the packages below, each under its own licence.\n\n${notices.join('\n')}`,
      });
    },
  };
}
