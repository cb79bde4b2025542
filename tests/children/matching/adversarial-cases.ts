import { nhs, upn, type Case, type Known, type Origin } from './adversarial-register';

type Asked = Case['asked'];

const ask = (
  forename: string | null,
  surname: string | null,
  dateOfBirth: string | null,
  more: Asked = {},
): Asked => ({
  forename,
  surname,
  dateOfBirth,
  ...more,
});

const found = (
  what: string,
  origin: Origin,
  known: Known | readonly Known[],
  asked: Asked,
  more: Partial<Case> = {},
): Case => ({
  what,
  origin,
  known: Array.isArray(known) ? (known as readonly Known[]) : [known as Known],
  asked,
  right: 0,
  ...more,
});

const refused = (what: string, origin: Origin, known: Known | readonly Known[], asked: Asked): Case => ({
  ...found(what, origin, known, asked),
  right: null,
});

const home = { postcode: 'OX99 1AB', line: '14 Willow Row' };
const at = { postcode: 'OX99 1AB', addressLine: '14 Willow Row' };

const twins: Case[] = [
  found(
    'twins, both registered: the one who is named',
    'British',
    [
      { name: ['Jayden', 'Fennimore'], born: '2014-05-09', ...home },
      { name: ['Hayden', 'Fennimore'], born: '2014-05-09', ...home },
    ],
    ask('Jayden', 'Fennimore', '2014-05-09', at),
  ),
  refused(
    'twins, one registered, the other asked for',
    'British',
    { name: ['Jayden', 'Garrowdale'], born: '2014-05-10', ...home },
    ask('Hayden', 'Garrowdale', '2014-05-10', at),
  ),
  refused(
    'twins of quite other names, one registered',
    'British',
    { name: ['Poppy', 'Hartwright'], born: '2013-01-17', ...home },
    ask('Daniel', 'Hartwright', '2013-01-17', at),
  ),
  refused(
    'twins, one registered, with the number of the other',
    'British',
    { name: ['Amelia', 'Inglebrook'], born: '2012-02-11', upn: upn(1), ...home },
    ask('Isla', 'Inglebrook', '2012-02-11', { upn: upn(1), ...at }),
  ),
  refused(
    'twins who share an initial, asked by the initial',
    'British',
    [
      { name: ['Jack', 'Jessamine'], born: '2011-08-01', ...home },
      { name: ['Joseph', 'Jessamine'], born: '2011-08-01', ...home },
    ],
    ask('J', 'Jessamine', '2011-08-01', at),
  ),
  refused(
    'twins James and Jacob, one registered',
    'British',
    { name: ['James', 'Kettleby'], born: '2010-03-03', ...home },
    ask('Jacob', 'Kettleby', '2010-03-03', at),
  ),
  refused(
    'twins Mohammed Ali and Mohammed Hassan, one registered',
    'South Asian',
    { name: ['Mohammed Ali', 'Quraishi'], born: '2013-09-30', ...home },
    ask('Mohammed Hassan', 'Quraishi', '2013-09-30', at),
  ),
  refused(
    'twins Hassan and Hussain, one registered',
    'Arabic',
    { name: ['Hassan', 'Al-Tamimi'], born: '2013-10-02', ...home },
    ask('Hussain', 'Al-Tamimi', '2013-10-02', at),
  ),
  found(
    'twins Hassan and Hussain, both registered',
    'Arabic',
    [
      { name: ['Hassan', 'Al-Rubaie'], born: '2013-10-04', ...home },
      { name: ['Hussain', 'Al-Rubaie'], born: '2013-10-04', ...home },
    ],
    ask('Hassan', 'Al Rubaie', '2013-10-04', at),
  ),
  refused(
    'siblings with each other’s birth dates',
    'British',
    [
      { name: ['Ruby', 'Larchfield'], born: '2010-06-01', ...home },
      { name: ['Oscar', 'Larchfield'], born: '2012-11-23', ...home },
    ],
    ask('Ruby', 'Larchfield', '2012-11-23', at),
  ),
  refused(
    'a parent of the child’s name at one address',
    'British',
    { name: ['George', 'Marlcombe'], born: '2015-04-08', ...home },
    ask('George', 'Marlcombe', '1986-12-19', at),
  ),
  refused(
    'a parent of the child’s name, born on the same day of the year',
    'British',
    { name: ['Henry', 'Marlcombe'], born: '2015-04-09', ...home },
    ask('Henry', 'Marlcombe', '1986-04-09', at),
  ),
  refused(
    'a sibling who is not registered',
    'Somali',
    { name: ['Hodan', 'Abdi Warsame'], born: '2011-01-22', ...home },
    ask('Hibaq', 'Abdi Warsame', '2013-07-15', at),
  ),
];

