import { growTo } from '../../bench/many-children';
import { ExchangeDesk } from '../enquiries/exchange-desk';

/** Children in the register, and how many of them are looked for. A million takes some minutes to be made. */
const CHILDREN = Number(process.env['ROLLCALL_TEST_CHILDREN'] ?? 100_000);
const LOST = 2000;
/** On two cores that others use, too. */
const SECONDS = 60;

let desk: ExchangeDesk;
beforeAll(async () => {
  desk = await ExchangeDesk.open();
  await growTo(desk.hub.database.owner, CHILDREN);
}, 1_800_000);
afterAll(() => desk.stop());

it(`holds ${LOST} new lost pupils against all, once, and then what is new alone`, async () => {
  // Another authority looks for children whom the hub knows by the same name and day, each under a record of its own.
  await desk.sql(
    `with sought as (
       select gen_random_uuid() as id, n.forename, n.surname, c.date_of_birth as born
       from child c join child_name n on n.child_id = c.id and n.kind = 'legal' where c.source = 'bench' order by md5(c.id::text) limit ${LOST}),
     kept as (insert into child (id, home_authority, state, date_of_birth, source) select id, 'la/931', 'unresolved', born, 'la/852' from sought),
     named as (insert into child_name (id, child_id, kind, forename, surname, born, source)
       select gen_random_uuid(), id, 'legal', forename, surname, born, 'la/852' from sought)
     insert into circumstance (id, child_id, kind, organisation_id, unit_id, reference, begins_at, source)
       select gen_random_uuid(), id, 'LOST_ELSEWHERE', 'la/852', 'la/852/main', 'DEEP/1', $1, 'la/852' from sought`,
    [desk.hub.clock.now()],
  );
  await desk.sql('analyze child, child_name, circumstance');
  const first = await timed();
  expect(first.found + first.unsure).toBeGreaterThan(LOST * 0.95);
  expect(first.seconds).toBeLessThan(SECONDS);
  const again = await timed();
  expect([again.found, again.unsure]).toEqual([0, 0]);
  // A day's returns: five thousand new names on rolls.
  await desk.sql(
    `insert into registration (id, child_id, organisation_id, begins_on, kind, source, recorded_at)
     select gen_random_uuid(), id, 'school/931-2105', '2026-09-03', 'dual_subsidiary', 'school/931-2105', $1
     from child where source = 'bench' order by md5(id::text || 'x') limit 5000`,
    [desk.hub.clock.now()],
  );
  const daily = await timed();
  expect(daily.seconds).toBeLessThan(SECONDS / 4);
  process.stdout.write(
    `lost pupils: ${CHILDREN} children, ${LOST} messages: at first ${inWords(first)}; again ${inWords(again)}; 5,000 new facts ${inWords(daily)}\n`,
  );
}, 1_800_000);

interface Timed {
  readonly found: number;
  readonly unsure: number;
  readonly seconds: number;
}

async function timed(): Promise<Timed> {
  const from = performance.now();
  const done = await desk.hub.hub.rounds.lostPupils.reconcile();
  return { ...done, seconds: (performance.now() - from) / 1000 };
}

const inWords = ({ seconds, found, unsure }: Timed): string =>
  `${seconds.toFixed(1)} s (${found} found, ${unsure} unsure)`;
