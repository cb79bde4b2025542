import { Field, InputType } from 'type-graphql';
import { dataItem } from '../gate/declare';
import { WorkStateEnum } from './case.enums';

const optional = { nullable: true } as const;

@InputType({ description: 'Which work. By default the team’s own that is due, overdue or barred.' })
export class WorkFilter {
  @dataItem('EXCHANGE') @Field(() => [WorkStateEnum], optional) states?: string[] | null;
  @dataItem('EXCHANGE')
  @Field(() => Boolean, { ...optional, description: 'Of cases that you hold alone.' })
  mine?: boolean | null;
  @dataItem('EXCHANGE')
  @Field(() => Boolean, { ...optional, description: 'Steps of everybody, such as the school’s, too.' })
  everybodys?: boolean | null;
}
