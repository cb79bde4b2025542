import { Field, ID, Int, ObjectType } from 'type-graphql';
import { dataItem, inherits, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { EducationStatusEnum, InEducationEnum, ProvisionKindEnum } from './child.enums';
import { Carer, CarerName, FamilyMember } from './carer.type';
import { CmeFlag, CmeOfficer, CmeCase } from './cme.type';
import { EducationCheck } from './education-check.type';
import { HomeVisitRiskAssessment } from './home-visit-risk.type';
import { Provenance } from './provenance.type';
import {
  ArrangedEducation,
  HomeEducation,
  Involvement,
  MissingEpisode,
  PersonIdentifier,
  PersonName,
  RiskGroupPeriod,
  SealedIdentity,
  Sibling,
  SiblingInitials,
  SpecialNeeds,
} from './record.type';
import { Establishment, Registration, Provision, Removal } from './registration.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'An address with its period and kind.' })
export class Address {
  @inherits()
  @Field(() => ID, { ...optional, description: 'Opaque; names the address when it is put right.' })
  id?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'home, temporary, believed or unknown.' })
  kind?: string;
  @inherits() @Field(Text, optional) line1?: string;
  @inherits() @Field(Text, optional) line2?: string;
  @inherits() @Field(Text, optional) town?: string;
  @inherits() @Field(Text, optional) postcode?: string;
  @inherits() @Field(Text, { ...optional, description: 'Unique Property Reference Number.' }) uprn?: string;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Organisation that gave the address.' })
  source?: string;
  @inherits() @Field(() => LocalDate, optional) asOf?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'Education status with its evidence.' })
export class EducationStatusFact {
  @inherits() @Field(() => EducationStatusEnum, optional) status?: string;
  @inherits() @Field(() => LocalDate, optional) since?: string;
  @inherits() @Field(Text, optional) evidence?: string;
  @inherits() @Field(() => LocalDate, optional) asOf?: string;
}

@ObjectType({ description: 'In education now: yes, no or not known, and as of when.' })
export class InEducationFact {
  @inherits() @Field(() => InEducationEnum, optional) value?: string;
  @inherits() @Field(() => LocalDate, optional) asOf?: string;
}

@ObjectType({ description: 'A place offered at a school.' })
export class PlaceOffer {
  @inherits() @Field(() => Establishment, optional) establishment?: Establishment;
  @inherits() @Field(() => LocalDate, optional) on?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({
  description:
    'A child known to the hub. Every field is governed on its own; a null beside a WITHHELD error was not read.',
})
export class Child {
  @dataItem('EXISTENCE')
  @Field(() => ID, { ...optional, description: 'Opaque; random; tells nothing.' })
  id?: string;

  @dataItem('IDENTITY')
  @Field(() => PersonName, { ...optional, description: 'Legal name.' })
  name?: PersonName;
  @dataItem('IDENTITY') @Field(() => PersonName, optional) knownAs?: PersonName;
  @dataItem('IDENTITY') @Field(() => LocalDate, optional) dateOfBirth?: string;
  @dataItem('IDENTITY') @Field(Text, { ...optional, description: 'F, M or U.' }) sex?: string;
  @dataItem('IDENTITY', 'initials')
  @Field(Text, { ...optional, description: 'Initials and year of birth, `A.B. 2015`.' })
  initials?: string;
  @dataItem('FORMER_NAMES') @Field(() => [PersonName], optional) formerNames?: PersonName[];
  @dataItem('IDENTITY')
  @Field(() => Provenance, { ...optional, description: 'Of date of birth and sex.' })
  provenance?: Provenance;
  @dataItem('CASE_STATE')
  @Field(() => Int, {
    ...optional,
    description: 'Of the record: sent with an edit, it refuses one made on an old reading.',
  })
  version?: number;
  @dataItem('SEALED_IDENTITY') @Field(() => SealedIdentity, optional) sealedIdentity?: SealedIdentity;

