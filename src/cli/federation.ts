import { Command } from 'commander';
import { federationCheckCommand } from './federation-check';
import { federationComposeCommand } from './federation-compose';
import { federationDiffCommand } from './federation-diff';

/** `rollcall federation`: the graph as parts, what may join it, and what changed since the last release. */
export function federationCommand(): Command {
  return new Command('federation')
    .description('would a subgraph fit, and what has changed in the graph')
    .addCommand(federationCheckCommand())
    .addCommand(federationComposeCommand())
    .addCommand(federationDiffCommand());
}
