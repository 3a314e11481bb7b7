import type { Plugin } from 'rolldown';
import { version } from '../../package.json';
import { commands, groups } from '../../src/cli/catalogue.ts';
import { type CompletionTree, completionTree } from '../../src/cli/completion/tree.ts';
import type { BuiltPages } from '../../src/cli/first-stage.ts';
import { renderPage, renderTopic, topicNames } from '../../src/cli/help.ts';
import { topics } from '../../src/cli/topics/topics.ts';
import { scripts } from '../../src/commands/completion/shells.ts';
import { refusalCodes } from '../../src/vault/exchange/catalogue.ts';
import { rules } from '../../src/vault/rules/registry.ts';

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
    groups: groups
      .map(({ name }) => name)
      .filter((name) => !commands.some(({ path }) => path.length === 1 && path[0] === name)),
    topics: Object.fromEntries(await Promise.all(topics)),
    pages: Object.fromEntries(pages),
    scripts,
  };
}

/** Everything completion offers without looking at the machine. */
export function buildCompletionTree(): CompletionTree {
  return completionTree(commands, groups, {
    topics: topics.map(({ name, summary }) => ({ value: name, summary })),
    rules: rules.map(({ id, title }) => ({ value: id, summary: title })),
    errorCodes: refusalCodes.map((value) => ({ value, summary: '' })),
  });
}

/** Writes `help.json`, `completion.json` and `version.json`, from which quick answers come without loading the program. */
export function builtPages(): Plugin {
  return {
    name: 'built-pages',
    async generateBundle() {
      const files = {
        'help.json': await renderPages(),
        'completion.json': buildCompletionTree(),
        'version.json': version,
      };
      for (const [fileName, content] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source: JSON.stringify(content) });
      }
    },
  };
}
