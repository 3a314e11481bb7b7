import type { RowText } from './rows.ts';

/** A format that is the data itself: how a list is written row by row, and how one value is. */
export interface DocumentFormat {
  readonly list: RowText;
  value(value: unknown): string;
}

/** Characters that JSON allows as they are, yet that a terminal may obey or that reorder what is read. */
const unsafe = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escapeUnsafe(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON on one line, safe to show on a terminal. */
export function jsonLine(value: unknown): string {
  return escapeUnsafe(JSON.stringify(value) ?? 'null');
}

function jsonBlock(value: unknown): string {
  return escapeUnsafe(JSON.stringify(value, null, 2) ?? 'null');
}

/** `-o json`: one complete document, a list streamed as `[`, rows, `]`. */
export const jsonFormat: DocumentFormat = {
  list: {
    row: (row, index) => `${index === 0 ? '[' : ','}\n  ${jsonBlock(row).replaceAll('\n', '\n  ')}`,
    end: (count) => (count === 0 ? '[]\n' : '\n]\n'),
  },
  value: (value) => `${jsonBlock(value)}\n`,
};

/** `-o jsonl`: a line for each row, or for the one value. */
export const jsonLinesFormat: DocumentFormat = {
  list: { row: (row) => `${jsonLine(row)}\n`, end: () => '' },
  value: (value) => `${jsonLine(value)}\n`,
};

/** `-o yaml`: a list item for each row; what a YAML 1.1 reader would take for a boolean or a time is quoted. */
export async function loadYamlFormat(): Promise<DocumentFormat> {
  const { Document, visit } = await import('yaml');
  const text = (value: unknown): string => {
    const document = new Document(asJson(value), { compat: 'yaml-1.1' });
    visit(document, {
      Scalar(_, node) {
        if (typeof node.value === 'string' && node.value.search(unsafe) !== -1) node.type = 'QUOTE_DOUBLE';
      },
    });
    return escapeUnsafe(document.toString({ lineWidth: 0 }));
  };
  return {
    list: { row: (row) => text([row]), end: (count) => (count === 0 ? '[]\n' : '') },
    value: text,
  };
}

/** What JSON would hold of a value, so that masked secrets stay masked and no anchors appear. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}
