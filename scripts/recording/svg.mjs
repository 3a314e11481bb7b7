const cell = { width: 8.4, height: 18 };
const margin = 16;
const bar = 28;
const palette = ['#1b1f23', '#e5534b', '#57ab5a', '#c69026', '#539bf5', '#b083f0', '#39c5cf', '#adbac7'];

function escapeMarkup(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function fill({ colour, dim }) {
  if (colour !== null) return palette[colour % 8] ?? '#adbac7';
  return dim ? '#768390' : '#cdd9e5';
}

function textOf(spans, row) {
  const y = bar + margin + row * cell.height + 13;
  let column = 0;
  return spans
    .flatMap((span) => {
      const start = column;
      column += span.text.length;
      // Words are placed one by one: renderers disagree about runs of spaces.
      return [...span.text.matchAll(/\S+(?: \S+)*/g)].map(([text], index, all) => {
        const x = (margin + (start + all[index].index) * cell.width).toFixed(1);
        const weight = span.bold ? ' font-weight="700"' : '';
        const length = (text.length * cell.width).toFixed(1);
        return `<text x="${x}" y="${y}" fill="${fill(span)}"${weight} textLength="${length}">${escapeMarkup(text)}</text>`;
      });
    })
    .join('');
}

/** Draws terminal lines as an SVG picture of a window. */
export function drawSvg(lines, columns, title) {
  const width = Math.ceil(columns * cell.width + 2 * margin);
  const height = bar + 2 * margin + lines.length * cell.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(title)}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">
<rect width="${width}" height="${height}" rx="8" fill="#22272e"/>
<circle cx="18" cy="14" r="5" fill="#e5534b"/><circle cx="36" cy="14" r="5" fill="#c69026"/><circle cx="54" cy="14" r="5" fill="#57ab5a"/>
${lines.map(textOf).join('\n')}
</svg>
`;
}
