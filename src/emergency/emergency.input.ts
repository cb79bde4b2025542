import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';
import type { QueueState, Risk } from './emergency';
import { EmergencyRiskEnum, EmergencyStateEnum } from './emergency.enums';

const optional = { nullable: true } as const;

@InputType({ description: 'An emergency: which child, which risk, and why there is no other way.' })
export class UseEmergencyInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('RECORDS_OF_USE') @Field(() => EmergencyRiskEnum) risk!: Risk;
  @dataItem('RECORDS_OF_USE')
  @Field(() => String, {
    description: 'What is feared and why no other way will do: 20 to 2,000 characters. It will be reviewed.',
  })
  text!: string;
}

@InputType({ description: 'Which uses; each condition alone or with the other.' })
export class EmergencyUseFilter {
  @dataItem('RECORDS_OF_USE') @Field(() => EmergencyStateEnum, optional) state?: QueueState | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => ID, { ...optional, description: 'Who used it: police/E23000029.' })
  organisation?: string | null;
}
