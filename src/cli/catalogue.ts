import { appsCommands, appsGroup } from '../commands/apps/spec.ts';
import { commandsCommands } from '../commands/commands/spec.ts';
import { completionCommands, completionGroup } from '../commands/completion/spec.ts';
import { connectCommands } from '../commands/connect/spec.ts';
import { connectionsCommands, connectionsGroup } from '../commands/connections/spec.ts';
import { doctorCommands } from '../commands/doctor/spec.ts';
import { exchangeCommands, exchangeGroup } from '../commands/exchange/spec.ts';
import { logsCommands } from '../commands/logs/spec.ts';
import { profilesCommands, profilesGroup } from '../commands/profiles/spec.ts';
import { sandboxCommands, sandboxGroup } from '../commands/sandbox/spec.ts';
import { scopesCommands } from '../commands/scopes/spec.ts';
import { setupCommands } from '../commands/setup/spec.ts';
import { tokensetsCommands, tokensetsGroup } from '../commands/tokensets/spec.ts';
import type { CommandSpec, GroupSpec } from '../core/command.ts';

/** Every noun, in the order help shows them. */
export const groups: readonly GroupSpec[] = [
  tokensetsGroup,
  connectionsGroup,
  appsGroup,
  exchangeGroup,
  profilesGroup,
  sandboxGroup,
  completionGroup,
];

/** Every command, in the order help shows them. */
export const commands: readonly CommandSpec[] = [
  ...doctorCommands,
  ...setupCommands,
  ...tokensetsCommands,
  ...connectionsCommands,
  ...appsCommands,
  ...connectCommands,
  ...exchangeCommands,
  ...logsCommands,
  ...scopesCommands,
  ...profilesCommands,
  ...sandboxCommands,
  ...completionCommands,
  ...commandsCommands,
];
