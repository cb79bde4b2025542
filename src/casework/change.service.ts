import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { needed, written } from '../kernel/written';
import {
  type Authorisation,
  type ChangeRefusal,
  PROPOSAL_TABLE,
  type ProposalTransition,
  refusalOf,
} from '../procedures/register-change';
import { procedureOf } from '../procedures/rows-in-force';
import { stateAfter } from '../procedures/transition-table';
import { RAGS, type Rag } from './case';
import { noteEvent } from './case-event.repository';
import type { CaseChangeInput, MeetingInput } from './case.input';
import {
  applyChange,
  type CaseChange,
  type ChangeRow,
  decideChange,
  findChange,
  hasProposedChange,
  insertChange,
} from './change.repository';
import { insertNote } from './case-file.repository';
import { findEntry } from './case.repository';
import { checkReview } from './opening.service';

type Done = Promise<Outcome | null>;

/** Proposes a change of status, rating or commentary; nothing changes until whoever the policy names agrees. */
export function proposeCaseChange(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  input: CaseChangeInput,
): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  const change: CaseChange = {
    classification: input.classification ?? null,
    rag: input.rag ?? null,
    commentary: written(input.commentary, 'input.commentary', 4000),
    reviewOn: input.reviewOn ?? null,
  };
  if (Object.values(change).every((value) => value === null))
    throw badInput('input', 'changes nothing; write what is to change.');
  if (change.reviewOn !== null) checkReview(writer.today, change.reviewOn, 'input.reviewOn');
  const reason = needed(input.reason, 'input.reason', 1000, 'say why.');
  return act(context, info, {
    find: (tx) => (isHomeTeam(context) ? findEntry(tx, publicId, writer.home) : Promise.resolve(null)),
    child: (entry) => entry.childId,
    perform: async (tx, entry) => {
      if (entry.state === 'CLOSED' || entry.state === 'CLOSED_WITH_ALERT')
        throw conflict('id: this case is closed; open it again first.');
      if (await hasProposedChange(tx, entry.id))
        throw conflict('id: a change of this case waits already; have it decided first.');
      const proposal = await insertChange(tx, entry.id, change, reason, {
        asking: context.asking,
        now: writer.now,
      });
      return { id: proposal, receivedAt: writer.now.toISOString() };
    },
  });
}

const REFUSED: Readonly<Record<ChangeRefusal, string>> = {
  samePerson: 'id: you have proposed this yourself; a second officer must authorise it.',
  groupAlone: 'meeting: by the policy the group alone changes this; give its meeting.',
  noQuorum: 'meeting: too few members came; by the policy nothing changes without the quorum.',
};

/** Authorises a change as the policy says: by a second person, or by the group that it names at a meeting with its quorum. */
export function authoriseCaseChange(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  meeting: MeetingInput | null,
): Done {
  const writer = writerOf(context);
  const { change } = procedureOf(context.ports.rules.book, writer.home).register;
  if (meeting !== null) checkMeeting(meeting, change.by === 'group');
  return onChange(context, info, id, 'AUTHORISE', meeting, async (tx, row) => {
    if (row.closed) throw conflict('id: this case has been closed since.');
    const how: Authorisation =
      meeting === null
        ? { by: 'person', proposedBy: row.proposedBy, authorisedBy: context.asking.subject }
        : { by: 'group', group: meeting.group, members: meeting.members, present: meeting.present };
    const refusal = refusalOf(change, how);
    if (refusal !== null) throw conflict(REFUSED[refusal]);
    await applyChange(tx, row);
    for (const kind of eventsOf(row))
      await noteEvent(tx, { child: row.childId, caseId: row.caseId, kind, writer });
  });
}

/** Declines a change; whoever proposed it may not decide it. */
export function refuseCaseChange(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  because: string,
): Done {
  const writer = writerOf(context);
  const why = needed(because, 'because', 1000, 'say why not.');
  return onChange(context, info, id, 'REFUSE', null, async (tx, row) => {
    if (row.proposedBy === context.asking.subject)
      throw conflict('id: you have proposed this yourself; withdraw it instead.');
    await insertNote(tx, { caseId: row.caseId, kind: 'NOTE', text: why, at: writer.now, writer });
  });
}

export function withdrawCaseChange(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  return onChange(context, info, id, 'WITHDRAW', null, (_tx, row) => {
    if (row.proposedBy !== context.asking.subject)
      throw conflict('id: somebody else has proposed this; refuse it instead.');
    return Promise.resolve();
  });
}

function onChange(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: ProposalTransition,
  meeting: MeetingInput | null,
  also: (tx: Sql, row: ChangeRow) => Promise<void>,
): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => (isHomeTeam(context) ? findChange(tx, publicId, writer.home) : Promise.resolve(null)),
    child: (row) => row.childId,
    perform: async (tx, row) => {
      const state = stateAfter(PROPOSAL_TABLE, row.state, event);
      if (state === null) throw conflict('id: this change has been decided already.');
      await also(tx, row);
      const met =
        meeting === null
          ? null
          : { group: meeting.group, members: meeting.members, present: meeting.present };
      await decideChange(tx, row.id, state, met, { asking: context.asking, now: writer.now });
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ event }),
  });
}

function checkMeeting({ members, present }: MeetingInput, wanted: boolean): void {
  // Else one person would write a meeting down and be the second person, too.
  if (!wanted)
    throw badInput('meeting', 'is not how this authority authorises a change: a second person does.');
  if (members < 1 || members > 200)
    throw badInput('meeting.members', 'write how many members the group has.');
  if (present < 0 || present > members)
    throw badInput('meeting.present', 'write how many of the members came.');
}

/** What the steps of the procedure learn from a change of rating. */
function eventsOf({ rag, ragNow }: ChangeRow): string[] {
  if (rag === null || rag === ragNow) return [];
  if (rag === 'RED') return ['RATED_RED'];
  return ragNow !== null && worse(ragNow, rag) ? ['RISK_LOWERED'] : [];
}

const worse = (a: Rag, b: Rag): boolean => RAGS.indexOf(a) < RAGS.indexOf(b);