const babies: Case[] = [
  found(
    '“Baby” and the surname, at the same door',
    'British',
    { name: ['Baby', 'Netherby'], born: '2026-03-02', ...home },
    ask('Freya', 'Netherby', '2026-03-02', at),
  ),
  refused(
    '“Baby” and the surname, no address',
    'British',
    { name: ['Baby', 'Ormerley'], born: '2026-03-03' },
    ask('Freya', 'Ormerley', '2026-03-03'),
  ),
  refused(
    '“Baby boy” of twins',
    'British',
    [
      { name: ['Baby Boy', 'Pellingham'], born: '2026-03-04', ...home },
      { name: ['Baby Girl', 'Pellingham'], born: '2026-03-04', ...home },
    ],
    ask('Noah', 'Pellingham', '2026-03-04', at),
  ),
];

const names: Case[] = [
  found(
    'a former surname in the register',
    'British',
    { name: ['Imogen', 'Quarrington'], also: [['former', 'Imogen', 'Rookley']], born: '2012-04-14' },
    ask('Imogen', 'Rookley', '2012-04-14'),
  ),
  found(
    'a former surname in the question',
    'British',
    { name: ['Martha', 'Sandiford'], born: '2011-04-15' },
    ask('Martha', 'Tarrowby', '2011-04-15', { formerSurname: 'Sandiford' }),
  ),
  refused(
    'adopted: the sealed birth identity, number and all',
    'British',
    [
      {
        name: ['Kayleigh', 'Vennacott'],
        born: '2015-02-27',
        upn: upn(40),
        postcode: 'TW96 4ZZ',
        sealed: true,
      },
      { name: ['Grace', 'Underleigh'], born: '2015-02-27', ...home },
    ],
    ask('Kayleigh', 'Vennacott', '2015-02-27', { upn: upn(40), postcode: 'TW96 4ZZ' }),
  ),
  found(
    'adopted: the present identity',
    'British',
    [
      { name: ['Grace', 'Yarrowby'], born: '2015-02-28', ...home },
      { name: ['Kayleigh', 'Oldacre'], born: '2015-02-28', sealed: true },
    ],
    ask('Grace', 'Yarrowby', '2015-02-28', at),
  ),
  found(
    'both halves registered, the last asked',
    'British',
    { name: ['Arthur', 'Wainbridge-Ellery'], born: '2014-07-07' },
    ask('Arthur', 'Ellery', '2014-07-07'),
  ),
  found(
    'both halves registered, the first asked',
    'British',
    { name: ['Felix', 'Ashgrove Carrowby'], born: '2014-07-08' },
    ask('Felix', 'Ashgrove', '2014-07-08'),
  ),
  found(
    'halves in the other order',
    'British',
    { name: ['Toby', 'Bexwell-Dunmarsh'], born: '2014-07-09' },
    ask('Toby', 'Dunmarsh-Bexwell', '2014-07-09'),
  ),
  found(
    'one half registered, both asked',
    'Irish and Welsh',
    { name: ['Niamh', 'Callan'], born: '2013-07-10' },
    ask('Niamh', 'O’Dwyer-Callan', '2013-07-10'),
  ),
  found(
    'an apostrophe',
    'Irish and Welsh',
    { name: ['Róisín', "O'Shaughnessy"], born: '2012-09-12' },
    ask('Roisin', 'OShaughnessy', '2012-09-12'),
  ),
  found(
    'Ní and accents left out',
    'Irish and Welsh',
    { name: ['Siobhán', 'Ní Dhara'], born: '2012-09-13' },
    ask('Siobhan', 'Dhara', '2012-09-13'),
  ),
  found(
    'a spelling of the same sound',
    'Irish and Welsh',
    { name: ['Rhys', 'ap Rhydian'], born: '2011-12-01' },
    ask('Reece', 'Rhydian', '2011-12-01', { postcode: 'SO96 2AA' }),
  ),
  found(
    'McKenzie and MacKenzie',
    'Irish and Welsh',
    { name: ['Eilidh', 'MacKenzie'], born: '2011-12-02' },
    ask('Eilidh', 'McKenzie', '2011-12-02'),
  ),
  found(
    'a nickname',
    'British',
    { name: ['Elizabeth', 'Yarlington'], born: '2010-10-10' },
    ask('Beth', 'Yarlington', '2010-10-10'),
  ),
  found(
    'an initial, with the address',
    'British',
    { name: ['Charlotte', 'Pemberlow'], born: '2011-11-11', ...home },
    ask('C.', 'Pemberlow', '2011-11-11', at),
  ),
  found(
    'forename and surname exchanged',
    'British',
    { name: ['Phoebe', 'Stanmarsh'], born: '2013-03-13' },
    ask('Stanmarsh', 'Phoebe', '2013-03-13'),
  ),
  found(
    'a letter mistyped at the front',
    'British',
    { name: ['Harry', 'Thistlewick'], born: '2013-03-14', postcode: 'IG96 3CD' },
    ask('Harry', 'Rhistlewick', '2013-03-14', { postcode: 'IG96 3CD' }),
  ),
  refused(
    'another child of the birthday, with two names that are rare and each a slip away',
    'British',
    { name: ['Arabelline', 'Thornquister'], born: '2013-03-16' },
    ask('Arabellina', 'Thornquistes', '2013-03-16'),
  ),
  refused(
    'only names, both rare',
    'British',
    { name: ['Peregrine', 'Quillfeather'], born: '2013-03-15', ...home },
    ask('Peregrine', 'Quillfeather', null),
  ),
];

