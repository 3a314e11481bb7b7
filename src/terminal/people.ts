import type { Result, View } from '../core/result.ts';
import { stripControls } from '../core/text.ts';
import { loadPalette, type Palette, wantsColour } from './colour.ts';
import { shownColumns } from './fields.ts';
import { recordLines } from './record.ts';
import { columnsOf, type RenderOptions } from './render-options.ts';
import { writeRows, writeText } from './rows.ts';
import { tabbedRecord, tabbedText } from './separated.ts';
import { type Drawn, writeTable } from './table.ts';
import { type Listing, listingOf } from './views.ts';

/** Writes a result for people: aligned and fitted on a terminal, separated by tabs elsewhere. Resolves to what was drawn of a list. */
export async function writePeople(result: Result, options: RenderOptions): Promise<Drawn | undefined> {
  const { data, view } = result;
  const { stdout, fields } = options;
  if (view.kind === 'table') return writeList(listingOf(data, view), options);
  if (view.kind === 'findings' || view.kind === 'changes') {
    if (!stdout.isTTY || fields !== undefined) return writeList(listingOf(data, view), options);
    await writeText(stdout, await groupedText(data, view, options));
    return undefined;
  }
  if (view.kind === 'dashboard') {
    if (!stdout.isTTY || fields !== undefined) return writeList(listingOf(data, view), options);
    return writeDashboard(view, options);
  }
  if (view.kind === 'record' || fields !== undefined) {
    await writeText(stdout, await recordText(data, listingOf(data, view), options));
    return undefined;
  }
  await writeText(stdout, view.kind === 'message' ? messageText(view.text) : rawText(view));
  return undefined;
}

/** A list: a fitted table on a terminal, tab-separated rows without colour elsewhere. */
async function writeList({ columns, rows }: Listing, options: RenderOptions): Promise<Drawn> {
  const { stdout, header } = options;
  const shown = shownColumns(columns, options.fields);
  if (!stdout.isTTY) return { rows: await writeRows(rows, tabbedText(shown, header), stdout), leftOut: [] };
  const palette = await paletteOf(options);
  return writeTable(rows, { columns: shown, header, width: columnsOf(stdout), palette }, stdout);
}

async function recordText(value: unknown, { columns }: Listing, options: RenderOptions): Promise<string> {
  const { stdout, header } = options;
  const fields = shownColumns(columns, options.fields);
  if (!stdout.isTTY) return tabbedRecord(value, fields, header);
  const style = { header, width: columnsOf(stdout), palette: await paletteOf(options) };
  return recordLines(value, fields, style)
    .map((line) => `${line}\n`)
    .join('');
}

async function groupedText(
  data: unknown,
  view: Extract<View, { readonly kind: 'findings' | 'changes' }>,
  options: RenderOptions,
): Promise<string> {
  const width = columnsOf(options.stdout);
  const palette = await paletteOf(options);
  if (view.kind === 'findings') {
    const { findingsIn } = await import('./finding-list.ts');
    const { formatFindings } = await import('./findings.ts');
    return formatFindings(findingsIn(data), { ...view, width, palette });
  }
  const { changesIn } = await import('./change-list.ts');
  const { formatChanges } = await import('./changes.ts');
  return formatChanges(changesIn(data), width, palette);
}

async function writeDashboard(
  view: Extract<View, { readonly kind: 'dashboard' }>,
  options: RenderOptions,
): Promise<Drawn | undefined> {
  const { formatDashboard } = await import('./dashboards/text.ts');
  const style = { width: columnsOf(options.stdout), palette: await paletteOf(options) };
  await writeText(options.stdout, formatDashboard(view, style));
  return view.table.rows.length === 0 ? undefined : writeList(view.table, options);
}

function paletteOf({ stdout, env, colourFlag }: RenderOptions): Promise<Palette> {
  return loadPalette(wantsColour(stdout, env, colourFlag));
}

function messageText(text: string): string {
  return `${text.split('\n').map(stripControls).join('\n').trimEnd()}\n`;
}

/** Raw text is what another program asked for, such as a bare token or a script: it is written as it is. */
export function rawText(view: Extract<View, { readonly kind: 'raw' }>): string {
  return view.newline === false || view.text.endsWith('\n') ? view.text : `${view.text}\n`;
}
