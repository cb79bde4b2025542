import { Ctx, Query, Resolver } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { open } from '../gate/declare';
import { Sharing } from './sharing.type';

@Resolver()
export class SharingResolver {
  @open('what may I see: nothing about anybody')
  @Query(() => Sharing, {
    description: 'What may I see and do, for which purpose, under which clause, until when?',
  })
  sharing(@Ctx() { asking, profile }: GateContext): Sharing {
    const { organisation, unit, role } = asking;
    return { organisation, unit, role, rulesetVersion: profile.ruleset.version };
  }
}
