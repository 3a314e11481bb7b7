import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/terminal/width.ts';
import { addressIn } from './connect-play.ts';
import { signIn, submit } from './pretend-browser.ts';
import { flat, keys, onTerminal, type Step } from './pty.ts';
import { half } from './setup-desk.ts';
import { type Desk, openDesk } from './tv.ts';
import { writes } from './vault-desk.ts';

const { enter, down, space, interrupt } = keys;

const connection: Step = ['Which connections', `${space}${enter}`];
const application: Step = ['Which application exchanges the tokens', `Acme Web`];
const take: Step = ['❯ Acme Web', enter];
const agree: Step = ['Make these 2 changes', `y`];
const noTrial: Step = ['Try it now', enter];

/** GitHub is off; its row is the first. */
const github: Step = ['Which connections', `${space}${down}${space}${enter}`];

const widths = [80, 40] as const;

describe('the wizard on a terminal', () => {
  it.each(widths)(
    'asks for what is open, shows the plan, makes it, and prints the command, at %i columns',
    async (columns) => {
      const desk = await half();
      const steps: readonly Step[] = [
        ['Which connections', enter],
        application,
        take,
        agree,
        ['(y/N) y', enter],
        noTrial,
      ];
      const { exit, text } = await onTerminal(desk, ['setup'], steps, { columns });
      expect(exit, text).toBe(0);
      expect(flat(text)).toContain(flat('2 changes made'));
      expect(flat(text)).toContain(flat('without a fault'));
      expect(flat(text)).toContain(flat('The same without questions: tv setup --app'));
      const tail = text.slice(text.indexOf('changes made'), text.indexOf('Try it now'));
      for (const line of tail.split(/\r?\n/).filter((part) => !/https?:|--|`/.test(part))) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
      }
      expect(await writes(desk)).toHaveLength(2);
    },
  );

  it('declined changes nothing', async () => {
    const desk = await half();
    const steps: readonly Step[] = [
      ['Which connections', enter],
      application,
      take,
      ['Make these 2 changes', enter],
    ];
    const { exit, text } = await onTerminal(desk, ['setup'], steps);
    expect(exit, text).toBe(130);
    expect(await writes(desk)).toEqual([]);
  });

  it('asks nothing that options answer, not even for agreement to what only adds', async () => {
    const desk = await half();
    const { exit } = await onTerminal(
      desk,
      ['setup', '--app', 'Acme Web', '--connection', 'google-oauth2'],
      [],
    );
    expect(exit).toBe(0);
    expect(await writes(desk)).toHaveLength(2);
  });

  it('creates an application with the name, kind and file it asked for', async () => {
    const desk = await half();
    const steps: readonly Step[] = [
      connection,
      ['Which application exchanges the tokens', enter],
      ['Name of the new application', `Acme Web${enter}`],
      ['of that name already', `${'\u007f'.repeat(8)}Calendar${enter}`],
      ['What does Calendar exchange', enter],
      ['New file for its client secret', `${'\u0015'}allowed/calendar.secret${enter}`],
      ['Make these', 'y'],
      ['(y/N) y', enter],
      noTrial,
    ];
    const { exit, text } = await onTerminal(desk, ['setup'], steps);
    expect(exit, text).toBe(0);
    expect(existsSync(join(desk.home, 'allowed', 'calendar.secret'))).toBe(true);
    expect(flat(text)).toContain(flat('--create-app Calendar --secret-out allowed/calendar.secret'));
  });
});

describe('the test exchange after the wizard', () => {
  const way: readonly Step[] = [['Which connections', enter], application, take, agree, ['(y/N) y', enter]];

  it('signs in, connects and exchanges, with the browser of the person', async () => {
    const desk = await half();
    const { applicationSecrets } = desk.sandbox;
    const secret = applicationSecrets('Acme Web').client_secret ?? '';
    let opened = false;
    const steps: readonly Step[] = [
      ...way,
      ['Try it now', 'y'],
      ['(y/N) y', enter],
      ['Client secret of Acme Web', `${secret}${enter}`],
    ];
    const { exit, text, raw } = await onTerminal(desk, ['setup'], steps, {
      columns: 2000,
      onText: (shown) => {
        const url = addressIn(`${shown} `);
        if (url === undefined || opened) return;
        opened = true;
        signIn(url, 'ada@example.com')
          .then((page) => submit(page, {}, 'accept'))
          .catch(() => undefined);
      },
    });
    expect(exit, text).toBe(0);
    expect(text).toMatch(
      /It works: `google-oauth2` gave a token with .*calendar\.readonly for user auth0\|ada/,
    );
    expect(raw).not.toContain(secret);
  });

  it('is not made at Ctrl-C, and what was set up stays', async () => {
    const desk = await half();
    const { exit, text } = await onTerminal(desk, ['setup'], [...way, ['Try it now', interrupt]]);
    expect(exit, text).toBe(130);
    expect(flat(text)).toContain(flat('without a fault'));
    expect(await writes(desk)).toHaveLength(2);
  });
});

/** The questions of the longest way, each with its answer. */
const longWay: readonly Step[] = [
  github,
  ['Which application exchanges the tokens', enter],
  ['Name of the new application', `Calendar API${enter}`],
  ['What does Calendar API exchange', `${down}${enter}`],
  ['New file for its client secret', `${'\u0015'}allowed/api.secret${enter}`],
  ['Which application do its users sign in to', 'Acme Web'],
  ['❯ Acme Web', enter],
  ['Make these', 'n'],
];

describe.each(widths)('Ctrl-C at %i columns', (columns) => {
  it.each(longWay.map(([shown], index) => [shown, index] as const))(
    'at “%s” ends with 130 and nothing done',
    async (_, index) => {
      const desk = await half();
      const steps: readonly Step[] = [...longWay.slice(0, index), [longWay[index]?.[0] ?? '', interrupt]];
      const { exit, text } = await onTerminal(desk, ['setup'], steps, { columns });
      expect(exit, text).toBe(130);
      expect(await writes(desk)).toEqual([]);
      expect(existsSync(join(desk.home, 'allowed', 'api.secret'))).toBe(false);
    },
  );
});

describe('the wizard without a profile', () => {
  const stranger = async (): Promise<Desk> => {
    const desk = await half();
    const { AUTH0_DOMAIN: _d, AUTH0_CLIENT_ID: _c, AUTH0_CLIENT_SECRET: _s, ...env } = desk.env;
    return { ...desk, env };
  };

  it('starts by adding one, asks again when it is refused, and goes on', async () => {
    const desk = await stranger();
    const { origin, credentials } = desk.sandbox;
    const steps: readonly Step[] = [
      ['Tenant domain', `${origin}${enter}`],
      ['Client id of the machine', `${credentials.clientId}${enter}`],
      ['Client secret of', `wrong${enter}`],
      ['Tenant domain', enter],
      ['Client id of the machine', enter],
      ['Client secret of', `${credentials.clientSecret}${enter}`],
      ['Which connections', enter],
      application,
      take,
      agree,
      ['(y/N) y', enter],
      noTrial,
    ];
    const { exit, text, raw } = await onTerminal(desk, ['setup'], steps);
    expect(exit, text).toBe(0);
    expect(raw).not.toContain(credentials.clientSecret);
    for (const scope of ['update:connections', 'read:mfa_policies', 'create:client_grants']) {
      expect(flat(text)).toContain(scope);
    }
    expect(flat(text)).toContain('the active one now'.replaceAll(' ', ''));
    const list = await desk.run(['profiles', 'list', '-o', 'id'], {
      env: { AUTH0_DOMAIN: undefined, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined },
    });
    expect(list.stdout.split('\n')).toHaveLength(3);
  });

  it.each([
    ['Tenant domain', 0],
    ['Client id', 1],
    ['Client secret of', 2],
  ] as const)('Ctrl-C at “%s” stores nothing', async (shown, index) => {
    const desk = await stranger();
    const before: readonly Step[] = [
      ['Tenant domain', `${desk.sandbox.origin}${enter}`],
      ['Client id of the machine', `abc${enter}`],
    ];
    const { exit, text } = await onTerminal(desk, ['setup'], [...before.slice(0, index), [shown, interrupt]]);
    expect(exit, text).toBe(130);
    expect(existsSync(join(desk.home, 'config', 'profiles'))).toBe(false);
  });

  it('asks which of several profiles to use when none is active', async () => {
    const desk = await stranger();
    const { origin, credentials } = desk.sandbox;
    const env = { AUTH0_DOMAIN: undefined, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined };
    for (const name of ['first', 'second', 'third']) {
      const words = ['profiles', 'add', name, '--domain', origin, '--client-id', credentials.clientId];
      await desk.run([...words, '--client-secret-stdin'], { stdin: credentials.clientSecret, env });
    }
    await desk.run(['profiles', 'remove', 'first', '--yes'], { env });
    const steps: readonly Step[] = [
      ['Which tenant', `${down}${enter}`],
      ['Which connections', interrupt],
    ];
    const { exit, text } = await onTerminal(desk, ['setup'], steps);
    expect(exit, text).toBe(130);
    expect(text).toContain('Profile `third` is the active one now');
  });

  it('is exit code 2 where nobody can be asked', async () => {
    const desk = await openDesk();
    const env = { AUTH0_DOMAIN: undefined, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined };
    const { exit, stderr } = await desk.run(['setup', '--app', 'x', '--connection', 'y'], { env });
    expect(exit).toBe(2);
    expect(stderr).toContain('tv profiles add');
  });
});
