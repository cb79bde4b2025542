import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { readCatalogues } from '../agreements/catalogue-files';
import { readConfig, type Config } from '../config';
import { composedGraph } from '../federation/agencies/composed-graph';
import { createGateway } from '../federation/gateway/serve-gateway';
import { GatewaySigner } from '../federation/gateway/signer';
import { stitched } from '../federation/gateway/stitched';
import { packageRoot } from '../package-root';
import { buildHubSchema } from '../schema';
import { createLog } from '../server/log';
import { addressOf, listen } from './listen';
import { portOption } from './port-option';
import { withPort } from './serve';
import { stopSignal } from './stop-signal';

const NOT_SO = { exitCode: 1, code: 'rollcall.not-so' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

interface GatewayOptions {
  readonly client: string;
  readonly supergraph?: string;
  readonly subgraph: readonly string[];
  readonly printKey?: true;
  readonly port?: number;
}

/** `rollcall gateway`: puts subgraphs together again. It has no database, and decides nothing. */
export function gatewayCommand(): Command {
  return new Command('gateway')
    .description('a federation gateway before subgraphs that run apart (rollcall serve --subgraph)')
    .requiredOption('--client <id>', 'the client_id under which the key of this gateway is registered')
    .option(
      '--supergraph <file>',
      'the composed graph (else schema/supergraph.graphql, with the agencies of ROLLCALL_AGENCIES)',
    )
    .option(
      '--subgraph <name=address>',
      'where a subgraph is, when not where the composed graph says',
      several,
      [],
    )
    .option('--print-key', 'print the public key, for rollcall partner client --jwk, and stop')
    .addOption(portOption())
    .addHelpText(
      'after',
      '\nThe gateway speaks for a unit of the service `gateway`: rollcall partner unit --service gateway, then client.',
    )
    .action(run);
}

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

async function run(options: GatewayOptions, command: Command): Promise<void> {
  const config = withPort(readConfig(), options.port);
  const log = createLog(config.logLevel);
  const file = join(config.dataDir, 'gateway-key.json');
  const { signer, publicJwk } = GatewaySigner.open(file, options.client, config.audience);
  if (options.printKey === true) {
    process.stdout.write(`${JSON.stringify(publicJwk)}\n`);
    return;
  }
  const supergraph = supergraphOf(options, config, command);
  const urls = new Map(options.subgraph.map((each) => addressIn(each, command)));
  const stop = stopSignal();
  const gateway = await createGateway(stitched({ supergraph, urls }), signer);
  try {
    await listen(gateway.app, config);
    log.info({ address: addressOf(gateway.app, config) }, 'gateway');
    await stop.wait;
  } finally {
    await gateway.stop();
  }
}

function supergraphOf({ supergraph }: GatewayOptions, { agencies }: Config, command: Command): string {
  if (supergraph !== undefined || agencies === undefined)
    return textOf(supergraph ?? join(packageRoot(), 'schema', 'supergraph.graphql'), command);
  const composed = composedGraph(buildHubSchema(), agencies, readCatalogues().catalogues);
  return composed.ok ? composed.supergraph : command.error(composed.problems.join('\n'), NOT_SO);
}

function addressIn(text: string, command: Command): readonly [string, string] {
  const [, name, address] = /^([a-z][a-z-]*)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (name === undefined || address === undefined || !URL.canParse(address))
    return command.error(
      `--subgraph: write a name and an address, as in alerts=http://127.0.0.1:4001/graphql.`,
      WRONG_USAGE,
    );
  return [name, address];
}

function textOf(file: string, command: Command): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return command.error(`${file}: there is no such file, or it cannot be read.`, WRONG_USAGE);
  }
}
