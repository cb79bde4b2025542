import type { UnitSeed } from './directory-rows';

interface HomeUnit {
  readonly slug: string;
  readonly name: string;
  readonly role: string;
  readonly service?: string;
}

/** The services of a council that the policies keep apart, each its own unit with one role. */
const HOME_UNITS: readonly HomeUnit[] = [
  { slug: 'cme', name: 'Children missing education team', role: 'CME_TEAM' },
  { slug: 'front-door', name: 'Front door', role: 'SOCIAL_CARE', service: 'front-door' },
  { slug: 'mash', name: 'Multi-agency safeguarding hub', role: 'SOCIAL_CARE', service: 'mash' },
  {
    slug: 'childrens-social-care',
    name: 'Children’s social care',
    role: 'SOCIAL_CARE',
    service: 'childrens-social-care',
  },
  { slug: 'early-help', name: 'Early help', role: 'SOCIAL_CARE', service: 'early-help' },
  { slug: 'ehe', name: 'Elective home education team', role: 'HOME_SERVICE', service: 'ehe' },
  { slug: 'admissions', name: 'Admissions', role: 'HOME_SERVICE', service: 'admissions' },
  { slug: 'ews', name: 'Education welfare service', role: 'HOME_SERVICE', service: 'ews' },
  {
    slug: 'send',
    name: 'Special educational needs and disability team',
    role: 'HOME_SERVICE',
    service: 'send',
  },
  { slug: 'virtual-school', name: 'Virtual school', role: 'HOME_SERVICE', service: 'virtual-school' },
  { slug: 'youth-justice', name: 'Youth justice service', role: 'YOUTH_JUSTICE' },
  { slug: 'data-protection', name: 'Data protection', role: 'HOME_SERVICE', service: 'data-protection' },
];

/** The home authority's units. Demonstration contacts use the numbers and the domain kept free for invention. */
export function homeUnits(homeAuthority: string, demo: boolean): UnitSeed[] {
  return HOME_UNITS.map(({ slug, ...unit }, index) => ({
    id: `${homeAuthority}/${slug}`,
    organisation: homeAuthority,
    ...unit,
    ...(demo
      ? { phone: `01632 9601${String(index).padStart(2, '0')}`, mailbox: `${slug}@council.example` }
      : {}),
  }));
}
