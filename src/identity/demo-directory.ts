import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLaestab, schoolOrganisationId } from '../kernel/laestab';
import { packageRoot } from '../package-root';
import { type DirectoryPart, organisationId, type OrganisationSeed, withMainUnits } from './directory-rows';

const HOME = 'la/931';

interface DemoSchool {
  readonly laestab: string;
  readonly name: string;
  readonly authority: string;
  readonly trust?: string;
}

/** The partners of the demonstration region beside the national ones: health, schools, trusts, charities, nurseries. */
export function demoDirectory(): DirectoryPart[] {
  const schools = readSchools();
  return [
    withMainUnits(
      [
        { id: organisationId('nhs/RTH'), name: 'Oxford University Hospitals', authority: HOME },
        { id: organisationId('nhs/RNU'), name: 'Oxford Health, child health', authority: HOME },
      ],
      'HEALTH',
    ),
    withMainUnits(
      [
        {
          id: organisationId('voluntary/young-carers'),
          name: 'Young carers (demonstration)',
          authority: HOME,
        },
        { id: organisationId('voluntary/refuge-network'), name: 'Refuge network (demonstration)' },
      ],
      'VOLUNTARY',
    ),
    withMainUnits(
      [
        {
          id: organisationId('early-years/meadow-nursery'),
          name: 'Meadow Nursery (demonstration)',
          authority: HOME,
        },
      ],
      'EARLY_YEARS',
    ),
    withMainUnits(schools.map(school), 'SCHOOL'),
    { organisations: trusts(schools), units: [] },
  ];
}

function readSchools(): readonly DemoSchool[] {
  const path = join(packageRoot(), 'data', 'demo', 'schools.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoSchool[]) : [];
}

function school({ laestab: text, name, authority }: DemoSchool): OrganisationSeed {
  const laestab = parseLaestab(text);
  if (!laestab.ok) throw new Error(`A demonstration school cannot be loaded. ${laestab.problem}`);
  return {
    id: schoolOrganisationId(laestab.value),
    name,
    laestab: laestab.value,
    authority: authority.startsWith('la/') ? authority : `la/${authority}`,
  };
}

function trusts(schools: readonly DemoSchool[]): OrganisationSeed[] {
  const names = new Set(schools.flatMap(({ trust }) => (trust === undefined ? [] : [trust])));
  return [...names].map((name) => {
    const slug = name
      .replace(/^trust\//, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return { id: organisationId(`trust/${slug}`), name };
  });
}