  @dataItem('UPN')
  @Field(Text, { ...optional, description: 'Unique Pupil Number: education only.' })
  upn?: string;
  @dataItem('UPN') @Field(() => [String], optional) formerUpns?: string[];
  @dataItem('UPN') @Field(Text, { ...optional, description: 'Unique Learner Number.' }) uln?: string;
  @dataItem('UPN')
  @Field(() => [PersonIdentifier], {
    ...optional,
    description: 'Pupil and learner numbers, former ones too.',
  })
  pupilNumbers?: PersonIdentifier[];
  @dataItem('NHS_NUMBER') @Field(Text, optional) nhsNumber?: string;
  @dataItem('NHS_NUMBER')
  @Field(() => [PersonIdentifier], { ...optional, description: 'Superseded ones too.' })
  nhsNumbers?: PersonIdentifier[];

  @dataItem('CURRENT_ADDRESS') @Field(() => Address, optional) currentAddress?: Address;
  @dataItem('CURRENT_ADDRESS', 'outwardPostcode') @Field(Text, optional) currentOutwardPostcode?: string;
  @dataItem('LAST_KNOWN_ADDRESS')
  @Field(() => Address, { ...optional, description: 'The last address known, when none is confirmed now.' })
  lastKnownAddress?: Address;
  @dataItem('LAST_KNOWN_ADDRESS', 'outwardPostcode') @Field(Text, optional) lastKnownOutwardPostcode?: string;
  @dataItem('ADDRESS_HISTORY') @Field(() => [Address], optional) addresses?: Address[];
  @dataItem('PROTECTED_ADDRESS')
  @Field(() => Address, { ...optional, description: 'Reads as none held to all but two named officers.' })
  protectedAddress?: Address;
  @dataItem('LOCATION_MARKER') @Field(() => Boolean, optional) locationProtected?: boolean;
  @dataItem('AREA') @Field(Text, { ...optional, description: 'Authority of residence.' }) authority?: string;
  @dataItem('AREA', 'yesNo') @Field(() => Boolean, optional) livesInOurArea?: boolean;

  @dataItem('CARERS') @Field(() => [Carer], optional) carers?: Carer[];
  @dataItem('CARERS', 'nameOnly') @Field(() => [CarerName], optional) carerNames?: CarerName[];
  @dataItem('SIBLINGS') @Field(() => [Sibling], optional) siblings?: Sibling[];
  @dataItem('SIBLINGS', 'initials')
  @Field(() => [SiblingInitials], optional)
  siblingInitials?: SiblingInitials[];
  @dataItem('FAMILY_AND_ASSOCIATES') @Field(() => [FamilyMember], optional) family?: FamilyMember[];

