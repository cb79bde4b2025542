import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const list = { nullable: 'itemsAndList' } as const;

@ObjectType({ description: 'A note in the case file, or a visit.' })
export class CaseNote {
  @inherits() @Field(Text, { ...optional, description: 'NOTE or VISIT.' }) kind?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits() @Field(Text, optional) text?: string;
  @inherits() @Field(Text, { ...optional, description: 'Of a visit: what it found.' }) outcome?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Of a visit: risk to whoever goes next.' })
  risk?: string;
  @inherits() @Field(Text, optional) by?: string;
}

@ObjectType({ description: 'Something that happened in the case, in the words of the procedures.' })
export class CaseHappening {
  @inherits() @Field(Text, optional) event?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'The row of the procedure that it was about.' })
  row?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits() @Field(Text, { ...optional, description: 'Why a step does not apply.' }) because?: string;
  @inherits() @Field(Text, optional) by?: string;
}

@ObjectType({ description: 'A change of status, rating or commentary, and what became of it.' })
export class CaseChangeProposal {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'PROPOSED, AUTHORISED, REFUSED or WITHDRAWN.' })
  state?: string;
  @inherits() @Field(Text, optional) classification?: string;
  @inherits() @Field(Text, optional) rag?: string;
  @inherits() @Field(Text, optional) commentary?: string;
  @inherits() @Field(() => LocalDate, optional) reviewOn?: string;
  @inherits() @Field(Text, optional) reason?: string;
  @inherits() @Field(Text, optional) proposedBy?: string;
  @inherits() @Field(() => DateTime, optional) proposedAt?: string;
  @inherits() @Field(Text, optional) decidedBy?: string;
  @inherits() @Field(() => DateTime, optional) decidedAt?: string;
  @inherits() @Field(Text, { ...optional, description: 'The group that agreed to it.' }) group?: string;
  @inherits() @Field(() => Int, optional) members?: number;
  @inherits() @Field(() => Int, optional) present?: number;
}

@ObjectType({ description: 'A line of the list of checks: the newest word on it.' })
export class CaseCheck {
  @inherits() @Field(Text, optional) check?: string;
  @inherits() @Field(Text, { ...optional, description: 'DONE or NOT_APPLICABLE.' }) result?: string;
  @inherits() @Field(Text, optional) because?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Of one that others answered: FOUND, NOT_FOUND or WITHHELD.' })
  outcome?: string;
}

@ObjectType({ description: 'What proves an end.' })
export class CaseEvidence {
  @inherits() @Field(Text, optional) evidence?: string;
  @inherits() @Field(Text, optional) text?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits() @Field(Text, optional) by?: string;
}

@ObjectType({ description: 'A letter or report on the case, closed: `openDocument` opens it.' })
export class CaseDocument {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits() @Field(Text, { ...optional, description: 'LETTER, REPORT, FORM or OTHER.' }) kind?: string;
  @inherits() @Field(Text, optional) title?: string;
  @inherits() @Field(Text, optional) mediaType?: string;
  @inherits() @Field(() => Int, { ...optional, description: 'Bytes.' }) size?: number;
  @inherits()
  @Field(Text, { ...optional, description: 'WAITING, CLEAN or INFECTED. Only what is clean is opened.' })
  scan?: string;
  @inherits() @Field(() => DateTime, optional) addedAt?: string;
  @inherits() @Field(Text, optional) by?: string;
  @inherits()
  @Field(() => DateTime, { ...optional, description: 'Taken off the case then.' })
  removedAt?: string;
  @inherits() @Field(Text, optional) removedBy?: string;
  @inherits() @Field(Text, optional) removedBecause?: string;
}

@ObjectType({ description: 'An end that is proposed.' })
export class ProposedClosing {
  @inherits() @Field(Text, optional) outcome?: string;
  @inherits() @Field(Text, optional) proposedBy?: string;
  @inherits() @Field(() => DateTime, optional) proposedAt?: string;
  @inherits()
  @Field(() => [String], { ...list, description: 'Parties that have signed.' })
  signedBy?: string[];
}

