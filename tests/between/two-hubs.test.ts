import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { HubKeys } from '../../src/identity/hub-keys';
import type { UnitId } from '../../src/kernel/organisation-id';
import { BadLine } from '../outbox/faults/bad-line';
import { clientOf, hubUnitOf } from '../support/peer-client';
import type { Node, PeerHub, Who } from './peer-hub';
import { OXFORDSHIRE, SOUTHAMPTON, TwoHubs } from './two-hubs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOVES = { purpose: 'NOTIFY_MOVE' };
const ANSWERS = { purpose: 'ANSWER_ENQUIRY' };
const LOOKS = { purpose: 'LOCATE_CHILD' };
const ASKED = 'recipients { organisation state outcome delivery }';
const FRONT_DOOR = `${OXFORDSHIRE}/front-door` as UnitId;

let hubs: TwoHubs;
let a: PeerHub;
let b: PeerHub;
beforeAll(async () => {
  hubs = await TwoHubs.open();
  ({ a, b } = hubs);
}, 240_000);
afterAll(() => hubs?.close());

let serial = 0;
/** A child whom the first hub knows, and nobody else. */
async function child(): Promise<{ id: string; surname: string }> {
  const surname = `Dunlin${String.fromCharCode(97 + (serial += 1))}`;
  return { surname, id: await a.knownChild('Shirin', surname, '2014-03-05') };
}

const enquire = (id: string, who: Who & { as?: string } = {}, more: Node = {}): Promise<string> =>
  a.did(
    who.as ?? a.team,
    'sendEnquiry(input: $input)',
    { input: { child: { id }, recipients: [SOUTHAMPTON], question: 'Is she with you?', ...more } },
    '$input: SendEnquiryInput!',
    who,
  );

const notify = (id: string, type: string, text: string): Promise<string> =>
  a.did(
    a.team,
    'notifyAuthority(input: $input)',
    { input: { child: { id }, to: SOUTHAMPTON, type, text } },
    '$input: NotifyAuthorityInput!',
    MOVES,
  );

const answer = (id: string, input: Node): Promise<string> =>
  b.did(
    b.team,
    'answerEnquiry(id: $id, input: $input)',
    { id, input },
    '$id: ID!, $input: AnswerEnquiryInput!',
    ANSWERS,
  );

/** An enquiry as the team of a hub reads it. */
const enquiry = (hub: PeerHub, id: string, fields: string): Promise<unknown> =>
  hub.reads(hub.team, `query ($id: ID!) { enquiry(id: $id) { ${fields} } }`, { id });

/** What came to the second hub about somebody, as its team reads it. */
async function cameAs<Row>(
  root: 'enquiries' | 'notifications',
  surname: string,
  fields: string,
): Promise<Row[]> {
  const query = `{ ${root}(first: 100) { nodes { ${fields} child { name { surname } } } } }`;
  const page = (await b.reads(b.team, query, {}, root === 'enquiries' ? {} : MOVES)) as {
    nodes: (Row & { child: { name: { surname: string } | null } | null })[];
  };
  return page.nodes.filter(({ child: of }) => of?.name?.surname === surname);
}

async function deliveryOf(id: string, who: Who = MOVES): Promise<unknown> {
  const query = 'query ($id: ID!) { notification(id: $id) { delivery { state problem } } }';
  return ((await a.reads(a.team, query, { id }, who)) as { delivery: unknown }).delivery;
}

const broadcast = (who: string): Promise<string> =>
  a.did(
    a.team,
    'broadcastLostPupil(input: $i)',
    { i: { child: { id: who } } },
    '$i: BroadcastLostPupilInput!',
  );

/** The newest notice of a type that went to the other authority. */
async function lastOf(type: string): Promise<string> {
  const [row] = await a.sql<{ id: string }>(
    `select public_id as id from notification where type = $1 and to_organisation = $2 order by position desc limit 1`,
    [type, SOUTHAMPTON],
  );
  return row?.id ?? '';
}

