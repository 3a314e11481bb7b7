import { stripControls } from '../core/text.ts';
import { type AnyColumn, cellText, dataText, headerText } from './cell.ts';
import type { RowText } from './rows.ts';

/** `-o csv`: a header of keys, then the data, quoted as RFC 4180 says; lines end with a line feed. */
export function csvText(columns: readonly AnyColumn[], header: boolean): RowText {
  const line = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\n`;
  const head = header ? line(columns.map(({ key }) => key)) : '';
  return {
    row: (row, index) => (index === 0 ? head : '') + line(columns.map((column) => dataText(row, column))),
    end: (count) => (count === 0 ? head : ''),
  };
}

function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table in a pipe: the columns separated by tabs, uncut. */
export function tabbedText(columns: readonly AnyColumn[], header: boolean): RowText {
  const head = header ? `${columns.map(headerText).join('\t')}\n` : '';
  return {
    row: (row, index) =>
      `${index === 0 ? head : ''}${columns.map((column) => cellText(row, column)).join('\t')}\n`,
    end: (count) => (count === 0 ? head : ''),
  };
}

/** One object in a pipe: a line a field, label and value separated by a tab; without a header the values alone. */
export function tabbedRecord(value: unknown, fields: readonly AnyColumn[], header: boolean): string {
  return fields
    .map((field) => `${header ? `${stripControls(field.header)}\t` : ''}${cellText(value, field)}\n`)
    .join('');
}
