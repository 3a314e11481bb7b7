import { expect, it } from 'vitest';
import { openDesk } from './tv.ts';

it('tv apps check --all tells applications in the order of tv apps list', async () => {
  const desk = await openDesk({ scenario: 'broken' });
  const names = async (...args: readonly string[]): Promise<readonly string[]> =>
    ((await desk.json(['apps', ...args])).data as readonly { readonly name: string }[]).map(
      ({ name }) => name,
    );
  const listed = await names('list');
  expect(listed.length).toBeGreaterThan(10);
  expect(await names('check', '--all', '--only', 'app/grant')).toEqual(listed);
});
