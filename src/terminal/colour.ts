import type { Tone } from '../core/result.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Paints text by what it means. */
export type Palette = Readonly<Record<Tone, (text: string) => string>>;

/** The palette of a stream without colour. */
export const plainPalette: Palette = {
  good: (text) => text,
  bad: (text) => text,
  warn: (text) => text,
  muted: (text) => text,
  strong: (text) => text,
};

/**
 * Whether a stream is written to in colour: the flag, then `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, `TERM=dumb`, then
 * whether the stream is a terminal (https://no-color.org, https://bixense.com/clicolors).
 */
export function wantsColour(
  stream: { readonly isTTY: boolean },
  env: Environment,
  flag: boolean | undefined,
): boolean {
  if (flag !== undefined) return flag;
  if (isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (isSet(env.CLICOLOR_FORCE) && env.CLICOLOR_FORCE !== '0') return true;
  if (env.CLICOLOR === '0' || env.TERM === 'dumb') return false;
  return stream.isTTY;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** A palette of the terminal's own sixteen colours, which its owner has made readable on the background; loads chalk only when asked for colour. */
export async function loadPalette(colour: boolean): Promise<Palette> {
  if (!colour) return plainPalette;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    muted: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
  };
}
