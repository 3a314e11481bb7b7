import type { Reply } from '../server/reply.ts';

/** Text made safe for HTML, attribute values included. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}
fieldset{border:1px solid #8888;border-radius:.5rem;margin:1rem 0}
label{display:block;padding:.25rem 0}
button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem;border-radius:.5rem}
small{opacity:.75}`;

/** A plain page; `body` is HTML. */
export function htmlPage(status: number, title: string, body: string): Reply {
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><h1>${escapeHtml(title)}</h1>
${body}
<p><small>This is a pretend tenant: the <code>tv</code> sandbox.</small></p></body></html>
`;
  return {
    status,
    body: html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  };
}

/** A page that says what went wrong. */
export function errorPage(status: number, message: string): Reply {
  return htmlPage(status, 'Something went wrong', `<p>${escapeHtml(message)}</p>`);
}

/** Sends the browser on, with parameters added to the address. */
export function redirectTo(target: string, parameters: Readonly<Record<string, string | null>>): Reply {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return { status: 302, headers: { location: url.toString() } };
}