const spellings = ['Mohammed', 'Muhammad', 'Mohamed', 'Mohammad', 'Muhammed', 'Mohamad', 'Mohamud', 'Mohd'];
const muhammad: Case[] = spellings.map((spelling, i) =>
  found(
    `Muhammad, asked as ${spelling}`,
    i % 2 === 0 ? 'South Asian' : 'Arabic',
    {
      name: [
        'Muhammad',
        ['Chaudhry', 'Al-Masri', 'Siddiqui', 'El-Sayed', 'Bhatti', 'Haddad', 'Qureshi', 'Mansour'][i] ?? '',
      ],
      born: `2014-0${i + 1}-1${i}`,
    },
    ask(
      spelling,
      ['Choudhury', 'Almasri', 'Siddiqi', 'El Sayed', 'Bhatti', 'Haddad', 'Quraishi', 'Mansour'][i] ?? '',
      `2014-0${i + 1}-1${i}`,
    ),
  ),
);

const orders: Case[] = [
  found(
    'Spanish, two surnames registered, one asked',
    'Spanish',
    { name: ['Lucía', 'García Belmonte'], born: '2012-05-21' },
    ask('Lucia', 'Garcia', '2012-05-21'),
  ),
  found(
    'Spanish, the mother’s surname asked',
    'Spanish',
    { name: ['Mateo', 'Ibáñez Robledo'], born: '2012-05-22' },
    ask('Mateo', 'Robledo', '2012-05-22'),
  ),
  found(
    'Spanish, ñ without its tilde',
    'Spanish',
    { name: ['Iñigo', 'Muñoz Peñalver'], born: '2012-05-23' },
    ask('Inigo', 'Munoz Penalver', '2012-05-23'),
  ),
  found(
    'Spanish, the first surname taken for a forename',
    'Spanish',
    { name: ['Alba', 'Cortés Nadal'], born: '2012-05-24' },
    ask('Alba Cortes', 'Nadal', '2012-05-24'),
  ),
  found(
    'Arabic, father’s and grandfather’s names',
    'Arabic',
    { name: ['Khalid', 'Ibrahim Al-Najjar'], born: '2011-06-17' },
    ask('Khaled', 'Al Najjar', '2011-06-17'),
  ),
  found(
    'Arabic, the father’s name with the forename',
    'Arabic',
    { name: ['Maryam', 'Yusuf Haddadin'], born: '2011-06-18' },
    ask('Mariam Youssef', 'Haddadin', '2011-06-18'),
  ),
  found(
    'Arabic, written in one',
    'Arabic',
    { name: ['Abd al-Rahman', 'Darwish'], born: '2011-06-19' },
    ask('Abdalrahman', 'Darwish', '2011-06-19'),
  ),
  found(
    'Arabic, Aisha and Aysha',
    'Arabic',
    { name: ['Aisha', 'Bint Khalfan'], born: '2011-06-20' },
    ask('Ayesha', 'Khalfan', '2011-06-20'),
  ),
  found(
    'Somali, three names, the last asked',
    'Somali',
    { name: ['Ayaan', 'Warsame Guleed'], born: '2013-08-25' },
    ask('Ayaan', 'Guleed', '2013-08-25'),
  ),
  found(
    'Somali, three names, the father’s asked',
    'Somali',
    { name: ['Liban', 'Jamac Egal'], born: '2013-08-26' },
    ask('Liban', 'Jamac', '2013-08-26'),
  ),
  found(
    'Somali, the father’s name with the forename',
    'Somali',
    { name: ['Hodan', 'Farah Samatar'], born: '2013-08-27' },
    ask('Hodan Farah', 'Samatar', '2013-08-27'),
  ),
  found(
    'Somali, Fadumo and Fatima',
    'Somali',
    { name: ['Fadumo', 'Shire Dualeh'], born: '2013-08-28' },
    ask('Faduma', 'Shire Dualeh', '2013-08-28'),
  ),
  found(
    'Somali, Abdirahman spelled as Arabs do',
    'Somali',
    { name: ['Abdirahman', 'Guled Hersi'], born: '2013-08-29' },
    ask('Abdulrahman', 'Hersi', '2013-08-29'),
  ),
  found(
    'Chinese, family name first',
    'Chinese',
    { name: ['Xinyue', 'Ouyang'], born: '2014-02-19' },
    ask('Ouyang', 'Xinyue', '2014-02-19'),
  ),
  found(
    'Chinese, the given name in two',
    'Chinese',
    { name: ['Zi Han', 'Cheung'], born: '2014-02-20', postcode: 'KT96 5EF' },
    ask('Zihan', 'Cheung', '2014-02-20', { postcode: 'KT96 5EF' }),
  ),
  found(
    'Chinese, with a hyphen',
    'Chinese',
    { name: ['Jia-Yi', 'Szeto'], born: '2014-02-21' },
    ask('Jiayi', 'Szeto', '2014-02-21'),
  ),
  found(
    'Chinese, an English name beside it',
    'Chinese',
    { name: ['Wing Yan', 'Kwok'], also: [['known_as', 'Vivian', 'Kwok']], born: '2014-02-22' },
    ask('Vivian', 'Kwok', '2014-02-22', { gender: 'F' }),
  ),
  found(
    'Chinese, family name first, given name in two',
    'Chinese',
    { name: ['Ming Zhe', 'Sima'], born: '2014-02-23', postcode: 'KT96 5EG' },
    ask('Sima', 'Mingzhe', '2014-02-23', { postcode: 'KT96 5EG' }),
  ),
  found(
    'Polish, letters without their marks',
    'Polish and Ukrainian',
    { name: ['Łukasz', 'Wiśniewola'], born: '2012-10-05' },
    ask('Lukasz', 'Wisniewola', '2012-10-05'),
  ),
  found(
    'Polish, the feminine of the surname',
    'Polish and Ukrainian',
    { name: ['Zofia', 'Dobrzyńska'], born: '2012-10-06' },
    ask('Zofia', 'Dobrzynski', '2012-10-06'),
  ),
  found(
    'Polish, a short form',
    'Polish and Ukrainian',
    { name: ['Małgorzata', 'Zawilska'], born: '2012-10-07' },
    ask('Gosia', 'Zawilska', '2012-10-07'),
  ),
  found(
    'Ukrainian, Cyrillic asked',
    'Polish and Ukrainian',
    { name: ['Oksana', 'Melnychenko'], born: '2012-10-08' },
    ask('Оксана', 'Мельниченко', '2012-10-08'),
  ),
  found(
    'Ukrainian, another romanisation',
    'Polish and Ukrainian',
    { name: ['Yuliia', 'Hrytsenko'], born: '2012-10-09' },
    ask('Julia', 'Grytsenko', '2012-10-09', { gender: 'F' }),
  ),
  found(
    'Sikh, Kaur beside the surname',
    'South Asian',
    { name: ['Simran', 'Kaur Dhaliwal'], born: '2012-12-12' },
    ask('Simran', 'Dhaliwal', '2012-12-12'),
  ),
  found(
    'Bengali, Begum and Begam',
    'South Asian',
    { name: ['Nasrin', 'Begum'], born: '2012-12-13', postcode: 'IG96 8HJ' },
    ask('Nasrin', 'Begam', '2012-12-13', { postcode: 'IG96 8HJ' }),
  ),
];

