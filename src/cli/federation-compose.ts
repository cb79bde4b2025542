import { Command } from 'commander';
import { readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { composedGraph } from '../federation/agencies/composed-graph';
import { buildHubSchema } from '../schema';

const NOT_SO = { exitCode: 1, code: 'rollcall.not-so' };

/** `rollcall federation compose`: the composed graph with the agencies of ROLLCALL_AGENCIES, for a gateway. */
export function federationComposeCommand(): Command {
  return new Command('compose')
    .description('print the composed graph of this hub and the agencies that are registered with it')
    .action(run);
}

function run(_options: object, command: Command): void {
  const composed = composedGraph(buildHubSchema(), readConfig().agencies, readCatalogues().catalogues);
  if (!composed.ok) command.error(composed.problems.join('\n'), NOT_SO);
  else process.stdout.write(composed.supergraph);
}
