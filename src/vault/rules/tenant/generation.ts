import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Which generation of the API the tenant speaks (facts 1.6). */
export const generation = defineRule({
  id: 'tenant/generation',
  title: 'Generation of the API',
  subject: 'tenant',
  severity: 'info',
  passes: 'The tenant has a connection, which tells the generation of the API it speaks',
  needs: ['generation'],
  docs: docs.vault,
  messages: {
    connected_accounts: 'The tenant speaks the current generation: connected accounts',
    tokensets: 'The tenant speaks the early-access generation: tokensets',
    nothing: 'The tenant has no connection, so its generation cannot be told',
  },
  evaluate(facts) {
    if (!facts.generation.known) return cannotTell(facts.generation);
    return facts.generation.value === null
      ? { status: 'skip', say: 'nothing' }
      : { status: 'pass', say: facts.generation.value };
  },
});
