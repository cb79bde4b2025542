import type { OwnWitnessState } from '../ledger/witness/own-witness.repository';
import type { AlarmState, WatchedLogState, WitnessList } from '../ledger/witness/watch-state.repository';

/** Who keeps whose heads, as lines for a person. */
export function witnessesInWords({ witnesses, logs, alarms }: WitnessList): string {
  const lines = [
    ...(witnesses.length === 0 ? ['Nobody keeps this ledger’s heads.'] : witnesses.map(witnessInWords)),
    ...(logs.length === 0 ? ['No other ledger’s heads are kept here.'] : logs.map(logInWords)),
    ...alarms.map(alarmInWords),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What a contradiction means, for whoever answers for the data. */
export function alarmInWords({ kind, organisation, origin, at, keptSize, shownSize }: AlarmState): string {
  const whose = `ALARM  ${organisation} (${origin}), ${at.toISOString()}:`;
  if (kind === 'SET_BACK')
    return `${whose} its ledger shows ${shownSize} entries, and it had signed ${keptSize}: the last ones were taken away, or it was set back to a backup.`;
  return `${whose} it has signed two histories of its ledger: one of ${keptSize} entries and one of ${shownSize} that do not belong together. What its ledger says is proof of nothing until it is explained.`;
}

function witnessInWords(witness: OwnWitnessState): string {
  const { name, url, lastSize, cosignedAt, disabledAt, problem, contradicts } = witness;
  const last =
    cosignedAt === null
      ? 'has cosigned nothing yet'
      : `cosigned ${lastSize} entries ${cosignedAt.toISOString()}`;
  return [
    `kept by ${name}`,
    url,
    last,
    ...(problem === null ? [] : [contradicts ? `CONTRADICTS: ${problem}` : problem]),
    ...off(disabledAt),
  ].join('  ');
}

function logInWords({ origin, organisation, url, size, at, problem, disabledAt }: WatchedLogState): string {
  const kept = at === null ? 'no head yet' : `${size} entries ${at.toISOString()}`;
  return [
    `kept here: ${origin}`,
    organisation,
    url,
    kept,
    ...(problem === null ? [] : [problem]),
    ...off(disabledAt),
  ].join('  ');
}

const off = (disabledAt: Date | null): string[] =>
  disabledAt === null ? [] : [`SWITCHED OFF since ${disabledAt.toISOString()}`];