/** Messages about somebody that the second hub keeps of another authority. */
const keptAt = (surname: string): Promise<unknown[]> =>
  b.sql(
    `select c.organisation_id as by, c.ends_at > $2 as stands from circumstance c join child_name n on n.child_id = c.child_id
     where c.kind = 'LOST_ELSEWHERE' and n.surname = $1`,
    [surname, hubs.clock.now()],
  );

const last = <Row>(rows: readonly Row[]): Row => {
  const row = rows[rows.length - 1];
  if (row === undefined) throw new Error('there is none');
  return row;
};

describe('an enquiry', () => {
  it('is asked in one hub and answered in the other under the agreements there, and the states agree or say that they wait', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who);
    expect(await enquiry(a, ours, `state ${ASKED}`)).toEqual({
      state: 'OPEN',
      recipients: [{ organisation: SOUTHAMPTON, state: 'WAITING', outcome: null, delivery: 'WAITING' }],
    });
    expect(await cameAs('enquiries', surname, 'id')).toEqual([]);

    await a.drain();
    expect(await enquiry(a, ours, ASKED)).toMatchObject({
      recipients: [{ state: 'WAITING', delivery: 'DELIVERED' }],
    });
    const [came] = await cameAs<{ id: string }>('enquiries', surname, 'id from question');
    expect(came).toMatchObject({ from: OXFORDSHIRE, question: 'Is she with you?' });
    const theirs = came?.id ?? '';
    expect(theirs).not.toBe(ours);

    const facts = { note: 'Her cousin knows her.', caseWorkerTeam: 'Attendance', knownSince: '2026-11-02' };
    await answer(theirs, { outcome: 'KNOWN', ...facts, address: { line1: '9 Invented Quay' } });
    expect(await enquiry(b, theirs, `state ${ASKED}`)).toEqual({
      state: 'ANSWERED',
      recipients: [{ organisation: b.team, state: 'KNOWN', outcome: 'KNOWN', delivery: 'WAITING' }],
    });
    expect(await enquiry(a, ours, `state ${ASKED}`)).toMatchObject({
      state: 'OPEN',
      recipients: [{ state: 'WAITING' }],
    });

    await b.drain();
    expect(await enquiry(b, theirs, ASKED)).toMatchObject({ recipients: [{ delivery: 'DELIVERED' }] });
    // The address stays where it is: their clause 10.2 tells whoever asks that the child is known, and not where.
    expect(
      await enquiry(a, ours, `state answers { outcome note caseWorkerTeam knownSince address { line1 } }`),
    ).toEqual({ state: 'ANSWERED', answers: [{ outcome: 'KNOWN', ...facts, address: null }] });

    const asked = await a.act('PEER_ANSWERED', ours);
    expect(asked).toMatchObject({
      peer: SOUTHAMPTON,
      about: ours,
      theirs,
      purpose: 'LOCATE_CHILD',
    });
    const arrived = await b.act('SEND_ENQUIRY', theirs);
    expect(arrived).toMatchObject({ outcome: theirs, correspondence: { peer: OXFORDSHIRE, id: ours } });
    const answered = await b.act('PEER_ANSWERED', theirs);
    expect(answered).toMatchObject({ peer: OXFORDSHIRE, about: theirs });
    const heard = await a.act('ANSWER_ENQUIRY', String(answered['ours']));
    const receipts = [
      [b, asked['receipt']],
      [a, (arrived['correspondence'] as Node)['receipt']],
      [a, answered['receipt']],
      [b, (heard['correspondence'] as Node)['receipt']],
    ] as const;
    for (const [hub, receipt] of receipts)
      expect([receipt, await hub.hasEntry(receipt)]).toEqual([receipt, true]);
  });

  it('is answered in parts, each once and in its order', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who);
    await a.drain();
    const theirs = last(await cameAs<{ id: string }>('enquiries', surname, 'id')).id;
    await answer(theirs, { outcome: 'KNOWN', note: 'She is here.', moreToCome: true });
    // They may not be told of a part before the council stands behind their question.
    await b.drain();
    expect(await enquiry(b, theirs, ASKED)).toMatchObject({ recipients: [{ delivery: 'HELD' }] });
    await hubs.later(1000);
    await answer(theirs, { outcome: 'KNOWN', note: 'At her aunt’s.' });
    await b.drain();
    const read = (await enquiry(a, ours, 'state answers { note inPart }')) as { answers: Node[] };
    expect(read).toMatchObject({ state: 'ANSWERED' });
    expect(read.answers).toHaveLength(2);
    expect(read.answers).toContainEqual({ note: 'She is here.', inPart: true });
    expect(read.answers).toContainEqual({ note: 'At her aunt’s.', inPart: false });
    expect((await b.deliveries()).slice(-2).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
  });

  it('to which the answer is withheld is withheld in both, and the reason stays where it may not leave', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who);
    await a.drain();
    const theirs = last(await cameAs<{ id: string }>('enquiries', surname, 'id')).id;
    const input = { reason: 'It would lead somebody to her.', decidedBy: 'lead', reviewOn: '2026-12-01' };
    await b.did(
      b.team,
      'withholdAnswer(id: $id, input: $input)',
      { id: theirs, input },
      '$id: ID!, $input: WithholdAnswerInput!',
      ANSWERS,
    );
    await b.drain();
    const read = await enquiry(a, ours, 'recipients { state outcome } answers { withheldBecause }');
    expect(read).toMatchObject({ recipients: [{ state: 'WITHHELD', outcome: 'KNOWN_BUT_WITHHELD' }] });
    expect(JSON.stringify(read)).not.toContain('lead somebody');
  });

  it('that is taken back is taken back in both, and is answered in neither', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who);
    await a.drain();
    const theirs = last(await cameAs<{ id: string }>('enquiries', surname, 'id')).id;
    await a.did(a.team, 'withdrawEnquiry(id: $id)', { id: ours }, '$id: ID!');
    expect(await enquiry(b, theirs, 'state')).toEqual({ state: 'OPEN' });
    await a.drain();
    for (const [hub, id] of [
      [a, ours],
      [b, theirs],
    ] as const)
      // prettier-ignore
      expect(await enquiry(hub, id, 'state recipients { state }')).toEqual({
        state: 'WITHDRAWN',
        recipients: [{ state: 'WITHDRAWN' }],
      });
    expect(last(await a.deliveries())).toMatchObject({
      kind: 'ENQUIRY_WITHDRAWN',
      state: 'DELIVERED',
      problem: null,
    });
  });

  it('that was taken back while its answer was on the way: they are told so, and nothing is tried again', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who);
    await a.drain();
    const theirs = last(await cameAs<{ id: string }>('enquiries', surname, 'id')).id;
    await a.did(a.team, 'withdrawEnquiry(id: $id)', { id: ours }, '$id: ID!');
    await answer(theirs, { outcome: 'NOT_KNOWN' });
    await b.drain();
    expect(last(await b.deliveries())).toEqual({
      kind: 'ENQUIRY_ANSWERED',
      state: 'DELIVERED',
      attempts: 1,
      problem: 'CONFLICT',
    });
    expect(await b.act('PEER_ANSWERED', theirs)).toMatchObject({ about: theirs, code: 'CONFLICT' });
  });
});

