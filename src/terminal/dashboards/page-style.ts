/** Style of a dashboard's page: light and dark by the reader's own setting, one column on a narrow screen. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1d2128);
  --line: light-dark(#d9dde4, #363c47);
  --text: light-dark(#1b1f27, #e8eaee);
  --quiet: light-dark(#565e6c, #a4acba);
  --bar: light-dark(#3f59e4, #8fa2ff);
  --track: light-dark(#eceff4, #2a2f39);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 3rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 0.75rem; }
p { margin: 0; }
.made { color: var(--quiet); font-size: 0.9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; padding: 1rem 1.1rem; }
.facts, .charts { display: grid; gap: 1rem; margin: 1.25rem 0; }
.facts { grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)); }
.facts dt { color: var(--quiet); font-size: 0.9rem; }
.facts dd { margin: 0; font-size: 1.6rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
.charts { grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
figure { margin: 0; min-width: 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.bars th { font-weight: 400; text-align: left; width: 42%; padding: 0.2rem 0.75rem 0.2rem 0; overflow-wrap: anywhere; line-height: 1.3; }
.bars td { padding: 0.2rem 0; }
.bars td.count { width: 1%; padding-left: 0.75rem; text-align: right; white-space: nowrap; }
.bars svg { display: block; width: 100%; height: 0.8rem; border-radius: 0.2rem; background: var(--track); }
.bars rect { fill: var(--bar); }
.scroll { overflow-x: auto; }
.rows { font-size: 0.95rem; }
.rows th, .rows td { text-align: left; white-space: nowrap; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); }
.rows th:last-child, .rows td:last-child { padding-right: 0; }
.rows tbody tr:last-child > * { border-bottom: 0; }
.rows .right { text-align: right; }
.rows tbody th { font-weight: 500; }
.rows thead th { color: var(--quiet); font-size: 0.85rem; font-weight: 600; vertical-align: bottom; white-space: normal; line-height: 1.3; }
button { all: unset; cursor: pointer; border-radius: 0.2rem; }
button:hover { color: var(--text); }
button:focus-visible, .scroll:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
button::after { content: "\\00a0↕"; opacity: 0.45; }
[aria-sort="ascending"] button::after { content: "\\00a0↑"; opacity: 1; }
[aria-sort="descending"] button::after { content: "\\00a0↓"; opacity: 1; }
@media (max-width: 32rem) {
  .bars tr { display: grid; grid-template-columns: 1fr auto; align-items: center; }
  .bars th { grid-column: 1 / -1; width: auto; padding: 0.25rem 0 0; }
  .bars td.count { width: auto; min-width: 3.5rem; }
}
@media print { body { background: none; } .card { break-inside: avoid; } .scroll { overflow: visible; } }
`;