const dates: Case[] = [
  found(
    'day and month exchanged',
    'British',
    { name: ['Edith', 'Barnwell'], born: '2013-04-11', postcode: 'OX99 2BB' },
    ask('Edith', 'Barnwell', '2013-11-04', { postcode: 'OX99 2BB' }),
  ),
  found(
    'a digit slipped',
    'British',
    { name: ['Stanley', 'Crosswick'], born: '2013-04-12', postcode: 'OX99 2BC' },
    ask('Stanley', 'Crosswick', '2013-04-19', { postcode: 'OX99 2BC' }),
  ),
  found(
    'a year slipped',
    'South Asian',
    { name: ['Aarav', 'Venkatesan'], born: '2012-08-30', postcode: 'OX99 2BD' },
    ask('Aarav', 'Venkatesan', '2013-08-30', { postcode: 'OX99 2BD' }),
  ),
  found(
    'day before month, with strokes',
    'British',
    { name: ['Rory', 'Dellamere'], born: '2013-07-08' },
    ask('Rory', 'Dellamere', '08/07/2013'),
  ),
  found(
    'a year of two digits',
    'British',
    { name: ['Millie', 'Eastcombe'], born: '2013-07-09' },
    ask('Millie', 'Eastcombe', '9/7/13'),
  ),
  found(
    'eight digits',
    'British',
    { name: ['Evie', 'Foxbridge'], born: '2013-07-10' },
    ask('Evie', 'Foxbridge', '20130710'),
  ),
  refused(
    'the first of January, a common name and no more',
    'Somali',
    { name: ['Ahmed', 'Ali'], born: '2012-01-01' },
    ask('Ahmed', 'Ali', '2012-01-01'),
  ),
  found(
    'the first of January, with the address',
    'Somali',
    {
      name: ['Ahmed', 'Mohamud Ali'],
      born: '2011-01-01',
      ...home,
      line: '3 Harbour Lane',
      postcode: 'TW96 1QQ',
    },
    ask('Ahmed', 'Mohamud Ali', '2011-01-01', { postcode: 'TW96 1QQ', addressLine: '3 Harbour Lane' }),
  ),
  refused(
    'a common name, a digit slipped and no more',
    'South Asian',
    { name: ['Mohammed', 'Khan'], born: '2013-06-14' },
    ask('Mohammed', 'Khan', '2013-06-17'),
  ),
  refused(
    'two of one common name, born on one day',
    'South Asian',
    [
      { name: ['Mohammed', 'Hussain'], born: '2013-06-15' },
      { name: ['Muhammad', 'Hussain'], born: '2013-06-15' },
    ],
    ask('Mohammed', 'Hussain', '2013-06-15'),
  ),
];

