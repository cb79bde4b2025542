import type { ChildMaker, MadeChild } from '../support/child-maker';
import { childOfAll, SCHOOL } from './six-partners';

/**
 * Children with something under every item, with nothing, of one name, in hiding; open to all, to some, to nobody. Each
 * was born on a day of its own and lives apart: whoever is alike is weighed by a lookup, and here that are namesakes alone.
 */
export async function childrenOf(maker: ChildMaker): Promise<MadeChild[]> {
  const known = await childOfAll(maker);
  await maker.about(known.id, 'home_education', { state: 'notified', begins_on: maker.day(-40) });
  await maker.fact(known, 'RISK_GROUP', { unit: 'nhs/RTH/main', detail: 'FREQUENT_MOVER' });
  const pupil = await maker.child({
    ...{ postcode: 'OX99 2AB', line1: '2 Pupil Street', dateOfBirth: '2012-09-27' },
  });
  await maker.roll(pupil, SCHOOL);
  await maker.asked(pupil, 'police/E23000029');
  await maker.fact(pupil, 'CHILD_PROTECTION', { unit: 'la/931/childrens-social-care' });
  const hidden = await childOfAll(maker, { dateOfBirth: '2015-01-09', postcode: 'OX97 3AB' });
  await maker.fact(hidden, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
  await maker.about(hidden.id, 'child_address', { line1: 'A refuge', postcode: 'KT96 1AB', protected: true });
  const stranger = await maker.child({ postcode: 'OX99 4AB', dateOfBirth: '2011-11-30' });
  // Nothing is held of it: no address, carer, former name, school.
  const bare = await maker.child({ furnished: false, dateOfBirth: '2016-06-02' });
  for (const unit of ['nhs/RTH/main', 'housing/E07000178/main', 'la/931/childrens-social-care'])
    await maker.fact(bare, 'OPEN_CASE', { unit });
  await maker.fact(bare, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  await maker.cmeCase(bare);
  const said = await maker.child({ postcode: 'OX99 6AB', dateOfBirth: '2010-07-21' });
  await maker.roll(said, SCHOOL, { confirmed: false });
  for (const unit of ['nhs/RTH/main', 'housing/E07000178/main', 'la/931/childrens-social-care'])
    await maker.fact(said, 'OPEN_CASE', { unit, confirmed: false });
  const name = { forename: 'Twinned', surname: 'Namesake', dateOfBirth: '2013-08-19' };
  const one = await maker.child({ ...name, postcode: 'OX99 7AB' });
  await maker.roll(one, SCHOOL);
  await maker.fact(one, 'OPEN_CASE', { unit: 'la/931/childrens-social-care' });
  const other = await maker.child({ ...name, postcode: 'OX99 8AB' });
  await maker.fact(other, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  await maker.notified(other, 'la/852');
  return [known, pupil, hidden, stranger, bare, said, one, other];
}

/** Alerts, enquiries with answers, and notifications, by and to several, about each of the children. */
export async function exchangesOf(maker: ChildMaker, children: readonly MadeChild[]): Promise<void> {
  const raisers = [SCHOOL, 'housing/E07000178', 'police/E23000029', 'nhs/RTH'];
  const asked = ['police/E23000029', 'nhs/RTH', SCHOOL, 'la/852', 'housing/E07000178'];
  for (const [i, child] of children.entries()) {
    for (const [k, by] of [raisers[i % 4] ?? '', raisers[(i + 1) % 4] ?? ''].entries()) {
      await maker.sql(
        `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user,
           raised_by_job, reference, reason, text, details, state, raised_at, routed_to)
         values (gen_random_uuid(), 'la/931', $1, $2, $3, 'A. Raiser', 'raiser', 'R/1', 'NO_CONTACT', $4,
           '{"lastSchool": "Elsewhere"}', $5, $6, 'la/931/ehe')`,
        [child.id, by, `${by}/main`, `Text ${i}.${k}`, k === 0 ? 'RECEIVED' : 'ACCEPTED', maker.day(-(2 * i + k) - 1)],
      );
    }
    await maker.asked(child, asked[i % 5] ?? '');
    await maker.sql(
      `with sent as (insert into enquiry (id, authority_id, child_id, from_organisation, from_unit, from_user, purpose,
           reference, question, sent_at, accepted_at, state)
         values (gen_random_uuid(), 'la/931', $1, $2, $3, 'A. Sender', 'LOCATE_CHILD', 'S/1', 'Where?', $4, $4, 'ANSWERED')
         returning id)
       insert into enquiry_recipient (id, enquiry_id, organisation_id, state, outcome, answer, answered_at, answered_by)
       select gen_random_uuid(), id, $5, 'KNOWN', 'KNOWN', $6, $4, 'An Officer' from sent`,
      [
        child.id, i % 2 ? 'la/931' : 'la/852', i % 2 ? 'la/931/cme' : 'la/852/main', maker.day(-i - 3),
        i % 2 ? asked[(i + 2) % 5] : 'la/931/cme',
        { address: { line1: `${i} Answer Road` }, educationElsewhere: i % 3 ? null : 'Abroad', note: 'Seen.' },
      ],
    );
    await maker.notified(child, asked[(i + 3) % 5] ?? '', 'MOVED_OUT');
    await maker.notified(child, i % 2 ? 'la/931/cme' : 'la/852', 'ROLL_CHANGE');
  }
} // prettier-ignore