@ObjectType({ description: 'A way to end the case by the policy of the authority, and what it still lacks.' })
export class WayOut {
  @inherits() @Field(Text, optional) outcome?: string;
  @inherits() @Field(Text, { ...optional, description: 'What the entry becomes.' }) becomes?: string;
  @inherits() @Field(Text, { ...optional, description: 'The paragraphs that say so.' }) source?: string;
  @inherits()
  @Field(() => [String], { ...list, description: 'What is lacking, in words; none: it may be closed so.' })
  lacking?: string[];
}

@ObjectType({ description: 'A late step, and whose it became.' })
export class CaseEscalation {
  @inherits() @Field(Text, optional) row?: string;
  @inherits() @Field(Text, optional) to?: string;
  @inherits()
  @Field(() => LocalDate, { ...optional, description: 'By which day the step was due.' })
  dueOn?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
}

@ObjectType({ description: 'An entry on the CME register, whole: for the team that keeps it.' })
export class RegisterEntry {
  @dataItem('CASE_STATE') @Field(() => ID, optional) id?: string;
  @dataItem('CASE_STATE')
  @Field(Text, { ...optional, description: 'OPEN, DORMANT_OPEN, CLOSED or CLOSED_WITH_ALERT.' })
  state?: string;
  @dataItem('CASE_STATE') @Field(Text, optional) classification?: string;
  @dataItem('CASE_STATE') @Field(Text, { ...optional, description: 'RED, AMBER or GREEN.' }) rag?: string;
  @dataItem('CASE_STATE') @Field(() => LocalDate, optional) opened?: string;
  @dataItem('CASE_STATE') @Field(() => LocalDate, optional) reviewOn?: string;
  @dataItem('CASE_STATE') @Field(() => LocalDate, optional) closed?: string;
  @dataItem('CASE_STATE') @Field(Text, optional) closedAs?: string;
  @dataItem('CASE_FILE') @Field(Text, { ...optional, description: 'Who holds the case.' }) officer?: string;
  @dataItem('CASE_FILE')
  @Field(Text, { ...optional, description: 'To whom it is offered.' })
  handoverTo?: string;
  @dataItem('CASE_FILE') @Field(Text, optional) commentary?: string;
  @dataItem('CASE_FILE')
  @Field(() => Float, { ...optional, description: 'Hours a week of registered provision.' })
  hours?: number;
  @dataItem('CASE_FILE')
  @Field(() => [String], {
    ...list,
    description: 'Services that lead, by the table of the authority: parties of the procedures.',
  })
  lead?: string[];
  @dataItem('CASE_FILE') @Field(() => [String], list) support?: string[];
  @dataItem('CASE_FILE') @Field(() => [CaseNote], list) notes?: CaseNote[];
  @dataItem('CASE_FILE') @Field(() => [CaseHappening], list) chronology?: CaseHappening[];
  @dataItem('CASE_FILE') @Field(() => [CaseChangeProposal], list) changes?: CaseChangeProposal[];
  @dataItem('CHECKS') @Field(() => [CaseCheck], list) checks?: CaseCheck[];
  @dataItem('CASE_FILE') @Field(() => [CaseEvidence], list) evidence?: CaseEvidence[];
  @dataItem('CASE_FILE') @Field(() => [CaseDocument], list) documents?: CaseDocument[];
  @dataItem('CASE_FILE') @Field(() => ProposedClosing, optional) closing?: ProposedClosing;
  @dataItem('CASE_FILE') @Field(() => [WayOut], list) waysOut?: WayOut[];
  @dataItem('CASE_FILE') @Field(() => [CaseEscalation], list) escalations?: CaseEscalation[];
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'An entry and its place in the register.' })
export class RegisterEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => RegisterEntry, optional) node?: RegisterEntry;
}

@ObjectType({ description: 'The register, the newest entry first.' })
export class RegisterConnection {
  @inherits() @Field(() => [RegisterEdge], list) edges?: RegisterEdge[];
  @inherits() @Field(() => [RegisterEntry], list) nodes?: RegisterEntry[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
