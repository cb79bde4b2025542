import { sqlOf } from '../../src/database/sql';
import { systemClock } from '../../src/kernel/clock';
import { newPublicId } from '../../src/kernel/id';
import { insertLedgerRows } from '../../src/ledger/ledger-insert';
import { ledgerRow } from '../../src/ledger/ledger-row';
import type { Parcel } from '../../src/outbox/message';
import type { PeerAnswered, PeerListener } from '../../src/outbox/peer/peer-answer';
import type { PeerRoute } from '../../src/outbox/peer/peer-route';
import { PeerSettling } from '../../src/outbox/peer/peer-settling';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const settling = (listener: PeerListener): PeerSettling =>
  new PeerSettling({
    ledger: { act: (tx, record) => insertLedgerRows(tx, [ledgerRow(record)]).then(() => undefined) },
    listeners: [listener],
    rules: () => null,
    home: 'la/931',
    clock: systemClock,
  });

const route: PeerRoute = {
  peer: { organisation: 'la/852', audience: 'la/852', clientId: 'us', team: 'la/852/cme' },
  type: 'TRANSFER_ACCEPTED', unit: 'la/931/cme', unitName: 'Team', onBehalfOf: null,
  purpose: 'NOTIFY_MOVE', reference: 'CASE/1', answers: newPublicId(), told: [], entries: [],
}; // prettier-ignore

function parcel(): Parcel {
  const at = new Date();
  const channel = {
    id: 'their-hub', kind: 'PEER_HUB', unit: 'la/852/hub', url: 'https://hub.example', purposes: ['NOTIFY_MOVE'], reference: 'HUB/1',
    carries: 'ANSWER', generation: 1, formerUntil: null, failures: 0,
  } as const; // prettier-ignore
  const sharing = { rulesetVersion: 'none', disclosureId: newPublicId(), promise: '' };
  return {
    id: newPublicId(), kind: 'NOTIFICATION', about: newPublicId(), lane: newPublicId(), purpose: 'NOTIFY_MOVE', writtenAt: at,
    attempts: 1, channel, at, answer: { data: {}, errors: [], sharing },
  }; // prettier-ignore
}

const kept = async (about: string): Promise<unknown> => {
  const [row] = await sqlOf(database.owner).query(
    `select (select count(*)::int from correspondence where ours = $1) as known,
       (select count(*)::int from ledger_entry where controller_part like '%' || $1::text || '%') as entries`,
    [about],
  );
  return row;
};

it('tells whoever waits for it, in the transaction that keeps it', async () => {
  const heard: PeerAnswered[] = [];
  const sent = parcel();
  const [id, receipt] = [newPublicId(), newPublicId()];
  await database.app.transaction(
    (tx) =>
    settling((_tx, answered) => Promise.resolve(void heard.push(answered))).taken(
      sqlOf(tx), sent, route, { kind: 'DONE', id, receipt }, { message: sent.about },
    ), // prettier-ignore
  );
  expect(heard).toEqual([
    {
      kind: 'NOTIFICATION',
      about: sent.about,
      type: 'TRANSFER_ACCEPTED',
      outcome: 'TAKEN',
      code: null,
      theirs: id,
      receipt,
    },
  ]);
  expect(await kept(sent.about)).toEqual({ known: 1, entries: 1 });
});

it('keeps nothing where whoever waits for it cannot take it', async () => {
  const sent = parcel();
  const cannot = database.app.transaction(
    (tx) =>
    settling(() => Promise.reject(new Error('not now'))).taken(
      sqlOf(tx), sent, route, { kind: 'DONE', id: newPublicId(), receipt: newPublicId() }, { message: sent.about },
    ), // prettier-ignore
  );
  await expect(cannot).rejects.toThrow('not now');
  expect(await kept(sent.about)).toEqual({ known: 0, entries: 0 });
});

it('tells of a refusal by its code, and keeps no id of theirs', async () => {
  const heard: PeerAnswered[] = [];
  const sent = parcel();
  await database.app.transaction((tx) =>
    settling((_tx, answered) => Promise.resolve(void heard.push(answered))).refused(
      sqlOf(tx),
      sent,
      route,
      'CONFLICT',
    ),
  );
  expect(heard).toEqual([
    { kind: 'NOTIFICATION', about: sent.about, type: 'TRANSFER_ACCEPTED', outcome: 'REFUSED', code: 'CONFLICT', theirs: null, receipt: null },
  ]); // prettier-ignore
  expect(await kept(sent.about)).toEqual({ known: 0, entries: 1 });
});
