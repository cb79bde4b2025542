import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { Provenance } from './provenance.type';

export const RISK_LEVELS = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];
export const RiskLevelEnum = Object.fromEntries(RISK_LEVELS.map((level) => [level, level]));
registerEnumType(RiskLevelEnum, { name: 'RiskLevel', description: 'How high a risk is.' });

const Text = (): StringConstructor => String;
const Level = (): object => RiskLevelEnum;
const optional = { nullable: true } as const;

@ObjectType({ description: 'Risks to whoever visits the home. A line without a mark was left empty.' })
@InputType('HomeVisitRiskInput', {
  description: 'The initial health and safety risk assessment of a home visit.',
})
export class HomeVisitRisk {
  @inherits() @Field(Level, optional) aggressivePupil?: RiskLevel | null;
  @inherits() @Field(Level, optional) aggressiveParent?: RiskLevel | null;
  @inherits() @Field(Level, optional) historyOfAggression?: RiskLevel | null;
  @inherits() @Field(Level, optional) threateningEnvironment?: RiskLevel | null;
  @inherits() @Field(Level, optional) knownDrugOrDrinkAbuse?: RiskLevel | null;
  @inherits() @Field(Level, optional) possibleDrugOrDrinkAbuse?: RiskLevel | null;
  @inherits() @Field(Text, optional) other?: string | null;
  @inherits() @Field(Level, optional) otherLevel?: RiskLevel | null;
}

@ObjectType({ description: 'What a referral said of risks to visitors, to be read before a visit.' })
export class HomeVisitRiskAssessment {
  @inherits() @Field(() => LocalDate, { ...optional, description: 'The day of the referral.' }) on?: string;
  @inherits() @Field(() => HomeVisitRisk, optional) risk?: HomeVisitRisk;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}