describe('a notice', () => {
  it('of a child who was located arrives with whom it is about, and is read there as from the authority', async () => {
    const { id: who, surname } = await child();
    const ours = await notify(who, 'LOCATED_HERE', 'With her aunt since Monday.');
    expect(await deliveryOf(ours)).toEqual({ state: 'WAITING', problem: null });
    await a.drain();
    expect(await deliveryOf(ours)).toEqual({ state: 'DELIVERED', problem: null });
    const fields = 'type from to text reference';
    expect(await cameAs('notifications', surname, fields)).toEqual([
      {
        type: 'LOCATED_HERE', from: OXFORDSHIRE, to: SOUTHAMPTON, text: 'With her aunt since Monday.', reference: 'CASE/1',
        child: { name: { surname } },
      },
    ]); // prettier-ignore
    expect(await b.act('NOTIFY_AUTHORITY', ours)).toMatchObject({
      organisation: OXFORDSHIRE,
      user: 'Children missing education team',
      correspondence: { id: ours },
    });
  });

  it('whose agreement is suspended there waits, both can say why, and goes when it is lifted', async () => {
    const { id: who, surname } = await child();
    const refusals = async (): Promise<number> => {
      const [row] = await b.sql<{ n: number }>(
        `select count(*)::int as n from ledger_entry where organisation_id = $1 and kind <> 'ACT'
           and controller_part like '%"withheld":{"NOTIFY_AUTHORITY%'`,
        [OXFORDSHIRE],
      );
      return row?.n ?? Number.NaN;
    };
    const before = await refusals();
    await b.suspend('any-authority');
    const ours = await notify(who, 'MOVED_OUT', 'To the coast.');
    await a.drain();
    expect(await deliveryOf(ours)).toEqual({ state: 'WAITING', problem: 'NOT_PERMITTED' });
    expect(await refusals()).toBeGreaterThan(before);
    await b.lift();
    await hubs.later(HOUR);
    await a.drain();
    expect(await deliveryOf(ours)).toEqual({ state: 'DELIVERED', problem: null });
    expect(await cameAs('notifications', surname, 'type')).toHaveLength(1);
  });

  it('that may not be told by the sender’s own agreements is not sent, and is held by its clause', async () => {
    const { id: who, surname } = await child();
    await a.suspend('any-authority');
    const ours = await notify(who, 'MOVED_OUT', 'To the coast.');
    await a.drain();
    const query = 'query ($id: ID!) { notification(id: $id) { delivery { state held { agreement } } } }';
    const read = (await a.reads(a.team, query, { id: ours }, MOVES)) as { delivery: { held: Node[] } };
    expect(read.delivery).toMatchObject({ state: 'HELD' });
    expect(read.delivery.held).toContainEqual({ agreement: 'any-authority' });
    expect(await cameAs('notifications', surname, 'type')).toEqual([]);
    await a.lift();
    await a.drain();
    expect(await cameAs('notifications', surname, 'type')).toHaveLength(1);
  });

  it('of a lost pupil is kept there while we look, and ends there when we look no longer', async () => {
    const { id: who, surname } = await child();
    const message = await broadcast(who);
    await a.drain();
    expect(await deliveryOf(await lastOf('LOST_PUPIL'), LOOKS)).toEqual({
      state: 'DELIVERED',
      problem: null,
    });
    expect(await keptAt(surname)).toEqual([{ by: OXFORDSHIRE, stands: true }]);
    await a.did(a.team, 'withdrawBroadcast(id: $id)', { id: message }, '$id: ID!');
    await a.drain();
    const ended = await deliveryOf(await lastOf('LOST_PUPIL_WITHDRAWN'), LOOKS);
    expect(ended).toEqual({ state: 'DELIVERED', problem: null });
    expect(await keptAt(surname)).toEqual([{ by: OXFORDSHIRE, stands: false }]);
  });

  it('of a lost pupil that is taken back before it has left tells nobody anything', async () => {
    const { id: who, surname } = await child();
    await a.did(a.team, 'withdrawBroadcast(id: $id)', { id: await broadcast(who) }, '$id: ID!');
    await a.drain();
    expect(await keptAt(surname)).toEqual([]);
    const ended = await deliveryOf(await lastOf('LOST_PUPIL_WITHDRAWN'), LOOKS);
    expect(ended).toEqual({ state: 'DELIVERED', problem: 'NOT_FOUND' });
  });

  it('to an authority without a hub waits in its inbox here, where it is read and acknowledged', async () => {
    const { id: who } = await child();
    const hampshire = 'la/850';
    const id = await a.did(
      a.team,
      'notifyAuthority(input: $i)',
      { i: { child: { id: who }, to: hampshire, type: 'MOVED_OUT' } },
      '$i: NotifyAuthorityInput!',
      MOVES,
    );
    await a.drain();
    expect(await deliveryOf(id)).toEqual({ state: 'IN_INBOX', problem: null });
    const inbox = await a.reads(hampshire, '{ notifications(first: 10) { nodes { id type } } }', {}, MOVES);
    expect((inbox as { nodes: Node[] }).nodes).toContainEqual({ id, type: 'MOVED_OUT' });
    await a.did(hampshire, 'acknowledgeNotification(id: $id)', { id }, '$id: ID!', MOVES);
    expect(await deliveryOf(id)).toEqual({ state: 'ACKNOWLEDGED', problem: null });
  });
});

