import { Field, ID, InputType } from 'type-graphql';
import { open } from '../gate/declare';

@InputType({
  description:
    'For a hub that writes to a hub: by what it knows what it sends, so that each can tell the other what became of it. The same id again has no effect again, and is answered as the first time.',
})
export class CorrespondenceInput {
  @open('an opaque id')
  @Field(() => ID, { description: 'Your own id of what you send: a UUID.' })
  id!: string;
  @open('an opaque id')
  @Field(() => ID, { description: 'The entry of your own ledger about it: a `disclosureId`.' })
  receipt!: string;
}
