import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { Generation } from '../facts/generation.ts';
import { type AppDecision, type AppScene, chooseApplication } from './application.ts';
import { chooseConnections } from './connections.ts';
import { chooseLoginApp } from './login-app.ts';

/** Everything that had to be known before a plan can be made. */
export interface Decisions {
  readonly generation: Generation;
  readonly connections: readonly ConnectionRecord[];
  readonly app: AppDecision;
  readonly loginApp: ClientRecord | undefined;
}

/** Goes through what flags and facts leave open; throws `usage.no_input` naming every missing option where nobody can be asked. */
export async function decide(scene: AppScene): Promise<Decisions> {
  const { tenant, parts, flags, asker } = scene;
  const connections = await chooseConnections(tenant, parts, flags, asker);
  const app = await chooseApplication(scene);
  const exchange = app?.exchange ?? flags.exchange;
  const loginApp = exchange === 'access_token' ? await chooseLoginApp(scene) : null;
  asker.requireAnswers();
  if (connections === undefined || app === undefined || loginApp === undefined) {
    throw new Error('an answer is missing, and nobody said which');
  }
  return { generation: parts.generation, connections, app, loginApp: loginApp ?? undefined };
}
