import type { Plugin } from 'rolldown';
import { version } from '../../package.json';
import { commands, groups } from '../../src/cli/catalogue.ts';
import type { BuiltPages } from '../../src/cli/first-stage.ts';
import { renderPage, renderTopic, topicNames } from '../../src/cli/help.ts';

/** Renders every help page with the program's own renderer. */
export async function renderPages(): Promise<BuiltPages> {
  const names = ['', ...groups.map(({ name }) => name), ...commands.map(({ path }) => path.join(' '))];
  const pages = names.map((name) => [
    name,
    renderPage(
      name.split(' ').filter((word) => word !== ''),
      commands,
      groups,
    ),
  ]);
  const topics = topicNames.map(async (name) => [name, await renderTopic(name, commands)]);
  return {
    version,
    groups: groups
      .map(({ name }) => name)
      .filter((name) => !commands.some(({ path }) => path.length === 1 && path[0] === name)),
    topics: Object.fromEntries(await Promise.all(topics)),
    pages: Object.fromEntries(pages),
  };
}

/** Writes `help.json`, from which plain requests for help are answered without loading anything. */
export function builtPages(): Plugin {
  return {
    name: 'built-pages',
    async generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'help.json',
        source: JSON.stringify(await renderPages()),
      });
    },
  };
}
