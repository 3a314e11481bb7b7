import type { CommandSpec } from '../../core/command.ts';

/** A help page that is about no single command. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly render: (commands: readonly CommandSpec[]) => string | Promise<string>;
}

/** Joins a title and blocks of lines with empty lines between them. */
export function topicPage(title: string, ...blocks: readonly (readonly string[])[]): string {
  return `${[title, ...blocks.flatMap((block) => ['', ...block])].join('\n')}\n`;
}