describe('a case that is offered', () => {
  it('is offered once they may know of whom, and declined, each by the other’s id', async () => {
    const { id: who, surname } = await child();
    const ours = await a.did(
      a.team,
      'proposeTransfer(input: $i)',
      { i: { child: { id: who }, to: SOUTHAMPTON } },
      '$i: ProposeTransferInput!',
      MOVES,
    );
    await a.drain();
    expect(await deliveryOf(ours)).toEqual({ state: 'HELD', problem: 'WITHHELD' });
    await notify(who, 'MOVED_OUT', 'To the coast.');
    await a.drain();
    const came = (await cameAs<{ id: string; type: string }>('notifications', surname, 'id type')).find(
      ({ type }) => type === 'TRANSFER_PROPOSED',
    );
    expect(came).toBeDefined();
    await b.did(
      b.team,
      'declineTransfer(notificationId: $id, reason: "Gone again.")',
      { id: came?.id },
      '$id: ID!',
      MOVES,
    );
    await b.drain();
    const inbox = (await a.reads(
      a.team,
      '{ notifications(first: 100) { nodes { type from text inReplyTo } } }',
      {},
      MOVES,
    )) as { nodes: Node[] };
    expect(inbox.nodes).toContainEqual({
      type: 'TRANSFER_DECLINED',
      from: SOUTHAMPTON,
      text: 'Gone again.',
      inReplyTo: ours,
    });
  });
});

