import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What candidates for a lookup are found by. Names carry the birth date beside them, so that one index answers "who
 * sounds like this and was born then" at any number of children; a generated column cannot read another table, so a
 * trigger keeps that one.
 */
export class Matching1700000013000 implements MigrationInterface {
  name = 'Matching1700000013000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- The letters that Unicode does not take apart are written as people without them on the keyboard write them.
create function match_key(word text) returns text language sql immutable strict parallel safe as $$
  select name_key(replace(replace(replace(replace(replace(translate(lower(word), 'đðħłøı', 'ddhloi'),
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss'), 'ŀ', 'l'))
$$;

-- How it sounds to an English ear, four consonants long; other scripts stand for themselves.
create function match_sound(key text) returns text language sql immutable strict parallel safe as $$
  select coalesce(nullif(dmetaphone(key), ''), nullif(key, ''))
$$;

-- One word of a name by its place, the last being -1; null for a name of one word.
create function match_half(name text, place integer) returns text language sql immutable strict parallel safe as $$
  select case when words ~ ' ' then match_key(split_part(words, ' ', place)) end
  from (select trim(regexp_replace(name, '[-‐-―\\s]+', ' ', 'g')) as words) w
$$;

-- Zero and one are typed for O and I; nothing else about a postcode is forgiven here.
create function match_postcode(postcode text) returns text language sql immutable strict parallel safe as $$
  select nullif(translate(upper(regexp_replace(postcode, '[^[:alnum:]]', '', 'g')), 'OI', '01'), '')
$$;

alter table child_name
  add column born date,
  add column forename_sound text generated always as
    (match_sound(match_key(split_part(translate(trim(forename), '-', ' '), ' ', 1)))) stored,
  add column surname_sound text generated always as (match_sound(match_key(surname))) stored,
  add column surname_head_sound text generated always as (match_sound(match_half(surname, 1))) stored,
  add column surname_tail_sound text generated always as (match_sound(match_half(surname, -1))) stored;
update child_name n set born = c.date_of_birth from child c where c.id = n.child_id and c.date_of_birth is not null;
alter table child_address
  add column postcode_key text generated always as (match_postcode(postcode)) stored,
  add column line_key text generated always as (nullif(left(match_key(line1), 10), '')) stored,
  add column street_key text generated always as
    (nullif(left(regexp_replace(match_key(line1), '[[:digit:]]', '', 'g'), 10), '')) stored;

-- Each ends with the child, so that a block is read in order and no further than its cap, whoever is in the table.
create index child_name_surname_born on child_name (surname_sound, born, child_id);
create index child_name_born_forename on child_name (born, forename_sound, child_id);
create index child_name_sounds on child_name (surname_sound, forename_sound, born, child_id);
create index child_name_forename_sound on child_name (forename_sound, child_id);
create index child_name_head on child_name (surname_head_sound, forename_sound, child_id)
  where surname_head_sound is not null;
create index child_name_tail on child_name (surname_tail_sound, forename_sound, child_id)
  where surname_tail_sound is not null;
create index child_address_postcode_key on child_address (postcode_key, child_id) include (protected);
create index child_address_line_key on child_address (line_key, child_id) include (protected);
create index child_address_street_key on child_address (street_key, child_id) include (protected);

create function child_name_takes_birth_date() returns trigger language plpgsql as $$
begin
  -- A child written by the same statement is not seen yet: its birth date is then given beside the name.
  new.born := coalesce((select c.date_of_birth from child c where c.id = new.child_id), new.born);
  return new;
end $$;
create trigger child_name_born before insert or update of child_id, born on child_name
  for each row execute function child_name_takes_birth_date();

create function child_birth_date_reaches_names() returns trigger language plpgsql as $$
begin
  update child_name set born = new.date_of_birth where child_id = new.id;
  return null;
end $$;
create trigger child_born after update of date_of_birth on child
  for each row when (old.date_of_birth is distinct from new.date_of_birth)
  execute function child_birth_date_reaches_names();

grant execute on function match_key(text), match_sound(text), match_half(text, integer), match_postcode(text) to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop trigger child_born on child;
drop function child_birth_date_reaches_names();
drop trigger child_name_born on child_name;
drop function child_name_takes_birth_date();
alter table child_address drop column postcode_key, drop column line_key,
  drop column street_key;
alter table child_name drop column surname_tail_sound, drop column surname_head_sound, drop column surname_sound,
  drop column forename_sound, drop column born;
drop function match_postcode(text);
drop function match_half(text, integer);
drop function match_sound(text);
drop function match_key(text);
`);
  }
}