const places: Case[] = [
  found(
    'O for 0 in the postcode',
    'British',
    { name: ['Florence', 'Gullworth'], born: null, postcode: 'OX99 3CC', line: '9 Quay Street' },
    ask('Florence', 'Gullworth', '2014-01-09', { postcode: '0X99 3CC' }),
  ),
  found(
    'I for 1 in the postcode, a surname mistyped',
    'British',
    { name: ['Theo', 'Hazelmoor'], born: '2014-01-10', postcode: 'IG96 1DD' },
    ask('Theo', 'Hazelmor', '2014-01-10', { postcode: '1G96 IDD' }),
  ),
  found(
    'the outward part only',
    'British',
    { name: ['Alfie', 'Islington-Keys'], born: '2014-01-11', postcode: 'SO96 4EE' },
    ask('Alfie', 'Keys', '2014-01-11', { postcode: 'SO96' }),
  ),
  found(
    'a postcode that is no longer used',
    'British',
    { name: ['Isla', 'Jarrowmoor'], born: '2014-01-12', postcode: 'KT96 9ZX', ended: true },
    ask('Isla', 'Jarowmoor', '2014-01-12', { postcode: 'KT96 9ZX' }),
  ),
  found(
    'moved away: another postcode',
    'Irish and Welsh',
    { name: ['Gwenllian', 'Kilbride'], born: '2014-01-13', postcode: 'KT96 1AA' },
    ask('Gwenllian', 'Kilbride', '2014-01-13', { postcode: 'TW96 7YY' }),
  ),
  refused(
    'a refuge: an outsider is not helped by its address',
    'British',
    {
      name: ['Baby', 'Lowerby'],
      born: '2026-01-14',
      postcode: 'OX99 8RR',
      line: '1 Safe House',
      protected: true,
    },
    ask('Erin', 'Lowerby', '2026-01-14', { postcode: 'OX99 8RR', addressLine: '1 Safe House' }),
  ),
  found(
    'a refuge: the home authority is',
    'British',
    {
      name: ['Baby', 'Mossbank'],
      born: '2026-01-15',
      postcode: 'OX99 8RS',
      line: '2 Safe House',
      protected: true,
    },
    ask('Erin', 'Mossbank', '2026-01-15', { postcode: 'OX99 8RS', addressLine: '2 Safe House' }),
    { home: true },
  ),
];