describe('whatever happens on the way', () => {
  it('a hub that is away for a week finds everything, once and in its order', async () => {
    const { id: who, surname } = await child();
    await b.stop();
    const texts = ['first', 'second', 'third'];
    for (const [day, text] of texts.entries()) {
      await notify(who, 'MOVED_OUT', text);
      for (let tries = 0; tries < 2 + day; tries += 1) {
        await hubs.later(11 * HOUR);
        await a.drain();
      }
    }
    await hubs.later(7 * DAY);
    await a.drain();
    expect(last(await a.deliveries())).toMatchObject({ state: 'WAITING' });
    await b.start();
    await hubs.later(DAY);
    await a.drain();
    const came = await cameAs<{ text: string }>('notifications', surname, 'text');
    expect(came.map(({ text }) => text)).toEqual(texts);
    expect((await a.deliveries()).slice(-3).map(({ state }) => state)).toEqual(texts.map(() => 'DELIVERED'));
  }, 60_000);

  it('a message that is sent twice, and one that is sent at the same moment, have one effect and one receipt', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who);
    await a.drain();
    const first = await a.sql('select theirs from correspondence where ours = $1', [ours]);
    await a.sql(
      `update delivery set state = 'WAITING', settled_at = null where outbox_id = (select id from outbox where about = $1)`,
      [ours],
    );
    await a.drain();
    expect(await a.sql('select theirs from correspondence where ours = $1', [ours])).toEqual(first);
    const message = randomUUID();
    const send = (): Promise<string> =>
      b
        .post(
          a.assertion(clientOf(OXFORDSHIRE), SOUTHAMPTON),
          {
            query: 'mutation ($input: SendEnquiryInput!) { m: sendEnquiry(input: $input) { id } }',
            variables: {
              input: {
                child: { surname, forename: 'Shirin', dateOfBirth: '2014-03-05' },
                recipients: [b.team],
                question: 'And now?',
                correspondence: { id: message, receipt: randomUUID() },
              },
            },
          },
          { headers: { 'idempotency-key': randomUUID() } },
        )
        .then(({ data, text }) => (data?.['m'] as { id: string } | null)?.id ?? text);
    const [one, other] = await Promise.all([send(), send()]);
    expect(other).toBe(one);
    const [{ n }] = (await b.sql(`select count(*)::int as n from enquiry where question = 'And now?'`)) as [
      { n: number },
    ];
    expect(n).toBe(1);
    expect(await cameAs('enquiries', surname, 'question')).toHaveLength(2);
  });

  it.each([
    'cut before it is acknowledged',
    // Of the two one is refused, as its assertion was used; it may be ours.
    'sent twice',
  ] as const)('a line on which a message is %s: one effect, and in the end it is known', async (ill) => {
    const { id: who, surname } = await child();
    const line = await BadLine.open(b.port, 7);
    try {
      await a.sql(`update channel set url = $1`, [`http://127.0.0.1:${line.port}`]);
      line.ills = { [ill]: 1 };
      const ours = await notify(who, 'MOVED_OUT', 'To the coast.');
      await a.drain();
      expect(line.done.get(ill)).toBe(1);
      line.ills = {};
      await hubs.later(HOUR);
      await a.drain();
      expect(await deliveryOf(ours)).toEqual({ state: 'DELIVERED', problem: null });
      expect(await cameAs('notifications', surname, 'type')).toHaveLength(1);
    } finally {
      await a.sql(`update channel set url = $1`, [b.url]);
      await line.close();
    }
  });

  it.each([
    ['ahead', 2],
    ['behind', -2],
  ])('a clock that is two minutes %s loses nothing', async (_how, minutes) => {
    const { id: who, surname } = await child();
    await notify(who, 'MOVED_OUT', 'To the coast.');
    await a.keepTime(minutes * 60_000);
    await a.drain();
    await a.keepTime();
    expect(await cameAs('notifications', surname, 'type')).toHaveLength(1);
  });

  it('a key that is rotated while something is on its way: it arrives, and the old key is no more', async () => {
    const { id: who, surname } = await child();
    const client = clientOf(OXFORDSHIRE);
    HubKeys.rotate(a.dataDir);
    const until = new Date(hubs.clock.now().getTime() + DAY).toISOString();
    await b.register({ kind: 'CHANGE_KEY', clientId: client, key: a.key('next'), oldKeyUntil: until });
    const old = a.key();
    await notify(who, 'MOVED_OUT', 'before');
    await a.drain();
    await notify(who, 'MOVED_OUT', 'after');
    await a.stop();
    HubKeys.finishRotation(a.dataDir);
    await a.start();
    expect(a.key().thumbprint).not.toBe(old.thumbprint);
    await hubs.later(2 * DAY);
    await a.drain();
    expect(
      (await cameAs<{ text: string }>('notifications', surname, 'text')).map(({ text }) => text),
    ).toEqual(['before', 'after']);
  }, 60_000);
});