  @open('each of its fields names its own item')
  @Field(() => EducationCheck, optional)
  educationCheck?: EducationCheck;
  @dataItem('IN_EDUCATION') @Field(() => InEducationFact, optional) inEducation?: InEducationFact;
  @dataItem('IN_EDUCATION', 'yesNo') @Field(() => InEducationEnum, optional) inEducationNow?: string;
  @dataItem('EDUCATION_STATUS')
  @Field(() => EducationStatusFact, optional)
  educationStatus?: EducationStatusFact;
  @dataItem('EDUCATION_STATUS', 'kindOnly')
  @Field(() => ProvisionKindEnum, optional)
  educationStatusKind?: string;
  @dataItem('EDUCATION_STATUS')
  @Field(() => Boolean, { ...optional, description: 'Education Act 1996 s8, today.' })
  ofCompulsorySchoolAge?: boolean;
  @dataItem('CURRENT_PROVISION') @Field(() => Provision, optional) provision?: Provision;
  @dataItem('CURRENT_PROVISION', 'nameOnly')
  @Field(() => Establishment, {
    ...optional,
    description: 'The school and its number, without since when or hours.',
  })
  provisionName?: Establishment;
  @dataItem('CURRENT_PROVISION', 'kindOnly') @Field(() => ProvisionKindEnum, optional) provisionKind?: string;
  @dataItem('LAST_SCHOOL') @Field(() => Establishment, optional) lastSchool?: Establishment;
  @dataItem('LAST_SCHOOL') @Field(() => LocalDate, optional) lastAttended?: string;
  @dataItem('SCHOOL_HISTORY') @Field(() => [Registration], optional) registrations?: Registration[];
  @dataItem('REMOVAL_FROM_ROLL') @Field(() => [Removal], optional) removals?: Removal[];
  @dataItem('DESTINATION', 'yesNo') @Field(() => Boolean, optional) destinationConfirmed?: boolean;
  @dataItem('HOME_EDUCATION') @Field(() => HomeEducation, optional) homeEducation?: HomeEducation;
  @dataItem('HOME_EDUCATION', 'yesNo') @Field(() => Boolean, optional) homeEducated?: boolean;
  @dataItem('CURRENT_PROVISION')
  @Field(() => [ArrangedEducation], {
    ...optional,
    description: 'Otherwise than at school, and alternative provision without a roll.',
  })
  arrangedEducation?: ArrangedEducation[];
  @dataItem('SEN') @Field(() => SpecialNeeds, optional) specialNeeds?: SpecialNeeds;
  @dataItem('SEN', 'yesNo') @Field(() => Boolean, optional) hasSpecialNeeds?: boolean;
  @dataItem('PLACE_APPLICATION') @Field(() => [PlaceOffer], optional) placeOffers?: PlaceOffer[];
  @dataItem('PLACE_APPLICATION', 'kindOnly')
  @Field(() => LocalDate, { ...optional, description: 'The day of the latest offer that stands.' })
  placeOfferedOn?: string;
  @dataItem('PLACE_APPLICATION', 'yesNo') @Field(() => Boolean, optional) placeOffered?: boolean;

  @dataItem('SOCIAL_CARE_STATUS')
  @Field(() => [String], { ...optional, description: 'CHILD_PROTECTION, LOOKED_AFTER.' })
  socialCare?: string[];
  @dataItem('SOCIAL_CARE_STATUS', 'yesNo')
  @Field(() => Boolean, { ...optional, description: 'Social care is involved: call.' })
  socialCareInvolved?: boolean;
  @dataItem('INVOLVEMENTS') @Field(() => [Involvement], optional) involvements?: Involvement[];
  @dataItem('INVOLVEMENTS', 'kindOnly')
  @Field(() => [String], { ...optional, description: 'Roles of the services involved.' })
  involvementKinds?: string[];
  @dataItem('RISK_GENERAL') @Field(() => [String], optional) riskGroups?: string[];
  @dataItem('RISK_HARM') @Field(() => [String], optional) harmMarkers?: string[];
  @dataItem('RISK_GENERAL') @Field(() => [RiskGroupPeriod], optional) riskGroupPeriods?: RiskGroupPeriod[];
  @dataItem('RISK_HARM') @Field(() => [RiskGroupPeriod], optional) harmMarkerPeriods?: RiskGroupPeriod[];
  @dataItem('MISSING_EPISODE') @Field(() => [MissingEpisode], optional) missingEpisodes?: MissingEpisode[];

  @dataItem('RISK_TO_STAFF')
  @Field(() => [HomeVisitRiskAssessment], {
    ...optional,
    description: 'Read before a visit; the newest first.',
  })
  homeVisitRisks?: HomeVisitRiskAssessment[];

  @dataItem('CME_FLAG') @Field(() => CmeFlag, optional) cmeFlag?: CmeFlag;
  @dataItem('CME_FLAG', 'yesNo')
  @Field(() => Boolean, { ...optional, description: 'A CME flag stands.' })
  flagged?: boolean;
  @dataItem('CME_OFFICER')
  @Field(() => CmeOfficer, { ...optional, description: 'Whom to call.' })
  cmeOfficer?: CmeOfficer;
  @dataItem('CASE_STATE') @Field(() => CmeCase, optional) case?: CmeCase;
}
