import type { Palette } from './colour.ts';

/** inquirer's look in the palette of the stream; its own looks at stdout, and not at `NO_COLOR`. */
export function promptTheme(palette: Palette) {
  const same = (text: string): string => text;
  return {
    prefix: { idle: palette.strong('?'), done: palette.good('✓') },
    spinner: { interval: 80, frames: ['-', '\\', '|', '/'] },
    icon: {
      cursor: '❯',
      checked: palette.good('◉'),
      unchecked: '◯',
      disabledChecked: palette.good('◉'),
      disabledUnchecked: '-',
    },
    style: {
      answer: palette.good,
      message: palette.strong,
      error: (text: string) => palette.bad(`> ${text}`),
      defaultAnswer: (text: string) => palette.muted(`(${text})`),
      help: palette.muted,
      highlight: palette.strong,
      key: palette.strong,
      disabled: palette.muted,
      description: palette.muted,
      searchTerm: same,
      maskedText: '(typing is hidden)',
      confirmDefault: (text: string) => text.toUpperCase(),
      renderSelectedChoices: (choices: readonly { readonly short: string }[]) =>
        choices.map(({ short }) => short).join(', '),
      keysHelpTip: (keys: readonly (readonly [string, string])[]) =>
        palette.muted(keys.map(([key, action]) => `${key} ${action}`).join(', ')),
    },
  };
}