const identifiers: Case[] = [
  found(
    'a UPN with the birth date',
    'British',
    { name: ['Leo', 'Northwold'], born: '2013-02-03', upn: upn(20) },
    ask(null, null, '2013-02-03', { upn: upn(20) }),
  ),
  found(
    'a UPN that was replaced',
    'South Asian',
    { name: ['Kavya', 'Iyengar'], born: '2013-02-04', upn: upn(21), formerUpn: upn(22) },
    ask('Kavya', 'Iyengar', '2013-02-04', { upn: upn(22) }),
  ),
  found(
    'a wrong UPN that is nobody’s, all else agrees',
    'British',
    { name: ['Jude', 'Oakhollow'], born: '2013-02-05', upn: upn(23), ...home },
    ask('Jude', 'Oakhollow', '2013-02-05', { upn: upn(24), ...at }),
  ),
  refused(
    'a wrong UPN, with a valid letter, that is another child’s',
    'British',
    [
      { name: ['Noah', 'Plumstead'], born: '2013-02-06', upn: upn(25), ...home },
      { name: ['Ella', 'Quintrell'], born: '2012-08-19', upn: upn(26) },
    ],
    ask('Noah', 'Plumstead', '2013-02-06', { upn: upn(26), ...at }),
  ),
  refused(
    'a UPN whose child has another name and birth date',
    'British',
    { name: ['Daisy', 'Rosewarne'], born: '2013-02-07', upn: upn(27) },
    ask('Archie', 'Sedgemoor', '2009-10-30', { upn: upn(27) }),
  ),
  refused(
    'an NHS number that was given out twice',
    'Polish and Ukrainian',
    [
      { name: ['Kacper', 'Tarnawski'], born: '2013-02-08', nhs: nhs(1), ...home },
      { name: ['Oliwia', 'Urbanek'], born: '2014-09-21', ...home },
    ],
    ask('Oliwia', 'Urbanek', '2014-09-21', { nhsNumber: nhs(1), ...at }),
  ),
  refused(
    'a UPN with another birth date and no name',
    'British',
    { name: ['Toby', 'Vexford'], born: '2013-02-09', upn: upn(28) },
    ask(null, null, '2011-11-30', { upn: upn(28) }),
  ),
  found(
    'an NHS number, the surname changed',
    'Irish and Welsh',
    { name: ['Carys', 'Wynford'], born: '2013-02-10', nhs: nhs(2) },
    ask('Carys', 'Yeadon', '2013-02-10', { nhsNumber: nhs(2) }),
  ),
];