describe('who says that it is a hub', () => {
  const question = { query: '{ notifications(first: 1) { nodes { id } } }' };
  const client = clientOf(OXFORDSHIRE);
  const refused = async (bearer: string): Promise<readonly [number, readonly string[]]> => {
    const { status, codes } = await b.post(bearer, question, MOVES);
    return [status, codes];
  };
  const NO = [401, ['UNAUTHENTICATED']] as const;

  /** An assertion with some of its words otherwise. */
  const forged = (
    more: Node,
    key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ): string => {
    const now = Math.floor(hubs.clock.now().getTime() / 1000);
    const claims = {
      iss: client,
      sub: client,
      aud: SOUTHAMPTON,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
      user: 'A',
      job: 'B',
    };
    return jwt.sign({ ...claims, ...more }, key, { algorithm: 'ES256', keyid: a.key().thumbprint });
  };

  it('is taken by its pinned key, once', async () => {
    const good = a.assertion(client, SOUTHAMPTON);
    expect(await refused(good)).toEqual([200, []]);
    expect(await refused(good)).toEqual(NO);
  });

  it('is refused with another key, though it bears the pinned one’s name', async () => {
    expect(await refused(forged({}))).toEqual(NO);
  });

  it.each([
    ['for another hub', () => a.assertion(client, 'la/850')],
    ['as a client that is no hub', () => a.assertion(b.team, SOUTHAMPTON)],
    ['by a key that nobody pinned', () => b.assertion(client, SOUTHAMPTON)],
    ['by a token of the issuer, who speaks for people', () => b.token(hubUnitOf(OXFORDSHIRE))],
  ])('is refused %s', async (_why, bearer) => {
    expect(await refused(bearer())).toEqual(NO);
  });

  it('is refused when its minute is over', async () => {
    const old = a.assertion(client, SOUTHAMPTON);
    // A minute, and by how much the clocks of two hubs may differ.
    await hubs.later(211_000);
    expect(await refused(old)).toEqual(NO);
  });

  it('may not be said by anybody else: what names another’s ids is for hubs alone', async () => {
    const correspondence = { id: randomUUID(), receipt: randomUUID() };
    const named = { surname: 'Plover', forename: 'Ada', dateOfBirth: '2014-03-05' };
    const input = { child: named, recipients: [b.team], question: 'Known?', correspondence };
    const { codes, errors } = await b.ask(
      'la/851',
      'mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id } }',
      { input },
    );
    expect([codes, errors[0]?.extensions['field']]).toEqual([['BAD_USER_INPUT'], 'input.correspondence']);
  });
});

