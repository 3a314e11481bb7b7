import type { Generation } from '../options.ts';
import type { AccountRecord, TokensetRecord, UserRecord, VaultRecord } from '../state/model.ts';
import { connectionIdOf, derived, derivedUuid } from './names.ts';
import { providerGrant } from './provider-grant.ts';

const idPrefix = 'auth0|5f1ee70000000000';
const emailPattern = /^user(\d{7})@fleet\.example\.com$/;
const minute = 60_000;
const day = 86_400_000;

interface FleetConnection {
  readonly name: string;
  readonly strategy: string;
  readonly scopes: readonly (readonly string[])[];
}

const fleetConnections: readonly FleetConnection[] = [
  {
    name: 'google-oauth2',
    strategy: 'google-oauth2',
    scopes: [
      ['openid', 'profile', 'https://www.googleapis.com/auth/calendar.readonly'],
      ['openid', 'profile', 'https://www.googleapis.com/auth/gmail.readonly'],
      ['openid', 'profile'],
    ],
  },
  { name: 'github', strategy: 'github', scopes: [['repo', 'read:user'], ['read:user']] },
  { name: 'sign-in-with-slack', strategy: 'oauth2', scopes: [['openid', 'profile', 'channels:read']] },
  { name: 'windowslive', strategy: 'windowslive', scopes: [['User.Read', 'offline_access']] },
];

/** Id of the fleet user of that number. */
export function fleetUserId(index: number): string {
  return idPrefix + index.toString(16).padStart(8, '0');
}

/** Number of the fleet user of that id; undefined for any other user. */
export function fleetIndexOfId(userId: string): number | undefined {
  if (!userId.startsWith(idPrefix)) return undefined;
  const hex = userId.slice(idPrefix.length);
  return /^[0-9a-f]{8}$/.test(hex) ? Number.parseInt(hex, 16) : undefined;
}

/** Number of the fleet user of that e-mail. */
export function fleetIndexOfEmail(email: string): number | undefined {
  const match = emailPattern.exec(email);
  return match === null ? undefined : Number(match[1]);
}

/** The fleet user of that number; always the same for one seeding time. */
export function fleetUser(index: number, seededAt: number): UserRecord {
  const number = String(index).padStart(7, '0');
  const userId = fleetUserId(index);
  const random = mixed(index);
  const created = new Date(seededAt - (30 + (random % 900)) * day - (random % 1440) * minute).toISOString();
  const seen = new Date(seededAt - (mixed(random) % 400) * day).toISOString();
  return {
    user_id: userId,
    email: `user${number}@fleet.example.com`,
    email_verified: random % 7 !== 0,
    name: `Fleet User ${number}`,
    nickname: `user${number}`,
    picture: `https://cdn.example.com/avatars/${number}.png`,
    created_at: created,
    updated_at: seen,
    last_login: seen,
    last_ip: '203.0.113.7',
    logins_count: 1 + (random % 200),
    identities: [
      {
        connection: 'Username-Password-Authentication',
        provider: 'auth0',
        user_id: userId.slice('auth0|'.length),
        isSocial: false,
      },
    ],
  };
}

/** What the vault holds for the fleet user of that number: none to four records. */
export function fleetVault(index: number, seededAt: number, generation: Generation): VaultRecord {
  const random = mixed(index ^ 0x5bd1e995);
  const count = random % 5;
  const tokensets: TokensetRecord[] = [];
  const accounts: AccountRecord[] = [];
  for (let position = 0; position < count; position++) {
    const early = generation === 'tokensets' || (generation === 'both' && position % 2 === 0);
    if (early) tokensets.push(fleetTokenset(index, position, seededAt));
    else accounts.push(fleetAccount(index, position, seededAt));
  }
  return { tokensets, accounts };
}

function fleetTokenset(index: number, position: number, seededAt: number): TokensetRecord {
  const { connection, scopes, random, issued } = fleetRecord(index, position, seededAt);
  const used = Math.max(issued, seededAt - (random % 300) * day);
  return {
    id: derivedUuid(`fleet tokenset ${index} ${position}`),
    connection: connection.name,
    scope: scopes.join(' '),
    issued_at: iso(issued),
    expires_at: random % 3 === 0 ? null : iso(issued + 60 * minute),
    last_used_at: random % 4 === 0 ? null : iso(used),
    idpUserId: String(random),
    // Made when it is asked for: only an exchange does, and it costs more than all the rest.
    get grant() {
      return providerGrant(`fleet ${index} ${position}`, connection.strategy, issued + 60 * minute);
    },
  };
}

function fleetAccount(index: number, position: number, seededAt: number): AccountRecord {
  const { connection, scopes, random, issued } = fleetRecord(index, position, seededAt);
  return {
    id: `cac_${derived(`fleet account ${index} ${position}`, 22)}`,
    connection: connection.name,
    connection_id: connectionIdOf(connection.name),
    strategy: connection.strategy,
    access_type: 'offline',
    scopes,
    created_at: iso(issued),
    idpUserId: String(random),
    get grant() {
      return providerGrant(`fleet ${index} ${position}`, connection.strategy, issued + 60 * minute);
    },
  };
}

function fleetRecord(index: number, position: number, seededAt: number) {
  const random = mixed(index * 4 + position + 1);
  const connection = fleetConnections[random % fleetConnections.length] ?? fleetConnections[0];
  if (connection === undefined) throw new RangeError('there is no fleet connection');
  const scopes = connection.scopes[mixed(random) % connection.scopes.length] ?? [];
  const issued = seededAt - (mixed(random + 1) % 700) * day - (random % 1440) * minute;
  return { connection, scopes, random, issued };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** A 31-bit number that looks random and follows from the input (the finaliser of MurmurHash3). */
function mixed(input: number): number {
  let value = input | 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) & 0x7fffffff;
}
