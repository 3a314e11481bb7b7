import { bashScript } from './scripts/bash.ts';
import { fishScript } from './scripts/fish.ts';
import { powershellScript } from './scripts/powershell.ts';
import { zshScript } from './scripts/zsh.ts';

/** Shells that completion works in. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
/** One of them. */
export type Shell = (typeof shells)[number];

/** The completion script of each shell, as `completions/` keeps it. */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** File names under which shells, and the folder `completions/`, keep the scripts. */
export const scriptFiles: Readonly<Record<Shell, string>> = {
  bash: 'tv.bash',
  zsh: '_tv',
  fish: 'tv.fish',
  powershell: 'tv.ps1',
};
