import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { type Desk, openDesk, type RunOptions } from './tv.ts';

const nobody = { AUTH0_DOMAIN: undefined, AUTH0_CLIENT_ID: undefined, AUTH0_CLIENT_SECRET: undefined };

/** A desk with a tenant whose credentials are not in the environment. */
export async function openBareDesk(options: SandboxOptions = {}): Promise<Desk> {
  const desk = await openDesk(options);
  const bare = (options: RunOptions = {}): RunOptions => ({ ...options, env: { ...nobody, ...options.env } });
  return {
    ...desk,
    run: (args, options) => desk.run(args, bare(options)),
    json: (args, options) => desk.json(args, bare(options)),
  };
}

/** Words that add a profile for the desk's tenant; the secret goes to stdin. */
export function addWords(desk: Desk, name: string): readonly string[] {
  const { origin, credentials } = desk.sandbox;
  return [
    'profiles',
    'add',
    name,
    '--domain',
    origin,
    '--client-id',
    credentials.clientId,
    '--client-secret-stdin',
  ];
}

/** Adds a profile for the desk's tenant. */
export async function add(desk: Desk, name: string, ...more: readonly string[]): Promise<void> {
  const stdin = `${desk.sandbox.credentials.clientSecret}\n`;
  const { exit, stderr } = await desk.run([...addWords(desk, name), ...more], { stdin });
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
}

/** Paths of all files below a directory; none when it is not there. */
export function filesBelow(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
