import { shellQuote } from '../../core/text.ts';
import { commandLine, withProfileAfterName } from '../rules/command-line.ts';

/** What `{app}`, `{connection}` and `{user}` of the catalogue stand for; what is not known stays a `<placeholder>`. */
export interface Names {
  readonly app?: string;
  readonly connection?: string;
  readonly user?: string;
  /** Profile that commands must name to meet the same tenant. */
  readonly profile?: string | null;
}

/** A sentence of the catalogue about these things. */
export function fillSentence(text: string, names: Names): string {
  return text.replace(/\{(app|connection|user)\}/g, (_, name: 'app' | 'connection' | 'user') => {
    return names[name] ?? `<${name}>`;
  });
}

/** A fix of the catalogue about these things; a command can be pasted when everything in it is known, and names the profile. */
export function fillFix(text: string, names: Names): string {
  if (!text.startsWith('tv ')) return withProfile(fillSentence(text, names), names.profile ?? null);
  const unknown: string[] = [];
  const parts = text
    .slice('tv '.length)
    .split(' ')
    .map((part) => {
      const filled = fillSentence(part, names);
      if (/^<\w+>$/.test(filled)) unknown.push(filled);
      return filled;
    });
  const line = commandLine({ profile: names.profile ?? null }, parts);
  return unknown.reduce((shown, name) => shown.replace(shellQuote(name), name), line);
}

/** Commands inside a sentence; one word, as in `tv exchange`, names a command and is none to paste. */
function withProfile(text: string, profile: string | null): string {
  if (profile === null) return text;
  return text.replace(
    /`tv (\S+ [^`]+)`/g,
    (_, words: string) => `\`tv ${withProfileAfterName(words.split(' '), profile).join(' ')}\``,
  );
}
