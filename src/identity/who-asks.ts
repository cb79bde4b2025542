import type { Config } from '../config';
import type { Clock } from '../kernel/clock';
import { KeptAssertions } from './assertions-used';
import { DevelopmentIssuer, developmentIssuerRefusal } from './development-issuer';
import type { Directory } from './directory';
import { GatewayVerifier } from './gateway-credential';
import { PeerVerifier } from './peer-credential';
import { TokenVerifier } from './verify-token';

export interface WhoAsksOptions {
  readonly config: Config;
  readonly directory: Directory;
  readonly sql: ConstructorParameters<typeof KeptAssertions>[0];
  readonly clock: Clock;
}

/** All by which one hub knows who asks. */
export interface WhoAsks {
  readonly directory: Directory;
  readonly verifier: TokenVerifier;
  readonly gateways: GatewayVerifier;
  /** Null where a real issuer is configured, or others can reach the hub. */
  readonly developmentIssuer: DevelopmentIssuer | null;
}

/** Tokens of issuers, assertions of hubs and credentials of gateways, put together. */
export function whoAsks({ config, directory, sql, clock }: WhoAsksOptions): WhoAsks {
  const developmentIssuer =
    developmentIssuerRefusal(config) === null ? DevelopmentIssuer.open(config, clock) : null;
  // An address or an authority is one hub's own; the audience of tokens may be a word that many hubs share.
  const audience = config.publicUrl ?? config.homeAuthority;
  const peers = new PeerVerifier({ directory, used: new KeptAssertions(sql), audience, clock });
  return {
    directory,
    verifier: new TokenVerifier({ ...config, development: developmentIssuer, peers, clock }),
    gateways: new GatewayVerifier(directory, config.audience, clock),
    developmentIssuer,
  };
}