const absent: Case[] = [
  refused(
    'a namesake born in another year',
    'British',
    { name: ['Oliver', 'Smith'], born: '2013-05-01' },
    ask('Oliver', 'Smith', '2011-09-17'),
  ),
  refused(
    'a namesake born in another year',
    'South Asian',
    { name: ['Aisha', 'Begum'], born: '2013-05-02' },
    ask('Aisha', 'Begum', '2010-09-18'),
  ),
  refused(
    'a namesake born in another year',
    'Arabic',
    { name: ['Omar', 'Hassan'], born: '2013-05-03' },
    ask('Omar', 'Hassan', '2010-09-19'),
  ),
  refused(
    'a namesake born in another year',
    'Somali',
    { name: ['Hamza', 'Abdi'], born: '2013-05-04' },
    ask('Hamza', 'Abdi', '2010-09-20'),
  ),
  refused(
    'a namesake born in another year',
    'Chinese',
    { name: ['Wei', 'Chen'], born: '2013-05-05' },
    ask('Wei', 'Chen', '2010-09-21'),
  ),
  refused(
    'a namesake born in another year',
    'Spanish',
    { name: ['Maria', 'Garcia Lopez'], born: '2013-05-06' },
    ask('Maria', 'Garcia Lopez', '2010-09-22'),
  ),
  refused(
    'a namesake born in another year',
    'Polish and Ukrainian',
    { name: ['Jakub', 'Nowak'], born: '2013-05-07' },
    ask('Jakub', 'Nowak', '2010-09-23'),
  ),
  refused(
    'a namesake born in another year',
    'Irish and Welsh',
    { name: ['Sean', 'Murphy'], born: '2013-05-08' },
    ask('Sean', 'Murphy', '2010-09-24'),
  ),
  refused(
    'a neighbour of one surname',
    'South Asian',
    { name: ['Harpreet', 'Singh Gill'], born: '2013-05-09', ...home },
    ask('Gurpreet', 'Singh', '2013-05-11', at),
  ),
];

export const CASES: readonly Case[] = [
  ...twins,
  ...babies,
  ...names,
  ...muhammad,
  ...orders,
  ...dates,
  ...places,
  ...identifiers,
  ...absent,
];
