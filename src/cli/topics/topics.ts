import { ciTopic } from './ci.ts';
import { environmentTopic } from './environment.ts';
import { errorsTopic } from './errors.ts';
import { exitCodesTopic } from './exit-codes.ts';
import { outputTopic } from './output.ts';
import { rulesTopic } from './rules.ts';
import { scopesTopic } from './scopes.ts';
import type { Topic } from './topic.ts';

/** Every help topic, in the order help shows them (product section 14). */
export const topics: readonly Topic[] = [
  environmentTopic,
  exitCodesTopic,
  outputTopic,
  errorsTopic,
  scopesTopic,
  rulesTopic,
  ciTopic,
];
