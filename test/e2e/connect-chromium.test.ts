import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectGoogle, playJson } from './connect-play.ts';
import { openDesk } from './tv.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** A Chromium of this machine: the one that `TV_TEST_CHROMIUM` names, else one in the path. */
function findChromium(): string | undefined {
  const named = process.env.TV_TEST_CHROMIUM;
  if (named) return named;
  const directories = (process.env.PATH ?? '').split(delimiter);
  return directories
    .flatMap((directory) => names.map((name) => join(directory, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const executablePath = findChromium();
if (executablePath === undefined) {
  describe('tv connect in Chromium', () => {
    it.skip('needs a Chromium: `apt install chromium`, or name one with TV_TEST_CHROMIUM');
  });
} else {
  describe('tv connect in Chromium', () => inChromium(executablePath));
}

function inChromium(path: string): void {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** Clicks through the whole flow and tells what the last page said. */
  async function clickThrough(page: Page, url: string): Promise<string> {
    await page.goto(url);
    await page.getByRole('radio', { name: 'ada@example.com' }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Connect your Google account' }).waitFor();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    return (await page.locator('#text').textContent()) ?? '';
  }

  it('signs in, allows and is told that the window can be closed', async () => {
    const desk = await openDesk();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    let said = '';
    const { transcript, data } = await playJson(desk, connectGoogle, async (url) => {
      said = await clickThrough(page, url);
      return undefined;
    });
    await page.close();
    expect(transcript.exit).toBe(0);
    expect(data).toMatchObject({ ok: true, user_id: 'auth0|ada' });
    expect(said).toContain('Your google-oauth2 account is connected. You can close this window.');
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
  });

  it('hands on a connect code that comes back in the fragment, and leaves it in no address', async () => {
    const desk = await openDesk();
    const page = await browser.newPage();
    await page.route('**/connected-accounts/connect', async (route) => {
      const answer = await route.fetch({ maxRedirects: 0 });
      const target = new URL(answer.headers().location ?? '');
      const body = `<script>location.replace(${JSON.stringify(`${target.origin}${target.pathname}#${target.searchParams}`)})</script>`;
      await route.fulfill({ contentType: 'text/html', body });
    });
    const { transcript, data } = await playJson(desk, connectGoogle, async (url) => {
      await clickThrough(page, url);
      return undefined;
    });
    expect(page.url()).toMatch(/\/callback$/);
    await page.close();
    expect(transcript.exit).toBe(0);
    expect(data).toMatchObject({ ok: true, user_id: 'auth0|ada' });
  });
}
