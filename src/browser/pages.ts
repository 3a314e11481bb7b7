import { randomBytes } from 'node:crypto';

/** A page with the headers that keep it to itself. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}`;

function page(status: number, title: string, body: string, script = ''): Page {
  const nonce = randomBytes(16).toString('base64');
  const inline = script === '' ? '' : `<script nonce="${nonce}">${script}</script>`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
      ...privateHeaders,
    },
    body: `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style nonce="${nonce}">${style}</style></head>
<body><h1>${escapeHtml(title)}</h1><p id="text">${escapeHtml(body)}</p>${inline}</body></html>
`,
  };
}

/** Headers of every answer: nothing is kept, nothing is told to the next page. */
export const privateHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** It worked. */
export function donePage(message: string): Page {
  return page(200, 'Done', `${message} You can close this window.`);
}

/** It did not work; what exactly is told where the command runs. */
export function failedPage(message: string): Page {
  return page(
    400,
    'That did not work',
    `${message} The terminal says why and what to do. You can close this window.`,
  );
}

/** The redirect was taken already, or nobody waits for one. */
export function overPage(): Page {
  return page(410, 'Nobody is waiting', 'This sign-in is over. You can close this window.');
}

/**
 * Sends what stands behind the `#` back to the listener, which a server never sees: the documentation returns
 * `connect_code` there (facts 6.2). It goes by POST, so that it stays out of the browser's history.
 */
export function relayPage(): Page {
  return page(
    200,
    'One moment',
    'Nothing came back from the sign-in. You can close this window.',
    relayScript,
  );
}

const relayScript = `(function () {
  var hash = location.hash.slice(1);
  if (hash === '') return;
  document.getElementById('text').textContent = 'Handing the answer to the command.';
  var form = document.createElement('form');
  form.method = 'post';
  form.action = location.pathname;
  [location.search.slice(1), hash].forEach(function (text) {
    new URLSearchParams(text).forEach(function (value, name) {
      var input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      form.appendChild(input);
    });
  });
  history.replaceState(null, '', location.pathname);
  document.body.appendChild(form);
  form.submit();
})();`;
