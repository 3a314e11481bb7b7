import { fleetIndexOfEmail, fleetIndexOfId, fleetUser, fleetUserId, fleetVault } from '../seed/fleet.ts';
import type { TenantRecord, UserRecord, VaultRecord } from './model.ts';
import type { Store } from './store.ts';

const emptyVault: VaultRecord = { tokensets: [], accounts: [] };

/** The tenant's users and what the vault holds for them; those of a fleet are made when asked for. */
export class Directory {
  readonly #store: Store;
  readonly #tenant: () => TenantRecord;

  constructor(store: Store, tenant: () => TenantRecord) {
    this.#store = store;
    this.#tenant = tenant;
  }

  user(userId: string): UserRecord | undefined {
    const stored = this.#store.get('users', userId);
    if (stored !== undefined) return 'deleted' in stored ? undefined : (stored as UserRecord);
    const index = fleetIndexOfId(userId);
    return index === undefined ? undefined : this.#fleetUser(index);
  }

  /** Users whose e-mail is exactly this. */
  byEmail(email: string): UserRecord[] {
    const index = fleetIndexOfEmail(email);
    const fleet = index === undefined ? undefined : this.user(fleetUserId(index));
    const stored = this.#stored().filter((user) => user.email === email && user !== fleet);
    return fleet !== undefined && fleet.email === email ? [fleet, ...stored] : stored;
  }

  /** Every user, one by one. */
  *all(): Generator<UserRecord> {
    const { fleet, seededAt } = this.#tenant();
    for (let index = 0; index < fleet; index++) {
      const stored = this.#store.get('users', fleetUserId(index));
      if (stored === undefined) yield fleetUser(index, seededAt);
      else if (!('deleted' in stored)) yield stored as UserRecord;
    }
    for (const user of this.#stored()) if (!this.#isFleet(user.user_id)) yield user;
  }

  get total(): number {
    const { fleet } = this.#tenant();
    let total = fleet;
    for (const key of this.#store.keys('users')) {
      const stored = this.#store.get('users', key);
      const deleted = stored !== undefined && 'deleted' in stored;
      if (deleted && this.#isFleet(key)) total--;
      if (!deleted && !this.#isFleet(key)) total++;
    }
    return total;
  }

  put(user: UserRecord): void {
    this.#store.put('users', user.user_id, user);
  }

  delete(userId: string): void {
    if (this.#isFleet(userId)) this.#store.put('users', userId, { deleted: true });
    else this.#store.delete('users', userId);
    if (this.#isFleet(userId)) this.#store.put('vaults', userId, emptyVault);
    else this.#store.delete('vaults', userId);
  }

  /** What the vault holds for a user. */
  vault(userId: string): VaultRecord {
    const stored = this.#store.get('vaults', userId);
    if (stored !== undefined) return stored;
    const index = fleetIndexOfId(userId);
    if (index === undefined || !this.#isFleet(userId)) return emptyVault;
    const { seededAt, generation } = this.#tenant();
    return fleetVault(index, seededAt, generation);
  }

  putVault(userId: string, vault: VaultRecord): void {
    this.#store.put('vaults', userId, vault);
  }

  #fleetUser(index: number): UserRecord | undefined {
    const { fleet, seededAt } = this.#tenant();
    return index < fleet ? fleetUser(index, seededAt) : undefined;
  }

  #isFleet(userId: string): boolean {
    const index = fleetIndexOfId(userId);
    return index !== undefined && index < this.#tenant().fleet;
  }

  #stored(): UserRecord[] {
    return this.#store.values('users').filter((user): user is UserRecord => !('deleted' in user));
  }
}
