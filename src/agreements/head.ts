/**
 * What is in force, told in a few characters: changes when an event is written, and also when a row was changed
 * without one. The greatest position alone would miss an event that committed late.
 */
export const HEAD = `
  (select coalesce(max(position), 0) from agreement_event)::text || '.' || left(md5(
    coalesce((select string_agg(agreement || '@' || version || ' ' || encode(digest, 'hex'), ',' order by agreement)
      from agreement_version where state = 'APPROVED'), '') || '/' ||
    coalesce((select string_agg(agreement, ',' order by agreement) from stopped_agreement), '')), 12)`;