describe('a unit that is not the team', () => {
  const asks = { as: FRONT_DOOR, purpose: 'SAFEGUARD', job: 'front door' };

  it('is named, is refused where nobody knows it, and then somebody looks; once it is registered there it is heard', async () => {
    const { id: who, surname } = await child();
    const ours = await enquire(who, asks);
    await a.drain();
    expect(last(await a.deliveries())).toEqual({
      kind: 'ENQUIRY',
      state: 'DEAD',
      attempts: 1,
      problem: 'BAD_USER_INPUT',
    });
    expect(await cameAs('enquiries', surname, 'id')).toEqual([]);
    await b.register({
      kind: 'ADD_UNIT', unit: FRONT_DOOR, role: 'OTHER_AUTHORITY', name: 'Front door of another', service: null, phone: null, mailbox: null,
    }); // prettier-ignore
    await new Promise((directoryIsRead) => setTimeout(directoryIsRead, 1000));
    await a.sql(
      `update delivery set state = 'WAITING', due_at = '-infinity', settled_at = null where state = 'DEAD'`,
    );
    await a.drain();
    const theirs = last(await cameAs<{ id: string }>('enquiries', surname, 'id')).id;
    expect(await b.act('SEND_ENQUIRY', theirs)).toMatchObject({ onBehalfOf: OXFORDSHIRE, outcome: theirs });
    await answer(theirs, { outcome: 'KNOWN', note: 'At her aunt’s.' });
    // Only where that unit itself may be told: switched off there, it may not, and neither may the hub that asked for it.
    await b.sql(`update unit set disabled_at = now() where id = $1`, [FRONT_DOOR]);
    await new Promise((directoryIsRead) => setTimeout(directoryIsRead, 1000));
    await b.drain();
    expect(last(await b.deliveries())).toMatchObject({ state: 'HELD', problem: 'NOT_OPEN' });
    const read = await a.reads(
      FRONT_DOOR,
      'query ($id: ID!) { enquiry(id: $id) { recipients { state } } }',
      { id: ours },
      asks,
    );
    expect(read).toEqual({ recipients: [{ state: 'WAITING' }] });
  });
});
