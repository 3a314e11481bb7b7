/** A page as a browser without scripts sees it. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

const mostRedirects = 5;

/** Goes to an address and follows where it leads. */
export async function visit(url: string, init: RequestInit = {}): Promise<Page> {
  let next = url;
  let options = init;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await fetch(next, { ...options, redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, url: next, html: await response.text() };
    await response.body?.cancel();
    next = new URL(location, next).href;
    options = {};
  }
  throw new Error('the pages lead in a circle');
}

/** Fills the only form of a page in and presses the button with this `action`. */
export function submit(page: Page, fields: Readonly<Record<string, string>>, action: string): Promise<Page> {
  const target = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1];
  if (target === undefined)
    throw new Error(`no form on ${page.url}: ${page.status} ${page.html.slice(0, 400)}`);
  const body = new URLSearchParams({ ...hiddenFields(page.html), ...fields, action });
  return visit(new URL(target, page.url).href, { method: 'POST', body });
}

function hiddenFields(html: string): Readonly<Record<string, string>> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** Signs in as this user and goes on to wherever that leads. */
export async function signIn(url: string, user: string): Promise<Page> {
  return submit(await visit(url), { user }, 'accept');
}
