import { Field, ObjectType } from 'type-graphql';
import { open } from './declare';

@ObjectType({ description: 'Where a page ends. There is no count: it would tell how much one may not see.' })
export class PageInfo {
  @open('about the page, not about anybody')
  @Field(() => Boolean, { description: 'More rows lie beyond this page.' })
  hasNextPage!: boolean;
  @open('the cursor of the last row of this page')
  @Field(() => String, { nullable: true, description: 'Send it as `after` for the next page.' })
  endCursor!: string | null;
}
