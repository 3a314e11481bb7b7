import { TvError } from '../core/errors.ts';
import type { Result } from '../core/result.ts';
import { stripControls } from '../core/text.ts';
import { jsonFormat, jsonLinesFormat, loadYamlFormat } from './documents.ts';
import { namedColumns } from './fields.ts';
import { writeListNotes } from './list-note.ts';
import { rawText, writePeople } from './people.ts';
import type { RenderOptions } from './render-options.ts';
import { writeRows, writeText } from './rows.ts';
import { csvText } from './separated.ts';
import type { Drawn } from './table.ts';
import { idsOf, listingOf } from './views.ts';
import { writeDocument } from './write-document.ts';

export type { RenderOptions } from './render-options.ts';

/**
 * Writes the data of a result to stdout in the chosen format; its notes, error and exit code are the caller's. Streams rows that arrive over time; when they fail midway the
 * document is closed and the error thrown on. Throws `usage.invalid_value` for an unknown field, before anything is written.
 */
export async function renderResult(result: Result, options: RenderOptions): Promise<void> {
  const drawn = await writeResult(result, options);
  await writeListNotes(result.view, drawn, options);
}

/** Resolves to what people were shown of a list, else undefined. */
async function writeResult(result: Result, options: RenderOptions): Promise<Drawn | undefined> {
  const { view } = result;
  if (view.kind === 'raw' && view.bare === true) {
    await writeText(options.stdout, rawText(view));
    return undefined;
  }
  switch (options.format) {
    case 'table':
      return writePeople(result, options);
    case 'json':
      return writeDocument(result, jsonFormat, options);
    case 'jsonl':
      return writeDocument(result, jsonLinesFormat, options);
    case 'yaml':
      return writeDocument(result, await loadYamlFormat(), options);
    case 'csv':
      return writeCsv(result, options);
    case 'id':
      return writeIds(result, options);
    default: {
      const { writeReport } = await import('./reports/report.ts');
      return writeReport(result, options.format, options);
    }
  }
}

async function writeCsv({ data, view }: Result, options: RenderOptions): Promise<undefined> {
  const { columns, rows } = listingOf(data, view);
  await writeRows(rows, csvText(namedColumns(columns, options.fields), options.header), options.stdout);
}

async function writeIds({ data, view }: Result, options: RenderOptions): Promise<undefined> {
  const { stdout, fields } = options;
  if (fields !== undefined) {
    throw new TvError('usage.conflict', '`--fields` cannot be used with `-o id`, which prints ids only');
  }
  const line = (id: string): string => `${stripControls(id)}\n`;
  if (view.kind === 'table') {
    const text = { row: (row: unknown) => line(view.id(row as never)), end: () => '' };
    await writeRows(listingOf(data, view).rows, text, stdout);
    return;
  }
  await writeText(stdout, idsOf(data, view).map(line).join(''));
}
