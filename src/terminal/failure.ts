import type { TvError } from '../core/errors.ts';
import { isMachineFormat, type OutputFormat } from '../core/globals.ts';
import type { OutputStream } from '../core/host.ts';
import { isObject } from '../core/json.ts';
import { scrub } from '../core/secret.ts';
import { stripControls } from '../core/text.ts';
import { type Environment, loadPalette, type Palette, wantsColour } from './colour.ts';
import { jsonLine } from './documents.ts';
import { wrapWidth } from './render-options.ts';
import { wrapText } from './wrap.ts';

/** How and where an error is told. */
export interface FailureOptions {
  readonly format: OutputFormat;
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly colourFlag: boolean | undefined;
  /** Shows the stack of a bug. */
  readonly debug: boolean;
}

/** Tells an error on stderr: lines for people, or one JSON line that is the last of the machine formats. Never shows a secret or obeys a control sequence. */
export async function renderFailure(error: TvError, options: FailureOptions): Promise<void> {
  const { format, stderr, env, colourFlag } = options;
  const stack = options.debug ? stackOf(error) : undefined;
  if (isMachineFormat(format)) {
    const shown = { ...error.toJSON(), ...(stack === undefined ? {} : { stack }) };
    await stderr.write(`${jsonLine({ error: cleanJson(shown) })}\n`);
    return;
  }
  const palette = await loadPalette(wantsColour(stderr, env, colourFlag));
  const width = wrapWidth(stderr);
  await stderr.write(`${[...failureLines(error, width, palette), ...(stack ?? [])].join('\n')}\n`);
}

/** The lines people are told of an error: what, why, what to do. */
export function failureLines(error: TvError, width: number, palette: Palette): readonly string[] {
  const { cause, docs, requestId, missingScopes, extra } = error.details;
  const hint = error.hint;
  return [
    ...labelled('error', error.message, palette.bad, width),
    ...(cause === undefined ? [] : labelled('cause', cause, palette.strong, width)),
    ...diagnosisLines(extra?.diagnosis, width, palette),
    ...scopeLines(missingScopes ?? [], `${error.message} ${cause ?? ''} ${hint ?? ''}`, width, palette),
    ...(hint === undefined ? [] : labelled('hint', hint, palette.strong, width)),
    ...(docs === undefined ? [] : labelled('docs', docs, palette.strong, width)),
    ...(requestId === undefined ? [] : labelled('request id', requestId, palette.muted, width)),
  ];
}

type Paint = (text: string) => string;

function labelled(label: string, text: string, paint: Paint, width: number): readonly string[] {
  const lines = wrapText(clean(text), { width, first: `${label}: `, rest: '  ' });
  return lines.map((line, index) =>
    index === 0 ? `${paint(`${label}:`)}${line.slice(label.length + 1)}` : line,
  );
}

/** What is likely wrong with an exchange and what mends it (product section 10). */
function diagnosisLines(diagnosis: unknown, width: number, palette: Palette): readonly string[] {
  if (!Array.isArray(diagnosis) || diagnosis.length === 0) return [];
  const lines = diagnosis
    .filter(isObject)
    .flatMap(({ cause, fix }) => [
      ...wrapText(clean(String(cause ?? 'Unknown')), { width, first: '  - ' }),
      ...(fix === null || fix === undefined
        ? []
        : wrapText(clean(String(fix)), { width, first: '    fix: ', rest: '      ' })),
    ]);
  return [palette.strong('likely causes:'), ...lines];
}

function scopeLines(
  scopes: readonly string[],
  said: string,
  width: number,
  palette: Palette,
): readonly string[] {
  if (scopes.every((scope) => said.includes(scope))) return [];
  return labelled('missing scopes', scopes.join(' '), palette.strong, width);
}

/** Only a bug has a stack worth showing. */
function stackOf(error: TvError): readonly string[] | undefined {
  if (error.code !== 'internal.bug') return undefined;
  const { origin } = error.details;
  const stack = origin instanceof Error ? origin.stack : error.stack;
  return stack?.split('\n').map((line) => `  ${clean(line).trim()}`);
}

function clean(text: string): string {
  return stripControls(scrub(text));
}

function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanJson(item)]));
}
