import {
  organisationKind,
  organisationOf,
  parseOrganisationId,
  parseUnitId,
} from '../../src/kernel/organisation-id';
import { mustParse } from './must-parse';

it.each([
  ['la/931', 'la'],
  ['la/E10000005', 'la'],
  ['school/931-4123', 'school'],
  ['police/E23000029', 'police'],
  ['nhs/RTH', 'nhs'],
  ['housing/E07000178', 'housing'],
  ['national/dfe-s2s', 'national'],
  ['voluntary/young-carers', 'voluntary'],
  ['trust/thames-learning', 'trust'],
  ['early-years/meadow-nursery', 'early-years'],
])('%s names an organisation', (text, kind) => {
  expect(organisationKind(mustParse(parseOrganisationId, text))).toBe(kind);
});

it.each([
  ['polise/E23000029', 'Did you mean police/…?'],
  ['School/931-4123', 'Did you mean school/…?'],
  ['constructor/931', 'An organisation begins with one of la, school'],
  ['', 'An organisation begins with one of'],
  ['la/93', 'the three-digit DfE number of the authority, as in la/931'],
  ['la', 'the three-digit DfE number'],
  ['la/931/cme', 'three parts name a unit'],
  ['school/9314123', 'the LAESTAB with a hyphen'],
  ['police/thames-valley', 'the GSS code of the force'],
  ['nhs/rth', 'in capitals'],
  ['voluntary/Young Carers', 'lower-case letters, digits and single hyphens'],
  ['voluntary/-a', 'lower-case letters'],
  ['voluntary/a\n', 'lower-case letters'],
  [`voluntary/${'a'.repeat(65)}`, 'lower-case letters'],
])('%j is refused with its fix: %s', (text, fix) => {
  expect(parseOrganisationId(text)).toEqual({ ok: false, problem: expect.stringContaining(fix) });
});

it.each(['la/931/cme', 'police/E23000029/main', 'early-years/meadow-nursery/main'])(
  '%s names a unit',
  (text) => {
    const unit = mustParse(parseUnitId, text);
    expect(organisationOf(unit)).toBe(text.split('/').slice(0, 2).join('/'));
  },
);

it.each([
  ['la/931', 'A unit has three parts'],
  ['la/931/cme/x', 'A unit has three parts'],
  ['la/931/', 'the last part of a unit'],
  ['la/931/CME', 'the last part of a unit'],
  ['ls/931/cme', 'Did you mean la/…?'],
])('%s is no unit: %s', (text, fix) => {
  expect(parseUnitId(text)).toEqual({ ok: false, problem: expect.stringContaining(fix) });
});
