import { Field, InputType, ObjectType } from 'type-graphql';
import { HomeVisitRisk } from '../children/home-visit-risk.type';
import { dataItem, inherits } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const Day = (): typeof LocalDate => LocalDate;
const Days = (): [typeof LocalDate] => [LocalDate];
const YesNo = (): BooleanConstructor => Boolean;
const optional = { nullable: true } as const;
const starred = { nullable: true, description: 'Has to be filled in.' } as const;

/** The forms as they are on paper, one class for what goes in and for what comes out. */
@ObjectType({ description: 'The missing-children memo, as its writer filled it.' })
@InputType('MissingChildrenMemoInput', {
  description:
    'The missing-children memo. Needed: enquirerName, dateOfEnquiry, surname, firstName. Texts up to 500 characters.',
})
export class MissingChildrenMemo {
  @inherits() @Field(Text, starred) enquirerName?: string | null;
  @inherits() @Field(Text, optional) enquirerAddress?: string | null;
  @inherits() @Field(Text, optional) enquirerTelephone?: string | null;
  @inherits() @Field(Text, optional) enquirerFax?: string | null;
  @inherits() @Field(Text, optional) enquirerEmail?: string | null;
  @inherits() @Field(Day, starred) dateOfEnquiry?: string | null;
  @inherits() @Field(Text, starred) surname?: string | null;
  @inherits() @Field(Text, starred) firstName?: string | null;
  @inherits() @Field(Day, optional) dateOfBirth?: string | null;
  @inherits() @Field(Text, optional) schoolLastAttended?: string | null;
  @inherits() @Field(Text, optional) upn?: string | null;
  @dataItem('SEN', 'yesNo') @Field(YesNo, optional) sen?: boolean | null;
  @inherits() @Field(Text, optional) parentOrCarer?: string | null;
  @inherits() @Field(Text, optional) lastKnownAddress?: string | null;
  @inherits() @Field(Text, optional) addressBelievedMovedTo?: string | null;
  @inherits() @Field(Text, optional) localAuthority?: string | null;
  @inherits() @Field(Day, optional) lastDateOfAttendance?: string | null;
  @inherits()
  @Field(Text, { ...optional, description: 'At most 4,000 characters.' })
  otherInformation?: string | null;
}

@ObjectType({ description: 'Somebody with whom the pupil lives, as the referral names them.' })
@InputType('ReferralPersonInput', { description: 'Somebody with whom the pupil lives.' })
export class ReferralPerson {
  @inherits() @Field(Text, optional) title?: string | null;
  @inherits() @Field(Text, optional) surname?: string | null;
  @inherits() @Field(Text, optional) forename?: string | null;
  @inherits() @Field(Text, optional) addressIfDifferent?: string | null;
  @inherits() @Field(Text, optional) postcode?: string | null;
  @inherits() @Field(Text, optional) homePhone?: string | null;
  @inherits() @Field(Text, optional) mobile?: string | null;
  @inherits() @Field(YesNo, optional) parentalResponsibility?: boolean | null;
  @inherits() @Field(Text, optional) relationship?: string | null;
}

@ObjectType({ description: 'What the school has tried, and when.' })
@InputType('TriedBySchoolInput', {
  description: 'What the school has tried: each yes or no, and with yes the days (up to 20).',
})
export class TriedBySchool {
  @inherits() @Field(YesNo, starred) parentsContacted?: boolean | null;
  @inherits() @Field(Days, optional) parentsContactedOn?: string[] | null;
  @inherits() @Field(YesNo, starred) otherContactsPhoned?: boolean | null;
  @inherits() @Field(Days, optional) otherContactsPhonedOn?: string[] | null;
  @inherits() @Field(YesNo, starred) professionalsAsked?: boolean | null;
  @inherits() @Field(Days, optional) professionalsAskedOn?: string[] | null;
  @inherits()
  @Field(Text, {
    ...optional,
    description: 'Additional information and previous concerns; at most 4,000 characters.',
  })
  additionalInformation?: string | null;
}

@ObjectType({ description: 'The referral of a suspected missing pupil, as its writer filled it.' })
@InputType('HubReferralInput', {
  description:
    'The referral of a suspected missing pupil. Needed: surname, forenames, dateOfBirth, currentSchool, referralDate, referrerName, tried. Accepted only with evidence of what the school has tried. Texts up to 500 characters.',
})
export class HubReferral {
  @inherits() @Field(Text, starred) surname?: string | null;
  @inherits() @Field(Text, optional) yearGroup?: string | null;
  @inherits() @Field(Text, optional) upn?: string | null;
  @inherits() @Field(Text, optional) otherSurnames?: string | null;
  @inherits() @Field(Day, starred) dateOfBirth?: string | null;
  @inherits() @Field(Text, starred) forenames?: string | null;
  @inherits() @Field(Text, { ...optional, description: 'F, M or U.' }) gender?: string | null;
  @inherits() @Field(Text, optional) address?: string | null;
  @inherits() @Field(Text, optional) postcode?: string | null;
  @inherits() @Field(Text, starred) currentSchool?: string | null;
  @inherits() @Field(Text, optional) previousSchool?: string | null;
  @inherits() @Field(Day, starred) referralDate?: string | null;
  @inherits() @Field(Text, starred) referrerName?: string | null;
  @inherits() @Field(Text, optional) referrerPhone?: string | null;
  @inherits() @Field(Text, optional) referrerEmail?: string | null;
  @inherits()
  @Field(() => [ReferralPerson], { ...optional, description: 'Up to 6.' })
  livesWith?: ReferralPerson[] | null;
  @inherits()
  @Field(Text, {
    ...optional,
    description: 'Other relevant information, known family members; at most 4,000 characters.',
  })
  familyInformation?: string | null;
  @inherits() @Field(() => TriedBySchool, starred) tried?: TriedBySchool | null;
  @dataItem('RISK_TO_STAFF')
  @Field(() => HomeVisitRisk, optional)
  homeVisitRisk?: HomeVisitRisk | null;
}

@ObjectType({ description: 'What came later to complete a referral that was returned.' })
export class ReferralCompletion {
  @inherits() @Field(() => TriedBySchool, optional) tried?: TriedBySchool;
  @inherits() @Field(() => DateTime, optional) at?: string;
}
