import { stripControls } from '../core/text.ts';
import { wrapText } from './wrap.ts';

/**
 * A text of several lines, each wrapped where the terminal ends, its own indent kept and what wraps hung two columns further in; one line
 * alone is a paragraph and does not hang.
 * `first` stands before the first line. Control sequences are removed.
 */
export function wrapBlock(text: string, width: number, first = ''): readonly string[] {
  const lines = text.trimEnd().split('\n');
  const hang = lines.length > 1 || first !== '' ? '  ' : '';
  return lines.flatMap((line, index) =>
    wrapBlockLine(line, width, { label: index === 0 ? first : '', hang }),
  );
}

function wrapBlockLine(
  line: string,
  width: number,
  { label, hang }: { readonly label: string; readonly hang: string },
): readonly string[] {
  const text = stripControls(line);
  const [lead] = /^ *(?:[-+] )?/.exec(text) ?? [''];
  const indent = ' '.repeat(lead.length - lead.trimStart().length);
  return wrapText(text.slice(lead.length), {
    width,
    first: label + lead,
    rest: indent + hang,
  });
}

/** A block whose lines may hold colours: a line that is not broken keeps them, one that is is wrapped without. */
export function wrapPainted(text: string, width: number, colour: boolean): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const lines = wrapBlockLine(line, width, { label: '', hang: '  ' });
      return lines.length === 1 && colour ? [keepColours(line)] : lines;
    });
}

/** Of control sequences only colours stay. */
function keepColours(line: string): string {
  const parts = line.split(/(\u001b\[[0-9;]*m)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : stripControls(part)))
    .join('')
    .trimEnd();
}
