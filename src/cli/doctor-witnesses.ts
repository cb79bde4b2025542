import type { Sql } from '../gate/ports';
import { systemClock, type Clock } from '../kernel/clock';
import { witnessList } from '../ledger/witness/watch-state.repository';
import type { Finding } from './finding';
import { alarmInWords } from './ledger-witness-words';

/** Seconds for which a witness may be away before somebody has to look. */
const LONGEST_AWAY = 3600;

/** Who keeps this ledger's heads, and what the heads that are kept here contradict. */
export async function witnessFinding(sql: Sql, clock: Clock = systemClock): Promise<Finding> {
  const { witnesses, logs, alarms } = await witnessList(sql, clock.now());
  const asked = witnesses.filter(({ disabledAt }) => disabledAt === null);
  const problems = asked.flatMap(({ name, problem, contradicts, age }) => {
    if (contradicts)
      return [
        `the witness ${name} contradicts this ledger. ${problem ?? ''} Run rollcall ledger verify --witnesses.`,
      ];
    return age > LONGEST_AWAY
      ? [
          `the witness ${name} has not cosigned for ${Math.round(age / 60)} minutes. ${problem ?? 'It was not asked: is the hub running?'}`,
        ]
      : [];
  });
  const unseen = logs.flatMap(({ origin, disabledAt, problem }) =>
    disabledAt === null && problem !== null
      ? [`the ledger ${origin}, whose heads are kept here: ${problem}`]
      : [],
  );
  return {
    name: 'ledger witnesses',
    problems: [...problems, ...unseen, ...alarms.map(alarmInWords)],
    found:
      asked.length === 0
        ? 'none: nobody else keeps this ledger’s heads'
        : asked.map(({ name }) => name).join(', '),
  };
}
