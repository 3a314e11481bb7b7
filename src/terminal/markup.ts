import { stripControls } from '../core/text.ts';

/** Text as it may stand in XML and HTML, attributes included; characters that XML forbids are left out. */
export function escapeMarkup(text: string): string {
  return stripControls(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
