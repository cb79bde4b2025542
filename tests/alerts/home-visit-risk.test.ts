import { AlertsDesk, idIn, POLICE, RAISE, SCHOOL, TEAM, type KnownChild } from './alerts-desk';
import { REFERRAL, unnumbered } from './paper-forms';

const EWS = 'la/931/ews';
const READ = `query ($id: ID!) { child(id: $id) { homeVisitRisks {
  on risk { aggressiveParent historyOfAggression other otherLevel } provenance { source enteredBy } } } }`;

let desk: AlertsDesk;
let child: KnownChild;
let serial = 0;
beforeAll(async () => {
  desk = await AlertsDesk.open();
});
beforeEach(async () => {
  child = await desk.knownChild('Dipper', `Ford ${++serial}`);
});
afterAll(() => desk.stop());

const refer = async (risk: object): Promise<string> => {
  desk.hub.clock.advance(1000);
  const { forename, surname, dateOfBirth } = child.details;
  const form = { ...unnumbered(REFERRAL), forenames: forename, surname, dateOfBirth, homeVisitRisk: risk };
  const input = { reason: 'UNEXPLAINED_ABSENCE', hubReferral: form };
  return idIn(await desk.ask(SCHOOL, RAISE, { input }), 'raiseAlert');
};
const read = (as: string, purpose = 'LOCATE_CHILD'): ReturnType<AlertsDesk['ask']> =>
  desk.ask(as, READ, { id: child.publicId }, { purpose });
const works = (unit: string): Promise<unknown> =>
  desk.sql(
    `insert into circumstance (id, child_id, kind, organisation_id, unit_id, begins_at, source, confirmed_at, confirmed_by)
     values (gen_random_uuid(), $1, 'OPEN_CASE', 'la/931', $2, $3, 'test', $3, 'la/931')`,
    [child.id, unit, desk.hub.clock.now()],
  );

it('S1 App 2: what a referral says of risks to visitors is read by whoever is to visit, and nobody else', async () => {
  await refer({ aggressiveParent: 'HIGH', other: 'A dog.', otherLevel: 'LOW' });
  // Not before the service works with the family: then nothing of the child is known to it.
  expect((await read(EWS)).data).toEqual({ child: null });
  await works(EWS);
  const risk = { aggressiveParent: 'HIGH', historyOfAggression: null, other: 'A dog.', otherLevel: 'LOW' };
  const on = REFERRAL.referralDate;
  expect((await read(EWS)).data).toEqual({
    child: { homeVisitRisks: [{ on, risk, provenance: { source: null, enteredBy: null } }] },
  });
  for (const as of [SCHOOL, POLICE]) {
    const { text, data } = await read(as);
    expect((data?.['child'] as { homeVisitRisks?: unknown } | null)?.homeVisitRisks ?? null).toBeNull();
    expect(text).not.toMatch(/HIGH|dog/);
  }
});

it('the newest is read first, the team reads whose word it is, and what its raiser takes back is gone', async () => {
  const first = await refer({ aggressiveParent: 'HIGH' });
  await refer({ aggressiveParent: 'LOW' });
  await desk.sql(
    `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, source, confirmed_at, confirmed_by)
     values (gen_random_uuid(), $1, 'la/931', 'OPEN', 'AT_RISK', 'RED', $2, 'la/931', $2, 'la/931')`,
    [child.id, desk.hub.clock.now()],
  );
  const levels = async (): Promise<unknown> => {
    const { homeVisitRisks = [] } = (await read(TEAM)).data?.['child'] as {
      homeVisitRisks?: { risk: { aggressiveParent: string }; provenance: { source: string } }[];
    };
    return homeVisitRisks.map(({ risk, provenance }) => [risk.aggressiveParent, provenance.source]);
  };
  expect(await levels()).toEqual([
    ['LOW', SCHOOL],
    ['HIGH', SCHOOL],
  ]);
  expect((await desk.withdraw(SCHOOL, first)).codes).toEqual([]);
  expect(await levels()).toEqual([['LOW', SCHOOL]]);
});
